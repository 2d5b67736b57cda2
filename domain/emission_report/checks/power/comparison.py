"""Against the plan in force and the year before: ER-050 to ER-059."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.emission_report.checks.case import GUIDE, PLAN, PowerCase
from domain.emission_report.rules import MEASURED, UnitResult

CHECKS = Register[PowerCase](owner="verification_officer", citation=GUIDE)

CHANGE = "check.change.prior_year"
ENTERPRISE = ""
# Two equal months are chance; as many as this are a copied value.
EQUAL_MONTHS = 3


@CHECKS.stop("ER-050", PLAN)
def capacity(case: PowerCase) -> Iterator[Hit]:
    """ER-050: a unit has the capacity that the plan in force gives it (power guide, C.2).

    Plan 330 MW, filed 300 MW → stop.
    """
    for total in case.filed.totals:
        known = case.known.unit(total.unit_number)
        if known and total.capacity_mw is not None and total.capacity_mw != known.capacity_mw:
            facts = {"unit": total.unit_number, "filed": total.capacity_mw, "known": known.capacity_mw}
            yield hit(total.line.place("capacity_mw"), **facts)


@CHECKS.stop("ER-051", PLAN)
def unit_class(case: PowerCase) -> Iterator[Hit]:
    """ER-051: a unit is of the class that the plan in force gives it (allocation plan, classes).

    Plan II, filed I → stop: the class decides the benchmark.
    """
    for total in case.filed.totals:
        known = case.known.unit(total.unit_number)
        if known and known.unit_class and total.unit_class and total.unit_class != known.unit_class:
            facts = {"unit": total.unit_number, "filed": total.unit_class, "known": known.unit_class}
            yield hit(total.line.place("unit_class"), **facts)


@CHECKS.warn("ER-052", PLAN)
def cogeneration(case: PowerCase) -> Iterator[Hit]:
    """ER-052: whether a unit is cogeneration agrees with the plan in force (power guide, C.2).

    Plan: no, filed: yes → warning.
    """
    for total in case.filed.totals:
        known = case.known.unit(total.unit_number)
        if known and total.cogeneration is not known.cogeneration:
            yield hit(total.line.place("cogeneration"), unit=total.unit_number)


@CHECKS.warn("ER-053", PLAN)
def main_fuel(case: PowerCase) -> Iterator[Hit]:
    """ER-053: the main fuel agrees with the plan in force (power guide, C.2).

    Plan: bituminous, filed: gangue → warning.
    """
    for total in case.filed.totals:
        known = case.known.unit(total.unit_number)
        if known and known.fuel and total.fuel and total.fuel != known.fuel:
            facts = {"unit": total.unit_number, "filed": total.fuel, "known": known.fuel}
            yield hit(total.line.place("fuel"), **facts)


def _change(case: PowerCase, place: Place, unit: str, now: Decimal, before: Decimal | None) -> Iterator[Hit]:
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
        yield hit(place, case.law.provision(CHANGE).citation, **facts)


def _with_past(case: PowerCase) -> Iterator[tuple[UnitResult, str]]:
    for unit in case.results.units if case.results else ():
        if unit.total.unit_number in case.known.past:
            yield unit, unit.total.unit_number


@CHECKS.warn("ER-054")
def emissions_last_year(case: PowerCase) -> Iterator[Hit]:
    """ER-054: a unit's emissions changed by more than the province takes for usual.

    1,000,000 t last year, 1,300,000 t now, usual ±20 % → warning.
    """
    for unit, number in _with_past(case):
        place, before = unit.total.line.place("emissions_tonnes"), case.known.past[number].emissions_tonnes
        yield from _change(case, place, number, unit.emissions.value, before)


@CHECKS.warn("ER-055")
def generation_last_year(case: PowerCase) -> Iterator[Hit]:
    """ER-055: a unit's generation changed by more than the province takes for usual.

    1,000,000 MWh last year, 700,000 MWh now, usual ±20 % → warning.
    """
    for unit, number in _with_past(case):
        place, before = unit.total.line.place("generation_mwh"), case.known.past[number].generation_mwh
        yield from _change(case, place, number, unit.generation_mwh, before)


@CHECKS.warn("ER-056")
def intensity_last_year(case: PowerCase) -> Iterator[Hit]:
    """ER-056: a unit's emissions per MWh changed by more than the province takes for usual.

    0.85 t/MWh last year, 0.62 now, usual ±20 % → warning: carbon or generation has moved alone.
    """
    for unit, number in _with_past(case):
        past = case.known.past[number]
        if not past.generation_mwh or not unit.generation_mwh:
            continue
        now, before = unit.emissions.value / unit.generation_mwh, past.emissions_tonnes / past.generation_mwh
        yield from _change(case, unit.total.line.place("emissions_tonnes"), number, now, before)


@CHECKS.warn("ER-057")
def enterprise_last_year(case: PowerCase) -> Iterator[Hit]:
    """ER-057: the enterprise's emissions changed by more than the province takes for usual.

    3,000,000 t last year, 2,000,000 t now, usual ±20 % → warning.
    """
    past = case.known.past.get(ENTERPRISE)
    if past and case.results:
        place, now = case.filed.enterprise.place("name"), case.results.enterprise.value
        yield from _change(case, place, case.known.name, now, past.emissions_tonnes)


@CHECKS.note("ER-058")
def equal_quantities(case: PowerCase) -> Iterator[Hit]:
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
                yield hit(total.line.place("unit_number"), **facts)


@CHECKS.warn("ER-059")
def equal_carbon(case: PowerCase) -> Iterator[Hit]:
    """ER-059: measured carbon is not the same in every month (verification guide, focus on emission factors).

    Twelve times 0.5400 tC/t, all 实测 → warning.
    """
    for total in case.filed.totals:
        rows = [row for row in case.filed.fuels_of(total.unit_number) if row.quantity and row.carbon is not None]
        measured = [row for row in rows if row.carbon_method == MEASURED]
        if len(measured) >= EQUAL_MONTHS and len({row.carbon for row in measured}) == 1:
            facts = {"unit": total.unit_number, "value": measured[0].carbon}
            yield hit(measured[0].line.place("carbon"), **facts)
