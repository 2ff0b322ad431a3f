"""Google credentials by google-auth's usual ways, with the one scope that is needed."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from mso_sheets.adapters.google.keyfile import NAME, key_file_fault

if TYPE_CHECKING:
    from google.auth.credentials import Credentials
    from gspread.http_client import HTTPClient

SCOPES = ["https://www.googleapis.com/auth/spreadsheets"]

UNREADABLE = (OSError, ValueError, AttributeError, TypeError)
"""What google-auth lets through for a file that is something else."""


def find_credentials(key_file: str | Path | None = None) -> Credentials:
    """The key file's service account, else what google-auth finds on this machine.

    Raises google.auth's DefaultCredentialsError when there is none, WorkbookError when there is a
    file and it is no key.
    """
    import google.auth
    from google.auth.exceptions import DefaultCredentialsError
    from google.oauth2.service_account import Credentials as ServiceAccount

    if key_file is not None:
        try:
            found: Credentials = ServiceAccount.from_service_account_file(  # type: ignore[no-untyped-call]
                str(key_file), scopes=SCOPES
            )
        except UNREADABLE as error:
            raise key_file_fault(Path(key_file)) from error
        return found
    with warnings.catch_warnings():
        # A person's own login without a quota project only earns a warning on stderr.
        warnings.simplefilter("ignore")
        try:
            credentials, _ = google.auth.default(scopes=SCOPES)
        except (DefaultCredentialsError, *UNREADABLE) as error:
            named = os.environ.get(NAME)
            if not named:
                raise
            raise key_file_fault(Path(named)) from error
    return credentials


def account_of(credentials: Credentials | None) -> str:
    """The address to share spreadsheets with; empty for a person's login."""
    address = getattr(credentials, "service_account_email", "") or ""
    return "" if address == "default" else str(address)


def client_of(credentials: Credentials) -> HTTPClient:
    """The plain client of gspread: it neither retries nor reads metadata by itself."""
    from gspread.http_client import HTTPClient

    client = HTTPClient(credentials)
    # Google compresses for agents whose name says gzip.
    client.session.headers["User-Agent"] = "mso-sheets (gzip)"
    return client
