"""A broker that is down delays and loses nothing; one that is back gets everything owed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from kombu.exceptions import OperationalError

from domain.records.database import ask, transaction
from domain.records.follow_ups import acts, queries
from domain.records.follow_ups.writes import follow_up, owe_daily
from seed.embedded import EmbeddedServers
from tasks import follow_ups
from tasks.pump import RESEND_AFTER, pump_once
from tests.cast import AT

pytestmark = pytest.mark.usefixtures("database")
TAG = "emission_report:version:receive"


@pytest.fixture(autouse=True)
def through_the_broker(broker_url: str) -> None:
    follow_ups.application.conf.broker_url = broker_url


async def owe(number: int) -> int:
    async with transaction():
        await follow_up(TAG, f"report_version:{number}", at=AT)
    rows = await ask("SELECT id FROM follow_up WHERE subject = {}", f"report_version:{number}")
    return int(rows[0]["id"])


async def waiting_in_broker() -> int:
    with follow_ups.application.connection_for_read() as connection:
        return int(connection.default_channel.client.llen("celery"))


async def test_what_is_owed_while_the_broker_is_down_is_sent_when_it_is_back(broker: EmbeddedServers) -> None:
    await owe_daily(at=AT)
    owed_before = await waiting_in_broker()
    broker.stop_broker()
    try:
        await owe(1)
        await owe(2)
        with pytest.raises((OperationalError, OSError)):
            await pump_once(AT)
        assert await queries.owed_count() >= 2
    finally:
        broker.start_broker()
    sent = await pump_once(AT)
    assert sent >= 2
    assert await waiting_in_broker() == owed_before + sent
    assert await pump_once(AT) == 0, "what was sent is not sent again at once"
    assert await pump_once(AT + RESEND_AFTER + timedelta(seconds=1)) == sent, "what is not done in time is"


async def test_the_front_door_never_needs_the_broker(broker: EmbeddedServers) -> None:
    broker.stop_broker()
    try:
        assert await owe(3)
    finally:
        broker.start_broker()


async def test_owing_the_same_twice_is_owing_it_once() -> None:
    await owe(4)
    await owe(4)
    assert len(await ask("SELECT id FROM follow_up WHERE subject = 'report_version:4'")) == 1


async def test_the_day_owes_once() -> None:
    await owe_daily(at=AT)
    before = await queries.owed_count()
    await owe_daily(at=AT + timedelta(hours=3))
    assert await queries.owed_count() == before
    await owe_daily(at=AT + timedelta(days=1))
    assert await queries.owed_count() > before


async def test_performing_what_is_done_does_nothing() -> None:
    number = await owe(5)
    await ask("UPDATE follow_up SET done_at = {} WHERE id = {}", AT, number)
    assert await acts.perform(number, at=AT) is False
