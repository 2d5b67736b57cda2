"""Questions about confirmations, confirmed units, explanations and objections."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from domain.core.actors import Actor
from domain.core.duties import Kind
from domain.core.workings import Explanation
from domain.recheck.queries.cards import ConfirmationCard, ConfirmedCard, ConfirmedUnit, FoundCard, ObjectionCard
from domain.recheck.states import ConfirmationState, ObjectionState, Quantity
from domain.records.database import ask, ask_one
from domain.records.people.bounds import bound
from domain.records.resting import Kept, Resting, resting_on


def confirmation_bound(actor: Actor, confirmation: str = "c") -> str:
    """An enterprise learns its confirmed emissions by the notice, not while they are prepared."""
    seen = bound(actor, f"{confirmation}.enterprise_id")
    if actor.kind in (Kind.ENTERPRISE, Kind.CITY):
        return f"{seen} AND {confirmation}.state <> '{ConfirmationState.PREPARED.value}'"
    return seen


_CONFIRMATION = """SELECT c.id, c.year, c.enterprise_id, c.report_id, e.name, e.credit_code, e.city, e.synthetic,
    e.fictional, c.state, c.basis, c.verified_tonnes, c.emissions_tonnes, c.notice_until, c.notified_on,
    c.objection_until, c.provisional, c.finalised_on, o.id AS objection_id, o.decide_until
    FROM confirmation c JOIN enterprise e ON e.id = c.enterprise_id LEFT JOIN objection o ON o.confirmation_id = c.id"""


async def confirmations(year: int, *, actor: Actor) -> list[ConfirmationCard]:
    """The confirmations of a year by credit code."""
    rows = await ask(
        f"{_CONFIRMATION} WHERE c.year = {{}} AND {confirmation_bound(actor)} ORDER BY e.credit_code", year
    )
    return [ConfirmationCard(**row) for row in rows]


async def confirmation(confirmation_id: int, *, actor: Actor) -> ConfirmationCard | None:
    row = await ask_one(f"{_CONFIRMATION} WHERE c.id = {{}} AND {confirmation_bound(actor)}", confirmation_id)
    return ConfirmationCard(**row) if row else None


async def in_states(year: int, states: tuple[ConfirmationState, ...], *, actor: Actor) -> list[ConfirmationCard]:
    """All confirmations of a year in one of these states, by credit code."""
    rows = await ask(
        f"{_CONFIRMATION} WHERE c.year = {{}} AND c.state = ANY({{}}) AND {confirmation_bound(actor)} "
        "ORDER BY e.credit_code",
        year,
        [state.value for state in states],
    )
    return [ConfirmationCard(**row) for row in rows]


async def counts(year: int, *, actor: Actor) -> dict[str, int]:
    """How many confirmations of the year stand in each state."""
    rows = await ask(
        f"SELECT state, count(*) AS found FROM confirmation c WHERE year = {{}} AND {confirmation_bound(actor)} "
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
        f"WHERE c.year = {{}} AND c.state = {{}} AND {confirmation_bound(actor)} ORDER BY u.enterprise_id, u.id",
        year,
        ConfirmationState.FINAL.value,
    )
    return [ConfirmedUnit(**row) for row in rows]


async def units_of(confirmation_id: int, *, actor: Actor) -> list[ConfirmedUnit]:
    rows = await ask(
        f"SELECT {_UNIT} FROM confirmed_unit u JOIN confirmation c ON c.id = u.confirmation_id "
        f"WHERE u.confirmation_id = {{}} AND {confirmation_bound(actor)} ORDER BY u.id",
        confirmation_id,
    )
    return [ConfirmedUnit(**row) for row in rows]


async def explanation(confirmation_id: int, *, actor: Actor) -> Explanation | None:
    """How the confirmed emissions of the enterprise came about."""
    row = await ask_one(
        f"SELECT explanation FROM confirmation c WHERE id = {{}} AND {confirmation_bound(actor)}", confirmation_id
    )
    return Explanation.from_json(json.loads(row["explanation"])) if row else None


async def unit_explanation(
    confirmation_id: int, unit_number: str, quantity: Quantity, *, actor: Actor
) -> Explanation | None:
    """How one confirmed value of one generating unit came about."""
    row = await ask_one(
        f"SELECT u.explanations FROM confirmed_unit u JOIN confirmation c ON c.id = u.confirmation_id "
        f"WHERE u.confirmation_id = {{}} AND u.unit_number = {{}} AND {confirmation_bound(actor)}",
        confirmation_id,
        unit_number,
    )
    told = json.loads(row["explanations"]).get(quantity.value) if row else None
    return Explanation.from_json(told) if told else None


async def chain(confirmation_id: int, *, actor: Actor) -> dict[str, Any]:
    """Where the figures of a confirmation come from: base, report and later stages, as stored."""
    row = await ask_one(
        f"SELECT chain FROM confirmation c WHERE id = {{}} AND {confirmation_bound(actor)}", confirmation_id
    )
    found: dict[str, Any] = json.loads(row["chain"]) if row else {}
    return found


_OBJECTION = ", ".join(f"o.{name}" for name in ObjectionCard.__slots__)


async def objection(objection_id: int, *, actor: Actor) -> ObjectionCard | None:
    row = await ask_one(
        f"SELECT {_OBJECTION} FROM objection o WHERE o.id = {{}} AND {bound(actor, 'o.enterprise_id')}", objection_id
    )
    return (
        ObjectionCard(**{**row, "unit_values": tuple(map(FoundCard.read, json.loads(row["unit_values"])))})
        if row
        else None
    )


async def open_objections(*, actor: Actor) -> int:
    """Objections that wait for a decision."""
    row = await ask_one(
        f"SELECT count(*) AS waiting FROM objection o WHERE state = {{}} AND {bound(actor, 'o.enterprise_id')}",
        ObjectionState.FILED.value,
    )
    return int(row["waiting"]) if row else 0


_KEPT = (
    Kept(
        "confirmation",
        "confirmation c JOIN enterprise e ON e.id = c.enterprise_id JOIN confirmed_unit x ON x.confirmation_id = c.id "
        "CROSS JOIN LATERAL jsonb_each(x.explanations) AS f (quantity, told)",
        told="f.told",
        paper="c.id",
        year="c.year",
        place="x.unit_number",
    ),
    Kept("confirmation", "confirmation x JOIN enterprise e ON e.id = x.enterprise_id"),
)


async def figures_resting_on(provisions: Sequence[tuple[str, date]], *, actor: Actor) -> Resting:
    """Confirmed emissions that rest on these provisions (key, first day), of units and of enterprises."""
    return await resting_on(_KEPT, provisions, actor=actor)
