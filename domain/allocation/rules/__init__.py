"""How allowances follow from output and law. Pure; every figure carries its derivation."""

from domain.allocation.rules.power import (
    EDITIONS,
    EntityAllocation,
    EntityUnit,
    Issue,
    UnitAllocation,
    UnitFacts,
    issue,
    obligation,
    power_entity,
    power_unit,
    pre_allocation,
)

__all__ = [
    "EDITIONS",
    "EntityAllocation",
    "EntityUnit",
    "Issue",
    "UnitAllocation",
    "UnitFacts",
    "issue",
    "obligation",
    "power_entity",
    "power_unit",
    "pre_allocation",
]
