"""What a check of a month sees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from domain.core.law import Law
from domain.core.workbook import Column, Kind, Layout, Line, Lines, Sheet, Workbook
from domain.emission_report.rules import Known, Results
from domain.emission_report.rules.forms import Prefilled
from domain.monthly_evidence.rules import EvidenceKind, MonthFigure
from domain.monthly_evidence.workbook import MONTH, part_of

KEEPING = "关于做好2025年全国碳排放权交易市场有关工作的通知 月度信息化存证"
GUIDE = "企业温室气体排放核算与报告指南 发电设施（2022年修订版）"
Figures = Mapping[tuple[str, str], Decimal]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of the enterprise's other months. Figures by code and part.

    `owed`: earlier months of the year that were due and have not been submitted. `attached`: kinds of original record
    that the month has already.
    """

    last_month: Figures = field(default_factory=dict)
    year_before: Figures = field(default_factory=dict)
    owed: tuple[int, ...] = ()
    attached: frozenset[EvidenceKind] = frozenset()


@dataclass(frozen=True, slots=True)
class MonthCase:
    """One month to be checked. `filed` are its lines as the report's form types them; `results` is None while figures
    that the accounting needs are missing. `expected` is what the blank was pre-filled with.
    """

    year: int
    month: int
    workbook: Workbook
    lines: Lines
    known: Known
    expected: Prefilled
    law: Law
    filed: Any = None
    results: Results | None = None
    figures: tuple[MonthFigure, ...] = ()
    beside: Beside = Beside()

    @property
    def head(self) -> Line:
        """The first sheet: whose month it is."""
        return self.lines.fields(self._first.key)

    @property
    def _first(self) -> Sheet:
        return next(sheet for sheet in self.workbook if sheet.layout is Layout.FIELDS)

    @property
    def monthly(self) -> tuple[Sheet, ...]:
        return tuple(sheet for sheet in self.workbook if sheet.layout is Layout.ROWS)

    def rows(self) -> Iterator[tuple[Sheet, Line]]:
        """Every line of every monthly sheet."""
        for sheet in self.monthly:
            for line in self.lines.rows(sheet.key):
                yield sheet, line

    def planned(self, sheet: Sheet) -> tuple[str, ...]:
        """The parts that the plan in force names, where it is the plan that names those of a sheet."""
        part = part_of(sheet)
        if not part or not sheet.column(part).locked:
            return ()
        same = (self.expected.get(each.key, ()) for each in self.monthly if part_of(each) == part)
        return tuple(dict.fromkeys(str(line.get(part, "")) for lines in same for line in lines))


def where(sheet: Sheet, line: Line) -> dict[str, str]:
    """The part that a line is about, in the words of the form."""
    part = part_of(sheet)
    if not part:
        return {"part": sheet.title_zh, "part_en": sheet.title_en}
    return _named(sheet.column(part), line.text(part))


def part_named(case: MonthCase, number: str) -> dict[str, str]:
    """A part by its number, in the words of the form; the enterprise where the number is empty."""
    column = next((sheet.column(part_of(sheet)) for sheet in case.monthly if part_of(sheet)), None)
    if not number or column is None:
        return {"part": case.known.name}
    return _named(column, number)


def _named(column: Column, value: str) -> dict[str, str]:
    choice = next((each for each in column.choices if each.code == value), None)
    zh, en = (choice.title_zh, choice.title_en) if choice else (value, value)
    return {"part": f"{column.title_zh} {zh}", "part_en": f"{column.title_en} {en}"}


def key_of(sheet: Sheet, line: Line) -> tuple[str, ...]:
    return tuple(line.text(key) for key in sheet.keys)


def burnt(case: MonthCase) -> Iterator[tuple[Sheet, Line]]:
    """Lines of fuel that was burnt. What was bought, and how it was tested, stands on other sheets."""
    for sheet, line in case.rows():
        if "fuel" in sheet.keys and sheet.required and line.decimal("quantity"):
            yield sheet, line


def is_figure(sheet: Sheet, key: str) -> bool:
    """Whether a column holds what was measured: a number that does not tell lines apart."""
    return sheet.column(key).kind is Kind.DECIMAL and key not in (*sheet.keys, MONTH)
