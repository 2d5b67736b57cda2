"""Relief and succession: allowances borrowed from the year to come, and those of enterprises that merge. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from domain.core.facts import not_negative
from domain.core.law import Law
from domain.core.workings import Explanation, Working

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Borrowing:
    """What may be borrowed, in whole tonnes, and the year whose pre-allocation it is taken from."""

    borrowable: int
    vintage: int
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Merger:
    """What the successor of a merger holds and owes, and by when it tells the province."""

    allowances: int
    due: int
    notify_by: date
    explanations: tuple[Explanation, ...]


def borrowable(law: Law, due: int, initial: int) -> Borrowing:
    """Who lacks a tenth or more of its obligation may borrow up to half the gap from the pre-allocation of 2023 (预支).

    Gap = due − initial. Only for 2021 and 2022: NotInForce in other years; what was borrowed is deducted afterwards.
    Source: 2021、2022年度全国碳排放权交易配额总量设定与分配实施方案（发电行业）, 国环规气候〔2023〕1号.

    Example: 1,000,000 due, 880,000 initial: the gap of 12 % allows 60,000 t. With 900,001 initial: nothing.
    """
    working = Working("allocation.borrow", law)
    threshold, share = working.law("allocation.borrow.threshold"), working.law("allocation.borrow.share")
    vintage = working.law("allocation.borrow.vintage")
    working.given("due", not_negative("due", Decimal(due)), "t")
    working.given("initial", not_negative("initial", Decimal(initial)), "t")
    gap = working.step("gap", "max(due - initial, 0)", Decimal(max(due - initial, 0)), "t")
    reached = gap > 0 and gap >= due * threshold
    if not reached:
        told = working.result("borrowable", "0", ZERO, "t", rounding="rounding.allocation.borrow")
        return Borrowing(0, int(vintage), told)
    working.step("gap_share", "gap / due ≥ allocation.borrow.threshold", gap / due, "share")
    formula = "gap × allocation.borrow.share"
    told = working.result("borrowable", formula, gap * share, "t", rounding="rounding.allocation.borrow")
    return Borrowing(int(told.value), int(vintage), told)


def merger(law: Law, decided_on: date, parts: Sequence[tuple[int, int]]) -> Merger:
    """The successor of a merger takes over allowances and obligations, and tells the province within 30 days.

    `parts` are allowances and obligation of each enterprise that goes into it.
    Source: 国环规气候〔2020〕3号 七, 国环规气候〔2023〕1号 九.

    Example: decided on 10 May, holdings of 500,000 and 200,000 t: told by 9 June, 700,000 t taken over.
    """
    notice = Working("allocation.merger", law)
    days = notice.law("allocation.merger.notice")
    notice.fact("merger_decided_on", decided_on.isoformat())
    told_days = notice.result("days_to_notify", "allocation.merger.notice", days, "calendar_days")
    sums = [_over(law, name, [part[place] for part in parts]) for place, name in enumerate(("allowances", "due"))]
    notify_by = decided_on + timedelta(days=int(days))
    return Merger(int(sums[0].value), int(sums[1].value), notify_by, (told_days, *sums))


def _over(law: Law, name: str, tonnes: Sequence[int]) -> Explanation:
    """The sum over all parts of a merger."""
    working = Working("allocation.merger", law)
    working.law("allocation.merger.notice")
    for place, one in enumerate(tonnes, 1):
        amount = not_negative(f"parts[{place}].{name}", Decimal(one))
        working.given(f"part_{name}", amount, "t", index=str(place))
    return working.result(name, f"Σ part_{name}", Decimal(sum(tonnes)), "t")
