"""Which months of a year are due to be opened, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.core.actors import Actor
from domain.core.law import last_day_of
from domain.emission_report.rules import form_of
from domain.listing import queries as listing
from domain.monthly_evidence import rules
from domain.monthly_evidence.queries.months import months_of, opened
from domain.monthly_evidence.workbook import workbook_of
from domain.records.lawbook.queries import as_of_days
from domain.records.people.queries import EnterpriseCard


@dataclass(frozen=True, slots=True)
class ToOpen:
    """A month that an enterprise owes and that is not open yet."""

    enterprise_id: int
    name: str
    year: int
    month: int
    due_on: date


async def to_open(year: int, day: date, *, actor: Actor) -> list[ToOpen]:
    """Months of the year that have ended by that day, for everyone on the published list whose sector keeps evidence
    and whose report of the year has a monthly sheet.
    """
    ended = [month for month in rules.MONTHS if rules.has_ended(year, month, day)]
    if not ended:
        return []
    days = {month: rules.last_day(year, month) for month in ended}
    laws = await as_of_days([*days.values(), last_day_of(year)])
    of_year = laws[last_day_of(year)]
    listed = await listing.published(year, actor=actor)
    monthly = {
        sector
        for sector in {card.sector for card in listed}
        if rules.has_form(of_year, sector) and workbook_of(form_of(of_year, sector).code) is not None
    }
    there = await opened(year, actor=actor)
    return [
        ToOpen(card.enterprise_id, card.name, year, month, rules.due_on(laws[last], card.sector, year, month))
        for month, last in days.items()
        for card in listed
        if card.sector in monthly and (card.enterprise_id, month) not in there and rules.owes(laws[last], card.sector)
    ]


async def closed_months(enterprise: EnterpriseCard, year: int, day: date, *, actor: Actor) -> list[ToOpen]:
    """Ended months of one enterprise's year that are not open yet, though its sector keeps evidence of them, whether it
    is on the list or not.
    """
    ended = [month for month in rules.MONTHS if rules.has_ended(year, month, day)]
    laws = await as_of_days([*(rules.last_day(year, month) for month in rules.MONTHS), last_day_of(year)])
    of_year = laws[last_day_of(year)]
    if not rules.has_form(of_year, enterprise.sector):
        return []
    if workbook_of(form_of(of_year, enterprise.sector, enterprise.sector_code).code) is None:
        return []
    there = {card.month for card in await months_of(enterprise.id, year, actor=actor)}
    owed = {month: laws[rules.last_day(year, month)] for month in ended if month not in there}
    return [
        ToOpen(enterprise.id, enterprise.name, year, month, rules.due_on(law, enterprise.sector, year, month))
        for month, law in owed.items()
        if rules.owes(law, enterprise.sector)
    ]
