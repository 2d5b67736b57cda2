"""The months of an enterprise's year beside its annual report."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from domain.core.actors import Actor
from domain.core.law import Law, NotInForce
from domain.core.workbook import Content
from domain.emission_report import queries as reports
from domain.emission_report.queries import ReportCard
from domain.emission_report.rules import FORMS, Figure
from domain.monthly_evidence import rules
from domain.monthly_evidence.queries.cards import FiledMonth
from domain.monthly_evidence.queries.months import months_filed
from domain.monthly_evidence.rules import Row


@dataclass(frozen=True, slots=True)
class RollUp:
    """The comparison: rows by part and figure, the months that were filed, and the report they lie beside, if any."""

    rows: tuple[Row, ...]
    months: tuple[FiledMonth, ...]
    report: ReportCard | None

    @property
    def differing(self) -> tuple[Row, ...]:
        """Rows in which a month, or the year, lies beyond what is tolerated."""
        return tuple(row for row in self.rows if row.differing or row.year.beyond)


async def roll_up(enterprise_id: int, year: int, law: Law, *, actor: Actor) -> RollUp:
    """The submitted months of a year held against the report's newest or submitted version. Four statements."""
    filed = await months_filed(enterprise_id, year, actor=actor)
    report = await reports.report_of(enterprise_id, year, actor=actor)
    figures: Sequence[Figure] = ()
    if report is not None and report.version_id is not None:
        version = await reports.version(report.version_id, actor=actor)
        content = await reports.lines(report.version_id, actor=actor)
        if version is not None and content:
            figures = await asyncio.to_thread(_figures, version.form, content, law)
    told = {(one.code, one.number, each.month): (one.value, one.unit) for each in filed for one in each.figures}
    return RollUp(tuple(rules.compare(told, figures, law)), tuple(filed), report)


def _figures(form_code: str, content: Content, law: Law) -> Sequence[Figure]:
    """What a kept report tells by month, by its own form's accounting; nothing while it cannot be accounted."""
    form = FORMS[form_code]
    try:
        results = form.account(form.filed(rules.lines_from(form.workbook, content)), law)
    except NotInForce:
        return ()
    return results.figures if results else ()
