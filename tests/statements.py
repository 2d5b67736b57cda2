"""Counting the statements that go to the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import piccolo_conf


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every SQL statement that the engine sends meanwhile."""
    seen: list[str] = []
    engine: Any = piccolo_conf.DB
    send = engine.run_querystring

    async def noting(querystring: Any, *arguments: Any, **named: Any) -> Any:
        seen.append(str(querystring))
        return await send(querystring, *arguments, **named)

    engine.run_querystring = noting
    try:
        yield seen
    finally:
        del engine.run_querystring
