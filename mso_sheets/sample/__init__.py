"""A sample team's workbook as values: recognisable work, real figures, and the flaws of real sheets.

Start at `workbook.sample_workbook(day)`; every date is relative to `day` and nothing reads a clock.
"""

from mso_sheets.sample.workbook import sample_workbook

__all__ = ["sample_workbook"]
