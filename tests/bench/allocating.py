"""(3): the final allocation of 2,000 generating units against a bare COPY of the rows that result."""

from __future__ import annotations

import time
from statistics import median

import asyncpg

from domain.allocation import acts
from tests.bench.ground import AT, Report, connect, officer
from tests.bench.rows import YEAR, confirm_emissions, enter_enterprises, enter_known_emissions, publish_list

ENTERPRISES, UNITS_EACH = 500, 4
TIMES = 5


async def measure(report: Report, url: str) -> None:
    connection = await connect(url)
    try:
        ids = await enter_enterprises(connection, ENTERPRISES, UNITS_EACH)
        await publish_list(connection, ids)
        await enter_known_emissions(connection, ids, YEAR - 1, UNITS_EACH)
        await confirm_emissions(connection, ids, UNITS_EACH)
        ours = await _allocate()
        bare = median([await _copy(connection) for _ in range(TIMES)])
    finally:
        await connection.close()
    report.ratio(f"allocation of {ENTERPRISES * UNITS_EACH} units, against COPY of its rows", ours, bare)


async def _allocate() -> float:
    """Once: a second proposal would first have to be sent back."""
    prepares, approves = officer("allocation_officer", 3), officer("leader", 4)
    await acts.propose_pre(YEAR, actor=prepares, at=AT)
    await acts.approve_pre(YEAR, actor=approves, at=AT)
    await acts.issue_pre(YEAR, actor=prepares, at=AT)
    began = time.perf_counter()
    proposed = await acts.propose_final(YEAR, actor=prepares, at=AT)
    taken = time.perf_counter() - began
    assert proposed.count == ENTERPRISES
    return taken


async def _copy(connection: asyncpg.Connection[asyncpg.Record]) -> float:
    """The rows that the allocation wrote, copied into a table of the same shape and nothing else."""
    rows = [tuple(row) for row in await connection.fetch("SELECT * FROM allocation_unit")]
    assert len(rows) == ENTERPRISES * UNITS_EACH
    await connection.execute(
        "DROP TABLE IF EXISTS bare_copy; CREATE TABLE bare_copy (LIKE allocation_unit INCLUDING ALL)"
    )
    began = time.perf_counter()
    async with connection.transaction():
        await connection.copy_records_to_table("bare_copy", records=rows)
    return time.perf_counter() - began
