"""Opening the year: one obligation for every enterprise with confirmed emissions."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from domain.allocation import queries as allocation
from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.findings import refuse
from domain.core.law import Law, last_day_of
from domain.core.workings import Explanation
from domain.records.database import copy_rows, transaction
from domain.records.journal.writes import Note, record_many, require, subject_of
from domain.records.lawbook.queries import as_of
from domain.records.notices.writes import tell
from domain.surrender import queries
from domain.surrender.acts.bulk import new_ids, one_at_a_time, stored
from domain.surrender.rules import obligation
from domain.surrender.states import MOVES, ORDER_28
from domain.surrender.tables import Obligation

_COLUMNS = [
    "id",
    "year",
    "enterprise_id",
    "state",
    "due",
    "surrendered",
    "offsets",
    "offsets_refused",
    "opened_on",
    "explanation",
]


async def open_year(year: int, *, actor: Actor, at: datetime) -> int:
    """Open the obligations of a year from the final allocation, and tell each enterprise; answers how many are new.

    Enterprises whose allocation is settled later get theirs when the year is opened again. Refused (SURRENDER-NOTHING)
    while no final allocation is settled, or when all obligations stand already.
    """
    require(actor, MOVES["open_year"].duty)
    async with transaction():
        await one_at_a_time(year)
        due = await allocation.obligations(year, actor=actor)
        known = {card.enterprise_id for card in await queries.obligations(year, actor=actor)}
        fresh = {enterprise_id: tonnes for enterprise_id, tonnes in due.items() if enterprise_id not in known}
        if not fresh:
            raise refuse("SURRENDER-NOTHING", citation=ORDER_28, year=year)
        law = await as_of(last_day_of(year))
        told = await _explanations(law, year, fresh, actor=actor)
        ids = await _insert(year, fresh, told, legal_day(at))
        await _journal(fresh, ids, actor=actor, at=at)
        for enterprise_id, tonnes in fresh.items():
            facts = {"year": str(year), "due": f"{tonnes:,}", "deadline": law.text("deadline.surrender")}
            link = f"/surrender/obligations/{ids[enterprise_id]}"
            await tell("surrender.opened", at=at, facts=facts, enterprise_id=enterprise_id, link=link)
    return len(fresh)


async def _journal(due: dict[int, int], ids: dict[int, int], *, actor: Actor, at: datetime) -> None:
    move = MOVES["open_year"]
    notes = {number: Note(basis={"due": tonnes}, enterprise_id=number) for number, tonnes in due.items()}
    entries = [(subject_of(Obligation, ids[number]), "", move.after.value, note) for number, note in notes.items()]
    await record_many(MOVES.tag(move.name), entries, actor=actor, at=at, duty=move.duty)


async def _explanations(law: Law, year: int, due: dict[int, int], *, actor: Actor) -> dict[int, Explanation]:
    """Generating unit by generating unit, as the final allocation has it. One read."""
    units: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for unit in await allocation.unit_rows(year, actor=actor):
        units[unit.enterprise_id].append((unit.unit_number, unit.due))
    return {number: obligation(law, tonnes, units[number], "allocation") for number, tonnes in due.items()}


async def _insert(year: int, due: dict[int, int], told: dict[int, Explanation], opened_on: date) -> dict[int, int]:
    table = Obligation._meta.tablename
    ids = dict(zip(due, await new_ids(table, len(due)), strict=True))
    state = MOVES["open_year"].after.value
    rows = [
        (ids[number], year, number, state, tonnes, 0, 0, 0, opened_on, stored(told[number]))
        for number, tonnes in due.items()
    ]
    await copy_rows(table, _COLUMNS, rows)
    return ids
