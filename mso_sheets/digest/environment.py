"""The sandbox in which a team's templates run: the report and a few words, nothing else.

Nothing here escapes on output, because everything that comes from people was shielded before it got
here (see `shield`); a template's own marks are its author's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import ChainableUndefined, Template, TemplateError, TemplateSyntaxError, Undefined
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mso_sheets.digest.grouping import grouped, matching
from mso_sheets.digest.shield import bare, shield
from mso_sheets.digest.stamp import stamp
from mso_sheets.digest.text import shorten
from mso_sheets.digest.values import LinkView, Row
from mso_sheets.digest.words import FILTERS
from mso_sheets.errors import ConfigError

_URL_SAFE = "/:?#@!$&'*+,;=%~-._"
_MOST_RECORD = 120


class Sandbox(ImmutableSandboxedEnvironment):
    """Refuses aloud what a template may not touch; rows, which are only data, are read directly."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of a row, else what the sandbox allows."""
        if type(obj) is Row:
            fields = obj.__dict__
            return fields[attribute] if attribute in fields else self.undefined(name=attribute)
        return super().getattr(obj, attribute)

    def unsafe_undefined(self, obj: Any, attribute: str) -> Undefined:
        """Raises, where the sandbox of old would show nothing."""
        raise SecurityError(f"{attribute} of {type(obj).__name__} may not be used in a template")


@lru_cache(maxsize=1)
def environment() -> Sandbox:
    """The sandboxed environment with our filters; undefined names show as nothing."""
    made = Sandbox(
        autoescape=False,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    made.filters.update(FILTERS)
    made.filters["shorten"] = shorten
    made.filters.update(grouped=grouped, matching=matching, capital=_capital)
    return made


def _capital(text: Any) -> str:
    """The first letter large, the others as they are."""
    return str(text)[:1].upper() + str(text)[1:]


@lru_cache(maxsize=64)
def _compiled(text: str) -> Template:
    """Compiling costs more than all else in a small digest; a run renders a text many times."""
    return environment().from_string(text)


def compiled(name: str, text: str) -> Template:
    """The template, ready to render. ConfigError names the line that is no template."""
    try:
        return _compiled(text)
    except TemplateSyntaxError as error:
        raise _broken(name, f"line {error.lineno}: {error.message}") from error


def rendered(name: str, text: str, values: Mapping[str, Any]) -> str:
    """The template's text. ConfigError names the template, the line and what is wrong there."""
    template = compiled(name, text)
    try:
        return template.render(values)
    except TemplateSyntaxError as error:
        raise _broken(name, f"line {error.lineno}: {error.message}") from error
    except (TemplateError, ArithmeticError, AttributeError, LookupError) as error:
        raise _broken(name, str(error)) from error
    except (TypeError, ValueError) as error:
        raise _broken(name, str(error)) from error


def _broken(name: str, what: str) -> ConfigError:
    return ConfigError(
        f"The template config/templates/{name}.md.j2 cannot be used: {what}.",
        "Mend that line, or delete the file to get the one that ships with the product.",
    )


def allowed(url: str, hosts: tuple[str, ...]) -> bool:
    """Whether a digest may lead there: https, and a host of the settings or one below it."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    if parts.scheme != "https" or not host or "@" in parts.netloc:
        return False
    return any(host == each or host.endswith(f".{each}") for each in hosts)


def link_maker(hosts: tuple[str, ...]) -> Callable[..., str]:
    """`link(row.link)` or `link(row.link, 'words')`: a link in the dialect, or words alone."""

    def link(target: Any, words: str = "") -> str:
        if not isinstance(target, LinkView):
            return words or (shield(str(target)) if target else "")
        shown = words or target.text
        if not shown or not allowed(target.url, hosts):
            return shown
        return f"[{shown}]({shield(quote(target.url, safe=_URL_SAFE))})"

    return link


def buttons_maker(on: bool) -> Callable[..., str]:
    """`buttons(row)` or `buttons(row, 'tasks')`: the menu of a line that stands for a record.

    A row without an id of its own (its key has a `~`) cannot be found again, so it has none.
    """

    def buttons(row: Any, table: str = "actions") -> str:
        record = getattr(row, "record", None) or getattr(row, "key", None)
        if not on or not record or "~" in str(record) or len(str(record)) > _MOST_RECORD:
            return ""
        owner = bare(str(getattr(row, "owner", None) or ""))
        seen = stamp(owner, getattr(row, "due", None))
        return f"{{{table}/{shield(bare(str(record)))}@{seen}}}"

    return buttons
