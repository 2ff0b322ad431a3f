"""Writes the reference pages that can be derived from the code: settings, tables, commands, ...

python docs/generate.py            writes them; a test fails when they are not up to date
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from mso_sheets.home import shipped_folder
from mso_sheets.plan.initial import note_of
from mso_sheets.settings import models
from mso_sheets.settings.vocabulary import load_vocabulary
from mso_sheets.tables.registry import SCHEMAS

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from reference import commands_page, errors_page, problems_page  # noqa: E402

SECTIONS: tuple[tuple[str, str, type[BaseModel]], ...] = (
    ("At the top", "", models.Settings),
    ("A workbook", "workbooks.<name>", models.WorkbookSettings),
    ("A table of a workbook", "workbooks.<name>.tables.<table>", models.TableSettings),
    ("Health", "health", models.HealthRules),
    ("Follow-ups", "followups", models.FollowupRules),
    ("Forecast", "forecast", models.ForecastRules),
    ("KPIs", "kpi", models.KpiRules),
    ("Workflows", "workflow", models.WorkflowRules),
    ("Knowledge", "knowledge", models.KnowledgeRules),
    ("Digests", "digest", models.DigestRules),
    ("Retries", "retry", models.RetryRules),
    ("Fleet", "fleet", models.FleetRules),
)


def settings_page() -> str:
    """Every key with its default."""
    return "\n".join(_settings_lines()) + "\n"


def _settings_lines() -> Iterator[str]:
    yield "# Settings"
    yield ""
    yield "`config/settings.toml` of your home folder. Every key may be overridden by the environment:"
    yield "`MSO_SHEETS_TIMEZONE=UTC`, nested `MSO_SHEETS_WORKBOOKS__EMEA__CHANNEL=#mso`. Rules (health,"
    yield "followups, ...) at the top hold for all workbooks; the same section under a workbook overrides them"
    yield "key by key; `[workbooks.<name>.projects.<id>]` overrides health for one project."
    yield ""
    yield "Secrets never stand here: `SLACK_BOT_TOKEN`, `SLACK_APP_TOKEN` (or `..._FILE`), and Google's"
    yield "`GOOGLE_APPLICATION_CREDENTIALS`. `MSO_SHEETS_HOME` names the home, `MSO_SHEETS_STATE` the folder"
    yield "for the worker's small memory."
    for title, section, model in SECTIONS:
        yield ""
        yield f"## {title}" + (f" `[{section}]`" if section else "")
        yield ""
        yield " ".join((model.__doc__ or "").split())
        yield ""
        yield "| key | default |"
        yield "|---|---|"
        for name, field in model.model_fields.items():
            if field.is_required():
                yield f"| `{name}` | (needed) |"
            elif not isinstance(field.default, BaseModel):
                yield f"| `{name}` | `{_shown(field.default)}` |"


def _shown(value: object) -> str:
    text = str(list(value)) if isinstance(value, tuple) else repr(value)
    return text if len(text) < 160 else text[:150] + " ..."


def tables_page() -> str:
    """Every input tab and column, with English aliases and vocabularies."""
    return "\n".join(_tables_lines()) + "\n"


def _tables_lines() -> Iterator[str]:
    words = load_vocabulary(shipped_folder() / "config")
    yield "# The team's tabs"
    yield ""
    yield "Found by tab name and header text; **bold** columns are needed. Any order, extra columns are kept."
    yield "Words of seven languages are known beside these; `config/aliases/` adds your own."
    for schema in SCHEMAS.values():
        yield ""
        yield f"## {schema.tab} (`{schema.name}`)"
        yield ""
        yield "| column | what may stand there |"
        yield "|---|---|"
        for column in schema.columns:
            name = f"**{column.header}**" if column.required else column.header
            also = f" Also: *{', '.join(column.aliases)}*." if column.aliases else ""
            yield f"| {name} | {note_of(schema, column, words).removeprefix('Needed. ')}{also} |"


PAGES = {
    "settings.md": settings_page,
    "tables.md": tables_page,
    "commands.md": commands_page,
    "problems.md": problems_page,
    "errors.md": errors_page,
}


def main() -> None:
    """Writes all pages."""
    for name, make in PAGES.items():
        (HERE / name).write_text(make(), "utf-8")


if __name__ == "__main__":
    main()
