"""How the verdict of a surrender follows from what was owed and handed in. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.core.findings import refuse
from domain.core.law import Law
from domain.core.workings import Explanation, Working


class Status(StrEnum):
    """How an obligation stands as of a day."""

    OPEN = "open"
    ON_TIME = "on_time"
    LATE = "late"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Standing:
    """Status and shortfall in tonnes; `completed_on` is the day the obligation was met."""

    status: Status
    shortfall: int
    completed_on: date | None


def standing(
    due: int, surrendered: int, offsets: int, deadline_on: date, completed_on: date | None, as_of: date
) -> Standing:
    """An obligation met by the deadline is on time, met later late, not met after the deadline short.

    Source: 碳排放权交易管理办法（试行） 第二十八条; 碳排放权交易管理暂行条例 第十四条. Example: 95 t and 5 t of offsets
    against 100 t on the deadline's own day: on time. `completed_on` is the day of the last hand-in that met it.
    """
    shortfall = max(due - surrendered - offsets, 0)
    if shortfall:
        return Standing(Status.SHORT if as_of > deadline_on else Status.OPEN, shortfall, None)
    met_on = completed_on or as_of
    return Standing(Status.ON_TIME if met_on <= deadline_on else Status.LATE, 0, met_on)


def completed_on(due: int, offsets: int, hand_ins: Sequence[tuple[date, int]]) -> date | None:
    """The day on which the hand-ins, with the offsets, first reached what was due; None when they never did.

    >>> completed_on(100, 5, [(date(2025, 12, 1), 90), (date(2026, 1, 4), 5)])
    datetime.date(2026, 1, 4)
    """
    left = due - offsets
    for day, tonnes in sorted(hand_ins):
        left -= tonnes
        if left <= 0:
            return day
    return None


@dataclass(frozen=True, slots=True)
class Verdict:
    """An obligation's standing from its sums: of the offsets handed in, those within the cap count. Whole tonnes."""

    standing: Standing
    offsets_counted: int
    explanation: Explanation


def verdict(
    law: Law, due: int, surrendered: int, offsets: int, deadline_on: date, completed_on: date | None, as_of: date
) -> Verdict:
    """The verdict on sums handed in: allowances, and certified reductions as far as the cap lets them count.

    Source: 碳排放权交易管理办法（试行） 第二十八条、第二十九条; 碳排放权交易管理暂行条例 第十四条. Example: 100 t due,
    90 t surrendered and 10 t of reductions: 5 t of these count, 5 t are missing. Who has handed in enough must say when
    (FACT-MISSING); who owes nothing has met it on the deadline's day.
    """
    working = Working("surrender.status", law)
    working.fact("deadline_on", deadline_on.isoformat())
    working.fact("as_of", as_of.isoformat())
    owed = working.given("due", Decimal(due), "t")
    allowances = working.given("surrendered", Decimal(surrendered), "t")
    counted = _within_cap(working, owed, working.given("offsets", Decimal(offsets), "t"))
    missing = max(owed - allowances - counted, Decimal(0))
    told = working.result("shortfall", "max(due - surrendered - offsets_counted, 0)", missing, "t")
    if not missing and completed_on is None and due:
        raise refuse("FACT-MISSING", field_name="completed_on", fact="completed_on")
    met_on = completed_on or deadline_on
    stands = standing(due, surrendered, int(counted), deadline_on, met_on, as_of)
    return Verdict(stands, int(counted), told)


def _within_cap(working: Working, owed: Decimal, offsets: Decimal) -> Decimal:
    """Without offsets no cap is asked for: an obligation of any year can be judged then."""
    if not offsets:
        return working.step("offsets_counted", "offsets", offsets, "t")
    most = owed * working.law("surrender.offset.share")
    cap = working.step("offset_cap", "due × surrender.offset.share", most, "t", "rounding.offset_cap")
    return working.step("offsets_counted", "min(offsets, offset_cap)", min(offsets, cap), "t")


