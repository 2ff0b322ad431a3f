"""Calls to the Web API: counted, paced, bounded in patience, and never repeated when in doubt."""

from __future__ import annotations

import http.client
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from mso_sheets.adapters.slack import failures
from mso_sheets.errors import MessengerError
from mso_sheets.ports import Requests
from mso_sheets.settings.models import RetryRules

Data = dict[str, Any]
POST_INTERVAL = 1.05
"""Seconds between messages of one channel: https://docs.slack.dev/apis/web-api/rate-limits"""
_PAUSES = (1.0, 2.0, 4.0, 8.0)
_NETWORK = (OSError, http.client.HTTPException, ValueError, SlackClientError)


class SlowDownError(Exception):
    """HTTP 429: Slack says that it did not take the call. `date` is Slack's time in seconds."""

    def __init__(self, seconds: float, date: float | None) -> None:
        super().__init__(f"retry after {seconds}")
        self.seconds = seconds
        self.date = date


def web_client(token: str, timeout: float = 30) -> WebClient:
    """A client that repeats nothing by itself and logs nothing that we say in our own words.

    slack_sdk's default repeats a post whose reply was lost
    (https://docs.slack.dev/tools/python-slack-sdk/reference/http_retry/index.html).
    """
    quiet = logging.getLogger("mso_sheets.adapters.slack.sdk")
    quiet.setLevel(logging.CRITICAL)
    return WebClient(token, timeout=int(timeout), retry_handlers=[], logger=quiet)


@dataclass(slots=True)
class Wire:
    """One bot's connection to Slack. `clock` is monotonic; both it and `sleep` are injected."""

    client: WebClient
    requests: Requests
    rules: RetryRules = field(default_factory=RetryRules)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    bot: str = ""
    _free_at: dict[str, float] = field(default_factory=dict)

    def once(self, method: str, *, channel: str = "", **arguments: Any) -> Data:
        """One request. Raises SlowDownError on 429, else MessengerError."""
        self.requests.slack += 1
        try:
            return _data(self.client.api_call(method, **arguments))
        except SlackApiError as error:
            if failures.error_code(error) == "ratelimited" or error.response.status_code == 429:
                raise _slow_down(error) from error
            raise failures.of_answer(error, channel, self._name_for(error)) from error
        except _NETWORK as error:
            raise failures.of_network(error) from error

    def _name_for(self, error: SlackApiError) -> str:
        """The bot's name, asked for once and only where the remedy names it."""
        if not self.bot and failures.names_bot(error):
            self.requests.slack += 1
            try:
                self.bot = str(self.client.auth_test().get("user") or "")
            except (SlackApiError, *_NETWORK):
                self.bot = "your-bot"
        return self.bot or "your-bot"

    def post(
        self,
        method: str,
        payload: Mapping[str, Any],
        *,
        channel: str,
        landed: Callable[[float], Data | None] = lambda since: None,
    ) -> Data:
        """A call that must not happen twice: repeated only after a 429.

        `landed` is asked before a repetition, with Slack's time of the refusal, whether it was
        carried out all the same.
        """
        for waited in self._patience():
            self._pace(channel)
            try:
                return self.once(method, channel=channel, json=dict(payload))
            except SlowDownError as slow:
                waited(slow.seconds)
                found = landed(slow.date) if slow.date else None
                if found is not None:
                    return found
        raise self._out_of_patience()

    def repeat(self, method: str, *, channel: str = "", **arguments: Any) -> Data:
        """A call that may happen twice without harm: repeated after 429 and lost connections."""
        failure: MessengerError | None = None
        for attempt, waited in enumerate(self._patience()):
            try:
                return self.once(method, channel=channel, **arguments)
            except SlowDownError as slow:
                failure = None
                waited(slow.seconds)
            except MessengerError as error:
                if error.permanent:
                    raise
                failure = error
                waited(_PAUSES[min(attempt, len(_PAUSES) - 1)])
        if failure is not None:
            raise _unanswered(method) if failure.unknown else failure
        raise self._out_of_patience()

    def pages(
        self, method: str, params: Mapping[str, Any], *, channel: str = "", most: int = 50
    ) -> Iterator[Data]:
        """The pages of a listing, by cursor.

        Raises MessengerError when there are more than `most`: half a listing is no answer.
        """
        cursor = ""
        for _ in range(most):
            more = {"cursor": cursor} if cursor else {}
            page = self.repeat(method, channel=channel, params={**params, **more})
            yield page
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return
        raise MessengerError(
            f"Slack's {method} has more than {most} pages.",
            "Name the channel by its id, which is in the channel's details in Slack.",
        )

    def send_file(self, url: str, content: bytes) -> None:
        """Puts a file's bytes where Slack wants them; it shows only once it is completed."""
        self.requests.slack += 1
        try:
            answer = self.client._upload_file(
                url=url,
                data=content,
                logger=self.client._logger,
                timeout=self.client.timeout,
                proxy=self.client.proxy,
                ssl=self.client.ssl,
            )
        except _NETWORK as error:
            raise _not_sent() from error
        if answer.status != 200:
            raise _not_sent()

    def _patience(self) -> Iterator[Callable[[float], None]]:
        """As many tries as the rules allow; each is given what it waits with."""
        end = self.clock() + self.rules.seconds

        def wait(seconds: float) -> None:
            if self.clock() + seconds > end:
                raise self._out_of_patience()
            self.sleep(seconds)

        for _ in range(self.rules.attempts):
            yield wait

    def _pace(self, channel: str) -> None:
        now = self.clock()
        free = self._free_at.get(channel, now)
        if free > now:
            self.sleep(free - now)
        self._free_at[channel] = max(free, now) + POST_INTERVAL

    @staticmethod
    def _out_of_patience() -> MessengerError:
        known = failures.KNOWN["ratelimited"]
        return MessengerError(known.sentence, known.fix, permanent=False)


def _unanswered(method: str) -> MessengerError:
    return MessengerError(
        f"Slack did not answer {method}.",
        "It is tried again with the next run; see https://status.slack.com.",
        permanent=False,
    )


def _not_sent() -> MessengerError:
    return MessengerError(
        "A file could not be uploaded to Slack.",
        "It is tried again with the next run.",
        permanent=False,
    )


def _data(response: Any) -> Data:
    data = response.data
    if not isinstance(data, dict):
        raise failures.unknown("Slack answered without JSON")
    if getattr(response, "headers", None):
        data = {**data, "_headers": dict(response.headers)}
    return data


def _slow_down(error: SlackApiError) -> SlowDownError:
    headers = {str(name).lower(): str(value) for name, value in error.response.headers.items()}
    try:
        seconds = float(headers.get("retry-after", "1"))
    except ValueError:
        seconds = 1.0
    try:
        date = parsedate_to_datetime(headers["date"]).timestamp()
    except (KeyError, ValueError, TypeError):
        date = None
    return SlowDownError(max(seconds, 0.1), date)
