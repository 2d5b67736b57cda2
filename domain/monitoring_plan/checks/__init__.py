"""Coded findings over a plan as read, the register and the law of its year. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from domain.core.checks import Check
from domain.core.findings import Finding
from domain.core.workbook import Lines
from domain.monitoring_plan.checks import facilities, parameters, power, template, units, version
from domain.monitoring_plan.checks.case import Case
from domain.monitoring_plan.rules import Family, Form, Known

Checks = tuple[Check[Case], ...]

_POWER: Checks = (*version.CHECKS, *units.CHECKS, *parameters.CHECKS, *parameters.POWER)
_BY_FACILITY: Checks = (*version.CHECKS, *facilities.CHECKS, *parameters.CHECKS)
# By the family of the form; a form may add its own.
FAMILIES: Mapping[Family, Checks] = {
    Family.POWER: _POWER,
    Family.INDUSTRY: (*_BY_FACILITY, *facilities.INDUSTRY),
    Family.TEMPLATE: (*_BY_FACILITY, *template.CHECKS),
}
# What the guide of 2026 adds for power plants.
OF_2026: Checks = tuple(power.CHECKS)
# Every check of the room, once each, for whoever lists them.
CHECKS: Checks = (
    *version.CHECKS,
    *units.CHECKS,
    *facilities.CHECKS,
    *facilities.INDUSTRY,
    *parameters.CHECKS,
    *parameters.POWER,
    *power.CHECKS,
    *template.CHECKS,
)


def checks_of(form: Form) -> Checks:
    """The checks of a form: those of its family, and of power those that need the columns of 2026."""
    more = OF_2026 if form.family is Family.POWER and _knows_places(form) else ()
    return (*FAMILIES[form.family], *more)


def _knows_places(form: Form) -> bool:
    return any(column.key == "altitude" for column in form.workbook.sheet("enterprise").columns)


def check(form: Form, lines: Lines, known: Known) -> list[Finding]:
    """Every finding of every check, in the order of the form."""
    case = Case(lines, known, form)
    return [finding for one in checks_of(form) for finding in one(case)]


__all__ = ["CHECKS", "Case", "Check", "check", "checks_of"]
