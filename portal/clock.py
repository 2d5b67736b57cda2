"""The front door's clock. Below the doors, `at` is an argument."""

from __future__ import annotations

from datetime import UTC, date, datetime

from domain.core.calendar import legal_day


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """The legal day."""
    return legal_day(now())


def current_year() -> int:
    """The compliance year under way: the emissions of the calendar year before."""
    return today().year - 1
