"""The cycle collector rests during a run and works again after it, however the run ends."""

from __future__ import annotations

import gc

import pytest

from mso_sheets.app.collector import collector_at_rest


@collector_at_rest()
def _is_working() -> bool:
    return gc.isenabled()


def test_it_rests_during_a_run_and_works_again_after_it() -> None:
    assert not _is_working()
    assert gc.isenabled()


def test_it_works_again_after_a_run_that_broke() -> None:
    with pytest.raises(ValueError, match="broke"), collector_at_rest():
        raise ValueError("broke")
    assert gc.isenabled()


def test_a_run_within_a_run_does_not_wake_it() -> None:
    with collector_at_rest():
        assert not _is_working()
        assert not gc.isenabled()
