"""What every measurement stands on: servers of its own, bulk rows, a clock, a count of statements."""

from __future__ import annotations

import contextlib
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import asyncpg

from domain.core.actors import Actor
from domain.core.duties import post
from domain.records.people.rules import check_digit

AT = datetime(2025, 7, 1, 2, tzinfo=UTC)
MANY = 2000


@dataclass(slots=True)
class Report:
    """Lines of one run, printed as they come."""

    lines: list[str] = field(default_factory=list)

    def say(self, line: str) -> None:
        self.lines.append(line)
        print(line, flush=True)

    def ratio(self, what: str, ours: float, bare: float, unit: str = "ms") -> None:
        scale = 1000 if unit == "ms" else 1
        self.say(f"{what:<58} {ours * scale:>9.1f} {unit}  bare {bare * scale:>9.1f} {unit}  ratio {ours / bare:>6.2f}")


@contextlib.contextmanager
def seconds() -> Iterator[list[float]]:
    """The time a block takes is appended to the list."""
    taken: list[float] = []
    began = time.perf_counter()
    yield taken
    taken.append(time.perf_counter() - began)


async def median_of(times: int, ask: Callable[[], Awaitable[Any]]) -> float:
    """Median seconds of a coroutine, after a warm-up."""
    for _ in range(max(3, times // 10)):
        await ask()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        await ask()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def officer(code: str, account_id: int = 1, enterprise_id: int | None = None) -> Actor:
    """Somebody of that post, without an account in the database."""
    held = post(code)
    return Actor(account_id, code, held.kind, held.duties, held.code, enterprise_id=enterprise_id)


def credit_code(number: int) -> str:
    first = f"91420000{number:09}"
    return first + check_digit(first)


async def connect(url: str) -> asyncpg.Connection[asyncpg.Record]:
    return await asyncpg.connect(dsn=url)
