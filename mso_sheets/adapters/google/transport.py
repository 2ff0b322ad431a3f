"""Requests out, typed replies in: timeouts, pace, bounded patience; a write is sent only once."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from mso_sheets.adapters.google.faults import (
    Scene,
    TransientError,
    from_answer,
    from_exception,
    not_whole,
)
from mso_sheets.adapters.rate import Clock, Pace, Side, Sleep
from mso_sheets.errors import WorkbookError
from mso_sheets.ports import Requests
from mso_sheets.settings.models import RetryRules

if TYPE_CHECKING:
    from gspread.exceptions import APIError
    from gspread.http_client import HTTPClient

ReplyType = TypeVar("ReplyType")
Parameters = Mapping[str, str | Sequence[str]]
Parse = Callable[[bytes], ReplyType]
Connect = Callable[[], "HTTPClient"]

ENDPOINT = "https://sheets.googleapis.com/v4/spreadsheets"
# A quota is refilled within the minute: early tries for a short refusal, then past its end.
QUOTA_WAITS = (2.0, 8.0, 25.0, 30.0)
CONNECT_SECONDS = 10.0
SECONDS = re.compile(r"\d{1,6}")


class Patience:
    """How often and how long one call of the port may try. Waiting for our own pace is free."""

    def __init__(self, rules: RetryRules, clock: Clock, sleep: Sleep) -> None:
        self._rules, self._clock, self._sleep = rules, clock, sleep
        self._ends = clock() + rules.seconds
        self._failures = 0

    def extend(self, seconds: float) -> None:
        """Moves the end: these seconds were waited for the quota's sake."""
        self._ends += seconds

    @property
    def timeout(self) -> tuple[float, float]:
        """Seconds for connecting and for each wait on an answer."""
        left = max(1.0, min(self._rules.timeout, self._ends - self._clock()))
        return min(CONNECT_SECONDS, left), left

    def pause(self, error: TransientError) -> None:
        """Waits before the next try; raises `error` when tries or seconds are used up."""
        self._failures += 1
        wait = self._wait(error)
        if self._failures >= self._rules.attempts or self._clock() + wait > self._ends:
            raise WorkbookError(
                f"{error.message} (tried {self._failures} times)", error.fix, permanent=False
            ) from error
        self._sleep(wait)

    def _wait(self, error: TransientError) -> float:
        if error.wait is not None:
            return error.wait
        step = self._failures - 1
        base = QUOTA_WAITS[min(step, len(QUOTA_WAITS) - 1)] if error.quota else min(2.0**step, 30.0)
        return base * (1 + secrets.randbelow(100) / 1000)


class Transport:
    """One spreadsheet's requests. `connect` is called once, at the first request."""

    def __init__(
        self,
        spreadsheet_id: str,
        connect: Connect,
        scene: Callable[[], Scene],
        rules: RetryRules,
        pace: Pace,
        clock: Clock,
        sleep: Sleep,
    ) -> None:
        self.requests = Requests()
        self._url = f"{ENDPOINT}/{spreadsheet_id}"
        self._connect, self._scene = connect, scene
        self._rules, self._pace, self._clock, self._sleep = rules, pace, clock, sleep
        self._client: HTTPClient | None = None

    def patience(self) -> Patience:
        """The bounds for one call of the port, from now on."""
        return Patience(self._rules, self._clock, self._sleep)

    def get(
        self,
        path: str,
        parameters: Parameters,
        parse: Parse[ReplyType],
        patience: Patience,
        body: Any = None,
    ) -> ReplyType:
        """Reads, again and again while that helps and `patience` lasts.

        `parse` raises TransientError for a reply that is not whole. A `body` makes it a POST that
        reads, for questions too long for an address.
        """
        content = None if body is None else msgspec.json.encode(body)
        while True:
            try:
                return parse(self._send("read", path, parameters, content, patience))
            except TransientError as error:
                patience.pause(error)

    def post(
        self,
        path: str,
        parameters: Parameters,
        body: Any,
        parse: Parse[ReplyType],
        patience: Patience,
    ) -> ReplyType:
        """Writes once; again only when Google refused before doing anything.

        Raises TransientError when it may have been done: the caller finds out before it repeats.
        """
        content = msgspec.json.encode(body)
        while True:
            try:
                return parse(self._send("write", path, parameters, content, patience))
            except TransientError as error:
                if not error.refused:
                    raise
                patience.pause(error)

    def _send(
        self,
        side: Side,
        path: str,
        parameters: Parameters,
        content: bytes | None,
        patience: Patience,
    ) -> bytes:
        import requests
        from google.auth.exceptions import GoogleAuthError
        from gspread.exceptions import APIError

        try:
            client = self._client = self._client or self._connect()
            patience.extend(self._pace.wait(side))
            client.set_timeout(patience.timeout)
            setattr(self.requests, side, getattr(self.requests, side) + 1)
            response = client.request(
                "get" if content is None else "post",
                self._url + path,
                params={"prettyPrint": "false", **_listed(parameters)},
                data=content,
                headers=None if content is None else {"Content-Type": "application/json"},
            )
        except APIError as error:
            raise self._translated(error) from error
        except (requests.RequestException, GoogleAuthError) as error:
            raise from_exception(error, self._scene()) from error
        return bytes(response.content)

    def _translated(self, error: APIError) -> Exception:
        answer = error.response
        wait = _seconds(answer.headers.get("Retry-After", ""))
        return from_answer(answer.status_code, error.error, wait, self._scene())


def parse_as(reply: type[ReplyType]) -> Parse[ReplyType]:
    """A parser of one type of reply; what is not whole JSON of that type is transient."""

    def parse(content: bytes) -> ReplyType:
        try:
            return msgspec.json.decode(content, type=reply)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise not_whole() from error

    return parse


def _listed(parameters: Parameters) -> dict[str, str | list[str]]:
    return {k: v if isinstance(v, str) else list(v) for k, v in parameters.items()}


def _seconds(text: str) -> float | None:
    """Retry-After in seconds; a date, which Google does not send, counts as absent."""
    return float(text) if SECONDS.fullmatch(text.strip()) else None
