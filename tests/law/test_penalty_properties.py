"""What must hold of penalties for any facts, on any day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.core.findings import Refused
from domain.core.formulas import replay
from domain.core.law import NotInForce
from domain.penalty import rules
from domain.penalty.rules import Lighter, ReportFine, When
from domain.penalty.rules.amounts import WAYS
from tests.law import edition

FEN = Decimal("0.01")
# Periods A to D: the first day of each, and the last.
PERIODS = (
    (date(2015, 1, 10), date(2021, 1, 31), "order-17"),
    (date(2021, 2, 1), date(2024, 4, 30), "order-19"),
    (date(2024, 5, 1), date(2026, 8, 14), "decree-775"),
    (date(2026, 8, 15), date(2040, 12, 31), "code"),
)
DAYS = st.dates(PERIODS[0][0], date(2035, 12, 31))
PRICED = st.dates(PERIODS[2][0], date(2035, 12, 31))
TONNES = st.integers(1, 5_000_000)
PRICE = st.decimals(FEN, 500, places=2)
GAIN = st.decimals(0, 10_000_000, places=2)
CHOICE = st.decimals(0, 1, places=6)
# Fines that go by a gain: group, breach, least and greatest multiple.
BY_GAIN = (
    ("report", "false", 5, 10),
    ("report", "not_accounted", 5, 10),
    ("report", "samples", 5, 10),
    ("body", "testing", 5, 10),
    ("body", "review", 5, 10),
    ("market", "manipulation", 1, 10),
    ("market", "disturbance", 1, 10),
)
BREACHES = (
    *(("report", what) for what in rules.REPORT_BREACHES),
    *(("body", what) for what in rules.BODIES),
    *(("market", what) for what in rules.MARKET_BREACHES),
    *(("monitoring", what) for what in rules.MONITORING_BREACHES),
)


def fen(yuan: Decimal) -> Decimal:
    return yuan.quantize(FEN, ROUND_HALF_UP)


@pytest.mark.parametrize("key", ["penalty.surrender.law", "penalty.report.not_filed.law", "penalty.report.false.law"])
def test_the_legal_periods_have_no_gap_and_no_overlap(key: str) -> None:
    values = sorted((one for one in edition.provisions() if one.key == key), key=lambda one: one.in_force_from)
    assert values[0].in_force_from == date(2015, 1, 10)
    assert values[-1].in_force_until is None
    for earlier, later in pairwise(values):
        assert earlier.in_force_until is not None
        assert later.in_force_from - earlier.in_force_until == timedelta(days=1)


@pytest.mark.parametrize(("first", "last", "instrument"), PERIODS)
def test_a_shortfall_is_punished_by_the_instrument_of_its_period(first: date, last: date, instrument: str) -> None:
    for day in (first, last):
        assert rules.surrender_fine(edition.law(day), 1, Decimal(60)).law.startswith(instrument)
        assert rules.report_fine(edition.law(day), "not_filed").law.startswith(instrument)


@given(PRICED, TONNES, PRICE, CHOICE)
def test_a_range_by_market_value_contains_every_admissible_multiple(
    day: date, shortfall: int, price: Decimal, choice: Decimal
) -> None:
    fine = rules.surrender_fine(edition.law(day), shortfall, price)
    step = fine.step(When.FAILED if fine.law == "decree-775-art-24" else When.UNCORRECTED)
    assert step.fine_min is not None
    assert step.fine_max is not None
    multiple = 5 + 5 * choice
    assert step.fine_min <= fen(shortfall * price * multiple) <= step.fine_max
    assert not step.fine_min <= fen(shortfall * price * 5) - FEN
    assert not fen(shortfall * price * 10) + FEN <= step.fine_max


@given(st.sampled_from(rules.MARKETS), st.dates(date(2013, 1, 1), date(2035, 12, 31)), TONNES, PRICE)
def test_no_range_is_ever_inverted_and_every_derivation_computes_again(
    market: str, day: date, shortfall: int, price: Decimal
) -> None:
    try:
        fine = rules.surrender_fine(edition.law(day), shortfall, price, market, shortfall // 2)
    except NotInForce:
        return
    for step in fine.steps:
        assert (step.fine_min is None) == (step.fine_max is None)
        assert step.fine_min is None or step.fine_max is None or 0 <= step.fine_min <= step.fine_max
        assert step.deduct % shortfall == 0
        assert all(again.holds for again in replay(step.explanation))
    for reading in fine.readings:
        assert 0 <= reading.fine_min <= reading.fine_max
        assert all(again.holds for again in replay(reading.explanation))


@given(PRICED, TONNES, PRICE, CHOICE)
def test_readings_of_the_second_fine_lie_in_order(
    day: date, shortfall: int, price: Decimal, open_share: Decimal
) -> None:
    still_open = int(shortfall * open_share)
    fine = rules.surrender_fine(edition.law(day), shortfall, price, still_open=still_open)
    if fine.law == "decree-775-art-24":
        assert fine.readings == ()
        return
    alone, both, less, both_less = fine.readings
    second, first = fine.step(When.UNCORRECTED), fine.step(When.FAILED)
    assert (alone.fine_min, alone.fine_max) == (second.fine_min, second.fine_max)
    assert first.fine_min is not None
    assert both.fine_min - alone.fine_min == both_less.fine_min - less.fine_min == first.fine_min
    assert less.fine_max <= alone.fine_max
    assert (less.fine_max == alone.fine_max) == (still_open == shortfall)


@given(TONNES, st.integers(1, 1000))
def test_more_cannot_be_open_than_was_short(shortfall: int, more: int) -> None:
    with pytest.raises(Refused) as refused:
        rules.surrender_fine(edition.law(date(2027, 1, 1)), shortfall, Decimal(60), still_open=shortfall + more)
    assert refused.value.findings[0].code == "PENALTY-STILL-OPEN"
    assert refused.value.findings[0].place.field == "still_open"


@given(TONNES, PRICE)
def test_hubei_never_fines_above_its_ceiling(shortfall: int, price: Decimal) -> None:
    (step,) = rules.surrender_fine(edition.law(date(2016, 7, 1)), shortfall, price, "hubei").steps
    assert step.fine_max == min(fen(shortfall * price * 3), Decimal(150_000))
    assert step.deduct == 2 * shortfall


@given(st.sampled_from(BY_GAIN), GAIN, CHOICE)
def test_a_gain_is_fined_by_multiples_from_the_threshold_on(
    known: tuple[str, str, int, int], gain: Decimal, choice: Decimal
) -> None:
    group, what, least, most = known
    law = edition.law(date(2025, 4, 1))
    threshold = law.value(f"penalty.{group}.{what}.gain_threshold")
    for gained in (gain, threshold, threshold - FEN):
        fine = rules.breach_fine(law, group, what, rules.BreachFacts(gained))
        assert fine.fine_min is not None
        assert fine.fine_max is not None
        if gained >= threshold:
            assert (fine.fine_min, fine.fine_max) == (fen(gained * least), fen(gained * most))
            assert fine.fine_min <= fen(gained * (least + (most - least) * choice)) <= fine.fine_max
        else:
            assert (fine.fine_min, fine.fine_max) == (
                law.value(f"penalty.{group}.{what}.fine_min"),
                law.value(f"penalty.{group}.{what}.fine_max"),
            )
        assert fine.confiscated == gained


@given(st.sampled_from(BREACHES), DAYS, GAIN, st.integers(0, 100_000), GAIN)
def test_every_breach_computes_again_and_no_range_is_inverted(
    breach: tuple[str, str], day: date, gain: Decimal, hidden: int, traded: Decimal
) -> None:
    facts = rules.BreachFacts(gain, Decimal(hidden), traded, Decimal(800_000))
    try:
        fine = rules.breach_fine(edition.law(day), *breach, facts)
    except NotInForce:
        return
    for one in (fine, *fine.readings):
        for low, high in ranges(one):
            assert (low is None) == (high is None)
            assert low is None or high is None or 0 <= low <= high
        assert all(again.holds for again in replay(one.explanation))
        assert one.readings == () or one is fine


def ranges(fine: ReportFine) -> list[tuple[Decimal | None, Decimal | None]]:
    names = ("fine", "persons", "serious", "deduct_share", "deduct")
    return [(getattr(fine, f"{name}_min"), getattr(fine, f"{name}_max")) for name in names]


SWAPPED = {Lighter.CONDUCT: Lighter.DECISION, Lighter.DECISION: Lighter.CONDUCT}


@given(DAYS, DAYS, TONNES, PRICE)
def test_comparing_is_symmetric_and_chooses_only_what_is_nowhere_heavier(
    one: date, other: date, shortfall: int, price: Decimal
) -> None:
    there = rules.compare(edition.law(one), edition.law(other), shortfall, price)
    back = rules.compare(edition.law(other), edition.law(one), shortfall, price)
    assert SWAPPED.get(there.failed, there.failed) == back.failed
    assert SWAPPED.get(there.uncorrected, there.uncorrected) == back.uncorrected
    assert there.needs_review == back.needs_review == (there.at_conduct.law != back.at_conduct.law)
    if not there.needs_review:
        assert (there.failed, there.uncorrected) == (Lighter.SAME, Lighter.SAME)
    elif there.failed is Lighter.CONDUCT:
        mine, its = there.at_conduct.step(When.FAILED), back.at_conduct.step(When.FAILED)
        assert mine.fine_min is not None
        assert mine.fine_max is not None
        assert its.fine_min is not None
        assert its.fine_max is not None
        assert mine.fine_min <= its.fine_min
        assert mine.fine_max <= its.fine_max


@given(DAYS, DAYS, st.sampled_from(("not_filed", "false")), GAIN)
def test_comparing_reports_is_symmetric(one: date, other: date, what: str, gain: Decimal) -> None:
    fines = [rules.report_fine(edition.law(day), what, gain) for day in (one, other)]
    there, back = rules.compare_reports(*fines), rules.compare_reports(*reversed(fines))
    assert SWAPPED.get(there.lighter, there.lighter) == back.lighter


@given(st.lists(st.sampled_from(BY_GAIN), min_size=1, max_size=4), GAIN)
def test_the_higher_fine_is_nowhere_lower_whatever_the_order(
    norms: list[tuple[str, str, int, int]], gain: Decimal
) -> None:
    law = edition.law(date(2026, 9, 1))
    fines = [rules.breach_fine(law, group, what, rules.BreachFacts(gain)) for group, what, *_ in norms]
    found = rules.higher_fine(law, fines)
    assert found.explanation.value == max(fine.fine_max or 0 for fine in fines)
    assert (found.place is not None) == (found.verdict == "higher")
    if found.place is not None:
        highest = fines[found.place]
        assert all((highest.fine_min or 0) >= (one.fine_min or 0) for one in fines)
        assert all((highest.fine_max or 0) >= (one.fine_max or 0) for one in fines)
    assert rules.higher_fine(law, fines[::-1]).verdict == found.verdict
    assert all(again.holds for again in replay(found.explanation))


@given(st.dates(date(2021, 7, 15), date(2090, 12, 31)), st.booleans())
def test_a_limitation_ends_on_the_same_day_years_later(ended_on: date, harmful: bool) -> None:
    found = rules.limitation(edition.law(max(ended_on, date(2021, 7, 15))), ended_on, harmful=harmful)
    years = 5 if harmful else 2
    assert found.last_day.year == ended_on.year + years
    assert (found.last_day.month, found.last_day.day) in ((ended_on.month, ended_on.day), (2, 28))
    assert all(again.holds for again in replay(found.explanation))


def test_a_limitation_beyond_the_calendar_is_no_day() -> None:
    law = edition.law(date(2026, 9, 1))
    assert rules.limitation_ends(law, date(9997, 12, 31)) == date(9999, 12, 31)
    with pytest.raises(ArithmeticError):
        rules.limitation_ends(law, date(9998, 1, 1))


@given(st.decimals(0, 50_000_000, places=2), st.integers(0, 2000))
def test_late_payment_never_more_than_doubles(fine: Decimal, days: int) -> None:
    told = rules.late_addition(edition.law(date(2025, 6, 1)), fine, days)
    assert 0 <= told.value <= fine
    assert told.value == fen(min(fine * 3 * days / 100, fine))
    assert all(again.holds for again in replay(told))


@given(st.sets(st.sampled_from(("slight", "corrected", "harmless", "first_time", "slight_harm", "malice", "restored"))))
def test_circumstances_are_counted(met: set[str]) -> None:
    effects = {one.name: one for one in rules.leniency(edition.law(date(2026, 9, 1)), met)}
    assert effects["not_punished"].applies == ({"slight", "corrected", "harmless"} <= met)
    assert effects["may_be_spared"].applies == ({"first_time", "slight_harm", "corrected"} <= met)
    assert effects["punished_heavier"].applies == ("malice" in met)
    assert effects["punished_lighter"].applies == ("restored" in met)
    assert all(again.holds for one in effects.values() for again in replay(one.explanation))


def test_every_way_to_name_an_amount_is_known_and_used() -> None:
    amounts = [one for one in edition.provisions() if one.key.startswith("penalty.") and one.key.endswith(".amount")]
    assert {one.value for one in amounts} == set(WAYS)


@given(DAYS)
def test_every_fine_by_a_gain_takes_the_gain(day: date) -> None:
    law = edition.law(day)
    by_gain = [one.key.removesuffix(".amount") for one in law if one.key.endswith(".amount") and one.value == "gain"]
    assume(by_gain)
    assert all("confiscate_gain" in law.text(f"{prefix}.measures.failed") for prefix in by_gain)


@given(DAYS)
def test_the_other_article_of_an_open_question_is_in_force(day: date) -> None:
    law = edition.law(day)
    for one in law:
        if one.key.startswith("penalty.") and one.key.endswith(".also"):
            assert all(law.has(f"{other}.law") for other in one.value.split(","))
