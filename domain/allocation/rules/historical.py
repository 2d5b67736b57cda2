"""The methods of the first years: an industry's benchmark or an enterprise's own past intensity, times output; and what
the total of a province or pilot was made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.core.facts import needed, not_negative, one_of, share, whole
from domain.core.law import Law
from domain.core.workings import Explanation, Working

ZERO, HUNDRED = Decimal(0), Decimal(100)
ROUNDING = "rounding.allocation.historical"
TRIAL = "historical.benchmark."
NATIONAL = "national"
# The unit of a benchmark tells the unit of the output that it is multiplied with.
OUTPUT_UNITS: Mapping[str, str] = {"t/t": "t", "t/MWh": "MWh"}


@dataclass(frozen=True, slots=True)
class Reserve:
    """What of a cap is kept for new entrants: whole tonnes, and the share of the total in percent."""

    total: int
    new_entrants: int
    new_entrants_share: Decimal
    explanation: Explanation


def historical_intensity(law: Law, intensity: Decimal, reduction: Decimal, output: Decimal) -> Explanation:
    """Allowances = past intensity × reduction factor × output of the year, in whole tonnes.

    Source: 地方政府参与全国碳市场工作手册 政策速递: 单位配额 = 历史强度值 × 减排系数 × 实物产出量.

    Example: 0.9 t/t × 0.95 × 1,000,000 t = 855,000 t.
    """
    working = Working("allocation.historical_intensity", law)
    working.edition = working.provision("allocation.historical.edition").value
    working.given("historical_intensity", not_negative("intensity", intensity), "t/t")
    working.given("reduction_factor", share("reduction", reduction), "")
    working.given("output", not_negative("output", output), "t")
    formula = "historical_intensity × reduction_factor × output"
    return working.result("allocation", formula, intensity * reduction * output, "t", ROUNDING)


def known_products(law: Law) -> tuple[str, ...]:
    """Products for which a benchmark is in force on that day."""
    return tuple(one.key.removeprefix(TRIAL) for one in law if one.key.startswith(TRIAL))


def by_benchmark(law: Law, output: Decimal, product: str = "", benchmark: Decimal | None = None) -> Explanation:
    """Allowances = benchmark of the industry × output of the year, in whole tonnes.

    The benchmark is handed in, or that of a product in the trial calculations of the year.
    Source: 地方政府参与全国碳市场工作手册 政策速递: 单位配额 = 行业基准 × 实物产出量.

    Example (trial of 2017): 0.8534 t/t × 1,000,000 t of clinker = 853,400 t.
    """
    working = Working("allocation.benchmark", law)
    working.edition = working.provision("allocation.benchmark.edition").value
    not_negative("output", output)
    if benchmark is not None or not product:
        rate = not_negative("benchmark", needed("benchmark", benchmark))
        working.given("benchmark", rate, "t/t")
        working.given("output", output, "t")
        return working.result("allocation", "benchmark × output", rate * output, "t", ROUNDING)
    key = f"{TRIAL}{one_of('product', product, known_products(law))}"
    working.fact("product", product)
    working.given("output", output, OUTPUT_UNITS[working.provision(key).unit])
    return working.result("allocation", f"{key} × output", working.law(key) * output, "t", ROUNDING)


def new_entrant_reserve(law: Law, market: str, parts: Sequence[tuple[str, Decimal]]) -> Reserve:
    """The total of a market is the sum of its parts; one of them is kept for new entrants.

    A province of the national market had pre-allocated and adjusted allowances and the reserve for new entrants, sized
    by the plans for new projects and the reduction aimed at; the pilots had parts of their own.
    Source: 地方政府参与全国碳市场工作手册 图4-4, 表5-2.

    Example (Shenzhen): pre-allocated 9,000 t, new entrants 1,000 t → 10,000 t, of which 10 % for new entrants.
    """
    working = Working("allocation.new_entrant_reserve", law)
    key = "allocation.cap.composition" if market == NATIONAL else f"pilot.cap.{market}.composition"
    known = working.provision(key).value.split(",")
    working.fact("market", market)
    for number, (part, tonnes) in enumerate(parts, 1):
        one_of(f"cap_parts[{number}].part", part, known)
        whole(f"cap_parts[{number}].tonnes", tonnes)
        name = "part_for_new_entrants" if _for_new_entrants(part) else "part_of_cap"
        working.given(name, tonnes, "t", part, str(number))
    kept = sum((tonnes for part, tonnes in parts if _for_new_entrants(part)), ZERO)
    total = sum((tonnes for _, tonnes in parts), ZERO)
    working.step("new_entrants", "Σ part_for_new_entrants", kept, "t")
    working.step("cap", "Σ part_of_cap + new_entrants", total, "t")
    percent = kept / total * HUNDRED if total else ZERO
    told = working.result("new_entrants_share", "new_entrants ÷ cap × 100" if total else "0", percent, "%")
    return Reserve(int(total), int(kept), percent, told)


def cap_ceiling(law: Law, market: str, base: Decimal, year: int) -> Explanation:
    """A cap that falls from year to year by one share of what is left of it.

    Chongqing: the sum of the highest years of 2008 to 2012, falling by 4.13 % a year until 2015. What came after was
    set anew each time.
    Source: 地方政府参与全国碳市场工作手册 表5-2.

    Example (2014): 100,000,000 t × (1 − 0.0413)² = 91,910,569 t.
    """
    working = Working("allocation.cap_ceiling", law)
    decline, first_fall = f"pilot.cap.{market}.yearly_reduction", f"allocation.cap.{market}.first_fall"
    working.fact("market", market)
    working.given("cap_base", not_negative("base", base), "t")
    working.given("compliance_year", Decimal(year), "year")
    falls = working.step("falls", f"compliance_year - {first_fall} + 1", year - working.law(first_fall) + 1, "years")
    ceiling = base * (1 - working.law(decline)) ** falls
    formula = f"cap_base × (1 - {decline}) ^ falls"
    return working.result("ceiling", formula, ceiling, "t", "rounding.allocation.cap")


def _for_new_entrants(part: str) -> bool:
    """The parts for new entrants are called by it: new facilities, new projects, a new entrants' reserve."""
    return part.startswith("new_")
