"""The command line on a machine whose clock is wrong: python -m tests.e2e.skewed SECONDS WORDS..."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, tzinfo

from mso_sheets.app import clock


def main() -> int:
    from mso_sheets.cli import run_command_line

    skew = timedelta(seconds=float(sys.argv[1]))

    class Wrong(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + skew  # noqa: TID251  the one clock, made wrong

    vars(clock)["datetime"] = Wrong
    return run_command_line(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
