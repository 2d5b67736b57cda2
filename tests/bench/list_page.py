"""(1) and (4): a list page over 2,000 enterprises against the bare framework on the bare driver, and its statements."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import asyncpg
from litestar import Litestar, get
from litestar.datastructures import State
from litestar.testing import AsyncTestClient

from domain.core.actors import THE_CLOCK
from domain.listing.queries import PAGE
from domain.records.people import acts as people
from portal.application import application
from portal.guards import SESSION_COOKIE, token_for
from tests.bench.ground import MANY, Report, connect, median_of
from tests.bench.rows import YEAR, enter_enterprises, publish_list
from tests.statements import statements

TIMES = 120
MOST_STATEMENTS = 6
LISTS = ("listing", "plans", "reports", "verification", "recheck", "allocation", "surrender", "penalties")
PASSWORD = "bench-password-1"
SQL = (
    "SELECT l.id, l.enterprise_id, e.credit_code, e.name, e.name_en, e.city, e.sector, e.sector_code, l.state, "
    "l.verdict FROM list_entry l JOIN enterprise e ON e.id = l.enterprise_id WHERE l.year = $1 "
    "ORDER BY e.credit_code LIMIT $2"
)


def bare(url: str) -> Litestar:
    """The same rows, out of the driver and through the framework as JSON: nothing else."""

    async def open_pool(app: Litestar) -> None:
        app.state.pool = await asyncpg.create_pool(dsn=url, min_size=1, max_size=2)

    async def close_pool(app: Litestar) -> None:
        await app.state.pool.close()

    @get("/rows")
    async def rows(state: State) -> list[dict[str, Any]]:
        found = await state.pool.fetch(SQL, YEAR, PAGE)
        return [dict(row) for row in found]

    return Litestar([rows], on_startup=[open_pool], on_shutdown=[close_pool], openapi_config=None)


async def signed_in_officer() -> str:
    """The cookie of somebody who sees every list."""
    now = datetime.now(UTC)
    await people.found("bench.admin", "bench", PASSWORD, at=now)
    founder = await people_actor("bench.admin")
    await people.create_account("bench.officer", "bench", "leader", PASSWORD, actor=founder, at=now)
    return token_for(await people.sign_in("bench.officer", PASSWORD, at=now))


async def people_actor(sign_in_name: str) -> Any:
    from domain.records.people.queries import actor_by_name

    return await actor_by_name(sign_in_name) or THE_CLOCK


async def measure(report: Report, url: str) -> None:
    connection = await connect(url)
    try:
        await publish_list(connection, await enter_enterprises(connection))
    finally:
        await connection.close()
    token = await signed_in_officer()
    address = f"/listing/{YEAR}"
    async with AsyncTestClient(application()) as ours, AsyncTestClient(bare(url)) as theirs:
        ours.cookies.set(SESSION_COOKIE, token)
        answer = await ours.get(address)
        assert answer.status_code == 200, answer.text[:500]
        assert answer.text.count("/listing/entries/") >= PAGE, "the page does not show its rows"
        assert len(json.loads((await theirs.get("/rows")).content)) == PAGE
        our_time = await median_of(TIMES, lambda: ours.get(address))
        bare_time = await median_of(TIMES, lambda: theirs.get("/rows"))
        counted = {path: await _statements(ours, f"/{path}/{YEAR}") for path in LISTS}
    report.ratio(f"list page of {MANY} enterprises, {PAGE} a page", our_time, bare_time)
    told = ", ".join(f"{path} {count}" for path, count in counted.items())
    report.say(f"statements per list page, at most {MOST_STATEMENTS}: {told}")


async def _statements(client: AsyncTestClient[Litestar], address: str) -> int:
    """How many statements a page costs, signing in included."""
    with statements() as sent:
        answer = await client.get(address, follow_redirects=True)
    assert answer.status_code == 200, (address, answer.status_code)
    return len(sent)
