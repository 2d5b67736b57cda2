"""Named questions about penalty cases."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from domain.core.actors import THE_PUBLIC, Actor
from domain.core.duties import Kind
from domain.core.law import last_day_of
from domain.core.workings import Explanation
from domain.emission_report import queries as reports
from domain.penalty.checks import Correction, Option, of_report, of_shortfall, reviews
from domain.penalty.rules import Comparison, Reading, When, compare, report_fine
from domain.penalty.states import BEFORE_DECISION, Ground, LegalDay, State
from domain.records.database import ask, ask_one
from domain.records.facts import EVERY, Facts, Span
from domain.records.lawbook.queries import as_of
from domain.records.lists import (
    ENTERPRISE_BRIEF,
    ENTERPRISE_COLUMNS,
    ENTERPRISE_MARKS,
    ENTERPRISE_SEARCHED,
    Column,
    Roll,
)
from domain.records.lists import Kind as ListKind
from domain.records.market.queries import average_before
from domain.records.people.bounds import bound
from domain.records.resting import Kept, Resting, resting_on
from domain.records.standing import Subjects
from domain.surrender import queries as surrender

PAGE = 50
# An obligation that was not met in full by its deadline, whatever happened afterwards.
FAILED = ("short", "late")
# Nothing of the enterprise's own is on file: the year stands open, or the authority had to determine the emissions.
NEVER_FILED = ("open", "returned", "determined")
WINDOW = "penalty.price.window_months"
# What is known of a case only once the decision has been served on the enterprise.
BEFORE_SERVICE = (*BEFORE_DECISION, State.DECIDED)


@dataclass(frozen=True, slots=True)
class CaseCard:
    """A case as lists show it."""

    id: int
    number: str
    enterprise_id: int
    name: str
    year: int
    ground: str
    state: str
    law: str
    shortfall: int | None
    fine_min: Decimal | None
    fine_max: Decimal | None
    fine_yuan: Decimal | None
    notice_fine_yuan: Decimal | None
    answer_by: date | None
    opened_at: datetime
    decided_on: date | None
    published: bool
    synthetic: bool
    fictional: bool


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A whole case: everything its page shows. `options` and `price` are those of the last notice or decision."""

    id: int
    number: str
    enterprise_id: int
    name: str
    credit_code: str
    city: str
    synthetic: bool
    fictional: bool
    year: int
    ground: str
    state: str
    conduct_on: date
    deadline_on: date
    due: int | None
    surrendered: int | None
    shortfall: int | None
    facts: str
    opened_at: datetime
    opened_by: int
    inspectors: tuple[str, ...]
    order_text: str
    correct_by: date | None
    made_good_on: date | None
    made_good_tonnes: int
    options: tuple[Option, ...]
    price: Explanation | None
    notice_fine_yuan: Decimal | None
    notice_reasons: str
    noticed_on: date | None
    noticed_by: int | None
    answer_by: date | None
    hearing_offered: bool
    statement: str
    stated_on: date | None
    hearing_asked: bool
    hearing_on: date | None
    hearing_place: str
    hearing_chair: str
    hearing_record: str
    opinion: str
    reviewed_by: int | None
    reviewed_on: date | None
    law: str
    citation: str
    legal_day: str
    step: str
    law_reason: str
    fine_yuan: Decimal | None
    fine_min: Decimal | None
    fine_max: Decimal | None
    deduct_tonnes: int
    factors: tuple[str, ...]
    reasons: str
    decided_on: date | None
    decided_by: int | None
    service: str
    served_on: date | None
    pay_by: date | None
    paid_on: date | None
    late_fine_yuan: Decimal
    late_fine: Explanation | None
    credit_entry: str
    closed_on: date | None
    published_at: datetime | None

    @property
    def correction(self) -> Correction:
        return Correction(self.correct_by, self.shortfall or 0, self.made_good_tonnes, self.made_good_on)

    @property
    def applied(self) -> Option | None:
        """The option that the decision took."""
        for option in self.options:
            if option.legal_day == self.legal_day and option.step == self.step:
                return option
        return None


@dataclass(frozen=True, slots=True)
class PublishedCard:
    """What everyone may read of a published decision."""

    id: int
    number: str
    name: str
    credit_code: str
    city: str
    ground: str
    year: int
    law: str
    citation: str
    shortfall: int | None
    fine_yuan: Decimal
    deduct_tonnes: int
    decided_on: date
    published_at: datetime
    synthetic: bool
    fictional: bool


@dataclass(frozen=True, slots=True)
class LeadCard:
    """A lead (线索): an enterprise that failed, by a record of another room. Tonnes at the deadline."""

    enterprise_id: int
    name: str
    ground: str
    shortfall: int | None


