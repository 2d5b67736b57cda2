"""`portal worker` as it is run: it stops in bounded time whatever it is doing, and what was cut off is done once."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import asyncpg
import psutil
import pytest

from domain.records.database import ask
from domain.records.follow_ups.queries import owed_count
from seed.embedded import EmbeddedServers
from tasks.worker import BREAK_OFF_SECONDS, FINISH_SECONDS
from tests.machine.served import started
from tests.rooms.emission_report.ground import Enterprise

pytestmark = pytest.mark.slow
# Its own bounds, and some for a machine that is busy.
MOST_SECONDS = FINISH_SECONDS + BREAK_OFF_SECONDS + 6
NOTHING = (
    "INSERT INTO follow_up (act, subject, due_at, attempts, trouble) VALUES ('emission_report.read', {}, now(), 0, '')"
)


@pytest.fixture
def environment(database_url: str, broker_url: str, tmp_path: Path) -> dict[str, str]:
    return {"DATABASE_URL": database_url, "BROKER_URL": broker_url, "PORTAL_DATA_DIR": str(tmp_path)}


@pytest.fixture
async def held(ground: list[Enterprise], database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """Somebody holds every version: a worker that reads one gets as far as saving it, and waits."""
    connection = await asyncpg.connect(dsn=database_url)
    yield connection
    await connection.close()


async def until(asked: Callable[[], Awaitable[object]], seconds: float = 90) -> None:
    async with asyncio.timeout(seconds):
        while not await asked():
            await asyncio.sleep(0.1)


async def nothing_owed() -> bool:
    return await owed_count() == 0


async def waiting() -> bool:
    rows = await ask("SELECT count(*) AS all FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    return bool(rows[0]["all"])


async def read_entries(version_id: int) -> int:
    rows = await ask(
        "SELECT count(*) AS all FROM journal_entry WHERE subject = {} AND before = 'received'",
        f"report_version:{version_id}",
    )
    return int(rows[0]["all"])


def family(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    head = psutil.Process(process.pid)
    return [head, *head.children(recursive=True)]


async def gone(processes: list[psutil.Process]) -> bool:
    return not any(each.is_running() and each.status() != psutil.STATUS_ZOMBIE for each in processes)


async def stopped(process: subprocess.Popen[bytes]) -> float:
    """Told to stop; the seconds that it took."""
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(MOST_SECONDS):
        while process.poll() is None:
            await asyncio.sleep(0.02)
    return time.monotonic() - began


async def test_an_idle_worker_stops_and_leaves_nobody(ground: list[Enterprise], environment: dict[str, str]) -> None:
    """Celery has no thread but its own when it forks: a fork beside the pump copied its locks, and waited for ever."""
    await ask(NOTHING, "report_version:999999")
    with started(["worker"], environment) as worker:
        await until(nothing_owed)
        everyone = family(worker)
        celery = next(each for each in everyone if "tasks.hands" in each.cmdline() and each.ppid() == worker.pid)
        assert celery.num_threads() == 1
        assert await stopped(worker) < FINISH_SECONDS
    assert worker.returncode == 0
    await until(lambda: gone(everyone), 5)


async def test_what_was_cut_off_is_given_to_the_next_worker_at_once_and_done_once(
    held: asyncpg.Connection, mine: Enterprise, environment: dict[str, str]
) -> None:
    async with held.transaction():
        version = await mine.upload(mine.filled(), read=False)
        await held.execute("SELECT id FROM report_version WHERE id = $1 FOR UPDATE", version)
        with started(["worker"], environment) as worker:
            await until(waiting)
            everyone = family(worker)
            await stopped(worker)
        assert worker.returncode == 0
        await until(lambda: gone(everyone), 5)
        assert await read_entries(version) == 0
    with started(["worker"], environment) as worker:
        await until(nothing_owed, 60)
        await stopped(worker)
    assert await read_entries(version) == 1


async def test_what_a_killed_worker_had_begun_is_done_once_by_the_next(
    held: asyncpg.Connection, mine: Enterprise, environment: dict[str, str]
) -> None:
    """Killed outright, its message is lost to the others for long; the pump sends it again after two minutes."""
    async with held.transaction():
        version = await mine.upload(
            mine.filled(lambda filled: filled["enterprise"][0].update(contact="乙")), read=False
        )
        await held.execute("SELECT id FROM report_version WHERE id = $1 FOR UPDATE", version)
        with started(["worker"], environment) as worker:
            await until(waiting)
            everyone = family(worker)
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait()
            await until(lambda: gone(everyone), 10)
    await ask("UPDATE follow_up SET sent_at = sent_at - interval '3 minutes' WHERE done_at IS NULL")
    with started(["worker"], environment) as worker:
        await until(nothing_owed)
        await stopped(worker)
    assert await read_entries(version) == 1


async def test_it_stops_while_the_broker_is_away(
    ground: list[Enterprise], environment: dict[str, str], broker: EmbeddedServers
) -> None:
    await ask(NOTHING, "report_version:999998")
    with started(["worker"], environment) as worker:
        await until(nothing_owed)
        broker.stop_broker()
        try:
            await ask(NOTHING, "report_version:999997")
            await asyncio.sleep(2)
            await stopped(worker)
        finally:
            broker.start_broker()
    await ask("UPDATE follow_up SET done_at = now() WHERE done_at IS NULL")


async def test_it_ends_when_celery_ends(ground: list[Enterprise], environment: dict[str, str]) -> None:
    """Whoever watches over the worker sees it end, and starts it again."""
    await ask(NOTHING, "report_version:999996")
    with started(["worker"], environment) as worker:
        await until(nothing_owed)
        celery = next(each for each in family(worker) if each.ppid() == worker.pid)
        celery.kill()
        async with asyncio.timeout(10):
            while worker.poll() is None:
                await asyncio.sleep(0.05)
    assert worker.returncode == 1
