"""Which provision holds for which fuel. Pure."""

from __future__ import annotations

from domain.core.law import Law
from domain.emission_report.workbook.common import COALS

# Washed coking coal has no line of its own in the workbook of power; the tables of other sectors name it.
COAL_CODES = frozenset((*(choice.code for choice in COALS), "washed_coking_coal"))
UNCONVENTIONAL_COALS = frozenset(("gangue", "slime"))
CONVENTIONAL_COALS = COAL_CODES - UNCONVENTIONAL_COALS


def default_carbon_key(fuel: str) -> str:
    """The provision that gives carbon per heat where it was not measured: for coal by kind, else by fuel."""
    if fuel in UNCONVENTIONAL_COALS:
        return "accounting.carbon_per_heat.unmeasured.unconventional"
    if fuel in CONVENTIONAL_COALS:
        return "accounting.carbon_per_heat.unmeasured.conventional"
    return f"accounting.fuel.{fuel}.carbon_per_heat"


def default_ncv_key(fuel: str) -> str:
    """The provision that gives the heat value where it was not measured."""
    return "accounting.ncv.unmeasured.coal" if fuel in COAL_CODES else f"accounting.fuel.{fuel}.ncv"


def default_oxidation_key(fuel: str) -> str:
    return "accounting.oxidation.coal" if fuel in COAL_CODES else f"accounting.fuel.{fuel}.oxidation"


def known_fuels(law: Law) -> tuple[str, ...]:
    """Every fuel that the guides of the year know."""
    return tuple(law.text("accounting.fuels").split(","))


def unit_of(law: Law, fuel: str) -> str:
    """What a fuel is measured in: gases by volume, everything else by mass."""
    return "10⁴Nm³" if fuel in law.text("accounting.fuels.by_volume").split(",") else "t"
