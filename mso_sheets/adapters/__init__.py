"""The two ports, one vendor a room: retries and the translation of vendor errors live here."""
