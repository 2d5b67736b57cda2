"""Which generating units are reported: ER-004 and ER-005."""

from __future__ import annotations

from collections.abc import Iterator

from domain.core.checks import Hit, Register, hit
from domain.emission_report.checks.case import PLAN, PowerCase
from domain.emission_report.rules.power_facts import numbers_of

CHECKS = Register[PowerCase](owner="verification_officer", citation=PLAN)


@CHECKS.stop("ER-004")
def unit_missing(case: PowerCase) -> Iterator[Hit]:
    """ER-004: every generating unit of the plan in force is reported (power guide, boundary).

    Plan: units 1 and 2; report: unit 1 → stop for unit 2. A line 1,2 reports both.
    """
    filed = {number for row in case.filed.totals for number in (row.unit_number, *numbers_of(row.unit_number))}
    for unit in case.known.units:
        if unit.number not in filed:
            yield hit(case.filed.enterprise.place("plan_version"), unit=unit.number)


@CHECKS.stop("ER-005")
def unit_unknown(case: PowerCase) -> Iterator[Hit]:
    """ER-005: no unit is reported that the plan in force does not have (power guide, boundary).

    Plan: units 1 and 2; report: unit 3 → stop.
    """
    for row in case.filed.totals:
        parts = (case.known.unit(number) for number in numbers_of(row.unit_number))
        if case.known.unit(row.unit_number) is None and (None in parts or not row.unit_number):
            yield hit(row.line.place("unit_number"), unit=row.unit_number)
