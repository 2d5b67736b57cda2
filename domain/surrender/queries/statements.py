"""Questions about the registry's statements and the differences found in them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.core.actors import Actor
from domain.records.database import ask, ask_one
from domain.records.people.bounds import bound
from domain.surrender.queries.cards import DifferenceCard, StatementCard
from domain.surrender.states import MovementKind

PAGE = 50
_STATEMENT = """SELECT s.id, s.year, s.sha256, s.file_name, s.rows, s.booked, s.repeated, s.differences,
    (SELECT count(*) FROM surrender_difference d WHERE d.statement_id = s.id AND d.resolved_at IS NULL)
    AS open_differences, s.imported_at, s.imported_by FROM surrender_statement s"""
_DIFFERENCE = f"SELECT {', '.join(DifferenceCard.__slots__)} FROM surrender_difference"


@dataclass(frozen=True, slots=True)
class KnownMovement:
    """A movement booked from an earlier statement."""

    reference: str
    enterprise_id: int
    kind: str
    vintage: int | None
    tonnes: int
    on_day: date


async def statements(year: int, *, actor: Actor) -> list[StatementCard]:
    """The statements of a year, newest first; whole statements are the province's."""
    if not actor.sees_province:
        return []
    return [StatementCard(**row) for row in await ask(f"{_STATEMENT} WHERE s.year = {{}} ORDER BY s.id DESC", year)]


async def statement(statement_id: int, *, actor: Actor) -> StatementCard | None:
    if not actor.sees_province:
        return None
    row = await ask_one(f"{_STATEMENT} WHERE s.id = {{}}", statement_id)
    return StatementCard(**row) if row else None


async def statement_of(year: int, sha256: str) -> int | None:
    """The statement that this very file was imported as."""
    row = await ask_one("SELECT id FROM surrender_statement WHERE year = {} AND sha256 = {}", year, sha256)
    return int(row["id"]) if row else None


async def known_movements(references: Sequence[str]) -> dict[str, KnownMovement]:
    """Which of the registry's numbers have been booked, and as what."""
    rows = await ask(
        f"SELECT {', '.join(KnownMovement.__slots__)} FROM surrender_movement WHERE reference = ANY({{}})",
        list(references),
    )
    return {row["reference"]: KnownMovement(**row) for row in rows}


async def cancelled_offsets(year: int, *, actor: Actor) -> dict[int, int]:
    """Enterprise → tonnes of reductions that the registry has cancelled for the year."""
    rows = await ask(
        "SELECT enterprise_id, sum(tonnes)::bigint AS tonnes FROM surrender_movement "
        f"WHERE year = {{}} AND kind = {{}} AND {bound(actor)} GROUP BY enterprise_id",
        year,
        MovementKind.OFFSET_CANCEL.value,
    )
    return {row["enterprise_id"]: row["tonnes"] for row in rows}


async def differences(
    year: int,
    *,
    actor: Actor,
    statement_id: int | None = None,
    enterprise_id: int | None = None,
    open_only: bool = True,
    after: int = 0,
    limit: int = PAGE,
) -> list[DifferenceCard]:
    """A page of differences in the order found: the open ones, of a statement, of an enterprise."""
    rows = await ask(
        f"{_DIFFERENCE} WHERE year = {{}} AND id > {{}} AND {bound(actor)} "
        "AND ({}::int IS NULL OR statement_id = {}::int) AND ({}::int IS NULL OR enterprise_id = {}::int) "
        "AND (resolved_at IS NULL OR NOT {}::boolean) ORDER BY id LIMIT {}",
        year,
        after,
        statement_id,
        statement_id,
        enterprise_id,
        enterprise_id,
        open_only,
        limit,
    )
    return [_card(row) for row in rows]


async def open_differences(year: int, *, actor: Actor) -> list[DifferenceCard]:
    """All that wait. One statement."""
    rows = await ask(f"{_DIFFERENCE} WHERE year = {{}} AND resolved_at IS NULL AND {bound(actor)} ORDER BY id", year)
    return [_card(row) for row in rows]


async def difference(difference_id: int, *, actor: Actor) -> DifferenceCard | None:
    row = await ask_one(f"{_DIFFERENCE} WHERE id = {{}} AND {bound(actor)}", difference_id)
    return _card(row) if row else None


def _card(row: dict[str, Any]) -> DifferenceCard:
    return DifferenceCard(**{**row, "facts": json.loads(row["facts"])})
