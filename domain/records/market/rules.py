"""The average market price, with its derivation. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from domain.core.findings import refuse
from domain.core.law import Law
from domain.core.workings import Explanation, Working

CITATION = "碳排放权交易管理暂行条例 第二十四条"


@dataclass(frozen=True, slots=True)
class TradingDay:
    """One day at the exchange: all trades (listed and block), and the official totals since the market opened.

    Tonnes and yuan; the totals are those printed for the close of the day, None where they are not known.
    """

    on: date
    volume_tonnes: int
    amount_yuan: Decimal
    total_volume_tonnes: int | None = None
    total_amount_yuan: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """The days over which a price is averaged, both included."""

    first: date
    last: date


def window_before(law: Law, deadline_on: date) -> Window:
    """One month before the surrender deadline (清缴时限前一个月), the deadline's own day included.

    Source: Decree 775 art 24, Code art 1226(2). As counted in a published decision: for a deadline of 2024-12-31
    the exchange's letter covers 2024-12-01 to 2024-12-31.
    """
    months = int(law.value("penalty.price.window_months"))
    month_index = deadline_on.year * 12 + deadline_on.month - 1 - months
    year, month = divmod(month_index, 12)
    day = min(deadline_on.day, monthrange(year, month + 1)[1])
    return Window(date(year, month + 1, day) + timedelta(days=1), deadline_on)


def average_price(
    law: Law, window: Window, days: Iterable[TradingDay], expected: Sequence[date] | None = None
) -> Explanation:
    """Average market price over the window: all trades, weighted by volume, two decimals half up.

    Source: Decree 775 art 24 (市场交易平均成交价格). The definition is the one under which the exchange's December 2024
    days give 98.00, the price of a published penalty decision.

    Example: 100 t for 9,000 yuan and 300 t for 29,400 yuan: 38,400 / 400 = 96.00.

    `expected` are the days on which the exchange traded, some of them before the window. When one within it is missing,
    the sums come from the official totals at both ends (last close before the window, last close within it); without
    those totals the question is refused (MARKET-DAYS-MISSING, MARKET-NO-TRADES).
    """
    known = {day.on: day for day in days}
    inside = [known[on] for on in sorted(known) if window.first <= on <= window.last]
    missing = [on for on in (expected or ()) if window.first <= on <= window.last and on not in known]
    working = Working("market.average_price", law, "totals" if missing else "days")
    working.fact("window", f"{window.first.isoformat()}/{window.last.isoformat()}", CITATION)
    working.provision("penalty.price.window_months")
    if missing:
        ends = _ends(window, known, missing, expected or ())
        volume, amount = _from_totals(working, ends, missing)
    else:
        volume, amount = _from_days(working, inside)
    if volume <= 0:
        raise refuse("MARKET-NO-TRADES", citation=CITATION, first=window.first, last=window.last)
    price = amount / volume
    return working.result("average_price", "amount / volume", price, "yuan/t", rounding="rounding.average_price")


def _from_days(working: Working, inside: Sequence[TradingDay]) -> tuple[Decimal, Decimal]:
    working.given("trading_days", Decimal(len(inside)), "days", "market")
    volume = working.step("volume", "Σ volume", Decimal(sum(day.volume_tonnes for day in inside)), "t")
    amount = working.step("amount", "Σ amount", sum((day.amount_yuan for day in inside), Decimal(0)), "yuan")
    return volume, amount


def _ends(
    window: Window, known: Mapping[date, TradingDay], missing: Sequence[date], expected: Sequence[date]
) -> tuple[TradingDay, TradingDay]:
    """The last close before the window and the last within it, refused when either is not truly the last.

    A trading day that is missing after the one or between the other and the window would count without a trace.
    """
    before = _last_close(known, [on for on in known if on < window.first])
    after = _last_close(known, [on for on in known if window.first <= on <= window.last])
    if before is None or after is None or missing[-1] > after.on:
        raise refuse("MARKET-DAYS-MISSING", citation=CITATION, days=len(missing), first=missing[0])
    if any(before.on < on < window.first for on in expected):
        raise refuse("MARKET-DAYS-MISSING", citation=CITATION, days=len(missing), first=before.on)
    return before, after


def _from_totals(
    working: Working, ends: tuple[TradingDay, TradingDay], missing: Sequence[date]
) -> tuple[Decimal, Decimal]:
    """The difference of the official totals: what was traded between the last close before the window and its end."""
    working.given("missing_days", Decimal(len(missing)), "days", "market")
    working.fact("first_missing_day", missing[0].isoformat(), "market")
    volume_before, amount_before = _totals(working, "before", ends[0])
    volume_after, amount_after = _totals(working, "after", ends[1])
    volume = working.step("volume", "volume_after - volume_before", volume_after - volume_before, "t")
    amount = working.step("amount", "amount_after - amount_before", amount_after - amount_before, "yuan")
    return volume, amount


def _last_close(known: Mapping[date, TradingDay], days: Sequence[date]) -> TradingDay | None:
    """The latest of these days, when both its totals are known."""
    if not days:
        return None
    day = known[max(days)]
    return None if day.total_volume_tonnes is None or day.total_amount_yuan is None else day


def _totals(working: Working, name: str, day: TradingDay) -> tuple[Decimal, Decimal]:
    origin = f"market {day.on.isoformat()}"
    volume = working.given(f"volume_{name}", Decimal(day.total_volume_tonnes or 0), "t", origin)
    amount = working.given(f"amount_{name}", day.total_amount_yuan or Decimal(0), "yuan", origin)
    return volume, amount
