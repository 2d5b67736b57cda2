"""How often one address may come through a door in a minute: for guessing passwords, for combing the public search, for
programs that ask without end.

Counted in Redis for all web workers together where a broker is set up; otherwise, and while it does not answer, in the
memory of each worker, for the minute under way alone. A lock on an account is another thing, kept in the database;
this only keeps one address from taking the portal's time.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from litestar import Litestar
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as Disconnected
from redis.exceptions import RedisError

from portal.clock import now

log = logging.getLogger("portal.limits")

# Beyond this many addresses in one minute new ones share a count: the memory stays small whoever comes.
MOST_ADDRESSES = 10_000
THE_REST = ""
SECONDS = 60
# Nobody waits longer than this for the common count, and a Redis that was silent is left alone for a while.
PATIENCE_SECONDS = 1.0
SILENCE = timedelta(seconds=30)
# A crowd shares these: opening a connection takes longer than counting.
MOST_CONNECTIONS = 4
COUNT_ONE = "local n = redis.call('INCR', KEYS[1]) redis.call('EXPIRE', KEYS[1], ARGV[1]) return n"
SCHEMES = ("redis://", "rediss://", "unix://")
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Counts:
    """Counts of one process, by door and address, for the minute under way."""

    minute: int = 0
    counts: dict[tuple[str, str], int] = field(default_factory=dict)

    def more(self, door: str, address: str, minute: int) -> int:
        """Count one more.

        >>> counts = Counts()
        >>> counts.more("/sign-in", "::1", 7), counts.more("/sign-in", "::1", 7), counts.more("/sign-in", "::1", 8)
        (1, 2, 1)
        """
        if minute != self.minute:
            self.minute, self.counts = minute, {}
        key = (door, address)
        if key not in self.counts and len(self.counts) >= MOST_ADDRESSES:
            key = (door, THE_REST)
        self.counts[key] = self.counts.get(key, 0) + 1
        return self.counts[key]


@dataclass(slots=True)
class Turnstile:
    """Counts who comes through: with all workers where there is a Redis, by itself otherwise."""

    redis: Redis | None = None
    own: Counts = field(default_factory=Counts)
    silent_until: datetime = LONG_AGO

    @property
    def silent(self) -> bool:
        """Whether Redis did not answer when it was last asked."""
        return self.silent_until > LONG_AGO

    async def wait(self, door: str, address: str, most: int, at: datetime) -> int:
        """Count one more; the seconds to wait when it is one too many for the minute, 0 when it may come through."""
        minute, second = divmod(int(at.timestamp()), SECONDS)
        count = await self._together(door, address, minute, at)
        if count is None:
            count = self.own.more(door, address, minute)
        return SECONDS - second if count > most else 0

    async def _together(self, door: str, address: str, minute: int, at: datetime) -> int | None:
        """The count of all workers; None where there is none. The key says nothing of whose address it is."""
        if self.redis is None or at < self.silent_until:
            return None
        if self.silent:
            # One asks whether it is back; the others do not wait meanwhile.
            self.silent_until = at + SILENCE
        key = f"turnstile:{hashlib.sha256(f'{door} {address} {minute}'.encode(errors='replace')).hexdigest()[:32]}"
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                count: int = await _counted(self.redis, key)
        except (RedisError, OSError, TimeoutError) as trouble:
            self._say_silent(trouble)
            self.silent_until = at + SILENCE
            return None
        if self.silent:
            log.warning("Redis answers again: the limits hold for all web workers together")
            self.silent_until = LONG_AGO
        return count

    def _say_silent(self, trouble: Exception) -> None:
        """Once for each silence, however many requests it lasts."""
        if not self.silent:
            why = type(trouble).__name__
            log.warning("Redis does not answer (%s): each web worker holds the limits by itself", why)

    @asynccontextmanager
    async def opened(self, _: Litestar) -> AsyncIterator[None]:
        """For the life of a web worker: connected before the first who comes, and said at once where it cannot be."""
        await self._together("", "", 0, now())
        try:
            yield
        finally:
            if self.redis is not None:
                await self.redis.aclose()


async def _counted(redis: Redis, key: str) -> int:
    """One more under a key that is gone after its minute: one command, both or neither."""
    return int(await redis.eval(COUNT_ONE, 1, key, str(SECONDS)))


def turnstile_of(broker_url: str) -> Turnstile:
    """The turnstile of a web worker; any other broker than a Redis, and none, leaves each worker to itself.

    A connection that Redis has closed meanwhile is opened anew, once.
    """
    if not broker_url.startswith(SCHEMES):
        return Turnstile()
    once_more = Retry(NoBackoff(), 1, supported_errors=(Disconnected,))
    pool = BlockingConnectionPool.from_url(
        broker_url,
        max_connections=MOST_CONNECTIONS,
        timeout=PATIENCE_SECONDS,
        retry=once_more,
        socket_timeout=PATIENCE_SECONDS,
        socket_connect_timeout=PATIENCE_SECONDS,
    )
    return Turnstile(Redis.from_pool(pool))
