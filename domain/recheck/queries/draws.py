"""Questions about draws, their frames, namings and rechecks."""

from __future__ import annotations

import json
from typing import Any

from domain.core.actors import Actor
from domain.core.workings import Explanation
from domain.recheck.queries.cards import DrawCard, FoundCard, FrameCard, NamingCard, RaisedCard, RecheckCard
from domain.recheck.states import DrawState, TaskState
from domain.records.database import ask, ask_one
from domain.records.people.bounds import bound

_DRAW = ", ".join(DrawCard.__slots__)


async def draws(year: int) -> list[DrawCard]:
    """The draws of a year, newest first; they are public."""
    rows = await ask(f"SELECT {_DRAW} FROM recheck_draw WHERE year = {{}} ORDER BY id DESC", year)
    return [DrawCard(**row) for row in rows]


async def draw(draw_id: int) -> DrawCard | None:
    """One draw; public."""
    row = await ask_one(f"SELECT {_DRAW} FROM recheck_draw WHERE id = {{}}", draw_id)
    return DrawCard(**row) if row else None


# The names of those drawn for a recheck `t`.
INSPECTORS = """(SELECT array_agg(f.name ORDER BY i.account_id) FROM recheck_task_inspector i
    JOIN recheck_frame_inspector f ON f.account_id = i.account_id AND f.draw_id = t.draw_id WHERE i.task_id = t.id)"""


async def frame(draw_id: int) -> list[FrameCard]:
    """The enterprises of a frame by credit code, with what the draw made of them; public, without the signals."""
    rows = await ask(
        "SELECT f.credit_code, e.name, e.city, e.synthetic, e.fictional, f.grouped, f.lot, t.id AS task_id, "
        f"COALESCE({INSPECTORS}, ARRAY[]::varchar[]) AS inspectors FROM recheck_frame_entry f "
        "JOIN enterprise e ON e.id = f.enterprise_id LEFT JOIN recheck_task t ON t.draw_id = f.draw_id "
        "AND t.enterprise_id = f.enterprise_id WHERE f.draw_id = {} ORDER BY f.credit_code",
        draw_id,
    )
    return [FrameCard(**{**row, "inspectors": tuple(row["inspectors"])}) for row in rows]


async def frame_inspectors(draw_id: int) -> list[tuple[int, str]]:
    """The inspectors of a frame, number and name; public."""
    rows = await ask(
        "SELECT account_id, name FROM recheck_frame_inspector WHERE draw_id = {} ORDER BY account_id", draw_id
    )
    return [(row["account_id"], row["name"]) for row in rows]


async def signals(draw_id: int, enterprise_id: int, *, actor: Actor) -> list[RaisedCard]:
    """The risk signals of one enterprise in a draw; for the province."""
    if not actor.sees_province:
        return []
    row = await ask_one(
        "SELECT signals FROM recheck_frame_entry WHERE draw_id = {} AND enterprise_id = {}", draw_id, enterprise_id
    )
    told = json.loads(row["signals"]) if row else []
    return [RaisedCard(one["signal"], Explanation.from_json(one["explanation"])) for one in told]


async def namings(year: int, *, actor: Actor) -> list[NamingCard]:
    rows = await ask(
        "SELECT n.enterprise_id, e.name, n.reference FROM recheck_naming n JOIN enterprise e ON e.id = n.enterprise_id "
        f"WHERE n.year = {{}} AND {bound(actor, 'n.enterprise_id')} ORDER BY e.credit_code",
        year,
    )
    return [NamingCard(**row) for row in rows]


_TASK = f"""SELECT t.id, t.draw_id, t.year, t.enterprise_id, e.name, e.credit_code, e.city, e.synthetic, e.fictional,
    t.verification_task_id, t.grouped, t.state, t.text, t.done_on,
    COALESCE({INSPECTORS}, ARRAY[]::varchar[]) AS inspectors,
    ARRAY(SELECT account_id FROM recheck_task_inspector i WHERE i.task_id = t.id ORDER BY account_id) AS inspector_ids,
    t.unit_values FROM recheck_task t JOIN enterprise e ON e.id = t.enterprise_id"""


def _recheck_card(row: dict[str, Any]) -> RecheckCard:
    given = {
        "inspectors": tuple(row["inspectors"]),
        "inspector_ids": tuple(row["inspector_ids"]),
        "unit_values": tuple(FoundCard.read(told) for told in json.loads(row["unit_values"])),
    }
    return RecheckCard(**{**row, **given})


async def tasks(year: int, *, actor: Actor) -> list[RecheckCard]:
    """The rechecks of a year by credit code: a share of the list, never all of it."""
    rows = await ask(f"{_TASK} WHERE t.year = {{}} AND {bound(actor, 't.enterprise_id')} ORDER BY e.credit_code", year)
    return [_recheck_card(row) for row in rows]


async def task(task_id: int, *, actor: Actor) -> RecheckCard | None:
    row = await ask_one(f"{_TASK} WHERE t.id = {{}} AND {bound(actor, 't.enterprise_id')}", task_id)
    return _recheck_card(row) if row else None


async def framed(year: int) -> set[int]:
    """Enterprises that have been in the frame of a draw of the year, drawn or not."""
    rows = await ask(
        "SELECT f.enterprise_id FROM recheck_frame_entry f JOIN recheck_draw d ON d.id = f.draw_id WHERE d.year = {}",
        year,
    )
    return {row["enterprise_id"] for row in rows}


async def drawn_frame(year: int) -> set[int]:
    """Enterprises whose draw has fallen: they may be confirmed once no recheck of theirs is open."""
    rows = await ask(
        "SELECT f.enterprise_id FROM recheck_frame_entry f JOIN recheck_draw d ON d.id = f.draw_id "
        "WHERE d.year = {} AND d.state = {}",
        year,
        DrawState.DRAWN.value,
    )
    return {row["enterprise_id"] for row in rows}


async def open_rechecks(year: int, *, actor: Actor) -> int:
    row = await ask_one(
        f"SELECT count(*) AS waiting FROM recheck_task t WHERE year = {{}} AND state = {{}} "
        f"AND {bound(actor, 't.enterprise_id')}",
        year,
        TaskState.DRAWN.value,
    )
    return int(row["waiting"]) if row else 0
