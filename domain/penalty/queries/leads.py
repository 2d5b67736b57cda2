"""Leads (线索): what a case could be opened on and has not been."""

from __future__ import annotations

from datetime import date

from domain.core.actors import Actor
from domain.core.law import Law, last_day_of
from domain.emission_report import queries as reports
from domain.emission_report.rules import last_day
from domain.penalty.queries.cards import LeadCard
from domain.penalty.states import Ground
from domain.records.database import ask
from domain.records.lawbook.queries import as_of
from domain.surrender import queries as surrender

# An obligation that was not met in full by its deadline, whatever happened afterwards.
FAILED = ("short", "late")
# Nothing of the enterprise's own is on file: the year stands open, or the authority had to determine the emissions.
NEVER_FILED = ("open", "returned", "determined")


async def leads(year: int, today: date, *, actor: Actor) -> list[LeadCard]:
    """Shortfalls at the deadline, and reports never filed by the last day that each of them had."""
    if not actor.sees_province:
        return []
    law = await as_of(last_day_of(year))
    rows = await ask("SELECT enterprise_id, ground FROM penalty_case WHERE year = {} AND state <> 'withdrawn'", year)
    opened = {(row["enterprise_id"], row["ground"]) for row in rows}
    found = [*await _short(law, actor), *await _never_filed(law, today, actor)]
    return [lead for lead in found if (lead.enterprise_id, lead.ground) not in opened]


async def _short(law: Law, actor: Actor) -> list[LeadCard]:
    return [
        LeadCard(
            card.enterprise_id,
            card.name,
            Ground.SHORTFALL.value,
            law.on("deadline.surrender"),
            card.deadline_shortfall,
        )
        for card in await surrender.outcomes(law.day.year, actor=actor)
        if card.status in FAILED
    ]


async def _never_filed(law: Law, today: date, actor: Actor) -> list[LeadCard]:
    cards = await reports.in_states(law.day.year, NEVER_FILED, actor=actor)
    owed = ((card, last_day(law, card.sector, card.opened_until)) for card in cards)
    return [
        LeadCard(card.enterprise_id, card.enterprise_name, Ground.REPORT.value, last)
        for card, last in owed
        if today > last
    ]
