"""Named questions about draws, rechecks, confirmations and objections."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from domain.core.actors import Actor
from domain.core.duties import Duty, Kind
from domain.core.workings import Explanation
from domain.recheck.states import ConfirmationState, DrawState, ObjectionState, Quantity, TaskState
from domain.records.database import ask, ask_one
from domain.records.people.bounds import bound
from domain.records.standing import Standing, Subjects, standing_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class DrawCard:
    """A draw as published; the seed is empty until it is revealed."""

    id: int
    year: int
    state: str
    frame: str
    frame_digest: str
    commitment: str
    seed: str
    drawn_of_share: int
    inspectors_each: int
    share: str
    share_confidence: str
    share_citation: str
    committed_at: datetime
    drawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class FrameCard:
    """One enterprise of a published frame; `task_id` when it is rechecked."""

    credit_code: str
    name: str
    city: str
    synthetic: bool
    fictional: bool
    grouped: str
    lot: str
    task_id: int | None
    inspectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RaisedCard:
    """A risk signal with its explanation."""

    signal: str
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class NamingCard:
    """An enterprise that the ministry named."""

    enterprise_id: int
    name: str
    reference: str


@dataclass(frozen=True, slots=True)
class RecheckCard:
    """The recheck of one enterprise."""

    id: int
    draw_id: int
    year: int
    enterprise_id: int
    name: str
    credit_code: str
    city: str
    synthetic: bool
    fictional: bool
    verification_task_id: int
    grouped: str
    state: str
    text: str
    done_on: date | None
    inspectors: tuple[str, ...]
    inspector_ids: tuple[int, ...]
    unit_values: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class ConfirmationCard:
    """The confirmation of one enterprise's emissions, with its objection if there is one."""

    id: int
    year: int
    enterprise_id: int
    report_id: int
    name: str
    credit_code: str
    city: str
    synthetic: bool
    fictional: bool
    state: str
    basis: str
    verified_tonnes: Decimal
    emissions_tonnes: Decimal
    notice_until: date | None
    notified_on: date | None
    objection_until: date | None
    provisional: bool
    finalised_on: date | None
    objection_id: int | None
    decide_until: date | None

    def overdue(self, day: date) -> str:
        """The clock of the province that has run out, by its code; empty when none has."""
        if self.state == ConfirmationState.PREPARED and self.notice_until and self.notice_until < day:
            return "notice"
        if self.state == ConfirmationState.OBJECTED and self.decide_until and self.decide_until < day:
            return "decision"
        return ""


@dataclass(frozen=True, slots=True)
class ConfirmedCard:
    """A final confirmation; `basis` is verified, rechecked, determined or objection."""

    confirmation_id: int
    enterprise_id: int
    name: str
    credit_code: str
    city: str
    synthetic: bool
    fictional: bool
    emissions_tonnes: Decimal
    verified_tonnes: Decimal
    state: str
    notified_on: date
    basis: str


@dataclass(frozen=True, slots=True)
class ConfirmedUnit:
    """The confirmed values of one generating unit. `load_factor` is a share; generation in MWh, heat in GJ."""

    enterprise_id: int
    unit_number: str
    unit_class: str
    fuel: str
    cogeneration: bool
    capacity_mw: Decimal
    emissions_tonnes: Decimal
    generation_mwh: Decimal
    heat_gj: Decimal
    load_factor: Decimal | None


@dataclass(frozen=True, slots=True)
class ObjectionCard:
    """An objection and, once decided, its decision."""

    id: int
    confirmation_id: int
    enterprise_id: int
    state: str
    grounds: str
    evidence: str
    filed_on: date
    decide_until: date
    upheld: bool | None
    unit_values: tuple[dict[str, Any], ...]
    reasons: str
    decided_on: date | None


_DRAW = ", ".join(DrawCard.__slots__)


async def draws(year: int) -> list[DrawCard]:
    """The draws of a year, newest first; they are public."""
    rows = await ask(f"SELECT {_DRAW} FROM recheck_draw WHERE year = {{}} ORDER BY id DESC", year)
    return [DrawCard(**row) for row in rows]


async def draw(draw_id: int) -> DrawCard | None:
    """One draw; public."""
    row = await ask_one(f"SELECT {_DRAW} FROM recheck_draw WHERE id = {{}}", draw_id)
    return DrawCard(**row) if row else None


_INSPECTORS = """(SELECT array_agg(f.name ORDER BY i.account_id) FROM recheck_task_inspector i
    JOIN recheck_frame_inspector f ON f.account_id = i.account_id AND f.draw_id = t.draw_id WHERE i.task_id = t.id)"""


