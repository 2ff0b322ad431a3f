"""`check` on Google: accounts, sharing, tabs, headers, state, quota; each remedy followed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mso_sheets import app
from mso_sheets.fleet.accounts import account_for
from tests.adapters.google_standin import admin, another_account, service_account
from tests.e2e.broken import Broken, Setup, named, verify

pytestmark = pytest.mark.e2e
Clock = Callable[[], datetime]
ACCOUNT = "google credentials"
KEY = "GOOGLE_APPLICATION_CREDENTIALS"
BOOK = "workbook emea"
STRANGER = {"Summary": [["Our own summary"], ["Quarterly notes"]]}
DISABLED = {
    "error": {
        "code": 403,
        "status": "PERMISSION_DENIED",
        "message": "Google Sheets API has not been used in project 412345678901 before or it is "
        "disabled. Enable it by visiting the console then retry.",
        "details": [
            {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED"}
        ],
    }
}


def key_path(setup: Setup) -> Path:
    return setup.home.parent / "key.json"


def key(setup: Setup) -> dict[str, Any]:
    known: dict[str, Any] = json.loads(key_path(setup).read_text("utf-8"))
    return known


def put_key(text: str) -> Any:
    """The key file's new content; the good one is kept aside, as if downloaded anew."""

    def step(setup: Setup) -> None:
        key_path(setup).rename(setup.home.parent / "new-key.json")
        key_path(setup).write_text(text, "utf-8")

    return step


def export_new_key(setup: Setup, fix: str) -> None:
    """The remedy ends in the line to copy; its path is where the new key was saved."""
    found = re.search(rf"export ({KEY})=/path/to/that-key.json", fix)
    assert found
    setup.environ(**{found.group(1): str(setup.home.parent / "new-key.json")})


def lose_key(setup: Setup) -> None:
    key_path(setup).rename(setup.home.parent / "moved.json")


def correct_path(setup: Setup, fix: str) -> None:
    found = re.search(rf"export ({KEY})=/path/to/key.json", fix)
    assert found
    setup.environ(**{found.group(1): str(setup.home.parent / "moved.json")})


def a_user_without_credentials(setup: Setup) -> None:
    key_path(setup).rename(setup.home.parent / "new-key.json")
    empty = setup.home / "no-gcloud"
    empty.mkdir()
    setup.environ(**{KEY: None}, CLOUDSDK_CONFIG=str(empty), NO_GCE_CHECK="True")


def damage_key(setup: Setup) -> None:
    known = key(setup)
    put_key(json.dumps({**known, "private_key": known["private_key"][:300]}))(setup)


