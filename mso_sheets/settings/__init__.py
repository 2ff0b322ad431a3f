"""Knobs of the product: every one with its default in `models`, read by `load`."""
