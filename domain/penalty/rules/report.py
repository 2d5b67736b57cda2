"""What follows from breaches of reporting, of technical bodies, of the market, of monitoring. Pure. Ranges only."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from domain.core.law import Law
from domain.core.workings import Explanation, Working
from domain.penalty.rules.amounts import ZERO, Measure, fine_range, told
from domain.penalty.rules.markets import FAILED, NATIONAL, STAGES, codes, measures_key, root

# What Decree 775 art 21, 22, 26 and the Code fine; Order 19 art 39 and Order 17 art 40 know the first two.
REPORT_BREACHES = (
    "not_filed",
    "false",
    "not_disclosed",
    "obstructed",
    "plan_not_followed",
    "records_not_kept",
    "not_accounted",
    "samples",
)
BODIES = ("testing", "review")
MARKET_BREACHES = ("staff_trading", "manipulation", "disturbance", "exchange")
# The measure that takes the gain: every fine that goes by a gain stands beside it.
CONFISCATE = "confiscate_gain"
MONITORING_BREACHES = ("unit_equipment", "unit_fraud", "body_unfit", "body_equipment", "body_fraud")


@dataclass(frozen=True, slots=True)
class BreachFacts:
    """What a breach amounted to: yuan gained and traded, tonnes hidden, next year's allowances where they are known."""

    gain: Decimal = ZERO
    hidden: Decimal = ZERO
    traded: Decimal | None = None
    next_allowances: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Follows:
    """Something that follows beside a fine, by its code, and when: `failed`, `uncorrected`, `serious`."""

    when: str
    measure: str


@dataclass(frozen=True, slots=True)
class ReportFine:
    """What the law says of a breach of reporting, of a technical body, of the market: yuan, and what else follows.

    `persons_…` each person responsible; `serious_…` in serious circumstances; `deduct` tonnes hidden;
    `deduct_share_…` shares, and `deduct_…` tonnes, of the next year's allowances when the breach is not corrected;
    `ban_years` for persons. `readings` are other articles that an open legal question may lead to.
    """

    law: str
    citation: str
    fine_min: Decimal | None
    fine_max: Decimal | None
    persons_min: Decimal | None
    persons_max: Decimal | None
    serious_min: Decimal | None
    serious_max: Decimal | None
    confiscated: Decimal
    deduct: int
    deduct_share_min: Decimal | None
    deduct_share_max: Decimal | None
    deduct_min: Decimal | None
    deduct_max: Decimal | None
    ban_years: Decimal | None
    ban_years_serious: Decimal | None
    measures: tuple[Follows, ...]
    explanation: Explanation
    readings: tuple[ReportFine, ...] = field(default=())


def report_fine(
    law: Law,
    what: str,
    gain: Decimal = ZERO,
    hidden: Decimal = ZERO,
    next_allowances: Decimal | None = None,
    market: str = NATIONAL,
) -> ReportFine:
    """A breach of reporting (`REPORT_BREACHES`) by the law of the day of the conduct.

    Order 17 art 40; Order 19 art 39; Decree 775 art 21, 22, 26; Code art 1110, 1226(1), 1229. With a gain from the
    threshold on, the fine is a multiple of it and the gain is confiscated; below, it is a fixed range. `hidden` are the
    tonnes falsified or concealed. `NotInForce` when no law of the day punishes it.

    Example (Decree 775 art 22): a gain of 600,000 yuan: 3,000,000 to 6,000,000; persons 50,000 to 200,000 yuan.
    """
    facts = BreachFacts(gain, hidden, next_allowances=next_allowances)
    return breach_fine(law, "report", what, facts, market)


def body_fine(law: Law, body: str, gain: Decimal = ZERO, market: str = NATIONAL) -> ReportFine:
    """False work of a technical body: `testing`, or `review` (report-writing and technical review).

    Order 17 art 42 (verification bodies, no amounts); Decree 775 art 23. Persons are fined 20,000 to 200,000 yuan and
    barred for 5 years, in serious circumstances for life.
    Example: a review body with a gain of 199,999 yuan, under the threshold: 200,000 to 1,000,000.
    """
    return breach_fine(law, "body", body, BreachFacts(gain), market)


def market_fine(law: Law, what: str, gain: Decimal = ZERO, traded: Decimal | None = None) -> ReportFine:
    """Abuse of the market (`MARKET_BREACHES`): Decree 775 art 20 and 25, decided by the ministry; Order 17 art 43.

    Staff who may not trade: up to the value of what they traded. Manipulation: 1 to 10 times the gain, below 500,000
    yuan of gain 500,000 to 5,000,000. Example: a gain of 500,000 yuan: 500,000 to 5,000,000.
    """
    return breach_fine(law, "market", what, BreachFacts(gain, traded=traded))


