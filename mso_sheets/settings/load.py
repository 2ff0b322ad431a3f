"""Reads settings: config/settings.toml, overridden by `MSO_SHEETS_...`; all mistakes at once.

Plain pydantic does the work: pydantic-settings costs 0.2 s of start-up for what `_from_environment`
does here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mso_sheets.errors import ConfigError
from mso_sheets.settings.models import Settings, WorkbookSettings

PREFIX = "MSO_SHEETS_"
SECRET = re.compile(r"xox[a-z]-|xapp-|xoxe|PRIVATE KEY|hooks\.slack\.com|://[^/\s@]*:[^/\s@]+@")
SECRET_KEY = re.compile(r"token|secret|passw|private|credential|api_?key", re.IGNORECASE)
NOT_SETTINGS = ("MSO_SHEETS_HOME", "MSO_SHEETS_STATE")


def load_settings(path: Path, environment: Mapping[str, str]) -> Settings:
    """The settings of a home; a missing file means defaults.

    Raises ConfigError with a line a mistake: file, line, key, what was found, what was expected.
    """
    text = _text(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: this is not TOML: {error}.", "Mend that line.") from None
    _merge(data, _from_environment(environment))
    try:
        Settings.model_validate(data)
    except ValidationError as error:
        raise ConfigError(
            f"{path} has {_mistakes(error.error_count())}:\n" + described(error, path, text),
            "Mend these lines; docs/settings.md lists every key.",
        ) from None
    general = {k: v for k, v in data.items() if k in WorkbookSettings.model_fields}
    for workbook in _tables(data.get("workbooks")):
        _inherit(workbook, general)
    return Settings.model_validate(data)


def described(error: ValidationError, path: Path, text: str) -> str:
    """A line a mistake: `file:line: key = found (expected ...)`."""
    lines = []
    for mistake in error.errors(include_url=False):
        key = ".".join(str(part) for part in mistake["loc"])
        found = _discreet(str(mistake["loc"][-1]), mistake.get("input"))
        shown = "" if mistake["type"] == "missing" else f" = {found}"
        expected = _expected(mistake["type"], mistake["msg"], mistake["loc"])
        lines.append(f"  {path}:{_line_of(mistake['loc'], text)}: {key}{shown} ({expected})")
    return "\n".join(lines)


def _discreet(key: str, found: object) -> str:
    """What was found, unless it looks like a secret that does not belong here."""
    text = repr(found)
    return "(a secret)" if SECRET.search(text) or SECRET_KEY.search(key) else text


def _expected(kind: str, message: str, loc: tuple[int | str, ...]) -> str:
    if kind == "extra_forbidden" and SECRET_KEY.search(str(loc[-1])):
        return "secrets never stand here: take it out and set it in the environment"
    if kind == "extra_forbidden":
        return f"no such key{_nearest(str(loc[-1]))}"
    if kind == "missing":
        return "expected, but missing"
    return "expected: " + re.sub(r"^(Input should be|Value error,) ?", "", message)


def _nearest(word: str) -> str:
    from difflib import get_close_matches

    known = [*Settings.model_fields, *WorkbookSettings.model_fields]
    for rules in Settings.model_fields.values():
        annotation = rules.annotation
        if isinstance(annotation, type) and hasattr(annotation, "model_fields"):
            known.extend(annotation.model_fields)
    near = get_close_matches(word, known, 1)
    return f"; did you mean '{near[0]}'?" if near else ""


def _line_of(loc: tuple[int | str, ...], text: str) -> int:
    """The line that sets the last named key of `loc`, looked for below the tables that hold it."""
    lines, at = text.splitlines(), 0
    for part in loc:
        pattern = re.compile(rf"^\s*(\[.*\b)?[\"']?{re.escape(str(part))}[\"']?\s*(=|\]|\.)")
        at = next((n for n in range(at, len(lines)) if pattern.match(lines[n])), at)
    return at + 1


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8") if path.is_file() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}.", "Check the file's rights.") from None


def _mistakes(count: int) -> str:
    return "1 mistake" if count == 1 else f"{count} mistakes"


def _tables(value: Any) -> list[dict[str, Any]]:
    return [v for v in value.values() if isinstance(v, dict)] if isinstance(value, dict) else []


def _merge(base: dict[str, Any], over: Mapping[str, Any]) -> None:
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(base.get(key), dict):
            _merge(base[key], value)
        else:
            base[key] = value


def _inherit(workbook: dict[str, Any], general: Mapping[str, Any]) -> None:
    """General rules hold for a workbook unless it has its own, key by key."""
    for key, value in general.items():
        if isinstance(value, dict):
            workbook[key] = {**value, **workbook.get(key, {})}
        else:
            workbook.setdefault(key, value)


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    """`MSO_SHEETS_WORKBOOKS__EMEA__CHANNEL=#x` -> {"workbooks": {"emea": {"channel": "#x"}}}."""
    found: dict[str, Any] = {}
    for name, value in environment.items():
        if not name.startswith(PREFIX) or name in NOT_SETTINGS:
            continue
        *parents, last = name[len(PREFIX) :].lower().split("__")
        place = found
        for parent in parents:
            place = place.setdefault(parent, {})
        place[last] = _value(value)
    return found


def _value(text: str) -> Any:
    """A TOML value where it is one (numbers, lists, true), else the text itself."""
    if not re.fullmatch(r"\s*(\[.*\]|\{.*\}|true|false|[-+]?[\d.]+)\s*", text, re.DOTALL):
        return text
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text
