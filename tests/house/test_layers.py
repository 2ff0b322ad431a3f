"""Rules of the house that import-linter cannot say."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from mso_sheets.report import analysis_names

PACKAGE = Path(__file__).parent.parent.parent / "mso_sheets"
HEAVY = {
    "pandas",
    "numpy",
    "pyarrow",
    "gspread",
    "google",
    "slack_sdk",
    "pydantic",
    "jinja2",
    "apscheduler",
    "opentelemetry",
    "celery",
    "redis",
}


@pytest.mark.parametrize("name", analysis_names())
def test_analyses_do_not_import_each_other(name: str) -> None:
    tree = ast.parse((PACKAGE / "analyses" / f"{name}.py").read_text("utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    others = {f"mso_sheets.analyses.{other}" for other in analysis_names() if other != name}
    assert imported & others == set()


@pytest.mark.parametrize("name", analysis_names())
def test_every_analysis_says_what_it_reads(name: str) -> None:
    source = (PACKAGE / "analyses" / f"{name}.py").read_text("utf-8")
    assert "\nREADS" in source


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("--version",),
        ("run", "--help"),
        ("worker", "--help"),
        ("fleet", "beat", "--help"),
    ],
)
def test_help_imports_nothing_heavy(words: tuple[str, ...]) -> None:
    code = (
        "import sys\nfrom mso_sheets.cli import run_command_line\n"
        f"run_command_line({list(words)!r})\n"
        f"sys.stderr.write(' '.join(sorted(set(m.split('.')[0] for m in sys.modules) & {HEAVY!r})))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
