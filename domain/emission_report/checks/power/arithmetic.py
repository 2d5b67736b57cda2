"""Whether the filer's own figures agree with each other: ER-020 to ER-029."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.core.workbook import Sheet
from domain.emission_report.checks.case import GUIDE, PowerCase
from domain.emission_report.rules import DEFAULT, ProductionRow, UnitResult, load_factor
from domain.emission_report.workbook.power import FUEL, PRODUCTION, TOTALS

CHECKS = Register[PowerCase](owner="verification_officer", citation=GUIDE)

PERCENT = 100


def last_place(sheet: Sheet, key: str) -> Decimal:
    """One unit of the last decimal that the form prints for a column: what rounding alone may explain."""
    return Decimal(1).scaleb(-(sheet.column(key).places or 0))


@CHECKS.stop("ER-020")
def emissions(case: PowerCase) -> Iterator[Hit]:
    """ER-020: a unit's emissions are Σ FC × Car × OF × 44/12 of its lines (power guide, formula of fuels).

    Computed 1,960,200 t, stated 1,906,200 t → stop; a difference that rounding alone explains is none.
    """
    provision = "rounding.emissions.unit"
    for unit in case.results.units if case.results else ():
        stated, computed = unit.total.emissions_tonnes, unit.emissions.value
        tolerance = Decimal(1).scaleb(-case.law.rounding(provision).places)
        if stated is not None and abs(stated - computed) > tolerance:
            place = unit.total.line.place("emissions_tonnes")
            facts = {"unit": unit.total.unit_number, "stated": stated, "computed": computed}
            yield hit(place, **facts)


def _sums(case: PowerCase, key: str, summed: Callable[[UnitResult], Decimal]) -> Iterator[Hit]:
    for unit in case.results.units if case.results else ():
        stated: Decimal | None = getattr(unit.total, key)
        if stated is not None and abs(stated - summed(unit)) > last_place(TOTALS, key):
            facts = {"unit": unit.total.unit_number, "stated": stated, "computed": summed(unit)}
            yield hit(unit.total.line.place(key), **facts)


@CHECKS.stop("ER-021")
def generation(case: PowerCase) -> Iterator[Hit]:
    """ER-021: the year's generation is the sum of its months (power guide, C.5).

    Months add up to 1,575,000 MWh, stated 1,575,900 → stop.
    """
    yield from _sums(case, "generation_mwh", lambda unit: unit.generation_mwh)


@CHECKS.stop("ER-022")
def heat(case: PowerCase) -> Iterator[Hit]:
    """ER-022: the year's heat supplied is the sum of its months (power guide, C.5).

    Months add up to 800,000 GJ, stated 80,000 → stop.
    """
    yield from _sums(case, "heat_gj", lambda unit: unit.heat_gj)


@CHECKS.stop("ER-023")
def hours(case: PowerCase) -> Iterator[Hit]:
    """ER-023: the year's operating hours are the sum of its months (power guide, C.5).

    Months add up to 7,000 h, stated 7,200 → stop.
    """
    yield from _sums(case, "hours", lambda unit: unit.hours)


@CHECKS.warn("ER-024")
def load_factor_of_year(case: PowerCase) -> Iterator[Hit]:
    """ER-024: the year's load factor is generation ÷ (capacity × hours) (power guide, C.4).

    Computed 75.00 %, stated 80.00 % → warning.
    """
    for unit in case.results.units if case.results else ():
        stated, implied = unit.total.load_factor, unit.load_factor
        if stated is None or implied is None:
            continue
        if abs(stated - implied) * PERCENT > last_place(TOTALS, "load_factor"):
            place = unit.total.line.place("load_factor")
            facts = {"unit": unit.total.unit_number, "stated": stated * PERCENT, "computed": implied * PERCENT}
            yield hit(place, **facts)


@CHECKS.warn("ER-025")
def load_factor_of_month(case: PowerCase) -> Iterator[Hit]:
    """ER-025: a month's generation is capacity × hours × load factor (verification guide, power).

    300 MW × 600 h × 75 % = 135,000 MWh; stated 153,000 → warning.
    """
    capacities = {total.unit_number: total.capacity_mw for total in case.filed.totals}
    for row in case.filed.production:
        implied = _implied(row, capacities.get(row.unit_number))
        if implied is None or row.load_factor is None:
            continue
        if abs(row.load_factor - implied) * PERCENT > last_place(PRODUCTION, "load_factor"):
            facts = {"unit": row.unit_number, "month": row.month}
            percents = {"stated": row.load_factor * PERCENT, "computed": implied * PERCENT}
            yield hit(row.line.place("load_factor"), **facts, **percents)


def _implied(row: ProductionRow, capacity_mw: Decimal | None) -> Decimal | None:
    if row.generation_mwh is None or row.hours is None:
        return None
    return load_factor(row.generation_mwh, capacity_mw, row.hours)


@CHECKS.stop("ER-026")
def carbon_beside_default(case: PowerCase) -> Iterator[Hit]:
    """ER-026: carbon that was not measured is heat value × carbon per heat, also where it is printed (guide, C.3).

    20.000 GJ/t × 0.03085 tC/GJ = 0.6170 tC/t; printed 0.5400 → stop.
    """
    for row in case.filed.fuels:
        if row.carbon_method != DEFAULT or row.carbon is None or row.carbon_content is None:
            continue
        if abs(row.carbon - row.carbon_content) > last_place(FUEL, "carbon"):
            facts = {"unit": row.unit_number, "month": row.month, "stated": row.carbon, "computed": row.carbon_content}
            yield hit(row.line.place("carbon"), **facts)
