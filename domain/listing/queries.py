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
from domain.records.computed import computed
from domain.records.database import ask, ask_one
from domain.records.emissions import queries as emissions
from domain.records.facts import EVERY, Facts, Span
from domain.records.lists import ENTERPRISE_COLUMNS, ENTERPRISE_MARKS, ENTERPRISE_SEARCHED, Column, Kind, Line, Roll
from domain.records.people import queries as people
from domain.records.people.bounds import bound
from domain.records.people.queries import EnterpriseCard
from domain.records.people.writes import initials_of
from domain.records.resting import Kept, Resting, resting_on
from domain.records.standing import Subjects

PAGE = 50
MOST_DISCLOSED = 50_000


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


ROLL = Roll(
    "listing",
    "list_entry l JOIN enterprise e ON e.id = l.enterprise_id",
    "l.id",
    (
        *ENTERPRISE_COLUMNS,
        Column("sector_code", "e.sector_code", filtered=True),
        Column("captive_industry", "e.captive_industry", shown=False),
        Column("state", "l.state", Kind.CODE, "state:listing:entry", filtered=True, choices=tuple(State)),
        Column("verdict", "l.verdict", Kind.CODE, "choice:verdict", shown=False),
        Column("noticed_until", "l.noticed_until", Kind.DAY, shown=False),
        Column("ministry_reference", "l.ministry_reference", shown=False),
        *ENTERPRISE_MARKS,
        Column("sector", "e.sector", Kind.HIDDEN),
    ),
    ENTERPRISE_SEARCHED,
    "credit_code",
)


def of_year(year: int, *, actor: Actor) -> tuple[str, int]:
    """The condition of a year's roll, bounded by what the actor may see, and what fills it."""
    return f"l.year = {{}} AND {bound(actor, 'l.enterprise_id')}", year


def is_over(line: Line, today: date) -> bool:
    """Whether the public notice of an entry is over."""
    return line["noticed_until"] is None or bool(line["noticed_until"] < today)


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


PUBLIC_ROLL = Roll(
    "public_list",
    ROLL.source,
    ROLL.key,
    (
        *ENTERPRISE_COLUMNS,
        Column("sector_code", "e.sector_code", filtered=True),
        Column("captive_industry", "e.captive_industry", shown=False),
        *ENTERPRISE_MARKS,
    ),
    ENTERPRISE_SEARCHED,
    "credit_code",
)
# Every enterprise that was ever on a published list, once.
ENTERPRISE_ROLL = Roll(
    "public_enterprise",
    "enterprise e JOIN (SELECT enterprise_id, min(year) AS first_year, max(year) AS last_year FROM list_entry "
    f"WHERE state = '{State.PUBLISHED.value}' GROUP BY enterprise_id) l ON l.enterprise_id = e.id",
    "e.id",
    (
        *ENTERPRISE_COLUMNS,
        Column("first_year", "l.first_year"),
        Column("last_year", "l.last_year"),
        *ENTERPRISE_MARKS,
    ),
    ENTERPRISE_SEARCHED,
    "name",
)


def published_in(year: int) -> tuple[str, int]:
    """The condition of a year's published list: open to everybody, and nothing that is not published."""
    return f"l.year = {{}} AND l.state = '{State.PUBLISHED.value}'", year


def on_notice_in(year: int) -> tuple[str, int]:
    """The condition of what is on public notice for a year: open to everybody for as long as the notice stands."""
    return f"l.year = {{}} AND l.state = '{State.NOTICED.value}'", year


async def disclosed(credit_code: str = "") -> list[ListedCard]:
    """Published entries of one enterprise, or of all: newest year first, then by credit code."""
    rows = await ask(
        f"{_LISTED} WHERE l.state = {{}} AND ({{}} = '' OR e.credit_code = {{}}) "
        "ORDER BY l.year DESC, e.credit_code LIMIT {}",
        State.PUBLISHED.value,
        credit_code,
        credit_code,
        MOST_DISCLOSED,
    )
    return [ListedCard(**row) for row in rows]


