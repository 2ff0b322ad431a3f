"""The small Markdown of templates."""

from __future__ import annotations

from mso_sheets.digest.dialect import PENDING, parse, parse_line, plain
from mso_sheets.model.message import Span

TEXT = """
# Follow-ups · EMEA

7 overdue
and 3 today

## Overdue
Each clears with a date.
### Ana · 2
- **6 days** — Send [row 17](https://docs.google.com/x#gid=0) {actions/ACT-0007@2026-04-02.1f0c}
  Told on Fri.
  Clears so.
- Publish
That is all.
+ {count} more: {people}

## Empty

> Updated 09:00
> run 8f3a
---
## Done
- Fixed
"""


def test_a_whole_template_is_read_into_its_parts() -> None:
    document = parse(TEXT)
    assert document.title == "Follow-ups · EMEA"
    assert plain(document.summary) == "7 overdue and 3 today"
    assert [plain(line) for line in document.context] == ["Updated 09:00", "run 8f3a"]
    assert [section.title for section in document.thread] == ["Done"]
    (part,) = document.parts
    assert part.more == "{count} more: {people}"
    intro, ana = part.section.groups
    assert (plain(intro.heading), intro.items) == ("Each clears with a date.", ())
    assert plain(ana.heading) == "Ana · 2"
    first, second = ana.items
    assert plain(first.line) == "6 days — Send row 17"
    assert (first.table, first.record, first.seen) == ("actions", "ACT-0007", "2026-04-02.1f0c")
    assert plain(first.detail) == "Told on Fri. Clears so."
    assert (plain(second.line), second.record) == ("Publish", "")
    assert [plain(line) for line in part.section.lines] == ["That is all."]


def test_marks_links_and_people_become_spans() -> None:
    assert parse_line("**a** _b_ `c` [d](https://e.f) <@2>") == (
        Span("a", "bold"),
        Span(" "),
        Span("b", "italic"),
        Span(" "),
        Span("c", "code"),
        Span(" "),
        Span("d", link="https://e.f"),
        Span(" "),
        Span("2", mention=PENDING),
    )


def test_a_mark_around_a_person_is_kept_for_the_plain_name() -> None:
    assert parse_line("**<@0>** · 3")[0] == Span("0", "bold", mention=PENDING)


def test_a_backslash_takes_a_marks_meaning_away() -> None:
    assert parse_line(r"\*\*a\*\*") == (Span("**a**"),)


def test_marks_inside_words_and_alone_are_text() -> None:
    assert plain(parse_line("snake_case_name and 2 * 3")) == "snake_case_name and 2 * 3"


def test_a_text_between_items_stays_between_them() -> None:
    (part,) = parse("## S\n- one\nThen:\n- two").parts
    shown = [(plain(g.heading), [plain(i.line) for i in g.items]) for g in part.section.groups]
    assert shown == [("", ["one"]), ("Then:", []), ("", ["two"])]


def test_a_document_without_sections_has_nothing_to_say() -> None:
    assert parse("# Title\nHello\n> small print").parts == ()
