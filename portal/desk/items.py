"""From what stands where to what waits: pure, so that a desk can be tried without a database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from domain.core.actors import Actor
from domain.core.calendar import WorkingCalendar
from domain.core.law import Provision
from domain.records.standing import Standing
from portal.desk.waits import IN_TIME, LACKS, LATE, WAITS, Lack, Wait

SOON = 10
DEADLINE = "deadline."
# The same day under the year before: the list and plan of a year have provisions of their own.
SAID_TWICE = ("deadline.next_list", "deadline.next_plan")

Deadlines = Mapping[tuple[str, int], date]
Standings = Mapping[str, list[Standing]]


@dataclass(frozen=True, slots=True)
class DeskItem:
    """One line of a desk. `days` are working days left, negative when late; None without a day."""

    code: str
    year: int
    count: int
    link: str
    due_on: date | None = None
    days: int | None = None
    overdue: int = 0

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


def deadlines_of(provisions: Iterable[Provision]) -> dict[tuple[str, int], date]:
    """The days that the law sets, by key and compliance year."""
    found: dict[tuple[str, int], date] = {}
    for provision in provisions:
        if provision.key.startswith(DEADLINE) and provision.in_force_until is not None:
            for year in range(provision.in_force_from.year, provision.in_force_until.year + 1):
                found[provision.key, year] = date.fromisoformat(provision.value)
    return found


def coming(deadlines: Deadlines, today: date, calendar: WorkingCalendar, most: int = 6) -> list[Coming]:
    """The next days of the year, soonest first."""
    ahead = sorted((on, key, year) for (key, year), on in deadlines.items() if on >= today and key not in SAID_TWICE)
    return [Coming(key, year, on, calendar.between(today, on)) for on, key, year in ahead[:most]]


def waiting(
    actor: Actor, standings: Standings, deadlines: Deadlines, today: date, calendar: WorkingCalendar
) -> list[DeskItem]:
    """What waits for this actor: late first, then by the day due, what has no day last."""
    found = [
        item for wait in WAITS if wait.is_for(actor) for item in _of_wait(wait, standings, deadlines, today, calendar)
    ]
    found += [
        item
        for lack in LACKS
        if lack.duty in actor.duties
        for item in _of_lack(lack, standings, deadlines, today, calendar)
    ]
    return sorted(found, key=lambda item: (item.urgency != "overdue", item.due_on or date.max, item.code, -item.year))


def _of_wait(
    wait: Wait, standings: Standings, deadlines: Deadlines, today: date, calendar: WorkingCalendar
) -> Iterable[DeskItem]:
    by_year: dict[int, list[Standing]] = {}
    for standing in standings.get(wait.room, ()):
        if standing.kind == wait.kind and standing.state in wait.states:
            by_year.setdefault(standing.year, []).append(standing)
    for year, rows in by_year.items():
        count = sum(row.count for row in rows)
        days = [row.due_on for row in rows if row.due_on]
        due = min(days) if days else deadlines.get((f"{DEADLINE}{wait.deadline}", year))
        late = sum(row.overdue for row in rows) if days else count * (due is not None and due < today)
        if wait.when == LATE:
            count = late
        elif wait.when == IN_TIME:
            count, late = count - late, 0
        if count:
            only = rows[0].only_id if len(rows) == 1 else None
            link = wait.one.format(id=only) if wait.one and only else wait.many.format(year=year)
            yield _item(wait.code, year, count, link, due, late, today, calendar)


def _of_lack(
    lack: Lack, standings: Standings, deadlines: Deadlines, today: date, calendar: WorkingCalendar
) -> Iterable[DeskItem]:
    """The year must be over: what is done with its emissions cannot begin before."""
    room, kind, states = lack.have
    have, want = Counter[int](), Counter[int]()
    for row in standings.get(room, ()):
        have[row.year] += row.count * (row.kind == kind and row.state in states)
    for row in standings.get(lack.want[0], ()):
        want[row.year] += row.count * (row.kind == lack.want[1] and row.state not in lack.gone)
    for year in have:
        count = have[year] - want[year]
        if count > 0 and year < today.year:
            due = deadlines.get((f"{DEADLINE}{lack.deadline}", year))
            late = count * (due is not None and due < today)
            yield _item(lack.code, year, count, lack.link.format(year=year), due, late, today, calendar)


def _item(
    code: str, year: int, count: int, link: str, due: date | None, late: int, today: date, calendar: WorkingCalendar
) -> DeskItem:
    return DeskItem(code, year, count, link, due, calendar.between(today, due) if due else None, late)
