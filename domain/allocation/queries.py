"""Named questions about allocations."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from domain.allocation.states import FINAL, PRE, SETTLED, State
from domain.core.actors import Actor
from domain.core.workings import Explanation
from domain.listing import queries as listing
from domain.listing.states import State as Listed
from domain.records.database import ask, ask_one
from domain.records.facts import EVERY, Facts, Span
from domain.records.lists import ENTERPRISE_BRIEF, ENTERPRISE_MARKS, ENTERPRISE_SEARCHED, Column, Kind, Roll
from domain.records.people.bounds import bound
from domain.records.resting import Kept, Resting, resting_on, rests
from domain.records.standing import Subjects

POWER = "power"


@dataclass(frozen=True, slots=True)
class AllocationCard:
    """An enterprise's allocation of one year; final figures are None until they are proposed. Whole tonnes."""

    id: int
    enterprise_id: int
    name: str
    credit_code: str
    city: str
    synthetic: bool
    fictional: bool
    year: int
    state: str
    pre: int
    pre_deducted: int
    pre_issued: int
    to_deduct: int
    initial: int | None
    gas_topup: int | None
    cap_topup: int | None
    final: int | None
    due: int | None
    gap_rate: Decimal | None
    true_up: int | None
    returned: int | None
    final_issue: int | None
    still_to_deduct: int | None
    draft_keys: str
    ministry_reference: str
    issued_on: date | None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """The final allocation of one generating unit."""

    id: int
    allocation_id: int
    enterprise_id: int
    unit_number: str
    unit_class: str
    fuel: str
    cogeneration: bool
    capacity_mw: Decimal
    generation_mwh: Decimal
    heat_gj: Decimal
    load_factor: Decimal | None
    load_correction: Decimal
    power: Decimal
    heat: Decimal
    initial: int
    topup: int
    final: int
    due: int


@dataclass(frozen=True, slots=True)
class PreUnitRow:
    """The pre-allocation of one generating unit."""

    id: int
    allocation_id: int
    enterprise_id: int
    unit_number: str
    prior_verified: Decimal
    pre: int


@dataclass(frozen=True, slots=True)
class Totals:
    """A year's allocation in sums: how many stand where, and tonnes."""

    states: dict[str, int]
    pre: int
    final: int
    due: int
    gas_topup: int
    cap_topup: int
    drafts: int


# What only the province sees: the figures of an enterprise are told when they are issued.
_FINAL_FIGURES = (
    "initial",
    "gas_topup",
    "cap_topup",
    "final",
    "due",
    "gap_rate",
    "true_up",
    "returned",
    "final_issue",
    "still_to_deduct",
)
_OWN = {"name", "credit_code", "city", "synthetic", "fictional"}
_COLUMNS = ", ".join(f"{'e' if name in _OWN else 'a'}.{name}" for name in AllocationCard.__slots__)
_ALLOCATION = f"SELECT {_COLUMNS} FROM allocation a JOIN enterprise e ON e.id = a.enterprise_id"


def _told(actor: Actor, row: str = "a") -> str:
    """Bounded to the actor; those outside the province see an allocation from its first issue on."""
    bounded = bound(actor, f"{row}.enterprise_id")
    if actor.sees_province:
        return bounded
    hidden = ", ".join(f"'{state.value}'" for state in PRE if state is not State.PRE_ISSUED)
    return f"{bounded} AND {row}.state NOT IN ({hidden})"


def _told_final(actor: Actor, row: str = "a") -> str:
    """Final figures are told outside the province when they are issued."""
    return _told(actor, row) if actor.sees_province else f"{_told(actor, row)} AND {row}.state = 'final_issued'"


def _card(row: dict[str, Any], actor: Actor) -> AllocationCard:
    if not actor.sees_province and row["state"] != State.FINAL_ISSUED:
        row = {**row, "state": State.PRE_ISSUED.value, **dict.fromkeys(_FINAL_FIGURES)}
    return AllocationCard(**row)


