"""Makes the README's pictures from the demo: docs/images/summary.png and docs/images/digest.png.

python docs/pictures.py            needs LibreOffice, pdftoppm, Chromium and Pillow
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

HERE = Path(__file__).parent
IMAGES = HERE / "images"
WIDTH = 1366
TOOLS = {
    "soffice": "LibreOffice (package libreoffice-calc)",
    "pdftoppm": "pdftoppm (package poppler-utils)",
    "chromium": "Chromium (package chromium)",
}
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip


def main() -> int:
    """Makes both pictures; 2 and one sentence when a tool is missing."""
    missing = [words for tool, words in TOOLS.items() if shutil.which(tool) is None]
    try:
        import PIL  # noqa: F401
    except ImportError:
        missing.append("Pillow (pip install pillow)")
    if missing:
        print(f"The pictures cannot be made: install {', '.join(missing)}, then run this again.")
        return 2
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(sys.executable, "-m", "mso_sheets", "demo", str(folder / "demo"))
        summary(folder / "demo" / "mso-demo.xlsx", folder)
        pages = sorted((folder / "demo" / "outbox").glob("*daily-followups*-mso-demo.html"))
        digest(pages[-1], folder)
    for path in sorted(IMAGES.glob("*.png")):
        print(f"{path.relative_to(HERE.parent)}  {path.stat().st_size // 1024} KB")
    return 0


def run(*command: str) -> str:
    """Runs a program; its output, or an error with what it said."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode > 1:
        raise SystemExit(f"{command[0]} failed: {(done.stderr or done.stdout).strip()[-400:]}")
    return done.stdout


def summary(book: Path, folder: Path) -> None:
    """The first screen of Summary, as LibreOffice draws it."""
    from PIL import Image, ImageChops

    alone = folder / "summary.xlsx"
    only_sheet(book, alone, "Summary")
    run(
        "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
        "--convert-to", "pdf", "--outdir", str(folder), str(alone),
    )  # fmt: skip
    run("pdftoppm", "-f", "1", "-l", "1", "-r", "150", "-png", "-singlefile",
        str(alone.with_suffix(".pdf")), str(folder / "summary"))  # fmt: skip
    whole = Image.open(folder / "summary.png").convert("RGB")
    # Below that stands the page number of the print.
    page = whole.crop((0, 0, whole.width, round(whole.height * 0.93)))
    box = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox() or (
        0,
        0,
        *page.size,
    )
    edge = 12
    inked = page.crop((
        max(box[0] - edge, 0), max(box[1] - edge, 0),
        min(box[2] + edge, page.width), min(box[3] + edge, page.height),
    ))  # fmt: skip
    scale = WIDTH / inked.width
    shown = inked.resize((WIDTH, round(inked.height * scale)), Image.Resampling.LANCZOS)
    small(shown.crop((0, 0, WIDTH, min(shown.height, 1100))), IMAGES / "summary.png")


def only_sheet(book: Path, alone: Path, title: str) -> None:
    """A copy of the workbook whose other sheets are hidden, so that the PDF begins with this one."""
    with ZipFile(book) as source, ZipFile(alone, "w", ZIP_DEFLATED) as target:
        for part in source.namelist():
            content = source.read(part)
            if part == "xl/workbook.xml":
                content = hidden_but(content.decode("utf-8"), title).encode("utf-8")
            target.writestr(part, content)


def hidden_but(workbook: str, title: str) -> str:
    """The workbook part with every sheet hidden except one, which is also the active one."""
    import re

    names = re.findall(r"<sheet [^>]*>", workbook)
    wanted = f'name="{escape(title)}"'
    place = next(number for number, name in enumerate(names) if wanted in name)
    for name in names:
        shown = re.sub(r' state="\w+"', "", name)
        if wanted not in name:
            shown = shown.replace("<sheet ", '<sheet state="hidden" ')
        workbook = workbook.replace(name, shown)
    workbook = re.sub(r' (activeTab|firstSheet)="\d+"', "", workbook)
    return workbook.replace("<workbookView", f'<workbookView activeTab="{place}"')


def digest(page: Path, folder: Path) -> None:
    """The digest's page as Chromium shows it, cut below its last line."""
    from PIL import Image

    raw = folder / "digest.png"
    run(
        "chromium", *QUIET, f"--user-data-dir={folder / 'browser'}", "--window-size=900,1150",
        f"--screenshot={raw}", page.as_uri(),
    )  # fmt: skip
    shown = Image.open(raw).convert("RGB")
    small(shown.crop((0, 0, shown.width, last_blank_row(shown))), IMAGES / "digest.png")


def last_blank_row(shown: Any) -> int:
    """The lowest row of the picture amid an empty band, so that no line of text is cut."""
    import numpy as np

    pixels = np.asarray(shown.convert("L"))
    plain = (pixels == pixels[-1, 0]).all(axis=1)
    bands = np.convolve(plain, np.ones(14), mode="valid") == 14
    return int(np.flatnonzero(bands)[-1]) + 12


def small(picture: Any, path: Path) -> None:
    """A PNG of at most 256 colours: sharp text in few bytes."""
    from PIL import Image

    picture.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    raise SystemExit(main())
