"""Where the compliance year stands on a day, by the days that the law sets. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from domain.core.law import Provision

DEADLINE = "deadline."
# The same days under the year before: the list and the plan of a year have provisions of their own.
SAID_TWICE = ("deadline.next_list", "deadline.next_plan")
# Each stage with the day of the law by which it ends, where there is one.
STAGES = (
    ("listing", "list"),
    ("monitoring_plan", "plan"),
    ("emission_report", "report"),
    ("verification", "verification"),
    ("recheck", ""),
    ("allocation", "final_issue"),
    ("surrender", "surrender"),
    ("penalty", ""),
    ("summary", ""),
)
Days = Mapping[tuple[str, int], Provision]


class Standing(StrEnum):
    """Whether a stage lies behind, is the one under way, or lies ahead."""

    PAST = "past"
    NOW = "now"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the compliance year; `on` is its last day by law, `confidence` how well that day is known."""

    code: str
    on: date | None = None
    confidence: str = "found"
    standing: Standing = Standing.AHEAD


@dataclass(frozen=True, slots=True)
class Coming:
    """A day of the law that lies ahead: what ends on it, for which compliance year."""

    key: str
    year: int
    on: date
    days: int
    confidence: str


def days_of(provisions: Iterable[Provision]) -> dict[tuple[str, int], Provision]:
    """The provisions that set a day, by key and compliance year."""
    found: dict[tuple[str, int], Provision] = {}
    for provision in provisions:
        if provision.key.startswith(DEADLINE) and provision.in_force_until is not None:
            for year in range(provision.in_force_from.year, provision.in_force_until.year + 1):
                found[provision.key, year] = provision
    return found


def stages(days: Days, year: int, today: date) -> tuple[Stage, ...]:
    """The stages of a year as of a day: the first whose day is not over is the one under way.

    Example: with a surrender day of 31 December and final allocation over in September, in November it is surrender.
    """
    found = [_stage(code, days.get((DEADLINE + key, year))) for code, key in STAGES]
    ahead = [place for place, stage in enumerate(found) if stage.on is not None and stage.on >= today]
    last = max((place for place, stage in enumerate(found) if stage.on is not None), default=-1)
    now = ahead[0] if ahead else last + 1
    return tuple(replace(stage, standing=_standing(place, now)) for place, stage in enumerate(found))


def _standing(place: int, now: int) -> Standing:
    return Standing.PAST if place < now else Standing.NOW if place == now else Standing.AHEAD


def _stage(code: str, provision: Provision | None) -> Stage:
    if provision is None:
        return Stage(code)
    return Stage(code, date.fromisoformat(provision.value), provision.confidence.value)


def coming(days: Days, today: date, most: int) -> list[Coming]:
    """The next days that the law sets, soonest first."""
    ahead = sorted(
        (date.fromisoformat(one.value), key, year, one.confidence.value)
        for (key, year), one in days.items()
        if key not in SAID_TWICE and date.fromisoformat(one.value) >= today
    )
    return [Coming(key, year, on, (on - today).days, confidence) for on, key, year, confidence in ahead[:most]]
