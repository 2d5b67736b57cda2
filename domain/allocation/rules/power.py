"""How allowances follow from output and law. Pure; every figure carries its derivation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.core.law import Law
from domain.core.workings import Explanation, Working

ZERO, HUNDRED = Decimal(0), Decimal(100)
GAS = "IV"


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A generating unit's year: gross generation in MWh, heat supplied in GJ, load factor as a share."""

    number: str
    unit_class: str
    generation_mwh: Decimal
    heat_gj: Decimal
    load_factor: Decimal
    origin: str = ""


@dataclass(frozen=True, slots=True)
class UnitAllocation:
    """A unit's allowances: for power and for heat in tonnes as computed, `allocation` in whole tonnes."""

    load_correction: Decimal
    power: Decimal
    heat: Decimal
    total: Decimal
    allocation: int
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class EntityUnit:
    """A unit within its entity: initial allowances and emissions owed, whole tonnes."""

    number: str
    unit_class: str
    initial: int
    verified: int


@dataclass(frozen=True, slots=True)
class EntityAllocation:
    """An entity's allowances. `unit_topups` in the order of the units; `gap_rate` in percent."""

    unit_topups: tuple[int, ...]
    gas_topup: int
    initial: int
    cap_topup: int
    final: int
    due: int
    gap_rate: Decimal
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Issue:
    """What the final stage issues (negative: takes back), and what remains to be deducted."""

    difference: int
    returned: int
    final_issue: int
    still_to_deduct: int
    explanation: Explanation


def power_unit(law: Law, facts: UnitFacts) -> UnitAllocation:
    """A unit's allowances are those for power and those for heat: A = Ae + Ah, Ae = Qe × Be × Ff, Ah = Qh × Bh.

    Qe gross generation, Be and Bh the benchmarks of the unit's class, Ff the peak-shaving factor of conventional coal.
    Source: 2023、2024年度发电行业配额总量和分配方案 附3、附4; the edition of the year is named by the law.

    Example (2023, class I, 3,200,000 MWh, 1,500,000 GJ, load 60 %): 3,200,000 × 0.7950 × 1.015⁴ = 2,700,108.87;
    1,500,000 × 0.1038 = 155,700; together 2,855,808 t.
    """
    working = Working("allocation.power_unit", law)
    edition = EDITIONS[working.provision("allocation.power.edition").value]
    working.edition = edition.name
    working.fact("unit_class", facts.unit_class, facts.origin)
    generation = working.given("generation_mwh", facts.generation_mwh, "MWh", facts.origin)
    heat_supplied = working.given("heat_gj", facts.heat_gj, "GJ", facts.origin)
    correction = _load_correction(working, edition, facts)
    benchmark, heat_benchmark = _benchmarks(working, facts.unit_class)
    formula = f"generation_mwh × {benchmark[0]} × load_correction"
    power = working.step("power", formula, generation * benchmark[1] * correction, "t", edition.power_rounding)
    formula = f"heat_gj × {heat_benchmark[0]}"
    heat = working.step("heat", formula, heat_supplied * heat_benchmark[1], "t", edition.heat_rounding)
    explanation = working.result("allocation", "power + heat", power + heat, "t", rounding="rounding.allocation.unit")
    return UnitAllocation(correction, power, heat, power + heat, int(explanation.value), explanation)


