"""Which version ruled on which day, and the number under which it was filed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.core.law import Law, last_day_of

FILING_NUMBER = "plan.filing_number"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Filed:
    """A version that was filed at some time: for which year, and from which day it rules."""

    plan_id: int
    year: int
    version: int
    rules_from: date


@dataclass(frozen=True, slots=True)
class Reign:
    """The days, both included, on which a version ruled. `until` before `since`: it was replaced before it could."""

    plan_id: int
    year: int
    version: int
    since: date
    until: date

    @property
    def ruled(self) -> bool:
        return self.since <= self.until

    def rules_on(self, day: date) -> bool:
        return self.since <= day <= self.until


def rules_from(year: int, filed_on: date, since: date | None, before: date | None) -> date:
    """The first day on which a version rules: that of its year, or of its filing where that is later.

    A revision that was applied for rules from the day the change took place, where that lies between: filed on 20 May
    2024 for a meter changed on 6 May 2024, it rules from 6 May. It never reaches behind the version `before` it.
    """
    first = date(year, 1, 1)
    day = max(first, filed_on if since is None else min(since, filed_on))
    return day if before is None else max(day, before)


def reigns(filed: Sequence[Filed]) -> tuple[Reign, ...]:
    """Of each version the days on which it ruled, in the order of the days: until its year or its own time ended.

    Version 1 of 2024 filed in December 2023, version 2 ruling from 6 May 2024: 1 January to 5 May, then to 31 December.
    """
    ordered = sorted(filed, key=lambda one: (one.year, one.version))
    found = []
    for one, following in zip(ordered, [*ordered[1:], None], strict=False):
        end = last_day_of(one.year)
        if following is not None and following.year == one.year:
            end = min(end, following.rules_from - ONE_DAY)
        found.append(Reign(one.plan_id, one.year, one.version, one.rules_from, end))
    return tuple(found)


def filing_number(law: Law, province: str, year: int, serial: int) -> str:
    """The number of a filing (备案号) after the pattern of the day; NotInForce when there is none.

    鄂, 2024, 17 → 鄂环碳案〔2024〕0017号
    """
    return law.text(FILING_NUMBER).format(province=province, year=year, serial=serial)
