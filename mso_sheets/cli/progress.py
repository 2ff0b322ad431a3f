"""How far long work is: a bar on a terminal's last line, nothing where output is piped.

The bar goes to stderr and is wiped before anything else is printed, so that what is read stays.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

import click

WIPE = "\r\x1b[2K"
CELLS, EVERY, AFTER = 20, 0.2, 0.3
COLORS = {"ok": "green", "partial": "yellow", "refused": "yellow", "failed": "red"}


def is_terminal(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether somebody looks at it who can see a line change."""
    return stream.isatty() and environment.get("TERM", "") != "dumb"


def painted(text: str, state: str, environment: Mapping[str, str] = os.environ) -> str:
    """The text in its state's colour on a terminal; plain when piped or where NO_COLOR is set."""
    if environment.get("NO_COLOR") or not is_terminal(sys.stdout, environment):
        return text
    return click.style(text, fg=COLORS.get(state))


class Progress:
    """So many steps, one after the other."""

    def __init__(self, steps: int, *, shown: bool = True, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._shown = shown and is_terminal(self._stream)
        self._steps, self._done, self._words, self._begun = steps, 0, "", 0.0
        self._lock = threading.Lock()

    @contextmanager
    def step(self, words: str) -> Iterator[None]:
        """One step; its words and seconds stand beside the bar while it lasts."""
        over = threading.Event()
        drawing = threading.Thread(target=self._draw_until, args=(over,), daemon=True)
        self._words, self._begun = words, time.monotonic()
        if self._shown:
            drawing.start()
        try:
            yield
        finally:
            over.set()
            if self._shown:
                drawing.join()
                self.wipe()
            self._done += 1

    def aside(self, echo: Callable[[str], None]) -> Callable[[str], None]:
        """`echo` that wipes the bar first."""

        def told(text: str) -> None:
            with self._lock:
                self._wipe()
                echo(text)

        return told

    def wipe(self) -> None:
        """Takes the bar away."""
        with self._lock:
            self._wipe()

    def line(self, width: int) -> str:
        """The bar as it stands now, no longer than the terminal is wide."""
        full = CELLS * self._done // max(self._steps, 1)
        bar = "#" * full + "-" * (CELLS - full)
        seconds = time.monotonic() - self._begun
        return f"[{bar}] {self._done}/{self._steps}  {self._words}  {seconds:.0f} s"[: width - 1]

    def _draw_until(self, over: threading.Event) -> None:
        wait = AFTER
        while not over.wait(wait):
            with self._lock:
                self._stream.write(WIPE + self.line(shutil.get_terminal_size().columns))
                self._stream.flush()
            wait = EVERY

    def _wipe(self) -> None:
        if self._shown:
            self._stream.write(WIPE)
            self._stream.flush()
