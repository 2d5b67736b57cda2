"""Against the plan in force and the year before: ER-050 to ER-059."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.core.findings import Finding, Place
from domain.emission_report.checks.case import GUIDE, PLAN, Case, Check, note, stop, warn
from domain.emission_report.rules import MEASURED, UnitResult

CHANGE = "check.change.prior_year"
ENTERPRISE = ""
# Two equal months are chance; as many as this are a copied value.
EQUAL_MONTHS = 3


def er_050_capacity(case: Case) -> Iterator[Finding]:
    """ER-050: a unit has the capacity that the plan in force gives it (power guide, C.2).

    Plan 330 MW, filed 300 MW → stop.
    """
    for total in case.filed.totals:
        known = case.known.unit(total.unit_number)
        if known and total.capacity_mw is not None and total.capacity_mw != known.capacity_mw:
            facts = {"unit": total.unit_number, "filed": total.capacity_mw, "known": known.capacity_mw}
            yield stop("ER-050", total.line.place("capacity_mw"), PLAN, **facts)


def er_051_class(case: Case) -> Iterator[Finding]:
    """ER-051: a unit is of the class that the plan in force gives it (allocation plan, classes).

    Plan II, filed I → stop: the class decides the benchmark.
    """
    for total in case.filed.totals:
        known = case.known.unit(total.unit_number)
        if known and known.unit_class and total.unit_class and total.unit_class != known.unit_class:
            facts = {"unit": total.unit_number, "filed": total.unit_class, "known": known.unit_class}
            yield stop("ER-051", total.line.place("unit_class"), PLAN, **facts)


def er_052_cogeneration(case: Case) -> Iterator[Finding]:
    """ER-052: whether a unit is cogeneration agrees with the plan in force (power guide, C.2).

    Plan: no, filed: yes → warning.
    """
    for total in case.filed.totals:
        known = case.known.unit(total.unit_number)
        if known and total.cogeneration is not known.cogeneration:
            yield warn("ER-052", total.line.place("cogeneration"), PLAN, unit=total.unit_number)


def er_053_main_fuel(case: Case) -> Iterator[Finding]:
    """ER-053: the main fuel agrees with the plan in force (power guide, C.2).

    Plan: bituminous, filed: gangue → warning.
    """
    for total in case.filed.totals:
        known = case.known.unit(total.unit_number)
        if known and known.fuel and total.fuel and total.fuel != known.fuel:
            facts = {"unit": total.unit_number, "filed": total.fuel, "known": known.fuel}
            yield warn("ER-053", total.line.place("fuel"), PLAN, **facts)


def _change(case: Case, code: str, place: Place, unit: str, now: Decimal, before: Decimal | None) -> Iterator[Finding]:
    if not case.law.has(CHANGE) or not before or before <= 0:
        return
    change = now / before - 1
    if abs(change) > case.law.value(CHANGE):
        facts = {
            "unit": unit,
            "now": now,
            "before": before,
            "change": change * 100,
            "most": case.law.value(CHANGE) * 100,
        }
        yield warn(code, place, case.law.provision(CHANGE).citation, **facts)


def _with_past(case: Case) -> Iterator[tuple[UnitResult, str]]:
    for unit in case.results.units if case.results else ():
        if unit.total.unit_number in case.known.past:
            yield unit, unit.total.unit_number


def er_054_emissions_last_year(case: Case) -> Iterator[Finding]:
    """ER-054: a unit's emissions changed by more than the province takes for usual.

    1,000,000 t last year, 1,300,000 t now, usual ±20 % → warning.
    """
    for unit, number in _with_past(case):
        place, before = unit.total.line.place("emissions_tonnes"), case.known.past[number].emissions_tonnes
        yield from _change(case, "ER-054", place, number, unit.emissions.value, before)


def er_055_generation_last_year(case: Case) -> Iterator[Finding]:
    """ER-055: a unit's generation changed by more than the province takes for usual.

    1,000,000 MWh last year, 700,000 MWh now, usual ±20 % → warning.
    """
    for unit, number in _with_past(case):
        place, before = unit.total.line.place("generation_mwh"), case.known.past[number].generation_mwh
        yield from _change(case, "ER-055", place, number, unit.generation_mwh, before)


def er_056_intensity_last_year(case: Case) -> Iterator[Finding]:
    """ER-056: a unit's emissions per MWh changed by more than the province takes for usual.

    0.85 t/MWh last year, 0.62 now, usual ±20 % → warning: carbon or generation has moved alone.
    """
    for unit, number in _with_past(case):
        past = case.known.past[number]
        if not past.generation_mwh or not unit.generation_mwh:
            continue
        now, before = unit.emissions.value / unit.generation_mwh, past.emissions_tonnes / past.generation_mwh
        yield from _change(case, "ER-056", unit.total.line.place("emissions_tonnes"), number, now, before)


def er_057_enterprise_last_year(case: Case) -> Iterator[Finding]:
    """ER-057: the enterprise's emissions changed by more than the province takes for usual.

    3,000,000 t last year, 2,000,000 t now, usual ±20 % → warning.
    """
    past = case.known.past.get(ENTERPRISE)
    if past and case.results:
        place, now = case.filed.enterprise.place("name"), case.results.enterprise.value
        yield from _change(case, "ER-057", place, case.known.name, now, past.emissions_tonnes)


def er_058_equal_quantities(case: Case) -> Iterator[Finding]:
    """ER-058: the same quantity in several months is rarely measured (verification guide, focus on activity data).

    January, February and March each 81,234.56 t → note.
    """
    for total in case.filed.totals:
        months: dict[Decimal, list[int]] = {}
        for row in case.filed.fuels_of(total.unit_number):
            if row.quantity:
                months.setdefault(row.quantity, []).append(row.month)
        for quantity, same in months.items():
            if len(same) >= EQUAL_MONTHS:
                facts = {"unit": total.unit_number, "months": ", ".join(map(str, same)), "value": quantity}
                yield note("ER-058", total.line.place("unit_number"), GUIDE, **facts)


def er_059_equal_carbon(case: Case) -> Iterator[Finding]:
    """ER-059: measured carbon is not the same in every month (verification guide, focus on emission factors).

    Twelve times 0.5400 tC/t, all 实测 → warning.
    """
    for total in case.filed.totals:
        rows = [row for row in case.filed.fuels_of(total.unit_number) if row.quantity and row.carbon is not None]
        measured = [row for row in rows if row.carbon_method == MEASURED]
        if len(measured) >= EQUAL_MONTHS and len({row.carbon for row in measured}) == 1:
            facts = {"unit": total.unit_number, "value": measured[0].carbon}
            yield warn("ER-059", measured[0].line.place("carbon"), GUIDE, **facts)


CHECKS: tuple[Check, ...] = (
    er_050_capacity,
    er_051_class,
    er_052_cogeneration,
    er_053_main_fuel,
    er_054_emissions_last_year,
    er_055_generation_last_year,
    er_056_intensity_last_year,
    er_057_enterprise_last_year,
    er_058_equal_quantities,
    er_059_equal_carbon,
)
