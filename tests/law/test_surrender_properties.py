"""What must hold of surrender, offsets, vintages and carry-over for any facts; and that their derivations compute."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from domain.core.findings import Refused
from domain.core.formulas import replay
from domain.core.law import last_day_of
from domain.core.workings import Explanation
from domain.records.market.rules import MARKETS, NATIONAL
from domain.surrender import rules
from domain.trial.rules import ask
from tests.law import edition

CASES = Path(__file__).parent.parent / "cases"
ASKED_ON = date(2026, 11, 21)
LAW = edition.law(ASKED_ON)
TONNES = st.integers(0, 5_000_000)
LAW_DAYS = st.dates(date(2005, 1, 1), date(2026, 11, 20))
MAYBE = st.sampled_from((None, True, False))
LOT = st.builds(
    rules.Lot,
    tonnes=st.integers(0, 200_000),
    kind=st.sampled_from(("", "ccer", "phcer", "ffcer", "energy_saving", "forestry", "other")),
    origin=st.sampled_from(("beijing", "hubei", "guangdong", "fujian", "hebei", "yunnan")),
    type=st.sampled_from(("", "wind", "small_hydro", "hydro", "hfc-23", "waste_heat", "forestry")),
    registered_on=st.none() | LAW_DAYS,
    produced_on=st.none() | LAW_DAYS,
    started_on=st.none() | LAW_DAYS,
    operating_since=st.none() | LAW_DAYS,
    filed=MAYBE,
    partner=MAYBE,
    covered=MAYBE,
    co2_ch4_share=st.none() | st.decimals(0, 1, places=2),
)
LOTS = st.lists(LOT, max_size=6)


def counted(market: str, amount: int, lots: list[rules.Lot]) -> rules.Counted:
    amounts = dict.fromkeys(("due", "verified", "allowances"), Decimal(amount))
    return rules.count_offsets(LAW, market, amounts, lots)


def holds(told: Explanation) -> bool:
    return all(step.holds for step in replay(told))


def answers(*files: str) -> list[Any]:
    """The worked cases of these files that are answered, with their names."""
    found = [case for file in files for case in yaml.safe_load((CASES / f"{file}.yaml").read_text(encoding="utf-8"))]
    return [pytest.param(case, id=case["case"]) for case in found if "refused" not in case["expect"]]


@pytest.mark.parametrize("case", answers("surrender", "surrender_offsets", "market", "market_history"))
def test_every_derivation_of_the_worked_cases_computes_again(case: dict[str, Any]) -> None:
    told = ask(case["ask"], case["given"], edition.book(), today=ASKED_ON, year=case.get("year"), on=case.get("on"))
    assert told.explanations
    for explanation in told.explanations:
        assert [step.step.name for step in replay(explanation) if not step.holds] == []


@given(st.sampled_from(MARKETS), TONNES, LOTS)
def test_every_tonne_handed_in_counts_or_has_a_reason(market: str, amount: int, lots: list[rules.Lot]) -> None:
    answer = counted(market, amount, lots)
    assert answer.accepted <= answer.cap
    assert answer.accepted + answer.refused == sum(lot.tonnes for lot in lots)
    assert sum(tonnes for _, tonnes in answer.refused_for) == answer.refused
    for lot, became in zip(lots, answer.lots, strict=True):
        assert became.accepted >= 0
        assert became.accepted + became.refused == lot.tonnes
        assert bool(became.refused) == bool(became.reasons)


@given(st.sampled_from(MARKETS), TONNES, LOTS)
def test_the_derivation_of_offsets_gives_what_the_lots_give(market: str, amount: int, lots: list[rules.Lot]) -> None:
    answer = counted(market, amount, lots)
    assert answer.explanation.value == (answer.accepted if lots else answer.cap)
    assert holds(answer.explanation)


@given(st.sampled_from(MARKETS), TONNES, LOTS, LOT)
def test_handing_in_more_never_makes_less_count(
    market: str, amount: int, lots: list[rules.Lot], more: rules.Lot
) -> None:
    assert counted(market, amount, [*lots, more]).accepted >= counted(market, amount, lots).accepted


@given(TONNES, LOTS)
def test_from_outside_beijing_no_more_than_half_of_the_cap(allowances: int, lots: list[rules.Lot]) -> None:
    answer = counted("beijing", allowances, lots)
    outside = [
        became.accepted
        for lot, became in zip(lots, answer.lots, strict=True)
        if lot.kind in ("", "ccer") and lot.origin != "beijing"
    ]
    assert sum(outside) <= Decimal(allowances) / 40


@given(TONNES, LOTS)
def test_seven_tenths_of_what_guangdong_takes_are_its_own(verified: int, lots: list[rules.Lot]) -> None:
    answer = counted("guangdong", verified, lots)
    taken = [
        (lot.origin, became.accepted) for lot, became in zip(lots, answer.lots, strict=True) if lot.kind != "phcer"
    ]
    own = sum(tonnes for origin, tonnes in taken if origin == "guangdong")
    assert own * 10 >= 7 * sum(tonnes for _, tonnes in taken)


@given(TONNES, st.lists(st.tuples(st.integers(0, 2_000_000), LAW_DAYS), max_size=5))
def test_the_room_and_the_question_count_alike(due: int, handed_in: list[tuple[int, date]]) -> None:
    law = edition.law(last_day_of(2024))
    taken = rules.take_offsets(law, due, [rules.Offset(*one) for one in handed_in])
    lots = [rules.Lot(tonnes, registered_on=day) for tonnes, day in handed_in]
    answer = rules.count_offsets(law, NATIONAL, {"due": Decimal(due)}, lots)
    assert taken.accepted == tuple(lot.accepted for lot in answer.lots)
    assert taken.cap.value == answer.cap
    # In the order handed in: what is left of the cap when a lot's turn comes is all it can get.
    left = int(due * Decimal("0.05"))
    for number, (tonnes, day) in enumerate(handed_in):
        early = day < date(2024, 1, 22)
        accepted = 0 if early else min(tonnes, left)
        assert taken.accepted[number] == accepted
        assert taken.ineligible[number] == (tonnes if early else 0)
        assert taken.over_cap[number] == (0 if early else tonnes - accepted)
        left -= accepted
    assert taken.tonnes + taken.refused == sum(tonnes for tonnes, _ in handed_in)


@given(TONNES, TONNES, st.integers(0, 400_000), st.integers(-400, 400))
def test_a_verdict_never_counts_more_than_the_cap(due: int, surrendered: int, offsets: int, days: int) -> None:
    deadline_on = date(2025, 12, 31)
    met_on, law = deadline_on + timedelta(days=days), edition.law(date(2026, 1, 1))
    answer = rules.verdict(law, due, surrendered, offsets, deadline_on, met_on, law.day)
    assert answer.offsets_counted == min(offsets, int(due * Decimal("0.05")))
    assert answer.standing.shortfall == max(due - surrendered - answer.offsets_counted, 0)
    assert (answer.standing.status is rules.Status.SHORT) == (answer.standing.shortfall > 0)
    assert (answer.standing.status is rules.Status.LATE) == (answer.standing.shortfall == 0 and days > 0)
    assert holds(answer.explanation)


CARRIED = edition.law(date(2025, 12, 31))
NET = st.integers(-3_000_000, 3_000_000)
BOTH = (2023, 2024)


@given(NET, TONNES, TONNES, st.sets(st.integers(2021, 2025)))
def test_carry_over_stays_within_what_is_held_and_what_the_formula_gives(
    net_sold: int, holdings: int, pending: int, years: set[int]
) -> None:
    held = holdings + pending
    answer = rules.carry_over(CARRIED, Decimal(net_sold), Decimal(held), Decimal(pending), years)
    assert 0 <= answer.carry_over <= holdings
    assert answer.carry_over <= 10_000 + Decimal("1.5") * max(net_sold, 0)
    assert answer.eligible == ({2023, 2024} <= years)
    if not answer.eligible:
        assert (answer.carry_over, answer.limited_by) == (0, "on_time")
    elif holdings >= 10_000 + 2 * max(net_sold, 0):
        assert answer.carry_over == (20_000 + 3 * max(net_sold, 0)) // 2
    assert holds(answer.explanation)


@given(NET, TONNES, TONNES, TONNES)
def test_who_sold_or_holds_more_carries_over_no_less(net_sold: int, more: int, holdings: int, held: int) -> None:
    def carried(sold: int, has: int) -> int:
        return rules.carry_over(CARRIED, Decimal(sold), Decimal(has), Decimal(0), BOTH).carry_over

    assert carried(net_sold + more, holdings + held) >= carried(net_sold, holdings)


TRADE = st.builds(
    rules.Trade,
    st.dates(date(2023, 6, 1), date(2026, 6, 1)),
    st.integers(2018, 2026),
    st.integers(0, 90_000),
    st.integers(0, 90_000),
)


@given(st.lists(TRADE, max_size=8))
def test_net_sales_are_those_of_the_cycle(trades: list[rules.Trade]) -> None:
    told = rules.net_sold(CARRIED, trades)
    inside = [one for one in trades if one.on.year in (2024, 2025) and 2019 <= one.vintage <= 2024]
    assert told.value == sum(one.sold - one.bought for one in inside)
    assert holds(told)


@given(st.integers(2023, 2026), st.integers(2015, 2030))
def test_the_question_on_vintages_says_what_the_room_says(year: int, vintage: int) -> None:
    law = edition.law(last_day_of(year))
    answer = rules.vintages(law, year, vintage)
    assert answer.usable == rules.vintage_usable(law, vintage) == (answer.earliest <= vintage <= answer.latest)
    assert vintage <= year or not answer.usable
    assert holds(answer.explanation)


@given(st.integers(2015, 2030), st.integers(2015, 2030))
def test_arrears_are_of_closed_years_only(year: int, vintage: int) -> None:
    answer = rules.vintages(LAW, year, vintage, arrears=True)
    assert answer.usable == (2019 <= year <= 2024 and 2019 <= vintage <= 2026)


@pytest.mark.parametrize(("arrears", "edition_used"), [(False, "cycle"), (True, "arrears")])
def test_the_derivation_names_the_rule_on_vintages(arrears: bool, edition_used: str) -> None:
    assert rules.vintages(LAW, 2024, 2024, arrears).explanation.edition == edition_used


def test_who_applies_too_late_is_told_the_last_day() -> None:
    with pytest.raises(Refused) as refused:
        rules.carry_over_days(CARRIED, edition.book().calendar, date(2026, 6, 11))
    assert refused.value.findings[0].facts == {"applied": "2026-06-11", "last": "2026-06-10"}


HAND_INS = st.lists(
    st.builds(rules.HandIn, st.dates(date(2025, 11, 1), date(2026, 3, 1)), st.integers(1, 500), st.booleans()),
    max_size=8,
)


@given(st.integers(0, 2000), HAND_INS, st.dates(date(2025, 11, 1), date(2026, 3, 1)))
def test_what_the_room_settles_computes_again(due: int, hand_ins: list[rules.HandIn], as_of: date) -> None:
    law = edition.law(last_day_of(2024))
    assert holds(rules.outcome(law, due, hand_ins, as_of).explanation)
    assert holds(rules.offset_cap(law, due))
    assert holds(rules.cost(law, due, Decimal("96.50"), as_of))


def test_units_of_an_obligation_are_told_apart() -> None:
    told = rules.obligation(edition.law(last_day_of(2024)), 432912, [("1", 400001), ("2", 32911)], "allocation")
    assert [(one.index, one.value) for one in told.inputs] == [("1", "400001"), ("2", "32911")]
    assert holds(told)


def test_two_units_of_one_number_stand_together() -> None:
    told = rules.obligation(edition.law(last_day_of(2024)), 100, [("1", 60), ("1", 40)], "allocation")
    assert [one.name for one in told.inputs] == ["allocation_due"]
    assert holds(told)


def test_an_origin_that_decides_is_asked_for() -> None:
    with pytest.raises(Refused) as refused:
        counted("guangdong", 100, [rules.Lot(5), rules.Lot(5, kind="phcer")])
    assert refused.value.findings[0].place.field == "offsets[1].origin"