def monitoring_fine(law: Law, what: str, gain: Decimal = ZERO) -> ReportFine:
    """Breaches of environmental monitoring (`MONITORING_BREACHES`), as Code art 1087 to 1091 name them.

    Whether testing fuel and carbon is environmental monitoring is open: where it may be, the readings hold what Decree
    775 art 22 or 23 says instead. Example: a monitoring body's forged data: 100,000 to 500,000 yuan, serious 500,000 to
    2,000,000; persons 10,000 to 50,000.
    """
    return breach_fine(law, "monitoring", what, BreachFacts(gain))


def breach_fine(law: Law, group: str, what: str, facts: BreachFacts, market: str = NATIONAL) -> ReportFine:
    """What the law of a market says of a breach; `group` and `what` name its keys."""
    prefix = f"{root(market)}.{group}.{what}"
    also = codes(law, f"{prefix}.also")
    readings = tuple(_fine(law, other, other, facts, market) for other in also)
    return _fine(law, prefix, f"penalty.{group}.{what}", facts, market, readings)


def _fine(
    law: Law, prefix: str, question: str, facts: BreachFacts, market: str, readings: tuple[ReportFine, ...] = ()
) -> ReportFine:
    working = Working(question, law)
    instrument = working.provision(f"{prefix}.law")
    working.fact("market", market)
    if readings:
        working.provision(f"{prefix}.also")
    measures = _measures(working, market, prefix)
    confiscated = _confiscated(working, measures, facts.gain)
    found = fine_range(working, prefix, Measure(gain=facts.gain, traded=facts.traded))
    persons, serious, shares = (_pair(working, f"{prefix}.{name}") for name in ("persons", "serious", "deduct_share"))
    bans = _optional(working, f"{prefix}.ban_years"), _optional(working, f"{prefix}.ban_years_serious")
    deduct = _hidden(working, prefix, facts.hidden)
    deducts = _of_next_year(working, prefix, shares, facts.next_allowances)
    least, most, explanation = told(working, found)
    amounts = (least, most, *persons, *serious, confiscated, deduct, *shares, *deducts, *bans)
    return ReportFine(instrument.value, instrument.citation, *amounts, measures, explanation, readings)


def _confiscated(working: Working, measures: tuple[Follows, ...], gain: Decimal) -> Decimal:
    """The unlawful gain is taken wherever the article says so, whether or not the fine goes by it."""
    if not any(follows.measure == CONFISCATE for follows in measures):
        return ZERO
    return working.step("confiscated", "gain", working.given("gain", gain, "yuan"), "yuan")


def _measures(working: Working, market: str, prefix: str) -> tuple[Follows, ...]:
    """What follows at each stage; an entry in the credit record, where the law keeps one, at the first."""
    found: list[Follows] = []
    for stage in STAGES:
        keys = [measures_key(prefix, stage), *([measures_key(root(market), stage)] if stage == FAILED else [])]
        for key in keys:
            if working.law_of_day.has(key):
                working.provision(key)
                found += [Follows(stage, code) for code in codes(working.law_of_day, key)]
    return tuple(found)


def _hidden(working: Working, prefix: str, hidden: Decimal) -> int:
    """Tonnes falsified or concealed are deducted one for one, where the law says so: Order 19 art 39."""
    key = f"{prefix}.deduct_hidden_share"
    if not working.law_of_day.has(key):
        return 0
    tonnes = working.given("hidden_t", hidden, "t")
    return int(working.step("deduct", f"hidden_t × {key}", tonnes * working.law(key), "t"))


def _of_next_year(
    working: Working, prefix: str, shares: tuple[Decimal | None, Decimal | None], allowances: Decimal | None
) -> tuple[Decimal | None, Decimal | None]:
    """Decree 775 art 22: 50 to 100 % of next year's allowances when correction is refused. 800,000: 400,000 to all."""
    least, most = shares
    if allowances is None or least is None or most is None:
        return None, None
    tonnes = working.given("next_allowances", allowances, "t")
    low = working.step("deduct_min", f"next_allowances × {prefix}.deduct_share_min", tonnes * least, "t")
    return low, working.step("deduct_max", f"next_allowances × {prefix}.deduct_share_max", tonnes * most, "t")


def _pair(working: Working, name: str) -> tuple[Decimal | None, Decimal | None]:
    return _optional(working, f"{name}_min"), _optional(working, f"{name}_max")


def _optional(working: Working, key: str) -> Decimal | None:
    return working.law(key) if working.law_of_day.has(key) else None
