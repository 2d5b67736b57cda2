"""Whose report it is, of which year, under which plan: ER-001 to ER-009."""

from __future__ import annotations

from collections.abc import Iterator

from domain.core.findings import Finding
from domain.emission_report.checks.case import PLAN, REPORTING, Case, Check, stop, warn


def er_001_credit_code(case: Case) -> Iterator[Finding]:
    """ER-001: the report is filed by the listed enterprise itself, known by its credit code (Decree 775 art 11).

    The register has …0X, the workbook …1Y → stop.
    """
    if case.filed.credit_code != case.known.credit_code:
        place = case.filed.enterprise.place("credit_code")
        yield stop("ER-001", place, REPORTING, filed=case.filed.credit_code, known=case.known.credit_code)


def er_002_name(case: Case) -> Iterator[Finding]:
    """ER-002: the name is the one on the list; a change of name is told to the authority first (Order 19 art 11).

    Listed 甲电厂, filed 乙电厂 → warning.
    """
    if "".join(case.filed.name.split()) != "".join(case.known.name.split()):
        place = case.filed.enterprise.place("name")
        yield warn("ER-002", place, REPORTING, filed=case.filed.name, known=case.known.name)


def er_003_year(case: Case) -> Iterator[Finding]:
    """ER-003: a report is of the compliance year that it is filed for (Decree 775 art 11).

    Opened for 2024, filled in for 2023 → stop.
    """
    if case.filed.year is not None and case.filed.year != case.known.year:
        place = case.filed.enterprise.place("year")
        yield stop("ER-003", place, REPORTING, filed=case.filed.year, known=case.known.year)


def er_004_unit_missing(case: Case) -> Iterator[Finding]:
    """ER-004: every generating unit of the plan in force is reported (power guide, boundary).

    Plan: units 1 and 2; report: unit 1 → stop for unit 2.
    """
    filed = {row.unit_number for row in case.filed.totals}
    for unit in case.known.units:
        if unit.number not in filed:
            yield stop("ER-004", case.filed.enterprise.place("plan_version"), PLAN, unit=unit.number)


def er_005_unit_unknown(case: Case) -> Iterator[Finding]:
    """ER-005: no unit is reported that the plan in force does not have (power guide, boundary).

    Plan: units 1 and 2; report: unit 3 → stop.
    """
    for row in case.filed.totals:
        if case.known.unit(row.unit_number) is None:
            yield stop("ER-005", row.line.place("unit_number"), PLAN, unit=row.unit_number)


def er_006_no_plan(case: Case) -> Iterator[Finding]:
    """ER-006: a report follows a data quality control plan in force (Decree 775 art 11).

    No plan filed → warning; units are then compared with the register.
    """
    if case.known.plan_version is None:
        yield warn("ER-006", case.filed.enterprise.place("plan_version"), REPORTING, year=case.known.year)


def er_007_plan_version(case: Case) -> Iterator[Finding]:
    """ER-007: the report names the version of the plan that is in force (power guide, C.1).

    In force: 2; named: 1 → warning.
    """
    known = case.known.plan_version
    if known is not None and case.filed.plan_version != str(known):
        place = case.filed.enterprise.place("plan_version")
        yield warn("ER-007", place, PLAN, filed=case.filed.plan_version, known=known)


CHECKS: tuple[Check, ...] = (
    er_001_credit_code,
    er_002_name,
    er_003_year,
    er_004_unit_missing,
    er_005_unit_unknown,
    er_006_no_plan,
    er_007_plan_version,
)