@dataclass(frozen=True, slots=True)
class Possible:
    """The penalties that the laws in question allow as of a day, and the price they rest on.

    `readings` are the fines of the second step under every reading of what the law leaves open about it.
    """

    options: tuple[Option, ...]
    price: Explanation | None
    readings: tuple[Reading, ...] = ()

    @property
    def reviews(self) -> tuple[str, ...]:
        """Codes of the open legal questions that the options raise."""
        return reviews(self.options)


_PUBLIC = "penalty_case c JOIN enterprise e ON e.id = c.enterprise_id"
IS_PUBLIC = "c.published_at IS NOT NULL"
_LIST = """SELECT c.id, c.number, c.enterprise_id, e.name, c.year, c.ground, c.state, c.law, c.shortfall, c.fine_min,
    c.fine_max, c.fine_yuan, c.notice_fine_yuan, c.answer_by, c.opened_at, c.decided_on,
    c.published_at IS NOT NULL AS published, e.synthetic, e.fictional
    FROM penalty_case c JOIN enterprise e ON e.id = c.enterprise_id"""

_ELSEWHERE = ("name", "credit_code", "city", "synthetic", "fictional")
_FILE = ", ".join(f"{'e' if name in _ELSEWHERE else 'c'}.{name}" for name in CaseFile.__slots__)


def _visible(actor: Actor) -> str:
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
        _PUBLIC,
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
    return f"c.year = {{}} AND {_visible(actor)}", year


async def cases(year: int, *, actor: Actor) -> list[CaseCard]:
    """Cases of a compliance year, newest first."""
    rows = await ask(f"{_LIST} WHERE c.year = {{}} AND {_visible(actor)} ORDER BY c.id DESC", year)
    return [_veiled_card(CaseCard(**row), actor) for row in rows]


async def case(case_id: int, *, actor: Actor) -> CaseFile | None:
    """One case, or None when there is none that the actor may see."""
    row = await ask_one(
        f"SELECT {_FILE} FROM penalty_case c JOIN enterprise e ON e.id = c.enterprise_id "
        f"WHERE c.id = {{}} AND {_visible(actor)}",
        case_id,
    )
    return _veiled(_file(row), actor) if row else None


async def counts(year: int, *, actor: Actor) -> dict[str, int]:
    """How many cases of the year stand in each state."""
    rows = await ask(
        f"SELECT c.state, count(*) AS cases FROM penalty_case c WHERE c.year = {{}} AND {_visible(actor)} "
        "GROUP BY c.state",
        year,
    )
    return {row["state"]: row["cases"] for row in rows}


PUBLIC_ROLL = Roll(
    "public_penalty",
    _PUBLIC,
    "c.id",
    (
        Column("number", "c.number"),
        *ENTERPRISE_COLUMNS,
        Column("ground", "c.ground", ListKind.CODE, "ground:penalty", filtered=True, choices=tuple(Ground)),
        Column("year", "c.year::text", filtered=True),
        Column("law", "c.law", ListKind.CODE, "law"),
        Column("citation", "c.citation", shown=False),
        Column("shortfall", "c.shortfall", ListKind.TONNES),
        Column("fine_yuan", "c.fine_yuan", ListKind.YUAN),
        Column("deduct_tonnes", "c.deduct_tonnes", ListKind.TONNES, shown=False),
        Column("decided_on", "c.decided_on", ListKind.DAY),
        *ENTERPRISE_MARKS,
    ),
    ("c.number", *ENTERPRISE_SEARCHED),
    "-decided_on",
)


async def published(
    *, after: int | None = None, limit: int = PAGE, credit_code: str = "", actor: Actor = THE_PUBLIC
) -> list[PublishedCard]:
    """Published decisions, of one enterprise or of all, newest first; the same for everyone."""
    rows = await ask(
        "SELECT c.id, c.number, e.name, e.credit_code, e.city, c.ground, c.year, c.law, c.citation, c.shortfall, "
        f"c.fine_yuan, c.deduct_tonnes, c.decided_on, c.published_at, e.synthetic, e.fictional FROM {_PUBLIC} "
        f"WHERE {IS_PUBLIC} AND ({{}}::int IS NULL OR c.id < {{}}::int) AND ({{}} = '' OR e.credit_code = {{}}) "
        "ORDER BY c.id DESC LIMIT {}",
        after,
        after,
        credit_code,
        credit_code,
        limit,
    )
    return [PublishedCard(**row) for row in rows]


