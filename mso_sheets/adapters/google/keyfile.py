"""What is wrong with the file that should hold a service account's key. Its content is never told."""

from __future__ import annotations

import json
from pathlib import Path

from mso_sheets.errors import WorkbookError

NAME = "GOOGLE_APPLICATION_CREDENTIALS"
NEW_KEY = (
    "In the Google Cloud console open IAM & Admin, Service accounts, your account, Keys, Add key, "
    "Create new key, JSON; then: export " + NAME + "=/path/to/that-key.json"
)
FIELDS = ("client_email", "private_key", "token_uri")


def key_file_fault(path: Path) -> WorkbookError:
    """Why google-auth cannot use the file, and the remedy."""
    if not path.is_file():
        return WorkbookError(
            f"The Google key file {path} is not there.",
            f"Correct the path: export {NAME}=/path/to/key.json",
        )
    try:
        known = json.loads(path.read_text("utf-8"))
    except OSError as error:
        return WorkbookError(
            f"The Google key file {path} cannot be read ({error.strerror}).",
            f"Give this user the right to read it: chmod u+r {path}",
        )
    except ValueError:
        return WorkbookError(f"{path} is no key file: it is not JSON.", NEW_KEY)
    return WorkbookError(f"{path} {_what_it_is(known)}.", NEW_KEY)


def _what_it_is(known: object) -> str:
    if not isinstance(known, dict) or not known:
        return "is no key file"
    if known.keys() & {"installed", "web"}:
        return "is an OAuth client, not a service account's key"
    if known.get("type") != "service_account":
        return "is not a service account's key"
    lacks = [field for field in FIELDS if not known.get(field)]
    return f"lacks {', '.join(lacks)}" if lacks else "is damaged: its private key cannot be read"