async def frame(draw_id: int) -> list[FrameCard]:
    """The enterprises of a frame by credit code, with what the draw made of them; public, without the signals."""
    rows = await ask(
        "SELECT f.credit_code, e.name, e.city, e.synthetic, e.fictional, f.grouped, f.lot, t.id AS task_id, "
        f"COALESCE({_INSPECTORS}, ARRAY[]::varchar[]) AS inspectors FROM recheck_frame_entry f "
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
    COALESCE({_INSPECTORS}, ARRAY[]::varchar[]) AS inspectors,
    ARRAY(SELECT account_id FROM recheck_task_inspector i WHERE i.task_id = t.id ORDER BY account_id) AS inspector_ids,
    t.unit_values FROM recheck_task t JOIN enterprise e ON e.id = t.enterprise_id"""


def _recheck_card(row: dict[str, Any]) -> RecheckCard:
    given = {
        "inspectors": tuple(row["inspectors"]),
        "inspector_ids": tuple(row["inspector_ids"]),
        "unit_values": tuple(json.loads(row["unit_values"])),
    }
    return RecheckCard(**{**row, **given})


async def tasks(year: int, *, actor: Actor) -> list[RecheckCard]:
    """The rechecks of a year by credit code: a share of the list, never all of it."""
    rows = await ask(f"{_TASK} WHERE t.year = {{}} AND {bound(actor, 't.enterprise_id')} ORDER BY e.credit_code", year)
    return [_recheck_card(row) for row in rows]


async def task(task_id: int, *, actor: Actor) -> RecheckCard | None:
    row = await ask_one(f"{_TASK} WHERE t.id = {{}} AND {bound(actor, 't.enterprise_id')}", task_id)
    return _recheck_card(row) if row else None


def _confirmation_bound(actor: Actor, confirmation: str = "c") -> str:
    """An enterprise learns its confirmed emissions by the notice, not while they are prepared."""
    seen = bound(actor, f"{confirmation}.enterprise_id")
    if actor.kind in (Kind.ENTERPRISE, Kind.CITY):
        return f"{seen} AND {confirmation}.state <> '{ConfirmationState.PREPARED.value}'"
    return seen


_CONFIRMATION = """SELECT c.id, c.year, c.enterprise_id, c.report_id, e.name, e.credit_code, e.city, e.synthetic,
    e.fictional, c.state, c.basis, c.verified_tonnes, c.emissions_tonnes, c.notice_until, c.notified_on,
    c.objection_until, c.provisional, c.finalised_on, o.id AS objection_id, o.decide_until
    FROM confirmation c JOIN enterprise e ON e.id = c.enterprise_id LEFT JOIN objection o ON o.confirmation_id = c.id"""


async def confirmations(
    year: int, *, actor: Actor, after: str = "", search: str = "", limit: int = PAGE
) -> list[ConfirmationCard]:
    """A page of the confirmations of a year by credit code, keyset after a code."""
    pattern = f"%{search}%"
    rows = await ask(
        f"{_CONFIRMATION} WHERE c.year = {{}} AND e.credit_code > {{}} AND {_confirmation_bound(actor)} "
        "AND ({} = '' OR e.name ILIKE {} OR e.credit_code ILIKE {} OR e.city ILIKE {}) ORDER BY e.credit_code LIMIT {}",
        year,
        after,
        search,
        *[pattern] * 3,
        limit,
    )
    return [ConfirmationCard(**row) for row in rows]


async def confirmation(confirmation_id: int, *, actor: Actor) -> ConfirmationCard | None:
    row = await ask_one(f"{_CONFIRMATION} WHERE c.id = {{}} AND {_confirmation_bound(actor)}", confirmation_id)
    return ConfirmationCard(**row) if row else None


async def in_states(year: int, states: tuple[ConfirmationState, ...], *, actor: Actor) -> list[ConfirmationCard]:
    """All confirmations of a year in one of these states, by credit code."""
    rows = await ask(
        f"{_CONFIRMATION} WHERE c.year = {{}} AND c.state = ANY({{}}) AND {_confirmation_bound(actor)} "
        "ORDER BY e.credit_code",
        year,
        [state.value for state in states],
    )
    return [ConfirmationCard(**row) for row in rows]


async def counts(year: int, *, actor: Actor) -> dict[str, int]:
    """How many confirmations of the year stand in each state."""
    rows = await ask(
        f"SELECT state, count(*) AS found FROM confirmation c WHERE year = {{}} AND {_confirmation_bound(actor)} "
        "GROUP BY state",
        year,
    )
    return {row["state"]: row["found"] for row in rows}


async def confirmed(year: int, *, actor: Actor) -> list[ConfirmedCard]:
    """Every final confirmation of the year that the actor may see, by credit code. One statement."""
    cards = await in_states(year, (ConfirmationState.FINAL,), actor=actor)
    return [
        ConfirmedCard(
            card.id,
            card.enterprise_id,
            card.name,
            card.credit_code,
            card.city,
            card.synthetic,
            card.fictional,
            card.emissions_tonnes,
            card.verified_tonnes,
            card.state,
            card.notified_on or date.min,
            card.basis,
        )
        for card in cards
    ]


_UNIT = ", ".join(f"u.{name}" for name in ConfirmedUnit.__slots__)


async def confirmed_units(year: int, *, actor: Actor) -> list[ConfirmedUnit]:
    """The values of every generating unit of the year's final confirmations. One statement."""
    rows = await ask(
        f"SELECT {_UNIT} FROM confirmed_unit u JOIN confirmation c ON c.id = u.confirmation_id "
        f"WHERE c.year = {{}} AND c.state = {{}} AND {_confirmation_bound(actor)} ORDER BY u.enterprise_id, u.id",
        year,
        ConfirmationState.FINAL.value,
    )
    return [ConfirmedUnit(**row) for row in rows]


async def units_of(confirmation_id: int, *, actor: Actor) -> list[ConfirmedUnit]:
    rows = await ask(
        f"SELECT {_UNIT} FROM confirmed_unit u JOIN confirmation c ON c.id = u.confirmation_id "
        f"WHERE u.confirmation_id = {{}} AND {_confirmation_bound(actor)} ORDER BY u.id",
        confirmation_id,
    )
    return [ConfirmedUnit(**row) for row in rows]


async def explanation(confirmation_id: int, *, actor: Actor) -> Explanation | None:
    """How the confirmed emissions of the enterprise came about."""
    row = await ask_one(
        f"SELECT explanation FROM confirmation c WHERE id = {{}} AND {_confirmation_bound(actor)}", confirmation_id
    )
    return Explanation.from_json(json.loads(row["explanation"])) if row else None


async def unit_explanation(
    confirmation_id: int, unit_number: str, quantity: Quantity, *, actor: Actor
) -> Explanation | None:
    """How one confirmed value of one generating unit came about."""
    row = await ask_one(
        f"SELECT u.explanations FROM confirmed_unit u JOIN confirmation c ON c.id = u.confirmation_id "
        f"WHERE u.confirmation_id = {{}} AND u.unit_number = {{}} AND {_confirmation_bound(actor)}",
        confirmation_id,
        unit_number,
    )
    told = json.loads(row["explanations"]).get(quantity.value) if row else None
    return Explanation.from_json(told) if told else None


async def chain(confirmation_id: int, *, actor: Actor) -> dict[str, Any]:
    """Where the figures of a confirmation come from: base, report and later stages, as stored."""
    row = await ask_one(
        f"SELECT chain FROM confirmation c WHERE id = {{}} AND {_confirmation_bound(actor)}", confirmation_id
    )
    found: dict[str, Any] = json.loads(row["chain"]) if row else {}
    return found


_OBJECTION = ", ".join(f"o.{name}" for name in ObjectionCard.__slots__)


async def objection(objection_id: int, *, actor: Actor) -> ObjectionCard | None:
    row = await ask_one(
        f"SELECT {_OBJECTION} FROM objection o WHERE o.id = {{}} AND {bound(actor, 'o.enterprise_id')}", objection_id
    )
    return ObjectionCard(**{**row, "unit_values": tuple(json.loads(row["unit_values"]))}) if row else None


async def open_objections(*, actor: Actor) -> int:
    """Objections that wait for a decision."""
    row = await ask_one(
        f"SELECT count(*) AS waiting FROM objection o WHERE state = {{}} AND {bound(actor, 'o.enterprise_id')}",
        ObjectionState.FILED.value,
    )
    return int(row["waiting"]) if row else 0


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


async def standing(today: date, *, actor: Actor) -> list[Standing]:
    """Draws, rechecks, confirmations and objections by year and state. An inspector's rechecks are the drawn ones."""
    seen = bound(actor, "x.enterprise_id")
    mine = seen
    if Duty.RECHECK_PERFORM in actor.duties:
        drawn = "SELECT 1 FROM recheck_task_inspector i WHERE i.task_id = x.id AND i.account_id ="
        mine = f"{seen} AND EXISTS ({drawn} {int(actor.account_id)})"
    until = "CASE x.state WHEN 'prepared' THEN x.notice_until WHEN 'notified' THEN x.objection_until END"
    subjects = [
        Subjects("draw", "recheck_draw x", "TRUE" if actor.sees_province else "FALSE"),
        Subjects("task", "recheck_task x", mine),
        Subjects("confirmation", "confirmation x", seen, due=until),
        Subjects(
            "objection",
            "objection x JOIN confirmation c ON c.id = x.confirmation_id",
            bound(actor, "c.enterprise_id"),
            due="CASE x.state WHEN 'filed' THEN x.decide_until END",
            year="c.year",
        ),
    ]
    return await standing_of(subjects, today)
