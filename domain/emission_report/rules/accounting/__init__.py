"""Emission accounting of every sector: what was burnt, bought, made and decomposed, as tonnes of CO2. Pure."""

from domain.emission_report.rules.accounting.aluminium import Smelting, SmeltingEmissions, aluminium_process
from domain.emission_report.rules.accounting.cement import (
    ClinkerProcess,
    Decomposition,
    Oxides,
    Substitute,
    clinker_process,
    decomposition,
)
from domain.emission_report.rules.accounting.coal import (
    FuelYear,
    Month,
    Residue,
    Sample,
    carbon_as_received,
    fuel_year,
    measured_oxidation,
)
from domain.emission_report.rules.accounting.electricity import (
    Flow,
    PowerTotal,
    Purchased,
    electricity,
    heat,
    heat_ratio,
    heat_supplied,
    power_total,
)
from domain.emission_report.rules.accounting.fuel import EDITIONS, FuelEmissions, FuelFacts, Taken, fuel_emissions
from domain.emission_report.rules.accounting.plausibility import Judged, plausible, reference_difference
from domain.emission_report.rules.accounting.sectors import (
    METHODS,
    Enterprise,
    EnterpriseEmissions,
    Term,
    general,
    process,
)
from domain.emission_report.rules.accounting.steel import Balance, BalanceEmissions, Matter, intensity, steel_balance

__all__ = [
    "EDITIONS",
    "METHODS",
    "Balance",
    "BalanceEmissions",
    "ClinkerProcess",
    "Decomposition",
    "Enterprise",
    "EnterpriseEmissions",
    "Flow",
    "FuelEmissions",
    "FuelFacts",
    "FuelYear",
    "Judged",
    "Matter",
    "Month",
    "Oxides",
    "PowerTotal",
    "Purchased",
    "Residue",
    "Sample",
    "Smelting",
    "SmeltingEmissions",
    "Substitute",
    "Taken",
    "Term",
    "aluminium_process",
    "carbon_as_received",
    "clinker_process",
    "decomposition",
    "electricity",
    "fuel_emissions",
    "fuel_year",
    "general",
    "heat",
    "heat_ratio",
    "heat_supplied",
    "intensity",
    "measured_oxidation",
    "plausible",
    "power_total",
    "process",
    "reference_difference",
    "steel_balance",
]
