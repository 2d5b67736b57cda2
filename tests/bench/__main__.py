"""`make bench`: measures on this machine, in one run, and prints ratios against the bare parts.

    python -m tests.bench [rules] [list] [upload] [reading] [allocation] [dashboard] [pages] [workers] [memory]

Nothing here is asserted against a clock: a ratio tells, a slow machine does not fail.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import logging
import sys
import tempfile
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from piccolo.apps.migrations.commands.forwards import run_forwards

import piccolo_conf
from domain.core.actors import THE_CLOCK
from domain.records.lawbook import acts as lawbook
from seed.embedded import EmbeddedServers
from tests.bench import allocating, dashboard, list_page, memory, pages, reading, rules, upload, workers
from tests.bench.ground import AT, Report, connect
from tests.law import edition

IN_A_DATABASE: dict[str, Callable[[Report, str], Awaitable[None]]] = {
    "list": list_page.measure,
    "upload": upload.measure,
    "reading": reading.measure,
    "allocation": allocating.measure,
    "dashboard": dashboard.measure,
    "pages": pages.measure,
}
# Those that start processes of the portal beside this one.
WITH_WORKERS: dict[str, Callable[..., Awaitable[None]]] = {"workers": workers.measure, "memory": memory.measure}
SCHEMA, TEMPLATE = "bench_schema", "bench_template"
# What begins before the law is entered.
BEFORE_THE_LAW = ("pages",)


def main() -> int:
    logging.disable(logging.INFO)
    chosen = sys.argv[1:] or ["rules", *IN_A_DATABASE, *WITH_WORKERS]
    report = Report()
    if "rules" in chosen:
        rules.measure(report)
    if in_a_database := [name for name in chosen if name != "rules"]:
        _with_servers(report, in_a_database)
    return 0


def _with_servers(report: Report, chosen: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        Path(folder).chmod(0o755)
        with EmbeddedServers(Path(folder) / "servers", durable=False) as servers:
            asyncio.run(_measure(report, servers, chosen, Path(folder)))


async def _measure(report: Report, servers: EmbeddedServers, chosen: list[str], folder: Path) -> None:
    await _make_template(servers)
    for name in chosen:
        url = await _fresh_database(servers, name)
        work = IN_A_DATABASE.get(name) or partial(
            WITH_WORKERS[name], broker_url=servers.broker_url, data_dir=folder / "data"
        )
        await _with_pool(url, partial(work, report))


async def _with_pool(url: str, work: Callable[[str], Awaitable[None]]) -> None:
    piccolo_conf.DB.config = {"dsn": url}
    await piccolo_conf.DB.start_connection_pool(min_size=1, max_size=4)
    try:
        await work(url)
    finally:
        await piccolo_conf.DB.close_connection_pool()


async def _make_template(servers: EmbeddedServers) -> None:
    """Schema, and schema with law, once; each measurement starts from a copy."""
    await _tell(servers, f"CREATE DATABASE {SCHEMA}")

    async def build(_: str) -> None:
        with contextlib.redirect_stdout(io.StringIO()):
            migrated = await run_forwards("domain")
        assert migrated.success, migrated.message

    async def enter(_: str) -> None:
        await lawbook.load_edition(edition.files(), actor=THE_CLOCK, at=AT)

    await _with_pool(servers.url_of(SCHEMA), build)
    await _tell(servers, f"CREATE DATABASE {TEMPLATE} TEMPLATE {SCHEMA} STRATEGY file_copy")
    await _with_pool(servers.url_of(TEMPLATE), enter)


async def _fresh_database(servers: EmbeddedServers, name: str) -> str:
    template = SCHEMA if name in BEFORE_THE_LAW else TEMPLATE
    await _tell(servers, f"CREATE DATABASE bench_{name} TEMPLATE {template} STRATEGY file_copy")
    return servers.url_of(f"bench_{name}")


async def _tell(servers: EmbeddedServers, statement: str) -> None:
    connection = await connect(servers.url_of("postgres"))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


if __name__ == "__main__":
    sys.exit(main())
