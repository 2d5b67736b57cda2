"""An enterprise's own year: what is due next, every month with its due day, and the days of the law besides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException

from domain.core.duties import Duty
from domain.core.findings import Finding
from domain.core.law import Law, NotInForce, last_day_of
from domain.emission_report import queries as reports
from domain.emission_report import rules as reporting
from domain.emission_report.queries import ReportCard
from domain.emission_report.states import OWED
from domain.monthly_evidence import queries, rules
from domain.monthly_evidence.queries import MonthCard
from domain.monthly_evidence.rules import MONTHS
from domain.records.lawbook.queries import as_of_days
from domain.records.people import queries as people
from portal.clock import today
from portal.monthly_evidence.views import Ask
from portal.page import page

# Days of the law that an enterprise has, beside its months and its report; those of the other sectors end otherwise.
SURRENDER, NEXT_PLAN = "deadline.surrender", "deadline.plan"
ENDINGS = {"power": "", "steel": ".industry", "cement": ".industry", "aluminium": ".industry"}
OTHERS = ".other"


@dataclass(frozen=True, slots=True)
class OwnMonth:
    """A month of the year, opened or still to come. `due_on` is None where the sector owes nothing or no law says."""

    month: int
    due_on: date | None
    card: MonthCard | None = None

    def days_left(self, day: date) -> int | None:
        """Calendar days to the due day; negative when it has passed."""
        return None if self.due_on is None else (self.due_on - day).days


@dataclass(frozen=True, slots=True)
class Entry:
    """A day of the enterprise's calendar: a month's due day, or one of the law under its provision."""

    on: date
    key: str = ""
    year: int = 0
    month: int = 0
    link: str = ""

    def days_left(self, day: date) -> int:
        return (self.on - day).days


async def own_page(
    request: Ask,
    year: int,
    enterprise_id: int,
    status: int = 200,
    refused: Sequence[Finding] = (),
    typed: Mapping[str, str] | None = None,
) -> Response[Any]:
    """The page of one enterprise's year; after a refusal again. Seven statements, the session included."""
    user, day = request.user, today()
    enterprise = await people.enterprise(enterprise_id, actor=user)
    if enterprise is None:
        raise NotFoundException
    days = [rules.last_day(year, month) for month in MONTHS]
    laws = await as_of_days([*days, last_day_of(year + 1)])
    cards = {card.month: card for card in await queries.months_of(enterprise_id, year, actor=user)}
    months = [_own(month, cards.get(month), laws, year, enterprise.sector) for month in MONTHS]
    report = await reports.report_of(enterprise_id, year, actor=user)
    owed = await queries.owed(actor=user, enterprise_id=enterprise_id)
    filed = [card for card in cards.values() if not card.owed]
    closed = _closed(months, year, day) if user.holds(Duty.MONTH_REVIEW) else []
    return page(
        request,
        "monthly_evidence/own.html",
        status,
        year=year,
        enterprise=enterprise,
        findings=refused,
        typed=dict(typed or {}),
        closed=[one.month for one in closed],
        passed=any(one.due_on < day for one in closed if one.due_on),
        months=months,
        owed=owed,
        calendar=_calendar(months, report, laws, year, enterprise.sector, day),
        filed=len(filed),
        tonnes=sum((card.emissions_tonnes or Decimal() for card in filed), Decimal()),
        keeps=any(month.due_on for month in months),
    )


def _own(month: int, card: MonthCard | None, laws: Mapping[date, Law], year: int, sector: str) -> OwnMonth:
    if card is not None:
        return OwnMonth(month, card.due_on, card)
    law = laws[rules.last_day(year, month)]
    try:
        return OwnMonth(month, rules.due_on(law, sector, year, month) if rules.owes(law, sector) else None)
    except NotInForce:
        return OwnMonth(month, None)


def _closed(months: Sequence[OwnMonth], year: int, day: date) -> list[OwnMonth]:
    """Months that have ended and are owed, and that nobody has opened."""
    return [one for one in months if one.card is None and one.due_on and rules.has_ended(year, one.month, day)]


def _calendar(
    months: Sequence[OwnMonth], report: ReportCard | None, laws: Mapping[date, Law], year: int, sector: str, day: date
) -> list[Entry]:
    """What lies ahead, the soonest first: months that are not filed, the report, the next plan, the surrender."""
    found = [
        Entry(month.due_on, month=month.month, year=year, link=f"/months/month/{month.card.id}" if month.card else "")
        for month in months
        if month.due_on and (month.card is None or month.card.owed)
    ]
    found += _report(report, laws[last_day_of(year)], year, sector)
    ending = ENDINGS.get(sector, OTHERS)
    for of_year, key in ((year, SURRENDER), (year + 1, NEXT_PLAN)):
        law = laws[last_day_of(of_year)]
        named = next((one for one in (f"{key}{ending}", key) if law.has(one)), "")
        if named:
            found.append(Entry(law.on(named), named, of_year))
    return sorted((entry for entry in found if entry.on >= day), key=lambda entry: entry.on)


def _report(report: ReportCard | None, law: Law, year: int, sector: str) -> list[Entry]:
    """The last day of the enterprise's own report, as long as it is owed or has not been opened."""
    last = reporting.due_on(law, sector, report.opened_until if report else None)
    if last is None or (report and report.state not in OWED):
        return []
    return [Entry(last, reporting.deadline_key(law, sector), year)]


__all__ = ["Entry", "OwnMonth", "own_page"]
