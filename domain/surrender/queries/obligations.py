"""Questions about obligations and how they stand."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from domain.core.actors import Actor
from domain.core.law import Law, last_day_of
from domain.core.workings import Explanation
from domain.records.database import ask, ask_one
from domain.records.lawbook.queries import as_of
from domain.records.people.bounds import bound
from domain.records.resting import Kept, Resting, resting_on
from domain.records.standing import Subjects
from domain.surrender.queries.cards import (
    HandInCard,
    ObligationCard,
    OffsetCard,
    OutcomeCard,
    PublishedCard,
    ResultCard,
    StandingCard,
    Totals,
)
from domain.surrender.rules import HandIn, Outcome, Status, outcome
from domain.surrender.states import MovementKind, State

PAGE = 50

_OUTCOME = """SELECT o.id AS obligation_id, o.enterprise_id, e.name, e.credit_code, e.city, e.synthetic, e.fictional,
    o.year, o.state, o.due, coalesce(r.surrendered, o.surrendered) AS surrendered,
    coalesce(r.offsets, o.offsets) AS offsets, o.offsets_refused,
    coalesce(r.shortfall, greatest(o.due - o.surrendered - o.offsets, 0)) AS shortfall,
    coalesce(r.deadline_shortfall, 0) AS deadline_shortfall, coalesce(r.status, 'open') AS status, r.completed_on,
    r.id IS NOT NULL AND o.published_result_id IS NOT DISTINCT FROM r.id AS published,
    o.surrendered AS surrendered_now, o.offsets AS offsets_now, EXISTS (SELECT 1 FROM surrender_difference d
        WHERE d.enterprise_id = o.enterprise_id AND d.year = o.year AND d.resolved_at IS NULL) AS differing
    FROM obligation o JOIN enterprise e ON e.id = o.enterprise_id
    LEFT JOIN surrender_result r ON r.id = o.result_id"""
_OBLIGATION = f"SELECT {', '.join(ObligationCard.__slots__)} FROM obligation"


async def outcomes(year: int, *, actor: Actor) -> list[OutcomeCard]:
    """The obligations of a year with their results, by credit code. One statement."""
    rows = await ask(
        f"{_OUTCOME} WHERE o.year = {{}} AND {bound(actor, 'o.enterprise_id')} ORDER BY e.credit_code", year
    )
    return [OutcomeCard(**row) for row in rows]


async def obligation(obligation_id: int, *, actor: Actor) -> OutcomeCard | None:
    row = await ask_one(f"{_OUTCOME} WHERE o.id = {{}} AND {bound(actor, 'o.enterprise_id')}", obligation_id)
    return OutcomeCard(**row) if row else None


async def obligation_of(enterprise_id: int, year: int, *, actor: Actor) -> OutcomeCard | None:
    row = await ask_one(
        f"{_OUTCOME} WHERE o.enterprise_id = {{}} AND o.year = {{}} AND {bound(actor, 'o.enterprise_id')}",
        enterprise_id,
        year,
    )
    return OutcomeCard(**row) if row else None


async def obligations(year: int, *, actor: Actor) -> list[ObligationCard]:
    """The obligations of a year as they are stored, by id. One statement."""
    rows = await ask(f"{_OBLIGATION} WHERE year = {{}} AND {bound(actor)} ORDER BY id", year)
    return [ObligationCard(**row) for row in rows]


async def totals(year: int, *, actor: Actor) -> Totals:
    """The year in sums. One statement."""
    rows = await ask(
        "SELECT o.state, coalesce(r.status, 'open') AS status, count(*) AS found, sum(o.due)::bigint AS due, "
        "sum(o.surrendered)::bigint AS surrendered, sum(o.offsets)::bigint AS offsets, "
        "sum(greatest(o.due - o.surrendered - o.offsets, 0))::bigint AS missing, "
        "count(*) FILTER (WHERE r.surrendered <> o.surrendered OR r.offsets <> o.offsets) AS outdated, "
        "(SELECT count(*) FROM surrender_difference d WHERE d.year = {}::int AND d.resolved_at IS NULL "
        f"AND {bound(actor, 'd.enterprise_id')}) AS open_differences "
        "FROM obligation o LEFT JOIN surrender_result r ON r.id = o.result_id "
        f"WHERE o.year = {{}}::int AND {bound(actor, 'o.enterprise_id')} GROUP BY 1, 2",
        year,
        year,
    )
    sums = {name: sum(row[name] for row in rows) for name in ("due", "surrendered", "offsets", "missing", "outdated")}
    waiting = rows[0]["open_differences"] if rows else 0
    return Totals(_counted(rows, "state"), _counted(rows, "status"), open_differences=waiting, **sums)


def _counted(rows: list[dict[str, Any]], name: str) -> dict[str, int]:
    counted: dict[str, int] = defaultdict(int)
    for row in rows:
        counted[row[name]] += row["found"]
    return dict(counted)


async def hand_ins_of(year: int, *, actor: Actor, obligation_id: int | None = None) -> dict[int, list[HandInCard]]:
    """Everything handed in against a year's obligations (or one of them), by obligation, oldest day first."""
    rows = await ask(
        "SELECT obligation_id, on_day, tonnes, vintage, reference, FALSE AS offset, statement_id "
        "FROM surrender_movement WHERE year = {}::int AND kind = {} AND obligation_id IS NOT NULL "
        f"AND ({{}}::int IS NULL OR obligation_id = {{}}::int) AND {bound(actor)} UNION ALL "
        "SELECT obligation_id, handed_in_on, accepted, NULL, project, TRUE, NULL FROM surrender_offset "
        "WHERE year = {}::int AND accepted > 0 "
        f"AND ({{}}::int IS NULL OR obligation_id = {{}}::int) AND {bound(actor)} ORDER BY on_day, reference",
        year,
        MovementKind.SURRENDER.value,
        obligation_id,
        obligation_id,
        year,
        obligation_id,
        obligation_id,
    )
    found: dict[int, list[HandInCard]] = defaultdict(list)
    for row in rows:
        found[row.pop("obligation_id")].append(HandInCard(**row))
    return dict(found)


