"""Checks of the plan as a whole: whose it is, for which year, which version, in time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.core.findings import Finding, Severity
from domain.core.workbook import Line, Lines
from domain.monitoring_plan.rules import Known, is_late

DECREE_11 = "碳排放权交易管理暂行条例 第十一条"
GUIDE = "企业温室气体排放核算与报告指南 发电设施 数据质量控制计划"


def year_fits(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-YEAR: a plan is made for one compliance year (Decree 775 art 11).

    A workbook for 2023 sent in for 2024 stops.
    """
    line = lines.fields("version")
    year = line.integer("year")
    if year is not None and year != known.year:
        facts = {"year": str(year), "expected": str(known.year)}
        yield Finding("MP-YEAR", Severity.STOP, line.place("year"), facts, DECREE_11)


def credit_code_fits(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-CREDIT-CODE: the plan is the filer's own: the unified social credit code is that of the register."""
    line = lines.fields("enterprise")
    code = line.text("credit_code")
    if code and code != known.credit_code:
        facts = {"credit_code": code, "expected": known.credit_code}
        yield Finding("MP-CREDIT-CODE", Severity.STOP, line.place("credit_code"), facts, DECREE_11)


def name_fits(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-NAME: the name is that of the register; a change of name is told to the authority first."""
    line = lines.fields("enterprise")
    name = line.text("name")
    if name and name != known.name:
        facts = {"name": name, "expected": known.name}
        yield Finding("MP-NAME", Severity.WARN, line.place("name"), facts, DECREE_11)


def version_rises(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-VERSION: every revision carries a higher number than the version on file (guide, part on revisions).

    Version 2 is on file; a revision numbered 2 stops, one numbered 3 does not.
    """
    line = lines.fields("version")
    version = line.integer("version")
    if version is not None and version <= known.filed_version:
        facts = {"version": str(version), "filed": str(known.filed_version)}
        yield Finding("MP-VERSION", Severity.STOP, line.place("version"), facts, GUIDE)


def revision_is_explained(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-REVISION: a revision says what changed and why (guide, part on revisions). Version 1 need not."""
    line = lines.fields("version")
    if (line.integer("version") or 0) > 1:
        facts = {"version": line.text("version")}
        yield from _needed(line, ("change", "reason"), "MP-REVISION", facts, GUIDE)


def day_is_past(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-DAY: a plan is not made after the day on which it is sent in."""
    line = lines.fields("version")
    day = line.day("made_on")
    if day is not None and day > known.today:
        facts = {"day": day.isoformat(), "today": known.today.isoformat()}
        yield Finding("MP-DAY", Severity.STOP, line.place("made_on"), facts, GUIDE)


def in_time(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-LATE: the first plan of a year is filed by 31 December of the year before (notice of the year).

    The first plan for 2024 received on 5 January 2024 is late, a revision of May 2024 is not.
    """
    if is_late(known.today, known.filed_version, known.law):
        provision = known.law.provision("deadline.plan")
        yield Finding("MP-LATE", Severity.WARN, facts={"deadline": provision.value}, citation=provision.citation)


def boundary_is_described(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-BOUNDARY: the plan describes the boundary and the sources within it (guide, B.3)."""
    yield from _needed(lines.fields("boundary"), ("extent", "sources"), "MP-BOUNDARY", {}, GUIDE)


def control_is_described(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-CONTROL: the plan names the system of internal quality control and who answers for it (guide, B.6)."""
    yield from _needed(lines.fields("control"), ("system", "ledgers", "department"), "MP-CONTROL", {}, GUIDE)


def _needed(line: Line, keys: Sequence[str], code: str, facts: dict[str, str], citation: str) -> Iterator[Finding]:
    for key in keys:
        if not line.text(key):
            yield Finding(code, Severity.STOP, line.place(key), facts, citation)
