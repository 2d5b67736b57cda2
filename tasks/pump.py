"""The pump: carries owed follow-ups from the database to the broker, woken by NOTIFY or every few seconds.

A broker that is down delays: the rows stay owed and are sent when it is back.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
from kombu.exceptions import OperationalError

from domain.records.database import engine
from domain.records.follow_ups import acts, queries
from domain.records.follow_ups.rules import CHANNEL
from domain.records.follow_ups.writes import owe_daily
from tasks.follow_ups import perform

log = logging.getLogger("portal.pump")
EVERY_SECONDS = 5.0
RESEND_AFTER = timedelta(minutes=2)


async def pump_once(at: datetime) -> int:
    """Owe what the day owes, send everything owed; answers how many were sent. OperationalError: the broker is down."""
    await owe_daily(at=at)
    owed = await queries.owed(at, RESEND_AFTER)
    for follow_up in owed:
        await asyncio.to_thread(perform.apply_async, (follow_up.id,), retry=False)
        await acts.mark_sent([follow_up.id], at=at)
    return len(owed)


async def pump_for_ever() -> None:
    """Wait for the database to call, or for the next beat; send; never give up."""
    called = asyncio.Event()
    listener: asyncpg.Connection[Any] | None = None
    while True:
        try:
            if listener is None or listener.is_closed():
                listener = await asyncpg.connect(**engine().config)
                await listener.add_listener(CHANNEL, lambda *_: called.set())
            called.clear()
            await pump_once(datetime.now(UTC))
        except (OperationalError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as trouble:
            log.warning("pump waits: %s", trouble)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(called.wait(), EVERY_SECONDS)
