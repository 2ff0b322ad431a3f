"""The command line. Help imports nothing heavy: each command's module is loaded when it is called."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

import click

from mso_sheets import __version__
from mso_sheets.errors import MsoSheetsError

# Command -> the line that help shows; the module is `mso_sheets.cli.<command>`.
COMMANDS = {
    "demo": "Make a sample workbook and run every job on it; no account, no network.",
    "init": "Make the tabs that are missing in a workbook; never changes a cell that is there.",
    "adopt": "Propose how an existing workbook's tabs and headers map to ours.",
    "check": "Check everything a run needs, a line each, with the fix.",
    "jobs": "List jobs: purpose, schedule, next run.",
    "run": "Run jobs now, by the same path as the schedule.",
    "preview": "Show a digest as a page and as the exact payload; posts nothing.",
    "report": "Write the weekly review as one HTML file and Markdown.",
    "handover": "List everything that one person holds.",
    "kickoff": "List similar cases, lessons, SOPs and risks for a project that starts.",
    "worker": "Run the schedule until SIGTERM.",
    "health": "Exit 0 when the worker is alive and its last good runs are fresh.",
    "fleet": "Many workbooks on Celery and Redis (extra: fleet).",
}


class Lazy(click.Group):
    """A group that loads a command's module only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command object, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"mso_sheets.cli.{cmd_name}")
        command = module.command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mso-sheets")
def group() -> None:
    """The spreadsheet that runs a team's projects, made to run itself.

    Settings come from a home folder with config/settings.toml: $MSO_SHEETS_HOME, the current folder,
    or what ships with the product. Exit codes: 0 done, 1 something failed, 2 configuration or usage,
    3 refused for safety.
    """


def run_command_line(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code; every error is a sentence with its remedy."""
    try:
        result = group.main(list(arguments), prog_name="mso-sheets", standalone_mode=False)
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return 2
    except MsoSheetsError as error:
        show_error("", error)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # a traceback helps nobody at a terminal
        if os.environ.get("MSO_SHEETS_LOG_LEVEL") == "DEBUG":
            raise
        show_error("", MsoSheetsError(f"MSO Sheets has a fault here ({type(error).__name__}: {error}).",
            "Set MSO_SHEETS_LOG_LEVEL=DEBUG to see where, and report it."))  # fmt: skip
        return 1
    return result if isinstance(result, int) else 0


def show_error(name: str, error: MsoSheetsError) -> None:
    """`name  message` and the remedy on a line of its own, to stderr."""
    lead = f"{name}  " if name else ""
    click.echo(f"{lead}{printable(error.message)}", err=True)
    if error.fix:
        click.echo(" " * max(len(lead), 2) + printable(error.fix), err=True)


def printable(text: str) -> str:
    """Text for a terminal: control characters of cells are shown, never obeyed."""
    return "".join(c if c.isprintable() or c in "\n\t" else "�" for c in text)
