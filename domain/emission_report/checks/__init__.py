"""Coded checks of a filed report. Each sees frozen facts and the law of the year, and no database.

A check whose provision is not in force in that year does not apply.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from domain.core.checks import Check, run
from domain.core.findings import Finding, Refused, Severity
from domain.core.law import Law, NotInForce
from domain.core.workbook import Lines
from domain.emission_report.checks import (
    against,
    airport,
    aluminium,
    aluminium_old,
    aluminium_ratios,
    aviation,
    cement,
    cement_old,
    cement_ratios,
    ceramics,
    chemical,
    copper,
    flat_glass,
    general,
    identity,
    industry,
    months,
    paper,
    petrochemical,
    power,
    steel,
    steel_ratios,
    supplement,
)
from domain.emission_report.checks.case import Case
from domain.emission_report.rules import Form, Known, Results

# Of every sector.
COMMON: tuple[Check[Any], ...] = (*identity.CHECKS, *against.CHECKS)
# Of every sector of the older guides.
GENERAL: tuple[Check[Any], ...] = (*industry.CHECKS, *general.CHECKS, *supplement.CHECKS)
# Of every sector whose guide asks for months.
MONTHLY: tuple[Check[Any], ...] = (*industry.CHECKS, *months.CHECKS)
# By the code of the form, beside the common ones.
CHECKS: Mapping[str, tuple[Check[Any], ...]] = {
    "power.S16": power.CHECKS_2016,
    "power.A22": power.CHECKS,
    "power.A26": power.CHECKS_2026,
    "flat_glass.G13": (*GENERAL, *flat_glass.CHECKS),
    "petrochemical.G13": (*GENERAL, *petrochemical.CHECKS),
    "chemical.G13": (*GENERAL, *chemical.CHECKS),
    "copper.G13": (*GENERAL, *copper.CHECKS),
    "paper.G13": (*GENERAL, *paper.CHECKS),
    "aviation.G13": (*GENERAL, *aviation.CHECKS),
    "airport.G13": (*GENERAL, *airport.CHECKS),
    "ceramics.G13": (*GENERAL, *ceramics.CHECKS),
    "steel.G13": (*industry.CHECKS, *supplement.CHECKS, *steel.EVERY),
    "steel.A24": (*MONTHLY, *steel.EVERY, *steel.CHECKS, *steel_ratios.CHECKS),
    "cement.G13": (*industry.CHECKS, *supplement.CHECKS, *cement_old.CHECKS),
    "cement.A24": (*MONTHLY, *cement.CHECKS, *cement_ratios.CHECKS),
    "aluminium.G13": (*GENERAL, *aluminium_old.CHECKS),
    "aluminium.A24": (*MONTHLY, *aluminium.CHECKS, *aluminium_ratios.CHECKS),
}


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of a workbook that could be read. `results` is None while figures they need are missing."""

    findings: tuple[Finding, ...]
    results: Results | None = None


def examine(form: Form, lines: Lines, known: Known, law: Law) -> Examined:
    """Compute and check. REPORT-LAW: the law of the year has not been enacted as far as this report needs it."""
    facts = form.filed(lines)
    try:
        results = form.account(facts, law)
        return Examined(tuple(run((*COMMON, *CHECKS[form.code]), Case(facts, known, law, results))), results)
    except Refused as refused:
        # The accounting itself says what it cannot count with: more carbon leaving than entering, an unknown material.
        return Examined((*_runnable((*COMMON, *CHECKS[form.code]), Case(facts, known, law)), *refused.findings))
    except NotInForce as missing:
        told = {"key": missing.key, "day": missing.day.isoformat()}
        return Examined((Finding("REPORT-LAW", Severity.STOP, facts=told),))


def _runnable(checks: Iterable[Check[Any]], case: Case[Any, Any]) -> list[Finding]:
    """Findings of the checks that can look at figures which the accounting has refused."""
    found: list[Finding] = []
    for check in checks:
        with suppress(Refused, NotInForce):
            found += run((check,), case)
    return found


__all__ = ["CHECKS", "COMMON", "Case", "Check", "Examined", "examine"]
