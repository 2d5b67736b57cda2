"""Reports that are owed by different last days: of the sector, and of a window opened for one unit alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.records.database import transaction
from domain.records.people.writes import enter_enterprises
from tests.doors import credit_code, plant

YEAR = 2024
ONE_DAY = timedelta(days=1)
HERE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Window:
    """A unit of a sector, the day it was given alone, and by when it therefore owes the report of 2024."""

    sector: str
    opened_until: date | None
    last: date

    @property
    def closing(self) -> datetime:
        """The last minute in time."""
        return datetime.combine(self.last, time(23, 59), HERE)

    @property
    def after(self) -> datetime:
        """The first minute too late."""
        return datetime.combine(self.last + ONE_DAY, time(0, 1), HERE)


WINDOWS = (
    Window("power", None, date(2025, 3, 31)),
    Window("power", date(2025, 5, 15), date(2025, 5, 15)),
    Window("steel", None, date(2025, 6, 30)),
    Window("steel", date(2025, 5, 15), date(2025, 6, 30)),
    Window("cement", date(2025, 8, 31), date(2025, 8, 31)),
    Window("flat_glass", None, date(2025, 3, 31)),
    # No sector of the register: the day of whoever is not named.
    Window("", None, date(2025, 3, 31)),
)


async def owing(number: int, window: Window, state: str = "open") -> tuple[int, int]:
    """An enterprise that owes its report by that window; answers the enterprise and the report."""
    facts = {"credit_code": credit_code(number), "name": f"示例第{number}厂", "city": "武汉市", "sector": window.sector}
    async with transaction():
        (enterprise_id,) = (await enter_enterprises([{**facts, "synthetic": True}])).values()
    given = {"opened_until": window.opened_until} if window.opened_until else {}
    return enterprise_id, await plant("report", enterprise_id=enterprise_id, year=YEAR, state=state, **given)
