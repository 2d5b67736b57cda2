"""What stands beside the cells of a report's blank, on the page and for programs alike."""

from __future__ import annotations

from domain.core.actors import Actor
from domain.core.law import last_day_of
from domain.core.workbook import Reference, Workbook
from domain.emission_report import rules
from domain.emission_report.queries import ReportCard
from domain.emission_report.rules import Known
from domain.monitoring_plan import queries as plans
from portal.clock import today


async def beside(card: ReportCard, workbook: Workbook, known: Known, *, actor: Actor) -> tuple[Reference, ...]:
    """The sheets to look at: last year's lines as filed, and the meters in use at the end of the year.

    While the year of the report runs, the meters are those of today.
    """
    year_end, day = last_day_of(card.year), today()
    meters = await plans.meters_on(card.enterprise_id, day if day.year == card.year else year_end, actor=actor)
    return (*rules.last_year(workbook, known.last, card.year - 1), *rules.meters(meters))
