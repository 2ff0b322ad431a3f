"""Secrets from the environment, as `NAME` or `NAME_FILE`; nothing else ever holds one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from mso_sheets.errors import ConfigError


def secret(name: str, environment: Mapping[str, str] = os.environ) -> str:
    """The secret `NAME`, or the content of the file that `NAME_FILE` names; "" when unset."""
    if environment.get(name):
        return environment[name].strip()
    path = environment.get(f"{name}_FILE", "")
    if not path:
        return ""
    try:
        return Path(path).read_text("utf-8").strip()
    except OSError as error:
        raise ConfigError(
            f"{name}_FILE names '{path}', which cannot be read ({error.strerror}).",
            "Mount that file, or unset the variable.",
        ) from None
