"""Something small, done every few seconds beside the main work."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def repeating(every: float, do: Callable[[], object]) -> Iterator[None]:
    """Does it each `every` seconds, first after one of them, until the block ends. `do` never raises."""
    over = threading.Event()

    def until_over() -> None:
        while not over.wait(every):
            do()

    thread = threading.Thread(target=until_over, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
