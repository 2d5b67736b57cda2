"""What must hold of the balance of an industry and of the older methods for any facts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.allocation import rules
from domain.core.findings import Refused
from domain.core.formulas import replay
from domain.core.law import Law, NotInForce, last_day_of
from domain.trial.rules import ask
from tests.law import edition
from tests.law.test_cases import ASKED_ON

YEARS = st.sampled_from((2025, 2026))
EMISSIONS = st.decimals(1, 9_000_000, places=2)
INTENSITY = st.decimals(Decimal("0.0001"), 20, places=4)
PRODUCERS = st.lists(st.builds(rules.Producer, EMISSIONS, INTENSITY), min_size=1, max_size=12)
CASES = Path(__file__).parent.parent / "cases"
LIMIT = Decimal("0.03")


def of(year: int) -> Law:
    return edition.law(last_day_of(year))


def coefficient(year: int, intensity: Decimal, point: Decimal, emissions: Decimal = Decimal(1)) -> Decimal:
    facts = rules.IndustryFacts("cement", emissions, intensity, point)
    found = rules.industry_entity(of(year), facts).coefficient
    assert found is not None
    return found


@settings(deadline=None)
@given(YEARS, PRODUCERS)
def test_the_balance_point_balances_to_a_millionth_of_all_emissions(year: int, producers: list[rules.Producer]) -> None:
    card = rules.balance(of(year), producers)
    gained = sum(
        (one.emissions * (coefficient(year, one.intensity, card.balance_point) - 1) for one in producers), Decimal(0)
    )
    assert abs(gained) <= card.emissions / 1_000_000
    assert abs(card.imbalance) <= card.emissions / 1_000_000


@settings(deadline=None)
@given(YEARS, PRODUCERS)
def test_whole_tonnes_are_less_than_one_a_producer_short(year: int, producers: list[rules.Producer]) -> None:
    card = rules.balance(of(year), producers)
    lost = card.emissions - sum(card.allocations)
    assert -card.emissions / 1_000_000 <= lost <= len(producers) + card.emissions / 1_000_000


@settings(deadline=None)
@given(YEARS, PRODUCERS)
def test_the_point_lies_among_the_intensities_and_nobody_is_beyond_the_limit(
    year: int, producers: list[rules.Producer]
) -> None:
    card = rules.balance(of(year), producers)
    intensities = [one.intensity for one in producers]
    # A producer alone at one end may weigh so much that the point moves to where it is just held at the limit.
    assert min(intensities) / Decimal("1.2") <= card.balance_point <= max(intensities) / Decimal("0.8")
    assert all(1 - LIMIT <= one <= 1 + LIMIT for one in card.coefficients)
    assert card.clipped_above == sum(one >= 20 for one in card.deviations)
    assert card.clipped_below == sum(one <= -20 for one in card.deviations)


@settings(deadline=None)
@given(YEARS, PRODUCERS)
def test_without_anybody_clipped_it_is_the_mean(year: int, producers: list[rules.Producer]) -> None:
    card = rules.balance(of(year), producers)
    if card.clipped_above == card.clipped_below == 0:
        mean = sum((one.emissions * one.intensity for one in producers), Decimal(0)) / card.emissions
        assert abs(card.balance_point - mean) < Decimal("1e-20")


@settings(deadline=None)
@given(YEARS, PRODUCERS, st.randoms(use_true_random=False))
def test_the_order_of_the_producers_does_not_matter(year: int, producers: list[rules.Producer], chance: Any) -> None:
    shuffled = list(producers)
    chance.shuffle(shuffled)
    one, other = rules.balance(of(year), producers), rules.balance(of(year), shuffled)
    assert abs(one.balance_point - other.balance_point) < Decimal("1e-20")


@settings(deadline=None)
@given(YEARS, st.integers(1, 10**6), INTENSITY, st.integers(2, 4))
def test_twins_of_a_lone_producer_stay_at_nought(year: int, emissions: int, intensity: Decimal, twins: int) -> None:
    card = rules.balance(of(year), [rules.Producer(Decimal(emissions), intensity)] * twins)
    assert set(card.allocations) == {emissions}


@settings(deadline=None)
@given(YEARS, PRODUCERS)
def test_the_working_of_a_balance_computes_again(year: int, producers: list[rules.Producer]) -> None:
    assert all(step.holds for step in replay(rules.balance(of(year), producers).explanation))


@settings(deadline=None)
@given(YEARS, INTENSITY, INTENSITY, INTENSITY)
def test_a_lower_intensity_never_gets_a_smaller_coefficient(
    year: int, intensity: Decimal, more: Decimal, point: Decimal
) -> None:
    assert coefficient(year, intensity, point) >= coefficient(year, intensity + more, point)


@settings(deadline=None)
@given(YEARS, INTENSITY, INTENSITY, EMISSIONS)
def test_the_coefficient_is_within_its_limit_and_at_it_beyond_a_fifth(
    year: int, intensity: Decimal, point: Decimal, emissions: Decimal
) -> None:
    found = coefficient(year, intensity, point, emissions)
    assert 1 - LIMIT <= found <= 1 + LIMIT
    deviation = (point - intensity) / point
    assert (abs(deviation) >= Decimal("0.2")) == (abs(found - 1) == LIMIT)


@pytest.mark.parametrize("point", ["0.8", "1.2"])
def test_the_coefficient_has_no_jump_at_a_fifth(point: str) -> None:
    """`point` against an intensity of 1.2 and 0.8: a fifth worse and a third better; and a hair on either side."""
    at, hair = Decimal(point), Decimal("0.0000001")
    edge = at * Decimal("1.2")
    assert abs(coefficient(2025, edge, at) - coefficient(2025, edge - hair, at)) < hair
    edge = at * Decimal("0.8")
    assert abs(coefficient(2025, edge, at) - coefficient(2025, edge + hair, at)) < hair


@settings(deadline=None)
@given(EMISSIONS)
def test_the_first_year_gives_what_was_emitted(emissions: Decimal) -> None:
    card = rules.industry_entity(of(2024), rules.IndustryFacts("steel", emissions))
    assert abs(card.allocation - emissions) <= Decimal("0.5")


def test_a_coefficient_that_jumps_over_the_balance_is_refused_and_not_guessed() -> None:
    """With a limit of 10 % in the place of 3 % the coefficient jumps at a fifth, and there is nothing to be found."""
    law = of(2025)
    changed = dict(law.provisions)
    changed["industry.coefficient.limit"] = replace(changed["industry.coefficient.limit"], value="0.10")
    producers = [rules.Producer(Decimal(1000), Decimal("1.0")), rules.Producer(Decimal(900), Decimal("0.5"))]
    assert rules.balance(law, producers).clipped_above == 1
    with pytest.raises(Refused) as refused:
        rules.balance(Law(law.day, changed), producers)
    assert refused.value.findings[0].code == "ALLOCATION-NO-BALANCE"


@settings(deadline=None)
@given(
    st.decimals(0, 100, places=6),
    st.decimals(0, 1, places=4),
    st.decimals(0, 1, places=4),
    st.decimals(0, 10**8, places=2),
)
def test_a_stricter_reduction_never_gives_more(
    intensity: Decimal, one: Decimal, other: Decimal, output: Decimal
) -> None:
    law, low, high = of(2018), min(one, other), max(one, other)
    less = rules.historical_intensity(law, intensity, low, output).value
    assert less <= rules.historical_intensity(law, intensity, high, output).value <= intensity * output


@settings(deadline=None)
@given(st.integers(0, 10**9), st.sampled_from((2013, 2014, 2015)))
def test_a_ceiling_falls_every_year(base: int, year: int) -> None:
    ceilings = [rules.cap_ceiling(of(past), "chongqing", Decimal(base), past).value for past in range(2013, year + 1)]
    assert ceilings == sorted(ceilings, reverse=True)
    assert all(ceiling <= base for ceiling in ceilings)


def answered(*files: str) -> list[Any]:
    cases = [case for name in files for case in yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))]
    return [pytest.param(case, id=case["case"]) for case in cases if "refused" not in case["expect"]]


@pytest.mark.parametrize("case", answered("industry", "industry_historical"))
def test_the_working_of_every_worked_case_computes_again(case: dict[str, Any]) -> None:
    answer = ask(case["ask"], case["given"], edition.book(), today=ASKED_ON, year=case.get("year"), on=case.get("on"))
    assert answer.explanations
    assert all(step.holds for told in answer.explanations for step in replay(told))


@pytest.mark.parametrize("year", range(2019, 2024))
def test_before_2024_there_is_no_law_for_the_three_industries(year: int) -> None:
    with pytest.raises(NotInForce):
        rules.industry_entity(of(year), rules.IndustryFacts("steel", Decimal(1)))
