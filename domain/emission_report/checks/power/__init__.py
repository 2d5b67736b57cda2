"""The checks of a power report."""

from __future__ import annotations

from domain.core.checks import Check
from domain.emission_report.checks.case import PowerCase
from domain.emission_report.checks.power import arithmetic, comparison, completeness, identity, operation, values

CHECKS: tuple[Check[PowerCase], ...] = (
    *identity.CHECKS,
    *completeness.CHECKS,
    *arithmetic.CHECKS,
    *values.CHECKS,
    *operation.CHECKS,
    *comparison.CHECKS,
)
