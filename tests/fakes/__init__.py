"""Hand-written stand-ins with the real semantics: atomic writes, conflicts, lost replies, crashes."""