async def status_as_of(year: int, day: date, *, actor: Actor, obligation_id: int | None = None) -> list[StandingCard]:
    """How the obligations stood at the end of a day, from the dated movements alone: no stored result is asked.

    Two statements beside the law's, whatever their number.
    """
    rows = await ask(
        "SELECT o.id AS obligation_id, o.enterprise_id, e.name, e.initials, e.credit_code, e.city, e.synthetic, "
        "e.fictional, o.due FROM obligation o JOIN enterprise e ON e.id = o.enterprise_id WHERE o.year = {} "
        f"AND ({{}}::int IS NULL OR o.id = {{}}::int) AND {bound(actor, 'o.enterprise_id')} ORDER BY e.credit_code",
        year,
        obligation_id,
        obligation_id,
    )
    handed_in = await hand_ins_of(year, actor=actor, obligation_id=obligation_id)
    law = await as_of(last_day_of(year))
    found = []
    for row in rows:
        lines = handed_in.get(row["obligation_id"], [])
        answer = standing_on(law, row["due"], lines, day)
        found.append(
            StandingCard(
                **row,
                surrendered=answer.surrendered,
                offsets=answer.offsets,
                standing=answer.standing,
                explanation=answer.explanation,
            )
        )
    return found


def standing_on(law: Law, due: int, lines: Sequence[HandInCard], day: date) -> Outcome:
    """How an obligation stood at the end of a day, from what was handed in."""
    return outcome(law, due, [HandIn(one.on_day, one.tonnes, one.offset) for one in lines], day)


async def offsets_of(obligation_id: int, *, actor: Actor) -> list[OffsetCard]:
    """The offsets of an obligation in the order recorded."""
    rows = await ask(
        f"SELECT {', '.join(OffsetCard.__slots__)} FROM surrender_offset WHERE obligation_id = {{}} "
        f"AND {bound(actor)} ORDER BY id",
        obligation_id,
    )
    return [OffsetCard(**row) for row in rows]


