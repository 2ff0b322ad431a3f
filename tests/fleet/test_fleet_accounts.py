"""Which account a run uses: each in turn, its own while Redis is away, a login kept while it is good."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, cast

import pytest
from redis.exceptions import ConnectionError as RedisAway

from mso_sheets.fleet.accounts import account_for, login, next_account
from tests.fakes.fleet_redis import FakeRedis

KEYS = ("a.json", "b.json", "c.json")


class NoRedis:
    def incr(self, name: str) -> int:
        raise RedisAway("nobody listens")


def test_accounts_are_used_in_turn() -> None:
    redis = cast(Any, FakeRedis())
    assert Counter(next_account(redis, "emea", KEYS) for _ in range(9)) == dict.fromkeys(KEYS, 3)


def test_one_account_needs_no_turn() -> None:
    gone = cast(Any, NoRedis())
    assert next_account(gone, "emea", ("a.json",)) == "a.json"
    assert next_account(gone, "emea", ()) == ""


def test_while_redis_is_away_each_workbook_has_an_account_of_its_own() -> None:
    gone = cast(Any, NoRedis())
    used = {book: next_account(gone, book, KEYS) for book in (f"book{n}" for n in range(60))}
    assert used == {book: account_for(book, KEYS) for book in used}
    assert set(used.values()) == set(KEYS)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(*form, serialization.NoEncryption()).decode()
    known = {
        "type": "service_account",
        "client_email": "one@example.iam.gserviceaccount.com",
        "token_uri": "https://oauth2.googleapis.com/token",
        "private_key": pem,
    }
    file = tmp_path / "one.json"
    file.write_text(json.dumps(known), "utf-8")
    return file


def test_a_login_is_kept_until_its_file_changes(key_file: Path) -> None:
    first = login(key_file)["credentials"]
    assert login(key_file)["credentials"] is first
    known = json.loads(key_file.read_text("utf-8"))
    key_file.write_text(json.dumps({**known, "client_email": "two@example.com"}), "utf-8")
    assert login(key_file)["credentials"].service_account_email == "two@example.com"


@pytest.mark.parametrize("content", [None, "hello"], ids=["missing", "no key"])
def test_a_key_that_is_none_is_left_to_the_workbook_to_tell(
    tmp_path: Path, content: str | None
) -> None:
    file = tmp_path / "one.json"
    if content is not None:
        file.write_text(content, "utf-8")
    assert login(file) == {"key_file": file}
