"""Nothing of the code goes without words: rules, errors, settings, columns, keys of jobs."""

from __future__ import annotations

import ast
import re
import runpy
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from pydantic import BaseModel

from mso_sheets.jobfile import DigestSpec, JobSpec, TabSpec
from mso_sheets.methods.doubts import doubts
from mso_sheets.tabs import LAYOUTS
from tests.docs.pages import PAGES, ROOT

CODE = ROOT / "mso_sheets"
DOCS = runpy.run_path(str(ROOT / "docs" / "generate.py"))
RULES = sys.modules["problem_rules"].GROUPS
TAB_WORDS = sys.modules["tab_words"].TABS
NO_RULES = {"pre-numbered", "id-digits"}
"""Words with a hyphen in the rooms of the rules that are none."""
REMEDY = re.compile(
    r"\b(A|Add|Ask|At|Check|Choose|Clear|Close|Compact|Copy|Correct|Delete|Did|Did you mean|Free|Give|"
    r"If|In|Install|Invite|It is|Keep|Leave|Let|Lower|Make|Mend|Mount|Name|Nothing|Open|Paste|Please|"
    r"Put|Rename|Restore|Run|Save|See|Set|Share|Sign|Start|Switch|The next run|Type|Unarchive|Upgrade|"
    r"Use|Wait|Write)\b"
)


def literals(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def rules_of_the_code() -> set[str]:
    """Every slug in the rooms that make problems."""
    texts = chain.from_iterable(literals(path) for path in (CODE / "tables").rglob("*.py"))
    slugs = {text for text in texts if re.fullmatch(r"[a-z]+(-[a-z]+)+", text)}
    named = re.search(r"Rules: (.*)\.$", doubts.__doc__ or "", re.MULTILINE)
    assert named is not None
    return slugs | {f"kpi-{name}" for name in re.findall(r'"([\w-]+)"', named[1])}


def test_every_problem_rule_of_the_code_has_its_line() -> None:
    known = set(chain.from_iterable(RULES.values()))
    assert rules_of_the_code() - NO_RULES - known == set()


def test_no_line_speaks_of_a_rule_that_is_gone() -> None:
    code = rules_of_the_code()
    personal = {"time-zone-unknown", "working-days-unknown", "country-unknown"}  # put together
    listed = set(chain.from_iterable(RULES.values())) - {"…-blank"} - personal
    texts = {t for path in CODE.rglob("*.py") for t in literals(path) if len(t) < 40}
    assert {rule for rule in listed if rule not in code and rule not in texts} == set()


@pytest.mark.parametrize(
    "line", re.findall(r"^\| (?!it says|---)(.*) \|$", PAGES["docs/errors.md"], re.M)
)
def test_every_error_ends_in_a_remedy(line: str) -> None:
    says, _, remedy = re.sub(r"\\\|", "/", line).rpartition(" | ")
    assert says
    assert REMEDY.match(remedy), f"{says} -> {remedy}"


def test_an_error_without_a_remedy_would_be_found() -> None:
    assert not REMEDY.match("")
    assert not REMEDY.match("403")


def test_every_module_that_raises_has_a_room_on_the_page_of_errors() -> None:
    rooms = sys.modules["reference"].ROOMS
    raising = {said.module for said in sys.modules["reference"].errors()}
    assert raising
    for module in raising:
        assert any(re.match(rf"mso_sheets\.({pattern})\b", module) for _, pattern in rooms), module


def test_every_setting_has_words_and_no_words_are_left_over() -> None:
    for title, _, model, words in DOCS["SECTIONS"]:
        fields = model.model_fields.items()
        keys = {name for name, field in fields if not isinstance(field.default, BaseModel)}
        assert set(words) == keys, title


def test_every_setting_is_read_somewhere() -> None:
    code = "\n".join(
        path.read_text("utf-8")
        for path in CODE.rglob("*.py")
        if path.relative_to(CODE).as_posix() != "settings/models.py"
    )
    keys = {key for _, _, model, _ in DOCS["SECTIONS"] for key in model.model_fields}
    assert {key for key in keys if not re.search(rf"\.{key}\b", code)} == set()


def test_every_column_of_our_tabs_has_words_and_none_are_left_over() -> None:
    labels_of = sys.modules["tab_page"].labels_of
    for title, (_, words) in TAB_WORDS.items():
        assert list(words) == labels_of(title), title


def test_every_key_of_a_job_and_every_layout_is_explained() -> None:
    page = PAGES["docs/jobs.md"]
    for key in chain(JobSpec.model_fields, DigestSpec.model_fields, TabSpec.model_fields):
        assert key == "name" or re.search(rf"`?\b{key}\b( =|`)", page), key
    for layout in LAYOUTS:
        assert f"`{layout}`" in page
