"""The form of a question: what an address asks, read into facts, and facts written into an address.

A calculation is its address: `?year=2024&units.1.class=I&units.1.initial=100` can be linked, kept and printed. Rows of
a table are numbered from 1, empty ones do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from domain.trial.rules import Field, Kind, Question
from portal.told import as_typed

# The day and the year that pick the law, beside the facts; no fact is called so, nor `more`.
PICKING = ("year", "on")
MORE = "more"
EMPTY_ROWS = 3
ROWS_ADDED = 5
MOST_ROWS = 100
LONGEST = 400
_CELL = re.compile(r"(\w{1,60})\.([1-9][0-9]{0,2})\.(\w{1,60})")
YEAR, AMOUNT = "year", "amount"


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: texts by name, rows by table. `strange` are names that the form does not have."""

    texts: dict[str, str] = field(default_factory=dict)
    tables: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    strange: dict[str, str] = field(default_factory=dict)
    asked: bool = False

    def given(self, question: Question) -> dict[str, object]:
        """The facts as `ask` reads them; what the question does not take is told there."""
        given: dict[str, object] = {name: text for name, text in self.texts.items() if name not in PICKING}
        for one in question.fields:
            rows = [row for row in self.tables.get(one.name, []) if any(row.values())]
            if one.kind is Kind.ROWS and rows:
                given[one.name] = rows
            elif one.kind is Kind.BY_YEAR and rows:
                given[one.name] = _by_year(rows)
        return given | self.strange

    def shown_rows(self, one: Field, more: str) -> list[dict[str, str]]:
        """The rows of a table as the form shows them: the filled ones first, then room for more."""
        rows = [row for row in self.tables.get(one.name, []) if any(row.values())]
        lines = max(len(self.tables.get(one.name, [])), len(rows) + EMPTY_ROWS)
        lines += ROWS_ADDED if more == one.name else 0
        return rows + [{} for _ in range(min(lines, MOST_ROWS) - len(rows))]

    def address(self, question: Question) -> str:
        """The query of this calculation, without anything that is empty."""
        pairs = [(name, text) for name, text in self.texts.items() if text]
        for one in question.fields:
            rows = [row for row in self.tables.get(one.name, []) if any(row.values())]
            for number, row in enumerate(rows, 1):
                pairs += [(f"{one.name}.{number}.{name}", text) for name, text in row.items() if text]
        return urlencode(pairs)


def columns_of(one: Field) -> tuple[Field, ...]:
    """The columns of a table: its facts, or year and amount."""
    if one.kind is Kind.BY_YEAR:
        return (Field(YEAR, Kind.COUNT), Field(AMOUNT, Kind.AMOUNT, one.unit))
    return one.rows


def is_table(one: Field) -> bool:
    return one.kind in (Kind.ROWS, Kind.BY_YEAR)


def typed_in(question: Question, query: Iterable[tuple[str, str]]) -> Typed:
    """What the address says. Of a name that stands twice the last counts."""
    fields = {one.name: one for one in question.fields}
    pairs = [(name, _clean(text)) for name, text in query if name != MORE]
    typed = Typed(asked=bool(pairs))
    rows: dict[str, dict[int, dict[str, str]]] = {}
    for name, text in pairs:
        cell = _CELL.fullmatch(name)
        if name in PICKING or (name in fields and not is_table(fields[name])):
            typed.texts[name] = text
        elif cell and cell[1] in fields and is_table(fields[cell[1]]) and int(cell[2]) <= MOST_ROWS:
            rows.setdefault(cell[1], {}).setdefault(int(cell[2]), {})[cell[3]] = text
        else:
            typed.strange[name[:LONGEST]] = text
    typed.tables.update({name: [numbered[number] for number in sorted(numbered)] for name, numbered in rows.items()})
    return typed


def _clean(text: str) -> str:
    """A text as typed, without what no form sends, and never long."""
    return "".join(sign for sign in text[:LONGEST] if sign.isprintable()).strip()


def _by_year(rows: list[dict[str, str]]) -> object:
    """Amounts by year; as text where a year stands twice, so that the reader sees both."""
    pairs = [(row.get(YEAR, ""), row.get(AMOUNT, "")) for row in rows]
    if len({year for year, _ in pairs}) < len(pairs):
        return ", ".join(f"{year}: {amount}" for year, amount in pairs)
    return dict(pairs)


def example_of(question: Question) -> Typed:
    """The example of a question as somebody would have typed it."""
    typed = Typed(asked=bool(question.example))
    fields = {one.name: one for one in question.fields}
    for name, value in question.example.items():
        if name in fields and is_table(fields[name]):
            typed.tables[name] = [dict(row) for row in _rows_of(value)]
        elif isinstance(value, list | tuple):
            typed.texts[name] = ", ".join(map(as_typed, value))
        else:
            typed.texts[name] = as_typed(value)
    return typed


def _rows_of(value: object) -> Iterator[dict[str, str]]:
    """The rows of a table, or of amounts by year, each cell as text."""
    if isinstance(value, Mapping):
        yield from ({YEAR: str(year), AMOUNT: as_typed(amount)} for year, amount in value.items())
    elif isinstance(value, list | tuple):
        yield from ({name: as_typed(cell) for name, cell in row.items()} for row in value)
