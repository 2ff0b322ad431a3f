"""The port's promises, kept by the Google adapter on the stand-in."""

from __future__ import annotations

import pytest

from tests.adapters.contract_workbook import TABLES, WorkbookContract
from tests.adapters.google_standin import StandInBook, load

pytestmark = pytest.mark.e2e


class TestGoogleKeepsTheContract(WorkbookContract):
    @pytest.fixture
    def bench(self) -> StandInBook:
        return load(TABLES, raw=True)
