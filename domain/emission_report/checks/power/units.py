"""What the units are: merged units, captive plants, classes, facilities: ER-118 to ER-123."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.emission_report.checks.case import GUIDE, PLAN, PowerCase
from domain.emission_report.checks.power.lines import ZERO, rows
from domain.emission_report.rules import TotalRow
from domain.emission_report.rules.fuels import UNCONVENTIONAL_COALS
from domain.emission_report.rules.power_facts import numbers_of

CHECKS = Register[PowerCase](owner="verification_officer", citation=GUIDE)
# As the discharge permit numbers facilities: MF0001.
FACILITY = re.compile(r"MF\d+", re.IGNORECASE)
RATED, UNCONVENTIONAL = "power.class.rated_power_I", "power.class.unconventional_share"


def _benchmark(case: PowerCase, unit_class: str) -> Decimal | None:
    key = f"power.benchmark.{unit_class}"
    return case.law.value(key) if case.law.has(key) else None


def _merged(case: PowerCase) -> Iterator[tuple[TotalRow, tuple[str, ...]]]:
    for total in case.filed.totals:
        if len(numbers := numbers_of(total.unit_number)) > 1:
            yield total, numbers


@CHECKS.warn("ER-118", PLAN)
def merged_by_the_plan(case: PowerCase) -> Iterator[Hit]:
    """ER-118: units are reported together where the plan in force says so, and only there (power guide, boundary).

    Report: 1#,2#; plan: 1# and 2# each alone → warning.
    """
    planned = {frozenset(numbers_of(unit.number)) for unit in case.known.reported}
    for total, numbers in _merged(case):
        if frozenset(numbers) not in planned:
            yield hit(total.line.place("unit_number"), unit=total.unit_number)


@CHECKS.warn("ER-119")
def captive(case: PowerCase) -> Iterator[Hit]:
    """ER-119: whether a plant is a captive one agrees with the register.

    Register: captive; filed: 否 → warning.
    """
    stated = case.filed.enterprise.text("captive")
    if stated and case.known.captive is not None and (stated == "yes") is not case.known.captive:
        yield hit(case.filed.enterprise.place("captive"))


@CHECKS.warn("ER-120")
def class_by_capacity(case: PowerCase) -> Iterator[Hit]:
    """ER-120: gas is of class IV and nothing else is; ordinary coal from 400 MW is of class I, below of class II.

    Bituminous coal, 660 MW, class II → warning (allocation plan, classes).
    """
    if not case.law.has(RATED):
        return
    for total in case.filed.totals:
        expected = _class(total, case.law.value(RATED))
        if total.unit_class and expected and total.unit_class not in expected:
            facts = {"unit": total.unit_number, "filed": total.unit_class, "expected": " / ".join(expected)}
            yield hit(total.line.place("unit_class"), case.law.provision(RATED).citation, **facts)


def _class(total: TotalRow, boundary: Decimal) -> tuple[str, ...]:
    """Classes that fuel and capacity allow; units together may be of the least favourable of theirs."""
    if total.fuel == "gas":
        return ("IV",)
    if total.fuel in UNCONVENTIONAL_COALS:
        return ("III",)
    if total.capacity_mw is None or len(numbers_of(total.unit_number)) > 1:
        return ("I", "II", "III")
    return ("I", "III") if total.capacity_mw >= boundary else ("II", "III")


@CHECKS.warn("ER-121")
def unconventional_by_heat(case: PowerCase) -> Iterator[Hit]:
    """ER-121: class III takes more than half of its heat from gangue, slime or slurry, or burns in a fluidised bed.

    Class III, gangue 30 % of the heat, no fluidised bed → warning (allocation plan, classes).
    """
    beds = {line.text("unit_number") for line in rows(case, "units") if line.text("boiler_type") == "fluidised"}
    for total in case.filed.totals:
        share = _unconventional(case, total)
        if not case.law.has(UNCONVENTIONAL) or share is None:
            continue
        most, found = case.law.value(UNCONVENTIONAL), case.law.provision(UNCONVENTIONAL).citation
        wrong = share <= most if total.unit_class == "III" else share > most
        if wrong and total.unit_class and total.unit_number not in beds:
            facts = {"unit": total.unit_number, "filed": total.unit_class, "value": share * 100, "most": most * 100}
            yield hit(total.line.place("unit_class"), found, **facts)


def _unconventional(case: PowerCase, total: TotalRow) -> Decimal | None:
    """The share of gangue and slime in the year's heat; None where a heat value is missing."""
    rows_of = [row for row in case.filed.fuels_of(total.unit_number) if row.quantity]
    if not rows_of or any(row.energy_gj is None for row in rows_of):
        return None
    whole = sum((row.energy_gj or ZERO for row in rows_of), ZERO)
    part = sum((row.energy_gj or ZERO for row in rows_of if row.fuel in UNCONVENTIONAL_COALS), ZERO)
    return part / whole if whole else None


@CHECKS.warn("ER-122")
def merged_class(case: PowerCase) -> Iterator[Hit]:
    """ER-122: units reported together are of the least favourable of their classes (allocation plan, 最不利原则).

    Units of classes I and II together, filed II; the benchmark of I is lower → warning.
    """
    for total, numbers in _merged(case):
        classes = {unit.unit_class for unit in case.known.units if unit.number in numbers and unit.unit_class}
        values = {name: value for name in classes if (value := _benchmark(case, name)) is not None}
        least = min(values, key=lambda name: values[name]) if values else ""
        if least and total.unit_class and total.unit_class != least:
            facts = {"unit": total.unit_number, "filed": total.unit_class, "expected": least}
            yield hit(total.line.place("unit_class"), **facts)


@CHECKS.note("ER-123")
def facility_code(case: PowerCase) -> Iterator[Hit]:
    """ER-123: facilities are named by the code of the discharge permit, which begins with MF (verification guide).

    锅炉编号 1号炉 → note.
    """
    for line in rows(case, "units"):
        code = line.text("facility_code")
        if code and not FACILITY.fullmatch(code.strip()):
            yield hit(line.place("facility_code"), unit=line.text("unit_number"), filed=code)
