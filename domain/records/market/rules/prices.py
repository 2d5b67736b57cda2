"""The average market price, with its derivation, and the days it is an average of. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from domain.core.findings import refuse
from domain.core.law import Law
from domain.core.workings import Explanation, Working
from domain.records.market.rules.markets import NATIONAL

CITATION = "碳排放权交易管理暂行条例 第二十四条"
ONE_DAY = timedelta(days=1)


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


@dataclass(frozen=True, slots=True)
class PriceWindow:
    """The days that a market's penalty price is an average of, and how they follow from the deadline."""

    window: Window
    explanation: Explanation


def window_before(law: Law, deadline_on: date) -> Window:
    """One month before the surrender deadline (清缴时限前一个月), the deadline's own day included.

    Source: Decree 775 art 24, Code art 1226(2). As counted in a published decision: for a deadline of 2024-12-31
    the exchange's letter covers 2024-12-01 to 2024-12-31.
    """
    return before_day(deadline_on, int(law.value("penalty.price.window_months")))


def before_day(deadline_on: date, months: int) -> Window:
    """The months that end with a day. 2026-06-30, one month → 2026-05-31 to 2026-06-30."""
    year, month = divmod(deadline_on.year * 12 + deadline_on.month - 1 - months, 12)
    day = min(deadline_on.day, monthrange(year, month + 1)[1])
    return Window(date(year, month + 1, day) + ONE_DAY, deadline_on)


def before_month(deadline_on: date, months: int) -> Window:
    """The whole months before the month of a day. 2016-06-30, six months → 2015-12-01 to 2016-05-31."""
    year, month = divmod(deadline_on.year * 12 + deadline_on.month - 1 - months, 12)
    return Window(date(year, month + 1, 1), deadline_on.replace(day=1) - ONE_DAY)


# The ways of counting a window, by the value of the provision that names one.
WINDOWS: Mapping[str, Callable[[date, int], Window]] = {"before_day": before_day, "before_month": before_month}


def price_window(law: Law, market: str, deadline_on: date) -> PriceWindow:
    """The days before a deadline whose prices count for the penalty; NotInForce where a market has no such rule.

    The nation: one month before the deadline. Chongqing: one month before expiry. Shenzhen: the six months on end
    before the month of compliance. Source: 碳排放权交易管理暂行条例 第二十四条; 地方政府参与全国碳市场工作手册 表2-4.
    Example: Shenzhen, deadline 2016-06-30: 2015-12-01 to 2016-05-31.
    """
    working = Working("market.price_window", law)
    prefix = "market.price" if market == NATIONAL else f"pilot.price.{market}"
    working.edition = working.provision(f"{prefix}.window").value
    key = "penalty.price.window_months" if market == NATIONAL else f"penalty.pilot.{market}.price.window_months"
    working.fact("market", market)
    working.fact("deadline_on", deadline_on.isoformat())
    months = working.law(key)
    window = WINDOWS[working.edition](deadline_on, int(months))
    return PriceWindow(window, working.result("window_months", key, months, "months"))


def average_price(
    law: Law, window: Window | None, days: Iterable[TradingDay], expected: Sequence[date] | None = None
) -> Explanation:
    """Average market price over the window: all trades, weighted by volume, two decimals half up.

    Source: Decree 775 art 24 (市场交易平均成交价格). The definition is the one under which the exchange's December 2024
    days give 98.00, the price of a published penalty decision. Without a window all days given count.

    Example: 100 t for 9,000 yuan and 300 t for 29,400 yuan: 38,400 / 400 = 96.00.

    `expected` are the days on which the exchange traded, some of them before the window. When one within it is missing,
    the sums come from the official totals at both ends (last close before the window, last close within it); without
    those totals the question is refused (MARKET-DAYS-MISSING, MARKET-NO-TRADES).
    """
    known = {day.on: day for day in days}
    span = window or _whole(known)
    inside = [known[on] for on in sorted(known) if span.first <= on <= span.last]
    missing = [on for on in (expected or ()) if span.first <= on <= span.last and on not in known]
    working = Working("market.average_price", law, "totals" if missing else "days")
    working.fact("window", f"{span.first.isoformat()}/{span.last.isoformat()}", CITATION)
    if window:
        working.provision("penalty.price.window_months")
    if missing:
        volume, amount = _from_totals(working, _ends(span, known, missing, expected or ()), missing)
    else:
        volume, amount = _from_days(working, inside)
    if volume <= 0:
        raise refuse("MARKET-NO-TRADES", citation=CITATION, first=span.first, last=span.last)
    formula, average = DEFINITIONS[working.provision("market.price.definition").value]
    return working.result("average_price", formula, average(volume, amount), "yuan/t", "rounding.average_price")


# What an average price is, by the value of the provision that defines it: of all trades, weighted by volume.
DEFINITIONS: Mapping[str, tuple[str, Callable[[Decimal, Decimal], Decimal]]] = {
    "all_trades_by_volume": ("amount ÷ volume", lambda volume, amount: amount / volume),
}


def _whole(known: Mapping[date, TradingDay]) -> Window:
    """From the first day given to the last."""
    if not known:
        raise refuse("MARKET-NO-TRADES", citation=CITATION, first="—", last="—")
    return Window(min(known), max(known))


def _from_days(working: Working, inside: Sequence[TradingDay]) -> tuple[Decimal, Decimal]:
    working.given("trading_days", Decimal(len(inside)), "days", "market")
    for day in inside:
        index = day.on.isoformat()
        working.given("day_volume", Decimal(day.volume_tonnes), "t", "market", index)
        working.given("day_amount", day.amount_yuan, "yuan", "market", index)
    volume = working.step("volume", "Σ day_volume", Decimal(sum(day.volume_tonnes for day in inside)), "t")
    amount = working.step("amount", "Σ day_amount", sum((day.amount_yuan for day in inside), Decimal(0)), "yuan")
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
