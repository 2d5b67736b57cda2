"""Opening the year's reports, and urging whoever still owes one."""

from __future__ import annotations

from datetime import date, datetime

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.law import last_day_of
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
    law = await as_of(last_day_of(year))
    rules.deadline(law)
    async with transaction():
        rows = await ask("SELECT enterprise_id FROM report WHERE year = {}", year)
        there = {row["enterprise_id"] for row in rows}
        sectors = {card.enterprise_id: card.sector for card in await listing.published(year, actor=actor)}
        reports = await _insert(year, [each for each in sectors if each not in there], at)
        days = {enterprise_id: rules.deadline(law, sectors[enterprise_id]) for _, enterprise_id in reports}
        entries = [
            (f"report:{report_id}", "", State.OPEN.value, _opened(year, enterprise_id, days[enterprise_id]))
            for report_id, enterprise_id in reports
        ]
        await record_many(REPORT_MOVES.tag("open"), entries, actor=actor, at=at, duty=Duty.REPORT_ACCEPT)
        for report_id, enterprise_id in reports:
            await _tell("emission_report.opened", report_id, enterprise_id, year, days[enterprise_id], at)
    return len(reports)


def _opened(year: int, enterprise_id: int, deadline: date) -> Note:
    return Note(basis={"deadline": deadline.isoformat(), "year": year}, enterprise_id=enterprise_id)


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

    After its last day it also marks as late whoever has never submitted. An officer urges at any time, the clock on
    the days that the law names before and after the last day of each, which sectors and single reports have of their
    own.
    """
    by_clock = actor.holds(Duty.CLOCK)
    if not by_clock:
        require(actor, Duty.REPORT_ACCEPT)
    law, day = await as_of(last_day_of(year)), legal_day(at)
    if by_clock and not law.has(rules.DEADLINE):
        return 0
    async with transaction():
        # Two that urge at once: the second finds whom the first has urged.
        await ask("SELECT id FROM report WHERE year = {} AND state = ANY({}) FOR UPDATE", year, list(OWED))
        owing = await queries.in_states(year, OWED, actor=actor)
        told = [(card, rules.last_day(law, card.sector, card.opened_until)) for card in owing if card.urged_on != day]
        if by_clock:
            told = [
                (card, last) for card, last in told if rules.is_urging_day(day, law, card.sector, card.opened_until)
            ]
        await _mark([card.id for card, last in told if day > last], [card.id for card, _ in told], day)
        entries = [(f"report:{card.id}", card.state, card.state, _urged(card, day, last)) for card, last in told]
        duty = Duty.CLOCK if by_clock else Duty.REPORT_ACCEPT
        await record_many(URGE_TAG, entries, actor=actor, at=at, duty=duty)
        for card, last in told:
            code = "emission_report.overdue" if day > last else "emission_report.urged"
            await _tell(code, card.id, card.enterprise_id, year, last, at)
    return len(told)


def _urged(card: queries.ReportCard, day: date, last: date) -> Note:
    return Note(basis={"deadline": last.isoformat(), "late": day > last}, enterprise_id=card.enterprise_id)


async def _mark(late: list[int], urged: list[int], day: date) -> None:
    """Note the day of urging, and the lateness of whoever never submitted in time."""
    await ask(
        "UPDATE report SET urged_on = {}, late = late OR (id = ANY({}) AND first_submitted_at IS NULL) "
        "WHERE id = ANY({})",
        day,
        late,
        urged,
    )
