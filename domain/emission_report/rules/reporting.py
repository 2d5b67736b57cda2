"""When a report is late, what may be set aside. Pure."""

from __future__ import annotations

from datetime import date, datetime

from domain.core.law import Law


def deadline(law: Law) -> date:
    """The last day on which the report of the year is in time."""
    return law.on("deadline.report")


def is_late(day: date, law: Law) -> bool:
    """A report that comes after the deadline is taken, and marked late (Order 19 art 25).

    Deadline 31 March: 31 March is in time, 1 April is late.
    """
    return day > deadline(law)


def is_urging_day(day: date, law: Law) -> bool:
    """Whether the clock urges on this day: as many days before the deadline, or after it, as the law names.

    Named 30, 15, 7, 3, 1; deadline 31 March: 24 March and 7 April.
    """
    distance = abs((deadline(law) - day).days)
    return str(distance) in law.text("urging.days").split(",")


def came_back(received_at: datetime, submitted_at: datetime | None) -> bool:
    """Whether a version of a report that is owed was submitted already and returned: it is not signed a second time.

    Submitted at noon and returned: the version received at eleven came back, one received at one o'clock is new.
    """
    return submitted_at is not None and received_at <= submitted_at


def waivable(code: str) -> bool:
    """Checks of the content may be set aside with a reason; a workbook that cannot be read may not."""
    return code.startswith("ER-")
