"""Allowances of steel, cement and aluminium: verified emissions, corrected by how far an intensity is from the balance
point of its industry."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.allocation.rules.balance_point import ZERO, Producer, Side, Solution, Terms, mean_intensity, solve
from domain.core.facts import needed, not_negative, one_of, positive, share
from domain.core.findings import refuse
from domain.core.law import Law
from domain.core.workings import Explanation, Working

HUNDRED = Decimal(100)
EDITION = "allocation.industry.edition"
SLOPE, LIMIT, DEVIATION = "industry.coefficient.slope", "industry.coefficient.limit", "industry.deviation.limit"
ROUNDING = "rounding.allocation.industry"
CARBIDE_SLAG = "carbide_slag"
CARBIDE_SLAG_RATE = "industry.special.carbide_slag.threshold"
# What became of an entity: by the balance point, at its verified emissions, or not at all.
BALANCED, VERIFIED, EXCLUDED = "balance", "as_verified", "excluded"


@dataclass(frozen=True, slots=True)
class IndustryFacts:
    """A year of an entity (steel), line (cement) or process (aluminium).

    `special` names a circumstance that the plan treats on its own; `carbide_slag_rate` is the share of a kiln's process
    emissions that carbide slag replaces.
    """

    sector: str
    emissions: Decimal
    intensity: Decimal | None = None
    balance_point: Decimal | None = None
    special: str = ""
    carbide_slag_rate: Decimal | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class IndustryAllocation:
    """Whole tonnes; `deviation` in percent and `coefficient` are None where the plan uses none."""

    deviation: Decimal | None
    coefficient: Decimal | None
    allocation: int
    treatment: str
    level: str
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Balance:
    """An industry's balance point with every producer's deviation (percent), coefficient and allowances, in order.

    `imbalance`: tonnes that all allowances before rounding exceed all emissions by. `unique`: no other point balances.
    """

    balance_point: Decimal
    deviations: tuple[Decimal, ...]
    coefficients: tuple[Decimal, ...]
    allocations: tuple[int, ...]
    clipped_above: int
    clipped_below: int
    emissions: Decimal
    imbalance: Decimal
    unique: bool
    explanation: Explanation


def industry_entity(law: Law, facts: IndustryFacts) -> IndustryAllocation:
    """An entity receives its verified emissions times 1 + α; α follows from how far its intensity deviates from the
    balance point. Special cases receive what they emitted; so did everybody in the first year.

    A = E × (1 + α), X = (BP − I) / BP, α = 0.15 X while |X| < 20 %, ±3 % from there on.
    Source: 2024、2025年度全国碳排放权交易市场钢铁、水泥、铝冶炼行业配额总量和分配方案; 征求意见稿（2026-07-27）.

    Example (2025, steel, 6,000,000 t at 1.5 against 1.55): X = 3.2258 %, α = 0.4839 %, 6,029,032 t.
    """
    working = Working("allocation.industry_entity", law)
    edition = INDUSTRY_EDITIONS[working.provision(EDITION).value]
    working.edition = working.provision(EDITION).value
    working.fact("sector", facts.sector, facts.origin)
    level = working.provision(f"industry.level.{facts.sector}").value
    working.provision(f"industry.gases.{facts.sector}")
    working.given("verified_emissions", not_negative("emissions", facts.emissions), "t", facts.origin)
    treatment = _treatment(working, facts)
    if treatment == EXCLUDED:
        told = working.result("allocation", "0", ZERO, "t")
        return IndustryAllocation(None, None, 0, treatment, level, told)
    if treatment == VERIFIED:
        return _at_verified(working, facts, level)
    return edition(working, facts, level)


def balance(law: Law, producers: Sequence[Producer]) -> Balance:
    """The balance point of an industry is the intensity at which all coefficients together neither add nor take.

    Σ E = Σ E (1 + 0.15 (BP − I) / BP) over those that deviate by less than 20 %, + 1.03 Σ E over those better by
    20 % or more, + 0.97 Σ E over those worse by as much. Without any such, BP is the mean intensity.
    Source: 征求意见稿（2026-07-27）; 国环规气候〔2025〕2号.

    Example: 1,000 t each at 1.0, 1.1 and 1.2 → BP 1.1; allowances 1,013, 1,000 and 986 t.
    """
    working = Working("allocation.balance", law)
    working.edition = working.provision(EDITION).value
    terms = _terms(working)
    for number, one in enumerate(producers, 1):
        not_negative(f"entities[{number}].intensity", one.intensity)
        not_negative(f"entities[{number}].emissions", one.emissions)
        working.given("verified_emissions", one.emissions, "t", index=str(number))
        working.given("intensity", one.intensity, "t/t", index=str(number))
    total = positive("entities", sum((one.emissions for one in producers), ZERO))
    solution = solve(terms, producers)
    if solution is None:
        raise refuse("ALLOCATION-NO-BALANCE", field_name="entities")
    sides = [terms.side((solution.point - one.intensity) / solution.point) for one in producers]
    point = _tell_point(working, producers, sides, solution)
    rows = [_tell_row(working, terms, point, one, str(number)) for number, one in enumerate(producers, 1)]
    balanced = sum((row[2] for row in rows), ZERO)
    imbalance = working.step("imbalance", "Σ balanced - Σ verified_emissions", balanced - total, "t")
    told = working.result("balance_point", "balance_solved", point, "t/t")
    return Balance(
        point,
        tuple(row[0] for row in rows),
        tuple(row[1] for row in rows),
        tuple(int(row[3]) for row in rows),
        sides.count(Side.ABOVE),
        sides.count(Side.BELOW),
        total,
        imbalance,
        solution.lowest is None,
        told,
    )


def _treatment(working: Working, facts: IndustryFacts) -> str:
    """How the plan of the year treats the entity's circumstances; refused (FACT-UNKNOWN) where it names them not."""
    law, special = working.law_of_day, facts.special
    if special:
        working.fact("special", special, facts.origin)
    if special and special in _listed(working, "industry.excluded"):
        return EXCLUDED
    if INDUSTRY_EDITIONS[working.edition] is _at_verified:
        return VERIFIED
    known = _listed(working, f"industry.special.{facts.sector}")
    if special:
        one_of("special", special, [code for code in known if code != CARBIDE_SLAG])
        return VERIFIED
    if facts.carbide_slag_rate is not None and CARBIDE_SLAG in known and law.has(CARBIDE_SLAG_RATE):
        rate = share("carbide_slag_rate", facts.carbide_slag_rate)
        working.given("carbide_slag_rate", rate, "share", facts.origin)
        working.step("carbide_slag_seen", f"carbide_slag_rate > {CARBIDE_SLAG_RATE}", rate, "share")
        return VERIFIED if rate > working.law(CARBIDE_SLAG_RATE) else BALANCED
    return BALANCED