def power_entity(law: Law, units: Sequence[EntityUnit]) -> EntityAllocation:
    """Gas units are topped up to what they emitted; then no entity bears a gap of more than a fifth.

    A gas unit whose allowances fall short of its verified emissions receives the difference. The entity's initial
    allowances are the sum of its units'; when they are less than 80 % of its verified emissions, they are raised to
    80 %. Gap rate = (verified − initial) / verified.
    Source: 2023、2024年度发电行业配额总量和分配方案 五（三）.

    Example: a coal unit of 760,000 t against 1,000,000 t: gap 24.00 %, raised by 40,000 to 800,000 t.
    """
    working = Working("allocation.power_entity", law)
    working.edition = working.provision("allocation.power.edition").value
    topups = tuple(_unit_topup(working, unit) for unit in units)
    gas_topup = working.step("gas_topup", "Σ unit_topup", Decimal(sum(topups)), "t")
    units_initial = sum(
        (working.given("unit_initial", Decimal(unit.initial), "t", unit.number) for unit in units), ZERO
    )
    due = working.step("due", "Σ verified_emissions", Decimal(sum(unit.verified for unit in units)), "t")
    initial = working.step("initial", "Σ unit_initial + gas_topup", units_initial + gas_topup, "t")
    floor_share = working.law("allocation.gap.floor_share")
    floor = working.step(
        "floor", "due × allocation.gap.floor_share", due * floor_share, "t", "rounding.allocation.topup"
    )
    gap = (due - initial) / due * HUNDRED if due else ZERO
    gap_rate = working.step("gap_rate", "(due - initial) / due × 100", gap, "%", "rounding.gap_rate")
    cap_topup = working.step("cap_topup", "max(floor - initial, 0)", max(floor - initial, ZERO), "t")
    explanation = working.result("final", "initial + cap_topup", initial + cap_topup, "t")
    figures = (int(gas_topup), int(initial), int(cap_topup), int(explanation.value), int(due))
    return EntityAllocation(topups, *figures, gap_rate, explanation)


def pre_allocation(law: Law, prior_verified: Decimal, sector: str = "power", origin: str = "") -> Explanation:
    """The pre-allocation of a unit is a share of its verified emissions of the year before, in whole tonnes.

    Source: 2023、2024年度发电行业配额总量和分配方案 五（一）: 70 %. Example: 1,234,567 × 0.70 = 864,196.9 → 864,196 t.
    """
    working = Working("allocation.pre", law)
    suffix, rounding = ("", "") if sector == "power" else (f".{sector}", ".industry")
    key = f"allocation.pre.share{suffix}"
    verified = working.given("prior_verified", prior_verified, "t", origin)
    share = working.law(key)
    formula = f"prior_verified × {key}"
    return working.result("pre", formula, verified * share, "t", rounding=f"rounding.allocation.pre{rounding}")


def obligation(law: Law, emissions: Sequence[tuple[str, Decimal]]) -> Explanation:
    """What is to be surrendered equals the verified emissions: each unit's in whole tonnes, summed over the entity.

    Source: 碳排放权交易管理办法（试行） 第二十八条. Rounding unit by unit keeps a gas unit that was topped up to its
    own emissions from owing a tonne more than it received. `emissions` are pairs of unit number and tonnes.

    Example: 400,000.50 and 32,911.20 → 400,001 + 32,911 = 432,912 t.
    """
    working = Working("allocation.obligation", law)
    total = ZERO
    for number, tonnes in emissions:
        working.given("emissions", tonnes, "t", number)
        total += working.step("owed", f"emissions[{number}]", tonnes, "t", "rounding.emissions.unit")
    return working.result("due", "Σ owed", total, "t", rounding="rounding.obligation")


