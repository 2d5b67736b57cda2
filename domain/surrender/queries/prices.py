"""What the missing allowances would cost."""

from __future__ import annotations

from datetime import date, timedelta

from domain.core.law import Law
from domain.records.market import queries as market
from domain.surrender.queries.cards import PriceOfMissing
from domain.surrender.rules import cost

# A price older than this is no guide any more.
FRESH = timedelta(weeks=5)


async def price_of_missing(law: Law, missing: int, today: date) -> PriceOfMissing | None:
    """The cost at the last known closing price, by the law of the compliance year; None when nothing is missing or no
    recent price is known."""
    if missing <= 0:
        return None
    days = await market.days(today - FRESH, today)
    if not days:
        return None
    return PriceOfMissing(days[-1].on_day, cost(law, missing, days[-1].close_yuan, days[-1].on_day))
