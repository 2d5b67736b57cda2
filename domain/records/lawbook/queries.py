"""Questions to the lawbook. The law of a day costs one statement: whether the book has changed since it was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from chinese_calendar import constants

from domain.core.actors import Actor
from domain.core.calendar import WorkingCalendar
from domain.core.law import Confidence, Law, Provision, law_on
from domain.records.database import ask
from domain.records.lawbook import yaml
from domain.records.lawbook.rules import Enacted, Instrument, calendar_with, timeline
from domain.records.lawbook.states import State
from domain.records.standing import Subjects

_COLUMNS = (
    "id, subject, key, value, unit, in_force_from, in_force_until, citation, confidence, instrument, note, state, "
    "enacted_at, confirmed_at, corrects, batch"
)


@dataclass(frozen=True, slots=True)
class ProvisionCard:
    """A provision as it was enacted; a later value may have ended it before its last day (see `standing`)."""

    id: int
    subject: str
    key: str
    value: str
    unit: str
    in_force_from: date
    in_force_until: date | None
    citation: str
    confidence: str
    instrument: str
    note: str
    state: str
    enacted_at: datetime
    confirmed_at: datetime | None
    corrects: int | None
    batch: str = ""


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """A holiday notice as it was entered: the days of a year, and whether it is law."""

    id: int
    year: int
    holidays: tuple[date, ...]
    makeup_days: tuple[date, ...]
    citation: str
    state: str
    entered_by: int
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class InstrumentCard:
    """A legal document as pages show it."""

    id: int
    number: str
    title: str
    title_en: str
    issuer: str
    issued_on: date | None
    in_force_from: date | None
    in_force_until: date | None
    confidence: str
    read_where: str
    note: str


@dataclass(frozen=True, slots=True)
class HandCard:
    """Whose hand a value is from: who enacted and who confirmed it, each with a post. Empty: the first edition."""

    enacted_by: str
    enacted_post: str
    confirmed_by: str
    confirmed_post: str


@dataclass(slots=True)
class _Book:
    """The confirmed provisions as last read, and the laws already made of them."""

    version: tuple[str, str]
    enacted: tuple[Enacted, ...]
    standing: tuple[Enacted, ...]
    laws: dict[date, Law]


_book = _Book(("", ""), (), (), {})


async def as_of(day: date, *, known_at: datetime | None = None) -> Law:
    """The law in force on `day`, as known now, or as it was known at an earlier instant."""
    book = await _current_book()
    if known_at is not None:
        return law_on((row.provision for row in timeline(book.enacted, known_at)), day)
    if day not in book.laws:
        book.laws[day] = law_on((row.provision for row in book.standing), day)
    return book.laws[day]


async def as_of_days(days: Collection[date]) -> dict[date, Law]:
    """The law in force on each of these days, for a page that looks at several years. One statement for all."""
    book = await _current_book()
    for day in days:
        if day not in book.laws:
            book.laws[day] = law_on((row.provision for row in book.standing), day)
    return {day: book.laws[day] for day in days}


async def standing() -> tuple[Enacted, ...]:
    """Every provision that is law on some day, in the order enacted."""
    return (await _current_book()).standing


async def confirmed() -> tuple[Enacted, ...]:
    """Every provision that ever became law, in the order enacted, those corrected since among them."""
    return (await _current_book()).enacted


async def drafts_of(instrument: str) -> list[Enacted]:
    """The values of a draft instrument that are law for want of a final text."""
    return [row for row in await standing() if is_draft(row) and row.provision.instrument == instrument]


async def draft_instruments() -> dict[str, int]:
    """How many values stand by each draft instrument."""
    return Counter(row.provision.instrument for row in await standing() if is_draft(row))


def is_draft(row: Enacted) -> bool:
    return row.provision.confidence is Confidence.DRAFT and row.provision.instrument != ""


async def provisions(day: date) -> list[ProvisionCard]:
    """The provisions in force on a day, subject by subject, keys in the order of the edition."""
    ids = [row.id for row in await standing() if row.provision.rules_on(day)]
    rows = await ask(f"SELECT {_COLUMNS} FROM provision WHERE id = ANY({{}}) ORDER BY subject, id", ids)
    return [ProvisionCard(**row) for row in rows]


async def history(key: str) -> list[ProvisionCard]:
    """Every value that a key ever had or was proposed to have, newest days first."""
    rows = await ask(f"SELECT {_COLUMNS} FROM provision WHERE key = {{}} ORDER BY in_force_from DESC, id DESC", key)
    return [ProvisionCard(**row) for row in rows]


async def proposed() -> list[ProvisionCard]:
    """What waits for a second person, oldest first."""
    rows = await ask(f"SELECT {_COLUMNS} FROM provision WHERE state = {{}} ORDER BY id", State.PROPOSED.value)
    return [ProvisionCard(**row) for row in rows]


def standing_subjects(actor: Actor) -> tuple[Subjects, ...]:
    """Values and holiday notices that wait for a second person. They belong to no year."""
    state = f"x.state = '{State.PROPOSED.value}'"
    places = {"provision": "provision x", "notice": "holiday_notice x"}
    return tuple(Subjects(kind, source, state, year="0") for kind, source in places.items())


async def batch_cards(batch: str) -> list[ProvisionCard]:
    """The values that were proposed together, in the order of the sheet or list."""
    rows = await ask(f"SELECT {_COLUMNS} FROM provision WHERE batch = {{}} ORDER BY id", batch)
    return [ProvisionCard(**row) for row in rows]


async def provision_card(provision_id: int) -> ProvisionCard | None:
    rows = await ask(f"SELECT {_COLUMNS} FROM provision WHERE id = {{}}", provision_id)
    return ProvisionCard(**rows[0]) if rows else None


_INSTRUMENT = ", ".join(InstrumentCard.__slots__)


async def instruments() -> list[InstrumentCard]:
    """The legal documents in the order of the edition."""
    return [InstrumentCard(**row) for row in await ask(f"SELECT {_INSTRUMENT} FROM instrument ORDER BY id")]


async def instruments_file() -> str:
    """The legal documents as YAML, the same bytes that they are loaded from."""
    cards = await instruments()
    return yaml.write_instruments(
        Instrument(
            card.number,
            card.title,
            card.title_en,
            card.issuer,
            card.issued_on,
            card.in_force_from,
            card.in_force_until,
            Confidence(card.confidence),
            card.read_where,
            card.note,
        )
        for card in cards
    )


async def hands(key: str) -> dict[int, HandCard]:
    """Who enacted and who confirmed each value of a key, by the provision's id."""
    rows = await ask(
        "SELECT p.id, coalesce(e.name, '') AS enacted_by, coalesce(e.post, '') AS enacted_post, "
        "coalesce(c.name, '') AS confirmed_by, coalesce(c.post, '') AS confirmed_post FROM provision p "
        "LEFT JOIN account e ON e.id = p.enacted_by LEFT JOIN account c ON c.id = p.confirmed_by WHERE p.key = {}",
        key,
    )
    return {row.pop("id"): HandCard(**row) for row in rows}