def another_key(setup: Setup) -> None:
    """The account's key as it was before somebody deleted it in the console."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    pem = made.private_bytes(*form, serialization.NoEncryption()).decode()
    put_key(json.dumps({**key(setup), "private_key": pem}))(setup)


def two_hours_fast(setup: Setup) -> None:
    from google.auth import _helpers

    right: Clock = _helpers.utcnow
    now, ahead = app.now, timedelta(hours=2)
    setup.patch.setattr(_helpers, "utcnow", lambda: right() + ahead)
    setup.patch.setattr(app, "now", lambda: now() + ahead)


def set_the_clock(setup: Setup, fix: str) -> None:
    assert "timedatectl set-ntp true" in fix
    from google.auth import _helpers

    late = timedelta(hours=2)
    fast: Clock = _helpers.utcnow
    now = app.now
    setup.patch.setattr(_helpers, "utcnow", lambda: fast() - late)
    setup.patch.setattr(app, "now", lambda: now() - late)


def switch_off(setup: Setup) -> None:
    setup.google.fault("read", "status", 99, status=403, body=json.dumps(DISABLED))


def switch_on(setup: Setup, fix: str) -> None:
    page = (
        "https://console.cloud.google.com/apis/library/sheets.googleapis.com?project=412345678901"
    )
    assert page in fix
    forget_faults()


def forget_faults() -> None:
    import os
    import urllib.request

    from tests.adapters.google_standin import HERE

    request = urllib.request.Request(os.environ["SHEETS_ADMIN"] + "/faults", method="DELETE")
    HERE.open(request, timeout=60).close()


def use_up_the_quota(setup: Setup) -> None:
    setup.google.fault("read", "status", 99, status=429, retry_after=1)


def wait_a_minute(setup: Setup, fix: str) -> None:
    assert "Wait a minute" in fix
    forget_faults()


def google_away(setup: Setup) -> None:
    nowhere = "http://127.0.0.1:9"
    setup.environ(HTTPS_PROXY=nowhere, https_proxy=nowhere, NO_PROXY=".slack.com,slack.com",
                  no_proxy=".slack.com,slack.com")  # fmt: skip


def mend_the_network(setup: Setup, fix: str) -> None:
    assert "proxy, firewall" in fix
    setup.environ(HTTPS_PROXY=None, https_proxy=None)


def share_with_the_address(setup: Setup, fix: str) -> None:
    """Reads the address out of the remedy, as a person would copy it."""
    found = re.search(r"[\w.-]+@[\w.-]+\.iam\.gserviceaccount\.com", fix)
    assert found
    assert "Editor" in fix
    share(setup, found.group(), "writer")


def share(setup: Setup, email: str, role: str) -> None:
    admin("/share", {"id": setup.google.spreadsheet_id, "email": email, "role": role})


def unshare(setup: Setup) -> None:
    setup.google.edit("unshare", email=service_account())


def only_viewer(setup: Setup) -> None:
    unshare(setup)
    share(setup, service_account(), "reader")


def wrong_id(setup: Setup) -> None:
    setup.replace(setup.google.spreadsheet_id, "1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdefg")


def correct_the_address(setup: Setup, fix: str) -> None:
    assert "config/settings.toml" in fix
    setup.replace("1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdefg", setup.google.spreadsheet_id)


def other_tabs(setup: Setup) -> None:
    for title in ("People", "Projects", "Actions"):
        setup.google.edit("clear", title, range="A1:Z99")
        setup.google.rename(title, f"{title[:2]} old")
    setup.google.edit("set", "Pe old", cell="A1", value="Shopping")
    setup.google.edit("set", "Pe old", cell="A2", value="Milk")


def run_init(setup: Setup, fix: str) -> None:
    found = re.search(r"mso-sheets (init \w+)", fix)
    assert found
    code, said = setup.run(*found.group(1).split())
    assert code == 0, said


def misspell(setup: Setup) -> None:
    setup.google.set("Actions", 1, 3, "Ownr")


def rename_as_told(setup: Setup, fix: str) -> None:
    found = re.search(r"Rename '(\w+)' in ([A-Z])(\d+) to '([\w ]+)'", fix)
    assert found
    setup.google.edit("set", "Actions", cell=found.group(2) + found.group(3), value=found.group(4))


def map_header(setup: Setup, fix: str) -> None:
    found = re.search(r"below (\[[\w.]+\]) in the settings: (columns = .+)$", fix)
    assert found
    setup.add(f"{found.group(1)}\n{found.group(2)}\n")


def drop_column(setup: Setup) -> None:
    setup.google.edit("delete_column", "Actions", at=4)


def add_as_told(setup: Setup, fix: str) -> None:
    found = re.search(r"Add the column '([\w ]+)'", fix)
    assert found
    setup.google.edit("set", "Actions", cell="E1", value=found.group(1))


def double(setup: Setup) -> None:
    setup.google.set("Actions", 1, 6, "Owner")


def rename_one(setup: Setup, fix: str) -> None:
    found = re.search(r"Rename one of C1, (F1)", fix)
    assert found
    setup.google.edit("set", "Actions", cell=found.group(1), value="Helper")


def mapped_to_nothing(setup: Setup) -> None:
    setup.add('[workbooks.emea.tables.actions]\ntab = "Follow-ups of 2019"\n')


def map_as_told(setup: Setup, fix: str) -> None:
    assert "Set tab to one of these under [workbooks.emea.tables.actions]" in fix
    assert "'Actions'" in setup.last["workbook emea / Actions"]["says"]
    setup.replace("Follow-ups of 2019", "Actions")


def our_title(setup: Setup) -> None:
    setup.google.add_tab("Summary")
    setup.google.set("Summary", 1, 1, "The team's own summary")


def rename_tab_as_told(setup: Setup, fix: str) -> None:
    found = re.search(r"Rename your tab '(\w+)' \(for instance to '([\w ]+)'\)", fix)
    assert found
    setup.google.rename(found.group(1), found.group(2))


def corrupt_the_state(setup: Setup) -> None:
    code, said = setup.run("run", "refresh")
    assert code == 0, said
    setup.google.set("_mso_state", 3, 5, "{half of it")


def delete_the_state(setup: Setup, fix: str) -> None:
    assert "Version history" in fix
    found = re.search(r"delete that tab", fix)
    assert found
    setup.google.edit("delete_tab", "_mso_state")


def newer_state(setup: Setup) -> None:
    code, said = setup.run("run", "refresh")
    assert code == 0, said
    sheet = setup.google.sheet("_mso_state")
    assert sheet["values"][1][0] == "book"
    setup.google.set("_mso_state", 2, 5, '{"version":99}')


def upgrade(setup: Setup, fix: str) -> None:
    assert "Upgrade this installation" in fix
    setup.google.set("_mso_state", 2, 5, '{"version":1}')


def fill_up(setup: Setup) -> None:
    size = {"rowCount": 397_000, "columnCount": 25}
    sheet_id = setup.google.sheet("Projects")["sheetId"]
    change = {"properties": {"sheetId": sheet_id, "gridProperties": size},
              "fields": "gridProperties(rowCount,columnCount)"}  # fmt: skip
    setup.google.edit("batch", requests=[{"updateSheetProperties": change}])


def delete_empty_rows(setup: Setup, fix: str) -> None:
    found = re.search(r"'Projects' with ([\d,]+) rows", fix)
    assert found
    last = int(found.group(1).replace(",", ""))
    sheet_id = setup.google.sheet("Projects")["sheetId"]
    rows = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": 50, "endIndex": last}
    setup.google.edit("batch", requests=[{"deleteDimension": {"range": rows}}])


def no_people(setup: Setup) -> None:
    setup.google.edit("delete_tab", "People")


def fleet_key_away(setup: Setup) -> None:
    setup.add('[fleet]\nkey_files = ["keys/one.json"]\n')


def put_fleet_key(setup: Setup, fix: str) -> None:
    assert "Correct the path" in fix
    found = re.search(r"(\S+keys/one\.json)", setup.last[f"{ACCOUNT} keys/one.json"]["says"])
    assert found
    setup.write(key_path(setup).read_text("utf-8"), "keys/one.json")


def second_account(setup: Setup) -> None:
    """Two accounts, of which the one that the check does not begin with may only read."""
    setup.write(key_path(setup).read_text("utf-8"), "keys/one.json")
    second = another_account("second", setup.home / "keys" / "two.json")
    setup.add('[fleet]\nkey_files = ["keys/one.json", "keys/two.json"]\n')
    emails = {"keys/one.json": service_account(), "keys/two.json": second}
    first = account_for("emea", tuple(emails))
    unshare(setup)
    for file, email in emails.items():
        share(setup, email, "writer" if file == first else "reader")


CASES = [
    Broken("no credentials", a_user_without_credentials, ACCOUNT, "No Google credentials",
           "Service accounts.*Keys.*JSON", export_new_key),
    Broken("key file missing", lose_key, ACCOUNT, r"key\.json is not there", "Correct the path",
           correct_path),
    Broken("key file not JSON", put_key("hello"), ACCOUNT, "not JSON", "Create new key",
           export_new_key),
    Broken("key file empty JSON", put_key("{}"), ACCOUNT, "is no key file", "Create new key",
           export_new_key),
    Broken("key of the wrong kind", put_key('{"installed": {"client_secret": "hunter2"}}'), ACCOUNT,
           "OAuth client, not a service account's key", "Create new key", export_new_key),
    Broken("key file cut short", damage_key, ACCOUNT, "damaged", "Create new key", export_new_key),
    Broken("key deleted in the console", another_key, ACCOUNT, "was deleted or revoked",
           "Create new key", export_new_key),
    Broken("clock two hours fast", two_hours_fast, "clock", r"7,[12]\d\d s ahead of (Google|Slack)",
           "set-ntp", set_the_clock),
    Broken("Google out of reach", google_away, ACCOUNT, "could not be reached",
           "this machine's network", mend_the_network),
    Broken("API not enabled", switch_off, BOOK, "API is not switched on", "Switch it on at https",
           switch_on),
    Broken("quota used up", use_up_the_quota, "google quota", "60 requests a minute",
           "Wait a minute", wait_a_minute),
    Broken("wrong id", wrong_id, BOOK, "There is no spreadsheet at https://docs.google.com",
           "Check the address", correct_the_address),
    Broken("not shared", unshare, BOOK, "not shared with .*gserviceaccount", r"Share it \(Editor\)",
           share_with_the_address),
    Broken("shared as viewer", only_viewer, f"{BOOK} / writing", "shared as Viewer", "an Editor",
           share_with_the_address),
    Broken("wrong tabs", other_tabs, f"{BOOK} / tables", "No table .* 'Pe old'", "init emea",
           run_init, replaces=(f"{BOOK} / People", f"{BOOK} / Projects", f"{BOOK} / Actions"),
           also=(f"{BOOK} / people",)),
    Broken("needed header misspelt", misspell, f"{BOOK} / Actions", "'Owner' is missing",
           r"Rename 'Ownr' in C1 to 'Owner'", rename_as_told),
    Broken("header of the team's own", misspell, f"{BOOK} / Actions", "'Ownr' in C1 looks like",
           r'or below \[workbooks\.emea\.tables\.actions\] in the settings: columns', map_header),
    Broken("needed header gone", drop_column, f"{BOOK} / Actions", "'Due date' is missing",
           "Add the column 'Due date'", add_as_told),
    Broken("header twice", double, f"{BOOK} / Actions", r"'Owner' stands twice \(C1, F1\)",
           "Rename one of C1, F1", rename_one),
    Broken("settings name a tab that is not there", mapped_to_nothing, f"{BOOK} / Actions",
           "settings name the tab 'Follow-ups of 2019'", r"tables\.actions", map_as_told),
    Broken("tab with our title", our_title, f"{BOOK} / Summary", "did not make",
           "Rename your tab 'Summary'", rename_tab_as_told),
    Broken("state changed by hand", corrupt_the_state, f"{BOOK} / state", r"cannot be read \(3\)",
           "Version history", delete_the_state),
    Broken("state of a newer version", newer_state, f"{BOOK} / state", "newer version", "Upgrade",
           upgrade),
    Broken("workbook at Google's limit", fill_up, f"{BOOK} / size", "of Google's 10,000,000",
           "Delete empty rows", delete_empty_rows),
    Broken("no people tab", no_people, f"{BOOK} / people", "nobody is mentioned", "init emea",
           run_init, ok=None, replaces=(f"{BOOK} / People",)),
    Broken("a key file of the fleet is missing", fleet_key_away, f"{ACCOUNT} keys/one.json",
           "is not there", "Correct the path", put_fleet_key, replaces=(ACCOUNT,)),
    Broken("one of the fleet's accounts is shut out", second_account, f"{BOOK} / accounts",
           "some accounts of the fleet may not write", "these addresses Editors",
           share_with_the_address, replaces=(ACCOUNT,)),
]  # fmt: skip


@pytest.mark.parametrize("case", named(CASES))
def test_a_broken_google_set_up_is_told_in_the_right_line_and_its_remedy_mends_it(
    google: Setup, case: Broken
) -> None:
    try:
        verify(google, case)
    finally:
        forget_faults()


def test_looking_writes_nothing_and_posts_nothing(google: Setup) -> None:
    before = google.google.dump()
    google.check()
    assert google.google.dump() == before
    assert google.slack.messages() == []


def test_a_copied_spreadsheets_state_is_no_fault(google: Setup) -> None:
    corrupt_nothing, said = google.run("run", "refresh")
    assert corrupt_nothing == 0, said
    first = google.google.sheet("_mso_state")["values"][1][1]
    google.google.set("_mso_state", 2, 2, "another-spreadsheet")
    code, lines = google.check()
    assert code == 0
    assert "copy" in lines[f"{BOOK} / state"]["says"]
    assert first == google.google.spreadsheet_id
