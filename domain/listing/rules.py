"""Who belongs on the list. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.core.law import Law
from domain.core.workings import Explanation, Working

POWER = "power"


class Verdict(StrEnum):
    """What screening says of an enterprise."""

    LIST = "list"
    KEEP = "keep"
    REMOVE = "remove"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Screened:
    """A verdict with its working; the explanation's result is the emissions it rests on."""

    verdict: Verdict
    explanation: Explanation


def sector_of(sector_code: str, captive_power: bool, law: Law) -> str:
    """The covered sector of a GB/T 4754 code; empty when the code is not covered. Captive power counts as power."""
    if captive_power:
        return POWER
    for provision in law:
        if provision.key.startswith("listing.sectors.") and sector_code in provision.value.split(","):
            return provision.key.rpartition(".")[2]
    return ""


def screen(sector_code: str, captive_power: bool, emissions: Mapping[int, Decimal], listed: bool, law: Law) -> Screened:
    """A unit in a covered sector whose yearly emissions reach the threshold is listed; a listed one is removed after
    two consecutive years below it (Order 19 art 8 and 11).

    26,000 t in a covered sector → list; listed, 25,000 t and 25,999.99 t → remove.
    """
    working = Working("listing.screen", law)
    threshold = working.law("listing.threshold.emissions")
    removal_years = int(working.law("listing.removal_years"))
    sector = sector_of(sector_code, captive_power, law)
    if sector:
        working.provision(f"listing.sectors.{sector}")
    working.fact("sector_code", sector_code)
    years = sorted(emissions, reverse=True)[:removal_years]
    for year in reversed(years):
        working.given(f"emissions_{year}", emissions[year], "t", str(year))
    latest = emissions[years[0]] if years else Decimal(0)
    verdict = _verdict(bool(sector), [emissions[year] >= threshold for year in years], listed, removal_years)
    explanation = working.result("listing_emissions", "listing_emissions ≥ listing.threshold.emissions", latest, "t")
    return Screened(verdict, explanation)


def _verdict(covered: bool, reaches: list[bool], listed: bool, removal_years: int) -> Verdict:
    """`reaches` tells, latest year first, whether the threshold was reached."""
    if not covered:
        return Verdict.REMOVE if listed else Verdict.BELOW
    if reaches and reaches[0]:
        return Verdict.KEEP if listed else Verdict.LIST
    if listed:
        return Verdict.REMOVE if len(reaches) == removal_years and not any(reaches) else Verdict.KEEP
    return Verdict.BELOW
