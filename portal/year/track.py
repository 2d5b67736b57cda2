"""From what stands where to the track of a year: pure, so that a track can be tried without a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.core.actors import Actor
from domain.core.duties import Kind
from domain.core.law import Provision
from domain.evaluation.queries import Total
from domain.records.standing import Standing
from portal.desk.items import DEADLINE, DeskItem, Ground, own_day
from portal.year.stages import TRACK, Stage


class Phase(StrEnum):
    """Where a stage is: everyone through, somebody in it, or its turn not come."""

    PAST = "past"
    CURRENT = "current"
    TO_COME = "to_come"


@dataclass(frozen=True, slots=True)
class LawDay:
    """A day that the law sets for a stage, with how well it is known. `days` are working days left, negative past."""

    key: str
    on: date
    days: int
    confidence: str


@dataclass(frozen=True, slots=True)
class Stand:
    """How many stand in a state of a stage; the empty state is that of those who have not begun."""

    state: str
    count: int
    late: int
    done: bool
    href: str
    only_id: int | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of the year in words' code, value and unit."""

    code: str
    value: Decimal | int | None
    unit: str


@dataclass(frozen=True, slots=True)
class StageCard:
    """A stage of one year as its page shows it. `mine` and `others` are the lines of the reader's desk about it.

    Of a stage that is not `counted` the reader learns the days of the law alone.
    """

    stage: Stage
    year: int
    phase: Phase
    days: tuple[LawDay, ...]
    stands: tuple[Stand, ...]
    sums: tuple[Sum, ...]
    href: str
    counted: bool = True
    mine: tuple[DeskItem, ...] = ()
    others: tuple[DeskItem, ...] = ()

    @property
    def late(self) -> int:
        return sum(stand.late for stand in self.stands)

    @property
    def count(self) -> int:
        return sum(stand.count for stand in self.stands)

    @property
    def lacks_law(self) -> bool:
        """Whether the law names a day for this stage in other years and none has been entered for this one."""
        return bool(self.stage.deadlines) and not self.days


Days = Mapping[tuple[str, int], Provision]


def track_of(
    actor: Actor,
    year: int,
    ground: Ground,
    days: Days,
    total: Total | None = None,
    mine: Sequence[DeskItem] = (),
    others: Sequence[DeskItem] = (),
) -> list[StageCard]:
    """The nine stages of a year as this actor sees them, in order."""
    cards: list[StageCard] = []
    phases: dict[str, Phase] = {}
    for stage in TRACK:
        stands = _stands(actor, stage, year, ground)
        phases[stage.code] = _phase(stage, year, stands, phases, ground)
        here = [[item for item in items if item.room == stage.code and item.year == year] for items in (mine, others)]
        cards.append(
            StageCard(
                stage,
                year,
                phases[stage.code],
                _days(actor, stage, year, ground, days),
                stands,
                _sums(actor, stage, total),
                stage.path.format(year=year) if stage.seen in actor.duties else "",
                stage.code in ground.standings,
                *map(tuple, here),
            )
        )
    return cards


def _days(actor: Actor, stage: Stage, year: int, ground: Ground, days: Days) -> tuple[LawDay, ...]:
    """The law's days for a stage, the soonest first, that of a sector where it is another than the rest have.

    An enterprise that has a day of its own hears of no other one.
    """
    named = (days.get((f"{DEADLINE}{name}", year)) for name in stage.deadlines)
    found = [_law_day(provision, date.fromisoformat(provision.value), ground) for provision in named if provision]
    if found and (own := own_day(actor, stage.code, year, ground)):
        return (replace(found[-1], on=own, days=ground.calendar.between(ground.today, own)),)
    apart = (one for one in found if not (one.key.startswith(f"{found[-1].key}.") and one.on == found[-1].on))
    return tuple(sorted(apart, key=lambda one: one.on))


def _law_day(provision: Provision, on: date, ground: Ground) -> LawDay:
    return LawDay(provision.key, on, ground.calendar.between(ground.today, on), provision.confidence.value)


def _sums(actor: Actor, stage: Stage, total: Total | None) -> tuple[Sum, ...]:
    if total is None or stage.seen not in actor.duties:
        return ()
    found = (Sum(figure.code, getattr(total, figure.code), figure.unit) for figure in stage.figures)
    return tuple(one for one in found if one.value is not None)


def _rows(stage: Stage, year: int, ground: Ground) -> list[Standing]:
    found = [
        row
        for row in ground.standings.get(stage.code, ())
        if row.kind == stage.kind and row.year == year and row.state not in stage.gone
    ]
    return sorted(found, key=lambda row: stage.place_of(row.state))


def _stands(actor: Actor, stage: Stage, year: int, ground: Ground) -> tuple[Stand, ...]:
    # Who does not see the room hears of what is done there: that one is listed, not that one may be.
    seen = stage.seen in actor.duties
    found = [_stand(actor, stage, row, ground) for row in _rows(stage, year, ground) if seen or row.state in stage.done]
    waiting = _not_begun(actor, stage, year, ground, sum(stand.count for stand in found))
    if waiting:
        late = waiting * ground.passed(ground.deadline(stage.deadline_of(""), year))
        found.insert(0, Stand("", waiting, late, False, ""))
    return tuple(found)


def _stand(actor: Actor, stage: Stage, row: Standing, ground: Ground) -> Stand:
    done = row.state in stage.done
    due = ground.deadline(stage.deadline_of(row.state), row.year)
    late = 0 if done else row.count if ground.passed(due) else row.overdue
    href = f"{stage.path.format(year=row.year)}?state={row.state}" if stage.seen in actor.duties else ""
    return Stand(row.state, row.count, late, done, href, row.only_id)


def _not_begun(actor: Actor, stage: Stage, year: int, ground: Ground, begun: int) -> int:
    """Those who may enter the stage and have nothing in it. A body sees its own tasks, not who else there is."""
    if not stage.enters or not stage.before or stage.code not in ground.standings or actor.kind is Kind.BODY:
        return 0
    if stage.over and year >= ground.today.year:
        return 0
    before = next(one for one in TRACK if one.code == stage.before)
    entered = sum(row.count for row in _rows(before, year, ground) if row.state in stage.enters)
    return max(entered - begun, 0)


def _phase(stage: Stage, year: int, stands: Sequence[Stand], phases: Mapping[str, Phase], ground: Ground) -> Phase:
    """Past when all are through, current when somebody is in it or its turn has come, otherwise to come.

    Who is not told how many stand in a stage goes by the days of the law alone.
    """
    if stage.over and year >= ground.today.year:
        return Phase.TO_COME
    begun = [stand.done for stand in stands if stand.state]
    turn = phases.get(stage.before, Phase.PAST) is Phase.PAST
    if begun:
        through = any(begun) if stage.once else all(stand.done for stand in stands)
        return Phase.PAST if through and turn else Phase.CURRENT
    passed = bool(stage.deadlines) and ground.passed(ground.deadline(stage.deadlines[-1], year))
    if stage.code not in ground.standings:
        return Phase.PAST if passed else Phase.TO_COME
    if turn or passed:
        return Phase.CURRENT if stage.awaited else Phase.PAST
    return Phase.TO_COME
