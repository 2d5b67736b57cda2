"""The cases: their list, a single one, how many stand where; an enterprise reads of its own what it was told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.core.actors import Actor
from domain.core.duties import Kind
from domain.core.workings import Explanation
from domain.penalty.queries.cards import CaseCard, CaseFile
from domain.penalty.queries.options import option_from_json
from domain.penalty.states import BEFORE_DECISION, Ground, State
from domain.records.database import ask, ask_one
from domain.records.lists import ENTERPRISE_BRIEF, ENTERPRISE_MARKS, ENTERPRISE_SEARCHED, Column, Roll
from domain.records.lists import Kind as ListKind
from domain.records.people.bounds import bound
from domain.records.standing import Subjects

# What is known of a case only once the decision has been served on the enterprise.
BEFORE_SERVICE = (*BEFORE_DECISION, State.DECIDED)
CASES = "penalty_case c JOIN enterprise e ON e.id = c.enterprise_id"
IS_PUBLIC = "c.published_at IS NOT NULL"
_LIST = f"""SELECT c.id, c.number, c.enterprise_id, e.name, c.year, c.ground, c.state, c.law, c.shortfall, c.fine_min,
    c.fine_max, c.fine_yuan, c.notice_fine_yuan, c.answer_by, c.opened_at, c.decided_on,
    {IS_PUBLIC} AS published, e.synthetic, e.fictional FROM {CASES}"""

_ELSEWHERE = ("name", "credit_code", "city", "synthetic", "fictional")
_FILE = ", ".join(f"{'e' if name in _ELSEWHERE else 'c'}.{name}" for name in CaseFile.__slots__)


def visible(actor: Actor) -> str:
    """An enterprise hears of its case with the order to correct, not before."""
    own = bound(actor, "c.enterprise_id")
    return f"{own} AND c.state <> '{State.OPENED.value}'" if actor.kind is Kind.ENTERPRISE else own


def roll(actor: Actor) -> Roll:
    """The cases. The enterprise learns the decision when it is served, and until then not that there is one."""
    told, state = "c.{}", "c.state"
    if actor.kind is Kind.ENTERPRISE:
        unserved = ", ".join(f"'{one.value}'" for one in BEFORE_SERVICE)
        told = f"CASE WHEN c.state NOT IN ({unserved}) THEN c.{{}} END"
        state = f"CASE c.state WHEN '{State.DECIDED.value}' THEN '{State.REVIEWED.value}' ELSE c.state END"
    return Roll(
        "penalty",
        CASES,
        "c.id",
        (
            Column("number", "c.number"),
            *ENTERPRISE_BRIEF,
            Column("ground", "c.ground", ListKind.CODE, "ground:penalty", filtered=True, choices=tuple(Ground)),
            Column("state", state, ListKind.CODE, "state:penalty:case", filtered=True, choices=tuple(State)),
            Column("law", told.format("law"), ListKind.CODE, "law", shown=False),
            Column("shortfall", "c.shortfall", ListKind.TONNES),
            Column("fine_yuan", told.format("fine_yuan"), ListKind.YUAN),
            Column("notice_fine_yuan", "c.notice_fine_yuan", ListKind.YUAN, shown=False),
            Column("fine_min", told.format("fine_min"), ListKind.YUAN, shown=False),
            Column("fine_max", told.format("fine_max"), ListKind.YUAN, shown=False),
            Column("answer_by", f"CASE c.state WHEN '{State.NOTICED.value}' THEN c.answer_by END", ListKind.DAY),
            Column("opened_at", "c.opened_at", ListKind.INSTANT, shown=False),
            Column("decided_on", told.format("decided_on"), ListKind.DAY, shown=False),
            *ENTERPRISE_MARKS,
            Column("published", IS_PUBLIC, ListKind.HIDDEN),
        ),
        ("c.number", *ENTERPRISE_SEARCHED),
        "-opened_at",
    )


def of_year(year: int, *, actor: Actor) -> tuple[str, int]:
    """The condition of a year's roll, bounded by what the actor may see, and what fills it."""
    return f"c.year = {{}} AND {visible(actor)}", year


async def cases(year: int, *, actor: Actor) -> list[CaseCard]:
    """Cases of a compliance year, newest first."""
    rows = await ask(f"{_LIST} WHERE c.year = {{}} AND {visible(actor)} ORDER BY c.id DESC", year)
    return [_veiled_card(CaseCard(**row), actor) for row in rows]


async def case(case_id: int, *, actor: Actor) -> CaseFile | None:
    """One case, or None when there is none that the actor may see."""
    row = await ask_one(f"SELECT {_FILE} FROM {CASES} WHERE c.id = {{}} AND {visible(actor)}", case_id)
    return _veiled(_file(row), actor) if row else None


async def counts(year: int, *, actor: Actor) -> dict[str, int]:
    """How many cases of the year stand in each state."""
    rows = await ask(
        f"SELECT c.state, count(*) AS cases FROM penalty_case c WHERE c.year = {{}} AND {visible(actor)} "
        "GROUP BY c.state",
        year,
    )
    return {row["state"]: row["cases"] for row in rows}


def _file(row: Mapping[str, Any]) -> CaseFile:
    read = {name: json.loads(row[name]) for name in ("inspectors", "options", "price", "factors", "late_fine")}
    return CaseFile(
        **{
            **row,
            "inspectors": tuple(read["inspectors"]),
            "options": tuple(option_from_json(data) for data in read["options"]),
            "price": Explanation.from_json(read["price"]) if read["price"] else None,
            "factors": tuple(read["factors"]),
            "late_fine": Explanation.from_json(read["late_fine"]) if read["late_fine"] else None,
        }
    )


def _veiled(file: CaseFile, actor: Actor) -> CaseFile:
    """The enterprise reads what it was told: no legal opinion, and no decision before it is served."""
    if actor.kind is not Kind.ENTERPRISE:
        return file
    seen = replace(file, opinion="")
    if file.state not in BEFORE_SERVICE:
        return seen
    shown = State.REVIEWED.value if file.state == State.DECIDED else file.state
    return replace(
        seen,
        state=shown,
        law="",
        citation="",
        legal_day="",
        step="",
        law_reason="",
        fine_yuan=None,
        fine_min=None,
        fine_max=None,
        deduct_tonnes=0,
        factors=(),
        reasons="",
        decided_on=None,
        decided_by=None,
    )


def _veiled_card(card: CaseCard, actor: Actor) -> CaseCard:
    if actor.kind is not Kind.ENTERPRISE or card.state not in BEFORE_SERVICE:
        return card
    shown = State.REVIEWED.value if card.state == State.DECIDED else card.state
    return replace(card, state=shown, law="", fine_min=None, fine_max=None, fine_yuan=None, decided_on=None)


def standing_subjects(actor: Actor) -> tuple[Subjects, ...]:
    """Cases by year and state. An enterprise hears of its case with the order, of its decision once it is served."""
    seen, state = bound(actor, "x.enterprise_id"), "x.state"
    if actor.kind is Kind.ENTERPRISE:
        seen += f" AND x.state <> '{State.OPENED.value}'"
        state = f"CASE x.state WHEN '{State.DECIDED.value}' THEN '{State.REVIEWED.value}' ELSE x.state END"
    due = f"CASE x.state WHEN '{State.NOTICED.value}' THEN x.answer_by END"
    return (Subjects("case", "penalty_case x", seen, due=due, state=state),)
