"""Open data as files: csv that spreadsheets open right, xlsx with the dictionary beside it, digest and date of each.

Files are kept as long as the journal ends where it ended when they were made: what was read then is still the same.
"""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

from domain.core.calendar import CHINA
from domain.records.journal import queries as journal
from domain.records.sheets.writer import Heading, Leaf, tables_in_thread
from portal import words
from portal.page import XLSX
from portal.public.data import DATA_SETS, MOST_ROWS, TAGS, DataSet, Field, Type

CSV = "text/csv; charset=utf-8"
BOM = "\ufeff"
MARK_OF_TEXT = "'"
# What a spreadsheet would run as a formula, the full-width signs of Chinese keyboards among it; and our own mark.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", MARK_OF_TEXT)
WIDTHS = {Type.TEXT: 28, Type.CODE: 18, Type.FLAG: 10, Type.YEAR: 8}
DICTIONARY = "dictionary"
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a set as they are now, each with its year (0 where the set has none), and when it last changed."""

    rows: tuple[tuple[int, Row], ...]
    updated_at: datetime | None

    @property
    def years(self) -> tuple[int, ...]:
        """The years there are, newest first."""
        return tuple(sorted({year for year, _ in self.rows if year}, reverse=True))

    def of(self, year: int | None) -> list[Row]:
        return [row for own, row in self.rows if year is None or own == year]


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is handed out. `sha256` is that of its bytes."""

    name: str
    content: bytes
    media_type: str
    rows: int
    updated_at: datetime | None
    sha256: str


@dataclass(slots=True)
class _Shelf:
    """What was made while the journal ended with `hash`."""

    hash: str = ""
    tables: dict[str, Table] = field(default_factory=dict)
    files: dict[tuple[str, int | None, str, str], File] = field(default_factory=dict)


_shelf = _Shelf()


def _current(head: journal.Head) -> _Shelf:
    """The shelf of this end of the journal; a journal that is empty keeps nothing."""
    global _shelf
    if not head.hash or head.hash != _shelf.hash:
        _shelf = _Shelf(head.hash)
    return _shelf


async def whole(sets: Sequence[DataSet]) -> list[tuple[Table, File]]:
    """Each set with the csv of all its years."""
    head = await journal.head(TAGS)
    shelf = _current(head)
    tables = [await _table(shelf, one, head) for one in sets]
    return [(table, await _csv(shelf, one, table, None)) for one, table in zip(sets, tables, strict=True)]


async def by_year(one: DataSet) -> list[tuple[int | None, File]]:
    """The csv of all years and of each."""
    head = await journal.head(TAGS)
    shelf = _current(head)
    table = await _table(shelf, one, head)
    years: list[int | None] = [None, *table.years]
    return [(year, await _csv(shelf, one, table, year)) for year in years]


async def file_of(one: DataSet, kind: str, year: int | None, language: str) -> File | None:
    """One file of a set, or None when the set has no such year."""
    head = await journal.head(TAGS)
    shelf = _current(head)
    table = await _table(shelf, one, head)
    if year is not None and year not in table.years:
        return None
    if kind == "csv":
        return await _csv(shelf, one, table, year)
    return await _xlsx(shelf, one, table, year, language)


async def _table(shelf: _Shelf, one: DataSet, head: journal.Head) -> Table:
    if one.code not in shelf.tables:
        rows = tuple(_row(one, card) for card in list(await one.rows())[:MOST_ROWS])
        instants = [head.last[tag] for tag in one.tags if tag in head.last]
        shelf.tables[one.code] = Table(rows, max(instants, default=None))
    return shelf.tables[one.code]


def _row(one: DataSet, card: object) -> tuple[int, Row]:
    return one.year(card) if one.year else 0, tuple(each.value(card) for each in one.fields)


async def _csv(shelf: _Shelf, one: DataSet, table: Table, year: int | None) -> File:
    key = (one.code, year, "csv", "")
    if key not in shelf.files:
        rows = table.of(year)
        content = await asyncio.to_thread(csv_bytes, one.fields, rows)
        shelf.files[key] = _file(one, year, "csv", content, len(rows), table)
    return shelf.files[key]


async def _xlsx(shelf: _Shelf, one: DataSet, table: Table, year: int | None, language: str) -> File:
    """A set as xlsx in the reader's language, its part of the dictionary on the second sheet."""
    key = (one.code, year, "xlsx", language)
    if key not in shelf.files:
        words.speaking.set(language)
        rows = table.of(year)
        leaf = Leaf(words.label("dataset", one.code), _headings(one), [_worded(one.fields, row) for row in rows])
        content = await tables_in_thread([leaf, dictionary_leaf([one])])
        shelf.files[key] = _file(one, year, "xlsx", content, len(rows), table)
    return shelf.files[key]


