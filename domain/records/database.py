"""The one door to PostgreSQL: the transaction of an act, raw questions, and bulk copy."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import ContextVar
from typing import Any

from piccolo.engine import engine_finder
from piccolo.engine.postgres import PostgresEngine
from piccolo.querystring import QueryString

# Whether a transaction was opened around an act that has not begun yet.
_awaiting_an_act: ContextVar[bool] = ContextVar("awaiting_an_act", default=False)


def engine() -> PostgresEngine:
    """The engine of `piccolo_conf`; a portal without a database is a mistake of set-up."""
    found = engine_finder()
    if not isinstance(found, PostgresEngine):
        raise RuntimeError("piccolo_conf names no PostgreSQL engine")
    return found


def transaction() -> AbstractAsyncContextManager[Any]:
    """The transaction of one act. Nesting is refused: an act never calls another act.

    Within `around_an_act` the first to ask joins that transaction; a second is refused there too.
    """
    joins = _awaiting_an_act.get()
    _awaiting_an_act.set(False)
    return engine().transaction(allow_nested=joins)


@asynccontextmanager
async def around_an_act() -> AsyncIterator[None]:
    """A transaction around one act, for what a door keeps of it: both are committed, or neither."""
    async with engine().transaction(allow_nested=False):
        before = _awaiting_an_act.set(True)
        try:
            yield
        finally:
            _awaiting_an_act.reset(before)


async def ask(sql: str, *values: object) -> list[dict[str, Any]]:
    """Rows of a question; `{}` marks each value, never anything else."""
    rows = await engine().run_querystring(QueryString(sql, *values))
    return [dict(row) for row in rows]


async def ask_one(sql: str, *values: object) -> dict[str, Any] | None:
    rows = await ask(sql, *values)
    return rows[0] if rows else None


async def copy_rows(table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Bulk insert by COPY, inside the current act's transaction."""
    running = engine().current_transaction.get()
    if running is None:
        raise RuntimeError("copy_rows belongs inside an act's transaction")
    await running.connection.copy_records_to_table(table, columns=list(columns), records=[tuple(row) for row in rows])
