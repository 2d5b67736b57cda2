"""Whose month it is, of which year, under which plan, in every sector: MO-001 to MO-009."""

from __future__ import annotations

from collections.abc import Iterator

from domain.core.checks import Hit, Register, hit
from domain.monthly_evidence.checks.case import KEEPING, MonthCase, where
from domain.monthly_evidence.workbook import MONTH

CHECKS = Register[MonthCase](owner="verification_officer", citation=KEEPING)


@CHECKS.stop("MO-001")
def credit_code(case: MonthCase) -> Iterator[Hit]:
    """MO-001: evidence is kept by the listed enterprise itself, known by its credit code (2025 work notice).

    The register has …0X, the workbook …1Y → stop.
    """
    filed = case.head.text("credit_code")
    if filed != case.known.credit_code:
        yield hit(case.head.place("credit_code"), filed=filed, known=case.known.credit_code)


@CHECKS.warn("MO-002")
def name(case: MonthCase) -> Iterator[Hit]:
    """MO-002: the name is the one on the list; a change of name is told to the authority first (Order 19 art 11).

    Listed 甲电厂, filed 乙电厂 → warning.
    """
    filed = case.head.text("name")
    if "".join(filed.split()) != "".join(case.known.name.split()):
        yield hit(case.head.place("name"), filed=filed, known=case.known.name)


@CHECKS.stop("MO-003")
def year(case: MonthCase) -> Iterator[Hit]:
    """MO-003: a month's workbook is of the year in which the month lies.

    Opened for March 2025, filled in for 2024 → stop.
    """
    filed = case.head.integer("year")
    if filed is not None and filed != case.year:
        yield hit(case.head.place("year"), filed=filed, known=case.year)


@CHECKS.stop("MO-004")
def month(case: MonthCase) -> Iterator[Hit]:
    """MO-004: a workbook is filed for the month that it says.

    Uploaded for April, the first sheet says 3 → stop.
    """
    filed = case.head.integer(MONTH)
    if filed is not None and filed != case.month:
        yield hit(case.head.place(MONTH), filed=filed, known=case.month)


@CHECKS.stop("MO-005")
def month_of_a_line(case: MonthCase) -> Iterator[Hit]:
    """MO-005: the lines of a month's workbook are lines of that month.

    April's workbook, one line of fuel for month 3 → stop.
    """
    for sheet, line in case.rows():
        filed = line.integer(MONTH)
        if filed is not None and filed != case.month:
            yield hit(line.place(MONTH), **where(sheet, line), filed=filed, known=case.month)


@CHECKS.warn("MO-006")
def no_plan(case: MonthCase) -> Iterator[Hit]:
    """MO-006: evidence is kept as the data quality control plan in force says (Decree 775 art 11).

    No plan filed for 2025 → warning; units are then compared with the register.
    """
    if case.known.plan_version is None:
        yield hit(case.head.place("plan_version"), year=case.year)


@CHECKS.warn("MO-007")
def plan_version(case: MonthCase) -> Iterator[Hit]:
    """MO-007: the workbook was made from the version of the plan that is in force.

    In force: 2; the workbook says 1 → warning: take a fresh blank.
    """
    known, filed = case.known.plan_version, case.head.text("plan_version")
    if known is not None and filed != str(known):
        yield hit(case.head.place("plan_version"), filed=filed, known=known)
