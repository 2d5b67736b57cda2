"""Working days (工作日) and due days. Pure: the holidays are handed in.

Source of the counting rule: 民法典 art 201-203: the day of the event does not count, a last day that is a holiday
runs on to the next working day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

SATURDAY = 5
CHINA = timezone(timedelta(hours=8), "CST")


def legal_day(at: datetime) -> date:
    """The day that counts for the law at an instant: by China Standard Time, whatever clock the machine keeps."""
    return at.astimezone(CHINA).date()


@dataclass(frozen=True, slots=True)
class DueDay:
    """A due day; `provisional` while the State Council's notice for its year is not known."""

    on: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Public holidays and make-up working days, known up to and including `known_until`."""

    holidays: frozenset[date]
    makeup_days: frozenset[date]
    known_until: date

    def is_working_day(self, day: date) -> bool:
        if day in self.makeup_days:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays

    def after(self, start: date, working_days: int) -> DueDay:
        """The day `working_days` working days after `start`, which itself does not count.

        >>> WorkingCalendar(frozenset(), frozenset(), date(2026, 12, 31)).after(date(2026, 3, 2), 7).on
        datetime.date(2026, 3, 11)
        """
        if working_days < 1:
            raise ValueError("a clock runs at least one working day")
        day, left = start, working_days
        while left:
            day += timedelta(days=1)
            left -= self.is_working_day(day)
        return DueDay(day, day > self.known_until)

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` lies before `start`."""
        if end < start:
            return -self.between(end, start)
        days = (end - start).days
        return sum(self.is_working_day(start + timedelta(days=offset)) for offset in range(1, days + 1))
