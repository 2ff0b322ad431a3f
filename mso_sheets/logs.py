"""JSON logs on stderr, one object a line, with run ids; secrets are cut out wherever they stand."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

SECRET_NAMES = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")
LOOKS_SECRET = re.compile(
    r"xox[abeprs]-[\w-]+|xapp-[\w-]+|ya29\.[\w-]+|-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END|$)"
    r"|(?<=Bearer )[\w.~+/-]+=*",
    re.DOTALL,
)


class JsonLines(logging.Formatter):
    """`{"at": ..., "level": ..., "event": ..., "run": ...}`."""

    def __init__(self, secrets: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._secrets = tuple(text for text in secrets if len(text) > 4)

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON without secrets."""
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
        }
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return self.redacted(json.dumps(line, ensure_ascii=False, default=str))

    def redacted(self, text: str) -> str:
        """The text with everything secret replaced."""
        for value in self._secrets:
            text = text.replace(value, "[secret]")
        return LOOKS_SECRET.sub("[secret]", text)


def configure(level: str, environment: Mapping[str, str]) -> None:
    """One handler on stderr; libraries are heard from warnings on."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines(tuple(_secret(name, environment) for name in SECRET_NAMES)))
    logging.basicConfig(level="WARNING", handlers=[handler], force=True)
    # google-auth asks for regional boundaries in a thread of its own; its failing is no news.
    logging.getLogger("urllib3.connectionpool").setLevel("ERROR")
    logging.getLogger("mso_sheets").setLevel(level)


def _secret(name: str, environment: Mapping[str, str]) -> str:
    """The secret as it is given, by `NAME` or by the file that `NAME_FILE` names."""
    with suppress(OSError, UnicodeDecodeError):
        path = environment.get(f"{name}_FILE", "")
        return environment.get(name, "") or (Path(path).read_text("utf-8").strip() if path else "")
    return ""
