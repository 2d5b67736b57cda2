"""From what stands where to what waits: pure, so that a desk can be tried without a database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from domain.core.actors import Actor
from domain.core.calendar import WorkingCalendar
from domain.core.duties import Kind
from domain.core.law import Provision
from domain.records.standing import Standing
from portal.desk.lacks import LACKS, NO_PLAN, Lack
from portal.desk.reach import OUTSIDE, rooms_seen, waited_for
from portal.desk.signals import SIGNALS, Signal
from portal.desk.waits import IN_TIME, LATE, WAITS, Wait

SOON = 10
DEADLINE = "deadline."
REPORT = "deadline.report"
# Subjects that are due on days of their own, where the law has days for everybody.
OWN_DAYS = {"emission_report": "report"}
# The same day under the year before: the list and plan of a year have provisions of their own.
SAID_TWICE = ("deadline.next_list", "deadline.next_plan")

Deadlines = Mapping[tuple[str, int], date]
Standings = Mapping[str, list[Standing]]


@dataclass(frozen=True, slots=True)
class DeskItem:
    """One line of a desk. `days` are working days left, negative when late; None without a day.

    `by` are codes of who is waited for: empty when it is the reader. `room` is where its subjects stand.
    """

    code: str
    year: int
    count: int
    link: str
    due_on: date | None = None
    days: int | None = None
    overdue: int = 0
    by: tuple[str, ...] = ()
    room: str = ""

    @property
    def all_late(self) -> bool:
        return 0 < self.overdue == self.count

    @property
    def urgency(self) -> str:
        if self.overdue:
            return "overdue"
        return "soon" if self.days is not None and self.days <= SOON else ""


@dataclass(frozen=True, slots=True)
class Coming:
    """A day of the year that lies ahead."""

    key: str
    year: int
    on: date
    days: int


@dataclass(frozen=True, slots=True)
class Ground:
    """What every question about a desk rests on: what stands where, the days of the law, today and its calendar."""

    standings: Standings
    deadlines: Deadlines
    today: date
    calendar: WorkingCalendar

    def days_to(self, due: date | None) -> int | None:
        return self.calendar.between(self.today, due) if due else None

    def deadline(self, key: str, year: int) -> date | None:
        return self.deadlines.get((f"{DEADLINE}{key}", year))

    def passed(self, due: date | None) -> bool:
        return due is not None and due < self.today


def deadlines_of(provisions: Iterable[Provision]) -> dict[tuple[str, int], date]:
    """The days that the law sets, by key and compliance year."""
    return {place: date.fromisoformat(provision.value) for place, provision in days_of_law(provisions).items()}


def days_of_law(provisions: Iterable[Provision]) -> dict[tuple[str, int], Provision]:
    """The provisions that set days, by key and compliance year."""
    found: dict[tuple[str, int], Provision] = {}
    for provision in provisions:
        if provision.key.startswith(DEADLINE) and provision.in_force_until is not None:
            for year in range(provision.in_force_from.year, provision.in_force_until.year + 1):
                found[provision.key, year] = provision
    return found


def own_day(actor: Actor, room: str, year: int, ground: Ground) -> date | None:
    """The day on which an enterprise itself owes what a room waits for, where it has one of its own."""
    if actor.kind is not Kind.ENTERPRISE:
        return None
    rows = (row for row in ground.standings.get(room, ()) if row.year == year and row.kind == OWN_DAYS.get(room))
    return min((row.due_on for row in rows if row.due_on), default=None)


def coming(actor: Actor, ground: Ground, most: int = 6) -> list[Coming]:
    """The next days of the year, soonest first. Of the days of reports an enterprise that has its own reads that."""
    days = {place: on for place, on in ground.deadlines.items() if place[0] not in SAID_TWICE}
    for year in {year for _, year in days}:
        if own := own_day(actor, "emission_report", year, ground):
            days = {place: on for place, on in days.items() if place[1] != year or not place[0].startswith(REPORT)}
            days[REPORT, year] = own
    ahead = sorted((on, key, year) for (key, year), on in days.items() if on >= ground.today)
    return [Coming(key, year, on, ground.calendar.between(ground.today, on)) for on, key, year in ahead[:most]]


def waiting(actor: Actor, ground: Ground) -> list[DeskItem]:
    """What waits for this actor: late first, then by the day due, what has no day last."""
    found = [item for wait in WAITS if wait.is_for(actor) for item in _of_wait(wait, ground)]
    found += [item for lack in LACKS if lack.duty in actor.duties for item in _of_lack(lack, ground)]
    if NO_PLAN.duty in actor.duties:
        found += _to_begin(ground)
    return sorted(found, key=_late_first)


def for_others(actor: Actor, ground: Ground) -> list[DeskItem]:
    """What the actor may see and waits for others, named by who they are; late first, then by the day due."""
    rooms = rooms_seen(actor)
    found = [
        _looked_on(item, wait, actor)
        for wait in WAITS
        if wait.room in rooms and wait.told and not wait.is_for(actor)
        for item in _of_wait(wait, ground)
    ]
    found += [
        _looked_on(item, lack, actor)
        for lack in LACKS
        if lack.have[0] in rooms and lack.room in rooms and lack.duty not in actor.duties
        if actor.sees_province or not lack.veiled
        for item in _of_lack(lack, ground)
    ]
    return sorted(found, key=_late_first)


def _looked_on(item: DeskItem, wait: Wait | Lack, actor: Actor) -> DeskItem:
    """A line as those see it who only look on: named by who is waited for, leading where they may go."""
    link = wait.looking.format(year=item.year) if wait.looking else item.link
    return replace(item, by=waited_for(wait.duty, actor), link=link)


def overdue(actor: Actor, mine: Iterable[DeskItem], others: Iterable[DeskItem]) -> list[DeskItem]:
    """Everything late, the longest late first. What only echoes another's delay is told with that other."""
    echoes = {wait.code for wait in WAITS if not wait.told and wait.is_for(actor)}
    late = [item for item in (*mine, *others) if item.overdue and (item.by or item.code not in echoes)]
    return sorted(late, key=lambda item: (item.due_on or date.max, item.code, -item.year))