@dataclass(frozen=True, slots=True)
class HandIn:
    """Tonnes handed in on a day: allowances surrendered or, with `offset`, certified reductions that count."""

    on: date
    tonnes: int
    offset: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an obligation stands as of a day, with what was handed in by then and what was missing at the deadline."""

    standing: Standing
    surrendered: int
    offsets: int
    deadline_shortfall: int
    explanation: Explanation


def obligation(law: Law, due: int, units: Sequence[tuple[str, int]], origin: str) -> Explanation:
    """What is to be surrendered is no less than the confirmed emissions, as the final allocation settled them.

    Source: 碳排放权交易管理办法（试行） 第二十八条. Example: units of 400,001 t and 32,911 t owe 432,912 t together.
    Where the units are not known, or do not add up to it, the amount of the final allocation stands alone.
    """
    working = Working("surrender.obligation", law)
    owed = [working.given("owed", Decimal(tonnes), "t", unit, unit) for unit, tonnes in units if _adds_up(due, units)]
    if owed:
        return working.result("due", "Σ owed", sum(owed, Decimal(0)), "t", rounding="rounding.obligation")
    amount = working.given("allocation_due", Decimal(due), "t", origin)
    return working.result("due", "allocation_due", amount, "t", rounding="rounding.obligation")


def _adds_up(due: int, units: Sequence[tuple[str, int]]) -> bool:
    """Whether the units, each named once, owe the amount together."""
    return sum(tonnes for _, tonnes in units) == due and len({unit for unit, _ in units}) == len(units)


def outcome(law: Law, due: int, hand_ins: Sequence[HandIn], as_of: date) -> Outcome:
    """The verdict as of a day, from everything handed in up to and including that day.

    Source: 碳排放权交易管理办法（试行） 第二十八条; 碳排放权交易管理暂行条例 第十四条. Example: 100 t by 2025-12-31,
    90 t on 2025-12-20 and 10 t on 2026-01-08: short by 10 t as of 2026-01-05, late as of 2026-01-08, and 10 t were
    missing at the deadline. Who owes nothing has met it on the deadline's day.
    """
    deadline_on = law.on("deadline.surrender")
    counted = [one for one in hand_ins if one.on <= as_of]
    surrendered = sum(one.tonnes for one in counted if not one.offset)
    offsets = sum(one.tonnes for one in counted if one.offset)
    met_on = completed_on(due, 0, [(one.on, one.tonnes) for one in counted]) if due else min(as_of, deadline_on)
    stands = standing(due, surrendered, offsets, deadline_on, met_on, as_of)
    in_time = [one for one in counted if one.on <= deadline_on]
    told = _explained(law, due, in_time, surrendered + offsets, as_of, stands)
    missing = max(due - sum(one.tonnes for one in in_time), 0)
    return Outcome(stands, surrendered, offsets, missing, told)


def _explained(
    law: Law, due: int, in_time: Sequence[HandIn], handed_in: int, as_of: date, stands: Standing
) -> Explanation:
    working = Working("surrender.outcome", law)
    working.fact("as_of", as_of.isoformat())
    working.fact("deadline_on", working.provision("deadline.surrender").value)
    owed = working.given("due", Decimal(due), "t", "obligation")
    allowances = sum(one.tonnes for one in in_time if not one.offset)
    reductions = sum(one.tonnes for one in in_time if one.offset)
    surrendered = working.given("surrendered_in_time", Decimal(allowances), "t", "registry")
    offset = working.given("offsets_in_time", Decimal(reductions), "t", "offsets")
    later = working.given("handed_in_later", Decimal(handed_in) - surrendered - offset, "t", "registry")
    if stands.completed_on is not None:
        working.fact("completed_on", stands.completed_on.isoformat())
    formula = "max(due - surrendered_in_time - offsets_in_time, 0)"
    missing = working.step("deadline_shortfall", formula, max(owed - surrendered - offset, Decimal(0)), "t")
    left = max(missing - later, Decimal(0))
    return working.result("shortfall", "max(deadline_shortfall - handed_in_later, 0)", left, "t")


def cost(law: Law, missing: int, close_yuan: Decimal, on: date) -> Explanation:
    """What buying the missing allowances would cost at the last known closing price; an estimate, not a debt.

    Source: none, it is a help to the enterprise. Example: 1,200 t at 96.50 yuan = 115,800 yuan.
    """
    working = Working("surrender.cost", law)
    tonnes = working.given("missing", Decimal(missing), "t", "obligation")
    price = working.given("close_price", close_yuan, "yuan/t", on.isoformat())
    return working.result("cost", "missing × close_price", tonnes * price, "yuan")
