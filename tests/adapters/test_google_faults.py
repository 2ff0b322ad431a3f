"""Google's errors become sentences for people, each with its remedy."""

from __future__ import annotations

from typing import Any

import pytest
import requests
import responses
from google.auth import exceptions as google
from google.auth.credentials import Credentials

from mso_sheets.adapters.google import GoogleWorkbook
from mso_sheets.adapters.google.credentials import SCOPES, find_credentials
from mso_sheets.adapters.google.faults import Scene, from_answer, from_exception
from mso_sheets.errors import ConflictError, WorkbookError
from tests.adapters.google_wire import ENDPOINT, answer, error, workbook

SCENE = Scene("mso-bot@acme.iam.gserviceaccount.com", "https://docs.google.com/spreadsheets/d/x")


def told(status: int, message: str = "", reason: str = "") -> Exception:
    return from_answer(status, error(status, message, reason)["error"], None, SCENE)


@pytest.mark.parametrize(
    ("status", "message", "reason", "words", "permanent"),
    [
        (403, "The caller does not have permission", "", f"(Editor) with {SCENE.account}", True),
        (403, "API has not been used in project 1", "", "Switch it on at https://console", True),
        (403, "x", "SERVICE_DISABLED", "is not switched on", True),
        (403, "x", "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "auth/spreadsheets", True),
        (403, "Quota exceeded for x", "RATE_LIMIT_EXCEEDED", "Wait a minute", False),
        (401, "Request had invalid authentication credentials", "", "new key", True),
        (404, "Requested entity was not found.", "", "Check the address", True),
        (429, "Quota exceeded", "", "quota (60 requests a minute", False),
        (500, "Internal error", "", "it answered 500", False),
        (503, "The service is unavailable", "", "it answered 503", False),
        (400, "This operation is not supported for this document", "", "Save as Google", True),
        (400, "above the limit of 10000000 cells", "", "10 million cells", True),
        (400, "Invalid requests[3].x: You are trying to edit a protected cell", "", SCENE.account,
         True),
        (400, "Invalid value at 'requests[0]'", "", "Invalid value at", True),
        (418, "teapot", "", "answered 418: teapot", True),
    ],
)  # fmt: skip
def test_an_answer_is_told_with_its_remedy(
    status: int, message: str, reason: str, words: str, permanent: bool
) -> None:
    found = told(status, message, reason)
    assert isinstance(found, WorkbookError)
    assert words in str(found)
    assert found.fix
    assert found.permanent is permanent


@pytest.mark.parametrize(
    "message",
    [
        "Invalid requests[0].addProtectedRange: A protected range with id: 7 already exists.",
        'Invalid requests[2].addSheet: A sheet with the name "Summary" already exists.',
        "Invalid requests[1].updateProtectedRange: No protected range with id: 6",
        "Invalid requests[4].updateCells: No grid with id: 12",
        "Unable to parse range: 'Old name'",
        "Range (Summary!A1:Z2000) exceeds grid limits. Max rows: 1000, max columns: 26",
    ],
)
def test_tabs_or_tokens_that_changed_meanwhile_are_a_conflict(message: str) -> None:
    assert isinstance(told(400, message), ConflictError)


def test_an_account_without_address_is_named_in_words() -> None:
    found = from_answer(403, {"message": "no"}, None, Scene("", "https://x"))
    assert "the account that this machine is signed in with" in str(found)


NO_ROUTE = google.TransportError("no route")  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("failure", "words", "refused"),
    [
        (requests.exceptions.ReadTimeout(), "did not answer in time", False),
        (requests.exceptions.ConnectTimeout(), "did not answer in time", True),
        (requests.exceptions.ConnectionError("reset"), "could not be reached", False),
        (requests.exceptions.ChunkedEncodingError(), "could not be reached", False),
        (NO_ROUTE, "could not be reached", True),
    ],
)
def test_a_network_that_is_away_is_worth_another_try(
    failure: Exception, words: str, refused: bool
) -> None:
    found: Any = from_exception(failure, SCENE)
    assert words in str(found)
    assert not found.permanent
    assert found.refused is refused


class Revoked(Credentials):
    """Credentials whose key was deleted."""

    def refresh(self, request: object) -> None:
        raise google.RefreshError("invalid_grant: secret-part-of-the-key")  # type: ignore[no-untyped-call]


def test_a_revoked_key_says_how_to_make_a_new_one_and_tells_no_secret() -> None:
    revoked = Revoked()  # type: ignore[no-untyped-call]
    with pytest.raises(WorkbookError) as found:
        GoogleWorkbook("x", "abc", credentials=revoked).read()
    assert "Keys, Add key, Create new key, JSON" in str(found.value)
    assert "secret-part" not in str(found.value)
    assert found.value.permanent


def test_a_key_file_that_is_not_there_is_named_and_nothing_is_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    path = tmp_path / "missing.json"
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
    book = GoogleWorkbook("x", "abc")
    with pytest.raises(WorkbookError, match=f"{path} is not there. Correct the path: export "):
        book.read()
    with pytest.raises(WorkbookError, match="is not there"):
        assert book.account
    assert book.requests.read == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"type": "service_account"}', "lacks client_email, private_key, token_uri"),
        ('{"installed": {"client_secret": "s3cret"}}', "OAuth client, not a service account"),
        ('{"type": "authorized_user"}', "not a service account's key"),
        ("[]", "is no key file"),
        ("s3cret", "it is not JSON"),
        (
            '{"type": "service_account", "client_email": "a@b", "private_key": "s3cret", "token_uri": "x"}',
            "its private key cannot be read",
        ),
    ],
)
def test_a_key_file_that_is_none_says_what_it_is_and_nothing_of_its_content(
    tmp_path: Any, content: str, said: str
) -> None:
    path = tmp_path / "key.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(WorkbookError) as found:
        find_credentials(path)
    assert said in found.value.message
    assert "Create new key, JSON" in found.value.fix
    assert "s3cret" not in str(found.value)


def test_the_only_scope_is_spreadsheets() -> None:
    assert SCOPES == ["https://www.googleapis.com/auth/spreadsheets"]


@responses.activate
def test_an_error_page_that_is_no_json_is_told_by_its_status() -> None:
    answer("GET", ENDPOINT, "<html>Forbidden by proxy</html>", 403)
    with pytest.raises(WorkbookError, match="Share it"):
        workbook().read()
