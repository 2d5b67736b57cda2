"""How fines follow from the breach and the law of its day. Pure. Ranges only: people decide the amount within one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from domain.core.findings import Finding
from domain.core.law import Law
from domain.core.workings import Explanation, Working

ZERO = Decimal(0)
SURRENDER = "penalty.surrender"


class When(StrEnum):
    """The step of the article: failing to surrender, and failing to correct it within the limit."""

    FAILED = "failed"
    UNCORRECTED = "uncorrected"


class Lighter(StrEnum):
    """Which of two laws punishes less, when that can be read from the ranges alone."""

    CONDUCT = "conduct"
    DECISION = "decision"
    SAME = "same"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class FineStep:
    """One step of an article: yuan from `fine_min` to `fine_max` (None where the law names no amount), tonnes deducted
    from the next year's allowances. The explanation's result is `fine_max`."""

    when: When
    fine_min: Decimal | None
    fine_max: Decimal | None
    deduct: int
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class SurrenderFine:
    """What one law says of a shortfall."""

    law: str
    citation: str
    shortfall: int
    steps: tuple[FineStep, ...]

    def step(self, when: When) -> FineStep:
        return next(step for step in self.steps if step.when is when)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The law of the conduct and the law of the decision side by side. Which applies the legal reviewer says."""

    at_conduct: SurrenderFine
    at_decision: SurrenderFine | None
    failed: Lighter
    uncorrected: Lighter

    @property
    def needs_review(self) -> bool:
        return self.at_decision is not None


@dataclass(frozen=True, slots=True)
class ReportFine:
    """What the law says of a breach of reporting, or of a technical body: yuan, and what else follows.

    `deduct` are tonnes; `deduct_share_min/max` shares of the next year's allowances when the breach is not corrected.
    """

    law: str
    citation: str
    fine_min: Decimal | None
    fine_max: Decimal | None
    persons_min: Decimal | None
    persons_max: Decimal | None
    confiscated: Decimal
    deduct: int
    deduct_share_min: Decimal | None
    deduct_share_max: Decimal | None
    explanation: Explanation


def conduct_day(deadline_on: date) -> date:
    """A failure to act by a day is committed on the day after it. 2024-12-31 → 2025-01-01."""
    return deadline_on + timedelta(days=1)


def surrender_fine(law: Law, shortfall: int, average_price: Decimal) -> SurrenderFine:
    """Whoever does not surrender in full in time is ordered to correct and fined; what follows uncorrected differs.

    Order 19 art 40: 20,000 to 30,000 yuan; uncorrected, the shortfall is deducted. Decree 775 art 24: 5 to 10 times
    the market value of the shortfall; refused, the shortfall is deducted. Code art 1226(2): 1 to 5 million yuan;
    uncorrected, 5 to 10 times the market value. `law` is that of the conduct day, the day after the deadline.

    Example (Decree 775): 10,000 t short at 60.00 yuan: 600,000 × 5 = 3,000,000 to 6,000,000 yuan.
    """
    provision = law.provision(f"{SURRENDER}.law")
    steps = tuple(_surrender_step(law, when, shortfall, average_price) for when in When)
    return SurrenderFine(provision.value, provision.citation, shortfall, steps)


def compare(conduct_law: Law, decision_law: Law, shortfall: int, average_price: Decimal) -> Comparison:
    """The law at the time of the conduct applies, unless that at the decision is lighter (从旧兼从轻).

    Source: 生态环境法典 第一千零五十七条. Where the instrument is another by the day of the decision, both are laid
    side by side. Example: 10,000 t at 60 yuan, decided after 2026-08-15: 3–6 million against 1–5 million at the first
    step, nothing but a deduction against 3–6 million at the second: for review, not for the portal.
    """
    at_conduct = surrender_fine(conduct_law, shortfall, average_price)
    at_decision = surrender_fine(decision_law, shortfall, average_price)
    if at_decision.law == at_conduct.law:
        return Comparison(at_conduct, None, Lighter.SAME, Lighter.SAME)
    failed, uncorrected = (_lighter(at_conduct.step(when), at_decision.step(when)) for when in When)
    return Comparison(at_conduct, at_decision, failed, uncorrected)


