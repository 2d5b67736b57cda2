"""The stages of issuing: pre-allocation, what the final stage issues and deducts, who is issued to otherwise. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.allocation.rules.classes import fuel_of, require_class
from domain.core.facts import at_most, needed, not_negative, one_of, share
from domain.core.law import Law
from domain.core.workings import Explanation, Working

ZERO = Decimal(0)
POWER = "power"


@dataclass(frozen=True, slots=True)
class PreFacts:
    """What a pre-allocation is a share of: verified emissions, or the output of an earlier year with its class.

    `chosen_share` is the province's own choice where the plan leaves it one.
    """

    prior_verified: Decimal | None = None
    sector: str = POWER
    chosen_share: Decimal | None = None
    unit_class: str = ""
    prior_supply_mwh: Decimal | None = None
    prior_heat_gj: Decimal = ZERO
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """What the final stage issues (negative: takes back), and what remains to be deducted."""

    difference: int
    returned: int
    final_issue: int
    still_to_deduct: int
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Withheld:
    """An enterprise whose allowances go to the province's account: what is released once it has surrendered.

    `stages` at which allowances are issued to that account; `gap` is what it still has to find.
    """

    stages: tuple[str, ...]
    released: int
    gap: int
    explanation: Explanation


def base_year(law: Law) -> int:
    """The year whose figures the pre-allocation of power is a share of. 2024 → 2023; 2019 and 2020 → 2018."""
    return int(law.value("allocation.pre.base_year"))


def pre_allocation(law: Law, facts: PreFacts) -> Explanation:
    """The pre-allocation of a unit is a share of its verified emissions of the year before, in whole tonnes.

    For 2019 and 2020 it was a share of what the output of 2018 earns at the benchmarks; for 2021 and 2022 a share of
    the verified emissions of 2021. From 2025 the share is a ceiling, and the province may choose less.
    Source: 国环规气候〔2020〕3号, 国环规气候〔2023〕1号, 国环规气候〔2024〕1号 五（一）, 征求意见稿 四（一）1.

    Example (2024): 1,234,567 × 0.70 = 864,196.9 → 864,196 t. Example (2020, class II): 1,000,000 MWh in 2018:
    0.70 × 1,000,000 × 0.979 = 685,300 t.
    """
    working = Working("allocation.pre", law)
    suffix, rounding = ("", "") if facts.sector == POWER else (f".{facts.sector}", ".industry")
    key = f"allocation.pre.share{suffix}"
    part = working.law(key)
    if facts.sector == POWER:
        working.law("allocation.pre.base_year")
        working.edition = working.provision("allocation.pre.edition").value
        base = PRE_EDITIONS[working.edition](working, facts)
    else:
        base = _verified(working, facts)
    formula = f"{base[0]} × {key}"
    if facts.chosen_share is not None and _is_ceiling(working, facts.sector):
        name = "chosen_share"
        part = working.given(name, at_most(name, share(name, facts.chosen_share), part), "share")
        formula = f"{base[0]} × min(chosen_share, {key})"
    return working.result("pre", formula, base[1] * part, "t", rounding=f"rounding.allocation.pre{rounding}")


def issue(law: Law, pre: int, final: int, to_deduct: int = 0, pre_deducted: int = 0) -> Issue:
    """The final stage issues what is due beyond the pre-allocation (多退少补), less what is to be deducted.

    Difference ① = final − pre. A deduction ③ takes at most what is issued: with 0 ≤ ① ≤ ③ nothing is issued, the rest
    stays to be deducted. A deduction at the pre-stage that exceeds the final allowances is returned by the excess ②,
    which is issued again and stays to be deducted. With ① negative the entity gives back, and nothing is deducted from
    what it does not receive: the notes print ① − ③ for that case too, but leave the rest of a deduction for later where
    a supplement is too small for it; our reading is `allocation.issue.negative_difference`.
    Source: 2025、2026年度配额总量和分配方案（征求意见稿） 表2-5注6、注8.

    Example: 600,000 − 500,000 = 100,000; 150,000 to deduct: 0 issued, 50,000 still to deduct. Example (注8): 50,000 t
    pre-allocated and wholly deducted, 20,000 left to deduct, 30,000 t final: 20,000 returned, 0 issued, 40,000 left.
    """
    working = Working("allocation.issue", law)
    working.edition = working.provision("allocation.issue.edition").value
    facts = {"pre": pre, "final": final, "to_deduct": to_deduct, "pre_deducted": pre_deducted}
    for name, tonnes in facts.items():
        working.given(name, not_negative(name, Decimal(tonnes)), "t")
    at_most("pre_deducted", Decimal(pre_deducted), Decimal(pre))
    difference = final - pre
    if difference < 0 and to_deduct:
        working.provision("allocation.issue.negative_difference")
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


def withheld(law: Law, reason: str, issued: int, due: int) -> Withheld:
    """Allowances of an enterprise at risk go to the province's account (差异化); what surrender leaves is released.

    2023 and 2024: frozen by a court or otherwise at risk of not complying, or in arrears; at the final stage only. The
    draft adds enterprises that have closed, and withholds at both stages.
    Source: 国环规气候〔2024〕1号 五（四）, 征求意见稿 四（三）, 表1-5注5, 表2-5注9.

    Example (注9): 1,200,000 issued, 1,000,000 due: 200,000 released; 800,000 issued: 200,000 still to be found.
    """
    working = Working("allocation.differentiated", law)
    reasons = working.provision("allocation.differentiated.reasons").value.split(",")
    working.fact("reason", one_of("reason", reason, reasons))
    stages = tuple(working.provision("allocation.differentiated.stages").value.split(","))
    working.given("issued", not_negative("issued", Decimal(issued)), "t")
    working.given("due", not_negative("due", Decimal(due)), "t")
    gap = working.step("gap", "max(due - issued, 0)", Decimal(max(due - issued, 0)), "t")
    told = working.result("released", "max(issued - due, 0)", Decimal(max(issued - due, 0)), "t")
    return Withheld(stages, int(told.value), int(gap), told)


def _is_ceiling(working: Working, sector: str) -> bool:
    """Whether the province may choose less than the plan's share, in this sector and year."""
    key = "allocation.pre.share_is_ceiling"
    return working.law_of_day.has(key) and sector in working.provision(key).value.split(",")


