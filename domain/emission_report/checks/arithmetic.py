"""Whether the filer's own figures agree with each other: ER-020 to ER-029."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from domain.core.findings import Finding
from domain.core.workbook import Sheet
from domain.emission_report.checks.case import GUIDE, Case, Check, stop, warn
from domain.emission_report.rules import DEFAULT, ProductionRow, UnitResult, load_factor
from domain.emission_report.workbook import FUEL, PRODUCTION, TOTALS

PERCENT = 100


def last_place(sheet: Sheet, key: str) -> Decimal:
    """One unit of the last decimal that the form prints for a column: what rounding alone may explain."""
    return Decimal(1).scaleb(-(sheet.column(key).places or 0))


def er_020_emissions(case: Case) -> Iterator[Finding]:
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
            yield stop("ER-020", place, GUIDE, **facts)


def _sums(case: Case, code: str, key: str, summed: Callable[[UnitResult], Decimal]) -> Iterator[Finding]:
    for unit in case.results.units if case.results else ():
        stated: Decimal | None = getattr(unit.total, key)
        if stated is not None and abs(stated - summed(unit)) > last_place(TOTALS, key):
            facts = {"unit": unit.total.unit_number, "stated": stated, "computed": summed(unit)}
            yield stop(code, unit.total.line.place(key), GUIDE, **facts)


def er_021_generation(case: Case) -> Iterator[Finding]:
    """ER-021: the year's generation is the sum of its months (power guide, C.5).

    Months add up to 1,575,000 MWh, stated 1,575,900 → stop.
    """
    yield from _sums(case, "ER-021", "generation_mwh", lambda unit: unit.generation_mwh)


def er_022_heat(case: Case) -> Iterator[Finding]:
    """ER-022: the year's heat supplied is the sum of its months (power guide, C.5).

    Months add up to 800,000 GJ, stated 80,000 → stop.
    """
    yield from _sums(case, "ER-022", "heat_gj", lambda unit: unit.heat_gj)


def er_023_hours(case: Case) -> Iterator[Finding]:
    """ER-023: the year's operating hours are the sum of its months (power guide, C.5).

    Months add up to 7,000 h, stated 7,200 → stop.
    """
    yield from _sums(case, "ER-023", "hours", lambda unit: unit.hours)


def er_024_load_factor_of_year(case: Case) -> Iterator[Finding]:
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
            yield warn("ER-024", place, GUIDE, **facts)


def er_025_load_factor_of_month(case: Case) -> Iterator[Finding]:
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
            yield warn("ER-025", row.line.place("load_factor"), GUIDE, **facts, **percents)


def _implied(row: ProductionRow, capacity_mw: Decimal | None) -> Decimal | None:
    if row.generation_mwh is None or row.hours is None:
        return None
    return load_factor(row.generation_mwh, capacity_mw, row.hours)


def er_026_carbon_beside_default(case: Case) -> Iterator[Finding]:
    """ER-026: carbon that was not measured is heat value × carbon per heat, also where it is printed (guide, C.3).

    20.000 GJ/t × 0.03085 tC/GJ = 0.6170 tC/t; printed 0.5400 → stop.
    """
    for row in case.filed.fuels:
        if row.carbon_method != DEFAULT or row.carbon is None or row.carbon_content is None:
            continue
        if abs(row.carbon - row.carbon_content) > last_place(FUEL, "carbon"):
            facts = {"unit": row.unit_number, "month": row.month, "stated": row.carbon, "computed": row.carbon_content}
            yield stop("ER-026", row.line.place("carbon"), GUIDE, **facts)


CHECKS: tuple[Check, ...] = (
    er_020_emissions,
    er_021_generation,
    er_022_heat,
    er_023_hours,
    er_024_load_factor_of_year,
    er_025_load_factor_of_month,
    er_026_carbon_beside_default,
)
