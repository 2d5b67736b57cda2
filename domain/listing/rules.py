"""Who belongs on the list, and who has only to report, by the standard of each year. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from domain.core.facts import not_negative
from domain.core.law import Law
from domain.core.workings import Explanation, Working

ZERO = Decimal(0)
SECTORS, REPORTING, CORRECTED = "listing.sectors.", "listing.reporting.", "listing.corrected."
EMISSIONS, ENERGY = "emissions", "energy"
UNITS: Mapping[str, str] = {EMISSIONS: "t", ENERGY: "tce"}
CAPTIVE, NEW_LINES = "listing.captive_sector", "listing.threshold.new_lines"
REMOVAL, CLOSED = "listing.removal_years", "listing.removal.closed"
BASE_YEAR, SCOPE = "listing.report_only.base_year", "listing.reporting_scope"

ByYear = Mapping[int, Decimal]


class Verdict(StrEnum):
    """What screening says of an enterprise."""

    LIST = "list"
    KEEP = "keep"
    REMOVE = "remove"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of an enterprise: tonnes, and tonnes of standard coal, by year; `expected` of new production lines.

    `route` of steel (`blast_furnace`, `electric_furnace`), empty where it is not known.
    """

    sector_code: str
    captive_power: bool = False
    emissions: ByYear = field(default_factory=dict)
    listed: bool = False
    energy: ByYear = field(default_factory=dict)
    closed: bool = False
    expected: Decimal | None = None
    route: str = ""

    def known(self, measured: str, law: Law) -> dict[int, Decimal]:
        """The known years up to the one whose law is asked; refused (FACT-NEGATIVE) when one of them cannot be."""
        amounts = self.emissions if measured == EMISSIONS else self.energy
        return {
            year: not_negative(f"{measured}.{year}", amount)
            for year, amount in sorted(amounts.items())
            if year <= law.day.year
        }


@dataclass(frozen=True, slots=True)
class Screened:
    """A verdict with its working; the explanation's result is the figure it rests on. `sector` empty: not covered."""

    verdict: Verdict
    explanation: Explanation
    sector: str


@dataclass(frozen=True, slots=True)
class Reporting:
    """Whether a verified report is owed, and otherwise whether the general duty of 2014 holds; None where not known."""

    reports: bool | None
    report_only: bool | None
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Edition:
    """A standard of listing: what it measures, and which of the known years it looks at, latest first."""

    name: str
    measured: str
    years: Callable[[Working, ByYear], tuple[int, ...]]


def sector_of(sector_code: str, captive_power: bool, law: Law, route: str = "") -> str:
    """The covered sector of a GB/T 4754 code; empty when the code is not covered. Captive power counts as power.

    A code of three digits covers the four-digit codes under it; misprinted codes of the notices are read as meant.
    """
    if captive_power and law.has(CAPTIVE):
        return law.text(CAPTIVE)
    sector = _sector_in(SECTORS, sector_code, law)
    routes = _routes_of(sector)
    outside = bool(route) and law.has(routes) and route not in law.text(routes).split(",")
    return "" if outside else sector


def measured_by(law: Law) -> str:
    """What the standard of that day compares with its threshold: `emissions`, or `energy` in the first notice."""
    return EDITIONS[law.text("listing.edition")].measured


def screen(one: Candidate, law: Law) -> Screened:
    """A unit in a covered sector that reaches the threshold is listed; a listed one is removed after two consecutive
    years below it, or when it has closed (Order 19 art 8 and 11). The notices before had standards of their own.

    2025: 26,000 t in a covered sector → list; listed, 25,000 t and 25,999.99 t → remove.
    2018: 26,000 t in any year from 2013 on → list. 2015: 10,000 tce in any year from 2013 on → list.
    """
    working = Working("listing.screen", law)
    edition = EDITIONS[working.provision("listing.edition").value]
    working.edition = edition.name
    sector = _told_sector(working, one)
    known = one.known(edition.measured, law)
    years = edition.years(working, known)
    _tell(working, edition.measured, known, years)
    threshold = f"listing.threshold.{edition.measured}"
    reached = any(known[year] >= working.law(threshold) for year in years)
    verdict = _verdict(working, one, bool(sector), reached, years)
    formula = f"{_highest(edition.measured, years)} ≥ {threshold}"
    highest = max((known[year] for year in years), default=ZERO)
    told = working.result(f"listing_{edition.measured}", formula, highest, UNITS[edition.measured])
    return Screened(verdict, told, sector)


def reporting(one: Candidate, verdict: Verdict, law: Law) -> Reporting:
    """Whoever is on the list reports; so does a unit of the sectors named by the notice of the year that reaches the
    threshold by its emissions, or by its energy. Whoever emitted 13,000 t or used 5,000 tce in 2010 reports as well,
    unverified.

    2025, flat glass, 30,000 t → reports. 2025, 20,000 t and 10,000 tce → reports. 2010: 13,000 t → report only.
    Source: 关于做好2026年全国碳排放权交易市场有关工作的通知; 手册 专题七.
    """
    working = Working("listing.reporting", law)
    working.fact("sector_code", one.sector_code)
    working.fact("verdict", verdict.value)
    sector = _sector_in(REPORTING, one.sector_code, law)
    if sector:
        working.provision(f"{REPORTING}{sector}")
    latest = {measured: _tell_latest(working, measured, one) for measured in UNITS}
    reached = [_reaches(working, measured, amount) for measured, amount in latest.items() if sector]
    reports = True if verdict in (Verdict.LIST, Verdict.KEEP) or any(reached) else _known_not_to(working)
    only = None if reports else _general_duty(working, one)
    formula = _highest(EMISSIONS, _latest(working, one.known(EMISSIONS, law)))
    told = working.result("reporting_emissions", formula, latest[EMISSIONS] or ZERO, "t")
    return Reporting(reports, only, told)