async def leads(year: int, today: date, *, actor: Actor) -> list[LeadCard]:
    """What a case could be opened on and has not been: shortfalls at the deadline, reports never filed by theirs."""
    if not actor.sees_province:
        return []
    law = await as_of(last_day_of(year))
    rows = await ask("SELECT enterprise_id, ground FROM penalty_case WHERE year = {} AND state <> 'withdrawn'", year)
    opened = {(row["enterprise_id"], row["ground"]) for row in rows}
    found = [
        LeadCard(card.enterprise_id, card.name, Ground.SHORTFALL.value, card.deadline_shortfall)
        for card in await surrender.outcomes(year, actor=actor)
        if card.status in FAILED
    ]
    if today > law.on("deadline.report"):
        found += [
            LeadCard(card.enterprise_id, card.enterprise_name, Ground.REPORT.value, None)
            for card in await reports.in_states(year, NEVER_FILED, actor=actor)
        ]
    return [lead for lead in found if (lead.enterprise_id, lead.ground) not in opened]


async def possible(
    ground: str,
    conduct_on: date,
    deadline_on: date,
    shortfall: int | None,
    decided_on: date,
    still_open: int | None = None,
) -> Possible:
    """The penalties by the law of the conduct and, where it is another, of the day of the decision.

    `still_open` are the tonnes that were open when the limit for correction ended, once it has. Refused (MARKET-…)
    while the prices are not known; `NotInForce` where a day has no law.
    """
    at_conduct, at_decision = await as_of(conduct_on), await as_of(decided_on)
    if ground == Ground.REPORT:
        what = "not_filed"
        return Possible(of_report(report_fine(at_conduct, what), report_fine(at_decision, what)), None)
    price = None
    priced = next((law for law in (at_conduct, at_decision) if law.has(WINDOW)), None)
    if priced is not None:
        price = await average_before(deadline_on, law_day=priced.day)
    yuan = price.value if price is not None else None
    compared = compare(at_conduct, at_decision, shortfall or 0, yuan, still_open)
    return Possible(of_shortfall(compared), price, _readings(compared))


def _readings(compared: Comparison) -> tuple[Reading, ...]:
    return compared.at_conduct.readings + (compared.at_decision.readings if compared.at_decision else ())


def option_as_json(option: Option) -> dict[str, Any]:
    amounts = {
        name: None if value is None else str(value)
        for name, value in (("fine_min", option.fine_min), ("fine_max", option.fine_max))
    }
    return {
        "legal_day": option.legal_day.value,
        "law": option.law,
        "citation": option.citation,
        "step": option.step.value,
        **amounts,
        "deduct": option.deduct,
        "lighter": option.lighter,
        "explanation": option.explanation.as_json(),
    }


def option_from_json(data: Mapping[str, Any]) -> Option:
    return Option(
        LegalDay(data["legal_day"]),
        data["law"],
        data["citation"],
        When(data["step"]),
        None if data["fine_min"] is None else Decimal(data["fine_min"]),
        None if data["fine_max"] is None else Decimal(data["fine_max"]),
        data["deduct"],
        data["lighter"],
        Explanation.from_json(data["explanation"]),
    )


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


_KEPT = tuple(
    Kept("penalty_case", f"penalty_case x JOIN enterprise e ON e.id = x.enterprise_id{more}", told=told)
    for told, more in (
        ("x.price", ""),
        ("x.late_fine", ""),
        ("f.option -> 'explanation'", " CROSS JOIN LATERAL jsonb_array_elements(x.options) AS f (option)"),
    )
)


async def figures_resting_on(provisions: Sequence[tuple[str, date]], *, actor: Actor) -> Resting:
    """Prices, fines and additional fines of cases that rest on these provisions (key, first day)."""
    return await resting_on(_KEPT, provisions, actor=actor)


def year_facts(actor: Actor, span: Span = EVERY) -> Facts:
    """The cases of each enterprise and year that were not withdrawn: how many, the newest, the fines decided, in yuan.

    An enterprise hears of its case with the order, and of its decision once that is served.
    """
    own = actor.kind is Kind.ENTERPRISE
    decided = f"'{State.DECIDED.value}'"
    state = f"CASE c.state WHEN {decided} THEN '{State.REVIEWED.value}' ELSE c.state END" if own else "c.state"
    told = f"c.decided_on IS NOT NULL AND c.state <> {decided}" if own else "c.decided_on IS NOT NULL"
    return Facts(
        ("cases", "case_id", "case_state", "fine_yuan"),
        "SELECT c.enterprise_id, c.year, count(*) AS cases, max(c.id) AS case_id, "
        f"(array_agg({state} ORDER BY c.id DESC))[1] AS case_state, "
        f"sum(c.fine_yuan) FILTER (WHERE {told}) AS fine_yuan "
        f"FROM penalty_case c WHERE c.state <> '{State.WITHDRAWN.value}' AND {_visible(actor)} AND {span.of('c')} "
        "GROUP BY c.enterprise_id, c.year",
    )
