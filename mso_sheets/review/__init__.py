"""The weekly review as one self-contained page and as Markdown, drawn from the same Report as the tabs."""

from __future__ import annotations

from mso_sheets.review.page import markdown_page, web_page

__all__ = ["markdown_page", "web_page"]
