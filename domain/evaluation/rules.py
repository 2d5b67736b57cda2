"""What is evaluated beyond sums: how a class of units stands against its benchmark. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.allocation.rules import knows_class, power_benchmark
from domain.core.law import Law, NotInForce

# What the benchmark of power multiplies in the years whose figures can be compared with generation.
GENERATION = "generation"


@dataclass(frozen=True, slots=True)
class Intensity:
    """Emissions per MWh generated beside the benchmark of the year, t/MWh, unrounded. `draft`: it is no law yet."""

    power: Decimal
    benchmark: Decimal
    heat_benchmark: Decimal
    draft: bool


def intensity(
    law: Law, unit_class: str, emissions_tonnes: Decimal, generation_mwh: Decimal, heat_gj: Decimal
) -> Intensity | None:
    """(emissions − heat supplied × heat benchmark) / generation, which is above the benchmark where allowances lack.

    What was emitted for heat is set apart as the plan allocates for it, so that a unit that also heats can be compared.
    None where the law of the year has no benchmark for the class, or one that multiplies something else, or where
    nothing was generated.

    Example (2024, class II): 830,000 t, 1,000,000 MWh, no heat: 0.83 t/MWh against the benchmark of that class.
    """
    try:
        if generation_mwh <= 0 or law.text("power.benchmark.basis") != GENERATION:
            return None
        known = power_benchmark(law, unit_class) if knows_class(law, unit_class) else None
    except NotInForce:
        return None
    if known is None:
        return None
    power = (emissions_tonnes - heat_gj * known.heat_benchmark) / generation_mwh
    draft = any(used.confidence == "draft" for told in known.explanations for used in told.provisions)
    return Intensity(power, known.benchmark, known.heat_benchmark, draft)
