"""What Celery is told: one task, the number of an owed follow-up.

The database row is the truth and the message carries only its number, so a lost or doubled message does no harm.
"""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime

from celery import Celery

from domain.records.database import engine
from domain.records.follow_ups import acts

application = Celery("portal", broker=os.environ.get("BROKER_URL", "redis://127.0.0.1:6379/0"))
application.conf.update(
    task_acks_late=True,
    task_ignore_result=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"socket_connect_timeout": 2, "socket_timeout": 5},
)


@application.task(name="portal.perform")
def perform(follow_up_id: int) -> None:
    """Perform one owed act with a pool of its own."""
    asyncio.run(_perform(follow_up_id))


async def _perform(follow_up_id: int) -> None:
    await engine().start_connection_pool(min_size=1, max_size=2)
    try:
        await acts.perform(follow_up_id, at=datetime.now(UTC))
    finally:
        await engine().close_connection_pool()
