"""Every kind of fault: bounded in time, the documented exit code, the remedy last, nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.faults import FAULTS, Fault, judge, line_of

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_bad_world(fault: Fault, tmp_path: Path) -> None:
    verdict = judge(fault, tmp_path)
    assert verdict.wrong == [], line_of(verdict)
