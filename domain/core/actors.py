"""Actors: on whose responsibility an act is done, and how far that person may see."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.core.duties import Duty, Kind


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person, or the clock. `organisation` is the name shown beside the person's own.

    `enterprise_id`, `body_id` and `city` bound every query: an enterprise sees itself, a verification body the
    enterprises it holds a mandate for, a city officer the city, the province all. `toured`: the first tour is over.
    """

    account_id: int
    name: str
    kind: Kind
    duties: frozenset[Duty] = field(default_factory=frozenset)
    post: str = ""
    organisation: str = ""
    enterprise_id: int | None = None
    body_id: int | None = None
    city: str = ""
    toured: bool = False

    def holds(self, duty: Duty) -> bool:
        return duty is Duty.PUBLIC or duty in self.duties

    @property
    def sees_province(self) -> bool:
        return self.kind in (Kind.PROVINCE, Kind.MINISTRY, Kind.CLOCK)


# The clock acts by rule alone: it holds only the duty that tables of moves give it.
THE_CLOCK = Actor(0, "clock", Kind.CLOCK, frozenset((Duty.CLOCK,)), post="clock")
THE_PUBLIC = Actor(0, "public", Kind.PUBLIC, frozenset((Duty.PUBLIC,)), post="public")
