"""The tables of the contract, word for word: headers in order, required ones marked with a star."""

from __future__ import annotations

import pytest

from mso_sheets.model.table import TableSchema
from mso_sheets.tables.registry import SCHEMAS
from tests.making import shipped_vocabulary

CONTRACT = {
    "Projects": "Project ID*, Project*, Owner*, Sponsor, Team, Market, Objective, Stage, Status, Health, "
    "Priority, Start date, Due date*, Baseline due date, Finished date, % complete, Weight, Last update, "
    "Next step, Blocker, Channel, Link, Notes",
    "Tasks": "Task ID*, Project ID*, Task*, Type, Owner*, Team, Status*, Start date, Due date*, "
    "Baseline start, Baseline due, Completed date, Effort (days), % complete, Predecessors, Notes",
    "Actions": "Action ID*, Action*, Owner*, Due date*, Status*, Priority, Project ID, Meeting ID, "
    "Date raised, Waiting on, Definition of done, Snooze until, Snooze reason, Closed date, Notes",
    "Meetings": "Meeting ID*, Date*, Meeting*, Project ID, Chair, Note taker, Attendees, Discussion, "
    "Decisions, Actions, Notes link",
    "Decisions": "Decision ID, Date, Decision, Decided by, Meeting ID, Rationale, Review date, Status",
    "Risks": "Risk ID, Type, Title, Project ID, Probability, Impact, Owner, Response, Review date, Status",
    "KPIs": "KPI ID*, KPI*, Project ID, Market, Product, Unit, Direction, Period*, Target*, Actual*, "
    "Baseline, Owner, Source",
    "Workflow steps": "Workflow ID*, Workflow, Step no.*, Step*, Role, Owner, Team, Input, Output, "
    "Next steps, SLA (hours), Process time (h), Wait time (h), Volume a week, SOP ID, Pain point",
    "Step log": "Workflow ID*, Case ID*, Step*, Started, Finished*, Person",
    "Improvements": "Improvement ID, Workflow ID, Step no., Gap, Root cause, Proposal, Impact, Effort, "
    "Owner, Status, Action ID, Metric, Baseline, Target, Actual, Measured on",
    "Knowledge": "Doc ID*, Title*, Type*, Owner*, Verifier, Version, Status, Last verified, "
    "Review interval (days), Tags, Link, Summary, Workflow ID, Project ID",
    "People": "Name*, Email, Slack ID, Aliases, Team, Manager, Time zone, Working days, Country, "
    "Leave from, Leave to, Delegate, Active",
    "Holidays": "Date, Name, Region, Working",
}
BY_NAME = pytest.mark.parametrize("schema", SCHEMAS.values(), ids=lambda schema: schema.name)


def test_the_contract_s_tables_are_found_in_its_order() -> None:
    assert [schema.tab for schema in SCHEMAS.values()] == list(CONTRACT)


@BY_NAME
def test_columns_and_what_is_required_are_the_contract_s(schema: TableSchema) -> None:
    headers = [column.header + "*" * column.required for column in schema.columns]
    assert ", ".join(headers) == CONTRACT[schema.tab]


@BY_NAME
def test_fields_are_unique_and_what_they_refer_to_exists(schema: TableSchema) -> None:
    fields = [column.field for column in schema.columns]
    assert len(set(fields)) == len(fields)
    assert {schema.id_field, *schema.unique, *schema.closed_when} - {""} <= set(fields)
    for column in schema.columns:
        assert not column.refers_to or column.refers_to in SCHEMAS


@BY_NAME
def test_choices_and_scales_have_their_words(schema: TableSchema) -> None:
    vocabulary = shipped_vocabulary()
    for column in schema.columns:
        known = vocabulary.scales if column.kind == "number" else vocabulary.choices
        assert not column.choices or column.choices in known, column.header
        assert column.kind != "choice" or column.choices


@BY_NAME
def test_words_that_close_a_record_are_words_of_its_column(schema: TableSchema) -> None:
    for name, words in schema.closed_when.items():
        assert set(words) <= set(shipped_vocabulary().choices[schema.column(name).choices])


def test_ids_are_minted_only_where_an_id_names_one_row() -> None:
    minted = {schema.name: schema.id_prefix for schema in SCHEMAS.values() if schema.id_prefix}
    assert minted == {
        "projects": "PRJ",
        "tasks": "TSK",
        "actions": "ACT",
        "meetings": "MTG",
        "decisions": "DEC",
        "risks": "RSK",
        "improvements": "IMP",
        "knowledge": "DOC",
    }
    assert not any(SCHEMAS[name].unique for name in minted)


@pytest.mark.parametrize(
    ("field", "tables"),
    [
        (
            "status",
            {"projects", "tasks", "actions", "decisions", "risks", "improvements", "knowledge"},
        ),
        ("due_date", {"projects", "tasks", "actions"}),
        ("percent_complete", {"projects", "tasks"}),
        ("health", {"projects"}),
        ("last_verified", {"knowledge"}),
    ],
)
def test_history_watches_the_fields_of_the_contract(field: str, tables: set[str]) -> None:
    watched = {
        s.name for s in SCHEMAS.values() for c in s.columns if c.field == field and c.tracked
    }
    assert watched == tables
    assert SCHEMAS["kpis"].column("actual").tracked
