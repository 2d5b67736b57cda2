"""The months beside the annual report: part by part and month by month, with the difference that is tolerated. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.core.law import Law
from domain.emission_report.rules import Figure

FUEL, HOURS = "fuel.", "hours"
Place = tuple[str, str]
YEAR = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure as the months and as the report have it. `month` is 0 for the year; None is what was not filed."""

    month: int
    evidence: Decimal | None
    report: Decimal | None
    tolerance: Decimal

    @property
    def difference(self) -> Decimal | None:
        """Share by which the report differs from the evidence; None while one of them is missing.

        Evidence 100, report 103: 0.03. Evidence 0, report 5: 1.
        """
        if self.evidence is None or self.report is None:
            return None
        if not self.evidence:
            return Decimal(bool(self.report))
        return self.report / self.evidence - 1

    @property
    def beyond(self) -> bool:
        return self.difference is not None and abs(self.difference) > self.tolerance


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of one part over the year. `year` holds sums: of the months filed, and of the same in the report."""

    number: str
    code: str
    unit: str
    tolerance_key: str
    months: tuple[Pair, ...]
    year: Pair

    @property
    def differing(self) -> tuple[Pair, ...]:
        return tuple(pair for pair in self.months if pair.beyond)


def tolerance_key(code: str) -> str:
    """The provision that says how far evidence and report may lie apart for a figure."""
    if code.startswith(FUEL):
        return "monthly.tolerance.fuel"
    return "monthly.tolerance.hours" if code == HOURS else "monthly.tolerance.output"


def compare(told: Mapping[tuple[str, str, int], tuple[Decimal, str]], figures: Iterable[Figure], law: Law) -> list[Row]:
    """Every figure that the months or the report tell by month. `told`: value and unit by code, part and month."""
    reported: dict[tuple[str, str, int], Decimal] = {}
    units: dict[Place, str] = {(number, code): unit for (code, number, _), (_, unit) in told.items()}
    yearly: dict[Place, Decimal] = {}
    for one in figures:
        key = (one.code, one.number, one.month)
        if one.month:
            reported[key] = reported.get(key, Decimal()) + one.value
            units.setdefault((one.number, one.code), one.unit)
        else:
            yearly[one.number, one.code] = one.value
    return [_row(place, units[place], told, reported, yearly, law) for place in sorted(units)]


def _row(
    place: Place,
    unit: str,
    told: Mapping[tuple[str, str, int], tuple[Decimal, str]],
    reported: Mapping[tuple[str, str, int], Decimal],
    yearly: Mapping[Place, Decimal],
    law: Law,
) -> Row:
    number, code = place
    key = tolerance_key(code)
    tolerance = law.value(key)
    evidence = {month: value for (each, part, month), (value, _) in told.items() if (part, each) == place}
    report = {month: value for (each, part, month), value in reported.items() if (part, each) == place}
    months = tuple(
        Pair(month, evidence.get(month), report.get(month), tolerance) for month in sorted({*evidence, *report})
    )
    same = [report[month] for month in evidence if month in report]
    # A figure that the report tells for the year alone is compared once all months are there.
    alone = yearly.get(place) if len(evidence) == YEAR else None
    whole = sum(same, Decimal()) if same else alone
    filed = sum(evidence.values(), Decimal()) if evidence else None
    return Row(number, code, unit, key, months, Pair(0, filed, whole, tolerance))
