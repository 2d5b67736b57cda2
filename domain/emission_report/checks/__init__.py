"""Coded checks of a filed report. Each sees frozen facts and the law of the year, and no database.

STOP: the report cannot be submitted so. WARN: it can, and the verifier will ask. NOTE: worth knowing.
A check whose provision is not in force in that year does not apply.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.core.findings import Finding, Severity
from domain.core.law import Law, NotInForce
from domain.core.workbook import Lines
from domain.emission_report.checks import arithmetic, comparison, completeness, identity, operation, values
from domain.emission_report.checks.case import Case, Check
from domain.emission_report.rules import Known, Results, computed, filed

CHECKS: tuple[Check, ...] = (
    *identity.CHECKS,
    *completeness.CHECKS,
    *arithmetic.CHECKS,
    *values.CHECKS,
    *operation.CHECKS,
    *comparison.CHECKS,
)


def run(case: Case) -> list[Finding]:
    """Every finding of every check, in the order of their codes."""
    found = [finding for check in CHECKS for finding in check(case)]
    return sorted(found, key=lambda finding: finding.code)


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of a workbook that could be read. `results` is None while figures they need are missing."""

    findings: tuple[Finding, ...]
    results: Results | None = None


def examine(lines: Lines, known: Known, law: Law) -> Examined:
    """Compute and check. REPORT-LAW: the law of the year has not been enacted as far as this report needs it."""
    facts = filed(lines)
    try:
        results = computed(facts, law)
        return Examined(tuple(run(Case(facts, known, law, results))), results)
    except NotInForce as missing:
        told = {"key": missing.key, "day": missing.day.isoformat()}
        return Examined((Finding("REPORT-LAW", Severity.STOP, facts=told),))


__all__ = ["CHECKS", "Case", "Check", "Examined", "examine", "run"]
