"""What a check sees, and how it says what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from domain.core.findings import NOWHERE, Finding, Place, Severity
from domain.core.law import Law
from domain.core.workings import plain
from domain.emission_report.rules import Filed, Known, Results, UnitResult

GUIDE = "企业温室气体排放核算与报告指南 发电设施（2022年修订版）"
REPORTING = "碳排放权交易管理暂行条例 第十一条"
PLAN = "企业温室气体排放核算与报告指南 发电设施（2022年修订版） 数据质量控制计划"


@dataclass(frozen=True, slots=True)
class Case:
    """One report to be checked. `results` is None while figures it needs are missing."""

    filed: Filed
    known: Known
    law: Law
    results: Results | None = None

    def result(self, unit_number: str) -> UnitResult | None:
        units = self.results.units if self.results else ()
        return next((unit for unit in units if unit.total.unit_number == unit_number), None)


Check = Callable[[Case], Iterator[Finding]]


def stop(code: str, place: Place = NOWHERE, citation: str = "", **facts: object) -> Finding:
    return Finding(code, Severity.STOP, place, told(facts), citation)


def warn(code: str, place: Place = NOWHERE, citation: str = "", **facts: object) -> Finding:
    return Finding(code, Severity.WARN, place, told(facts), citation)


def note(code: str, place: Place = NOWHERE, citation: str = "", **facts: object) -> Finding:
    return Finding(code, Severity.NOTE, place, told(facts), citation)


def told(facts: dict[str, object]) -> dict[str, str]:
    """Facts as text; computed figures with six significant digits, which is enough to find the mistake."""
    return {name: short(value) if isinstance(value, Decimal) else str(value) for name, value in facts.items()}


SIGNIFICANT = 6


def short(value: Decimal) -> str:
    if not value:
        return "0"
    places = max(0, SIGNIFICANT - 1 - value.adjusted())
    return plain(round(value, places))
