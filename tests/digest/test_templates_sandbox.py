"""Templates of a team: what they may use, and what happens when they are wrong."""

from __future__ import annotations

import pandas as pd
import pytest

from mso_sheets.digest.dialect import plain
from mso_sheets.digest.environment import allowed
from mso_sheets.errors import ConfigError
from mso_sheets.model.message import Item, Message
from mso_sheets.model.result import Figure, Link, Result
from tests.digest.digest_reports import SHEET, message_of, report_of


def items(message: Message | None) -> list[Item]:
    assert message is not None
    return [item for each in message.sections for group in each.groups for item in group.items]


def result(**columns: list[object]) -> Result:
    return Result("sample", "Sample", pd.DataFrame({"key": ["K1"], **columns}))


def test_a_template_that_cannot_be_read_is_named_with_its_line() -> None:
    with pytest.raises(ConfigError) as error:
        message_of(report_of(), "mine", "# T\n{% if %}\n")
    assert "config/templates/mine.md.j2" in error.value.message
    assert "line 2" in error.value.message
    assert error.value.fix.startswith("Mend that line")


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ results.__init__.__globals__ }}",
        "{{ results.followups.rows.append(1) }}",
        "{{ 1 / 0 }}",
        "{% include 'x' %}",
    ],
)
def test_a_template_cannot_reach_out_of_its_sandbox(text: str) -> None:
    with pytest.raises(ConfigError):
        message_of(report_of(), text=f"## S\n- x {text}")


def test_what_an_analysis_did_not_give_is_nothing() -> None:
    text = """
    ## S
    - [{{ results.nothing.rows | length }}{{ results.nothing.figures['X'].n }}{{ results.sample.rows[0].gone }}]
    """
    shown = plain(items(message_of(report_of(result()), text=text))[0].line)
    assert shown == "[00]"


def test_missing_cells_are_nothing_and_dates_are_dates() -> None:
    row = result(
        due=[pd.Timestamp("2026-04-17")],
        late=[pd.NaT],
        days=[float("nan")],
        whole=[3.0],
        name=[pd.NA],
    )
    text = """
    {% set row = results.sample.rows[0] %}
    ## S
    - {{ row.due | day }}/{{ [row.late, row.days, row.name] }}/{{ row.whole }}
    """
    shown = plain(items(message_of(report_of(row), text=text))[0].line)
    assert shown == "Fri 17 Apr/[None, None, None]/3"


def test_text_of_a_cell_survives_filters_joins_and_macros_inert() -> None:
    text = """
    {% macro twice(x) %}{{ x ~ ' ' ~ (x | upper) }}{% endmacro %}
    ## S
    - {{ twice(results.sample.rows[0].what) | replace('A', 'a') }}
    """
    row = result(what=["*a* [b](https://c.d) <!channel>"])
    (item,) = items(message_of(report_of(row), text=text))
    assert len(item.line) == 1
    assert "[b](https://c.d) <!channel>" in plain(item.line)


def test_links_lead_to_the_spreadsheet_or_become_words() -> None:
    urls = {
        f"{SHEET}#gid=1&range=A17": True,
        "https://docs.google.com/document/d/x": True,
        "http://docs.google.com/x": False,
        "https://evil.example/x": False,
        "https://docs.google.com.evil.example/": False,
        "https://docs.google.com@evil.example/": False,
        "javascript:alert(1)": False,
        "internal:'Actions'!A17": False,
        "": False,
    }
    for url, leads in urls.items():
        row = result(link=[Link("row 17", url)])
        text = "## S\n- {{ link(results.sample.rows[0].link) }}"
        (span,) = items(message_of(report_of(row), text=text))[0].line
        assert (span.text, span.link) == ("row 17", url if leads else "")
        assert allowed(url, ("docs.google.com",)) is leads


def test_an_address_with_marks_arrives_as_it_is() -> None:
    url = f"{SHEET}?a=_b_*c*(d)#gid=1&range=A1"
    row = result(link=[Link("a ] b", url)])
    (span,) = items(
        message_of(report_of(row), text="## S\n- {{ link(results.sample.rows[0].link) }}")
    )[0].line
    assert span.text == "a ] b"
    assert span.link == url.replace("(", "%28").replace(")", "%29")


def test_figures_say_how_they_moved() -> None:
    figures = (
        Figure("Up", 7, before=5),
        Figure("Down", 2, before=5),
        Figure("Same", 2, before=2),
        Figure("Share", 0.455, "percent"),
    )
    made = Result("sample", "Sample", pd.DataFrame({"key": []}), figures=figures)
    text = (
        "## S\n- {% for f in results.sample.figures %}{{ f.text }} {{ f.compared }}; {% endfor %}"
    )
    shown = plain(items(message_of(report_of(made), text=text))[0].line)
    assert shown == "7 2 more than Mon; 2 3 fewer than Mon; 2 as on Mon; 46% ;"


def test_a_template_without_sections_says_nothing() -> None:
    assert message_of(report_of(), text="# Title\nSummary\n> small print") is None


def test_buttons_carry_the_record_and_what_was_shown() -> None:
    row = result(owner=["Ana Silva"], due=[pd.Timestamp("2026-04-17")])
    text = "## S\n- x {{ buttons(results.sample.rows[0]) }}"
    (item,) = items(message_of(report_of(row), text=text))
    assert (item.table, item.record) == ("actions", "K1")
    assert item.seen.startswith("2026-04-17.")
    (off,) = items(message_of(report_of(row), text=text, final=True))
    assert off.record == ""
