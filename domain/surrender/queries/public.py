"""Questions that are open to everybody: the results last published, and nothing that is not."""

from __future__ import annotations

from datetime import datetime

from domain.records.database import ask
from domain.records.lists import ENTERPRISE_COLUMNS, ENTERPRISE_MARKS, ENTERPRISE_SEARCHED, Column, Kind, Roll
from domain.surrender.queries.cards import PublicYear, PublishedCard
from domain.surrender.rules import Status

MOST_DISCLOSED = 50_000
_FROM = (
    "obligation o JOIN enterprise e ON e.id = o.enterprise_id JOIN surrender_result r ON r.id = o.published_result_id"
)
PUBLIC_ROLL = Roll(
    "public_surrender",
    _FROM,
    "o.id",
    (
        *ENTERPRISE_COLUMNS,
        Column("due", "o.due", Kind.TONNES),
        Column("shortfall", "r.shortfall", Kind.TONNES),
        Column(
            "status",
            "r.status",
            Kind.CODE,
            "status:surrender",
            filtered=True,
            choices=tuple(one.value for one in Status if one is not Status.OPEN),
        ),
        Column("completed_on", "r.completed_on", Kind.DAY),
        *ENTERPRISE_MARKS,
    ),
    ENTERPRISE_SEARCHED,
    "credit_code",
)


def published_in(year: int) -> tuple[str, int]:
    """The condition of a year's published results."""
    return "o.year = {}", year


async def disclosed(credit_code: str = "") -> list[PublishedCard]:
    """Published results of one enterprise, or of all: newest year first, then by credit code."""
    rows = await ask(
        "SELECT e.name, e.credit_code, e.city, e.synthetic, e.fictional, o.year, o.due, r.shortfall, r.status, "
        f"r.completed_on, r.published_at FROM {_FROM} WHERE ({{}} = '' OR e.credit_code = {{}}) "
        "ORDER BY o.year DESC, e.credit_code LIMIT {}",
        credit_code,
        credit_code,
        MOST_DISCLOSED,
    )
    return [PublishedCard(**row) for row in rows]


async def public_years() -> list[PublicYear]:
    """The years whose results are published, newest first. One statement."""
    rows = await ask(
        "SELECT o.year, r.status, count(*) AS results, max(coalesce(r.published_at, r.settled_at)) AS published_at "
        "FROM obligation o "
        "JOIN surrender_result r ON r.id = o.published_result_id GROUP BY o.year, r.status ORDER BY o.year DESC"
    )
    statuses: dict[int, dict[str, int]] = {}
    instants: dict[int, datetime] = {}
    for row in rows:
        year, at = row["year"], row["published_at"]
        statuses.setdefault(year, {})[row["status"]] = row["results"]
        instants[year] = max(instants.get(year, at), at)
    return [PublicYear(year, counted, instants[year]) for year, counted in statuses.items()]
