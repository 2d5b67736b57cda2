"""Generating units to which the benchmarks do not apply: left out, or given what they emitted. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.core.facts import needed, not_negative, one_of, share
from domain.core.formulas import NOTHING
from domain.core.law import Law
from domain.core.workings import Explanation, Working

ZERO = Decimal(0)
SPECIAL = "allocation.special"
ORDINARY, AS_VERIFIED, EXCLUDED = "ordinary", "as_verified", "excluded"


@dataclass(frozen=True, slots=True)
class SpecialFacts:
    """What may set a unit apart: shares of the year's heat, a condition by its code, and what the enterprise emitted.

    `green_share` is the share of green hydrogen and ammonia.
    """

    verified: Decimal | None = None
    condition: str = ""
    biomass_share: Decimal = ZERO
    secondary_energy_share: Decimal = ZERO
    green_share: Decimal = ZERO
    entity_verified: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Treatment:
    """How a unit is treated and why; `allocation` in whole tonnes where it is given what it emitted, otherwise None."""

    treatment: str
    why: tuple[str, ...]
    allocation: int | None
    explanation: Explanation


def special(law: Law, facts: SpecialFacts) -> Treatment:
    """Units of special fuels or fates are outside the plan (until 2024) or receive what they emitted (from 2025).

    Left out in 2023 and 2024: more than 10 % of the heat from biomass or from own secondary energy, special gases only,
    own waste gas only, gas units made from coal boilers, oil, IGCC and internal combustion, heat only, closed before
    the final allocation, and new in the year. The draft keeps them all in, with what they emitted, from 20 % of biomass
    and further cases, and so does every enterprise below 26,000 t.
    Source: 国环规气候〔2024〕1号 二、附1表2, 征求意见稿 三（三）.

    Example (2025): 20 % biomass: ordinary; 20.01 %: allowances as verified. Example (2024): 10.01 %: left out.
    """
    working = Working(SPECIAL, law)
    treatment = working.provision(f"{SPECIAL}.treatment").value
    known = working.provision(f"{SPECIAL}.conditions").value.split(",")
    why = [one_of("condition", facts.condition, known)] if facts.condition else []
    if facts.condition:
        working.fact("condition", facts.condition)
    why += _by_share(working, facts)
    if facts.entity_verified is not None and law.has(f"{SPECIAL}.entity_verified"):
        tonnes = not_negative("entity_verified", facts.entity_verified)
        working.given("entity_verified", tonnes, "t")
        why += ["small_entity"] if tonnes < working.law(f"{SPECIAL}.entity_verified") else []
    if not why or treatment == EXCLUDED:
        told = working.result("allocation", NOTHING, ZERO, "t")
        return Treatment(treatment if why else ORDINARY, tuple(why), None, told)
    verified = not_negative("verified", needed("verified", facts.verified))
    working.given("verified", verified, "t")
    told = working.result("allocation", "verified", verified, "t", rounding="rounding.emissions.unit")
    return Treatment(treatment, tuple(why), int(told.value), told)


def _by_share(working: Working, facts: SpecialFacts) -> Iterator[str]:
    """The shares that lie above their thresholds; a threshold that the year does not have is not asked for."""
    law = working.law_of_day
    biomass = share("biomass_share", facts.biomass_share)
    secondary = share("secondary_energy_share", facts.secondary_energy_share)
    both = biomass + secondary
    shares: Mapping[str, Decimal] = {
        "biomass": biomass,
        "secondary_energy": secondary,
        "biomass_and_secondary": both,
        "green": share("green_share", facts.green_share),
    }
    for name, part in shares.items():
        if law.has(f"{SPECIAL}.{name}_share") and part:
            working.given(f"{name}_share", part, "share")
            if part > working.law(f"{SPECIAL}.{name}_share"):
                yield name
