"""Conventions of many note takers, each with its variants; the texts are our own."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mso_sheets.methods.notes import FoundAction, find_actions

ROOM = (
    "Ana Silva", "Ben Okafor", "Mei Lin Tan", "Lucía Fernández", "Mark Cole (@mcole)", "Jean-Luc Moreau",
    "Tom Whitfield (@twhit, Tommy)",
)  # fmt: skip
FRIDAY = date(2026, 11, 20)
ANA, BEN, MEI, LUCIA, MARK = (
    "Ana Silva",
    "Ben Okafor",
    "Mei Lin Tan",
    "Lucía Fernández",
    "Mark Cole",
)
JEAN, TOM = "Jean-Luc Moreau", "Tom Whitfield"


def found(text: str, room: tuple[str, ...] = ROOM) -> list[FoundAction]:
    return find_actions(dedent(text).strip("\n"), room, FRIDAY)


def new(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(action.text, action.owners) for action in found(text) if action.kind == "new"]


@pytest.mark.parametrize(
    ("line", "text", "owners"),
    [
        ("ACTION: Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("Action: Ana will send the draft", "Ana will send the draft", (ANA,)),
        ("* ACTION: send the draft (Ana Silva)", "send the draft (Ana Silva)", (ANA,)),
        ("**ACTION**: Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("**Action item:** Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("*Action item*: Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("  - _Action point_: Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("__ACTION ITEM__ : Ana - send the draft", "Ana - send the draft", (ANA,)),
        ("**ACTION 4.2:** Ana to send the [draft](https://x.example/d)", "Ana to send the draft", (ANA,)),
        ("Action #3: Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("Action item 3 - Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("AI: Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("AI: Ana send the draft", "Ana send the draft", (ANA,)),
        ("AI(Ana): send the draft", "send the draft", (ANA,)),
        ("AI [Ana]: send the draft", "send the draft", (ANA,)),
        ("AI @mcole: send the draft", "send the draft", (MARK,)),
        ("AI-2: Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("AI: BO to send the draft", "BO to send the draft", (BEN,)),
        ("A/I: Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("AP: Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("Action on Ana: send the draft", "send the draft", (ANA,)),
        ("Action for Ana and Ben: send the draft", "send the draft", (ANA, BEN)),
        ("Action Ana: send the draft", "send the draft", (ANA,)),
        ("Action required by Ana: send the draft", "send the draft", (ANA,)),
        ("Ana's action: send the draft", "send the draft", (ANA,)),
        ("TODO(ana): send the draft", "send the draft", (ANA,)),
        ("TODO(@mcole) send the draft", "send the draft", (MARK,)),
        ("TODO: send the draft", "send the draft", ()),
        ("To do: Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("[ACTION] Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("[AI] Ana: send the draft", "Ana: send the draft", (ANA,)),
        ("ACTION Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("→ ACTION: Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("📌 Action: Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("> ACTION: Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("1. ACTION: Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("- [ ] ACTION: Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("#### ACTION: Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("Follow-up: Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("We agree on that. ACTION: Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("The team may help; ACTION: Ana will ask them", "Ana will ask them", (ANA,)),
        ("Ben: ACTION: Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("**Ana Silva:** ACTION: I will send the draft", "I will send the draft", (ANA,)),
        ("<ana> ACTION: me to send the draft", "me to send the draft", (ANA,)),
        ("[10:32] <ben> ACTION: Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("ACTION: Ana, Ben to send the draft", "Ana, Ben to send the draft", (ANA, BEN)),
        ("ACTION: Ana/Ben: send the draft", "Ana/Ben: send the draft", (ANA, BEN)),
        ("ACTION: Ana & Mei Lin & Ben to send it", "Ana & Mei Lin & Ben to send it", (ANA, MEI, BEN)),
        ("ACTION: send the draft (Ana, Ben)", "send the draft (Ana, Ben)", (ANA, BEN)),
        ("ACTION: send the draft - Ana", "send the draft - Ana", (ANA,)),
        ("ACTION: send the draft [@mcole]", "send the draft [@mcole]", (MARK,)),
        ("ACTION: send the draft, owner: Ana", "send the draft, owner: Ana", (ANA,)),
        ("ACTION: @mcole send the draft", "@mcole send the draft", (MARK,)),
        ("ACTION: @stranger to send the draft", "@stranger to send the draft", ("stranger",)),
        ("ACTION: Jean-Luc to send the draft", "Jean-Luc to send the draft", (JEAN,)),
        ("ACTION: jmoreau to send the draft", "jmoreau to send the draft", (JEAN,)),
        ("ACTION: Tommy to send the draft", "Tommy to send the draft", (TOM,)),
        ("ACTION: Lucia to send the draft", "Lucia to send the draft", (LUCIA,)),
        ("ACTION: Everyone to read the draft", "Everyone to read the draft", ("Everyone",)),
        ("ACTION: Vendor and Ana to sign it", "Vendor and Ana to sign it", (ANA,)),
        ("ACTION: ask Ana about the draft", "ask Ana about the draft", ()),
        ("ACTION: Stranger to send the draft", "Stranger to send the draft", ()),
        ("ACTION: Mark the draft as final", "Mark the draft as final", ()),
        ("ACTION: Mark to send the draft", "Mark to send the draft", (MARK,)),
        ("Action → Ana: send the draft", "Ana: send the draft", (ANA,)),
        ("Action 2. Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("**Action** Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("ACTION – Ana – send the draft", "Ana – send the draft", (ANA,)),
        ("Action: send the draft. Owner: Ana. Due: Friday", "send the draft. Owner: Ana. Due: Friday", (ANA,)),
        ("Action: Ana (by Friday): send the draft", "Ana (by Friday): send the draft", (ANA,)),
        ("【行动项】Ana 更新文档", "Ana 更新文档", (ANA,)),
        ("Action(s): Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("Aktion: Ana schickt den Entwurf", "Ana schickt den Entwurf", (ANA,)),
        ("Maßnahme: Ana prüft den Entwurf", "Ana prüft den Entwurf", (ANA,)),
        ("Aufgabe (Ana): Entwurf schicken", "Entwurf schicken", (ANA,)),
        ("À faire : Ana envoie le projet", "Ana envoie le projet", (ANA,)),
        ("Acción: Lucía envía el borrador", "Lucía envía el borrador", (LUCIA,)),
        ("Ação: Ana enviar o rascunho", "Ana enviar o rascunho", (ANA,)),
        ("Azione: Ana manda la bozza", "Ana manda la bozza", (ANA,)),
        ("Actie: Ben stuurt het concept", "Ben stuurt het concept", (BEN,)),
        ("Задача: отправить проект (Ana)", "отправить проект (Ana)", (ANA,)),
        ("アクション: Ben が資料を送る", "Ben が資料を送る", (BEN,)),
        ("待办：Ana 更新文档", "Ana 更新文档", (ANA,)),
    ],
)  # fmt: skip
def test_a_mark_makes_an_action(line: str, text: str, owners: tuple[str, ...]) -> None:
    notes = f"We talked for a while.\n\n{line}\n\nThen we stopped."
    assert new(notes) == [(text, owners)]


@pytest.mark.parametrize(
    "line",
    [
        "ACTION: none",
        "Action items: none",
        "ACTION: none. Open until the vendor answers.",
        "Actions: N/A",
        "AI: -",
        "Next steps: TBD",
        "ACTION: [name] to [task]",
        "No action required.",
        "Funding: no action",
        "Should that be an action, Ben?",
        "Please put the action on me",
        "Ana will take an action to do this",
        "Ana: I think the next step is to wait",
        "We went through the action items: most are late",
        "1. Review of action items from prior meeting.",
        "Next step: to prove some properties of it",
        "Follow-up: we talked to them again",
        "Ben: I will look into it",
        "Transaction: it failed",
        "ai: a topic of the day",
        "The reaction was strong. Compaction: not now.",
        "```\nACTION: Ana to send the draft\n```",
        "<!-- ACTION: Ana to send the draft -->",
        "AR: I think that Ana should do it",
        "close ACTION-12",
        "ACTION-12?",
        "<trackbot> Created ACTION-12 - Send the draft [on Ana Silva - due 2026-12-01].",
        "**Ben:** hello there",
        "- Ana to present the roadmap",
        "- @ana will be away next week",
        "Action movies: they are loud",
        "- [ ] Ana Silva",
        "- [x] Ana to send the draft",
        "@ana: I think so too",
    ],
)
def test_talk_about_actions_makes_none(line: str) -> None:
    assert new(f"We talked for a while.\n\n{line}\n\nThen we stopped.") == []


@pytest.mark.parametrize(
    "heading",
    [
        "## Action items", "## ACTIONS REQUIRED", "### 5. Actions", "**Action Items**", "Actions:",
        "Next steps:", "# Next Steps", "Action items\n------------",
        "TODO:", "AIs:", "## Summary of Action Items", "To-dos:",
        "## Action items for next meeting (owner)", "**Next actions:**",
        "## ✅ Action Items", "## Nächste Schritte",
        "Próximos pasos:", "## Prochaines étapes", "## 待办事项", "Follow-ups:", "## Decisions and actions",
        "## Actions / next steps", "### Next steps for the launch",
        "## Action plan", "## Actions for the chairs",
    ],
)  # fmt: skip
def test_bullets_below_such_a_heading_are_actions(heading: str) -> None:
    items = "- Ana to send the draft\n- Book the room (Ben)"
    notes = f"Talk.\n\n{heading}\n\n{items}\n\n## Any other business\n\n- nothing else said"
    assert new(notes) == [("Ana to send the draft", (ANA,)), ("Book the room (Ben)", (BEN,))]


@pytest.mark.parametrize(
    ("item", "text", "owners"),
    [
        ("- Ana: send the draft", "Ana: send the draft", (ANA,)),
        ("- Ana - send the draft", "Ana - send the draft", (ANA,)),
        ("- Ana – send the draft", "Ana – send the draft", (ANA,)),
        ("- **Ana**: send the draft", "Ana: send the draft", (ANA,)),
        ("- **Ana** to send the draft", "Ana to send the draft", (ANA,)),
        ("- Ana should send the draft", "Ana should send the draft", (ANA,)),
        ("- @mcole - send the draft", "@mcole - send the draft", (MARK,)),
        ("- [ ] @mcole send the draft", "@mcole send the draft", (MARK,)),
        ("- ☐ Ana: send the draft", "Ana: send the draft", (ANA,)),
        ("* send the draft @mcole", "send the draft @mcole", (MARK,)),
        ("1. send the draft - Ana", "send the draft - Ana", (ANA,)),
        ("2) send the draft (Ana / Ben)", "send the draft (Ana / Ben)", (ANA, BEN)),
        ("- send the draft (Ana, by 12 December)", "send the draft (Ana, by 12 December)", (ANA,)),
        ("- **4.1** Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("- send the draft", "send the draft", ()),
        ("Ana to send the draft", "Ana to send the draft", (ANA,)),
        ("Ana: send the draft", "Ana: send the draft", (ANA,)),
    ],
)
def test_items_of_an_action_section_in_their_habits(
    item: str, text: str, owners: tuple[str, ...]
) -> None:
    assert new(f"## Actions\n{item}\n\n## Next meeting\n- Ana to chair it") == [(text, owners)]


def test_a_section_ends_with_the_next_speaker() -> None:
    notes = """
        Next steps:
        * Ana to send the draft

        **Ben Okafor:** Now for the budget.
        * it is too high
        """
    assert new(notes) == [("Ana to send the draft", (ANA,))]


def test_a_section_of_bullets_ends_with_plain_speech() -> None:
    notes = """
        ## Action items
        - Ana to send the draft
        Ben: fine, now for the budget
        - it is too high
        """
    assert new(notes) == [("Ana to send the draft", (ANA,))]


def test_themes_in_an_action_section_hold_the_actions_below_them() -> None:
    notes = """
        ## Action items
        - Brazil (Ana)
          - send the memo
          - brief the agencies
        - Send the minutes
          - they are short
        """
    assert new(notes) == [
        ("send the memo", (ANA,)), ("brief the agencies", (ANA,)), ("Send the minutes", ()),
    ]  # fmt: skip


def test_a_label_among_bullets_holds_the_bullets_below_it() -> None:
    notes = """
        * Budget
          * it is too high
          * Next steps:
            * Ana to ask the bank
            * Ben to cut travel
          * nobody was happy
        * Next topic
          * all fine here
        """
    assert new(notes) == [("Ana to ask the bank", (ANA,)), ("Ben to cut travel", (BEN,))]


def test_numbered_headings_hold_dashed_items() -> None:
    notes = """
        4. Budget
        - it is too high
        5. Actions
        - Ana to ask the bank
        6. Any other business
        - nothing came up
        """
    assert new(notes) == [("Ana to ask the bank", (ANA,))]


def test_items_below_a_person_are_that_persons() -> None:
    notes = """
        ## Action items
        * Ana
          * send the draft
          * book the room
        * Ben:
          * call the bank
        ### Mei Lin
        - write the summary
        """
    assert new(notes) == [
        ("send the draft", (ANA,)), ("book the room", (ANA,)), ("call the bank", (BEN,)),
        ("write the summary", (MEI,)),
    ]  # fmt: skip


def test_details_below_an_item_are_no_items_but_tell_its_owner_and_date() -> None:
    notes = """
        ## Action items
        - Send the draft
          - Owner: Ana
          - Due: 3 December
          - It should be short
        - Book the room
        """
    actions = found(notes)
    assert [(a.text, a.owners, a.due) for a in actions] == [
        ("Send the draft", (ANA,), date(2026, 12, 3)),
        ("Book the room", (), None),
    ]


def test_agenda_and_attendance_lists_hold_no_actions() -> None:
    notes = """
        ## Attendees
        - [x] Ana Silva
        - [ ] Stranger, Some Company Ltd
        ## Agenda
        1. Welcome
        2. Action items
           1. Review the list
        3. Close
        - [ ] Approve the last minutes
        ## Notes
        - [ ] Approve the budget by hand
        """
    assert new(notes) == [("Approve the budget by hand", ())]


def test_explicit_marks_count_below_an_agenda_heading_too() -> None:
    assert new("## Agenda\n### Legal [#3](https://x.example)\n* ACTION: Ana to close it") == [
        ("Ana to close it", (ANA,))
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "## Review of action items from last meeting", "## Previous actions", "Outstanding actions:",
        "## Open action items", "## Actions carried over", "## Status of action items",
        "**Follow-ups from prior meeting**", "## Completed actions",
    ],
)  # fmt: skip
def test_actions_of_earlier_meetings_are_carried_not_new(heading: str) -> None:
    notes = f"{heading}\n- Ana to send the draft\n- ACTION: Ben to call\n\n## New actions\n- Mei to write it"
    assert [(a.kind, a.owners) for a in found(notes)] == [
        ("carried", (ANA,)), ("carried", (BEN,)), ("new", (MEI,)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "item",
    [
        "- Ana to send the draft - done",
        "- Ana to send the draft (carried over)",
        "- ~~Ana to send the draft~~",
        "- [x] Ana to send the draft",
        "- ✅ Ana to send the draft",
        "- Ana to send the draft [DONE]",
    ],
)
def test_what_is_done_or_carried_is_not_new(item: str) -> None:
    assert [a.kind for a in found(f"## Actions\n{item}")] == ["carried"]


def test_numbers_of_earlier_meetings_are_carried() -> None:
    notes = """
        # Team meeting 62 notes
        **DECISION 62.1:** We go first.
        **ACTION 62.1:** Ana to send the draft.
        **ACTION 61.3**: Ben to call the bank.
        **Status**: will be looked at next time
        ## Discussion
        **ACTION 62.1:** Ana to send the first draft to all.
        **ACTION 62.2:** Measure it.
        """
    assert [(a.kind, a.number) for a in found(notes)] == [
        ("decision", "62.1"), ("new", "62.1"), ("carried", "61.3"), ("new", "62.2"),
    ]  # fmt: skip


def test_numbered_minutes_tell_decisions_from_actions_by_the_middle_number() -> None:
    notes = """
        102.1.2 | Video | [11:53](https://x.example)

            cancel the week of the 21st

        102.2.1 | Video | [14:10](https://x.example)

            Ana to check with all teams about progress
        """
    assert [(a.kind, a.text) for a in found(notes)] == [
        ("decision", "cancel the week of the 21st"),
        ("new", "Ana to check with all teams about progress"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "DECISION: we go first",
        "**Decision 3**: we go first",
        "RESOLVED: we go first",
        "Decided: we go first",
        "Beschluss: wir beginnen",
        "決定: 先に行く",
    ],
)
def test_decisions_are_told_apart(line: str) -> None:
    assert [a.kind for a in found(line)] == ["decision"]


def test_tracker_lines_of_a_chat_log_count_once() -> None:
    notes = """
        <ana> Topic: charter
        <ana> ACTION: Ben to draft the charter by 2026-12-01
        <trackbot> Created ACTION-123 - Draft the charter [on Ben Okafor - due 2026-12-01].
        <ana> ACTION-99: Mei to publish the report
        Summary of Action Items
        [NEW] ACTION: Ben to draft the charter by 2026-12-01 [recorded in https://x.example/min#a1]
        [PENDING] ACTION: Mark to ask the lawyers again
        [DONE] ACTION: Tom to order lunch for everybody
        """
    assert new(notes) == [("Ben to draft the charter by 2026-12-01", (BEN,))]
    assert sum(a.kind == "carried" for a in found(notes)) == 3


def test_a_table_of_actions_is_read_by_its_header() -> None:
    notes = """
        | # | Action | Who | By when | Status |
        |---|:------:|-----|---------|--------|
        | 1 | Send the draft | Ana | 3 Dec 2026 | open |
        | 2 | Book the room | Ben, Mei | tbd | Done |
        | 3 | Ask the bank | Bank | | |

        | Name | Present |
        |------|---------|
        | Ana  | yes     |
        """
    assert [(a.text, a.owners, a.due, a.kind) for a in found(notes)] == [
        ("Send the draft", (ANA,), date(2026, 12, 3), "new"),
        ("Book the room", (BEN, MEI), None, "carried"),
        ("Ask the bank", (), None, "new"),
    ]


def test_a_table_without_outer_bars_tells_tasks_from_decisions_by_their_type() -> None:
    notes = """
        Type | Description | Owner | Deadline
        --- | --- | --- | ---
        D | Switch vendors | Ana | 1 Dec
        T | Write the brief | Ben | 2 Dec
        I | The office moves | Mei |
        """
    assert [(a.kind, a.text, a.due) for a in found(notes)] == [
        ("decision", "Switch vendors", date(2026, 12, 1)),
        ("new", "Write the brief", date(2026, 12, 2)),
    ]


def test_a_table_whose_action_column_holds_numbers_has_the_words_beside() -> None:
    notes = """
        ## Actions Required
        | Action Item | Description |
        | --- | --- |
        | **102.2.1** | Ana to check in with the teams |
        """
    assert new(notes) == [("Ana to check in with the teams", (ANA,))]


def test_one_line_may_hold_several_actions() -> None:
    assert new("Next steps: 1) Ana to draft it 2) Ben to review it 3) Mei to sign it") == [
        ("Ana to draft it", (ANA,)), ("Ben to review it", (BEN,)), ("Mei to sign it", (MEI,)),
    ]  # fmt: skip
    assert [o for _, o in new("Actions: Ana to take notes; Ben to send them")] == [(ANA,), (BEN,)]


def test_wrapped_lines_are_one_action() -> None:
    notes = """
          * they may be interested in drafting a first set of guidelines; ACTION: Ana
            will create an issue to suggest that
            * the issue is here
        """
    assert new(notes) == [("Ana will create an issue to suggest that", (ANA,))]


def test_the_same_task_for_two_people_is_two_actions_and_a_repeat_is_one() -> None:
    notes = """
        ACTION: add absolute addresses to the guide (Ana)
        ACTION: add absolute addresses to the guide (Ben)
        ACTION: add absolute addresses to the guide (Ben)
        """
    assert [owners for _, owners in new(notes)] == [(ANA,), (BEN,)]


def test_a_first_name_of_two_people_names_nobody_and_the_room_goes_first() -> None:
    twins = ("Ana Silva", "Ana Costa")
    assert find_actions("ACTION: Ana to call", twins)[0].owners == ()
    assert find_actions("ACTION: Ana Costa to call", twins)[0].owners == ("Ana Costa",)
    assert find_actions("ACTION: Ana to call", twins[:1], others=twins[1:])[0].owners == (ANA,)
    assert find_actions("ACTION: Ben to call", twins, others=[BEN])[0].owners == (BEN,)


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("by 2026-12-01", date(2026, 12, 1)),
        ("by 12 December", date(2026, 12, 12)),
        ("by December 12th, 2026", date(2026, 12, 12)),
        ("before the 3rd of Feb", date(2027, 2, 3)),
        ("due 24/12", date(2026, 12, 24)),
        ("due 03.12.2026", date(2026, 12, 3)),
        ("bis 3.12.", date(2026, 12, 3)),
        ("avant le 5 décembre", date(2026, 12, 5)),
        ("hasta el informe, 5 de diciembre", date(2026, 12, 5)),
        ("(Fri)", date(2026, 11, 27)),
        ("by Friday", date(2026, 11, 27)),
        ("by Monday", date(2026, 11, 23)),
        ("– Wed", date(2026, 11, 25)),
        ("até sexta-feira", date(2026, 11, 27)),
        ("tomorrow", date(2026, 11, 21)),
        ("by EOD", date(2026, 11, 20)),
        ("by end of next week", date(2026, 11, 27)),
        ("by end of month", date(2026, 11, 30)),
        ("in two weeks", date(2026, 12, 4)),
        ("within 3 days", date(2026, 11, 23)),
        ("by end of Q1", date(2027, 3, 31)),
        ("期限 2026年12月3日", date(2026, 12, 3)),
        ("", None),
        ("next week", None),
        ("soon", None),
        ("at the next meeting", None),
        ("by 3/4", None),
        ("about the May release", None),
        ("for the 12 December release notes", None),
        ("that Friday asked for", None),
        ("by 31 February", None),
        ("as of version 2.1", None),
    ],
)
def test_a_due_date_is_read_only_where_one_is_written(words: str, due: date | None) -> None:
    assert found(f"ACTION: Ana to send the draft {words}")[0].due == due


def test_without_the_meetings_date_only_whole_dates_are_read() -> None:
    text = "ACTION: Ana to send it by Friday\nACTION: Ben to send it by 2026-12-01"
    assert [a.due for a in find_actions(text, ROOM)] == [None, date(2026, 12, 1)]


def test_the_task_is_the_words_without_their_owner() -> None:
    lines = (
        "ACTION: Ana to send it",
        "ACTION: send it (Ana)",
        "AI: Ana: send it",
        "AI: @mcole – send it",
    )
    assert [found(line)[0].task for line in lines] == ["send it"] * 4


def test_bullets_outside_sections_are_suggestions_on_request_only() -> None:
    notes = "We talked.\n- Ana to send the draft\n- Ana came to see us"
    assert find_actions(notes, ROOM) == []
    weak = find_actions(notes, ROOM, suggestions=True)
    assert [(a.text, a.confidence < 0.5) for a in weak] == [("Ana to send the draft", True)]


def test_a_mention_with_dashes_is_an_action() -> None:
    action = found("@ana – send the draft – Fri")[0]
    assert (action.owners, action.due, action.kind) == ((ANA,), date(2026, 11, 27), "new")


def test_the_sentence_is_the_line_as_written() -> None:
    action = found("Talk. \n  - **ACTION:** Ana   to send the [draft](https://x.example)")[0]
    assert action.sentence == "**ACTION:** Ana to send the [draft](https://x.example)"
    assert action.rule == "mark"
    assert action.confidence > 0.9


@given(st.text(alphabet="ACTION:aAnB*-[] \n|#>@().;~_0123TODO行", max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_text_makes_it_fail(text: str) -> None:
    for action in find_actions(text, ROOM, FRIDAY):
        assert action.text
        assert 0 < action.confidence < 1
