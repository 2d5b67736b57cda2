"""What checks of steel, cement and aluminium share; the codes are each sector's own. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from decimal import Decimal

from domain.core.checks import Hit, hit
from domain.core.workbook import Line, Sheet
from domain.core.workings import plain
from domain.emission_report.checks.bands import Band, band
from domain.emission_report.checks.case import Case
from domain.emission_report.rules.industry import WHOLE, IndustryFiled
from domain.emission_report.rules.results import Results

ZERO, HUNDRED, THOUSAND = Decimal(0), Decimal(100), Decimal(1000)
AnyMetalCase = Case[IndustryFiled, Results]


def twice(rows: Iterable[tuple[Hashable, Line]], column: str) -> Iterator[Line]:
    """Lines of which the same stood there before."""
    seen: Counter[Hashable] = Counter()
    for key, line in rows:
        seen[key] += 1
        if seen[key] > 1:
            yield line


def off(sheet: Sheet, key: str, stated: Decimal, computed: Decimal) -> bool:
    """Whether a stated figure is further from the computed one than its last place."""
    last = Decimal(1).scaleb(-(sheet.column(key).places or 0))
    return abs(stated - computed) > last


def wrong_totals(sheet: Sheet, stated: Line, computed: Mapping[str, Decimal]) -> Iterator[Hit]:
    """Every figure of a sheet or line of totals that is not what follows from the other sheets."""
    for key, value in computed.items():
        found = stated.decimal(key)
        if found is not None and off(sheet, key, found, value):
            told = round(value, sheet.column(key).places or 0)
            yield hit(stated.place(key), stated=plain(found), computed=plain(told))


def unknown_lines(case: AnyMetalCase, rows: Iterable[tuple[str, Line]]) -> Iterator[Hit]:
    """Lines that the plan in force does not have; without a plan nothing can be said."""
    known = {unit.number for unit in case.known.units}
    if case.known.plan_version is None or not known:
        return
    told: set[str] = set()
    for number, line in rows:
        if number not in known and number != WHOLE and number not in told:
            told.add(number)
            yield hit(line.place("line"), line=number)


def beyond_capacity(case: AnyMetalCase, law_key: str, rows: Iterable[tuple[str, Decimal, Line]]) -> Iterator[Hit]:
    """Lines that made more than the plan's capacity in t a year, and what the law of the year allows beyond it."""
    if not case.law.has(law_key):
        return
    for number, output, line in rows:
        capacity = case.known.capacities.get(number)
        if capacity and output > capacity * case.law.value(law_key):
            yield hit(
                line.place("output"),
                case.law.provision(law_key).citation,
                line=number,
                output=output,
                capacity=capacity,
            )


def outside(case: AnyMetalCase, key: str, value: Decimal) -> Band | None:
    """The band under `key` when the value lies outside it; None when it holds or the year has no band."""
    found = band(case.law, key)
    return found if found and not found.holds(value) else None


def bounds(found: Band) -> dict[str, Decimal]:
    return {"least": found.least, "most": found.most}
