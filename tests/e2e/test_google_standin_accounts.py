"""One workbook, several service accounts: each goes on where another stopped."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from mso_sheets.adapters.google.generation import Token
from mso_sheets.errors import ConflictError
from mso_sheets.model.changes import Changes
from tests.adapters.contract_workbook import content, placed, write_tab
from tests.adapters.google_standin import StandInBook, another_account, load, service_account
from tests.e2e.google_cases import tokens

pytestmark = pytest.mark.e2e


def without_account(token: Token) -> str:
    """What versions before accounts were noted said of a write."""
    return f"MSO Sheets: write {token.generation}, run {token.run_id} ({token.nonce})."


@pytest.fixture
def shared(tmp_path: Path) -> tuple[StandInBook, Path, Path]:
    keys = tmp_path / "before.json", tmp_path / "after.json"
    emails = [another_account(key.stem, key) for key in keys]
    return load({"Projects": [["Project"]]}, share=[service_account(), *emails]), *keys


def test_two_accounts_write_in_turn_and_few_tokens_stay(
    shared: tuple[StandInBook, Path, Path],
) -> None:
    store, one, other = shared
    for turn in range(12):
        write_tab(store.open(key_file=(one, other)[turn % 2]), [f"PRJ-{turn}", "On track"])
    assert tokens(store) == [7, 8, 9, 10, 11, 12]
    written = [entry for entry in store.requests() if entry.get("kind") == "write"]
    assert len(written) == 12


def test_the_account_may_be_replaced_by_another(
    shared: tuple[StandInBook, Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, before, after = shared
    with monkeypatch.context() as earlier:
        earlier.setattr(Token, "description", property(without_account))
        write_tab(store.open(key_file=before), ["PRJ-1", "On track"])
    book = store.open(key_file=after)
    write_tab(book, ["PRJ-2", "On track"])
    write_tab(book, ["PRJ-3", "On track"])
    assert tokens(store) == [1, 2, 3]


def test_a_writer_that_slept_through_another_accounts_write_loses(
    shared: tuple[StandInBook, Path, Path],
) -> None:
    store, one, other = shared
    write_tab(store.open(key_file=one), ["PRJ-1", "On track"])
    late = store.open(key_file=other)
    base = late.read()
    write_tab(store.open(key_file=one), ["PRJ-2", "On track"])
    stood: Mapping[str, Any] = store.dump()
    with pytest.raises(ConflictError):
        late.apply(Changes("run-1", tabs=(placed(content(["PRJ-0", "Off track"]), base),)), base)
    assert store.dump() == stood
