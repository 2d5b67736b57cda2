"""What follows from not surrendering in full: national periods and pilots. Pure. Ranges only: people decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from domain.core.findings import refuse
from domain.core.law import Law
from domain.core.workings import Explanation, Working
from domain.penalty.rules.amounts import ZERO, Measure, fine_range, told
from domain.penalty.rules.markets import FAILED, NATIONAL, UNCORRECTED, codes, measures_key, root


class When(StrEnum):
    """The step of the article: failing to surrender, and failing to correct it within the limit."""

    FAILED = FAILED
    UNCORRECTED = UNCORRECTED


class Fines(StrEnum):
    """How the second fine stands to the first, which the Code leaves open: in its place, or beside it."""

    SECOND_ALONE = "second_alone"
    BOTH = "both_fines"


class Quantity(StrEnum):
    """Which tonnes the second fine counts, which the Code leaves open."""

    AT_DEADLINE = "at_deadline"
    STILL_OPEN = "still_open"


@dataclass(frozen=True, slots=True)
class FineStep:
    """One step of an article: yuan from `fine_min` to `fine_max` (None where the law names no amount), tonnes deducted
    from the next year's allowances, and what else follows, by its code. The explanation's result is `fine_max`."""

    when: When
    fine_min: Decimal | None
    fine_max: Decimal | None
    deduct: int
    explanation: Explanation
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One way of reading an open point of the second step, with the fine that it leads to. None is chosen."""

    fines: Fines
    quantity: Quantity
    fine_min: Decimal
    fine_max: Decimal
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class SurrenderFine:
    """What one law says of a shortfall in tonnes. No steps without a shortfall; readings where the law is open."""

    law: str
    citation: str
    shortfall: int
    steps: tuple[FineStep, ...]
    readings: tuple[Reading, ...] = ()

    def step(self, when: When) -> FineStep:
        return next(step for step in self.steps if step.when is when)


def conduct_day(deadline_on: date) -> date:
    """A failure to act by a day is committed on the day after it. 2024-12-31 → 2025-01-01."""
    return deadline_on + timedelta(days=1)


def surrender_fine(
    law: Law,
    shortfall: int,
    average_price: Decimal | None,
    market: str = NATIONAL,
    still_open: int | None = None,
) -> SurrenderFine:
    """Whoever does not surrender in full in time is ordered to correct and fined; what follows uncorrected differs.

    Order 17 art 41: no amounts. Order 19 art 40: 20,000 to 30,000 yuan; uncorrected, the shortfall is deducted. Decree
    775 art 24: 5 to 10 times the market value of the shortfall; refused, the shortfall is deducted. Code art 1226(2):
    1 to 5 million yuan; uncorrected, 5 to 10 times the market value. Pilots: handbook table 2-4, one step each. `law`
    is that of the conduct day, the day after the deadline. `still_open` are the tonnes that remain when the limit for
    correction ends. Refused (FACT-MISSING) where the law needs the price and there is none.

    Example (Decree 775): 10,000 t short at 60.00 yuan: 600,000 × 5 = 3,000,000 to 6,000,000 yuan.
    Example (Hubei): 3,000 t at 20 yuan: 60,000 to min(180,000, 150,000) = 150,000 yuan, and 6,000 t deducted.
    """
    prefix = f"{root(market)}.surrender"
    provision = law.provision(f"{prefix}.law")
    if not shortfall:
        return SurrenderFine(provision.value, provision.citation, 0, ())
    whens = tuple(When) if market == NATIONAL else (When.FAILED,)
    steps = tuple(_step(law, market, when, shortfall, average_price) for when in whens)
    readings = tuple(_readings(law, prefix, shortfall, average_price, still_open))
    return SurrenderFine(provision.value, provision.citation, shortfall, steps, readings)


def _step(law: Law, market: str, when: When, shortfall: int, average_price: Decimal | None) -> FineStep:
    working = Working("penalty.surrender", law)
    prefix = f"{root(market)}.surrender"
    working.provision(f"{prefix}.law")
    working.fact("market", market)
    tonnes = working.given("shortfall", Decimal(shortfall), "t", "obligation")
    found = fine_range(working, f"{prefix}.{when.value}", Measure(tonnes, average_price))
    deduct, share = ZERO, f"{prefix}.{when.value}.deduct_share"
    if law.has(share):
        deduct = working.step("deduct", f"shortfall × {share}", tonnes * working.law(share), "t")
    measures = _measures(working, market, prefix, when)
    least, most, explanation = told(working, found)
    return FineStep(when, least, most, int(deduct), explanation, measures)


def _measures(working: Working, market: str, prefix: str, when: When) -> tuple[str, ...]:
    """What follows at this step beside fine and deduction; an entry in the credit record follows the first one."""
    keys = [measures_key(prefix, when.value)]
    if when is When.FAILED:
        keys.append(measures_key(root(market), when.value))
    for key in keys:
        if working.law_of_day.has(key):
            working.provision(key)
    return tuple(code for key in keys for code in codes(working.law_of_day, key))


def _readings(
    law: Law, prefix: str, shortfall: int, average_price: Decimal | None, still_open: int | None
) -> Iterator[Reading]:
    """Every way to read the second fine, where both steps name one and the second goes by tonnes.

    Code art 1226(2): in the place of the first fine or beside it; by the shortfall at the deadline or by what is open
    when the limit ends. 10,000 t at 60, 4,000 t still open: 3 to 6, 4 to 11, 1.2 to 2.4, 2.2 to 7.4 million yuan.
    """
    first, second = (f"{prefix}.{when.value}" for when in When)
    if not (law.has(f"{first}.fine_min") and law.has(f"{second}.multiple_min")):
        return
    tonnes = {Quantity.AT_DEADLINE: shortfall}
    if still_open is not None:
        tonnes[Quantity.STILL_OPEN] = _of_the_shortfall(still_open, shortfall)
    for quantity, counted in tonnes.items():
        for fines in Fines:
            yield _reading(law, prefix, fines, quantity, Decimal(counted), average_price)


def _reading(
    law: Law, prefix: str, fines: Fines, quantity: Quantity, tonnes: Decimal, average_price: Decimal | None
) -> Reading:
    working = Working("penalty.surrender.reading", law)
    working.provision(f"{prefix}.law")
    name = "shortfall" if quantity is Quantity.AT_DEADLINE else "still_open"
    working.given(name, tonnes, "t", "obligation")
    found = fine_range(working, f"{prefix}.uncorrected", Measure(tonnes, average_price, tonnes_name=name))
    first = fine_range(working, f"{prefix}.failed", Measure()) if fines is Fines.BOTH else None
    assert found is not None
    working.edition = fines.value
    least, most, explanation = told(working, first.plus(found) if first else found)
    assert least is not None
    assert most is not None
    return Reading(fines, quantity, least, most, explanation)


def _of_the_shortfall(still_open: int, shortfall: int) -> int:
    """What is still open is a part of what was short; refused (PENALTY-STILL-OPEN) otherwise."""
    if still_open > shortfall:
        raise refuse("PENALTY-STILL-OPEN", field_name="still_open", still_open=still_open, shortfall=shortfall)
    return still_open
