"""What the code says to people, read out of its source: calls with literal texts, as templates."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mso_sheets

PACKAGE = Path(mso_sheets.__file__).parent
LONG = 12
"""Of two texts that depend on something, both are shown when one is longer than this."""


@dataclass(frozen=True)
class Said:
    """One call: the callable's name, its arguments as templates, and the module that it stands in."""

    name: str
    arguments: tuple[str, ...]
    named: Mapping[str, str]
    module: str

    def argument(self, place: int, name: str) -> str:
        """An argument by its place or its name; "" when it was not given."""
        if name in self.named:
            return self.named[name]
        return self.arguments[place] if place < len(self.arguments) else ""


def calls(wanted: Callable[[str], bool]) -> Iterator[Said]:
    """Every call of a callable with such a name in the package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        tree = ast.parse(path.read_text("utf-8"))
        found = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and wanted(_name(n.func))]
        known = vars(importlib.import_module(name)) if found else {}
        local = _assigned(tree) if found else {}
        for call in sorted(found, key=lambda node: node.lineno):
            yield _said(call, {**local.get(call, {}), **known}, name)


def _assigned(tree: ast.Module) -> dict[ast.AST, dict[str, Any]]:
    """Call -> the expressions that its function gives to names, for texts put together before."""
    found: dict[ast.AST, dict[str, Any]] = {}
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            inside = list(ast.walk(function))
            names = {
                node.targets[0].id: node.value
                for node in inside
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            }
            found |= {node: names for node in inside if isinstance(node, ast.Call)}
    return found


def _said(call: ast.Call, known: Mapping[str, Any], name: str) -> Said:
    given = {word.arg: template(word.value, known) for word in call.keywords if word.arg}
    return Said(_name(call.func), tuple(template(a, known) for a in call.args), given, name)


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def template(node: ast.expr, known: Mapping[str, Any]) -> str:
    """The text of an expression; what is only known at run time stands between ‹ ›."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_part(value, known) for value in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return template(node.left, known) + template(node.right, known)
    if isinstance(node, ast.IfExp):
        sides = [template(side, known) for side in (node.body, node.orelse)]
        both = [text for text in sides if any(sign.isalpha() for sign in text)]
        long = any(len(text) > LONG for text in both)
        return " / ".join(both) if long else both[0] if both else ""
    found = _value(node, known)
    if isinstance(found, ast.JoinedStr | ast.Constant | ast.BinOp | ast.IfExp):
        return template(found, {**known, getattr(node, "id", ""): None})
    return found if isinstance(found, str) else f"‹{_word(node)}›"


def _part(value: ast.expr, known: Mapping[str, Any]) -> str:
    if isinstance(value, ast.FormattedValue):
        return template(value.value, known)
    return template(value, known)


def _value(node: ast.expr, known: Mapping[str, Any]) -> object:
    """A constant of the module, or of a module that it imports."""
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.Attribute):
        return getattr(_value(node.value, known), node.attr, None)
    return None


def _word(node: ast.expr) -> str:
    """One word for a value: the last name in its expression."""
    if isinstance(node, ast.Name):
        return node.id.strip("_").replace("_", " ")
    if isinstance(node, ast.Attribute):
        return node.attr.strip("_").replace("_", " ")
    if isinstance(node, ast.Call):
        return _word(node.args[0]) if node.args else _word(node.func)
    if isinstance(node, ast.Subscript):
        return _word(node.value)
    inner = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
    return _word(inner[0]) if inner else "..."
