"""A calendar for rules: public holidays as the State Council published them, read from the calendar package."""

from __future__ import annotations

from datetime import date

import pytest
from chinese_calendar import constants

from domain.core.calendar import WorkingCalendar


@pytest.fixture(scope="session")
def calendar() -> WorkingCalendar:
    return WorkingCalendar(frozenset(constants.holidays), frozenset(constants.workdays), date(2026, 12, 31))