def roll(actor: Actor) -> Roll:
    """The allocations. Outside the province final figures, and that they are being computed, are told when issued."""
    told = "a.{}" if actor.sees_province else f"CASE WHEN a.state = '{State.FINAL_ISSUED.value}' THEN a.{{}} END"
    state = f"coalesce({told.format('state')}, '{State.PRE_ISSUED.value}')"
    return Roll(
        "allocation",
        "allocation a JOIN enterprise e ON e.id = a.enterprise_id",
        "a.id",
        (
            *ENTERPRISE_BRIEF,
            Column("pre", "a.pre", Kind.TONNES),
            Column("pre_issued", "a.pre_issued", Kind.TONNES, shown=False),
            Column("initial", told.format("initial"), Kind.TONNES, shown=False),
            Column("gas_topup", told.format("gas_topup"), Kind.TONNES, shown=False),
            Column("cap_topup", told.format("cap_topup"), Kind.TONNES, shown=False),
            Column("final", told.format("final"), Kind.TONNES),
            Column("due", told.format("due"), Kind.TONNES),
            Column("gap_rate", told.format("gap_rate"), Kind.NUMBER),
            Column("true_up", told.format("true_up"), Kind.TONNES),
            Column("final_issue", told.format("final_issue"), Kind.TONNES, shown=False),
            Column("still_to_deduct", told.format("still_to_deduct"), Kind.TONNES, shown=False),
            Column("state", state, Kind.CODE, "state:allocation:allocation", filtered=True, choices=tuple(State)),
            Column("issued_on", "a.issued_on", Kind.DAY, shown=False),
            *ENTERPRISE_MARKS,
            Column("draft_keys", "a.draft_keys", Kind.HIDDEN),
        ),
        ENTERPRISE_SEARCHED,
        "credit_code",
    )


def of_year(year: int, *, actor: Actor) -> tuple[str, int]:
    """The condition of a year's roll, bounded by what the actor may see, and what fills it."""
    return f"a.year = {{}} AND {_told(actor)}", year


async def states_of(year: int, *, actor: Actor) -> dict[int, str]:
    """Enterprise → state of its allocation of the year."""
    rows = await ask(f"SELECT a.enterprise_id, a.state FROM allocation a WHERE a.year = {{}} AND {_told(actor)}", year)
    return {row["enterprise_id"]: row["state"] for row in rows}


async def unproposed(year: int, *, actor: Actor) -> int:
    """How many power enterprises on the published list have no allocation of the year yet. One statement."""
    listed, _ = listing.of_year(year, actor=actor)
    row = await ask_one(
        f"SELECT count(*) AS found FROM {listing.ROLL.source} WHERE {listed} AND l.state = {{}} AND e.sector = {{}} "
        "AND NOT EXISTS (SELECT 1 FROM allocation a WHERE a.year = l.year AND a.enterprise_id = l.enterprise_id)",
        year,
        Listed.PUBLISHED.value,
        POWER,
    )
    return int(row["found"]) if row else 0


async def allocations(year: int, *, actor: Actor, limit: int | None = None) -> list[AllocationCard]:
    """A year's allocations by credit code."""
    rows = await ask(
        f"{_ALLOCATION} WHERE a.year = {{}} AND {_told(actor)} ORDER BY e.credit_code LIMIT {{}}", year, limit
    )
    return [_card(row, actor) for row in rows]


async def allocation(allocation_id: int, *, actor: Actor) -> AllocationCard | None:
    row = await ask_one(f"{_ALLOCATION} WHERE a.id = {{}} AND {_told(actor)}", allocation_id)
    return _card(row, actor) if row else None


async def in_states(year: int, states: tuple[State, ...], *, actor: Actor) -> list[AllocationCard]:
    """All allocations of a year in one of these states, by credit code. One statement."""
    rows = await ask(
        f"{_ALLOCATION} WHERE a.year = {{}} AND a.state = ANY({{}}) AND {_told(actor)} ORDER BY e.credit_code",
        year,
        [state.value for state in states],
    )
    return [_card(row, actor) for row in rows]