def unusual(actor: Actor, ground: Ground) -> list[DeskItem]:
    """What the rooms call unusual: how many, with the list behind it. Newest year first, in the order of the year."""
    rooms = rooms_seen(actor)
    found = [
        item
        for signal in SIGNALS
        if signal.room in rooms and signal.unless not in actor.duties
        for item in _of_signal(signal, ground)
    ]
    if NO_PLAN.have[0] in rooms and NO_PLAN.room in rooms and NO_PLAN.duty not in actor.duties:
        found += _of_lack(NO_PLAN, ground)
    return sorted(found, key=lambda item: -item.year)


def _late_first(item: DeskItem) -> tuple[bool, date, str, int]:
    return item.urgency != "overdue", item.due_on or date.max, item.code, -item.year


def _years_of(standings: Iterable[Standing], kind: str, states: tuple[str, ...]) -> dict[int, list[Standing]]:
    by_year: dict[int, list[Standing]] = {}
    for standing in standings:
        if standing.kind == kind and (not states or standing.state in states):
            by_year.setdefault(standing.year, []).append(standing)
    return by_year


def _of_wait(wait: Wait, ground: Ground) -> Iterator[DeskItem]:
    for year, rows in _years_of(ground.standings.get(wait.room, ()), wait.kind, wait.states).items():
        count = sum(row.count for row in rows)
        days = [row.due_on for row in rows if row.due_on]
        due = min(days) if days else ground.deadline(wait.deadline, year)
        late = sum(row.overdue for row in rows) if days else count * ground.passed(due)
        if wait.when == LATE:
            count = late
        elif wait.when == IN_TIME:
            count, late = count - late, 0
        if count:
            only = rows[0].only_id if len(rows) == 1 else None
            link = wait.link(year, [row.state for row in rows], only)
            shown = 0 if wait.room in OUTSIDE else year
            yield DeskItem(wait.code, shown, count, link, due, ground.days_to(due), late, room=wait.room)


def _of_lack(lack: Lack, ground: Ground) -> Iterator[DeskItem]:
    room, kind, states = lack.have
    have, want = Counter[int](), Counter[int]()
    for row in ground.standings.get(room, ()):
        have[row.year] += row.count * (row.kind == kind and row.state in states)
    for row in ground.standings.get(lack.room, ()):
        want[row.year] += row.count * (row.kind == lack.want[1] and row.state not in lack.gone)
    for year in have:
        count = have[year] - want[year]
        if count > 0 and (year < ground.today.year or not lack.over):
            due = ground.deadline(lack.deadline, year)
            late = count * ground.passed(due)
            link = lack.link.format(year=year)
            yield DeskItem(lack.code, year, count, link, due, ground.days_to(due), late, room=lack.room)


def _to_begin(ground: Ground) -> Iterator[DeskItem]:
    """Years for which an enterprise is listed and has not begun its plan: this one and those ahead."""
    for item in _of_lack(NO_PLAN, ground):
        if item.year >= ground.today.year:
            yield replace(item, code="plan.upload", link=f"/plans/{item.year}/upload")


def _of_signal(signal: Signal, ground: Ground) -> Iterator[DeskItem]:
    for year, rows in _years_of(ground.standings.get(signal.room, ()), signal.kind, signal.states).items():
        count = sum(row.count for row in rows)
        only = rows[0].only_id if len(rows) == 1 else None
        link = signal.one.format(id=only) if signal.one and only else signal.many.format(year=year)
        yield DeskItem(signal.code, year, count, link, room=signal.room)
