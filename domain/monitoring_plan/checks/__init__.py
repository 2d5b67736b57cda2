"""Coded findings over a plan as read, the register and the law of its year. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from domain.core.findings import Finding
from domain.core.workbook import Lines
from domain.monitoring_plan.checks import parameters, units, version
from domain.monitoring_plan.rules import Known

Check = Callable[[Lines, Known], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    version.year_fits,
    version.credit_code_fits,
    version.name_fits,
    version.version_rises,
    version.revision_is_explained,
    version.day_is_past,
    version.in_time,
    version.boundary_is_described,
    version.control_is_described,
    units.all_units_present,
    units.no_unknown_units,
    units.no_repeated_units,
    units.capacity_fits,
    units.class_fits,
    units.fuel_fits,
    units.cogeneration_fits,
    units.merged_units_exist,
    parameters.of_known_units,
    parameters.all_present,
    parameters.none_repeated,
    parameters.must_be_measured,
    parameters.default_is_questioned,
    parameters.meter_is_named,
    parameters.accuracy_is_named,
    parameters.accuracy_suffices,
    parameters.calibration_is_planned,
    parameters.calibration_is_past,
    parameters.calibration_is_not_overdue,
    parameters.frequency_is_named,
    parameters.missing_rule_is_named,
    parameters.department_is_named,
    parameters.coal_is_sampled,
)


def check(lines: Lines, known: Known) -> list[Finding]:
    """Every finding of every check, in the order of the form."""
    return [finding for one in CHECKS for finding in one(lines, known)]
