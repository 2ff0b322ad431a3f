"""A local .xlsx as a workbook: read by calamine, our tabs grafted in, all else left byte for byte."""

from mso_sheets.adapters.excel.workbook import ExcelWorkbook

__all__ = ["ExcelWorkbook"]
