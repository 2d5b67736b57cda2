"""When a report is late, what two versions differ in, what may be set aside. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that two versions fill differently; empty text: the cell was not there."""

    sheet: str
    line: str
    column: str
    old: str
    new: str


# Texts by sheet, line ("1/3/bituminous": unit, month, fuel) and column.
Texts = Mapping[tuple[str, str, str], str]


def differences(old: Texts, new: Texts) -> list[Difference]:
    """Every cell that differs, none left out, in the order of the old version, then what is only in the new one."""
    keys = [*old, *(key for key in new if key not in old)]
    return [
        Difference(*key, old.get(key, ""), new.get(key, "")) for key in keys if old.get(key, "") != new.get(key, "")
    ]


def waivable(code: str) -> bool:
    """Checks of the content may be set aside with a reason; a workbook that cannot be read may not."""
    return code.startswith("ER-")