async def results_of(obligation_id: int, *, actor: Actor) -> list[ResultCard]:
    """Every result of an obligation, newest first."""
    rows = await ask(
        f"SELECT {', '.join(ResultCard.__slots__)} FROM surrender_result WHERE obligation_id = {{}} "
        f"AND {bound(actor)} ORDER BY id DESC",
        obligation_id,
    )
    return [ResultCard(**row) for row in rows]


async def explanation(obligation_id: int, *, actor: Actor) -> Explanation | None:
    """How the amount due came about."""
    row = await ask_one(f"SELECT explanation FROM obligation WHERE id = {{}} AND {bound(actor)}", obligation_id)
    return Explanation.from_json(json.loads(row["explanation"])) if row else None


async def result_explanation(result_id: int, *, actor: Actor) -> tuple[int, Explanation] | None:
    """The obligation of a result, and how the result came about."""
    return await _told("surrender_result", result_id, actor=actor)


async def offset_explanation(offset_id: int, *, actor: Actor) -> tuple[int, Explanation] | None:
    """The obligation of a lot of reductions, and how its cap came about."""
    return await _told("surrender_offset", offset_id, actor=actor)


async def _told(table: str, row_id: int, *, actor: Actor) -> tuple[int, Explanation] | None:
    row = await ask_one(f"SELECT obligation_id, explanation FROM {table} WHERE id = {{}} AND {bound(actor)}", row_id)
    return (row["obligation_id"], Explanation.from_json(json.loads(row["explanation"]))) if row else None


async def published(
    year: int, *, status: Status | None = None, after: str = "", limit: int = PAGE
) -> list[PublishedCard]:
    """A page of the results last published, by credit code: open to everybody, and nothing that is not published."""
    rows = await ask(
        "SELECT e.name, e.credit_code, e.city, e.synthetic, e.fictional, o.year, o.due, r.shortfall, r.status, "
        "r.completed_on, r.published_at FROM obligation o JOIN enterprise e ON e.id = o.enterprise_id "
        "JOIN surrender_result r ON r.id = o.published_result_id WHERE o.year = {} AND e.credit_code > {} "
        "AND ({}::varchar IS NULL OR r.status = {}::varchar) ORDER BY e.credit_code LIMIT {}",
        year,
        after,
        status.value if status else None,
        status.value if status else None,
        limit,
    )
    return [PublishedCard(**row) for row in rows]


def standing_subjects(actor: Actor) -> tuple[Subjects, ...]:
    """Obligations by year and state (`obligation`), and those for which more has to be handed in (`owing`)."""
    seen = bound(actor, "x.enterprise_id")
    # Once a shortfall is published, what is still to be done about it is the penalty's matter.
    owing = f"{seen} AND x.due > x.surrendered + x.offsets AND x.state <> '{State.PUBLISHED.value}'"
    return Subjects("obligation", "obligation x", seen), Subjects("owing", "obligation x", owing, state="'owing'")


def unusual_subjects(actor: Actor, _: Law) -> tuple[Subjects, ...]:
    """Obligations not met in full, by the result in force, and differences to the registry that nobody has resolved."""
    seen = bound(actor, "x.enterprise_id")
    in_force = "obligation x JOIN surrender_result r ON r.id = x.result_id"
    short = Subjects("short", in_force, f"{seen} AND r.status = '{Status.SHORT.value}'", state="''")
    if not actor.sees_province:
        return (short,)
    open_ones = "x.resolved_at IS NULL"
    return short, Subjects("difference", "surrender_difference x", open_ones, state="''")


_ENTERPRISE = "JOIN enterprise e ON e.id = x.enterprise_id"
# Of results the one in force.
_RESULT = "surrender_result x JOIN obligation o ON o.result_id = x.id"
_KEPT = (
    Kept("obligation", f"obligation x {_ENTERPRISE}"),
    Kept("obligation", f"{_RESULT} {_ENTERPRISE}", paper="x.obligation_id"),
    Kept("obligation", f"surrender_offset x {_ENTERPRISE}", paper="x.obligation_id", place="x.project"),
)


async def figures_resting_on(provisions: Sequence[tuple[str, date]], *, actor: Actor) -> Resting:
    """Obligations, their results and offsets that rest on these provisions (key, first day)."""
    return await resting_on(_KEPT, provisions, actor=actor)
