"""No binary floating point below the doors: tonnes, yuan and rates are decimals."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.sources import Source, source, sources, where

# What reads or writes a workbook meets the floats of its cells, and turns them into text at once; a printed page is
# drawn in points.
MEETS_FLOATS = ("domain/records/sheets/reader/", "domain/records/sheets/writer/", "domain/summary/acts/documents.py")


def floats(module: Source) -> Iterator[str]:
    """Every float in a module: a literal, the name, a conversion."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield f"{where(module, node)} {node.value}"
        elif isinstance(node, ast.Name) and node.id == "float":
            yield f"{where(module, node)} float"
        elif isinstance(node, ast.alias) and node.name in ("math", "numpy"):
            yield f"{where(module, node)} {node.name}"


def test_no_float_below_the_doors() -> None:
    modules = [module for module in sources("domain") if not module.path.startswith(MEETS_FLOATS)]
    assert [found for module in modules for found in floats(module)] == []


@pytest.mark.parametrize("planted", ["x = 0.7", "x = float('1')", "def f(x: float) -> None: ...", "import math"])
def test_a_planted_float_is_seen(planted: str) -> None:
    assert len(list(floats(source(planted)))) == 1
