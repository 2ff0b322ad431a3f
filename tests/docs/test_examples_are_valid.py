"""What pages show as examples is taken by the real parsers: commands, settings, jobs, links."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest
from pydantic import BaseModel

from mso_sheets.cli import group
from mso_sheets.digest.environment import compiled
from mso_sheets.jobfile import JobSpec, load_job, load_jobs
from mso_sheets.report import analysis_names
from mso_sheets.settings.load import load_settings
from mso_sheets.settings.models import Settings, WorkbookSettings
from mso_sheets.tables.registry import SCHEMAS
from mso_sheets.tabs import LAYOUTS
from tests.docs.pages import PAGES, ROOT, anchors, blocks, command_lines, links

CALLS = [(page, call) for page in PAGES for call in command_lines(page)]
TOMLS = [(page, text) for page in PAGES for text in blocks(page, "toml")]
OWN_JOBS = {
    match[1]: text
    for _, text in TOMLS
    if (match := re.match(r"# jobs/([\w-]+)\.toml\n", text)) is not None
}
OWN_ANALYSES = {
    match[1]
    for page in PAGES
    for match in re.finditer(r"# mso_sheets/analyses/(\w+)\.py", PAGES[page])
}
SETTINGS = [(page, text) for page, text in TOMLS if not text.startswith("# jobs/")]
SHIPPED_JOBS = load_jobs({path.name: path for path in (ROOT / "jobs").glob("*.toml")})


def parsed(arguments: list[str]) -> dict[str, object]:
    """The values of a call as click takes them; nothing is run."""
    command: click.Command = group
    context = click.Context(group, info_name="mso-sheets")
    while isinstance(command, click.Group) and arguments and not arguments[0].startswith("-"):
        found = command.get_command(context, arguments[0])
        assert found is not None, f"no command {arguments[0]}"
        command, arguments = found, arguments[1:]
    try:
        return command.make_context("mso-sheets", list(arguments), parent=context).params
    except click.exceptions.Exit:
        return {}


@pytest.mark.parametrize(
    ("page", "call"), CALLS, ids=lambda part: " ".join(part) if isinstance(part, list) else part
)
def test_a_command_of_a_page_is_taken_by_the_command_line(page: str, call: list[str]) -> None:
    del page
    values = parsed(call)
    named = values.get("jobs") or ((values["job"],) if values.get("job") else ())
    assert isinstance(named, tuple)
    for job in named:
        if job.islower():
            assert job in SHIPPED_JOBS or job in OWN_JOBS, job


def test_a_call_that_is_wrong_would_be_found() -> None:
    with pytest.raises(click.UsageError):
        parsed(["run", "refresh", "--dryrun"])
    with pytest.raises(AssertionError, match="no command"):
        parsed(["runs"])


def test_enough_commands_are_found_on_the_pages() -> None:
    assert len(CALLS) > 60
    assert {call[0] for _, call in CALLS} >= set(group.list_commands(click.Context(group)))


@pytest.mark.parametrize(("page", "text"), SETTINGS)
def test_a_settings_example_is_taken_by_the_loader(page: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text, "utf-8")
    settings = load_settings(file, {})
    for workbook in settings.workbooks.values():
        for table, ours in workbook.tables.items():
            headers = {column.header for column in SCHEMAS[table].columns}
            assert set(ours.columns) <= headers, f"{page}: {table}"


@pytest.mark.parametrize("name", sorted(OWN_JOBS))
def test_a_job_example_is_taken_by_the_loader(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"{name}.toml"
    file.write_text(OWN_JOBS[name], "utf-8")
    _holds_together(load_job(file))


def _holds_together(job: JobSpec) -> None:
    known = {*analysis_names(), *OWN_ANALYSES}
    assert set(job.analyses) <= known
    assert {tab.result for tab in job.tabs if tab.result} <= set(job.analyses)
    assert {tab.layout for tab in job.tabs} <= set(LAYOUTS)
    for digest in job.digests:
        text = (ROOT / "config" / "templates" / f"{digest.template}.md.j2").read_text("utf-8")
        compiled(digest.template, text)


@pytest.mark.parametrize("page", PAGES)
def test_every_setting_that_is_named_in_running_text_is_one(page: str) -> None:
    rules = {name: field.annotation for name, field in Settings.model_fields.items()}
    for section, key in re.findall(r"`(\w+)\.(\w+)`", PAGES[page]):
        model = rules.get(section)
        if isinstance(model, type) and issubclass(model, BaseModel):
            assert key in model.model_fields, f"{section}.{key}"


@pytest.mark.parametrize("page", PAGES)
def test_every_setting_of_the_environment_is_taken(page: str, tmp_path: Path) -> None:
    needed = "MSO_SHEETS_WORKBOOKS__EMEA__SPREADSHEET"
    for name, value in re.findall(r"\b(MSO_SHEETS_[A-Z_]+)=([^\s`,]+)", PAGES[page]):
        if "..." not in value:
            more = {needed: "x"} if name.startswith("MSO_SHEETS_WORKBOOKS") else {}
            load_settings(tmp_path / "none.toml", {**more, name: value})


def test_what_a_cluster_starts_is_taken_by_the_command_line() -> None:
    page = "docs/cookbook.md"
    cron = blocks(page, "yaml")[0]
    started = re.search(r"args: \[(.*)\]", cron)
    assert started is not None
    assert parsed(started[1].split(", "))["jobs"] == ("daily-followups",)
    mounts, volumes = cron.split("volumeMounts:")[1].split("volumes:")
    names = re.compile(r"- \{ name: (\w+),")
    assert set(names.findall(mounts)) == set(names.findall(volumes))
    assert len(names.findall(mounts)) == 4
    called = re.findall(r"--args (\S+)", PAGES[page])
    assert called
    for words in called:
        assert parsed(words.split(","))["jobs"]


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_page_and_a_heading(page: str) -> None:
    for target in links(page):
        if re.match(r"https?://|mailto:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (ROOT / page).parent / path if path else ROOT / page
        assert file.exists(), target
        if anchor:
            assert anchor in anchors(file.read_text("utf-8")), target


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen, ahead = set(), ["README.md"]
    while ahead:
        page = ahead.pop()
        if page in seen or page not in PAGES:
            continue
        seen.add(page)
        for target in links(page):
            if not target.startswith("http"):
                file = ((ROOT / page).parent / target.partition("#")[0]).resolve()
                if file.is_relative_to(ROOT):
                    ahead.append(file.relative_to(ROOT).as_posix())
    assert seen == set(PAGES)


def test_toml_blocks_are_toml() -> None:
    for _, text in TOMLS:
        tomllib.loads(text)
    assert WorkbookSettings.model_fields.keys() >= {"channel", "tables"}
