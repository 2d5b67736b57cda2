"""What every act of the room begins and ends with: the case, the days, the person, the notice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from domain.core.actors import Actor
from domain.core.calendar import WorkingCalendar
from domain.core.duties import Duty
from domain.core.findings import refuse, stop_on
from domain.core.law import Law
from domain.penalty import checks, queries
from domain.penalty.queries import CaseFile
from domain.penalty.states import MOVES
from domain.penalty.tables import PenaltyCase
from domain.records.database import ask
from domain.records.journal.writes import Note, move

# Letters that a reason, an order or an opinion may have.
LONGEST = 4000


async def case_of(case_id: int, *, actor: Actor) -> CaseFile:
    """The case, refused (PENALTY-UNKNOWN) when there is none that the actor may see."""
    found = await queries.case(case_id, actor=actor)
    if found is None:
        raise refuse("PENALTY-UNKNOWN")
    return found


def other_person(actor: Actor, involved: Sequence[int | None]) -> None:
    """Refused (PENALTY-SAME-PERSON) to whoever took part in what is now to be judged."""
    stop_on(checks.another_person(actor.account_id, involved))


def needed(text: str, code: str, field: str, most: int = LONGEST) -> str:
    """A text that may not be empty; refused with `code` at the field when it is."""
    trimmed = text.strip()[:most]
    if not trimmed:
        raise refuse(code, field_name=field)
    return trimmed


def days_after(calendar: WorkingCalendar, law: Law, key: str, start: date) -> date:
    """The last day of a clock: working days as the key counts them; calendar days run on past a holiday."""
    length = int(law.value(key))
    if law.provision(key).unit == "working_days":
        return calendar.after(start, length).on
    last = start + timedelta(days=length)
    while not calendar.is_working_day(last):
        last += timedelta(days=1)
    return last


async def step(case: CaseFile, name: str, changes: dict[str, Any], note: Note, *, actor: Actor, at: datetime) -> None:
    """Make one move and write what it changes, inside the caller's transaction."""
    noted = Note(note.reason, note.basis, note.evidence, case.enterprise_id)
    await move(PenaltyCase, case.id, MOVES, name, actor=actor, at=at, note=noted)
    await write(case.id, changes)


async def write(case_id: int, changes: dict[str, Any]) -> None:
    """Columns of one case; the names come from this room's code, never from outside."""
    if changes:
        columns = ", ".join(f"{name} = {{}}" for name in changes)
        await ask(f"UPDATE penalty_case SET {columns} WHERE id = {{}}", *changes.values(), case_id)


def to_enterprise(case: CaseFile, **facts: object) -> dict[str, Any]:
    """Addressee, facts and link of a notice to the enterprise."""
    told = {"number": case.number, "name": case.name, **{name: str(value) for name, value in facts.items()}}
    return {"facts": told, "enterprise_id": case.enterprise_id, "link": f"/penalties/cases/{case.id}"}


def to_duty(case: CaseFile, duty: Duty) -> dict[str, Any]:
    """Addressee, facts and link of a notice to whoever in the province holds the duty."""
    told = {"number": case.number, "name": case.name}
    return {"facts": told, "duty": duty, "link": f"/penalties/cases/{case.id}"}
