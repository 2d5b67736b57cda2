"""Who belongs on the list, on both sides of the threshold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.core.formulas import replay
from domain.core.law import law_on
from domain.listing.rules import Candidate, Verdict, reporting, screen, sector_of
from tests.law import edition

LAW = law_on(edition.provisions(), date(2025, 10, 9))


def on_the_list(code: str, emissions: dict[int, str], listed: bool = False, year: int = 2025) -> Verdict:
    known = {past: Decimal(tonnes) for past, tonnes in emissions.items()}
    return screen(Candidate(code, False, known, listed), law_on(edition.provisions(), date(year, 12, 31))).verdict


@pytest.mark.parametrize(
    ("emissions", "listed", "verdict"),
    [
        ({2024: "25000", 2025: "26000"}, False, Verdict.LIST),
        ({2024: "25000", 2025: "25999.99"}, False, Verdict.BELOW),
        ({2024: "25000", 2025: "25999.99"}, True, Verdict.REMOVE),
        ({2024: "26000", 2025: "25999.99"}, True, Verdict.KEEP),
        ({2025: "1"}, True, Verdict.KEEP),
        ({}, False, Verdict.BELOW),
    ],
)
def test_the_threshold_decides(emissions: dict[int, str], listed: bool, verdict: Verdict) -> None:
    known = {year: Decimal(tonnes) for year, tonnes in emissions.items()}
    assert screen(Candidate("4411", False, known, listed), LAW).verdict is verdict


def test_a_sector_that_is_not_covered_is_never_listed() -> None:
    assert screen(Candidate("2511", False, {2025: Decimal(10**6)}), LAW).verdict is Verdict.BELOW


def test_a_captive_plant_counts_as_power_whatever_its_code() -> None:
    assert sector_of("2221", True, LAW) == "power"


def test_the_working_names_the_threshold_and_its_article() -> None:
    told = screen(Candidate("4411", False, {2025: Decimal("30000")}), LAW).explanation
    threshold = next(used for used in told.provisions if used.key == "listing.threshold.emissions")
    assert (threshold.value, "第八条" in threshold.citation) == ("26000", True)
    assert told.result.value == "30000"
    assert all(step.holds for step in replay(told))


@pytest.mark.parametrize(
    ("code", "year", "verdict"),
    [
        ("3120", 2018, Verdict.LIST),
        ("3120", 2023, Verdict.BELOW),
        ("3120", 2024, Verdict.LIST),
        ("2651", 2018, Verdict.LIST),
        ("26", 2018, Verdict.BELOW),
        ("4412", 2019, Verdict.LIST),
        ("4420", 2019, Verdict.BELOW),
        ("212", 2018, Verdict.LIST),
        ("212", 2025, Verdict.BELOW),
    ],
)
def test_the_sectors_of_each_year(code: str, year: int, verdict: Verdict) -> None:
    assert on_the_list(code, {year: "26000"}, year=year) is verdict


def test_a_captive_plant_has_no_sector_of_its_own_in_the_first_notice() -> None:
    law = law_on(edition.provisions(), date(2015, 12, 31))
    assert sector_of("1511", True, law) == ""
    assert sector_of("2221", True, law) == "paper"


def test_removal_names_both_years_and_their_highest() -> None:
    known = {2023: Decimal(9), 2024: Decimal(25000), 2025: Decimal(24000)}
    told = screen(Candidate("4411", False, known, True), LAW).explanation
    assert [given.name for given in told.inputs if given.value.isdigit()][-2:] == ["emissions_2025", "emissions_2024"]
    assert next(step.value for step in told.steps if step.name == "highest_of_years") == "25000"


def test_whoever_is_kept_with_one_low_year_still_reports() -> None:
    one = Candidate("4411", False, {2024: Decimal(26000), 2025: Decimal(1)}, True)
    card = screen(one, LAW)
    duty = reporting(one, card.verdict, LAW)
    assert (card.verdict, duty.reports, duty.report_only) == (Verdict.KEEP, True, None)


@pytest.mark.parametrize(("route", "sector"), [("blast_furnace", "steel"), ("electric_furnace", "")])
def test_the_working_names_the_routes_that_decided(route: str, sector: str) -> None:
    card = screen(Candidate("3120", emissions={2025: Decimal(10**6)}, route=route), LAW)
    assert card.sector == sector
    assert "listing.steel.routes" in {used.key for used in card.explanation.provisions}
    assert "listing.captive_sector" not in {used.key for used in card.explanation.provisions}
