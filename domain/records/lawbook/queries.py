"""Questions to the lawbook. The law of a day costs one statement: whether the book has changed since it was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from chinese_calendar import constants

from domain.core.calendar import WorkingCalendar
from domain.core.law import Confidence, Law, Provision, law_on
from domain.records.database import ask
from domain.records.lawbook import yaml
from domain.records.lawbook.rules import Enacted, timeline
from domain.records.lawbook.states import State

_COLUMNS = (
    "id, subject, key, value, unit, in_force_from, in_force_until, citation, confidence, instrument, note, state, "
    "enacted_at, confirmed_at, corrects"
)


@dataclass(frozen=True, slots=True)
class ProvisionCard:
    """A provision as pages show it; `ends_on` is its last day once later values are counted."""

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


async def standing() -> tuple[Enacted, ...]:
    """Every provision that is law on some day, in the order enacted."""
    return (await _current_book()).standing


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


async def provision_card(provision_id: int) -> ProvisionCard | None:
    rows = await ask(f"SELECT {_COLUMNS} FROM provision WHERE id = {{}}", provision_id)
    return ProvisionCard(**rows[0]) if rows else None


async def edition() -> dict[str, str]:
    """The whole book as YAML, file by file. Loading it into an empty book and asking again gives the same bytes."""
    subjects: dict[str, list[Provision]] = {}
    for row in await standing():
        subjects.setdefault(row.subject, []).append(row.provision)
    return {subject: yaml.write(provisions) for subject, provisions in subjects.items()}


async def working_calendar() -> WorkingCalendar:
    """Holidays and make-up days of the calendar package, and of the notices entered since."""
    known = _packaged_calendar()
    rows = await ask("SELECT day, year, kind FROM calendar_day")
    if not rows:
        return known
    return WorkingCalendar(
        known.holidays.union(row["day"] for row in rows if row["kind"] == "holiday"),
        known.makeup_days.union(row["day"] for row in rows if row["kind"] == "makeup"),
        max(known.known_until, date(max(row["year"] for row in rows), 12, 31)),
    )


@cache
def _packaged_calendar() -> WorkingCalendar:
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
