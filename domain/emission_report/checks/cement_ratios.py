"""Checks of cement, what a line uses and makes for a tonne. CM-007, CM-009, CM-010, CM-012, CM-014, CM-018, CM-019."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.emission_report.checks.cement import GUIDE, TWENTY_FOUR, CementCase, clinker_of
from domain.emission_report.checks.metals import HUNDRED, THOUSAND, ZERO, bounds, outside
from domain.emission_report.rules.accounting.cement import heat_key
from domain.emission_report.rules.cement import kiln_heat
from domain.emission_report.rules.industry import FuelLine

COAL_EQUIVALENT = "check.coal_equivalent"
OVER_A_DAY = "check.cement.daily.max"
CHECKS = Register[CementCase](owner="verification_officer", citation=GUIDE)


def _heat(case: CementCase, rows: Iterator[FuelLine]) -> Decimal | None:
    """GJ of fuels by their heat value or its default; None where the law of the year has no default."""
    total = ZERO
    for row in rows:
        key = heat_key(case.law, row.facts)
        ncv = row.facts.ncv
        if ncv is None and not case.law.has(key):
            return None
        total += (row.quantity or ZERO) * (case.law.value(key) if ncv is None else ncv)
    return total


def _all_heat(case: CementCase, number: str, month: int = 0) -> Decimal | None:
    """What a kiln's fuels give, alternative ones too, in GJ."""
    heat = _heat(case, kiln_heat(case.filed, number, month))
    other = (row.heat_gj or ZERO for row in case.filed.alternatives_of(number) if month in (0, row.month))
    return None if heat is None else heat + sum(other, ZERO)


@CHECKS.warn("CM-007")
def raw_meal(case: CementCase) -> Iterator[Hit]:
    """CM-007: a tonne of clinker takes as much raw meal as it does everywhere.

    1,000,000 t of clinker from 900,000 t of raw meal, 0.9 t/t → warning.
    """
    for number in case.filed.numbers:
        rows = [row for row in case.filed.clinker_of(number) if row.output]
        meal = [row.line.decimal("raw_meal_t") for row in rows]
        if not rows or None in meal:
            continue
        value = sum((one or ZERO for one in meal), ZERO) / clinker_of(case.filed, number)
        if found := outside(case, "check.cement.raw_meal", value):
            yield hit(rows[0].line.place("raw_meal_t"), found.citation, line=number, value=value, **bounds(found))


@CHECKS.warn("CM-009")
def heat_of_clinker(case: CementCase) -> Iterator[Hit]:
    """CM-009: a tonne of clinker takes as much heat as kilns need.

    1,000,000 t of clinker with 1,500,000 GJ, 1.5 GJ/t → warning.
    """
    for number in case.filed.numbers:
        clinker, heat = clinker_of(case.filed, number), _all_heat(case, number)
        if not clinker or not heat:
            continue
        if found := outside(case, "check.cement.heat", heat / clinker):
            place = case.filed.clinker_of(number)[0].line.place("output")
            yield hit(place, found.citation, line=number, value=heat / clinker, **bounds(found))


@CHECKS.warn("CM-010")
def coal_of_a_month(case: CementCase) -> Iterator[Hit]:
    """CM-010: in each month standard coal for a tonne of clinker lies where it does for kilns that run.

    100,000 t of clinker with 40 tce: t for 10³ t → warning.
    """
    if not case.law.has(COAL_EQUIVALENT):
        return
    for number in case.filed.numbers:
        for row in case.filed.clinker_of(number):
            heat = _all_heat(case, number, row.month)
            clinker = clinker_of(case.filed, number, row.month)
            if not clinker or not heat:
                continue
            value = heat / case.law.value(COAL_EQUIVALENT) / clinker * THOUSAND
            if found := outside(case, "check.cement.standard_coal", value):
                facts = {"line": number, "month": row.month, "value": value}
                yield hit(row.line.place("output"), found.citation, **facts, **bounds(found))


@CHECKS.warn("CM-012")
def much_substituted(case: CementCase) -> Iterator[Hit]:
    """CM-012: raw materials without carbonate are a part of the raw meal.

    90,000 t of them in 100,000 t of raw meal → warning.
    """
    key = "check.cement.substituted.max"
    for number in case.filed.numbers if case.law.has(key) else ():
        rows = case.filed.substitutes_of(number)
        used = sum((row.tonnes or ZERO for row in rows), ZERO)
        meal = sum((row.line.decimal("raw_meal_t") or ZERO for row in case.filed.clinker_of(number)), ZERO)
        if rows and meal and used > meal * case.law.value(key):
            facts = {"line": number, "value": used / meal, "most": case.law.value(key)}
            yield hit(rows[0].line.place("tonnes"), case.law.provision(key).citation, **facts)


@CHECKS.warn("CM-014")
def clinker_of_a_day(case: CementCase) -> Iterator[Hit]:
    """CM-014: a kiln makes no more in a day than was approved, and what the province allows beyond it.

    Approved 5,000 t/d; 240,000 t in 744 hours are 7,742 t/d → warning.
    """
    for row in case.filed.clinker if case.law.has(OVER_A_DAY) else ():
        hours = row.line.decimal("hours")
        kiln = case.filed.kilns.get(row.number)
        capacity = kiln.decimal("capacity") if kiln else None
        if not (hours and capacity and row.output):
            continue
        day = row.output / hours * TWENTY_FOUR
        if day > capacity * case.law.value(OVER_A_DAY):
            facts = {"line": row.number, "month": row.month, "value": day, "capacity": capacity}
            yield hit(row.line.place("output"), case.law.provision(OVER_A_DAY).citation, **facts)


@CHECKS.warn("CM-018")
def electricity_of_cement(case: CementCase) -> Iterator[Hit]:
    """CM-018: electricity bought is in the usual proportion to what is made.

    1,000,000 t of clinker with 900,000 MWh: kWh for MWh → warning.
    """
    made = max(
        sum((row.output or ZERO for row in case.filed.clinker), ZERO),
        sum((row.output or ZERO for row in case.filed.products if row.product == "cement"), ZERO),
    )
    mwh = sum((row.mwh or ZERO for row in case.filed.energy), ZERO)
    if not made or not mwh:
        return
    if found := outside(case, "check.cement.electricity", mwh * THOUSAND / made):
        place = case.filed.energy[0].line.place("mwh")
        yield hit(place, found.citation, value=mwh * THOUSAND / made, **bounds(found))


@CHECKS.warn("CM-019")
def alternative_rate(case: CementCase) -> Iterator[Hit]:
    """CM-019: alternative fuels give a part of a kiln's heat that kilns can take.

    Nine tenths of the heat from refuse → warning.
    """
    key = "check.cement.alternative.max"
    for number, computed in case.results.lines.items() if case.results and case.law.has(key) else ():
        value = computed.get("alternative", ZERO)
        if value > case.law.value(key) * HUNDRED:
            row = case.filed.alternatives_of(number)[0]
            facts = {"line": number, "value": value, "most": case.law.value(key) * HUNDRED}
            yield hit(row.line.place("tonnes"), case.law.provision(key).citation, **facts)
