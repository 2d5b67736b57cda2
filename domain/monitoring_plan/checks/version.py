"""Checks of the plan as a whole: whose it is, for which year, which version, in time."""

from __future__ import annotations

from collections.abc import Iterator

from domain.core.checks import Hit, Register, hit
from domain.monitoring_plan.checks.case import DECREE_11, OWNER, Case, needed
from domain.monitoring_plan.rules import deadline_key, is_late

GUIDE = "企业温室气体排放核算与报告指南 数据质量控制方案"
CHECKS = Register[Case](owner=OWNER, citation=DECREE_11)


@CHECKS.stop("MP-YEAR")
def year_fits(case: Case) -> Iterator[Hit]:
    """MP-YEAR: a plan is made for one compliance year (Decree 775 art 11).

    A workbook for 2023 sent in for 2024 stops.
    """
    line = case.lines.fields("version")
    year = line.integer("year")
    if year is not None and year != case.known.year:
        yield hit(line.place("year"), year=year, expected=case.known.year)


@CHECKS.stop("MP-CREDIT-CODE")
def credit_code_fits(case: Case) -> Iterator[Hit]:
    """MP-CREDIT-CODE: the plan is the filer's own: the unified social credit code is that of the register."""
    line = case.lines.fields("enterprise")
    code = line.text("credit_code")
    if code and code != case.known.credit_code:
        yield hit(line.place("credit_code"), credit_code=code, expected=case.known.credit_code)


@CHECKS.warn("MP-NAME")
def name_fits(case: Case) -> Iterator[Hit]:
    """MP-NAME: the name is that of the register; a change of name is told to the authority first."""
    line = case.lines.fields("enterprise")
    name = line.text("name")
    if name and name != case.known.name:
        yield hit(line.place("name"), name=name, expected=case.known.name)


@CHECKS.stop("MP-VERSION", GUIDE)
def version_rises(case: Case) -> Iterator[Hit]:
    """MP-VERSION: every revision carries a higher number than the version on file (guide, part on revisions).

    Version 2 is on file; a revision numbered 2 stops, one numbered 3 does not.
    """
    line = case.lines.fields("version")
    version = line.integer("version")
    if version is not None and version <= case.known.filed_version:
        yield hit(line.place("version"), version=version, filed=case.known.filed_version)


@CHECKS.stop("MP-REVISION", GUIDE)
def revision_is_explained(case: Case) -> Iterator[Hit]:
    """MP-REVISION: a revision says what changed and why (guide, part on revisions). Version 1 need not."""
    line = case.lines.fields("version")
    if (line.integer("version") or 0) > 1:
        yield from needed(line, ("change", "reason"), version=line.text("version"))


@CHECKS.stop("MP-DAY", GUIDE)
def day_is_past(case: Case) -> Iterator[Hit]:
    """MP-DAY: a plan is not made after the day on which it is sent in."""
    line = case.lines.fields("version")
    day = line.day("made_on")
    if day is not None and day > case.known.today:
        yield hit(line.place("made_on"), day=day.isoformat(), today=case.known.today.isoformat())


@CHECKS.warn("MP-LATE")
def in_time(case: Case) -> Iterator[Hit]:
    """MP-LATE: the first plan of a year is filed by 31 December of the year before (notice of the year).

    The first plan for 2024 received on 5 January 2024 is late, a revision of May 2024 is not.
    """
    law, sector = case.known.law, case.known.sector
    if is_late(case.known.today, case.known.filed_version, law, sector):
        provision = law.provision(deadline_key(sector, law))
        yield Hit(facts={"deadline": provision.value}, citation=provision.citation)


@CHECKS.stop("MP-BOUNDARY", GUIDE)
def boundary_is_described(case: Case) -> Iterator[Hit]:
    """MP-BOUNDARY: the plan describes the boundary and the sources within it (guide, B.3; template, C-1)."""
    yield from needed(case.lines.fields("boundary"), ("extent", "sources"))


@CHECKS.stop("MP-CONTROL", GUIDE)
def control_is_described(case: Case) -> Iterator[Hit]:
    """MP-CONTROL: the plan names the system of internal quality control and who answers for it (B.6; template, F)."""
    yield from needed(case.lines.fields("control"), ("system", "ledgers", "department"))
