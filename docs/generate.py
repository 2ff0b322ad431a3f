"""Writes the reference pages that are derived from the code: settings, tables, tabs, commands, ...

python docs/generate.py            writes them; a test fails when they are not up to date
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from mso_sheets.home import shipped_folder
from mso_sheets.plan.initial import note_of
from mso_sheets.settings import models
from mso_sheets.settings.vocabulary import load_vocabulary
from mso_sheets.tables.registry import SCHEMAS

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import setting_words  # noqa: E402
from reference import commands_page, errors_page, problems_page  # noqa: E402
from tab_page import tabs_page  # noqa: E402

SECTIONS: tuple[tuple[str, str, type[BaseModel], setting_words.Words], ...] = (
    ("At the top", "", models.Settings, setting_words.TOP),
    ("A workbook", "workbooks.<name>", models.WorkbookSettings, setting_words.WORKBOOK),
    (
        "A table of a workbook",
        "workbooks.<name>.tables.<table>",
        models.TableSettings,
        setting_words.TABLE,
    ),
    ("Health", "health", models.HealthRules, setting_words.HEALTH),
    ("Follow-ups", "followups", models.FollowupRules, setting_words.FOLLOWUPS),
    ("Forecast", "forecast", models.ForecastRules, setting_words.FORECAST),
    ("KPIs", "kpi", models.KpiRules, setting_words.KPI),
    ("Workflows", "workflow", models.WorkflowRules, setting_words.WORKFLOW),
    ("Knowledge", "knowledge", models.KnowledgeRules, setting_words.KNOWLEDGE),
    ("Digests", "digest", models.DigestRules, setting_words.DIGEST),
    ("Retries", "retry", models.RetryRules, setting_words.RETRY),
    ("Fleet", "fleet", models.FleetRules, setting_words.FLEET),
    ("Stage gates", "stage_gates.<stage>", models.StageGate, setting_words.STAGE_GATE),
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
    for title, section, model, words in SECTIONS:
        yield ""
        yield f"## {title}" + (f" `[{section}]`" if section else "")
        yield ""
        yield " ".join((model.__doc__ or "").split())
        yield ""
        yield "| key | default | means |"
        yield "|---|---|---|"
        for name, field in model.model_fields.items():
            if not isinstance(field.default, BaseModel):
                yield f"| `{name}` | {_shown(field)} | {words[name]} |"


def _shown(field: FieldInfo) -> str:
    """A default as it would be typed into the file."""
    if field.is_required():
        return "(needed)"
    if field.default in ("", (), {}):
        return "none"
    if isinstance(field.default, bool):
        return f"`{str(field.default).lower()}`"
    if isinstance(field.default, tuple):
        return f"`{json.dumps(field.default)}`"
    if isinstance(field.default, dict):
        plain = all(isinstance(value, int) for value in field.default.values())
        pairs = ", ".join(f"{key} = {value}" for key, value in field.default.items())
        return f"`{{ {pairs} }}`" if plain else "in `config/stage-gates.toml`"
    return f"`{json.dumps(field.default)}`"


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
    "tabs.md": tabs_page,
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
