"""Questions about prices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from domain.core.calendar import SATURDAY, WorkingCalendar
from domain.core.workings import Explanation
from domain.records.database import ask
from domain.records.lawbook.queries import as_of, working_calendar
from domain.records.market.rules import TradingDay, average_price, window_before

# The close before a window lies a few days back at most: the longest holiday of the market is nine days.
LOOK_BACK = timedelta(days=14)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PriceCard:
    """A day of prices as pages show it."""

    on_day: date
    close_yuan: Decimal
    volume_tonnes: int
    amount_yuan: Decimal
    total_volume_tonnes: int | None
    total_amount_yuan: Decimal | None
    source: str


_COLUMNS = ", ".join(PriceCard.__slots__)


async def days(first: date, last: date) -> list[PriceCard]:
    """The known days from `first` to `last`, oldest first."""
    rows = await ask(
        f"SELECT {_COLUMNS} FROM price_day WHERE on_day BETWEEN {{}} AND {{}} ORDER BY on_day", first, last
    )
    return [PriceCard(**row) for row in rows]


async def latest() -> PriceCard | None:
    """The last day whose price is known."""
    rows = await ask(f"SELECT {_COLUMNS} FROM price_day ORDER BY on_day DESC LIMIT 1")
    return PriceCard(**rows[0]) if rows else None


async def years() -> list[int]:
    """The calendar years of which a price is known, newest first."""
    rows = await ask("SELECT DISTINCT extract(year FROM on_day)::int AS year FROM price_day ORDER BY 1 DESC")
    return [row["year"] for row in rows]


async def average_before(deadline_on: date, *, law_day: date) -> Explanation:
    """The average market price of the month before a surrender deadline, by the law of `law_day`.

    Refused (MARKET-DAYS-MISSING, MARKET-NO-TRADES) while the prices of the window are not known.
    """
    law = await as_of(law_day)
    window = window_before(law, deadline_on)
    first = window.first - LOOK_BACK
    known = [_trading_day(card) for card in await days(first, window.last)]
    expected = trading_days(await working_calendar(), first, window.last)
    return average_price(law, window, known, expected)


def trading_days(calendar: WorkingCalendar, first: date, last: date) -> list[date]:
    """Days on which the exchange trades: working days, never a weekend, not even a make-up one."""
    span = (first + ONE_DAY * offset for offset in range((last - first).days + 1))
    return [day for day in span if day.weekday() < SATURDAY and calendar.is_working_day(day)]


def _trading_day(card: PriceCard) -> TradingDay:
    return TradingDay(
        card.on_day, card.volume_tonnes, card.amount_yuan, card.total_volume_tonnes, card.total_amount_yuan
    )
