"""One move on every allocation of a year, inside the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from domain.allocation import queries
from domain.allocation.states import MOVES, State
from domain.allocation.tables import Allocation
from domain.core.actors import Actor
from domain.core.findings import refuse
from domain.core.workings import Explanation
from domain.records.database import ask
from domain.records.journal.writes import Note, move_many, require


async def standing_before(name: str, year: int, *, actor: Actor) -> list[queries.AllocationCard]:
    """The allocations that the move can be made on. Refused (ALLOCATION-NOTHING) when there is none."""
    require(actor, MOVES[name].duty)
    await one_at_a_time(year)
    cards = await queries.in_states(year, tuple(State(state) for state in MOVES[name].before), actor=actor)
    if not cards:
        raise refuse("ALLOCATION-NOTHING", year=year)
    return cards


async def advance(
    name: str,
    cards: Sequence[queries.AllocationCard],
    *,
    actor: Actor,
    at: datetime,
    basis: Mapping[int, Mapping[str, Any]] | None = None,
    reason: str = "",
) -> None:
    """Make the move on these allocations, each journalled with its own basis."""
    told = basis or {}
    notes = {card.id: Note(reason, told.get(card.id, {}), enterprise_id=card.enterprise_id) for card in cards}
    await move_many(Allocation, [card.id for card in cards], MOVES, name, actor=actor, at=at, notes=notes)


async def one_at_a_time(year: int) -> None:
    """Let one province-wide act on a year wait for the other; the second then finds nothing left, or `Stale`."""
    await ask("SELECT pg_advisory_xact_lock(hashtext('allocation'), {}::int)", year)


async def new_ids(table: str, count: int) -> list[int]:
    """Numbers for rows that are about to be copied in."""
    rows = await ask(
        "SELECT nextval(pg_get_serial_sequence({}, 'id')) AS id FROM generate_series(1, {}::int)", table, count
    )
    return [int(row["id"]) for row in rows]


async def set_columns(columns: Mapping[str, str], ids: Sequence[int], values: Sequence[Sequence[object]]) -> None:
    """Write one value per column and row, in one statement. `columns` names each with its SQL type."""
    arrays = ", ".join(f"{{}}::{kind}[]" for kind in columns.values())
    names = ", ".join(columns)
    sets = ", ".join(f"{name} = given.{name}" for name in columns)
    by_column = [[row[place] for row in values] for place in range(len(columns))]
    await ask(
        f"UPDATE allocation SET {sets} FROM unnest({{}}::int[], {arrays}) AS given (id, {names}) "
        "WHERE allocation.id = given.id",
        list(ids),
        *by_column,
    )


def stored(told: Explanation) -> str:
    return json.dumps(told.as_json(), ensure_ascii=False)
