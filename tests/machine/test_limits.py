"""How often one may come through a door: counted by all web workers together, and by each alone without Redis."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redis

from portal import limits
from portal.limits import SECONDS, Counts, turnstile_of
from seed.embedded import EmbeddedServers
from tests.doors import opened_portal
from tests.machine.ground import REPORTS, program_of
from tests.machine.served import served
from tests.rooms.emission_report.ground import Enterprise

NOON = datetime(2026, 3, 1, 4, 0, 15, tzinfo=UTC)


async def test_two_workers_count_together(broker_url: str) -> None:
    """What one has let through the other knows; another door, address or minute has a count of its own."""
    one, other = turnstile_of(broker_url), turnstile_of(broker_url)
    async with one.opened(None), other.opened(None):  # type: ignore[arg-type]
        answers = [await each.wait("/two", "::1", 3, NOON) for each in (one, other, one, other, one)]
        assert answers == [0, 0, 0, 45, 45]
        assert await one.wait("/another", "::1", 3, NOON) == 0
        assert await one.wait("/two", "::2", 3, NOON) == 0
        assert await other.wait("/two", "::1", 3, NOON + timedelta(minutes=1)) == 0


async def test_of_many_at_once_exactly_so_many_come_through(broker_url: str) -> None:
    turnstiles = [turnstile_of(broker_url) for _ in range(2)]
    answers = await asyncio.gather(*(turnstiles[n % 2].wait("/many", "::1", 20, NOON) for n in range(50)))
    assert answers.count(0) == 20
    for each in turnstiles:
        assert each.redis is not None
        await each.redis.aclose()


async def test_a_count_is_gone_after_its_minute_and_names_nobody(broker_url: str) -> None:
    turnstile = turnstile_of(broker_url)
    async with turnstile.opened(None):  # type: ignore[arg-type]
        await turnstile.wait("/gone", "192.0.2.7", 3, NOON)
    with redis.Redis.from_url(broker_url) as client:
        keys = list(client.scan_iter("turnstile:*"))
        assert keys
        assert all(0 < int(client.ttl(key)) <= SECONDS for key in keys)
        assert not any(b"192.0.2.7" in key for key in keys)


async def test_without_redis_each_worker_counts_and_says_so_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Stopped and started again: nobody waits, nothing fails, one line when it is silent and one when it is back."""
    with EmbeddedServers(tmp_path / "own", durable=False) as servers:
        turnstile = turnstile_of(servers.broker_url)
        async with turnstile.opened(None):  # type: ignore[arg-type]
            assert await turnstile.wait("/x", "::1", 1, NOON) == 0
            servers.stop_broker()
            with caplog.at_level(logging.WARNING, "portal.limits"):
                at = [NOON + timedelta(seconds=each) for each in (1, 2, 25)]
                assert [await turnstile.wait("/x", "::1", 2, each) for each in at] == [0, 0, 20]
                servers.start_broker()
                assert await turnstile.wait("/x", "::1", 2, NOON + timedelta(seconds=32)) == 0
    said = [record.getMessage() for record in caplog.records]
    assert len([each for each in said if "does not answer" in each]) == 1
    assert len([each for each in said if "answers again" in each]) == 1


async def test_a_redis_that_is_silent_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes the connection and says nothing: the first waits for a moment, the next ones not at all."""
    monkeypatch.setattr(limits, "PATIENCE_SECONDS", 0.1)
    server = await asyncio.start_server(lambda *_: asyncio.sleep(30), "127.0.0.1", 0)
    turnstile = turnstile_of(f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}/0")
    async with turnstile.opened(None), asyncio.timeout(5):  # type: ignore[arg-type]
        assert [await turnstile.wait("/x", "::1", 2, NOON) for _ in range(3)] == [0, 0, 45]
    server.close()


@pytest.mark.parametrize("url", ["", "amqp://guest@127.0.0.1//", "memory://"])
async def test_another_broker_leaves_each_worker_to_itself(url: str) -> None:
    turnstile = turnstile_of(url)
    assert turnstile.redis is None
    assert [await turnstile.wait("/x", "::1", 1, NOON) for _ in range(2)] == [0, 45]


def test_the_memory_of_one_worker_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_ADDRESSES", 2)
    counts = Counts()
    assert [counts.more("/x", str(number), 1) for number in range(5)] == [1, 1, 1, 2, 3]
    assert counts.more("/x", "0", 1) == 2


@pytest.mark.slow
async def test_a_program_meets_one_limit_at_two_web_workers(
    ground: list[Enterprise], tmp_path: Path, database_url: str, broker_url: str
) -> None:
    async with opened_portal(tmp_path) as door:
        token = (await program_of(door, name="两个")).token
    environment = {
        "DATABASE_URL": database_url,
        "BROKER_URL": broker_url,
        "PORTAL_DATA_DIR": str(tmp_path),
        "PORTAL_MACHINE_REQUESTS_A_MINUTE": "10",
    }
    async with served(2, environment) as client:
        await _the_next_minute()
        headers = {"Authorization": f"Bearer {token}"}
        statuses = [(await client.get(REPORTS, headers=headers)).status_code for _ in range(20)]
    assert statuses == [200] * 10 + [429] * 10


async def _the_next_minute() -> None:
    """Twenty requests shall not lie across two minutes."""
    left = SECONDS - datetime.now(UTC).second
    if left < 20:
        await asyncio.sleep(left)