async def finals(year: int, *, actor: Actor) -> list[AllocationCard]:
    """Every allocation whose final figures have been proposed or more."""
    return await in_states(year, FINAL, actor=actor)


async def obligations(year: int, *, actor: Actor) -> dict[int, int]:
    """Enterprise → tonnes due, once the ministry has confirmed the final allocation."""
    cards = await in_states(year, SETTLED, actor=actor)
    return {card.enterprise_id: card.due for card in cards if card.due is not None}


_UNIT = f"SELECT {', '.join(f'u.{name}' for name in UnitRow.__slots__)} FROM allocation_unit u"
_UNIT = f"{_UNIT} JOIN allocation a ON a.id = u.allocation_id"
_PRE_UNIT = f"SELECT {', '.join(f'u.{name}' for name in PreUnitRow.__slots__)} FROM allocation_pre_unit u"
_PRE_UNIT = f"{_PRE_UNIT} JOIN allocation a ON a.id = u.allocation_id"


async def unit_rows(year: int, *, actor: Actor) -> list[UnitRow]:
    """The final allocation of every generating unit of a year. One statement."""
    rows = await ask(f"{_UNIT} WHERE u.year = {{}} AND {_told_final(actor)} ORDER BY u.enterprise_id, u.id", year)
    return [UnitRow(**row) for row in rows]


async def units_of(allocation_id: int, *, actor: Actor) -> list[UnitRow]:
    rows = await ask(f"{_UNIT} WHERE u.allocation_id = {{}} AND {_told_final(actor)} ORDER BY u.id", allocation_id)
    return [UnitRow(**row) for row in rows]


async def pre_units_of(allocation_id: int, *, actor: Actor) -> list[PreUnitRow]:
    rows = await ask(f"{_PRE_UNIT} WHERE u.allocation_id = {{}} AND {_told(actor)} ORDER BY u.id", allocation_id)
    return [PreUnitRow(**row) for row in rows]


async def explanation(allocation_id: int, figure: str, *, actor: Actor) -> Explanation | None:
    """How a final figure of an enterprise came about: due, final or final_issue."""
    row = await ask_one(
        f"SELECT explanations -> {{}}::text AS told FROM allocation a WHERE id = {{}} AND {_told_final(actor)}",
        figure,
        allocation_id,
    )
    return Explanation.from_json(json.loads(row["told"])) if row and row["told"] else None


async def unit_explanation(unit_id: int, *, actor: Actor, pre: bool = False) -> tuple[int, Explanation] | None:
    """Allocation number, and how the allocation or the pre-allocation of one generating unit came about."""
    table, seen = ("allocation_pre_unit", _told(actor)) if pre else ("allocation_unit", _told_final(actor))
    row = await ask_one(
        f"SELECT a.id, u.explanation AS told FROM {table} u JOIN allocation a ON a.id = u.allocation_id "
        f"WHERE u.id = {{}} AND {seen}",
        unit_id,
    )
    return (row["id"], Explanation.from_json(json.loads(row["told"]))) if row else None


async def totals(year: int, *, actor: Actor) -> Totals:
    """The year in sums. One statement."""
    column = {one.code: one.sql for one in roll(actor).columns}
    rows = await ask(
        f"SELECT {column['state']} AS state, count(*) AS found, coalesce(sum(a.pre), 0)::bigint AS pre, "
        f"coalesce(sum({column['final']}), 0)::bigint AS final, coalesce(sum({column['due']}), 0)::bigint AS due, "
        f"coalesce(sum({column['gas_topup']}), 0)::bigint AS gas, "
        f"coalesce(sum({column['cap_topup']}), 0)::bigint AS cap, "
        "count(*) FILTER (WHERE draft_keys <> '') AS drafts "
        f"FROM allocation a WHERE a.year = {{}} AND {_told(actor)} GROUP BY 1",
        year,
    )
    sums = {name: sum(row[name] for row in rows) for name in ("pre", "final", "due", "gas", "cap", "drafts")}
    states = {row["state"]: row["found"] for row in rows}
    return Totals(states, sums["pre"], sums["final"], sums["due"], sums["gas"], sums["cap"], sums["drafts"])