def _routes_of(sector: str) -> str:
    return f"listing.{sector}.routes"


def _sector_in(family: str, sector_code: str, law: Law) -> str:
    correction = f"{CORRECTED}{sector_code}"
    code = law.text(correction) if law.has(correction) else sector_code
    for provision in law:
        if provision.key.startswith(family) and code.startswith(tuple(provision.value.split(","))):
            return provision.key.rpartition(".")[2]
    return ""


def _told_sector(working: Working, one: Candidate) -> str:
    """The sector, with the provisions that say so."""
    law = working.law_of_day
    sector = sector_of(one.sector_code, one.captive_power, law, one.route)
    working.fact("sector_code", one.sector_code)
    keys = [f"{CORRECTED}{one.sector_code}", f"{SECTORS}{sector}", CAPTIVE if one.captive_power else ""]
    if one.route:
        working.fact("route", one.route)
        keys.append(_routes_of(sector or _sector_in(SECTORS, one.sector_code, law)))
    for key in filter(law.has, keys):
        working.provision(key)
    return sector


def _latest(working: Working, known: ByYear) -> tuple[int, ...]:
    return (max(known),) if known else ()


def _in_window(working: Working, known: ByYear) -> tuple[int, ...]:
    first, last = working.law("listing.window.first"), working.law("listing.window.last")
    return tuple(year for year in sorted(known, reverse=True) if first <= year <= last)


def _tell(working: Working, measured: str, known: ByYear, years: Iterable[int]) -> None:
    for year in sorted(years):
        working.given(f"{measured}_{year}", known[year], UNITS[measured], str(year))


def _highest(measured: str, years: Iterable[int]) -> str:
    """`emissions_2025`, or `max(emissions_2024, emissions_2025)` of several years; nought of none."""
    names = [f"{measured}_{year}" for year in sorted(years)]
    return f"max({', '.join(names)})" if len(names) > 1 else "".join(names) or "0"


def _verdict(working: Working, one: Candidate, covered: bool, reached: bool, looked_at: tuple[int, ...]) -> Verdict:
    """Covered and at the threshold: on the list. A listed one leaves it as the law of the year has it."""
    if one.closed and working.law_of_day.has(CLOSED):
        working.fact("closed", working.provision(CLOSED).value)
        covered = False
    if covered and (reached or _by_new_lines(working, one)):
        return Verdict.KEEP if one.listed else Verdict.LIST
    if not one.listed:
        return Verdict.BELOW
    return Verdict.REMOVE if not covered or _stays_below(working, one, looked_at) else Verdict.KEEP


def _by_new_lines(working: Working, one: Candidate) -> bool:
    """New lines are listed by what they are expected to emit (list requirement of 2027)."""
    if one.expected is None or not working.law_of_day.has(NEW_LINES):
        return False
    expected = working.given("expected_emissions", not_negative("expected", one.expected), "t")
    working.step("new_lines", f"expected_emissions ≥ {NEW_LINES}", expected, "t")
    return expected >= working.law(NEW_LINES)


def _stays_below(working: Working, one: Candidate, looked_at: tuple[int, ...]) -> bool:
    """Below for as many consecutive years as removal takes, the latest known one the last of them; before Order 19 not
    reaching the standard was enough."""
    if not working.law_of_day.has(REMOVAL):
        return True
    known = one.known(EMISSIONS, working.law_of_day)
    newest, count = max(known, default=0), int(working.law(REMOVAL))
    years = [year for year in range(newest - count + 1, newest + 1) if year in known]
    threshold = working.law("listing.threshold.emissions")
    if len(years) < count or any(known[year] >= threshold for year in years):
        return False
    _tell(working, EMISSIONS, known, set(years) - set(looked_at))
    highest = max(known[year] for year in years)
    working.step("highest_of_years", f"{_highest(EMISSIONS, years)} < listing.threshold.emissions", highest, "t")
    return True


def _tell_latest(working: Working, measured: str, one: Candidate) -> Decimal | None:
    known = one.known(measured, working.law_of_day)
    years = _latest(working, known)
    _tell(working, measured, known, years)
    return known[years[0]] if years else None


def _reaches(working: Working, measured: str, amount: Decimal | None) -> bool:
    """Whether an amount reaches the threshold of its measure, where the law of the day has one."""
    key = f"listing.threshold.{measured}"
    return amount is not None and working.law_of_day.has(key) and amount >= working.law(key)


def _known_not_to(working: Working) -> bool | None:
    """Not owed, where the notice of the year is known; of 2019 it is not, and nothing can be said."""
    if not working.law_of_day.has(SCOPE):
        return None
    working.fact("reporting_scope", working.provision(SCOPE).value)
    return False


def _general_duty(working: Working, one: Candidate) -> bool | None:
    """The duty of 2014 to report goes by one year alone; nothing is known without it."""
    law = working.law_of_day
    if not law.has(BASE_YEAR):
        return None
    base = int(working.law(BASE_YEAR))
    known = {measured: one.known(measured, law).get(base) for measured in UNITS}
    if all(amount is None for amount in known.values()):
        return None
    return any(
        amount is not None and amount >= working.law(f"listing.report_only.{measured}")
        for measured, amount in known.items()
    )


# The one table of standards; which of them rules a year is the provision `listing.edition`.
EDITIONS: Mapping[str, Edition] = {
    edition.name: edition
    for edition in (
        Edition("listing-energy", ENERGY, _in_window),
        Edition("listing-any-year", EMISSIONS, _in_window),
        Edition("listing-latest-year", EMISSIONS, _latest),
    )
}
