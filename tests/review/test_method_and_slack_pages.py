"""docs/methods.md, docs/slack.md and docs/cookbook.md say what the code does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from mso_sheets.adapters.slack.checking import COSTS
from mso_sheets.report import analysis_names
from mso_sheets.settings.models import Settings

ROOT = Path(__file__).parents[2]
METHODS, SLACK, COOKBOOK = (
    (ROOT / "docs" / name).read_text("utf-8") for name in ("methods.md", "slack.md", "cookbook.md")
)
DEFAULTS = re.findall(r"`(\w+)\.(\w+)` \(([\d.]+)\)", METHODS)


@pytest.mark.parametrize(("section", "key", "value"), DEFAULTS)
def test_a_default_of_the_methods_is_the_setting(section: str, key: str, value: str) -> None:
    assert float(value) == float(getattr(getattr(Settings(), section), key))


def test_many_defaults_are_named() -> None:
    assert len(DEFAULTS) > 25


@pytest.mark.parametrize("name", analysis_names())
def test_every_analysis_has_its_methods(name: str) -> None:
    assert f"`{name}`" in METHODS


def test_every_scope_of_the_manifest_and_of_check_is_explained() -> None:
    manifest = (ROOT / "config" / "slack-manifest.yaml").read_text("utf-8")
    asked = re.findall(
        r"^ {6}- ([a-z:.]+)", manifest.split("scopes:")[1].split("settings:")[0], re.M
    )
    told = set(re.findall(r"^\| `([a-z:.]+)`", SLACK, re.M)) - {"connections:write"}
    assert told == set(asked)
    assert set(COSTS) <= told


def test_the_cook_books_settings_are_toml_and_its_analysis_runs() -> None:
    for text in re.findall(r"```toml\n(.*?)```", COOKBOOK, re.S):
        tomllib.loads(text)
    code = re.search(r"```python\n(.*?)```", COOKBOOK, re.S)
    assert code is not None
    from tests.making import tables_of

    world: dict[str, object] = {}
    exec(compile(code[1], "unsponsored.py", "exec"), world)
    analyse = world["analyse"]
    assert callable(analyse)
    tables = tables_of(
        projects="""
        | Project ID | Project | Owner | Sponsor | Due date   |
        | PRJ-1      | Italy   | Ana   |         | 2026-05-29 |
        | PRJ-2      | Spain   | Ana   | Ben     | 2026-05-29 |
    """
    )
    assert analyse(tables, None).frame["key"].tolist() == ["PRJ-1"]
