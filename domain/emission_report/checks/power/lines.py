"""What the checks of power have in common: lines of a unit's month, tolerances and bands of the law. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from domain.core.checks import Hit, hit
from domain.core.workbook import Line
from domain.emission_report.checks.bands import band
from domain.emission_report.checks.case import PowerCase
from domain.emission_report.checks.power.operation import AN_HOUR
from domain.emission_report.rules import FuelRow, ProductionRow

ZERO, HUNDRED = Decimal(0), Decimal(100)
POWER = "check.power"


def rows(case: PowerCase, sheet: str) -> tuple[Line, ...]:
    return case.filed.lines.rows(sheet)


def month_of(line: Line) -> tuple[str, int]:
    return line.text("unit_number"), line.integer("month") or 0


def named(line: Line) -> dict[str, object]:
    """Unit and month of a line, for the sentence of a finding."""
    unit, month = month_of(line)
    return {"unit": unit, "month": month}


def production(case: PowerCase) -> dict[tuple[str, int], ProductionRow]:
    return {(row.unit_number, row.month): row for row in case.filed.production}


def fuels(case: PowerCase, line: Line) -> tuple[FuelRow, ...]:
    """What the unit burnt in the month of a line."""
    unit, month = month_of(line)
    return tuple(row for row in case.filed.fuels_of(unit) if row.month == month and row.quantity)


def energy(burnt: tuple[FuelRow, ...]) -> Decimal | None:
    """GJ of these fuels; None where a heat value is missing, or nothing was burnt."""
    parts = [row.energy_gj for row in burnt]
    return sum((part for part in parts if part is not None), ZERO) if parts and None not in parts else None


def hours_in(year: int, month: int) -> int:
    return timedelta(days=monthrange(year, month)[1]) // AN_HOUR


def apart(stated: Decimal, computed: Decimal, share: Decimal) -> bool:
    """Whether two figures differ by more than a share of the computed one."""
    return abs(stated - computed) > abs(computed) * share


def tolerance(case: PowerCase, name: str) -> Decimal | None:
    """A provision `check.power.<name>`; None in a year without it: then the check does not apply."""
    key = f"{POWER}.{name}"
    return case.law.value(key) if case.law.has(key) else None


def source(case: PowerCase, name: str) -> str:
    """Where that provision comes from."""
    return case.law.provision(f"{POWER}.{name}").citation


def outside(case: PowerCase, line: Line, key: str, name: str, value: Decimal | None) -> Iterator[Hit]:
    """A hit where a value lies outside `check.power.<name>`."""
    found = band(case.law, f"{POWER}.{name}")
    if found and value is not None and not found.holds(value):
        facts = {"value": value, "least": found.least, "most": found.most}
        yield hit(line.place(key), found.citation, **named(line), **facts)
