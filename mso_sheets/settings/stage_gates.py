"""Reads `config/stage-gates.toml`: what a project must have, stage by stage."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import ValidationError

from mso_sheets.errors import ConfigError
from mso_sheets.settings.load import described
from mso_sheets.settings.models import STAGE_GATES, StageGate


def load_stage_gates(path: Path) -> dict[str, StageGate]:
    """Stage -> its gate; a missing file means the defaults.

    Raises ConfigError with a line a mistake.
    """
    if not path.is_file():
        return STAGE_GATES
    text = path.read_text("utf-8")
    gates: dict[str, StageGate] = {}
    mistakes = []
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: this is not TOML: {error}.", "Mend that line.") from None
    for stage, gate in data.items():
        try:
            gates[stage] = StageGate.model_validate(gate)
        except ValidationError as error:
            mistakes.append(described(error, path, text))
    if mistakes:
        raise ConfigError(f"{path} has mistakes:\n" + "\n".join(mistakes), "Mend these lines.")
    return gates
