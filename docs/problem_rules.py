"""What each rule of the Data quality tab means and what to do; a test compares it with the code."""

from __future__ import annotations

from collections.abc import Mapping

Rules = Mapping[str, tuple[str, str]]
TABS: Rules = {
    "tab-doubled": (
        "Two tabs could be the same table; the one that is named is read.",
        "Nothing, if that is the right one. Else set `tab` for the table in the settings.",
    ),
    "tab-unsure": (
        "A tab fits several tables equally well; it is not read.",
        "Name the tab after its table, or set `tab` for the table in the settings.",
    ),
    "header-not-found": (
        "No table was recognised in the workbook, and this tab has no header row of ours.",
        "Put the headers in one row above the data, or run `mso-sheets adopt`.",
    ),
    "header-missing": (
        "A needed column has no header; the whole table is not used.",
        "Add the column, or rename the header that is named as a likely one.",
    ),
    "header-doubled": (
        "A header stands twice. A needed column stops the table; else the first is read.",
        "Rename one of the two.",
    ),
    "header-renamed": (
        "A column that was read at the last run has another header now; it is not read.",
        "Rename it back, or add the new word to `columns` in the settings.",
    ),
    "header-close": (
        "A header looks like one of ours, but not enough to be taken for it.",
        "If it is meant, rename it, or add the word to `columns` in the settings.",
    ),
    "header-unit": (
        "A header is ours but for its unit (weeks for days); it is not read.",
        "Rename it and give the values in its unit.",
    ),
    "header-surplus": (
        "A second header could be the same column; the other one is read.",
        "Nothing, if that is the right one; else rename one of them.",
    ),
    "settings-column-unknown": (
        "The settings give words for a column that the table does not have.",
        "Use one of the table's columns ([tables.md](tables.md)).",
    ),
    "second-header": (
        "A second header row stands below the first; the table ends above it.",
        "Move what stands below to a tab of its own, or delete the second header.",
    ),
    "section-assumed": (
        "A row holds a name and nothing else; it is taken for the title of a section.",
        "Nothing, if it is one; else fill in its other cells.",
    ),
    "below-the-table": (
        "Rows after a gap do not look like rows of this table; they are not read.",
        "Move them to a tab of their own, or close the gap if they belong here.",
    ),
    "table-refused": (
        "A table cannot be trusted: no header, a needed column missing, or more than half its rows gone.",
        "Follow the sentence; for rows that were deleted on purpose, run once with `--accept-shrink`.",
    ),
}
CELLS: Rules = {
    "cell-error": (
        "The cell shows the error of a formula, such as #REF!.",
        "Mend the formula, or type the value.",
    ),
    "cell-loading": (
        "The cell was still loading when it was read.",
        "Open the sheet until it shows its value; the next run reads it again.",
    ),
    "cell-unreadable": ("The cell holds something that is no value.", "Type the value again."),
    "placeholder": (
        "The cell holds a stand-in such as TBD or ?.",
        "Type the value as soon as it is known.",
    ),
    "boolean-unreadable": ("Neither yes nor no.", "Type yes or no, or use a checkbox."),
    "choice-unknown": (
        "A word that is not in the column's vocabulary.",
        "Type one of the words that are listed, or add yours to `config/vocabulary.toml`.",
    ),
    "choice-number": (
        "Numbers that go beyond the scale that is known for the column.",
        "Type the words instead.",
    ),
    "choice-contradictory": (
        "One cell says two things, such as done and open.",
        "Type the word that holds; move the rest to the notes.",
    ),
    "choice-tail": (
        "The first word was read, the words behind it were not.",
        "Type the word alone if it is right.",
    ),
    "date-unreadable": ("No date can be read.", "Type it as year-month-day, such as 2026-03-31."),
    "date-no-year": ("A day and month without a year.", "Add the year."),
    "date-range": (
        "Two dates where one is wanted.",
        "Type the one that counts, for a due date the last.",
    ),
    "date-number": (
        "A number where a date is wanted.",
        "Type the date, or format the cell as a date.",
    ),
    "date-checkbox": ("A checkbox where a date is wanted.", "Type the date in its place."),
    "date-implausible": ("A date before 1970 or after 2100.", "Check the year."),
    "date-ambiguous": (
        "03/04/2026 may be April or March, and nothing in the column or locale decides.",
        "Type it as year-month-day, or set `locale` for an .xlsx.",
    ),
    "date-impossible": (
        "A day that no calendar has, such as 31 June.",
        "Type the day that is meant.",
    ),
    "date-is-period": (
        "A quarter, week or month where one day is wanted.",
        "Type the day; the period's last day is named.",
    ),
    "period-no-year": ("A period without its year; the nearest was taken.", "Add the year."),
    "date-weekday": ("The weekday and the date do not fit; the date was taken.", "Check the date."),
    "date-time": ("A time that no clock shows.", "Mend or remove the time."),
    "date-against-locale": (
        "The column proves another order of day and month than the workbook's locale.",
        "Nothing, if it was read rightly; else type dates as year-month-day.",
    ),
    "date-maybe-swapped": (
        "Other dates of the column were typed in an order that the sheet does not know.",
        "Check whether the sheet took the day for the month.",
    ),
    "date-in-the-future": (
        "Something that has happened is dated in the future.",
        "Type the day on which it happened, or empty the cell.",
    ),
    "number-unreadable": ("No number can be read.", "Type the number alone, in digits."),
    "number-checkbox": ("A checkbox where a number is wanted.", "Type the number in its place."),
    "number-ambiguous": (
        "1.234 may be a thousand or one and a bit, and nothing decides.",
        "Type it without a sign for thousands.",
    ),
    "number-against-locale": (
        "The column proves another decimal mark than the workbook's locale.",
        "Nothing, if it was read rightly; else type numbers without a sign for thousands.",
    ),
    "number-percent": (
        "A per cent sign in a column of numbers; read as the sheet would.",
        "Type it in the unit of the column.",
    ),
    "percent-unreadable": ("No percentage can be read.", "Type it, such as 45%."),
    "percent-checkbox": ("A checkbox where a percentage is wanted.", "Type 100% or 0%."),
    "percent-outside": ("More than 100% or less than 0% done.", "Type how much is done."),
    "percent-ambiguous": (
        "The column mixes shares of 1 and points of 100.",
        "Type the value with its per cent sign.",
    ),
    "id-digits-lost": (
        "A long number as an ID: the sheet has lost its last digits.",
        "Format the column as plain text and type the ID again.",
    ),
    "id-checkbox": ("A checkbox where an ID is wanted.", "Type the ID in its place."),
    "reference-unreadable": ("IDs cannot be made out.", "Type the IDs with commas between them."),
    "reference-other-way": (
        "The cell names what waits for this row, not what it waits for.",
        "Type only what this row waits for.",
    ),
}
PEOPLE: Rules = {
    "person-unreadable": ("No name can be read.", "Type the person's name."),
    "person-close": (
        "Nearly a name of the People tab.",
        "Type that name, or add the spelling to the person's Aliases.",
    ),
    "person-ambiguous": ("Several people go by this name.", "Type the full name."),
    "person-unknown": (
        "Nobody in the People tab has this name.",
        "Add the person to People, or type a name that is there.",
    ),
    "time-zone-unknown": (
        "No time zone of this name; the team's is used for the person.",
        'Type one such as "Europe/London".',
    ),
    "working-days-unknown": (
        "No weekdays can be read; the team's are used for the person.",
        'Type them such as "Mon-Fri".',
    ),
    "country-unknown": (
        "No country whose holidays are known; none are counted for the person.",
        'Type a code or a name such as "GB" or "DE-BY".',
    ),
}
ROWS: Rules = {
    "id-blank": (
        "A row without an ID. Where IDs are minted the next run fills it in.",
        "Wait for the next run, or type an ID that no other row has.",
    ),
    "id-duplicate": (
        "Two rows have the same ID; nothing is ever written to the second.",
        "Give the row its own ID, or delete it if it is a copy.",
    ),
    "…-blank": (
        "A needed cell of an open row is empty (`owner-blank`, `due-date-blank`, ...).",
        "Fill it in; what waits for it is named in the column Blocks.",
    ),
    "reference-unknown": (
        "The cell names an ID that no row of the other table has.",
        "Type an ID that is there, or add the row.",
    ),
    "reference-to-itself": ("A row waits for itself.", "Take its own ID out."),
    "dependency-cycle": (
        "Tasks wait for each other in a circle, so none can start.",
        "Take one of the IDs that are named out of Predecessors.",
    ),
    "dependency-kind": (
        "A link of a kind that is not followed (start-to-start and such).",
        "Write the ID alone or with a lag, such as TSK-3FS+2d.",
    ),
    "finished-before-started": ("Something ended before it began.", "Mend one of the two dates."),
    "due-before-start": ("Something is due before it begins.", "Mend one of the two dates."),
    "ends-before-start": ("A leave ends before it begins.", "Mend one of the two dates."),
    "complete-without-date": (
        "Status is Complete and the day is not there.",
        "Type the day on which it was done.",
    ),
    "closed-date-but-open": (
        "A closing date stands beside an open status.",
        "Set Status to Complete, or empty the date.",
    ),
    "full-but-not-complete": (
        "100% done and not Complete.",
        "Set Status to Complete, or lower the percentage.",
    ),
    "complete-but-not-full": (
        "Complete and below 100%.",
        "Type 100%, or set Status back.",
    ),
    "closed-stage-but-open": (
        "The stage is Closed and the status is open.",
        "Set Status to Complete or Cancelled, or Stage back.",
    ),
    "score-differs": (
        "A risk's score is not probability times impact.",
        "Mend the score, the probability or the impact.",
    ),
}
KPIS: Rules = {
    "kpi-unit-slip": (
        "A value is far from its neighbours, as if a digit or the unit had slipped.",
        "Check the digits and the unit; type it again if it slipped.",
    ),
    "kpi-swapped": (
        "Target and actual look exchanged.",
        "Check whether each stands in the other's column.",
    ),
    "kpi-total-differs": (
        "A total is not the sum of its lines.",
        "Correct the total or its lines, or delete the total: it is computed anyway.",
    ),
    "kpi-units-mixed": (
        "One KPI has rows in several units.",
        "Give the KPI one unit, or one name for each unit.",
    ),
    "kpi-direction-unclear": (
        "The name sounds as if less were better and no Direction says so; read as Higher is better.",
        "Fill in Direction.",
    ),
}
GROUPS: Mapping[str, Rules] = {
    "Tabs and headers": TABS,
    "Cells": CELLS,
    "People": PEOPLE,
    "Rows": ROWS,
    "KPIs": KPIS,
}
