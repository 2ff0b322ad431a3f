"""What cannot be true in typed tables: each file finds one sort, nothing is changed silently."""
