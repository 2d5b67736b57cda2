"""A year's obligations and statements as lists, and what settling a year would change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.allocation import queries as allocation
from domain.allocation.states import SETTLED
from domain.core.actors import Actor
from domain.core.law import last_day_of
from domain.records.computed import computed
from domain.records.database import ask, ask_one
from domain.records.lawbook.queries import as_of
from domain.records.lists import ENTERPRISE_BRIEF, ENTERPRISE_MARKS, ENTERPRISE_SEARCHED, Column, Kind, Line, Roll
from domain.records.people.bounds import bound
from domain.surrender.queries.cards import OutcomeCard, StandingCard
from domain.surrender.queries.obligations import hand_ins_of, outcomes
from domain.surrender.rules import HandIn, Outcome, Status, outcome
from domain.surrender.states import State

STATUSES = tuple(status.value for status in Status)
_MISSING = "greatest(o.due - o.surrendered - o.offsets, 0)"
ROLL = Roll(
    "surrender",
    "obligation o JOIN enterprise e ON e.id = o.enterprise_id LEFT JOIN surrender_result r ON r.id = o.result_id",
    "o.id",
    (
        *ENTERPRISE_BRIEF,
        Column("due", "o.due", Kind.TONNES),
        Column("surrendered", "o.surrendered", Kind.TONNES),
        Column("offsets", "o.offsets", Kind.TONNES),
        Column("offsets_refused", "o.offsets_refused", Kind.TONNES, shown=False),
        Column("missing", _MISSING, Kind.TONNES),
        Column("deadline_shortfall", "r.deadline_shortfall", Kind.TONNES, shown=False),
        Column(
            "status",
            f"coalesce(r.status, '{Status.OPEN.value}')",
            Kind.CODE,
            "status:surrender",
            filtered=True,
            choices=STATUSES,
        ),
        Column("completed_on", "r.completed_on", Kind.DAY),
        Column("state", "o.state", Kind.CODE, "state:surrender:obligation", filtered=True, choices=tuple(State)),
        *ENTERPRISE_MARKS,
        Column("published", "r.id IS NOT NULL AND o.published_result_id IS NOT DISTINCT FROM r.id", Kind.HIDDEN),
    ),
    ENTERPRISE_SEARCHED,
    "credit_code",
)


def of_year(year: int, *, actor: Actor) -> tuple[str, int]:
    """The condition of a year's roll, bounded by what the actor may see, and what fills it."""
    return f"o.year = {{}} AND {bound(actor, 'o.enterprise_id')}", year


async def opened(year: int, *, actor: Actor) -> set[int]:
    """The enterprises that have an obligation of the year."""
    rows = await ask(f"SELECT enterprise_id FROM obligation WHERE year = {{}} AND {bound(actor)}", year)
    return {row["enterprise_id"] for row in rows}


async def unopened(year: int, *, actor: Actor) -> int:
    """How many with a settled allocation have no obligation of the year yet. One statement."""
    allocated, _ = allocation.of_year(year, actor=actor)
    settled = ", ".join(f"'{state.value}'" for state in SETTLED)
    row = await ask_one(
        f"SELECT count(*) AS found FROM {allocation.roll(actor).source} WHERE {allocated} AND a.state IN ({settled}) "
        "AND a.due IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM obligation o WHERE o.year = a.year AND o.enterprise_id = a.enterprise_id)",
        year,
    )
    return int(row["found"]) if row else 0


# What would come of an obligation if the year were settled now.
SETTLING = computed(
    "surrender_settling",
    (
        Column("name", ""),
        Column("state", "", Kind.CODE, "status:surrender", choices=STATUSES),
        Column("shortfall", "", Kind.TONNES),
    ),
    ("name",),
    "name",
)


async def results_on(year: int, day: date, *, actor: Actor) -> list[tuple[OutcomeCard, Outcome]]:
    """Every obligation of a year with the result in force, and how it stands by what is dated up to the day."""
    cards = await outcomes(year, actor=actor)
    handed_in = await hand_ins_of(year, actor=actor)
    law = await as_of(last_day_of(year))
    found = []
    for card in cards:
        lines = handed_in.get(card.obligation_id, ())
        given = [HandIn(one.on_day, one.tonnes, one.offset) for one in lines]
        found.append((card, outcome(law, card.due, given, day)))
    return found


def settling_lines(results: Sequence[tuple[OutcomeCard, Outcome]]) -> list[Line]:
    """The obligations as a list, with whether settling would change the result in force."""
    return [
        Line(
            card.obligation_id,
            {
                "name": card.name,
                "state": new.standing.status.value,
                "shortfall": new.standing.shortfall,
                "differs": card.differs(new),
            },
        )
        for card, new in results
    ]


# How everybody stood at the end of a day.
STANDINGS = computed(
    "surrender_on",
    (
        Column("name", "", sort="initials"),
        Column("credit_code", ""),
        Column("city", "", filtered=True),
        Column("due", "", Kind.TONNES),
        Column("surrendered", "", Kind.TONNES),
        Column("offsets", "", Kind.TONNES),
        Column("shortfall", "", Kind.TONNES),
        Column("status", "", Kind.CODE, "status:surrender", filtered=True, choices=STATUSES),
        Column("completed_on", "", Kind.DAY),
    ),
    ("name", "initials", "credit_code", "city"),
    "credit_code",
)


def standing_lines(cards: Sequence[StandingCard]) -> list[Line]:
    """Standings of a day as lines of a list."""
    names = ("name", "initials", "credit_code", "city", "synthetic", "fictional", "due", "surrendered", "offsets")
    return [
        Line(
            card.obligation_id,
            {name: getattr(card, name) for name in names}
            | {
                "shortfall": card.standing.shortfall,
                "status": card.standing.status.value,
                "completed_on": card.standing.completed_on,
            },
        )
        for card in cards
    ]


STATEMENTS = Roll(
    "surrender_statements",
    "surrender_statement s",
    "s.id",
    (
        Column("file_name", "s.file_name"),
        Column("imported_at", "s.imported_at", Kind.INSTANT),
        Column("imported_by", "s.imported_by"),
        Column("rows", "s.rows", Kind.NUMBER),
        Column("booked", "s.booked", Kind.NUMBER),
        Column("repeated", "s.repeated", Kind.NUMBER),
        Column("differences", "s.differences", Kind.NUMBER),
        Column(
            "open_differences",
            "(SELECT count(*) FROM surrender_difference d WHERE d.statement_id = s.id AND d.resolved_at IS NULL)",
            Kind.NUMBER,
        ),
    ),
    ("s.file_name", "s.imported_by"),
    "-imported_at",
)


def statements_in(year: int, *, actor: Actor) -> tuple[str, int]:
    """The condition of a year's statements; whole statements are the province's."""
    return f"s.year = {{}} AND {'TRUE' if actor.sees_province else 'FALSE'}", year


# What differs between the registry's statements and the portal; its sentence is the front door's.
DIFFERENCES = computed(
    "surrender_differences",
    (
        Column("name", ""),
        Column("credit_code", ""),
        Column("what", "", sort="code"),
        Column("found_at", "", Kind.INSTANT),
        Column("state", "", Kind.CODE, "state:surrender:difference", filtered=True, choices=("open", "resolved")),
        Column("resolution", ""),
    ),
    ("name", "credit_code", "what", "code"),
    "state",
)
