"""Google credentials by google-auth's usual ways, with the one scope that is needed."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from google.auth.credentials import Credentials
    from gspread.http_client import HTTPClient

SCOPES = ["https://www.googleapis.com/auth/spreadsheets"]


def find_credentials(key_file: str | Path | None = None) -> Credentials:
    """The key file's service account, else what google-auth finds on this machine.

    Raises google.auth's DefaultCredentialsError when there is none or the file is not one.
    """
    import google.auth
    from google.auth.exceptions import DefaultCredentialsError
    from google.oauth2.service_account import Credentials as ServiceAccount

    if key_file is not None:
        try:
            found: Credentials = ServiceAccount.from_service_account_file(  # type: ignore[no-untyped-call]
                str(key_file), scopes=SCOPES
            )
        except (OSError, ValueError) as error:
            raise DefaultCredentialsError("no key file") from error  # type: ignore[no-untyped-call]
        return found
    with warnings.catch_warnings():
        # A person's own login without a quota project only earns a warning on stderr.
        warnings.simplefilter("ignore")
        credentials, _ = google.auth.default(scopes=SCOPES)
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
