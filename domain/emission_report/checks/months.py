"""Checks of reports by month: outputs and fuels month for month. EI-024 to EI-028."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TypeVar

from domain.core.checks import Hit, Register, hit
from domain.emission_report.checks.bands import Band
from domain.emission_report.checks.industry import GUIDE, IndustryCase, where
from domain.emission_report.rules import MEASURED
from domain.emission_report.rules.industry import EnergyLine, FuelLine, ProductLine
from domain.emission_report.workbook.common import MONTHS

CHECKS = Register[IndustryCase](owner="verification_officer", citation=GUIDE)
MonthLine = FuelLine | EnergyLine | ProductLine
R = TypeVar("R", FuelLine, ProductLine)
# How far the figures of a year may lie apart and still be of one size; and how many of them it takes to say so.
MOST_UNLIKE = 3


def _series(rows: Iterable[R], key: Callable[[R], tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], list[R]]]:
    """Lines by what they are of, in the order of their months; what is filed by the year is left out."""
    found: dict[tuple[str, ...], list[R]] = {}
    for row in rows:
        if row.month:
            found.setdefault(key(row), []).append(row)
    for name, told in found.items():
        yield name, sorted(told, key=lambda row: row.month)


def _outputs(case: IndustryCase) -> Iterator[tuple[tuple[str, ...], list[ProductLine]]]:
    return _series(case.filed.products, lambda row: (row.number, row.product))


def _consumptions(case: IndustryCase) -> Iterator[tuple[tuple[str, ...], list[FuelLine]]]:
    return _series(case.filed.fuels, lambda row: (row.number, row.facility, row.fuel))


@CHECKS.stop("EI-024")
def output_month_missing(case: IndustryCase) -> Iterator[Hit]:
    """EI-024: where the guide asks for months, output is reported for every month, also with 0.

    Line 1, clinker of January to November → stop for 12.
    """
    for (number, _), rows in _outputs(case):
        there = {row.month for row in rows}
        if missing := [str(month) for month in MONTHS if month not in there]:
            yield hit(rows[0].line.place("month"), line=number, months=", ".join(missing))


@CHECKS.note("EI-025")
def equal_outputs(case: IndustryCase) -> Iterator[Hit]:
    """EI-025: the same output in every month is rarely weighed.

    Twelve times 100,000 t → note.
    """
    for (number, _), rows in _outputs(case):
        values = {row.output for row in rows}
        if len(rows) == len(MONTHS) and len(values) == 1 and rows[0].output:
            yield hit(rows[0].line.place("output"), line=number, value=rows[0].output)


@CHECKS.warn("EI-026")
def fuel_month_missing(case: IndustryCase) -> Iterator[Hit]:
    """EI-026: a fuel that is burnt before and after a month is rarely not burnt in it; such a month has a line with 0.

    Kiln, bituminous, January to May and July to December → warning for 6.
    """
    for _, rows in _consumptions(case):
        there = {row.month for row in rows}
        between = range(min(there), max(there))
        if missing := [str(month) for month in between if month not in there]:
            place = rows[0].line.place("month")
            yield hit(place, **where(rows[0]), months=", ".join(missing))


@CHECKS.warn("EI-027")
def month_slipped(case: IndustryCase) -> Iterator[Hit]:
    """EI-027: a month a thousand times off the others is in the wrong unit.

    Electricity about 6,000 MWh a month, in May 6,100,000 (kWh) → warning at May.
    """
    energy = [row for row in case.filed.energy if row.month]
    series: list[tuple[str, Sequence[MonthLine]]] = [("mwh", energy), ("gj", energy)]
    series += [("output", rows) for _, rows in _outputs(case)]
    series += [("quantity", rows) for _, rows in _consumptions(case)]
    for key, told in series:
        for row in told:
            others = sorted(value for one in told if one is not row and (value := getattr(one, key)))
            value = getattr(row, key)
            if value and len(others) >= MOST_UNLIKE and _slipped(value, others[len(others) // 2]):
                yield hit(row.line.place(key), month=row.month, value=value, usual=others[len(others) // 2])


def _slipped(value: Decimal, usual: Decimal) -> bool:
    """Whether a figure lies about a thousand times above or below the usual one."""
    around = Band(usual / MOST_UNLIKE, usual * MOST_UNLIKE, "")
    return around.holds_a_slip(value)


@CHECKS.note("EI-028")
def equal_heat_values(case: IndustryCase) -> Iterator[Hit]:
    """EI-028: a heat value that is measured differs from month to month.

    Twelve times 22.500 GJ/t, method 实测 → note.
    """
    for _, rows in _consumptions(case):
        values = {row.ncv for row in rows if row.method == MEASURED}
        if len(rows) == len(MONTHS) and len(values) == 1 and rows[0].ncv and rows[0].method == MEASURED:
            yield hit(rows[0].line.place("ncv"), **where(rows[0]), value=rows[0].ncv)
