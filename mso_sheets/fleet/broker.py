"""Where Redis is, and clients of it: one that answers at once, one that rides out a restart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mso_sheets.errors import ConfigError, MsoSheetsError
from mso_sheets.settings.secrets import secret

if TYPE_CHECKING:
    from redis import Redis

HERE = "redis://localhost:6379/0"
TIMEOUTS = {"socket_timeout": 10, "socket_connect_timeout": 5}
"""Seconds."""
RIDE_OUT = 14
"""Tries while Redis is away: 0.1 s apart, then twice that, at most a second; some ten in all."""


def redis_of(environment: Mapping[str, str]) -> Redis:
    """The client of REDIS_URL (or REDIS_URL_FILE).

    ConfigError without the extra, MsoSheetsError when nothing answers there.
    """
    try:
        from redis import Redis
        from redis.exceptions import RedisError
    except ImportError:
        raise missing_extra() from None
    url = address(environment)
    try:
        client = Redis.from_url(url, **TIMEOUTS)
        client.ping()
    except ValueError as error:
        raise ConfigError(
            f"REDIS_URL is no address of Redis ({error}).", f"Write {HERE}."
        ) from None
    except RedisError as error:
        place = url.rsplit("@", 1)[-1].removeprefix("redis://")
        raise MsoSheetsError(
            f"Redis does not answer at {place} ({type(error).__name__}).",
            "Start it (apt-get install redis-server; or docker compose -f deploy/redis.compose.yaml "
            "up -d) or set REDIS_URL.",
        ) from None
    return client


def address(environment: Mapping[str, str]) -> str:
    """Where Redis is."""
    return secret("REDIS_URL", environment) or HERE


def patient(environment: Mapping[str, str]) -> Redis:
    """The same Redis, asked again for some ten seconds while it starts anew.

    What a run has done is not forgotten, and it is not done twice, because Redis was restarted.
    """
    from redis import Redis
    from redis.backoff import ExponentialBackoff
    from redis.retry import Retry

    retry = Retry(ExponentialBackoff(cap=1.0, base=0.05), RIDE_OUT)
    return Redis.from_url(address(environment), **TIMEOUTS, retry=retry)


def missing_extra() -> ConfigError:
    """What is said without the extra."""
    return ConfigError(
        "The fleet needs Celery and Redis' client, which are not installed.",
        'Install them with: pip install "mso-sheets[fleet]"',
    )
