"""Slow, plain re-computations that tests compare the product with."""
