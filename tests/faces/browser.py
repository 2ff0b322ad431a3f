"""A page in headless Chromium: measured as it is drawn, printed, or taken as a picture."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
SCRIPT = Path(__file__).with_name("measure.js")
_QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=4000",
)  # fmt: skip


def measure(page: Path, width: int, *, dark: bool = False) -> dict[str, Any]:
    """What `measure.js` finds on the page at this width.

    The page's own policy forbids scripts, so it is taken out of the copy that is measured.
    """
    text = page.read_text("utf-8")
    measured = POLICY.sub("", text).replace(
        "</body>", f"<script>{SCRIPT.read_text('utf-8')}</script></body>"
    )
    with TemporaryDirectory() as name:
        copy = Path(name) / "page.html"
        copy.write_text(measured, "utf-8")
        shown = _run(Path(name), width, 900, dark, "--dump-dom", copy.as_uri())
    found = re.search(r'<pre id="measured">(.*?)</pre>', shown, re.DOTALL)
    assert found, "The page was not measured: " + shown[-300:]
    result: dict[str, Any] = json.loads(html.unescape(found.group(1)))
    return result


def photograph(
    page: Path, picture: Path, width: int, height: int = 900, *, dark: bool = False
) -> Path:
    """The page as a PNG."""
    with TemporaryDirectory() as name:
        _run(Path(name), width, height, dark, f"--screenshot={picture}", page.as_uri())
    return picture


def printed(page: Path, target: Path) -> Path:
    """The page as a PDF, without the browser's own header and footer."""
    with TemporaryDirectory() as name:
        _run(
            Path(name), 1366, 900, False,
            f"--print-to-pdf={target}", "--no-pdf-header-footer", page.as_uri(),
        )  # fmt: skip
    return target


def _run(profile: Path, width: int, height: int, dark: bool, *more: str) -> str:
    scheme = "0" if dark else "1"
    done = subprocess.run(
        [
            CHROMIUM, *_QUIET, f"--user-data-dir={profile / 'browser'}",
            f"--window-size={width},{height}", f"--blink-settings=preferredColorScheme={scheme}", *more,
        ],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    return done.stdout