@dataclass(frozen=True, slots=True)
class PublicYear:
    """A year's list as the public knows it: how many are published, how many on public notice and until when.

    `published_id` and `noticed_id` are one entry of each, whose history says when that was.
    """

    year: int
    published: int
    noticed: int
    noticed_until: date | None
    published_id: int | None
    noticed_id: int | None


async def public_years() -> list[PublicYear]:
    """The years of which something is public, newest first. One statement."""
    rows = await ask(
        "SELECT year, count(*) FILTER (WHERE state = {}) AS published, count(*) FILTER (WHERE state = {}) AS noticed, "
        "max(noticed_until) FILTER (WHERE state = {}) AS noticed_until, "
        "max(id) FILTER (WHERE state = {}) AS published_id, max(id) FILTER (WHERE state = {}) AS noticed_id "
        "FROM list_entry WHERE state IN ({}, {}) GROUP BY year ORDER BY year DESC",
        *(state.value for state in (State.PUBLISHED, State.NOTICED, State.NOTICED)),
        *(State.PUBLISHED.value, State.NOTICED.value) * 2,
    )
    return [PublicYear(**row) for row in rows]


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


CANDIDATES = computed(
    "candidates",
    (
        Column("name", "", sort="initials"),
        Column("credit_code", "", shown=False),
        Column("city", "", filtered=True),
        Column("sector_code", "", filtered=True),
        Column("emissions_tonnes", "", Kind.TONNES),
        Column("verdict", "", Kind.CODE, "verdict:listing", filtered=True, choices=tuple(Verdict)),
        Column("state", "", Kind.CODE, "state:listing:entry", filtered=True, choices=tuple(State)),
    ),
    ("name", "initials", "credit_code", "city"),
    "name",
)


def candidate_lines(cards: Sequence[CandidateCard]) -> list[Line]:
    """Candidates as lines of a list, with the latest emissions known of each and the year they are of."""
    return [
        Line(
            card.enterprise.id,
            {
                name: getattr(card.enterprise, name)
                for name in ("name", "credit_code", "city", "sector_code", "synthetic", "fictional")
            }
            | {
                "initials": initials_of(card.enterprise.name),
                "known_year": max(card.emissions, default=None),
                "emissions_tonnes": card.emissions[max(card.emissions)] if card.emissions else None,
                "verdict": card.screened.verdict.value,
                "state": card.entry_state,
                "proposable": proposable(card),
            },
        )
        for card in cards
    ]


def proposable(candidate: CandidateCard) -> bool:
    """Screening says that it belongs on the list and it is not there yet."""
    return not candidate.entry_state and candidate.screened.verdict in (Verdict.LIST, Verdict.KEEP)


def standing_subjects(actor: Actor) -> tuple[Subjects, ...]:
    """Entries by year and state; a notice is over after its last day."""
    return (Subjects("entry", "list_entry x", bound(actor, "x.enterprise_id"), due="x.noticed_until + 1"),)


async def figures_resting_on(provisions: Sequence[tuple[str, date]], *, actor: Actor) -> Resting:
    """What screening said when an entry was proposed, where it rests on these provisions (key, first day)."""
    kept = Kept("list_entry", "list_entry x JOIN enterprise e ON e.id = x.enterprise_id")
    return await resting_on([kept], provisions, actor=actor)


def year_facts(actor: Actor, span: Span = EVERY) -> Facts:
    """The entry of each enterprise and year that was not withdrawn."""
    return Facts(
        ("entry_id", "entry_state"),
        "SELECT l.enterprise_id, l.year, l.id AS entry_id, l.state AS entry_state FROM list_entry l "
        f"WHERE l.state <> '{State.WITHDRAWN.value}' AND {bound(actor, 'l.enterprise_id')} "
        f"AND {span.of('l')}",
    )
