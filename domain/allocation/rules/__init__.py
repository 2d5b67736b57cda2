"""How allowances follow from output and law. Pure; every figure carries its derivation."""

from domain.allocation.rules.balance_point import Producer
from domain.allocation.rules.classes import (
    MAIN_FUELS,
    Benchmark,
    UnitClass,
    known_classes,
    knows_class,
    merged_class,
    power_benchmark,
    power_class,
)
from domain.allocation.rules.entity import (
    ENTITY_EDITIONS,
    EntityAllocation,
    EntityUnit,
    Obligation,
    Owing,
    obligation,
    power_entity,
)
from domain.allocation.rules.historical import (
    Reserve,
    by_benchmark,
    cap_ceiling,
    historical_intensity,
    new_entrant_reserve,
)
from domain.allocation.rules.industry import (
    INDUSTRY_EDITIONS,
    Balance,
    IndustryAllocation,
    IndustryFacts,
    balance,
    industry_entity,
)
from domain.allocation.rules.power import EDITIONS, UnitAllocation, UnitFacts, power_unit
from domain.allocation.rules.relief import Borrowing, Merger, borrowable, merger
from domain.allocation.rules.special import SpecialFacts, Treatment, special
from domain.allocation.rules.stages import (
    PRE_EDITIONS,
    Issue,
    PreFacts,
    Withheld,
    base_year,
    issue,
    pre_allocation,
    withheld,
)

__all__ = [
    "EDITIONS",
    "ENTITY_EDITIONS",
    "INDUSTRY_EDITIONS",
    "MAIN_FUELS",
    "PRE_EDITIONS",
    "Balance",
    "Benchmark",
    "Borrowing",
    "EntityAllocation",
    "EntityUnit",
    "IndustryAllocation",
    "IndustryFacts",
    "Issue",
    "Merger",
    "Obligation",
    "Owing",
    "PreFacts",
    "Producer",
    "Reserve",
    "SpecialFacts",
    "Treatment",
    "UnitAllocation",
    "UnitClass",
    "UnitFacts",
    "Withheld",
    "balance",
    "base_year",
    "borrowable",
    "by_benchmark",
    "cap_ceiling",
    "historical_intensity",
    "industry_entity",
    "issue",
    "known_classes",
    "knows_class",
    "merged_class",
    "merger",
    "new_entrant_reserve",
    "obligation",
    "power_benchmark",
    "power_class",
    "power_entity",
    "power_unit",
    "pre_allocation",
    "special",
    "withheld",
]
