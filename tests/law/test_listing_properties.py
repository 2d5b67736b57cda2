"""What must hold of the list for any enterprise."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.core.formulas import replay
from domain.core.law import Law, last_day_of
from domain.listing.rules import Candidate, Verdict, reporting, screen, sector_of
from domain.trial.rules import ask
from tests.law import edition
from tests.law.test_cases import ASKED_ON

YEARS = st.integers(2013, 2026)
CODES = st.sampled_from(("4411", "4412", "4420", "3120", "3011", "3041", "3216", "2511", "2611", "5611", "1511"))
AMOUNTS = st.dictionaries(st.integers(2010, 2026), st.decimals(0, 60_000, places=2), max_size=6)
CASES = Path(__file__).parent.parent / "cases" / "listing.yaml"


def of(year: int) -> Law:
    return edition.law(last_day_of(year))


@st.composite
def candidate(draw: st.DrawFn) -> Candidate:
    return Candidate(
        draw(CODES),
        draw(st.booleans()),
        draw(AMOUNTS),
        draw(st.booleans()),
        draw(AMOUNTS),
        draw(st.booleans()),
        draw(st.none() | st.decimals(0, 60_000, places=2)),
        draw(st.sampled_from(("", "blast_furnace", "electric_furnace"))),
    )


@settings(deadline=None)
@given(candidate(), YEARS)
def test_only_the_listed_are_kept_or_removed(one: Candidate, year: int) -> None:
    verdict = screen(one, of(year)).verdict
    assert (verdict in (Verdict.KEEP, Verdict.REMOVE)) == one.listed


@settings(deadline=None)
@given(candidate(), YEARS)
def test_nobody_is_listed_in_a_sector_that_is_not_covered(one: Candidate, year: int) -> None:
    card = screen(one, of(year))
    if not sector_of(one.sector_code, one.captive_power, of(year), one.route):
        assert card.sector == ""
        assert card.verdict in (Verdict.BELOW, Verdict.REMOVE)


@settings(deadline=None)
@given(candidate(), YEARS, st.integers(2010, 2026), st.decimals(0, 60_000, places=2))
def test_more_in_any_year_never_takes_anybody_off(one: Candidate, year: int, when: int, more: Decimal) -> None:
    on_it = (Verdict.LIST, Verdict.KEEP)
    known = {past: amount + (more if past == when else 0) for past, amount in one.emissions.items()}
    energy = {past: amount + (more if past == when else 0) for past, amount in one.energy.items()}
    if screen(one, of(year)).verdict in on_it:
        assert screen(replace(one, emissions=known, energy=energy), of(year)).verdict in on_it


@settings(deadline=None)
@given(candidate(), YEARS)
def test_whoever_is_on_the_list_reports(one: Candidate, year: int) -> None:
    card = screen(one, of(year))
    duty = reporting(one, card.verdict, of(year))
    assert duty.reports or card.verdict in (Verdict.BELOW, Verdict.REMOVE)
    assert not (duty.reports and duty.report_only)


@settings(deadline=None)
@given(candidate(), YEARS)
def test_what_comes_later_changes_nothing(one: Candidate, year: int) -> None:
    known = {past: amount for past, amount in one.emissions.items() if past <= year}
    assert screen(replace(one, emissions=known), of(year)).verdict is screen(one, of(year)).verdict


@settings(deadline=None)
@given(candidate(), YEARS)
def test_the_workings_compute_again(one: Candidate, year: int) -> None:
    card = screen(one, of(year))
    for told in (card.explanation, reporting(one, card.verdict, of(year)).explanation):
        assert all(step.holds for step in replay(told))


@pytest.mark.parametrize("year", range(2013, 2026))
def test_every_year_has_a_standard_and_its_threshold(year: int) -> None:
    law = of(year)
    measured = "energy" if year < 2016 else "emissions"
    assert law.value(f"listing.threshold.{measured}") > 0
    assert sector_of("4411", False, law) == "power"


@pytest.mark.parametrize("case", yaml.safe_load(CASES.read_text(encoding="utf-8")), ids=lambda case: str(case["case"]))
def test_the_workings_of_every_worked_case_compute_again(case: dict[str, Any]) -> None:
    if "refused" in case["expect"]:
        pytest.skip("refused")
    answer = ask(case["ask"], case["given"], edition.book(), today=ASKED_ON, year=case.get("year"))
    assert len(answer.explanations) == 2
    assert all(step.holds for told in answer.explanations for step in replay(told))
