"""Google's errors as sentences that end in the remedy, and whether another try helps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mso_sheets.adapters.google.keyfile import NEW_KEY
from mso_sheets.errors import ConflictError, WorkbookError


class TransientError(WorkbookError):
    """Google could not answer just now. `refused`: the request certainly had no effect.

    `wait` are the seconds that Google asked for; `quota` says that the minute's quota is used up.
    """

    def __init__(
        self,
        message: str,
        fix: str,
        *,
        wait: float | None = None,
        refused: bool = False,
        quota: bool = False,
    ) -> None:
        super().__init__(message, fix, permanent=False)
        self.wait = wait
        self.refused = refused
        self.quota = quota


class AccessError(WorkbookError):
    """The account may not do this with the spreadsheet."""


class RequestError(WorkbookError):
    """Google refused the request as such (400)."""


class ProtectedError(WorkbookError):
    """A protected range was in the way of request number `index` of the batch."""

    def __init__(self, index: int, message: str, fix: str) -> None:
        super().__init__(message, fix)
        self.index = index


@dataclass(frozen=True, slots=True)
class Scene:
    """Whom and what an error is about. `account` is empty where Google does not tell it."""

    account: str
    url: str

    @property
    def who(self) -> str:
        """The account's address, or words for it."""
        return self.account or "the account that this machine is signed in with"


# The workbook's tabs changed between our read and our write: read again, plan again.
CHANGED = re.compile(
    r"already exists|No (grid|sheet|protected range|embedded object|developer metadata)\b"
    r"|Unable to parse range|exceeds grid limits|beyond the last requested|is too large"
)
INDEX = re.compile(r"requests\[(\d+)\]")
CELL_LIMIT = re.compile(r"above the limit of [\d,]+ cells")
OFFICE_FILE = re.compile(r"not supported for this document|Office file", re.IGNORECASE)
SET_CLOCK = "Let the clock follow the network's time: sudo timedatectl set-ntp true"
SETTINGS_PAGE = "https://console.cloud.google.com/apis/library/sheets.googleapis.com"


def not_whole() -> TransientError:
    """A reply that was cut, is no JSON, or lacks a part that was asked for."""
    return TransientError(
        "Google's answer was not whole.", "Run again; nothing was taken from the part that came."
    )


def from_answer(
    status: int, body: Mapping[str, Any], wait: float | None, scene: Scene
) -> Exception:
    """The error for an HTTP answer that is not 200. `body` is Google's `error` object or empty."""
    words = str(body.get("message", ""))
    if status == 429:
        return _quota(wait)
    if status in {408, 500, 502, 503, 504}:
        return TransientError(
            f"Google Sheets is not available just now (it answered {status}).",
            "Nothing is wrong with the workbook; run again in a few minutes.",
            wait=wait,
        )
    by_status = {400: _bad_request, 401: _signed_out, 403: _forbidden, 404: _missing}
    if status in by_status:
        return by_status[status](words, _reasons(body), scene)
    return WorkbookError(
        f"Google Sheets answered {status}: {words or 'no explanation'}.",
        f"Open {scene.url} in a browser; if it works there, report this answer.",
    )


def _reasons(body: Mapping[str, Any]) -> set[str]:
    details = body.get("details")
    found = details if isinstance(details, list) else []
    return {str(detail.get("reason", "")) for detail in found if isinstance(detail, dict)}


def _quota(wait: float | None) -> TransientError:
    return TransientError(
        "The Google Sheets quota (60 requests a minute for one account) is used up.",
        "Wait a minute and run again; if other programs use the same account, give this worker "
        "its own service account or ask Google for more quota.",
        wait=wait,
        refused=True,
        quota=True,
    )