def issue(law: Law, pre: int, final: int, to_deduct: int = 0, pre_deducted: int = 0) -> Issue:
    """The final stage issues what is due beyond the pre-allocation (多退少补), less what is to be deducted.

    Difference ① = final − pre. A deduction takes at most what is issued: 0 ≤ ① ≤ deduction issues nothing, the rest
    stays to be deducted. A deduction at the pre-stage that exceeds the final allowances is returned by the excess.
    With ① negative the entity gives back, and nothing is deducted from what it does not receive.
    Source: 2025、2026年度配额总量和分配方案（征求意见稿） 表2-5注.

    Example: 600,000 − 500,000 = 100,000; 150,000 to deduct: 0 issued, 50,000 still to deduct.
    """
    working = Working("allocation.issue", law)
    facts = {"pre": pre, "final": final, "to_deduct": to_deduct, "pre_deducted": pre_deducted}
    for name, tonnes in facts.items():
        working.given(name, Decimal(tonnes), "t")
    difference = final - pre
    returned = max(pre_deducted - final, 0)
    deducted = min(max(difference, 0), to_deduct)
    still = to_deduct + returned - deducted
    working.step("difference", "final - pre", Decimal(difference), "t")
    working.step("returned", "max(pre_deducted - final, 0)", Decimal(returned), "t")
    working.step("deducted", "min(max(difference, 0), to_deduct)", Decimal(deducted), "t")
    working.step("still_to_deduct", "to_deduct + returned - deducted", Decimal(still), "t")
    final_issue = difference + returned - deducted
    explanation = working.result("final_issue", "difference + returned - deducted", Decimal(final_issue), "t")
    return Issue(difference, returned, final_issue, still, explanation)


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the power formulas: its load correction, and where it rounds on the way (empty: nowhere)."""

    name: str
    load_correction: Callable[[Working, Decimal], tuple[str, Decimal]]
    correction_rounding: str = ""
    power_rounding: str = ""
    heat_rounding: str = ""


def _exponential(working: Working, load_factor: Decimal) -> tuple[str, Decimal]:
    """1.015^(16 − 20F) with the load factor F as a share (附3 表1). Example: F = 0.60 gives 1.061364.

    Below 65 % it applies; the jump down to 1 at 65 % is the plan's own: 1.045678 just below.
    """
    base, constant = working.law("power.load_correction.base"), working.law("power.load_correction.exponent_constant")
    slope = working.law("power.load_correction.exponent_slope")
    prefix = "power.load_correction"
    formula = f"{prefix}.base ^ ({prefix}.exponent_constant - {prefix}.exponent_slope × load_factor)"
    return formula, base ** (constant - slope * load_factor)


def _curve(working: Working, load_factor: Decimal) -> tuple[str, Decimal]:
    """c − a(1 − e^(−F/b)) − d(1 − e^(−F/g)) with the load factor F in percent (征求意见稿 表2). F = 45: 1.126059."""
    names = ("constant", "amplitude_slow", "decay_slow", "amplitude_fast", "decay_fast")
    constant, slow, slow_decay, fast, fast_decay = (
        working.law(f"power.load_correction.curve.{name}") for name in names
    )
    percent = load_factor * HUNDRED
    slow_part = slow * (1 - (-percent / slow_decay).exp())
    fast_part = fast * (1 - (-percent / fast_decay).exp())
    formula = "constant - amplitude_slow × (1 - e^(-F/decay_slow)) - amplitude_fast × (1 - e^(-F/decay_fast))"
    return formula, constant - slow_part - fast_part


# The one table of editions; which of them rules a year is the provision `allocation.power.edition`.
EDITIONS: Mapping[str, Edition] = {
    edition.name: edition
    for edition in (
        Edition("power-exponential", _exponential),
        Edition(
            "power-curve",
            _curve,
            "rounding.load_correction",
            "rounding.allocation.power",
            "rounding.allocation.heat",
        ),
    )
}


def _load_correction(working: Working, edition: Edition, facts: UnitFacts) -> Decimal:
    """The peak-shaving factor: for conventional coal below the threshold of load, otherwise none."""
    classes = working.provision("power.load_correction.classes").value.split(",")
    threshold = working.law("power.load_correction.threshold")
    load_factor = working.given("load_factor", facts.load_factor, "share", facts.origin)
    if facts.unit_class in classes and load_factor < threshold:
        formula, factor = edition.load_correction(working, load_factor)
        return working.step("load_correction", formula, factor, "", edition.correction_rounding)
    otherwise = working.law("power.load_correction.otherwise")
    return working.step("load_correction", "power.load_correction.otherwise", otherwise, "")


def _benchmarks(working: Working, unit_class: str) -> tuple[tuple[str, Decimal], tuple[str, Decimal]]:
    """Key and value of the benchmark for power and of the one for heat."""
    power = f"power.benchmark.{unit_class}"
    heat = f"power.benchmark.heat.{'gas' if unit_class == GAS else 'coal'}"
    return (power, working.law(power)), (heat, working.law(heat))


def _unit_topup(working: Working, unit: EntityUnit) -> int:
    """What a gas unit lacks against its verified emissions; a coal unit is never topped up by itself."""
    verified = working.given("verified_emissions", Decimal(unit.verified), "t", unit.number)
    if unit.unit_class not in working.provision("allocation.gas_topup.classes").value.split(","):
        return 0
    share = working.law("allocation.gas_topup.share")
    lacking = max(verified * share - unit.initial, ZERO)
    formula = f"max(verified_emissions[{unit.number}] × allocation.gas_topup.share - unit_initial[{unit.number}], 0)"
    return int(working.step("unit_topup", formula, lacking, "t", "rounding.allocation.topup"))
