"""The daily digest, by its shipped template."""

from __future__ import annotations

from mso_sheets.digest import Answer
from mso_sheets.digest.dialect import plain
from mso_sheets.digest.fold import items_of
from mso_sheets.model.message import Message
from mso_sheets.model.result import Link
from mso_sheets.settings.models import DigestRules
from tests.digest.digest_reports import (
    a_tuesday,
    action,
    followups,
    message_of,
    problem,
    report_of,
    row_link,
)
from tests.digest.golden_files import assert_golden

HOSTILE = (
    "<!channel> <@U0ALICE01> <https://evil.example|row 17>",
    '=IMPORTDATA("https://evil.example")',
    "*bold* _it_ ~no~ `code` ```block``` :smile: > quote",
    "note " * 1000,
    "שלחו את המדיניות עד יום 3",
    "👨‍👩‍👧‍👦" * 120,
    "{actions/ACT-0001} ## x\n- y\n---",
    "[words](https://evil.example) \\ & <b>",
)


def sections(message: Message | None) -> dict[str, list[str]]:
    assert message is not None
    return {each.title: [plain(i.line) for i in items_of(each)] for each in message.sections}


def test_a_day_as_people_see_it() -> None:
    assert_golden("followups", message_of(a_tuesday()))


def test_the_headline_counts_and_compares() -> None:
    message = message_of(a_tuesday())
    assert message is not None
    assert plain(message.summary) == (
        "7 overdue (2 more than Mon) · 3 due today · 3 this week · 1 blocked · "
        "2 without owner or date"
    )
    assert message.title == "Follow-ups · EMEA · Tue 14 Apr"
    assert message.fallback.startswith("Follow-ups · EMEA · Tue 14 Apr: 7 overdue")


def test_a_line_says_what_how_late_why_and_where() -> None:
    message = message_of(a_tuesday())
    assert sections(message)["Overdue"][0] == (
        "6 working days late — Send revised incentive policy to Finance · PRJ-004 · High · "
        "moved twice · carried 3 meetings · row 17"
    )
    assert message is not None
    first = items_of(message.sections[0])[0]
    assert plain(first.detail) == "Also with lead Chloe Martin and manager Dev Patel."
    assert plain(message.sections[0].groups[0].heading) == (
        "Each clears with Status = Complete or a new Due date."
    )
    assert first.line[-1].link == row_link(17).url


def test_nothing_late_due_or_stuck_is_nothing_to_say() -> None:
    quiet = [
        action("ACT-0001", "Later", "Ana Silva", "later", due="2026-06-01"),
        action("ACT-0002", "Asleep", "Ana Silva", "snoozed"),
    ]
    done = [{"key": "ACT-0003", "action": "Done", "owner": "Ana Silva", "link": row_link(9)}]
    assert message_of(report_of(followups(quiet, done), problems=[problem()])) is None
    assert message_of(report_of(followups([]))) is None
    assert message_of(report_of()) is None


def test_what_is_only_due_later_this_week_stands_in_the_message_itself() -> None:
    rows = [action("ACT-0001", "Soon", "Ana Silva", "this week", due="2026-04-17")]
    assert sections(message_of(report_of(followups(rows)))) == {
        "Due this week": ["Fri 17 Apr — Ana Silva — Soon · row 11"]
    }


def test_people_with_personal_digests_are_counted_here_and_told_there() -> None:
    rules = DigestRules(personal=("Ana Silva",))
    message = message_of(a_tuesday(), rules=rules)
    assert message is not None
    assert "Ana Silva" not in message.fallback
    assert "Told directly: Ana Silva 4" in [plain(line) for line in message.context]


def test_a_long_list_keeps_the_worst_and_puts_the_rest_in_the_thread() -> None:
    owners = ("Ana Silva", "Ben Ito", "Dev Patel", "Chloe Martin")
    rows = [
        action(f"ACT-00{n:02}", f"Item {n}", owners[n // 10], "overdue", days_late=40.0 - n)
        for n in range(40)
    ]
    message = message_of(report_of(followups(rows)))
    assert message is not None
    assert len(items_of(message.sections[0])) == 8
    assert plain(message.sections[0].lines[-1]) == (
        "32 more in the thread: Dev Patel 10, Chloe Martin 10"
    )
    assert len(items_of(message.thread[0])) == 32


def test_answers_of_the_day_are_told_in_the_message_and_the_last_says_final() -> None:
    answers = [
        Answer("ACT-0007", "Send revised policy", "closed", "Ana Silva", "09:42", row_link(17)),
        Answer("ACT-0013", "Upload Q1 actuals", "snoozed until Thu 16 Apr", "Ben <b> Ito", ""),
    ]
    message = message_of(a_tuesday(), answers=answers, final=True)
    assert sections(message)["Since this morning"] == [
        "Ana Silva closed Send revised policy · row 17 · 09:42",
        "Ben <b> Ito snoozed until Thu 16 Apr Upload Q1 actuals",
    ]
    assert message is not None
    assert plain(message.context[-1]).endswith("final for Tue 14 Apr")
    assert not message.buttons
    assert_golden("followups-final", message)


def test_a_message_whose_items_are_all_answered_stays_and_says_so() -> None:
    answers = [Answer("ACT-0007", "Send revised policy", "closed", "Ana Silva")]
    message = message_of(report_of(followups([])), answers=answers)
    assert message is not None
    assert plain(message.summary) == "Nothing is late or due"


def test_data_problems_lead_to_their_tab_where_it_is_known() -> None:
    link = Link("Data quality", "https://docs.google.com/spreadsheets/d/1test/edit#gid=9")
    message = message_of(a_tuesday(), links={"Data quality": link})
    assert message is not None
    assert link.url in [span.link for line in message.context for span in line]


def test_a_hostile_workbook_is_shown_as_text() -> None:
    rows = [
        action(f"ACT-00{n:02}", text, text[:40], "overdue", days_late=3.0, project=text[:30])
        for n, text in enumerate(HOSTILE, 10)
    ]
    message = message_of(report_of(followups(rows), title="<!here> & *co*"))
    assert_golden("followups-hostile", message)
    assert message is not None
    links = [s.link for part in message.sections for i in items_of(part) for s in i.line if s.link]
    assert all(link.startswith("https://docs.google.com/") for link in links)


def test_a_short_list_of_dates_is_in_the_order_of_its_rows_not_of_its_owners() -> None:
    rows = [
        action("ACT-0001", "First", "Ana Silva", "due soon", due="2026-04-15"),
        action("ACT-0002", "Second", "Ben Ito", "due soon", due="2026-04-16"),
        action("ACT-0003", "Third", "Ana Silva", "due soon", due="2026-04-17"),
    ]
    message = message_of(report_of(followups(rows)))
    assert message is not None
    shown = [plain(item.line).split(" — ")[0] for item in items_of(message.sections[0])]
    assert shown == ["Wed 15 Apr", "Thu 16 Apr", "Fri 17 Apr"]


def test_an_owner_who_has_left_is_not_told_and_said_so_once() -> None:
    told = "owner has left, lead Chloe Martin and manager Dev Patel"
    row = action("ACT-0001", "Close it", "Ana Silva", "overdue", due="2026-04-02", told=told)
    message = message_of(report_of(followups([row])))
    assert message is not None
    (item,) = items_of(message.sections[0])
    assert plain(item.detail) == "Also with lead Chloe Martin and manager Dev Patel."
