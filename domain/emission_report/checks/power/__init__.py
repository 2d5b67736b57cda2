"""The checks of a power report: of the guide of 2022, of that of 2026, and of the table before the market."""

from __future__ import annotations

from domain.core.checks import Check
from domain.emission_report.checks.case import PowerCase
from domain.emission_report.checks.power import (
    arithmetic,
    biomass,
    comparison,
    completeness,
    database,
    determination,
    electricity,
    heat,
    identity,
    operation,
    samples,
    steadiness,
    stock,
    units,
    values,
    years,
)

CHECKS: tuple[Check[PowerCase], ...] = (
    *identity.CHECKS,
    *completeness.CHECKS,
    *arithmetic.CHECKS,
    *values.CHECKS,
    *operation.CHECKS,
    *comparison.CHECKS,
    *determination.CHECKS,
    *samples.CHECKS,
    *heat.CHECKS,
    *electricity.CHECKS,
    *steadiness.CHECKS,
    *stock.CHECKS,
    *biomass.CHECKS,
    *units.CHECKS,
)
# In 2026 oxidation comes from the national database instead of one value for all coal.
OF_2022_ONLY = (values.oxidation,)
CHECKS_2026 = (*(check for check in CHECKS if check not in OF_2022_ONLY), *database.CHECKS)
# A unit's year in one line: nothing to check by month, and no plan to hold it against.
OF_A_YEAR = (
    completeness.total_twice,
    completeness.unit_without_total,
    completeness.nothing,
    arithmetic.load_factor_of_year,
    values.magnitude,
    operation.cogeneration_efficiency,
    operation.condensing_efficiency,
    operation.heat_without_cogeneration,
    steadiness.main_fuel,
    units.captive,
)
CHECKS_2016 = (
    *OF_A_YEAR,
    *years.CHECKS,
)
