"""The house's own source, read as syntax trees by the tests that keep its rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
ROOMS = (
    "listing",
    "monitoring_plan",
    "outside_data",
    "monthly_evidence",
    "emission_report",
    "verification",
    "recheck",
    "allocation",
    "surrender",
    "penalty",
    "summary",
    "evaluation",
    "bulletin",
    "help_desk",
    "trial",
)


@dataclass(frozen=True)
class Source:
    """A module: its path from the root of the project, and its tree."""

    path: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """`listing` for domain/listing/…, `records/journal` for domain/records/journal/…."""
        parts = self.path.split("/")
        return "/".join(parts[1:3]) if parts[1:2] == ["records"] and len(parts) > 3 else parts[1]

    @property
    def furniture(self) -> str:
        """`checks` for domain/<room>/checks.py and for domain/<room>/checks/anything.py."""
        inside = self.path.removeprefix(f"domain/{self.room}/")
        return inside.split("/")[0].removesuffix(".py")


def source(text: str, path: str = "domain/planted/rules.py") -> Source:
    """A planted module, to see a rule break."""
    return Source(path, ast.parse(text))


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Every module under these folders; migrations are history and are left out."""
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return tuple(
        Source(str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8")))
        for path in found
        if "migrations" not in path.parts
    )


def where(module: Source, node: ast.AST) -> str:
    return f"{module.path}:{getattr(node, 'lineno', 0)}"


def texts(tree: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Every string of a module but its docstrings; of an f-string the fixed parts as one text, `{}` for the rest."""
    docstrings = set(_docstrings(tree))
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(_fixed(part) for part in node.values), node
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings | inside:
            yield node.value, node


def _fixed(part: ast.expr) -> str:
    return part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else "{}"


def _docstrings(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield id(first.value)


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    """Calls of functions or methods with one of these last names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in names:
            yield node


def called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def constants(node: ast.AST) -> list[str]:
    """The strings inside an expression: both sides of a conditional, each item of a table."""
    return [part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)]