def _listed(working: Working, key: str) -> tuple[str, ...]:
    """Codes that a provision lists; none where it is not in force."""
    return tuple(working.provision(key).value.split(",")) if working.law_of_day.has(key) else ()


def _at_verified(working: Working, facts: IndustryFacts, level: str) -> IndustryAllocation:
    """Allowances equal the verified emissions. Example (2024): 6,000,000 t."""
    coefficient = working.step("coefficient", "1", Decimal(1), "")
    formula = "verified_emissions × coefficient"
    told = working.result("allocation", formula, facts.emissions, "t", f"{ROUNDING}.verified")
    return IndustryAllocation(None, coefficient, int(told.value), VERIFIED, level, told)


def _by_balance(working: Working, facts: IndustryFacts, level: str) -> IndustryAllocation:
    """Allowances follow from the deviation; the balance point is the one that the ministry publishes."""
    intensity = not_negative("intensity", needed("intensity", facts.intensity))
    point = positive("balance_point", needed("balance_point", facts.balance_point))
    working.given("intensity", intensity, "t/t", facts.origin)
    working.given("balance_point", point, "t/t", facts.origin)
    found = _correct(working, _terms(working), point, Producer(facts.emissions, intensity), "balance_point")
    told = working.result("allocation", found.formula, found.tonnes, "t", ROUNDING)
    return IndustryAllocation(found.deviation, found.coefficient, int(told.value), BALANCED, level, told)