def report_fine(law: Law, what: str, gain: Decimal = ZERO, hidden: Decimal = ZERO) -> ReportFine:
    """A breach of reporting: `not_filed`, `false`, `not_disclosed`, `plan_not_followed` or `obstructed`.

    Decree 775 art 21, 22, 26; Code art 1110, 1226(1), 1229; Order 19 art 39. With a gain from the threshold on, the
    fine is a multiple of it and the gain is confiscated; below, it is a fixed range. `NotInForce` when no law of the
    day punishes it. `hidden` are the tonnes falsified or concealed.

    Example (Decree 775 art 22): a gain of 600,000 yuan: 3,000,000 to 6,000,000; persons 50,000 to 200,000 yuan.
    """
    return _fine(law, f"penalty.report.{what}", gain, hidden)


def body_fine(law: Law, body: str, gain: Decimal = ZERO) -> ReportFine:
    """False work of a technical body: `testing`, or `review` (report-writing and technical review).

    Decree 775 art 23. Example: a review body with a gain of 199,999 yuan, under the threshold: 200,000 to 1,000,000.
    """
    return _fine(law, f"penalty.body.{body}", gain, ZERO)


def within(fine_min: Decimal | None, fine_max: Decimal | None, fine_yuan: Decimal) -> Iterator[Finding]:
    """PENALTY-RANGE: the amount decided lies within what the law allows; PENALTY-NO-AMOUNT where it names none."""
    if fine_min is None or fine_max is None:
        yield Finding("PENALTY-NO-AMOUNT")
    elif not fine_min <= fine_yuan <= fine_max:
        facts = {"fine": f"{fine_yuan:,.2f}", "least": f"{fine_min:,.2f}", "most": f"{fine_max:,.2f}"}
        yield Finding("PENALTY-RANGE", facts=facts)


def limitation_ends(law: Law, ended_on: date, *, harmful: bool = False) -> date:
    """The last day on which a breach that ended on `ended_on` may be found and punished.

    Source: 行政处罚法 第三十六条; 生态环境法典 第一千零五十四条: two years, five where harm followed.
    2025-01-01 → 2027-01-01.
    """
    years = int(law.value("penalty.limitation_years.harmful" if harmful else "penalty.limitation_years"))
    try:
        return ended_on.replace(year=ended_on.year + years)
    except ValueError:  # the 29th of February, in a year that has none
        return ended_on.replace(year=ended_on.year + years, month=3, day=1) - timedelta(days=1)


def hearing_offered(law: Law, fine_yuan: Decimal) -> bool:
    """A hearing is offered before a fine above 200,000 yuan, itself not included (生态环境行政处罚办法 第八十九条)."""
    return fine_yuan > law.value("penalty.hearing.fine_above")


def late_addition(law: Law, fine_yuan: Decimal, days_late: int) -> Explanation:
    """Each day of late payment adds 3 % of the fine, never more than the fine itself.

    Source: 行政处罚法 第七十二条. Example: 100,000 yuan, 10 days late: 30,000; 60 days late: 100,000 yuan.
    """
    working = Working("penalty.late_addition", law)
    fine = working.given("fine", fine_yuan, "yuan")
    days = working.given("days_late", Decimal(max(days_late, 0)), "days")
    addition = fine * working.law("penalty.late.daily_share") * days
    most = working.step("most", "fine × penalty.late.most_share", fine * working.law("penalty.late.most_share"), "yuan")
    formula = "min(fine × penalty.late.daily_share × days_late, most)"
    return working.result("late_addition", formula, min(addition, most), "yuan", rounding="rounding.fine")


def _surrender_step(law: Law, when: When, shortfall: int, average_price: Decimal) -> FineStep:
    working = Working("penalty.surrender", law, when.value)
    working.provision(f"{SURRENDER}.law")
    tonnes = working.given("shortfall", Decimal(shortfall), "t", "obligation")
    amounts = _amounts(working, f"{SURRENDER}.{when.value}", tonnes, average_price)
    deduct = ZERO
    share_key = f"{SURRENDER}.{when.value}.deduct_share"
    if law.has(share_key):
        deduct = working.step("deduct", f"shortfall × {share_key}", tonnes * working.law(share_key), "t")
    if amounts is None:
        unnamed = when is When.FAILED
        explanation = working.result("fine_max", "—", ZERO, "yuan")
        return FineStep(when, None if unnamed else ZERO, None if unnamed else ZERO, int(deduct), explanation)
    least = working.step("fine_min", amounts[0][0], amounts[0][1], "yuan", "rounding.fine")
    explanation = working.result("fine_max", amounts[1][0], amounts[1][1], "yuan", rounding="rounding.fine")
    return FineStep(when, least, explanation.value, int(deduct), explanation)


