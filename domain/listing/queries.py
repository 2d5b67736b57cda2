"""Named questions about the list."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.core.actors import THE_PUBLIC, Actor
from domain.core.law import Law
from domain.core.workings import Explanation
from domain.listing.rules import Candidate, Screened, Verdict, screen
from domain.listing.states import State
from domain.records.database import ask, ask_one
from domain.records.emissions import queries as emissions
from domain.records.people import queries as people
from domain.records.people.bounds import bound
from domain.records.people.queries import EnterpriseCard
from domain.records.resting import Kept, Resting, resting_on
from domain.records.standing import Standing, Subjects, standing_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class ListedCard:
    """An entry of the list with the enterprise it names."""

    entry_id: int
    enterprise_id: int
    credit_code: str
    name: str
    name_en: str
    city: str
    sector: str
    sector_code: str
    captive_industry: str
    synthetic: bool
    fictional: bool
    year: int
    state: str
    verdict: str
    noticed_until: date | None
    ministry_reference: str


@dataclass(frozen=True, slots=True)
class CandidateCard:
    """An enterprise as screening sees it."""

    enterprise: EnterpriseCard
    screened: Screened
    emissions: dict[int, Decimal]
    listed_last_year: bool
    entry_state: str


_LISTED = """SELECT l.id AS entry_id, l.enterprise_id, e.credit_code, e.name, e.name_en, e.city, e.sector,
    e.sector_code, e.captive_industry, e.synthetic, e.fictional, l.year, l.state, l.verdict,
    l.noticed_until, l.ministry_reference FROM list_entry l JOIN enterprise e ON e.id = l.enterprise_id"""


async def entries(year: int, *, actor: Actor, after: str = "", search: str = "", limit: int = PAGE) -> list[ListedCard]:
    """A page of one year's list by credit code, keyset after a code; `search` finds name, code and city."""
    rows = await ask(
        f"{_LISTED} WHERE l.year = {{}} AND e.credit_code > {{}} AND {bound(actor, 'l.enterprise_id')} "
        "AND ({} = '' OR e.name ILIKE {} OR e.name_en ILIKE {} OR e.credit_code ILIKE {} OR e.city ILIKE {}) "
        "ORDER BY e.credit_code LIMIT {}",
        year,
        after,
        search,
        *[f"%{search}%"] * 4,
        limit,
    )
    return [ListedCard(**row) for row in rows]


async def entry(entry_id: int, *, actor: Actor) -> ListedCard | None:
    row = await ask_one(f"{_LISTED} WHERE l.id = {{}} AND {bound(actor, 'l.enterprise_id')}", entry_id)
    return ListedCard(**row) if row else None


async def explanation(entry_id: int, *, actor: Actor) -> Explanation | None:
    """How the emissions that put the enterprise on the list came about."""
    row = await ask_one(
        f"SELECT explanation FROM list_entry l WHERE l.id = {{}} AND {bound(actor, 'l.enterprise_id')}", entry_id
    )
    return Explanation.from_json(json.loads(row["explanation"])) if row else None


async def published(year: int, *, actor: Actor) -> list[ListedCard]:
    """The whole published list that the actor may see, by credit code; for the public it is all of it."""
    condition = "TRUE" if actor is THE_PUBLIC else bound(actor, "l.enterprise_id")
    rows = await ask(
        f"{_LISTED} WHERE l.year = {{}} AND l.state = {{}} AND {condition} ORDER BY e.credit_code",
        year,
        State.PUBLISHED.value,
    )
    return [ListedCard(**row) for row in rows]


async def public_page(year: int, *, after: str = "", search: str = "", limit: int = PAGE) -> list[ListedCard]:
    """A page of one year's published list by credit code: open to everybody, and nothing that is not published."""
    rows = await ask(
        f"{_LISTED} WHERE l.year = {{}} AND l.state = {{}} AND e.credit_code > {{}} "
        "AND ({} = '' OR e.name ILIKE {} OR e.name_en ILIKE {} OR e.credit_code ILIKE {} OR e.city ILIKE {}) "
        "ORDER BY e.credit_code LIMIT {}",
        year,
        State.PUBLISHED.value,
        after,
        search,
        *[f"%{search}%"] * 4,
        limit,
    )
    return [ListedCard(**row) for row in rows]


async def published_counts() -> dict[int, int]:
    """How many enterprises are on the published list of each year, newest first."""
    rows = await ask(
        "SELECT year, count(*) AS entries FROM list_entry WHERE state = {} GROUP BY year ORDER BY year DESC",
        State.PUBLISHED.value,
    )
    return {row["year"]: row["entries"] for row in rows}


async def in_states(year: int, states: tuple[State, ...], *, actor: Actor) -> list[ListedCard]:
    """All entries of a year in one of these states."""
    rows = await ask(
        f"{_LISTED} WHERE l.year = {{}} AND l.state = ANY({{}}) AND {bound(actor, 'l.enterprise_id')} "
        "ORDER BY e.credit_code",
        year,
        [state.value for state in states],
    )
    return [ListedCard(**row) for row in rows]


async def counts(year: int, *, actor: Actor) -> dict[str, int]:
    """How many entries stand in each state."""
    rows = await ask(
        f"SELECT state, count(*) AS entries FROM list_entry l WHERE year = {{}} AND {bound(actor, 'l.enterprise_id')} "
        "GROUP BY state",
        year,
    )
    return {row["state"]: row["entries"] for row in rows}


async def candidates(year: int, law: Law, *, actor: Actor) -> list[CandidateCard]:
    """Every enterprise screened for the list of `year`, from emissions of earlier years. Constant statements."""
    known: dict[int, dict[int, Decimal]] = defaultdict(dict)
    found = await people.enterprises(actor=actor)
    for row in await emissions.of_enterprises([card.id for card in found], actor=actor):
        if row.year < year:
            known[row.enterprise_id][row.year] = row.emissions_tonnes
    last = {card.enterprise_id for card in await published(year - 1, actor=actor)}
    rows = await ask("SELECT enterprise_id, state FROM list_entry WHERE year = {} AND state <> 'withdrawn'", year)
    now = {row["enterprise_id"]: row["state"] for row in rows}
    return [
        CandidateCard(
            card,
            screen(Candidate(card.sector_code, bool(card.captive_industry), known[card.id], card.id in last), law),
            known[card.id],
            card.id in last,
            now.get(card.id, ""),
        )
        for card in found
    ]


def proposable(candidate: CandidateCard) -> bool:
    """Screening says that it belongs on the list and it is not there yet."""
    return not candidate.entry_state and candidate.screened.verdict in (Verdict.LIST, Verdict.KEEP)


async def standing(today: date, *, actor: Actor) -> list[Standing]:
    """Entries by year and state; a notice is over after its last day."""
    seen = bound(actor, "x.enterprise_id")
    return await standing_of([Subjects("entry", "list_entry x", seen, due="x.noticed_until + 1")], today)


async def figures_resting_on(provisions: Sequence[tuple[str, date]], *, actor: Actor) -> Resting:
    """What screening said when an entry was proposed, where it rests on these provisions (key, first day)."""
    kept = Kept("list_entry", "list_entry x JOIN enterprise e ON e.id = x.enterprise_id")
    return await resting_on([kept], provisions, actor=actor)