def _verified(working: Working, facts: PreFacts) -> tuple[str, Decimal]:
    """The verified emissions of the base year."""
    tonnes = not_negative("prior_verified", needed("prior_verified", facts.prior_verified))
    return "prior_verified", working.given("prior_verified", tonnes, "t", facts.origin)


def _output(working: Working, facts: PreFacts) -> tuple[str, Decimal]:
    """What the output of the base year earns at the benchmarks of this year; no correction is applied."""
    unit_class = require_class(working.law_of_day, "class", facts.unit_class)
    working.fact("unit_class", unit_class)
    supply = not_negative("prior_supply_mwh", needed("prior_supply_mwh", facts.prior_supply_mwh))
    working.given("prior_supply_mwh", supply, "MWh", facts.origin)
    heat = working.given("prior_heat_gj", not_negative("prior_heat_gj", facts.prior_heat_gj), "GJ", facts.origin)
    key, heat_key = f"power.benchmark.{unit_class}", f"power.benchmark.heat.{fuel_of(working, unit_class)}"
    earned = supply * working.law(key) + heat * working.law(heat_key)
    formula = f"prior_supply_mwh × {key} + prior_heat_gj × {heat_key}"
    return "prior_earned", working.step("prior_earned", formula, earned, "t")


# What the share is taken of; which of them rules a year is the provision `allocation.pre.edition`.
PRE_EDITIONS: Mapping[str, Callable[[Working, PreFacts], tuple[str, Decimal]]] = {
    "pre-output": _output,
    "pre-verified": _verified,
}
