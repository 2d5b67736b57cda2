"""The stage the year is played on: who acts, when, and what has come of it so far.

Everything happens through the acts of the rooms, by people with their own post, on days of the right season.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from domain.core.actors import Actor
from domain.core.findings import Refused
from domain.records.follow_ups import acts as follow_ups
from domain.records.follow_ups import queries as owing
from domain.records.journal import queries as journal
from domain.records.people import queries as people
from seed.cast import Cast, EnterpriseFact

CHINA = timezone(timedelta(hours=8), "CST")
OPENING_HOUR = 9
BETWEEN_ACTS = timedelta(seconds=10)
NO_WAIT = timedelta()


class OutOfScript(Exception):
    """The play did not go as written: somebody is missing, or a room answered otherwise than the story says."""


@dataclass(slots=True)
class Scene:
    """One run of the play. `today` is how far the open year has come; `data_dir` holds the authority's signing key,
    `out` receives the package when somebody wants it.
    """

    cast: Cast
    today: date
    data_dir: Path
    out: Path | None = None
    _actors: dict[str, Actor] = field(default_factory=dict)
    _enterprise_ids: dict[str, int] = field(default_factory=dict)
    _clock: datetime | None = None

    def on(self, year: int, month: int, day: int) -> datetime:
        """An instant of that day: nine in the morning in China, and a little later with every call."""
        opening = datetime(year, month, day, OPENING_HOUR, tzinfo=CHINA)
        if self._clock is not None and opening.date() < self._clock.date():
            raise OutOfScript(f"{opening.date()} lies before {self._clock.date()}: the year only goes forward")
        if self._clock is not None and self._clock.date() == opening.date():
            opening = self._clock + BETWEEN_ACTS
        self._clock = opening
        return opening

    def on_day(self, day: date) -> datetime:
        return self.on(day.year, day.month, day.day)

    async def actor(self, sign_in_name: str) -> Actor:
        """Somebody of the cast, as the portal knows them."""
        if sign_in_name not in self._actors:
            found = await people.actor_by_name(sign_in_name)
            if found is None:
                raise OutOfScript(f"nobody signs in as {sign_in_name}")
            self._actors[sign_in_name] = found
        return self._actors[sign_in_name]

    async def holder(self, post: str, number: int = 0) -> Actor:
        """The `number`-th person of the cast who holds that post."""
        return await self.actor(self.cast.holding(post)[number].sign_in)

    async def enterprise_id(self, enterprise: EnterpriseFact) -> int:
        if not self._enterprise_ids:
            cards = await people.enterprises(actor=await self.holder("leader"))
            by_code = {card.credit_code: card.id for card in cards}
            self._enterprise_ids = {known.slug: by_code[known.credit_code] for known in self.cast.enterprises}
        return self._enterprise_ids[enterprise.slug]

    async def fact_of(self, enterprise_id: int) -> EnterpriseFact:
        """The enterprise of the cast behind an id."""
        for enterprise in self.cast.enterprises:
            if await self.enterprise_id(enterprise) == enterprise_id:
                return enterprise
        raise OutOfScript(f"enterprise {enterprise_id} is not of the cast")

    async def do_what_is_owed(self, at: datetime) -> int:
        """Perform every follow-up that is due, as the worker would. How many there were."""
        done = 0
        while owed := await owing.owed(at, NO_WAIT):
            for row in owed:
                await follow_ups.perform(row.id, at=at)
            done += len(owed)
        return done


async def refused(code: str, attempt: Awaitable[object]) -> None:
    """The story wants the portal to refuse this, and for this reason."""
    try:
        await attempt
    except Refused as refusal:
        if any(finding.code.startswith(code) for finding in refusal.findings):
            return
        raise
    raise OutOfScript(f"nobody refused what {code} forbids")


async def ensure_empty() -> None:
    """A play begins on an empty stage: what somebody else has begun is not played over."""
    if await journal.entry(1):
        raise OutOfScript("this database has a history already; the play needs an empty one")


async def entries_in_unbroken_journal() -> int:
    """How many entries the journal holds; nothing may have slipped past its chain."""
    entries, broken = await journal.verify()
    if broken is not None:
        raise OutOfScript(f"the journal is {broken.what} at entry {broken.number}")
    return entries


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the year with a name to print."""

    name: str
    play: Callable[[Scene], Awaitable[str]]
