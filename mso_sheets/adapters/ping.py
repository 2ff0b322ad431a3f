"""The dead-man switch: an address that is called after every good run, and complains when it is not."""

from __future__ import annotations

import logging

log = logging.getLogger(__name__)
TIMEOUT_S = 10.0


def ping(url: str, timeout: float = TIMEOUT_S) -> bool:
    """Calls `url` once; a failure is logged and harms nothing. The address is a secret of its kind."""
    import requests

    try:
        answer = requests.get(url, timeout=timeout, allow_redirects=False)
        answer.raise_for_status()
    except requests.RequestException as error:
        log.warning("ping failed", extra={"fields": {"why": type(error).__name__}})
        return False
    return True