async def edition() -> dict[str, str]:
    """The whole book as YAML, file by file. Loading it into an empty book and asking again gives the same bytes.

    Keys stand in the order in which they first became law, the values of a key in the order of their days.
    """
    first = {row.provision.key: row.id for row in reversed(await confirmed())}
    subjects: dict[str, list[Provision]] = {}
    for row in sorted(await standing(), key=lambda row: (first[row.provision.key], row.provision.in_force_from)):
        subjects.setdefault(row.subject, []).append(row.provision)
    return {subject: yaml.write(provisions) for subject, provisions in subjects.items()}


async def working_calendar() -> WorkingCalendar:
    """Holidays and make-up days of the calendar package; a confirmed notice beats the package for its year."""
    rows = await ask("SELECT day, year, kind FROM calendar_day ORDER BY day")
    return calendar_with(packaged_calendar(), [(row["day"], row["year"], row["kind"]) for row in rows])


_NOTICE = ", ".join(NoticeCard.__slots__)


async def notices(state: State | None = None) -> list[NoticeCard]:
    """The holiday notices in a state, or all, newest first."""
    rows = await ask(
        f"SELECT {_NOTICE} FROM holiday_notice WHERE {{}} IN (state, '') ORDER BY id DESC", state.value if state else ""
    )
    return [_notice(row) for row in rows]


async def notice(notice_id: int) -> NoticeCard | None:
    rows = await ask(f"SELECT {_NOTICE} FROM holiday_notice WHERE id = {{}}", notice_id)
    return _notice(rows[0]) if rows else None


def _notice(row: dict[str, Any]) -> NoticeCard:
    days = {name: tuple(map(date.fromisoformat, row[name].split())) for name in ("holidays", "makeup_days")}
    return NoticeCard(**{**row, **days})


@cache
def packaged_calendar() -> WorkingCalendar:
    last_year = max(constants.holidays).year
    return WorkingCalendar(frozenset(constants.holidays), frozenset(constants.workdays), date(last_year, 12, 31))


async def _current_book() -> _Book:
    """The book in memory when it is still the database's; otherwise read anew."""
    global _book
    rows = await ask(
        "SELECT current_database()::text AS base, concat(count(*), ':', "
        "coalesce(sum(hashtextextended(concat_ws('|', id, key, value, in_force_from, confirmed_at), 0)), 0)) AS digest "
        "FROM provision WHERE state = {}",
        State.CONFIRMED.value,
    )
    version = (str(rows[0]["base"]), str(rows[0]["digest"]))
    if version != _book.version:
        enacted = await _read_confirmed()
        _book = _Book(version, enacted, timeline(enacted), {})
    return _book


async def _read_confirmed() -> tuple[Enacted, ...]:
    rows = await ask(f"SELECT {_COLUMNS} FROM provision WHERE state = {{}} ORDER BY id", State.CONFIRMED.value)
    return tuple(_enacted(row) for row in rows)


def _enacted(row: dict[str, Any]) -> Enacted:
    provision = Provision(
        row["key"],
        row["value"],
        row["unit"],
        row["in_force_from"],
        row["in_force_until"],
        row["citation"],
        Confidence(row["confidence"]),
        row["instrument"],
        row["note"],
    )
    return Enacted(row["id"], row["subject"], provision, row["confirmed_at"], row["corrects"])
