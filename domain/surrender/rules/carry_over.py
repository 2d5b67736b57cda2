"""What may be carried over from the vintages of one cycle into the next, and by when. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.core.calendar import WorkingCalendar
from domain.core.findings import refuse
from domain.core.law import Law
from domain.core.workings import Explanation, Working

SCHEME = "surrender.carry_over"
# The key that is in force as long as the scheme is open.
OPEN = f"{SCHEME}.base"
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Trade:
    """Allowances of a vintage sold and bought on a day, whole tonnes."""

    on: date
    vintage: int
    sold: int
    bought: int


@dataclass(frozen=True, slots=True)
class CarryOver:
    """Whole tonnes that may be carried over; `limited_by` is `on_time`, `formula` or `holdings`."""

    carry_over: int
    eligible: bool
    limited_by: str
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class CarryOverDays:
    """By when an application is announced, decided and the new allowances are there."""

    notice_by: date
    processed_by: date
    issued_by: date
    provisional: bool
    explanation: Explanation


def _day(working: Working, name: str) -> date:
    return date.fromisoformat(working.provision(f"{SCHEME}.{name}").value)


def net_sold(law: Law, trades: Sequence[Trade]) -> Explanation:
    """What was sold less what was bought, of the vintages of the cycle, within its two years.

    Source: 2023、2024年度发电行业配额总量和分配方案 附5. Example: 300,000 t of 2023 sold in 2024 and 99,999 t of 2024
    bought in 2025: 200,001 t; what was traded in 2026, or is of vintage 2025, does not count.
    """
    working = Working("surrender.net_sold", law)
    first, last = _day(working, "traded_from"), _day(working, "traded_until")
    earliest, latest = working.law(f"{SCHEME}.vintage_earliest"), working.law(f"{SCHEME}.vintage_latest")
    total = ZERO
    for number, trade in enumerate(trades, 1):
        if first <= trade.on <= last and earliest <= trade.vintage <= latest:
            origin, index = f"{trade.on.isoformat()} {trade.vintage}", str(number)
            sold = working.given("sold", Decimal(trade.sold), "t", origin, index)
            total += sold - working.given("bought", Decimal(trade.bought), "t", origin, index)
    return working.result("net_sold", "Σ (sold - bought)", total, "t")


def carry_over(
    law: Law, net_sold: Decimal, holdings: Decimal, pending: Decimal, on_time_years: Collection[int]
) -> CarryOver:
    """10,000 t and one and a half times what was sold on balance, but no more than is held and free.

    Only who surrendered in full and on time for both years of the cycle may carry anything over. Who bought more than
    was sold has net sales of nought. Held is what stands on the account at the end of the cycle, less what waits to be
    surrendered or cancelled (refused when more waits than is held: SURRENDER-PENDING).
    Source: 2023、2024年度发电行业配额总量和分配方案 附5. Example: 200,001 t sold on balance and 9,000,000 t held:
    10,000 + 1.5 × 200,001 = 310,001.5 → 310,001 t.
    """
    if pending > holdings:
        raise refuse("SURRENDER-PENDING", field_name="pending", pending=pending, holdings=holdings)
    working = Working("surrender.carry_over", law)
    needed = working.provision(f"{SCHEME}.on_time_years").value
    eligible = {int(year) for year in needed.split(",")} <= set(on_time_years)
    working.fact("years_on_time", f"{','.join(map(str, sorted(on_time_years))) or '—'} / {needed}")
    working.fact("holdings_on", working.provision(f"{SCHEME}.holdings_on").value)
    sold = max(working.given("net_sold", net_sold, "t"), ZERO)
    held = working.given("holdings", holdings, "t") - working.given("pending", pending, "t")
    share = working.given("eligible", Decimal(eligible), "number")
    working.step("net_sold_counted", "max(net_sold, 0)", sold, "t")
    most = working.law(OPEN) + working.law(f"{SCHEME}.multiple") * sold
    formula = f"{OPEN} + {SCHEME}.multiple × net_sold_counted"
    ceiling = working.step("carry_over_ceiling", formula, most, "t", "rounding.carry_over")
    free = working.step("holdings_free", "holdings - pending", held, "t")
    formula = "eligible × min(carry_over_ceiling, holdings_free)"
    told = working.result("carry_over", formula, share * min(ceiling, free), "t")
    return CarryOver(int(told.value), eligible, _limit(eligible, ceiling, free), told)


def _limit(eligible: bool, ceiling: Decimal, free: Decimal) -> str:
    if not eligible:
        return "on_time"
    return "formula" if ceiling <= free else "holdings"


def carry_over_days(law: Law, calendar: WorkingCalendar, applied_on: date) -> CarryOverDays:
    """An application is decided by the day of its round, first or last; five working days later there are allowances.

    Source: 2023、2024年度发电行业配额总量和分配方案 附5. Example: filed on 2026-03-20, decided by 2026-03-27, issued by
    2026-04-03; filed a day later, decided by 2026-06-26. After the last day of filing it is refused
    (SURRENDER-CARRY-OVER-CLOSED).
    """
    working = Working("surrender.carry_over_days", law)
    working.fact("applied_on", applied_on.isoformat())
    names = ("first_round", "last_round")
    rounds = [(_day(working, f"{name}.filed_by"), _day(working, f"{name}.processed_by")) for name in names]
    open_rounds = [processed_by for filed_by, processed_by in rounds if applied_on <= filed_by]
    if not open_rounds:
        last_day = max(filed_by for filed_by, _ in rounds).isoformat()
        raise refuse("SURRENDER-CARRY-OVER-CLOSED", field_name="applied_on", applied=applied_on, last=last_day)
    notice_by = _day(working, "notice_by")
    days = working.law(f"{SCHEME}.issue_within")
    issued = calendar.after(open_rounds[0], int(days))
    told = working.result("days_to_issue", f"{SCHEME}.issue_within", days, "working_days")
    return CarryOverDays(notice_by, open_rounds[0], issued.on, issued.provisional, told)
