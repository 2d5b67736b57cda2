"""Whether fuel, power, heat and hours of a generating unit's month fit each other: MO-030 to MO-039."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.emission_report.checks.bands import THOUSAND
from domain.emission_report.checks.power.operation import AN_HOUR, COGENERATION, CONDENSING, efficiency
from domain.emission_report.rules import Filed, FuelRow, KnownUnit, ProductionRow
from domain.emission_report.rules import load_factor as implied_load
from domain.monthly_evidence.checks.case import GUIDE, MonthCase, part_named
from domain.monthly_evidence.rules import last_day

CHECKS = Register[MonthCase](owner="verification_officer", citation=GUIDE)
FULL_LOAD = "check.load_factor.max"
PERCENT = 100
# A load factor is printed with two decimals: what rounding alone may explain, as a share.
LAST_PLACE = Decimal(1).scaleb(-4)
# An impossible figure that becomes ordinary when it is moved by a thousand: at least a tenth of what is possible.
ORDINARY = 10


def _production(case: MonthCase) -> Iterator[ProductionRow]:
    filed: Filed = case.filed
    return iter(filed.production)


def _fuels(case: MonthCase, row: ProductionRow) -> tuple[FuelRow, ...]:
    filed: Filed = case.filed
    return filed.fuels_of(row.unit_number)


def _unit(case: MonthCase, row: ProductionRow) -> KnownUnit | None:
    return case.known.unit(row.unit_number)


@CHECKS.stop("MO-030")
def hours(case: MonthCase) -> Iterator[Hit]:
    """MO-030: a unit does not run longer than the month lasts.

    February 2025 has 672 hours; filed 700 → stop.
    """
    most = timedelta(days=last_day(case.year, case.month).day) // AN_HOUR
    for row in _production(case):
        if row.hours is not None and row.hours > most:
            yield hit(row.line.place("hours"), **part_named(case, row.unit_number), value=row.hours, most=most)


@CHECKS.stop("MO-031")
def full_load(case: MonthCase) -> Iterator[Hit]:
    """MO-031: generation does not pass capacity × hours at full load (verification guide, power).

    330 MW × 600 h = 198,000 MWh; filed 210,000 → stop.
    """
    if not case.law.has(FULL_LOAD):
        return
    for row in _production(case):
        unit = _unit(case, row)
        if unit is None or not row.hours or row.generation_mwh is None:
            continue
        possible = unit.capacity_mw * row.hours * case.law.value(FULL_LOAD)
        if row.generation_mwh > possible:
            facts: dict[str, object] = {
                **part_named(case, row.unit_number),
                "value": row.generation_mwh,
                "most": possible,
            }
            yield hit(row.line.place("generation_mwh"), case.law.provision(FULL_LOAD).citation, **facts)


@CHECKS.warn("MO-032")
def load_factor(case: MonthCase) -> Iterator[Hit]:
    """MO-032: generation is capacity × hours × load factor (verification guide, power).

    330 MW × 600 h × 75 % = 148,500 MWh; filed with a load factor of 80 % → warning.
    """
    for row in _production(case):
        unit = _unit(case, row)
        if unit is None or row.load_factor is None or row.hours is None or row.generation_mwh is None:
            continue
        computed = implied_load(row.generation_mwh, unit.capacity_mw, row.hours)
        if computed is not None and abs(row.load_factor - computed) > LAST_PLACE:
            facts: dict[str, object] = {
                **part_named(case, row.unit_number),
                "stated": row.load_factor * PERCENT,
                "computed": computed * PERCENT,
            }
            yield hit(row.line.place("load_factor"), **facts)


@CHECKS.stop("MO-033")
def hours_and_generation(case: MonthCase) -> Iterator[Hit]:
    """MO-033: power takes operating hours, and operating hours bring power.

    August: 0 h, 100,000 MWh → stop.
    """
    for row in _production(case):
        if row.hours is None or row.generation_mwh is None or row.heat_gj:
            continue
        if (row.hours == 0) is not (row.generation_mwh == 0):
            facts: dict[str, object] = {
                **part_named(case, row.unit_number),
                "hours": row.hours,
                "value": row.generation_mwh,
            }
            yield hit(row.line.place("hours"), **facts)


def _quantity(case: MonthCase, row: ProductionRow) -> Decimal | None:
    """Fuel of the unit in the month; None where a quantity is missing."""
    found = [fuel.quantity for fuel in _fuels(case, row)]
    quantities = [quantity for quantity in found if quantity is not None]
    return sum(quantities, Decimal()) if found and len(quantities) == len(found) else None


@CHECKS.stop("MO-034")
def output_without_fuel(case: MonthCase) -> Iterator[Hit]:
    """MO-034: there is no power or heat without fuel.

    March: 120,000 MWh, 0 t → stop.
    """
    for row in _production(case):
        output = row.generation_mwh or row.heat_gj
        if output and _quantity(case, row) == 0:
            yield hit(row.line.place("generation_mwh"), **part_named(case, row.unit_number), value=output)


@CHECKS.warn("MO-035")
def fuel_without_output(case: MonthCase) -> Iterator[Hit]:
    """MO-035: fuel burnt without power and heat asks for an explanation (a start-up that failed, a boiler test).

    July: 3,000 t, 0 MWh, 0 GJ → warning.
    """
    for row in _production(case):
        burnt = _quantity(case, row)
        if burnt and row.generation_mwh == 0 and not row.heat_gj:
            yield hit(row.line.place("generation_mwh"), **part_named(case, row.unit_number), value=burnt)


def _efficiency(case: MonthCase, row: ProductionRow) -> Decimal | None:
    return efficiency(_fuels(case, row), row.generation_mwh or Decimal(), row.heat_gj or Decimal())


def _by_a_thousand(reached: Decimal, most: Decimal) -> bool:
    """Impossible as filed, ordinary when moved by a thousand either way."""
    if reached < most / ORDINARY:
        return most / ORDINARY <= reached * THOUSAND <= most
    return reached >= most and most / ORDINARY <= reached / THOUSAND <= most


@CHECKS.stop("MO-036")
def energy_magnitude(case: MonthCase) -> Iterator[Hit]:
    """MO-036: a month in which fuel and output differ by a thousand is filed in the wrong unit (kg for t, kWh for MWh).

    120,000 MWh from 50 t at 20.9 GJ/t is 413 times the energy of the fuel → stop.
    """
    if not case.law.has(COGENERATION):
        return
    for row in _production(case):
        reached = _efficiency(case, row)
        if reached and _by_a_thousand(reached, case.law.value(COGENERATION)):
            citation = case.law.provision(COGENERATION).citation
            yield hit(
                row.line.place("generation_mwh"), citation, **part_named(case, row.unit_number), value=reached * PERCENT
            )


@CHECKS.warn("MO-037")
def energy_balance(case: MonthCase) -> Iterator[Hit]:
    """MO-037: power and heat hold less energy than the fuel; condensing from coal stays under 46 % (technical guide).

    (1,000 MWh × 3.6 + 2,000 GJ) ÷ 5,000 GJ = 112 % → warning.
    """
    for row in _production(case):
        unit, reached = _unit(case, row), _efficiency(case, row)
        key = COGENERATION if row.heat_gj or (unit and unit.fuel == "gas") else CONDENSING
        if reached is None or not case.law.has(key) or not case.law.has(COGENERATION):
            continue
        most = case.law.value(key)
        if reached >= most and not _by_a_thousand(reached, case.law.value(COGENERATION)):
            facts: dict[str, object] = {
                **part_named(case, row.unit_number),
                "value": reached * PERCENT,
                "most": most * PERCENT,
            }
            yield hit(row.line.place("generation_mwh"), case.law.provision(key).citation, **facts)


@CHECKS.warn("MO-038")
def heat_without_cogeneration(case: MonthCase) -> Iterator[Hit]:
    """MO-038: only a cogeneration unit of the plan supplies heat (power guide, C.2).

    Plan: 热电联产 否; March: 50,000 GJ → warning.
    """
    for row in _production(case):
        unit = _unit(case, row)
        if unit is not None and not unit.cogeneration and row.heat_gj:
            yield hit(row.line.place("heat_gj"), **part_named(case, row.unit_number), value=row.heat_gj)
