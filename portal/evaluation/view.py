"""What the dashboard was asked for and what it has found: everything its charts and numbers are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.law import Law, last_day_of
from domain.evaluation import queries
from domain.evaluation.queries import By, ClassYear, Part, Total
from domain.records.lawbook.queries import as_of_days
from domain.records.market import queries as market
from domain.records.market.queries import PriceCard

# So many years stand beside one another on the charts.
YEARS = 5
# What the list can only be narrowed by where the room is open.
NARROWED = {
    "reporting": Duty.REPORT_SEE,
    "returned": Duty.REPORT_SEE,
    "stopped": Duty.REPORT_SEE,
    "corrected": Duty.VERIFICATION_SEE,
    "penalised": Duty.PENALTY_SEE,
}
BYS = (By.YEAR, By.CITY, By.CAPTIVE, By.SECTOR)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked at and by whom: a compliance year, all of the province or a part of it."""

    year: int
    part: Part
    actor: Actor

    @property
    def years(self) -> range:
        return range(self.year - YEARS + 1, self.year + 1)

    @property
    def query(self) -> str:
        """The same, for an address."""
        pairs = {"sector": self.part.sector, "city": self.part.city}
        return urlencode({name: value for name, value in pairs.items() if value})

    def behind(self, **more: str) -> str:
        """The list behind a number: the enterprises of the same part and year, narrowed further.

        Empty where the list would not say it to this reader, because the room that knows it is closed to them.
        """
        if not all(self.actor.holds(duty) for name, duty in NARROWED.items() if name in more):
            return ""
        pairs = {"sector": self.part.sector, "city": self.part.city} | more
        query = urlencode({name: value for name, value in pairs.items() if value})
        # An empty search says that the list is asked for as it is here, not as it was left the last time.
        return f"/enterprises/in/{self.year}?{query or 'search='}"


@dataclass(frozen=True, slots=True)
class View:
    """Sums by year and group, classes of units, the law of the years, the prices of the year of settlement."""

    asked: Asked
    sums: Mapping[By, Sequence[Total]]
    classes: Sequence[ClassYear]
    laws: Mapping[date, Law]
    prices: Sequence[PriceCard]

    @property
    def by_year(self) -> dict[int, Total]:
        return {one.year: one for one in self.sums[By.YEAR]}

    @property
    def now(self) -> Total | None:
        return self.by_year.get(self.asked.year)

    @property
    def before(self) -> Total | None:
        return self.by_year.get(self.asked.year - 1)

    @property
    def before_the_portal(self) -> bool:
        """Of the year only emissions are known, and they were brought along: no room has anything to come."""
        return self.now is not None and not self.now.reports and self.now.emissions_tonnes is not None

    @property
    def years(self) -> list[int]:
        """The years of which anything is known, oldest first."""
        return sorted(self.by_year)

    def groups(self, by: By) -> list[Total]:
        """The groups of the year that is looked at; the empty key last."""
        found = [one for one in self.sums[by] if one.year == self.asked.year]
        return sorted(found, key=lambda one: (not one.key, -(one.emissions_tonnes or 0), one.key))


async def view_of(asked: Asked) -> View:
    """Four statements, whatever is asked."""
    actor = asked.actor
    settled_in = asked.year + 1
    sums = await queries.totals_by(actor, asked.years, BYS, asked.part)
    return View(
        asked,
        sums,
        await queries.classes(actor, asked.years, asked.part),
        await as_of_days([last_day_of(year) for year in asked.years]),
        await market.days(date(settled_in, 1, 1), date(settled_in, 12, 31)),
    )
