"""`python -m mso_sheets` and the console script: parse, call, print, exit code."""

from __future__ import annotations

import sys


def main() -> None:
    """Runs the command line and leaves with the contract's exit code."""
    from mso_sheets.cli import run_command_line

    sys.exit(run_command_line(sys.argv[1:]))


if __name__ == "__main__":
    main()
