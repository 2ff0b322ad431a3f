"""What a person's calendar is made of is read or asked about; never passed over in silence."""

from __future__ import annotations

from tests.making import read


def test_words_that_nobody_can_read_are_told_with_their_cells() -> None:
    tables = read(
        {
            "People": """
            | Name | Time zone     | Working days | Country |
            | Ana  | Europe/Lisbon | Mon-Thu      | PT      |
            | Ben  | Lisbon time   | most days    | Narnia  |
            | Cleo |               |              | Brazil  |
            """
        }
    )
    told = {(p.rule, p.cells, p.severity) for p in tables.problems if p.table == "people"}
    assert told == {
        ("time-zone-unknown", "B3", "warning"),
        ("working-days-unknown", "C3", "warning"),
        ("country-unknown", "D3", "warning"),
    }
    assert all(p.fix for p in tables.problems)