# The one table of editions; which of them rules a year is the provision `allocation.industry.edition`.
INDUSTRY_EDITIONS: Mapping[str, Callable[[Working, IndustryFacts, str], IndustryAllocation]] = {
    "industry-verified": _at_verified,
    "industry-balance": _by_balance,
}


def _terms(working: Working) -> Terms:
    return Terms(working.law(SLOPE), working.law(LIMIT), working.law(DEVIATION))


@dataclass(frozen=True, slots=True)
class _Corrected:
    """What a deviation leads to. `formula` and `tonnes` divide last, so that a whole number of tonnes stays whole."""

    deviation: Decimal
    coefficient: Decimal
    formula: str
    tonnes: Decimal


def _correct(working: Working, terms: Terms, point: Decimal, one: Producer, name: str, index: str = "") -> _Corrected:
    """Deviation in percent, coefficient 1 + α and allowances before rounding; `name` is that of the balance point."""
    percent = (point - one.intensity) / point * HUNDRED
    deviation = working.step("deviation", f"({name} - intensity) ÷ {name} × 100", percent, "%", index=index)
    side = terms.side((point - one.intensity) / point)
    if side is Side.INSIDE:
        alpha, factor = f"1 + {SLOPE} × deviation ÷ 100", f"({name} + {SLOPE} × ({name} - intensity)) ÷ {name}"
        value = 1 + terms.slope * deviation / HUNDRED
        tonnes = one.emissions * (point + terms.slope * (point - one.intensity)) / point
    else:
        value = 1 + terms.limit if side is Side.ABOVE else 1 - terms.limit
        alpha, factor = (f"1 {'+' if side is Side.ABOVE else '-'} {LIMIT}", "coefficient")
        tonnes = one.emissions * value
    coefficient = working.step("coefficient", alpha, value, "", index=index)
    return _Corrected(deviation, coefficient, f"verified_emissions × {factor}", tonnes)


def _tell_row(
    working: Working, terms: Terms, point: Decimal, one: Producer, index: str
) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """Deviation, coefficient, allowances before rounding and in whole tonnes of one producer."""
    found = _correct(working, terms, point, one, "balance_solved", index)
    balanced = working.step("balanced", found.formula, found.tonnes, "t", index=index)
    allocated = working.step("allocated", "balanced", balanced, "t", ROUNDING, index)
    return found.deviation, found.coefficient, balanced, allocated


def _tell_point(working: Working, producers: Sequence[Producer], sides: Sequence[Side], solution: Solution) -> Decimal:
    """The sets, their sums, and the balance point that follows from them."""
    mean = mean_intensity(producers)
    working.step("mean_intensity", "Σ (verified_emissions × intensity) ÷ Σ verified_emissions", mean, "t/t")
    sums = dict.fromkeys(Side, ZERO)
    weighted = ZERO
    for number, (one, side) in enumerate(zip(producers, sides, strict=True), 1):
        sums[side] += working.step(f"emissions_{side}", "verified_emissions", one.emissions, "t", index=str(number))
        if side is Side.INSIDE:
            product = one.emissions * one.intensity
            weighted += working.step("weighted", "verified_emissions × intensity", product, "", index=str(number))
    for side in Side:
        working.step(f"sum_{side}", f"Σ emissions_{side}", sums[side], "t")
    if not sums[Side.INSIDE]:
        return _tell_stretch(working, solution)
    working.step("sum_weighted", "Σ weighted", weighted, "")
    formula = f"{SLOPE} × sum_weighted ÷ ({SLOPE} × sum_inside + {LIMIT} × (sum_above - sum_below))"
    return working.step("balance_solved", formula, solution.point, "t/t")


def _tell_stretch(working: Working, solution: Solution) -> Decimal:
    """Nobody is inside: every point between two turns balances, and the mean intensity is taken, or the nearer end."""
    for name, turn in (("balance_lowest", solution.lowest), ("balance_highest", solution.highest)):
        if turn is not None:
            sign = "+" if turn.side is Side.INSIDE else "-"
            working.step(name, f"intensity[{turn.producer + 1}] ÷ (1 {sign} {DEVIATION})", turn.at, "t/t")
    formula = "min(max(mean_intensity, balance_lowest), balance_highest)"
    return working.step("balance_solved", formula, solution.point, "t/t")
