"""Sending and performing what is owed. Performing twice is harmless: the second finds it done or `Stale`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from importlib import import_module

from domain.core.actors import THE_CLOCK
from domain.core.findings import Stale
from domain.records.database import ask, ask_one


async def mark_sent(follow_up_ids: list[int], *, at: datetime) -> None:
    await ask("UPDATE follow_up SET sent_at = {} WHERE id = ANY({})", at, follow_up_ids)


async def perform(follow_up_id: int, *, at: datetime) -> bool:
    """Do one owed act as the clock. False when it was done already.

    A failure is noted on the row and raised again, so that the worker's log has it; the pump will send it anew.
    """
    row = await ask_one("SELECT act, subject FROM follow_up WHERE id = {} AND done_at IS NULL", follow_up_id)
    if row is None:
        return False
    try:
        await _act_named(row["act"])(int(row["subject"].rpartition(":")[2]), actor=THE_CLOCK, at=at)
    except Stale:
        pass  # somebody else did it: that is what was owed
    except Exception as trouble:
        await ask(
            "UPDATE follow_up SET attempts = attempts + 1, trouble = {} WHERE id = {}",
            repr(trouble)[:500],
            follow_up_id,
        )
        raise
    await ask("UPDATE follow_up SET done_at = {}, attempts = attempts + 1 WHERE id = {}", at, follow_up_id)
    return True


def _act_named(name: str) -> Callable[..., Awaitable[object]]:
    """`room.act` → the coroutine. By name, because records know no room."""
    room, _, act = name.partition(".")
    found: Callable[..., Awaitable[object]] = getattr(import_module(f"domain.{room}.acts"), act)
    return found
