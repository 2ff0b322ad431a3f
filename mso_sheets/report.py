"""Runs the analyses that a job asks for and gathers their answers into one `Report`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.abc import InspectLoader
from types import ModuleType

import pandas as pd

from mso_sheets import analyses
from mso_sheets.analyses.context import Context
from mso_sheets.errors import AnalysisError, ConfigError
from mso_sheets.model.result import Report, Result
from mso_sheets.model.table import Tables


@lru_cache(maxsize=1)
def analysis_names() -> tuple[str, ...]:
    """Every module of the package that defines `analyse`; none is imported for it."""
    modules = pkgutil.iter_modules(analyses.__path__)
    return tuple(sorted(info.name for info in modules if _defines_analyse(info)))


def _defines_analyse(info: pkgutil.ModuleInfo) -> bool:
    spec = info.module_finder.find_spec(info.name, None)
    loader = spec.loader if spec is not None else None
    source = loader.get_source(info.name) if isinstance(loader, InspectLoader) else None
    return source is not None and "\ndef analyse(" in source


def load_analysis(name: str) -> ModuleType:
    """The module of one analysis; ConfigError names the ones there are."""
    if name not in analysis_names():
        raise ConfigError(
            f"There is no analysis '{name}'.", f"Choose of: {', '.join(analysis_names())}."
        )
    return importlib.import_module(f"mso_sheets.analyses.{name}")


def build_report(
    workbook: str, title: str, tables: Tables, context: Context, names: Iterable[str]
) -> Report:
    """One Result a name; an analysis that fails becomes a section that says so."""
    results: Mapping[str, Result] = {name: _result(name, tables, context) for name in names}
    gaps = tuple(gap for result in results.values() for gap in result.gaps)
    insights = tuple(i for result in results.values() for i in result.insights)
    found = tuple(p for result in results.values() for p in result.problems)
    problems = (*tables.problems, *found)
    return Report(
        workbook,
        title,
        context.today,
        tables,
        results,
        gaps,
        insights,
        problems,
        last_digest=context.history.last_digest,
    )


def _result(name: str, tables: Tables, context: Context) -> Result:
    module = load_analysis(name)
    missing = [table for table in module.READS if table not in tables]
    title = str(getattr(module, "TITLE", name.replace("_", " ").capitalize()))
    if missing:
        return _unavailable(name, title, _why_missing(missing, tables))
    try:
        result = module.analyse(tables, context)
    except AnalysisError as error:
        return _unavailable(name, title, str(error))
    except Exception as error:  # one broken analysis is one section, not a dead run
        return _unavailable(name, title, f"could not be computed ({type(error).__name__}: {error})")
    assert isinstance(result, Result)
    return result


def _why_missing(missing: list[str], tables: Tables) -> str:
    refused = [f"{name}: {tables.refused[name]}" for name in missing if name in tables.refused]
    return "; ".join(refused) or f"needs the tab for {', '.join(missing)}, which is not there"


def _unavailable(name: str, title: str, reason: str) -> Result:
    return Result(name, title, pd.DataFrame({"key": pd.Series(dtype="str")}), unavailable=reason)


def depends_on(name: str) -> tuple[str, ...]:
    """The tables that an analysis cannot do without."""
    return tuple(load_analysis(name).READS)