def _bad_request(words: str, reasons: set[str], scene: Scene) -> Exception:
    if "protected cell" in words:
        found = INDEX.search(words)
        return ProtectedError(
            int(found.group(1)) if found else -1,
            "A protected range is in the way of this write; nothing was written.",
            f"Let {scene.who} edit it (Data, Protected sheets and ranges) or remove the protection.",
        )
    if CELL_LIMIT.search(words):
        return WorkbookError(
            "The workbook has reached Google's limit of 10 million cells; nothing was written.",
            "Delete tabs, or empty rows and columns below and beside the data, then run again.",
        )
    if OFFICE_FILE.search(words):
        return WorkbookError(
            "The file is an Office file in Google Drive, not a Google spreadsheet.",
            "Open it and choose File, Save as Google Sheets; put the new address into the settings.",
        )
    if CHANGED.search(words):
        return ConflictError(f"The workbook's tabs changed while the run was at work ({words}).")
    return RequestError(
        f"Google Sheets refused the request: {words or 'no explanation'}.",
        "Nothing was written; report this message with the run's log.",
    )


def _signed_out(words: str, reasons: set[str], scene: Scene) -> WorkbookError:
    return WorkbookError(
        f"Google does not accept the credentials of {scene.who}.",
        f"{NEW_KEY}; then run: mso-sheets check",
    )


def _forbidden(words: str, reasons: set[str], scene: Scene) -> Exception:
    if "SERVICE_DISABLED" in reasons or "has not been used in project" in words:
        return WorkbookError(
            "The Google Sheets API is not switched on in the project of this account.",
            f"Switch it on at {_switch(words)}, wait a few minutes, then run: mso-sheets check",
        )
    if "ACCESS_TOKEN_SCOPE_INSUFFICIENT" in reasons or "authentication scopes" in words:
        return WorkbookError(
            "The credentials do not allow the Google Sheets API.",
            "Sign in again with the scope https://www.googleapis.com/auth/spreadsheets, or use a "
            "service account's key file.",
        )
    if "RATE_LIMIT_EXCEEDED" in reasons or "Quota exceeded" in words:
        return _quota(None)
    return AccessError(
        f"Cannot open the spreadsheet {scene.url}: it is not shared with {scene.who}, or only for "
        "viewing.",
        f"Share it (Editor) with {scene.who}, then run: mso-sheets check",
    )


def _switch(words: str) -> str:
    """The page for the very project, which Google names; else the general one."""
    found = re.search(r"\bproject (\d+|[a-z][a-z0-9-]{4,})", words)
    return f"{SETTINGS_PAGE}?project={found.group(1)}" if found else SETTINGS_PAGE


def _missing(words: str, reasons: set[str], scene: Scene) -> WorkbookError:
    return WorkbookError(
        f"There is no spreadsheet at {scene.url}.",
        "Check the address in config/settings.toml; if it was deleted, restore it from Drive's bin.",
    )


def from_exception(error: Exception, scene: Scene) -> WorkbookError:
    """The error for a request that got no answer at all."""
    import requests
    from google.auth import exceptions as google

    if isinstance(error, google.DefaultCredentialsError):
        return WorkbookError(
            "No Google credentials were found.",
            f"{NEW_KEY}; then run: mso-sheets check",
        )
    if isinstance(error, google.RefreshError) and "reasonable timeframe" in str(error):
        return WorkbookError("This machine's clock is wrong, so Google refuses the key.", SET_CLOCK)
    if isinstance(error, google.RefreshError) and not error.retryable:
        return WorkbookError(
            f"Google refused the key of {scene.who}: it was deleted or revoked, or has expired.",
            f"{NEW_KEY}; then run: mso-sheets check",
        )
    late = isinstance(error, requests.exceptions.Timeout)
    not_sent = (requests.exceptions.ConnectTimeout, google.GoogleAuthError)
    return TransientError(
        "Google Sheets did not answer in time." if late else "Google Sheets could not be reached.",
        "Check this machine's network (proxy, firewall, name service), then run again.",
        refused=isinstance(error, not_sent) or _is_refused(error),
    )


def _is_refused(error: Exception) -> bool:
    """Whether no connection came about at all: then nothing can have been sent."""
    from urllib3.exceptions import NewConnectionError

    cause: object = error.args[0] if error.args else None
    return isinstance(getattr(cause, "reason", None), NewConnectionError)
