"""Documentation is compared with the code: every command, job, setting, tab and layer of the tables."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from mso_sheets.cli import COMMANDS
from mso_sheets.jobfile import JobSpec, load_jobs
from mso_sheets.plan.initial import READ_ME

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PAGES = runpy.run_path(str(ROOT / "docs" / "generate.py"))["PAGES"]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_generated_page_is_up_to_date(name: str) -> None:
    written = (ROOT / "docs" / name).read_text("utf-8")
    assert written == PAGES[name](), "run: python docs/generate.py"


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_stands_in_the_readme(command: str) -> None:
    assert f"mso-sheets {command}" in README


def test_every_shipped_job_stands_in_the_readme_and_in_the_job_page() -> None:
    jobs = load_jobs({path.name: path for path in sorted((ROOT / "jobs").glob("*.toml"))})
    page = (ROOT / "docs" / "jobs.md").read_text("utf-8")
    for name, spec in jobs.items():
        assert f"`{name}`" in README
        assert f"`{name}`" in page
        assert spec.purpose in page
        assert spec.schedule in page
    for key in JobSpec.model_fields:
        assert f"`{key}`" in page or key == "name"


def test_every_output_tab_is_documented() -> None:
    page = (ROOT / "docs" / "tabs.md").read_text("utf-8")
    jobs = load_jobs({path.name: path for path in sorted((ROOT / "jobs").glob("*.toml"))})
    titles = {tab.tab for spec in jobs.values() for tab in spec.tabs} | {
        "Run log",
        "_mso_state",
        READ_ME,
    }
    assert {title for title in titles if f"## {title}" not in page} == set()


def test_links_between_pages_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), f"{page.name}: {target}"
