"""Opening months that have ended, and urging whoever still owes one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import refuse
from domain.core.law import Law
from domain.monthly_evidence import queries, rules
from domain.monthly_evidence.queries import MonthCard, ToOpen
from domain.monthly_evidence.states import MONTH_MOVES, URGE_TAG, State
from domain.monthly_evidence.tables import MonthEvidence
from domain.records.database import ask, transaction
from domain.records.journal.writes import Note, record_many, require
from domain.records.lawbook.queries import as_of
from domain.records.notices.writes import tell
from domain.records.people import queries as people

CHUNK = 1000
K = TypeVar("K")
V = TypeVar("V")


async def open_months(year: int, *, actor: Actor, at: datetime) -> int:
    """Open every month of the year that has ended, for whoever is listed and owes it; answers how many.

    The officer opens all of them; the clock those that can still come in time, of this year and the next: what lies
    before the portal was in use is for a person to ask for.
    """
    by_clock = actor.holds(Duty.CLOCK)
    if not by_clock:
        require(actor, Duty.MONTH_REVIEW)
    day = legal_day(at)
    async with transaction():
        # The clock and an officer at once: the second finds what the first has opened.
        await ask("SELECT pg_advisory_xact_lock(hashtext('month_evidence'))")
        wanted: list[ToOpen] = []
        for each in (year, year + 1) if by_clock else (year,):
            wanted += await queries.to_open(each, day, actor=actor)
        if by_clock:
            wanted = [one for one in wanted if one.due_on >= day]
        await _insert(wanted, actor, at)
    return len(wanted)


async def open_one(
    enterprise_id: int,
    year: int,
    months: Collection[int],
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    until: date | None = None,
) -> int:
    """Open ended months of one enterprise, listed or only obliged to report, with the reason; answers how many.

    `until` is their last day where the law's has passed, and has to be named then; a month whose own day is later keeps
    it. Refused: MONTH-ENTERPRISE, MONTH-REASON, MONTH-NO-MONTH (none is named that could be opened), MONTH-UNTIL.
    """
    require(actor, Duty.MONTH_REVIEW)
    if not reason.strip():
        raise refuse("MONTH-REASON", field_name="reason")
    day = legal_day(at)
    async with transaction():
        await ask("SELECT pg_advisory_xact_lock(hashtext('month_evidence'))")
        enterprise = await people.enterprise(enterprise_id, actor=actor)
        if enterprise is None:
            raise refuse("MONTH-ENTERPRISE")
        closed = await queries.closed_months(enterprise, year, day, actor=actor)
        wanted = [one for one in closed if one.month in months]
        if not wanted:
            raise refuse("MONTH-NO-MONTH", field_name="month")
        if (until is None and any(one.due_on < day for one in wanted)) or (until is not None and until < day):
            raise refuse("MONTH-UNTIL", field_name="until", last=day.isoformat())
        dated = [replace(one, due_on=max(one.due_on, until or one.due_on)) for one in wanted]
        await _insert(dated, actor, at, reason.strip())
    return len(dated)


async def _insert(wanted: Sequence[ToOpen], actor: Actor, at: datetime, reason: str = "") -> None:
    """New months in their first state, journalled, and told once to each enterprise."""
    ids: list[int] = []
    for start in range(0, len(wanted), CHUNK):
        rows = [_row(one, at) for one in wanted[start : start + CHUNK]]
        ids += [int(row["id"]) for row in await MonthEvidence.insert(*rows)]
    entries = [
        (f"month_evidence:{month_id}", "", State.OPEN.value, _note(one, reason))
        for month_id, one in zip(ids, wanted, strict=True)
    ]
    duty = Duty.CLOCK if actor.holds(Duty.CLOCK) else Duty.MONTH_REVIEW
    await record_many(MONTH_MOVES.tag("open"), entries, actor=actor, at=at, duty=duty)
    told: Mapping[tuple[int, int], list[ToOpen]] = _grouped(((one.enterprise_id, one.year), one) for one in wanted)
    for (enterprise_id, year), months in told.items():
        due, named = min(one.due_on for one in months), [(one.year, one.month) for one in months]
        await _tell("monthly_evidence.opened", enterprise_id, year, named, due, at)


def _row(one: ToOpen, at: datetime) -> MonthEvidence:
    return MonthEvidence(
        enterprise_id=one.enterprise_id,
        year=one.year,
        month=one.month,
        state=State.OPEN.value,
        due_on=one.due_on,
        opened_at=at,
    )


def _note(one: ToOpen, reason: str) -> Note:
    basis = {"year": one.year, "month": one.month, "due_on": one.due_on.isoformat()}
    return Note(reason=reason, basis=basis, enterprise_id=one.enterprise_id)


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    found: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


async def _tell(
    code: str, enterprise_id: int, year: int, months: Sequence[tuple[int, int]], due: date, at: datetime
) -> None:
    facts = {"months": rules.named(months), "deadline": due.isoformat()}
    await tell(code, at=at, facts=facts, enterprise_id=enterprise_id, link=f"/months/{year}")


async def urge(year: int, *, actor: Actor, at: datetime) -> int:
    """Urge (催办) every enterprise that still owes a month, once a day for each month; answers how many months.

    An officer urges at any time and for the year named; the clock on the days that the province has set, counted from
    the due day of each month, whatever its year.
    """
    by_clock = actor.holds(Duty.CLOCK)
    if not by_clock:
        require(actor, Duty.MONTH_REVIEW)
    day = legal_day(at)
    law = await as_of(day)
    async with transaction():
        owing = await queries.owed(actor=actor, year=None if by_clock else year)
        cards = [card for card in owing if card.urged_on != day and (not by_clock or _on_its_day(card, day, law))]
        await ask("UPDATE month_evidence SET urged_on = {} WHERE id = ANY({})", day, [card.id for card in cards])
        entries = [(f"month_evidence:{card.id}", card.state, card.state, _urging(card, day)) for card in cards]
        duty = Duty.CLOCK if by_clock else Duty.MONTH_REVIEW
        await record_many(URGE_TAG, entries, actor=actor, at=at, duty=duty)
        grouped = _grouped(((card.enterprise_id, card.year, card.due_on < day), card) for card in cards)
        for (enterprise_id, of_year, late), months in grouped.items():
            code = "monthly_evidence.overdue" if late else "monthly_evidence.urged"
            due, named = min(card.due_on for card in months), [(card.year, card.month) for card in months]
            await _tell(code, enterprise_id, of_year, named, due, at)
    return len(cards)


def _on_its_day(card: MonthCard, day: date, law: Law) -> bool:
    return law.has("monthly.urging.days") and rules.is_urging_day(day, card.due_on, law)


def _urging(card: MonthCard, day: date) -> Note:
    basis = {"due_on": card.due_on.isoformat(), "late": card.due_on < day}
    return Note(basis=basis, enterprise_id=card.enterprise_id)
