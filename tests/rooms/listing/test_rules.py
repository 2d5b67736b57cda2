"""Who belongs on the list, on both sides of the threshold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.core.law import law_on
from domain.listing.rules import Verdict, screen, sector_of
from tests.law import edition

LAW = law_on(edition.provisions(), date(2025, 10, 9))


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
    assert screen("4411", False, known, listed, LAW).verdict is verdict


def test_a_sector_that_is_not_covered_is_never_listed() -> None:
    assert screen("2511", False, {2025: Decimal(10**6)}, False, LAW).verdict is Verdict.BELOW


def test_a_captive_plant_counts_as_power_whatever_its_code() -> None:
    assert sector_of("2221", True, LAW) == "power"


def test_the_working_names_the_threshold_and_its_article() -> None:
    told = screen("4411", False, {2025: Decimal("30000")}, False, LAW).explanation
    threshold = next(used for used in told.provisions if used.key == "listing.threshold.emissions")
    assert (threshold.value, "第八条" in threshold.citation) == ("26000", True)
    assert told.result.value == "30000"
