"""Opening the year's reports, and urging whoever still owes one."""

from __future__ import annotations

from datetime import date, datetime

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.law import Law, last_day_of
from domain.emission_report import queries, rules
from domain.emission_report.states import OWED, REPORT_MOVES, URGE_TAG, State
from domain.emission_report.tables import Report
from domain.listing import queries as listing
from domain.records.database import ask, transaction
from domain.records.journal.writes import Note, record_many, require
from domain.records.lawbook.queries import as_of
from domain.records.notices.writes import tell

CHUNK = 1000


async def open_year(year: int, *, actor: Actor, at: datetime) -> int:
    """Open a report for every enterprise on the published list that has none yet; answers how many.

    NotInForce when the law of the year names no deadline: a report without a last day is not opened.
    """
    require(actor, Duty.REPORT_ACCEPT)
    deadline = rules.deadline(await as_of(last_day_of(year)))
    async with transaction():
        rows = await ask("SELECT enterprise_id FROM report WHERE year = {}", year)
        there = {row["enterprise_id"] for row in rows}
        wanted = [card.enterprise_id for card in await listing.published(year, actor=actor)]
        reports = await _insert(year, [each for each in wanted if each not in there], at)
        basis = {"deadline": deadline.isoformat(), "year": year}
        entries = [
            (f"report:{report_id}", "", State.OPEN.value, Note(basis=basis, enterprise_id=enterprise_id))
            for report_id, enterprise_id in reports
        ]
        await record_many(REPORT_MOVES.tag("open"), entries, actor=actor, at=at, duty=Duty.REPORT_ACCEPT)
        for report_id, enterprise_id in reports:
            await _tell("emission_report.opened", report_id, enterprise_id, year, deadline, at)
    return len(reports)


async def _insert(year: int, enterprise_ids: list[int], at: datetime) -> list[tuple[int, int]]:
    """New reports in their first state, in slices that the database's arguments allow; (report, enterprise) ids."""
    found: list[tuple[int, int]] = []
    for start in range(0, len(enterprise_ids), CHUNK):
        chunk = enterprise_ids[start : start + CHUNK]
        rows = [Report(enterprise_id=each, year=year, state=State.OPEN.value, opened_at=at) for each in chunk]
        found += [(int(row["id"]), each) for row, each in zip(await Report.insert(*rows), chunk, strict=True)]
    return found


async def _tell(code: str, report_id: int, enterprise_id: int, year: int, deadline: date, at: datetime) -> None:
    facts = {"year": str(year), "deadline": deadline.isoformat()}
    await tell(code, at=at, facts=facts, enterprise_id=enterprise_id, link=f"/reports/report/{report_id}")


async def urge(year: int, *, actor: Actor, at: datetime) -> int:
    """Urge (催办) every enterprise that still owes its report, once a day; answers how many.

    After the deadline it also marks as late whoever has never submitted. An officer urges at any time, the clock on
    the days that the law names.
    """
    by_clock = actor.holds(Duty.CLOCK)
    if not by_clock:
        require(actor, Duty.REPORT_ACCEPT)
    law, day = await as_of(last_day_of(year)), legal_day(at)
    if by_clock and not (law.has("deadline.report") and rules.is_urging_day(day, law)):
        return 0
    async with transaction():
        owing = await queries.in_states(year, OWED, actor=actor)
        cards = [card for card in owing if card.urged_on != day]
        await _mark(cards, day, law)
        deadline = rules.deadline(law)
        code = "emission_report.overdue" if rules.is_late(day, law) else "emission_report.urged"
        basis = {"deadline": deadline.isoformat(), "late": rules.is_late(day, law)}
        entries = [
            (f"report:{card.id}", card.state, card.state, Note(basis=basis, enterprise_id=card.enterprise_id))
            for card in cards
        ]
        duty = Duty.CLOCK if by_clock else Duty.REPORT_ACCEPT
        await record_many(URGE_TAG, entries, actor=actor, at=at, duty=duty)
        for card in cards:
            await _tell(code, card.id, card.enterprise_id, year, deadline, at)
    return len(cards)


async def _mark(cards: list[queries.ReportCard], day: date, law: Law) -> None:
    """Note the day of urging, and the lateness of whoever never submitted in time."""
    await ask(
        "UPDATE report SET urged_on = {}, late = late OR ({} AND first_submitted_at IS NULL) WHERE id = ANY({})",
        day,
        rules.is_late(day, law),
        [card.id for card in cards],
    )
