"""Which vintages of allowances settle which compliance year. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.core.law import Law
from domain.core.workings import Explanation, Working


@dataclass(frozen=True, slots=True)
class Vintages:
    """Whether a vintage settles a year, and the vintages that do."""

    usable: bool
    earliest: int
    latest: int
    explanation: Explanation


def vintage_usable(law: Law, vintage: int) -> bool:
    """Allowances of the year itself and of earlier vintages settle it, later ones never.

    Source: 2023、2024年度发电行业配额总量和分配方案 七. Example: for 2024 the vintages 2019 to 2024; 2025 not.
    """
    return law.value("surrender.vintage.earliest") <= vintage <= law.value("surrender.vintage.latest")


def vintages(law: Law, year: int, vintage: int, arrears: bool = False) -> Vintages:
    """Whether a vintage settles a year: in its own cycle, or as arrears handed in long after.

    In its own cycle a year is settled by its own and earlier vintages, the vintages to 2024 being closed to 2025 and
    later. Arrears of 2019 to 2024 may, by the draft for 2025 and 2026, be settled with vintages 2019 to 2026.
    Source: 2023、2024年度发电行业配额总量和分配方案 七; 2025、2026年度配额总量和分配方案（征求意见稿）.
    Example: vintage 2025 does not settle 2024 in its cycle, and does as arrears. `law` is that of the year, or for
    arrears that of the day of handing in.
    """
    working = Working("surrender.vintage", law, "arrears" if arrears else "cycle")
    settled = working.given("year", Decimal(year), "year")
    given = working.given("vintage", Decimal(vintage), "year")
    prefix = "surrender.vintage.arrears" if arrears else "surrender.vintage"
    earliest, latest = working.law(f"{prefix}.earliest"), working.law(f"{prefix}.latest")
    outside = {f"{prefix}.earliest - vintage": earliest - given, f"vintage - {prefix}.latest": given - latest}
    if arrears:
        outside |= {
            f"{prefix}.year_earliest - year": working.law(f"{prefix}.year_earliest") - settled,
            f"year - {prefix}.year_latest": settled - working.law(f"{prefix}.year_latest"),
        }
    # By how many years vintage or year lie outside: nought where the vintage is usable.
    formula = f"max({', '.join(outside)}, 0)"
    told = working.result("years_outside", formula, max(*outside.values(), Decimal(0)), "years")
    return Vintages(not told.value, int(earliest), int(latest), told)