async def deductions(year: int, *, actor: Actor) -> dict[int, int]:
    """Enterprise → tonnes ordered to be deducted from the year's allocation."""
    rows = await ask(
        "SELECT enterprise_id, sum(tonnes)::bigint AS tonnes FROM allocation_deduction "
        f"WHERE year = {{}} AND {bound(actor)} GROUP BY enterprise_id",
        year,
    )
    return {row["enterprise_id"]: row["tonnes"] for row in rows}


def standing_subjects(actor: Actor) -> tuple[Subjects, ...]:
    """Allocations by year and state; outside the province as far as they have been issued."""
    state = "x.state"
    if not actor.sees_province:
        final, issued = State.FINAL_ISSUED.value, State.PRE_ISSUED.value
        state = f"CASE x.state WHEN '{final}' THEN '{final}' ELSE '{issued}' END"
    return (Subjects("allocation", "allocation x", _told(actor, "x"), state=state),)


_ENTERPRISE = "JOIN enterprise e ON e.id = x.enterprise_id"
# A unit's allocation is an input of the enterprise's, which is one of what is issued.
_KEPT = (
    Kept(
        "allocation",
        f"allocation_pre_unit x {_ENTERPRISE}",
        paper="x.allocation_id",
        place="x.unit_number",
    ),
    Kept(
        "allocation",
        f"allocation_unit x {_ENTERPRISE}",
        paper="x.allocation_id",
        place="x.unit_number",
        feeds="'unit_initial'",
    ),
    Kept(
        "allocation",
        f"allocation x {_ENTERPRISE} CROSS JOIN LATERAL jsonb_each(x.explanations) AS f (figure, told)",
        told="f.told",
        feeds="f.figure",
        through="EXISTS (SELECT 1 FROM allocation_unit u WHERE u.allocation_id = x.id AND "
        f"{rests('u.explanation')}) OR EXISTS (SELECT 1 FROM jsonb_each(x.explanations) AS o (figure, told) "
        f"WHERE {rests('o.told')})",
    ),
)


async def figures_resting_on(provisions: Sequence[tuple[str, date]], *, actor: Actor) -> Resting:
    """Allocations that rest on these provisions (key, first day), of units and of enterprises."""
    return await resting_on(_KEPT, provisions, actor=actor)


def year_facts(actor: Actor, span: Span = EVERY) -> Facts:
    """The allocation of each enterprise and year; final figures outside the province once they are issued."""
    final = "TRUE" if actor.sees_province else f"a.state = '{State.FINAL_ISSUED.value}'"
    figures = ("pre", "final", "allocation_due", "gap_rate")
    return Facts(
        ("allocation_id", "allocation_state", *figures),
        "SELECT a.enterprise_id, a.year, a.id AS allocation_id, "
        f"CASE WHEN {final} THEN a.state ELSE '{State.PRE_ISSUED.value}' END AS allocation_state, a.pre, "
        f"CASE WHEN {final} THEN a.final END AS final, CASE WHEN {final} THEN a.due END AS allocation_due, "
        f"CASE WHEN {final} THEN a.gap_rate END AS gap_rate FROM allocation a WHERE {_told(actor)} "
        f"AND {span.of('a')}",
    )


def class_facts(actor: Actor, span: Span = EVERY) -> str:
    """SQL: the final allocation of each generating unit with its year and class."""
    return (
        "SELECT u.enterprise_id, u.year, u.unit_class, u.final "
        "FROM allocation_unit u JOIN allocation a ON a.id = u.allocation_id "
        f"WHERE {_told_final(actor)} AND {span.of('a')}"
    )
