"""Below the doors nobody looks at a clock: the instant of an act is an argument."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.sources import Source, called, source, sources, texts, where

CLOCK_CALLS = {"now", "utcnow", "today", "time_ns", "monotonic", "perf_counter", "localtime", "gmtime", "ctime"}
# `time` is a clock only as time.time(): datetime has a method of that name.
SQL_CLOCK = re.compile(
    r"\b(now\s*\(|clock_timestamp|current_(date|time)|localtime|transaction_timestamp)", re.IGNORECASE
)
# Piccolo fills these with the database's own clock unless told otherwise.
TIMED_COLUMNS = {"Timestamp", "Timestamptz", "Date", "Time"}


def clocks(module: Source) -> Iterator[str]:
    """Every look at a clock in a module."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and (called(node) in CLOCK_CALLS or ast.unparse(node.func) == "time.time"):
            yield f"{where(module, node)} {ast.unparse(node.func)}()"
        if module.furniture == "tables" and isinstance(node, ast.Call) and _filled_by_the_database(node):
            yield f"{where(module, node)} {called(node)}() without default"
    for text, node in texts(module.tree):
        if SQL_CLOCK.search(text):
            yield f"{where(module, node)} {text[:60]}"


def _filled_by_the_database(column: ast.Call) -> bool:
    return called(column) in TIMED_COLUMNS and all(keyword.arg != "default" for keyword in column.keywords)


def test_nobody_below_the_doors_looks_at_a_clock() -> None:
    assert [found for module in sources("domain") for found in clocks(module)] == []


@pytest.mark.parametrize(
    "planted",
    [
        "from datetime import datetime\nat = datetime.now()",
        "from datetime import date\nday = date.today()",
        "import time\nat = time.time()",
        "import datetime\nat = datetime.datetime.utcnow()",
        "sql = 'UPDATE x SET at = now()'",
        "sql = f'SELECT {1} WHERE day < CURRENT_DATE'",
    ],
)
def test_a_planted_clock_is_seen(planted: str) -> None:
    assert len(list(clocks(source(planted)))) == 1


def test_a_column_filled_by_the_databases_clock_is_seen() -> None:
    planted = source(
        "class A(Table):\n    at = Timestamptz()\n    on = Date(null=True, default=None)", "domain/x/tables.py"
    )
    assert list(clocks(planted)) == ["domain/x/tables.py:2 Timestamptz() without default"]
