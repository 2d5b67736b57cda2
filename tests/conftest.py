"""A real PostgreSQL and a real Redis for the tests, and a fresh database for each module that asks for one.

`database`        (module)   a copy of the template database, bound to Piccolo's engine, with a pool in the test loop
`database_url`    (module)   the address of that copy, for a child process
`broker`          (session)  the servers, where a test stops and starts Redis
`broker_url`      (session)

Each pytest process (each xdist worker too) has its own servers, started when the first test asks for one of these.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import asyncpg
import pytest
from piccolo.apps.migrations.commands.forwards import run_forwards

import piccolo_conf
from seed.embedded import EmbeddedServers

TEMPLATE = "template_portal"
copy_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServers]:
    with EmbeddedServers(tmp_path_factory.mktemp("servers"), durable=False) as servers:
        yield servers


@pytest.fixture(scope="session")
def broker(servers: EmbeddedServers) -> EmbeddedServers:
    return servers


@pytest.fixture(scope="session")
def broker_url(servers: EmbeddedServers) -> str:
    return servers.broker_url


@asynccontextmanager
async def bound_to(url: str) -> AsyncIterator[None]:
    """Piccolo's one engine, turned to another database; tables look it up at each question, so all follow."""
    before = piccolo_conf.DB.config
    piccolo_conf.DB.config = {"dsn": url}
    try:
        yield
    finally:
        piccolo_conf.DB.config = before


@pytest.fixture(scope="session")
async def template_database(servers: EmbeddedServers) -> str:
    """The schema, built once; a database is then a copy of files."""
    await tell(servers, f"CREATE DATABASE {TEMPLATE}")
    async with bound_to(servers.url_of(TEMPLATE)):
        await build_schema()
    return TEMPLATE


async def build_schema() -> None:
    result = await run_forwards("domain")
    assert result.success, result.message


async def exists(servers: EmbeddedServers, database: str) -> bool:
    connection = await asyncpg.connect(dsn=servers.url_of("postgres"))
    try:
        return bool(await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", database))
    finally:
        await connection.close()


async def tell(servers: EmbeddedServers, statement: str) -> None:
    connection = await asyncpg.connect(dsn=servers.url_of("postgres"))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="module")
async def database_url(
    servers: EmbeddedServers, template_database: str, request: pytest.FixtureRequest
) -> AsyncIterator[str]:
    """A copy of the template for this module, named after it so that a log or a `psql` shows whose it is."""
    module = re.sub(r"\W", "_", request.module.__name__.rpartition(".")[2].lower())
    name = f"t{next(copy_numbers)}_{module}"[:60]
    await tell(servers, f'CREATE DATABASE "{name}" TEMPLATE {template_database} STRATEGY file_copy')
    yield servers.url_of(name)
    await tell(servers, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
async def database(database_url: str) -> AsyncIterator[piccolo_conf.EnginePerLoop]:
    """Piccolo bound to this module's database. Tests of a module share it; what one leaves, the next one sees."""
    async with bound_to(database_url):
        await piccolo_conf.DB.start_connection_pool(min_size=1, max_size=8)
        yield piccolo_conf.DB
        await piccolo_conf.DB.close_connection_pool()
