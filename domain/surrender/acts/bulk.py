"""How acts on a whole year write: one after the other, ids before a copy, derivations as text."""

from __future__ import annotations

import json

from domain.core.workings import Explanation
from domain.records.database import ask


async def one_at_a_time(year: int) -> None:
    """Let one act on a year's obligations wait for the other; the second then sees what the first has done."""
    await ask("SELECT pg_advisory_xact_lock(hashtext('surrender'), {}::int)", year)


async def new_ids(table: str, count: int) -> list[int]:
    """Numbers for rows that are about to be copied in."""
    rows = await ask(
        "SELECT nextval(pg_get_serial_sequence({}, 'id')) AS id FROM generate_series(1, {}::int)", table, count
    )
    return [int(row["id"]) for row in rows]


def stored(told: Explanation) -> str:
    return json.dumps(told.as_json(), ensure_ascii=False)
