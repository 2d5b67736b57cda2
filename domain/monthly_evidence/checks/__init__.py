"""Coded checks of a month's evidence. Each sees frozen facts and the law of the year, and no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from domain.core.checks import Check, run
from domain.core.findings import Finding, Severity
from domain.core.law import NotInForce
from domain.emission_report.rules import Results
from domain.emission_report.rules.forms import Form
from domain.monthly_evidence.checks import comparison, completeness, evidence, identity, operation, values
from domain.monthly_evidence.checks.case import Beside, MonthCase
from domain.monthly_evidence.rules import MonthFigure, Proved, completed, month_figures

# Of every sector.
COMMON: tuple[Check[MonthCase], ...] = (
    *identity.CHECKS,
    *completeness.CHECKS,
    *values.CHECKS,
    *comparison.CHECKS,
    *evidence.CHECKS,
)
# By sector, beside the common ones.
OF_SECTOR: Mapping[str, tuple[Check[MonthCase], ...]] = {
    "power": (*values.POWER, *operation.CHECKS),
}
ALL: tuple[Check[MonthCase], ...] = (*COMMON, *(check for checks in OF_SECTOR.values() for check in checks))
# Findings that an original record answers, with what it has to prove.
ANSWERED: Mapping[str, Proved] = {
    "MO-050": Proved.FUEL,
    "MO-051": Proved.QUALITY,
    "MO-052": Proved.PRODUCTION,
}


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of a month's workbook. `results` are those of the month alone; None while figures are missing."""

    findings: tuple[Finding, ...]
    results: Results | None = None
    figures: tuple[MonthFigure, ...] = ()


def examine(form: Form, case: MonthCase) -> Examined:
    """Account and check. MONTH-LAW: the law of the year has not been enacted as far as this month needs it."""
    try:
        filed = form.filed(completed(form, case.workbook, case.lines, case.known, case.law))
        results = form.account(filed, case.law)
        figures = month_figures(results, case.month)
        whole = replace(case, filed=filed, results=results, figures=figures)
        return Examined(tuple(run(checks_of(form.sector), whole)), results, figures)
    except NotInForce as missing:
        told = {"key": missing.key, "day": missing.day.isoformat()}
        return Examined((Finding("MONTH-LAW", Severity.STOP, facts=told),))


def checks_of(sector: str) -> Iterable[Check[MonthCase]]:
    return (*COMMON, *OF_SECTOR.get(sector, ()))


__all__ = ["ALL", "ANSWERED", "COMMON", "OF_SECTOR", "Beside", "Check", "Examined", "MonthCase", "checks_of", "examine"]
