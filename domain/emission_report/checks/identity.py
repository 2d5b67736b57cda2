"""Whose report it is, of which year, under which plan, in every sector: ER-001 to ER-009."""

from __future__ import annotations

from collections.abc import Iterator

from domain.core.checks import Hit, Register, hit
from domain.emission_report.checks.case import PLAN, REPORTING, AnyCase

CHECKS = Register[AnyCase](owner="verification_officer", citation=REPORTING)


@CHECKS.stop("ER-001")
def credit_code(case: AnyCase) -> Iterator[Hit]:
    """ER-001: the report is filed by the listed enterprise itself, known by its credit code (Decree 775 art 11).

    The register has …0X, the workbook …1Y → stop.
    """
    if case.filed.credit_code != case.known.credit_code:
        place = case.filed.enterprise.place("credit_code")
        yield hit(place, filed=case.filed.credit_code, known=case.known.credit_code)


@CHECKS.warn("ER-002")
def name(case: AnyCase) -> Iterator[Hit]:
    """ER-002: the name is the one on the list; a change of name is told to the authority first (Order 19 art 11).

    Listed 甲电厂, filed 乙电厂 → warning.
    """
    if "".join(case.filed.name.split()) != "".join(case.known.name.split()):
        place = case.filed.enterprise.place("name")
        yield hit(place, filed=case.filed.name, known=case.known.name)


@CHECKS.stop("ER-003")
def year(case: AnyCase) -> Iterator[Hit]:
    """ER-003: a report is of the compliance year that it is filed for (Decree 775 art 11).

    Opened for 2024, filled in for 2023 → stop.
    """
    if case.filed.year is not None and case.filed.year != case.known.year:
        place = case.filed.enterprise.place("year")
        yield hit(place, filed=case.filed.year, known=case.known.year)


@CHECKS.warn("ER-006")
def no_plan(case: AnyCase) -> Iterator[Hit]:
    """ER-006: a report follows a data quality control plan in force (Decree 775 art 11).

    No plan filed → warning; units are then compared with the register.
    """
    if case.known.plan_version is None:
        yield hit(case.filed.enterprise.place("plan_version"), year=case.known.year)


@CHECKS.warn("ER-007", PLAN)
def plan_version(case: AnyCase) -> Iterator[Hit]:
    """ER-007: the report names the version of the plan that is in force (power guide, C.1).

    In force: 2; named: 1 → warning.
    """
    known = case.known.plan_version
    if known is not None and case.filed.plan_version != str(known):
        place = case.filed.enterprise.place("plan_version")
        yield hit(place, filed=case.filed.plan_version, known=known)
