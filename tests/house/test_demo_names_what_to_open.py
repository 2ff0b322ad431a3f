"""`demo` ends with what to open: the workbook, the team's digest, the weekly review."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from mso_sheets.cli.demo import command


def test_the_last_lines_are_three_files_that_are_there(tmp_path: Path) -> None:
    made = CliRunner().invoke(command, [str(tmp_path / "demo")], standalone_mode=False)
    assert made.exception is None, made.output
    lines = made.output.rpartition("Open next:\n")[2].strip().splitlines()
    paths = [Path(line.strip().split("    ")[0]) for line in lines]
    assert [path.suffix for path in paths] == [".xlsx", ".html", ".html"]
    assert all(path.is_file() for path in paths)
    assert paths[1].name.endswith("-mso-demo.html")
    assert "escalation" not in paths[1].name
    assert paths[2].name.startswith("weekly-review-")
