"""Patience has bounds; reads are tried again, writes only when nothing can have happened."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
import responses

from mso_sheets.errors import ConflictError, WorkbookError
from mso_sheets.model.cells import Snapshot
from mso_sheets.model.changes import Changes
from tests.adapters.google_wire import (
    BATCH_GET,
    BATCH_UPDATE,
    ENDPOINT,
    STRUCTURE,
    VALUES,
    Clock,
    answer,
    answer_read,
    error,
    workbook,
)

ROWS: tuple[tuple[str, ...], ...] = (("kind", "key"),)
CHANGES = Changes("run-1", state_rows=ROWS, state_reset=True)
WRITTEN = {"spreadsheetId": "abc"}


def sent(number: int = -1) -> dict[str, Any]:
    """The body of a request that was made."""
    found = responses.calls[number].request.body
    assert isinstance(found, bytes)
    return dict(json.loads(found))


def calls(method: str) -> int:
    """How many requests of a method were made."""
    return sum(call.request.method == method for call in responses.calls)


def with_token(description: str) -> dict[str, Any]:
    """A structure whose only protection has this description and id 1."""
    protection = {"protectedRangeId": 1, "description": description}
    return {"spreadsheetId": "abc", "sheets": [{"protectedRanges": [protection]}]}


@responses.activate
def test_a_read_is_two_requests_with_the_columns_unformatted() -> None:
    answer_read()
    book = workbook()
    snapshot = book.read()
    assert snapshot.tabs[0].columns == [["ID", None, 7.0]]
    assert (snapshot.locale, snapshot.time_zone) == ("en_GB", "Europe/London")
    query = dict(parse_qsl(urlsplit(str(responses.calls[1].request.url)).query))
    assert query["ranges"] == "'Actions'"
    assert query["majorDimension"] == "COLUMNS"
    assert query["valueRenderOption"] == "UNFORMATTED_VALUE"
    assert query["dateTimeRenderOption"] == "SERIAL_NUMBER"
    assert query["prettyPrint"] == "false"
    assert (book.requests.read, book.requests.write) == (2, 0)


@responses.activate
@pytest.mark.parametrize(
    "values",
    [
        {"spreadsheetId": "abc"},
        {"spreadsheetId": "abc", "valueRanges": []},
        {"spreadsheetId": "abc", "valueRanges": [{"range": "Other!A1:Z100"}]},
        {"spreadsheetId": "abc", "valueRanges": [{"range": "Actions!A1", "values": "no"}]},
        {"spreadsheetId": "abc", "valueRanges": [{"range": "Actions!A1", "values": [[{}]]}]},
        "<html>busy</html>",
        json.dumps(VALUES)[:60],
        "",
    ],
)
def test_a_reply_that_is_not_whole_is_an_error_never_no_data(values: Any) -> None:
    answer("GET", ENDPOINT, STRUCTURE)
    answer("GET", BATCH_GET, values)
    clock = Clock()
    with pytest.raises(WorkbookError, match="was not whole"):
        workbook(clock, attempts=3).read()
    assert calls("GET") == 4
    assert len(clock.waits) == 2


@responses.activate
def test_a_reply_without_tabs_is_not_whole() -> None:
    answer("GET", ENDPOINT, {"spreadsheetId": "abc", "sheets": []})
    with pytest.raises(WorkbookError, match="was not whole"):
        workbook(attempts=2).read()


@responses.activate
def test_retry_after_is_honoured_to_the_second() -> None:
    answer("GET", ENDPOINT, error(429, "Quota"), 429, {"Retry-After": "17"})
    answer_read()
    clock = Clock()
    workbook(clock).read()
    assert clock.waits == [17.0]


@responses.activate
def test_a_quota_without_retry_after_is_waited_for_past_the_minute() -> None:
    answer("GET", ENDPOINT, error(429, "Quota"), 429)
    clock = Clock()
    with pytest.raises(WorkbookError, match=r"quota .* is used up"):
        workbook(clock).read()
    assert 60 < sum(clock.waits) <= 90
    assert calls("GET") == 5


@responses.activate
def test_a_wait_longer_than_our_patience_is_not_begun() -> None:
    answer("GET", ENDPOINT, error(503, "away"), 503, {"Retry-After": "3600"})
    clock = Clock()
    with pytest.raises(WorkbookError, match="tried 1 times"):
        workbook(clock).read()
    assert clock.waits == []


@responses.activate
def test_tries_and_seconds_are_bounded() -> None:
    answer("GET", ENDPOINT, error(500, "broken"), 500)
    clock = Clock()
    with pytest.raises(WorkbookError, match="tried 9 times") as told:
        workbook(clock, attempts=9, seconds=1000).read()
    assert not told.value.permanent
    assert calls("GET") == 9
    hasty = Clock()
    with pytest.raises(WorkbookError):
        workbook(hasty, attempts=9, seconds=5).read()
    assert hasty.now <= 5


@responses.activate
@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_an_error_that_stays_is_not_tried_again(status: int) -> None:
    answer("GET", ENDPOINT, error(status, "no"), status)
    clock = Clock()
    with pytest.raises(WorkbookError):
        workbook(clock).read()
    assert clock.waits == []


@responses.activate
def test_our_own_pace_waits_before_the_sixty_first_read() -> None:
    answer_read()
    clock = Clock()
    book = workbook(clock)
    for _ in range(30):
        book.read()
    assert clock.waits == []
    book.read()
    assert clock.waits == [61.0]


def base() -> Snapshot:
    """A workbook that was read."""
    answer_read()
    return workbook().read()


@responses.activate
def test_a_write_is_one_request_whose_first_steps_are_the_token() -> None:
    snapshot = base()
    answer("POST", BATCH_UPDATE, WRITTEN)
    book = workbook()
    applied = book.apply(CHANGES, snapshot)
    assert applied.generation == 1
    assert (book.requests.read, book.requests.write) == (0, 1)
    steps = [next(iter(step)) for step in sent()["requests"]]
    assert steps == ["addSheet", "createDeveloperMetadata", "addProtectedRange", "updateCells"]
    token = sent()["requests"][2]["addProtectedRange"]["protectedRange"]
    assert token["protectedRangeId"] == 1
    assert token["warningOnly"] is True
    assert token["description"].startswith("MSO Sheets: write 1, run run-1 (")


@responses.activate
def test_a_quota_refusal_of_a_write_is_sent_again_unasked() -> None:
    snapshot = base()
    answer("POST", BATCH_UPDATE, error(429, "Quota"), 429)
    answer("POST", BATCH_UPDATE, WRITTEN)
    book = workbook()
    book.apply(CHANGES, snapshot)
    assert (book.requests.read, book.requests.write) == (0, 2)


@responses.activate
@pytest.mark.parametrize(
    "lost",
    [
        {"body": requests.exceptions.ReadTimeout()},
        {"body": requests.exceptions.ConnectionError("reset by peer")},
        {"json": error(500, "Internal error"), "status": 500},
        {"json": error(503, "away"), "status": 503},
        {"body": "<html>502</html>", "status": 502},
        {"body": '{"spreadsheetId": "ab'},
    ],
)
@pytest.mark.parametrize("landed", [True, False])
def test_after_a_lost_reply_the_token_tells_whether_to_write_again(
    lost: Mapping[str, Any], landed: bool
) -> None:
    snapshot = base()
    responses.reset()
    responses.add("POST", BATCH_UPDATE, **lost)
    responses.add("POST", BATCH_UPDATE, json=WRITTEN)

    def tokens(request: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        written = sent(0)["requests"][2]["addProtectedRange"]["protectedRange"]["description"]
        body = with_token(written if landed else "somebody's own protection")
        return 200, {}, json.dumps(body)

    responses.add_callback("GET", ENDPOINT, tokens)
    assert workbook().apply(CHANGES, snapshot).generation == 1
    assert calls("POST") == (1 if landed else 2)
    assert calls("GET") == 1


TAKEN = error(
    400, "Invalid requests[2].addProtectedRange: A protected range with id: 1 already exists."
)


@responses.activate
def test_a_taken_generation_is_a_conflict_and_is_not_tried_again() -> None:
    snapshot = base()
    answer("POST", BATCH_UPDATE, TAKEN, 400)
    with pytest.raises(ConflictError):
        workbook().apply(CHANGES, snapshot)
    assert calls("POST") == 1


@responses.activate
@pytest.mark.parametrize("ours", [True, False])
def test_a_write_thought_lost_that_lands_late_is_ours_and_not_a_conflict(ours: bool) -> None:
    snapshot = base()
    responses.reset()
    responses.add("POST", BATCH_UPDATE, body=requests.exceptions.ReadTimeout())
    responses.add("POST", BATCH_UPDATE, json=TAKEN, status=400)
    looks = []

    def tokens(request: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        looks.append(request)
        written = sent(0)["requests"][2]["addProtectedRange"]["protectedRange"]["description"]
        other = written.replace("(", "(f")
        late = {1: "not yet", 2: written if ours else other}
        return 200, {}, json.dumps(with_token(late[len(looks)]))

    responses.add_callback("GET", ENDPOINT, tokens)
    if ours:
        assert workbook().apply(CHANGES, snapshot).generation == 1
    else:
        with pytest.raises(ConflictError):
            workbook().apply(CHANGES, snapshot)
    assert (len(looks), calls("POST")) == (2, 2)


@responses.activate
def test_a_network_that_stays_away_after_a_write_is_told_as_not_known() -> None:
    snapshot = base()
    responses.reset()
    responses.add("POST", BATCH_UPDATE, body=requests.exceptions.ReadTimeout())
    responses.add("GET", ENDPOINT, body=requests.exceptions.ConnectionError("no route"))
    clock = Clock()
    with pytest.raises(WorkbookError, match="not known whether the last write arrived") as told:
        workbook(clock).apply(CHANGES, snapshot)
    assert not told.value.permanent
    assert clock.now <= 90


@responses.activate
def test_no_secret_is_in_an_error() -> None:
    answer("GET", ENDPOINT, error(500, "broken"), 500)
    with pytest.raises(WorkbookError) as told:
        workbook(attempts=1).read()
    assert "token" not in str(told.value)
