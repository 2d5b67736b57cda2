"""The decisions that were published, the same for everyone."""

from __future__ import annotations

from domain.core.actors import THE_PUBLIC, Actor
from domain.penalty.queries.cards import PublishedCard
from domain.penalty.queries.cases import CASES, IS_PUBLIC
from domain.penalty.states import Ground
from domain.records.database import ask
from domain.records.lists import ENTERPRISE_COLUMNS, ENTERPRISE_MARKS, ENTERPRISE_SEARCHED, Column, Kind, Roll

PAGE = 50
PUBLIC_ROLL = Roll(
    "public_penalty",
    CASES,
    "c.id",
    (
        Column("number", "c.number"),
        *ENTERPRISE_COLUMNS,
        Column("ground", "c.ground", Kind.CODE, "ground:penalty", filtered=True, choices=tuple(Ground)),
        Column("year", "c.year::text", filtered=True),
        Column("law", "c.law", Kind.CODE, "law"),
        Column("citation", "c.citation", shown=False),
        Column("shortfall", "c.shortfall", Kind.TONNES),
        Column("fine_yuan", "c.fine_yuan", Kind.YUAN),
        Column("deduct_tonnes", "c.deduct_tonnes", Kind.TONNES, shown=False),
        Column("decided_on", "c.decided_on", Kind.DAY),
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
        f"c.fine_yuan, c.deduct_tonnes, c.decided_on, c.published_at, e.synthetic, e.fictional FROM {CASES} "
        f"WHERE {IS_PUBLIC} AND ({{}}::int IS NULL OR c.id < {{}}::int) AND ({{}} = '' OR e.credit_code = {{}}) "
        "ORDER BY c.id DESC LIMIT {}",
        after,
        after,
        credit_code,
        credit_code,
        limit,
    )
    return [PublishedCard(**row) for row in rows]