def _file(one: DataSet, year: int | None, kind: str, content: bytes, rows: int, table: Table) -> File:
    name = f"{one.code}-{year or 'all'}.{kind}"
    media_type = CSV if kind == "csv" else XLSX
    return File(name, content, media_type, rows, table.updated_at, sha256(content).hexdigest())


# ------------------------------------------------------------------------------------------------ csv


def csv_bytes(fields: Sequence[Field], rows: Iterable[Row]) -> bytes:
    """RFC 4180 with the codes of the fields in the first line; UTF-8 with the mark by which Excel knows it."""
    return written([each.code for each in fields], ([as_text(value) for value in row] for row in rows))


def written(heading: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    kept = io.StringIO(newline="")
    writer = csv.writer(kept, lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows(lines)
    return (BOM + kept.getvalue()).encode("utf-8", errors="replace")


def as_text(value: object) -> str:
    """A value in a csv: numbers and days as they are, yes or no, instants of China's clocks, text that runs nowhere.

    >>> [as_text(each) for each in (None, True, Decimal("-1.50"), date(2026, 1, 2), "=1+1")]
    ['', 'yes', '-1.50', '2026-01-02', "'=1+1"]
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.astimezone(CHINA).isoformat(timespec="seconds")
    if isinstance(value, Decimal):
        return f"{value:f}"
    return (
        value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, int) else neutral(str(value))
    )


def neutral(text: str) -> str:
    """A text that no spreadsheet takes for a formula: what begins dangerously begins with an apostrophe instead.

    A text that begins with an apostrophe gets another, so that taking one away always gives the text again.
    """
    return MARK_OF_TEXT + text if text.startswith(DANGEROUS) else text


# ------------------------------------------------------------------------------------------------ xlsx


def _headings(one: DataSet) -> list[Heading]:
    return [
        Heading(words.label("data_field", each.code), _unit(each), WIDTHS.get(each.type, 16)) for each in one.fields
    ]


def _unit(one: Field) -> str:
    return words.label("unit", one.unit) if one.unit else ""


def _worded(fields: Sequence[Field], row: Row) -> list[object]:
    """A row as a reader takes it: codes and flags in words, figures as figures."""
    return [_cell(one, value) for one, value in zip(fields, row, strict=True)]


def _cell(one: Field, value: object) -> object:
    if value is None:
        return ""
    if one.type is Type.CODE:
        return words.label(one.words, value) if value else ""
    if one.type is Type.FLAG:
        return words.say("yes") if value else ""
    return words.minute(value) if isinstance(value, datetime) else value


# ------------------------------------------------------------------------------------------------ dictionary

DICTIONARY_COLUMNS = ("dataset", "field", "name_zh", "name_en", "meaning", "type", "unit", "values", "source", "mark")


def dictionary_rows(sets: Sequence[DataSet] = DATA_SETS) -> list[list[str]]:
    """What every field of these sets is: a line a field, in the reader's language, its name in both."""
    return [_entry(one, each) for one in sets for each in one.fields]


def _entry(one: DataSet, each: Field) -> list[str]:
    names = [words.translations(language).ugettext(f"data_field:{each.code}") for language in ("zh", "en")]
    values = "; ".join(f"{choice} = {words.label(each.words, choice)}" for choice in each.choices)
    meaning, kind = words.label("data_meaning", each.code), words.label("data_type", each.type)
    return [one.code, each.code, *map(str, names), meaning, kind, _unit(each), values, each.source, _mark(each)]


def _mark(each: Field) -> str:
    return words.label("confidence", each.mark.value) if each.source else ""


def dictionary_lines(sets: Sequence[DataSet]) -> list[dict[str, str]]:
    """The same by the names of the columns."""
    return [dict(zip(DICTIONARY_COLUMNS, row, strict=True)) for row in dictionary_rows(sets)]


def dictionary_leaf(sets: Sequence[DataSet]) -> Leaf:
    headings = [Heading(words.label("dictionary", code), width=24) for code in DICTIONARY_COLUMNS]
    return Leaf(words.say("Data dictionary"), headings, dictionary_rows(sets))


def dictionary_csv() -> bytes:
    return written(DICTIONARY_COLUMNS, [[neutral(cell) for cell in row] for row in dictionary_rows()])


async def dictionary_xlsx() -> bytes:
    return await tables_in_thread([dictionary_leaf(DATA_SETS)])
