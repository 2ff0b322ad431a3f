"""What a press writes, for whom, and when it is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mso_sheets.errors import WorkbookError
from mso_sheets.model.state import STATE_TAB, read_state
from mso_sheets.presses import answers_of, command_of
from mso_sheets.settings.models import DigestRules, FollowupRules
from tests.fakes.book import Grid
from tests.making import TODAY, serial, settings_of, tab_of
from tests.presses.press_world import (
    ACTIONS,
    ANA,
    BEN,
    CHLOE,
    DEV,
    desk_on,
    press_of,
    row_of,
    seen_of,
    store_of,
    understand,
)

STRANGER = "U0NOBODY01"


def test_done_closes_the_row_in_the_teams_own_word_and_says_so() -> None:
    store = store_of()
    reply = desk_on(store)[0].handle(press_of("done"))
    row = row_of(store, "ACT-0001")
    assert (row["Status"], row["Closed date"]) == ("Done", serial(TODAY))
    assert reply.text == "Send the policy: closed (ACT-0001, row 2)."
    assert reply.done


def test_done_writes_complete_where_the_team_has_no_word_of_its_own() -> None:
    store = store_of(ACTIONS.replace("| Done ", "| Open "))
    desk_on(store)[0].handle(press_of("done"))
    assert row_of(store, "ACT-0001")["Status"] == "Complete"


def test_snooze_writes_until_and_why() -> None:
    store = store_of()
    reply = desk_on(store)[0].handle(press_of("snooze", value="3", reason="=Finance closes"))
    row = row_of(store, "ACT-0001")
    assert row["Snooze until"] == serial(date(2026, 4, 17))
    assert row["Snooze reason"] == "=Finance closes"
    assert "snoozed until Fri 17 Apr" in reply.text


@pytest.mark.parametrize(
    ("value", "until"),
    [("1", date(2026, 4, 15)), ("3", date(2026, 4, 17)), ("week", date(2026, 4, 20))],
)
def test_snoozes_end_on_working_days(value: str, until: date) -> None:
    store = store_of()
    desk_on(store)[0].handle(press_of("snooze", value=value, reason="x"))
    assert row_of(store, "ACT-0001")["Snooze until"] == serial(until)


def test_a_fourth_snooze_is_refused() -> None:
    store = store_of()
    desk, _ = desk_on(store, settings_of(followups=FollowupRules(snooze_times=2)))
    for value in ("1", "3"):
        assert desk.handle(press_of("snooze", value=value, reason="x")).done
    reply = desk.handle(press_of("snooze", value="week", reason="x"))
    assert reply.text.startswith("ACT-0001 was snoozed 2 times, which is the limit.")
    assert row_of(store, "ACT-0001")["Snooze until"] == serial(date(2026, 4, 17))


def test_a_tab_without_snooze_columns_says_which_to_add() -> None:
    bare = "\n".join("|".join(line.split("|")[:6]) + "|" for line in ACTIONS.strip().splitlines())
    reply = desk_on(store_of(bare))[0].handle(press_of("snooze", value="1"))
    assert "has no column Snooze until" in reply.text
    assert not reply.done


def test_a_new_date_is_written_and_a_past_one_refused() -> None:
    store = store_of()
    desk, _ = desk_on(store)
    seen = seen_of("Ana Silva", "2026-04-10")
    assert "is past" in desk.handle(press_of("date", value="2026-04-13", seen=seen)).text
    assert "is no date" in desk.handle(press_of("date", value="soon", seen=seen)).text
    assert desk.handle(press_of("date", value="2026-04-24", seen=seen)).done
    assert row_of(store, "ACT-0001")["Due date"] == serial(date(2026, 4, 24))


def test_not_mine_hands_the_row_to_the_right_person() -> None:
    store = store_of()
    reply = desk_on(store)[0].handle(press_of("not-mine", value=BEN))
    assert row_of(store, "ACT-0001")["Owner"] == "Ben Ito"
    assert "handed to Ben Ito" in reply.text
    assert "not in the People tab" in (
        desk_on(store)[0].handle(press_of("not-mine", CHLOE, value=STRANGER)).text
    )


MAY = {ANA: True, CHLOE: True, DEV: True, BEN: False, STRANGER: False}


@pytest.mark.parametrize("user", MAY)
def test_owner_manager_and_delegate_may_press_and_others_may_not(user: str) -> None:
    store = store_of()
    reply = desk_on(store)[0].handle(press_of("done", user))
    assert reply.done is MAY[user]
    assert (row_of(store, "ACT-0001")["Status"] == "Done") is MAY[user]


def test_settings_say_who_else_may_press() -> None:
    everyone = settings_of(digest=DigestRules(press="everyone"))
    assert desk_on(store_of(), everyone)[0].handle(press_of("done", STRANGER)).done
    listed = settings_of(digest=DigestRules(may_press=("Ben Ito",)))
    assert desk_on(store_of(), listed)[0].handle(press_of("done", BEN)).done


def test_who_got_the_escalation_may_answer_it() -> None:
    store = store_of(
        """
        | Action ID | Action          | Owner | Due date   | Status      | Project ID |
        | ACT-0001  | Send the policy | Ben   | 2026-04-10 | In progress | PRJ-1      |
        | ACT-0002  | Without project | Ben   | 2026-04-10 | In progress |            |
        """,
        """
        | Name  | Slack ID   | Manager |
        | Ben   | U0BEN00001 | Zoe     |
        | Zoe   | U0ZOE00001 | Dev     |
        | Dev   | U0DEV00001 |         |
        | Chloe | U0CHLOE001 |         |
        | Ana   | U0ANA00001 |         |
        """,
    )
    project = (
        "| Project ID | Project | Owner | Due date   |\n| PRJ-1 | Launch | Chloe | 2026-05-01 |"
    )
    store.snapshot = replace(
        store.snapshot, tabs=(*store.snapshot.tabs, tab_of("Projects", project, 12))
    )
    desk, _ = desk_on(store)
    assert not desk.handle(press_of("date", ANA, value="2026-04-24")).done
    assert desk.handle(press_of("date", CHLOE, value="2026-04-24")).done, "the project's lead"
    assert desk.handle(press_of("done", DEV)).done, "the manager's manager"
    assert not desk.handle(press_of("done", CHLOE, "ACT-0002")).done


def test_a_refusal_names_who_may() -> None:
    reply = desk_on(store_of())[0].handle(press_of("done", BEN))
    assert "only Ana Silva, Chloe Martin or Dev Patel can answer it" in reply.text


def test_anybody_of_people_may_take_what_nobody_owns() -> None:
    store = store_of()
    desk, _ = desk_on(store)
    assert not desk.handle(press_of("not-mine", STRANGER, "ACT-0004", value=BEN)).done
    assert desk.handle(press_of("not-mine", BEN, "ACT-0004", value=BEN)).done
    assert row_of(store, "ACT-0004")["Owner"] == "Ben Ito"


def test_a_closed_row_is_left_alone_and_it_is_said_who_closed_it() -> None:
    store = store_of()
    desk, _ = desk_on(store)
    desk.handle(press_of("done"))
    again = desk.handle(press_of("done", CHLOE))
    assert again.text == (
        "ACT-0001 is Complete already, closed by Ana Silva (row 2). Nothing was changed."
    )
    later = desk.handle(press_of("date", CHLOE, value="2026-04-24"))
    assert not later.done
    assert row_of(store, "ACT-0001")["Due date"] == serial(date(2026, 4, 10))


def test_a_row_that_is_gone_is_said_and_no_other_is_touched() -> None:
    store = store_of()
    before = store.grid("Actions")
    reply = desk_on(store)[0].handle(press_of("done", record="ACT-0099"))
    assert reply.text.startswith("ACT-0099 is no longer in Actions")
    assert store.grid("Actions") == before


def test_what_changed_since_the_message_is_not_overwritten() -> None:
    store = store_of()
    desk, _ = desk_on(store)
    seen = seen_of("Ana Silva", "2026-04-10")
    desk.handle(press_of("date", CHLOE, value="2026-04-24", seen=seen))
    late = desk.handle(press_of("date", ANA, value="2026-04-28", seen=seen))
    assert "its due date is now Fri 24 Apr (Chloe Martin)" in late.text
    assert row_of(store, "ACT-0001")["Due date"] == serial(date(2026, 4, 24))
    desk.handle(press_of("not-mine", ANA, value=DEV, seen=seen))
    owner = desk.handle(press_of("not-mine", CHLOE, value=BEN, seen=seen))
    assert not owner.done
    assert row_of(store, "ACT-0001")["Owner"] == "Dev Patel"


def test_the_same_press_delivered_twice_is_done_once() -> None:
    store = store_of()
    desk, workbook = desk_on(store)
    press = press_of("done", key="1776.1/1")
    first, second = desk.handle(press), desk.handle(press)
    assert first == second
    assert workbook.requests.write == 1


def test_the_same_press_in_another_process_changes_nothing_more() -> None:
    store = store_of()
    press = press_of("snooze", value="3", reason="x", key="1776.1/1")
    desk_on(store)[0].handle(press)
    writes = store.writes
    reply = desk_on(store)[0].handle(press)
    assert reply.text == "ACT-0001 is snoozed until Fri 17 Apr already."
    assert store.writes == writes


def test_presses_that_wait_together_cost_one_read_and_one_write() -> None:
    store = store_of()
    desk, workbook = desk_on(store)
    replies = desk.handle_all(
        [
            press_of("done"),
            press_of("done", BEN, "ACT-0002"),
            press_of("done", STRANGER, "ACT-0004"),
        ]
    )
    assert [reply.done for reply in replies] == [True, True, False]
    assert (workbook.requests.read, workbook.requests.write) == (2, 1)


def test_two_answers_to_one_row_end_in_one_truth() -> None:
    store = store_of()
    seen = seen_of("Ana Silva", "2026-04-10")
    desk, _ = desk_on(store)
    first, second = desk.handle_all(
        [
            press_of("date", ANA, value="2026-04-24", seen=seen),
            press_of("date", CHLOE, value="2026-04-28", seen=seen),
        ]
    )
    assert (first.done, second.done) == (True, False)
    assert row_of(store, "ACT-0001")["Due date"] == serial(date(2026, 4, 24))


def test_when_another_run_writes_first_it_is_read_and_decided_again() -> None:
    store = store_of()
    desk, workbook = desk_on(store)
    other, _ = desk_on(store)
    seen = seen_of("Ana Silva", "2026-04-10")

    def meanwhile() -> None:
        workbook.before_write = None
        other.handle(press_of("date", CHLOE, value="2026-04-24", seen=seen))

    workbook.before_write = meanwhile
    reply = desk.handle(press_of("date", ANA, value="2026-04-28", seen=seen))
    assert not reply.done
    assert row_of(store, "ACT-0001")["Due date"] == serial(date(2026, 4, 24))


def reverse_rows(grid: Grid) -> Grid:
    return [grid[0], *grid[:0:-1]]


def test_a_sheet_sorted_between_reading_and_writing_gets_the_right_row() -> None:
    store = store_of()
    desk, workbook = desk_on(store)

    def meanwhile() -> None:
        workbook.before_write = None
        store.edit("Actions", reverse_rows)

    workbook.before_write = meanwhile
    reply = desk.handle(press_of("done"))
    assert reply.done
    assert row_of(store, "ACT-0001")["Status"] == "Done"
    assert [row_of(store, f"ACT-000{n}")["Status"] for n in (2, 3, 4)] == [
        "Not started",
        "Done",
        "Not started",
    ]


def test_a_workbook_that_cannot_be_read_is_said_and_nothing_is_lost_in_silence() -> None:
    store = store_of()
    desk, workbook = desk_on(store)
    workbook.read_error = WorkbookError("The sheet is not shared.", "Share it with x@y.")
    reply = desk.handle(press_of("done"))
    assert reply.text == "Nothing was changed: The sheet is not shared. Share it with x@y."
    assert desk.handle(press_of("done", CHLOE)).text == reply.text


def test_every_press_is_in_the_history_with_who_and_when_and_in_the_living_message() -> None:
    store = store_of()
    desk, _ = desk_on(store)
    desk.handle(press_of("done"))
    desk.handle(press_of("snooze", BEN, "ACT-0002", value="1", reason="x"))
    tables, context = understand(store.snapshot)
    answers = answers_of(context.history, tables, TODAY, context.row_link)
    assert [(a.record, a.by, a.how, a.what, a.at, a.link.text) for a in answers] == [
        ("ACT-0001", "Ana Silva", "closed", "Send the policy", "08:42", "row 2"),
        ("ACT-0002", "Ben Ito", "snoozed until Wed 15 Apr", "Upload actuals", "08:42", "row 3"),
    ]
    kinds = [row.kind for row in read_state(store.snapshot.our_tab(STATE_TAB))]
    assert kinds == ["book", "events", "events"]


def test_after_a_change_the_message_is_told_to_live() -> None:
    told: list[str] = []
    desk, _ = desk_on(store_of(), after=lambda: told.append("now"))
    desk.handle(press_of("done", STRANGER))
    assert told == []
    desk.handle(press_of("done"))
    assert told == ["now"]


def test_questions_are_answered_by_the_place_and_help_by_the_desk() -> None:
    desk, workbook = desk_on(store_of())
    assert desk.handle(press_of("help")).text.startswith("Type /mso")
    assert workbook.requests.read == 0
    assert desk.handle(press_of("mine")).text.startswith("Nothing is open for you.")
    assert desk.handle(press_of("project", value="X")).text.startswith("No such project.")


def test_commands_are_read() -> None:
    assert command_of("") == ("mine", "")
    assert command_of(" project  Video ads ") == ("project", "Video ads")
    assert command_of("project") == ("help", "")
    assert command_of("anything") == ("help", "")


def test_a_table_that_cannot_be_read_is_named() -> None:
    store = store_of()
    store.edit("Actions", lambda grid: [["Number", *grid[0][1:]], *grid[1:]])
    reply = desk_on(store)[0].handle(press_of("done"))
    assert reply.text.startswith("This cannot be changed from Slack now:")
    assert "Action ID" in reply.text
