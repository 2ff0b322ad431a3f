"""Signing in without opening a spreadsheet, for `check`: who it is, and Google's idea of the time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mso_sheets.adapters.google import credentials as login
from mso_sheets.adapters.google.faults import Scene, from_exception
from mso_sheets.errors import WorkbookError

SECONDS = 15


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`account` is empty for a person's login; `date` is the header of Google's last answer."""

    account: str = ""
    date: str = ""
    fault: WorkbookError | None = None


def sign_in(key_file: Path | None = None) -> SignedIn:
    """Asks Google for a token, as a run would, and throws it away."""
    from google.auth.exceptions import GoogleAuthError

    heard: list[str] = []
    account = ""
    try:
        credentials = login.find_credentials(key_file)
        account = login.account_of(credentials)
        credentials.refresh(_listening(heard))  # type: ignore[no-untyped-call]
    except WorkbookError as error:
        return SignedIn(account, fault=error)
    except GoogleAuthError as error:
        fault = from_exception(error, Scene(account, ""))
        return SignedIn(account, next(iter(heard[-1:]), ""), fault)
    return SignedIn(login.account_of(credentials) or account, next(iter(heard[-1:]), ""))


def _listening(heard: list[str]) -> Any:
    """google-auth's transport, which notes the date of each answer and does not wait for long."""
    import requests
    from google.auth.transport.requests import Request

    session = requests.Session()
    ask = Request(session)

    def request(*arguments: Any, **options: Any) -> Any:
        answer = ask(*arguments, **{**options, "timeout": SECONDS})
        heard.append(_date(answer.headers))
        return answer

    return request


def _date(headers: Mapping[str, str]) -> str:
    return str(headers.get("date") or headers.get("Date") or "")
