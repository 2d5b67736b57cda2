"""What a pilot's cap consists of. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.core.formulas import NOTHING
from domain.core.law import Law
from domain.core.workings import Explanation, Working


@dataclass(frozen=True, slots=True)
class CapComposition:
    """The parts of a cap by their codes; where the cap starts from the highest of some years and falls, these too."""

    parts: tuple[str, ...]
    peak_from: int | None
    peak_until: int | None
    yearly_reduction: Decimal | None
    explanation: Explanation


def cap_composition(law: Law, market: str) -> CapComposition:
    """The parts that a pilot's cap is made of; NotInForce for a market of which nothing is printed.

    Source: 地方政府参与全国碳市场工作手册 表5-2. Example (Hubei): initial allowances of the year, the reserve for new
    projects, the government's reserve. Chongqing, to 2015: the sum of each unit's highest year of 2008 to 2012, falling
    by 4.13 % a year.
    """
    working = Working("market.cap_composition", law)
    working.fact("market", market)
    parts = tuple(working.provision(f"pilot.cap.{market}.composition").value.split(","))
    keys = [f"pilot.cap.{market}.{name}" for name in ("peak_from", "peak_until", "yearly_reduction")]
    first, last, reduction = (working.law(key) if law.has(key) else None for key in keys)
    told = working.result("cap_parts", NOTHING, Decimal(len(parts)), "number")
    years = (None if first is None else int(first), None if last is None else int(last))
    return CapComposition(parts, *years, reduction, told)
