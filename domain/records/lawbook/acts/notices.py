"""Holiday notices: one person enters the days of a year, another confirms them; then working days go by them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import Stale, refuse, stop_on
from domain.records.database import ask, ask_one, copy_rows, transaction
from domain.records.journal.writes import Note, begin, move, require
from domain.records.lawbook import checks
from domain.records.lawbook.acts.rows import one_at_a_time
from domain.records.lawbook.queries import NoticeCard, notice, working_calendar
from domain.records.lawbook.states import NOTICE_MOVES, State
from domain.records.lawbook.tables import CalendarDay, HolidayNotice


async def enter_calendar(
    year: int, holidays: Sequence[date], makeup_days: Sequence[date], *, citation: str, actor: Actor, at: datetime
) -> int:
    """Enter the State Council's holiday notice of a year; working days go by it when a second person confirms it.

    Refused: CALENDAR-… for days of another year, of both kinds, or such as change a day that has passed;
    CALENDAR-ENTERED while a notice of that year waits or when the same one is law already.
    """
    async with transaction():
        require(actor, Duty.LAW_ENACT)
        await one_at_a_time()
        known = await working_calendar()
        stop_on(checks.notice(year, holidays, makeup_days, citation, known, legal_day(at)))
        if await _is_entered(year, holidays, makeup_days):
            raise refuse("CALENDAR-ENTERED", field_name="year", year=year)
        row = HolidayNotice(
            year=year,
            holidays=_text(holidays),
            makeup_days=_text(makeup_days),
            citation=citation,
            entered_by=actor.account_id,
            entered_at=at,
        )
        notice_id = int((await HolidayNotice.insert(row))[0]["id"])
        note = Note(citation, {"year": year, "holidays": len(holidays), "makeup_days": len(makeup_days)})
        await begin(HolidayNotice, notice_id, NOTICE_MOVES, "enter", actor=actor, at=at, note=note)
    return notice_id


async def confirm_calendar(notice_id: int, *, actor: Actor, at: datetime) -> None:
    """Make a notice law: its days are those of its year from now on. Refused (LAW-SAME-PERSON) to who entered it."""
    async with transaction():
        card = await _to_judge(notice_id, actor)
        known = await working_calendar()
        stop_on(checks.notice(card.year, card.holidays, card.makeup_days, card.citation, known, legal_day(at)))
        note = Note(card.citation, {"year": card.year})
        await move(HolidayNotice, notice_id, NOTICE_MOVES, "confirm", actor=actor, at=at, note=note)
        await ask(
            "UPDATE holiday_notice SET confirmed_by = {}, confirmed_at = {} WHERE id = {}",
            actor.account_id,
            at,
            notice_id,
        )
        await _replace_days(card)


async def decline_calendar(notice_id: int, *, reason: str, actor: Actor, at: datetime) -> None:
    """Turn a notice down; another may be entered for its year."""
    async with transaction():
        await _to_judge(notice_id, actor)
        if not reason.strip():
            raise refuse("LAW-REASON", field_name="reason")
        await move(HolidayNotice, notice_id, NOTICE_MOVES, "decline", actor=actor, at=at, note=Note(reason))


async def _to_judge(notice_id: int, actor: Actor) -> NoticeCard:
    require(actor, Duty.LAW_CONFIRM)
    await one_at_a_time()
    card = await notice(notice_id)
    if card is None:
        raise refuse("LAW-UNKNOWN", provision=notice_id)
    if card.state != State.PROPOSED:
        raise Stale(f"holiday_notice:{notice_id}", State.PROPOSED.value)
    if card.entered_by == actor.account_id:
        raise refuse("LAW-SAME-PERSON", key=card.year)
    return card


async def _is_entered(year: int, holidays: Sequence[date], makeup_days: Sequence[date]) -> bool:
    """Whether a notice of the year waits, or the last confirmed one says the very same."""
    row = await ask_one(
        "SELECT state, holidays, makeup_days FROM holiday_notice WHERE year = {} AND state <> {} "
        "ORDER BY (state = {}) DESC, id DESC LIMIT 1",
        year,
        State.DECLINED.value,
        State.PROPOSED.value,
    )
    if row is None:
        return False
    same = (row["holidays"], row["makeup_days"]) == (_text(holidays), _text(makeup_days))
    return same or row["state"] == State.PROPOSED


async def _replace_days(card: NoticeCard) -> None:
    """A later notice of the same year takes the place of the earlier one."""
    await ask("DELETE FROM calendar_day WHERE year = {}", card.year)
    kinds = [(day, "holiday") for day in card.holidays] + [(day, "makeup") for day in card.makeup_days]
    rows = [(day, card.year, kind, card.citation, card.entered_by, card.entered_at) for day, kind in kinds]
    columns = ("day", "year", "kind", "citation", "entered_by", "entered_at")
    await copy_rows(CalendarDay._meta.tablename, columns, rows)


def _text(days: Sequence[date]) -> str:
    return " ".join(day.isoformat() for day in sorted(set(days)))
