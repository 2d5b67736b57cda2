"""Electricity that a power plant bought: part of its emissions to 2022, told beside them since. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from domain.core.law import Law
from domain.core.workbook import Line
from domain.core.workings import Explanation, Working
from domain.emission_report.rules.accounting import electricity
from domain.emission_report.rules.accounting.electricity import GRID, TOTALS
from domain.emission_report.rules.accounting.fuel import PER_ITEM
from domain.emission_report.rules.facts import Filed

TOTAL_EDITION = "accounting.power.total.edition"


def counted(law: Law) -> bool:
    """Whether purchased electricity is part of the total of the law's year (to 2022)."""
    return law.has(TOTAL_EDITION) and "electricity_tco2" in TOTALS[law.text(TOTAL_EDITION)]


def purchases(facts: Filed, law: Law) -> Mapping[str, Explanation]:
    """What each unit bought, by unit number, in the years in which it counts; later the plant's sum (empty number).

    Nothing where nothing was filed, or where the year has no factor and needs none.
    """
    bought = [line for line in facts.lines.rows("electricity") if line.decimal("purchased_mwh") is not None]
    if not counted(law):
        return {"": _explained(law, bought)} if bought and law.has(GRID) else {}
    numbers = dict.fromkeys(line.text("unit_number") for line in bought)
    return {
        number: _explained(law, [line for line in bought if line.text("unit_number") == number]) for number in numbers
    }


def _explained(law: Law, lines: Sequence[Line]) -> Explanation:
    mwh = sum((line.decimal("purchased_mwh") or Decimal() for line in lines), Decimal())
    return electricity(law, mwh, origin=cells(lines, "purchased_mwh")).explanation


def cells(lines: Sequence[Line], key: str) -> str:
    """Where figures that were added up stand: `购入电力!C6:C17`, or the one cell."""
    first, last = lines[0].place(key), lines[-1].place(key)
    return f"{first}:{last.cell}" if len(lines) > 1 else str(first)


def unfactored(law: Law, line: Line) -> bool:
    """Whether a unit bought electricity of which neither it nor the year has a factor (before 2018)."""
    return bool(line.decimal("purchased_mwh")) and line.decimal("grid_factor") is None and not law.has(GRID)


def at_stated_factor(law: Law, line: Line) -> Explanation | None:
    """A unit's purchased electricity in the supplementary table: MWh × the factor that it states, or the year's.

    None where it bought none; see `unfactored` for years that have no factor.

    10,000 MWh at 0.6101 t/MWh = 6,101.00 t.
    """
    mwh, stated = line.decimal("purchased_mwh"), line.decimal("grid_factor")
    if not mwh:
        return None
    if stated is None:
        return electricity(law, mwh, origin=str(line.place("purchased_mwh"))).explanation
    working = Working("emission.electricity", law)
    working.given("electricity_mwh", mwh, "MWh", str(line.place("purchased_mwh")))
    working.given("grid_factor", stated, "t/MWh", str(line.place("grid_factor")))
    return working.result("tco2", "electricity_mwh × grid_factor", mwh * stated, "t", rounding=PER_ITEM)
