"""The year's reports as a list."""

from __future__ import annotations

from dataclasses import replace

from domain.core.actors import Actor
from domain.core.law import Law
from domain.emission_report.queries.days import last_day_sql
from domain.emission_report.queries.reports import LOOK
from domain.emission_report.rules import sector_days
from domain.emission_report.states import OWED, Look, SealState, State
from domain.listing import queries as listing
from domain.listing.states import State as Listed
from domain.records.database import ask, ask_one
from domain.records.lists import ENTERPRISE_BRIEF, ENTERPRISE_MARKS, ENTERPRISE_SEARCHED, Column, Kind, Roll
from domain.records.people.bounds import bound

# The version shown is the submitted one, or while none is, the newest.
_SOURCE = """report r JOIN enterprise e ON e.id = r.enterprise_id
    LEFT JOIN LATERAL (SELECT * FROM report_version x WHERE x.report_id = r.id
        AND (r.version_id IS NULL OR x.id = r.version_id) ORDER BY x.number DESC LIMIT 1) v ON TRUE"""
# What the PDF with the seal that was attached last says; empty without one.
SEAL = "coalesce((SELECT s.state FROM report_seal s WHERE s.report_id = r.id ORDER BY s.id DESC LIMIT 1), '')"
_OWED = ", ".join(f"'{state.value}'" for state in OWED)
ROLL = Roll(
    "emission_report",
    _SOURCE,
    "r.id",
    (
        *ENTERPRISE_BRIEF,
        Column(
            "state",
            "r.state",
            Kind.CODE,
            "state:emission_report:report",
            filtered=True,
            choices=tuple(State),
            formerly="stage",
        ),
        Column("late", "r.late", Kind.FLAG, filtered=True, choices=("true", "false"), shown=False),
        Column("owed", f"r.state IN ({_OWED})", Kind.FLAG, filtered=True, choices=("true", "false"), shown=False),
        Column("stops", "coalesce(v.stops, 0)", Kind.NUMBER),
        Column("warns", "coalesce(v.warns, 0)", Kind.NUMBER, shown=False),
        Column("version_number", "v.number", Kind.NUMBER),
        Column("emissions_tonnes", "coalesce(r.emissions_tonnes, v.emissions_tonnes)", Kind.TONNES),
        Column("submitted_at", "r.submitted_at", Kind.INSTANT),
        Column("look", LOOK, Kind.CODE, "look:emission_report", filtered=True, choices=tuple(Look), shown=False),
        Column("seal", SEAL, Kind.CODE, "seal:emission_report", filtered=True, choices=tuple(SealState), shown=False),
        Column("urged_on", "r.urged_on", Kind.DAY, shown=False),
        Column("opened_until", "r.opened_until", Kind.DAY, shown=False),
        *ENTERPRISE_MARKS,
    ),
    ENTERPRISE_SEARCHED,
    "credit_code",
)


def roll(law: Law) -> Roll:
    """The year's reports, `law` being that of the year: each with the last day on which it is in time."""
    days = {law.day.year: of_sectors} if (of_sectors := sector_days(law)) else {}
    last_day = Column("last_day", last_day_sql(days, "r"), Kind.DAY)
    place = [one.code for one in ROLL.columns].index("submitted_at")
    return replace(ROLL, columns=(*ROLL.columns[:place], last_day, *ROLL.columns[place:]))


def of_year(year: int, *, actor: Actor) -> tuple[str, int]:
    """The condition of a year's roll, bounded by what the actor may see, and what fills it."""
    return f"r.year = {{}} AND {bound(actor, 'r.enterprise_id')}", year


async def opened(year: int, *, actor: Actor) -> set[int]:
    """The enterprises that have a report of the year."""
    rows = await ask(f"SELECT enterprise_id FROM report WHERE year = {{}} AND {bound(actor)}", year)
    return {row["enterprise_id"] for row in rows}


async def unopened(year: int, *, actor: Actor) -> int:
    """How many on the published list have no report of the year yet."""
    row = await ask_one(
        f"SELECT count(*) AS found FROM ({listing.year_facts(actor).sql}) l WHERE l.year = {{}} "
        "AND l.entry_state = {} AND NOT EXISTS "
        "(SELECT 1 FROM report r WHERE r.year = l.year AND r.enterprise_id = l.enterprise_id)",
        year,
        Listed.PUBLISHED.value,
    )
    return int(row["found"]) if row else 0