Amount = tuple[str, Decimal]


def _amounts(working: Working, prefix: str, tonnes: Decimal, average_price: Decimal) -> tuple[Amount, Amount] | None:
    """Formula and value of the least and the greatest fine of a step: fixed, by market value, or None."""
    law = working.law_of_day
    if law.has(f"{prefix}.fine_min"):
        least, most = f"{prefix}.fine_min", f"{prefix}.fine_max"
        return (least, working.law(least)), (most, working.law(most))
    if not law.has(f"{prefix}.multiple_min"):
        return None
    price = working.given("average_price", average_price, "yuan/t", "market.average_price")
    value = working.step("market_value", "shortfall × average_price", tonnes * price, "yuan")
    least, most = f"{prefix}.multiple_min", f"{prefix}.multiple_max"
    return (
        (f"market_value × {least}", value * working.law(least)),
        (f"market_value × {most}", value * working.law(most)),
    )


def _lighter(conduct: FineStep, decision: FineStep) -> Lighter:
    """By fine and deduction together: lighter is what is nowhere heavier and somewhere less."""
    before, after = _weights(conduct), _weights(decision)
    if before is None or after is None:
        return Lighter.UNCLEAR
    if before == after:
        return Lighter.SAME
    if all(one <= other for one, other in zip(before, after, strict=True)):
        return Lighter.CONDUCT
    if all(one >= other for one, other in zip(before, after, strict=True)):
        return Lighter.DECISION
    return Lighter.UNCLEAR


def _weights(step: FineStep) -> tuple[Decimal, ...] | None:
    if step.fine_min is None or step.fine_max is None:
        return None
    return step.fine_min, step.fine_max, Decimal(step.deduct)


def _fine(law: Law, prefix: str, gain: Decimal, hidden: Decimal) -> ReportFine:
    working = Working(prefix, law)
    instrument = working.provision(f"{prefix}.law")
    gained = working.given("gain", gain, "yuan")
    multiple = law.has(f"{prefix}.gain_threshold") and gained >= working.law(f"{prefix}.gain_threshold")
    least, most = _report_amounts(working, prefix, gained, multiple=multiple)
    fine_min = None if least is None else working.step("fine_min", least[0], least[1], "yuan", "rounding.fine")
    hidden_share = _optional(working, f"{prefix}.deduct_hidden_share") or ZERO
    persons = _optional(working, f"{prefix}.persons_min"), _optional(working, f"{prefix}.persons_max")
    shares = _optional(working, f"{prefix}.deduct_share_min"), _optional(working, f"{prefix}.deduct_share_max")
    formula, value = most or ("—", ZERO)
    explanation = working.result("fine_max", formula, value, "yuan", rounding="rounding.fine" if most else "")
    return ReportFine(
        instrument.value,
        instrument.citation,
        fine_min,
        None if most is None else explanation.value,
        *persons,
        gained if law.has(f"{prefix}.gain_threshold") else ZERO,
        int(hidden * hidden_share),
        *shares,
        explanation,
    )


def _report_amounts(
    working: Working, prefix: str, gain: Decimal, *, multiple: bool
) -> tuple[Amount, Amount] | tuple[None, None]:
    if multiple:
        least, most = f"{prefix}.multiple_min", f"{prefix}.multiple_max"
        return (f"gain × {least}", gain * working.law(least)), (f"gain × {most}", gain * working.law(most))
    least, most = f"{prefix}.fine_min", f"{prefix}.fine_max"
    if not working.law_of_day.has(least):
        return None, None
    return (least, working.law(least)), (most, working.law(most))


def _optional(working: Working, key: str) -> Decimal | None:
    return working.law(key) if working.law_of_day.has(key) else None
