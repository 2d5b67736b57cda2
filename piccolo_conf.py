"""Where Piccolo finds the database: one engine, from DATABASE_URL, and the one app that holds every table."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from piccolo.conf.apps import AppRegistry
from piccolo.engine.postgres import PostgresEngine

if TYPE_CHECKING:
    from asyncpg import Pool


class EnginePerLoop(PostgresEngine):
    """Piccolo's engine, whose pool is the pool of the running event loop.

    An asyncpg pool serves only the loop it was opened in. A Celery task, a test's client and the web server each run
    a loop of their own: each opens (`start_connection_pool`) and closes its own pool, and a loop without one opens a
    connection for each question.
    """

    def __init__(self, database_url: str) -> None:
        self._pools: WeakKeyDictionary[asyncio.AbstractEventLoop, Pool] = WeakKeyDictionary()
        super().__init__(config={"dsn": database_url})

    @property
    def pool(self) -> Pool | None:
        try:
            return self._pools.get(asyncio.get_running_loop())
        except RuntimeError:
            return None

    @pool.setter
    def pool(self, pool: Pool | None) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return  # Piccolo says "no pool yet" while it is made, outside any loop
        if pool is None:
            self._pools.pop(loop, None)
        else:
            self._pools[loop] = pool

    async def check_version(self) -> None:
        """Piccolo would connect here, when this file is imported; reading the tables must not need a database."""


DB = EnginePerLoop(os.environ.get("DATABASE_URL", "postgresql://localhost/carbon_portal"))

APP_REGISTRY = AppRegistry(apps=["domain.piccolo_app"])
