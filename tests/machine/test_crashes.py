"""A web worker is killed while a program files: whoever sends again gets the first answer, or is the first."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import asyncpg
import httpx
import psutil
import pytest

from domain.records.database import ask
from tests.doors import opened_portal
from tests.machine.ground import REPORTS, as_json, program_of
from tests.machine.served import served
from tests.rooms.emission_report.ground import Enterprise
from tests.rooms.emission_report.sample import YEAR
from tests.rooms.monthly_evidence.ground import Plant

# A gate in the database: whoever keeps an answer waits there while the test holds it.
GATE = 4_711
WAITS_AT_THE_GATE = f"""CREATE OR REPLACE FUNCTION wait_at_the_gate() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN IF NEW.status IS NOT NULL THEN PERFORM pg_advisory_xact_lock({GATE}); END IF; RETURN NEW; END'"""
BEFORE = "CREATE TRIGGER gate BEFORE INSERT OR UPDATE ON machine_key FOR EACH ROW EXECUTE FUNCTION wait_at_the_gate()"


@pytest.fixture
async def gate(plants: dict[int, Plant], database_url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(dsn=database_url)
    await connection.execute(WAITS_AT_THE_GATE)
    await connection.execute(BEFORE)
    await connection.execute("SELECT pg_advisory_lock($1)", GATE)
    yield connection
    await connection.execute("DROP TRIGGER gate ON machine_key")
    await connection.close()


async def until(asked: Callable[[], Awaitable[object]]) -> None:
    async with asyncio.timeout(30):
        while not await asked():
            await asyncio.sleep(0.05)


async def at_the_gate() -> bool:
    rows = await ask("SELECT count(*) AS held FROM pg_locks WHERE objid = {} AND NOT granted", GATE)
    return bool(rows[0]["held"])


async def report_versions(note: str) -> int:
    rows = await ask("SELECT count(*) AS all FROM report_version WHERE file_name = {}", note)
    return int(rows[0]["all"])


async def plan_versions(note: str) -> int:
    rows = await ask("SELECT count(*) AS all FROM plan WHERE file_name = {}", note)
    return int(rows[0]["all"])


async def month_versions(note: str) -> int:
    rows = await ask("SELECT count(*) AS all FROM month_attachment WHERE file_name = {}", note)
    return int(rows[0]["all"])


def kill(client: httpx.AsyncClient) -> None:
    """The web server and its workers, outright."""
    server = psutil.Process(int(client.headers["x-process"]))
    for process in [server, *server.children(recursive=True)]:
        os.kill(process.pid, signal.SIGKILL)


PLACES = [
    (REPORTS, "application/json", report_versions),
    (f"/machine/plans/{YEAR}", "application/octet-stream", plan_versions),
    (f"/machine/months/{YEAR}/1/records", "application/pdf", month_versions),
]


@pytest.mark.slow
@pytest.mark.parametrize(("path", "media_type", "counted"), PLACES, ids=["report", "plan", "month"])
async def test_a_worker_killed_between_the_act_and_its_answer_has_done_nothing(
    gate: asyncpg.Connection,
    mine: Enterprise,
    tmp_path: Path,
    database_url: str,
    path: str,
    media_type: str,
    counted: Callable[[str], Awaitable[int]],
) -> None:
    """Killed with the act done and its answer not kept; killed again once it is kept. One version, one answer."""
    async with opened_portal(tmp_path) as door:
        token = (await program_of(door, name="崩溃")).token
    name = f"{counted.__name__}.bin"
    content = {"application/json": as_json(mine, "崩溃"), "application/pdf": b"%PDF-1.7 " + name.encode()}
    headers = {"Authorization": f"Bearer {token}", "Content-Type": media_type, "Idempotency-Key": name}
    environment = {"DATABASE_URL": database_url, "PORTAL_DATA_DIR": str(tmp_path), "BROKER_URL": ""}
    sending = {
        "url": path,
        "params": {"file_name": name, "kind": "bill"},
        "content": content.get(media_type, b"PK\x03\x04"),
        "headers": headers,
    }
    async with served(1, environment) as client:
        lost = asyncio.create_task(client.post(**sending))  # type: ignore[arg-type]
        await until(at_the_gate)
        kill(client)
        with pytest.raises(httpx.TransportError):
            await lost
    await gate.execute("SELECT pg_advisory_unlock($1)", GATE)
    async with served(1, environment) as client:
        first = await client.post(**sending)  # type: ignore[arg-type]
        assert first.status_code == 201, first.text
        assert "idempotency-replayed" not in first.headers, "the killed one left nothing"
        kill(client)
    async with served(1, environment) as client:
        again = await client.post(**sending)  # type: ignore[arg-type]
    assert (again.status_code, again.headers["idempotency-replayed"]) == (201, "true")
    assert again.json() == first.json()
    assert await counted(name) == 1
