"""The rooms hold no year, rate, threshold or deadline: those are provisions, asked of the lawbook as of a day."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.sources import ROOMS, Source, called, source, sources, texts, where

# Months, digits, halves and dozens count things; a hundred turns a share into percent.
SMALL = frozenset(range(13)) | {100, 1000}
# Tables give columns their width; a workbook describes a sheet; neither computes.
LOOKED_THROUGH = ("states", "rules", "checks", "queries", "acts")
A_NUMBER = re.compile(r"[+-]?\d*\.?\d+")
A_YEAR_OR_DAY = re.compile(r"\b(19|20)\d\d(-\d\d-\d\d)?\b")
# What a citation or the number of a document looks like; it names the law and computes nothing.
A_CITATION = re.compile(r"[〔《第条号章令]|GB|HJ|CETS|art")

# Numbers that are no law, each with its reason.
KNOWN: dict[tuple[str, str], str] = {}


def laws(module: Source) -> Iterator[str]:
    """Every number in a room's module that the lawbook ought to know."""
    if module.furniture not in LOOKED_THROUGH:
        return
    named = _names_of_sizes(module.tree)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            if node.value not in SMALL and id(node) not in named:
                yield f"{where(module, node)} {node.value}"
        elif isinstance(node, ast.Call) and called(node) == "Decimal" and node.args:
            yield from _decimal(module, node)
        elif isinstance(node, ast.Call) and called(node) == "date" and _all_constant(node.args):
            yield f"{where(module, node)} {ast.unparse(node)}"
    for text, node in texts(module.tree):
        if id(node) not in named and A_YEAR_OR_DAY.search(text) and not A_CITATION.search(text):
            yield f"{where(module, node)} {text[:60]}"


def _all_constant(arguments: list[ast.expr]) -> bool:
    return bool(arguments) and all(isinstance(part, ast.Constant) for part in arguments)


def _decimal(module: Source, node: ast.Call) -> Iterator[str]:
    """`Decimal("0.7")` is a rate; `Decimal("0.01")` and `Decimal(100)` are places and percent."""
    given = node.args[0]
    if isinstance(given, ast.Constant) and isinstance(given.value, str) and A_NUMBER.fullmatch(given.value):
        digits = given.value.replace(".", "").strip("+-").strip("0")
        if digits not in ("", "1") and given.value not in {str(number) for number in SMALL}:
            yield f"{where(module, node)} {ast.unparse(node)}"


def _names_of_sizes(tree: ast.AST) -> set[int]:
    """How much a page, a slice or a text holds is the programmer's: PAGE = 50, most=400, text[:200]. So is what the
    example of a question asks about.
    """
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Slice):
            found |= {id(part) for part in ast.walk(node)}
        elif isinstance(node, ast.Assign) and any(_is_a_size(target) for target in node.targets):
            found |= {id(part) for part in ast.walk(node.value)}
        elif isinstance(node, ast.arguments):
            found |= {
                id(part) for default in (*node.defaults, *node.kw_defaults) if default for part in ast.walk(default)
            }
        elif isinstance(node, ast.keyword) and node.arg in ("limit", "most", "indent", "width", "example"):
            found |= {id(part) for part in ast.walk(node.value)}
    return found


SIZES = re.compile(r"PAGE|LIMIT|MOST|CHUNK|SLICE|LENGTH|WIDTH|LONGEST|BYTES|SEED")


def _is_a_size(target: ast.expr) -> bool:
    return isinstance(target, ast.Name) and bool(SIZES.search(target.id))


def test_no_room_holds_law() -> None:
    modules = [module for module in sources("domain") if module.room in ROOMS]
    found = [told for module in modules for told in laws(module) if not _known(module, told)]
    assert found == []


def _known(module: Source, told: str) -> bool:
    return (module.path, told.partition(" ")[2]) in KNOWN


def test_what_is_known_is_still_there() -> None:
    told = {(module.path, found.partition(" ")[2]) for module in sources("domain") for found in laws(module)}
    assert set(KNOWN) - told == set()


@pytest.mark.parametrize(
    "planted",
    [
        "from decimal import Decimal\nrate = Decimal('0.7')",
        "share = 0.05",
        "threshold = 26000",
        "if year >= 2024: pass",
        "deadline = '2024-12-31'",
        "from datetime import date\nday = date(2024, 12, 31)",
        "sql = f'SELECT 1 WHERE year = 2023 AND id = {1}'",
    ],
)
def test_planted_law_is_seen(planted: str) -> None:
    assert list(laws(source(planted)))


@pytest.mark.parametrize(
    "innocent",
    [
        "PAGE = 50",
        "text = reason[:400]",
        "percent = share * 100",
        "CITATION = '环办气候函〔2021〕130号 第三条'",
        "from decimal import Decimal\nCENT = Decimal('0.01')",
        "Question(example={'year': '2024', 'units': [{'on': '2024-12-31'}]})",
        "def f(limit: int = 200) -> None: ...",
    ],
)
def test_what_is_no_law(innocent: str) -> None:
    assert list(laws(source(innocent))) == []
