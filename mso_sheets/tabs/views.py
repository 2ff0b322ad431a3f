"""Named views of our tabs: the few filters that people ask for every morning."""

from __future__ import annotations

from collections.abc import Mapping

from mso_sheets.model.tab import Criterion, TabContent, View

AT_EASE = ("On track", "Complete", "Not started", "On hold")
VIEWS: Mapping[str, tuple[View, ...]] = {
    "Summary": (View("Needs attention", (Criterion("Health", "is-not", AT_EASE),)),),
    "Follow-ups": (
        View("My overdue", (Criterion("Stage", "is", ("overdue",)),)),
        View("This week", (Criterion("Due", "this-week"),)),
    ),
    "Gaps": (View("Without an action", (Criterion("Action", "is", ("no action yet",)),)),),
    "Data quality": (View("Errors", (Criterion("Severity", "is", ("error",)),)),),
}
"""Tab -> its views."""


def views_of(content: TabContent) -> tuple[View, ...]:
    """The views of this tab whose columns are all there."""
    labels = {column.label for column in content.columns}
    wanted = VIEWS.get(content.name, ())
    return tuple(v for v in wanted if {c.header for c in v.criteria} <= labels)
