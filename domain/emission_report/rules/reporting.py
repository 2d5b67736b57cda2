"""When a report is late, what may be set aside. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from domain.core.law import Law, Provision, last_day_of, law_on
from domain.emission_report.rules.facts import Known, KnownUnit
from domain.emission_report.rules.industry import WHOLE

DEADLINE, LEVEL, POWER = "deadline.report", "industry.level.", "power"
# Every sector whose day the law does not name apart.
ANY_OTHER = ""
ZERO = Decimal(0)
# The last day of each sector in each compliance year.
LastDays = Mapping[int, Mapping[str, date]]


def deadline_key(law: Law, sector: str = POWER) -> str:
    """The provision that names the last day of a sector: industry that trades and other sectors may have their own.

    A sector trades when the allocation plan of the year names its level. Steel of 2024: `deadline.report.industry`.
    """
    group = "industry" if law.has(f"{LEVEL}{sector}") else "other"
    own = f"deadline.report.{group}"
    return own if sector != POWER and law.has(own) else DEADLINE


def deadline(law: Law, sector: str = POWER) -> date:
    """The last day on which the report of the year is in time."""
    return law.on(deadline_key(law, sector))


def last_day(law: Law, sector: str = POWER, opened_until: date | None = None) -> date:
    """The last day of one report: that of its sector, or the later day that it was given alone."""
    day = deadline(law, sector)
    return max(day, opened_until) if opened_until else day


def due_on(law: Law, sector: str, opened_until: date | None = None) -> date | None:
    """The last day of one report as pages tell it; None where the law of the year names none."""
    return last_day(law, sector, opened_until) if law.has(DEADLINE) else None


def deadlines(law: Law) -> tuple[Provision, ...]:
    """The days of the year's reports, each once: that of power, of industry that trades, of the other sectors.

    2024: `deadline.report` (31 March) and `deadline.report.industry` (30 June); none while none is enacted.
    """
    return tuple(law.provision(key) for key in dict.fromkeys(deadline_key(law, one) for one in sector_days(law)))


def sector_days(law: Law) -> Mapping[str, date]:
    """The last day of every sector, `ANY_OTHER` standing for those that are not named; empty where the law has none.

    2024: power 31 March, steel 30 June, any other 31 March.
    """
    return {sector: deadline(law, sector) for sector in _apart(law)} if law.has(DEADLINE) else {}


def last_days(provisions: Iterable[Provision]) -> LastDays:
    """The same of every compliance year that has such days: for questions about the reports of many years at once."""
    named = [one for one in provisions if one.key.startswith((DEADLINE, LEVEL))]
    years = sorted({year for one in named if one.key == DEADLINE for year in _years(one)})
    return {year: sector_days(law_on(named, last_day_of(year))) for year in years}


def _years(provision: Provision) -> range:
    until = provision.in_force_until or provision.in_force_from
    return range(provision.in_force_from.year, until.year + 1)


def _apart(law: Law) -> tuple[str, ...]:
    """The sectors that may have a day of their own."""
    trading = (one.key.removeprefix(LEVEL) for one in law if one.key.startswith(LEVEL))
    return (POWER, *trading, ANY_OTHER)


def is_late(day: date, law: Law, sector: str = POWER, opened_until: date | None = None) -> bool:
    """A report that comes after its last day is taken, and marked late (Order 19 art 25).

    Deadline 31 March: 31 March is in time, 1 April is late. Opened until 30 April: 1 April is in time.
    """
    return day > last_day(law, sector, opened_until)


def is_urging_day(day: date, law: Law, sector: str = POWER, opened_until: date | None = None) -> bool:
    """Whether the clock urges on this day: as many days before the last day, or after it, as the law names.

    Named 30, 15, 7, 3, 1; deadline 31 March: 24 March and 7 April.
    """
    distance = abs((last_day(law, sector, opened_until) - day).days)
    return str(distance) in law.text("urging.days").split(",")


def came_back(received_at: datetime, submitted_at: datetime | None) -> bool:
    """Whether a version of a report that is owed was submitted already and returned: it is not signed a second time.

    Submitted at noon and returned: the version received at eleven came back, one received at one o'clock is new.
    """
    return submitted_at is not None and received_at <= submitted_at


def determinable(known: Known) -> tuple[KnownUnit, ...]:
    """The rows by which emissions are determined: a power plant's generating units, any other enterprise as one.

    Two units → two rows; a glassworks → 全厂, without capacity and class.
    """
    if known.sector == POWER and known.units:
        return known.units
    return (KnownUnit(WHOLE, ZERO, "", "", False),)


# Findings of reading and of the law of the year: without what they miss there is nothing to be judged.
NEVER_SET_ASIDE = ("SHEET-", "REPORT-")


def waivable(code: str) -> bool:
    """Checks of the content may be set aside with a reason; a workbook that cannot be read may not."""
    return not code.startswith(NEVER_SET_ASIDE)
