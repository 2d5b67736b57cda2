"""Whether fuel, power, heat and hours fit each other: ER-040 to ER-049."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.emission_report.checks.bands import THOUSAND, band
from domain.emission_report.checks.case import GUIDE, PowerCase
from domain.emission_report.rules import COAL_CODES, FuelRow, ProductionRow, UnitResult
from domain.emission_report.rules.power import biomass_heat, of_unit

CHECKS = Register[PowerCase](owner="verification_officer", citation=GUIDE)

AN_HOUR = timedelta(hours=1)
# A megawatt for an hour is so many thousand megajoules: an equality of units, not a rule.
GIGAJOULES_PER_MWH = Decimal(AN_HOUR // timedelta(seconds=1)) / THOUSAND
COGENERATION, CONDENSING = "check.efficiency.cogeneration.max", "check.efficiency.condensing.max"


def efficiency(rows: tuple[FuelRow, ...], generation_mwh: Decimal, heat_gj: Decimal) -> Decimal | None:
    """(power + heat) ÷ energy of the fuels, as a share; None when no energy is known."""
    energies = [row.energy_gj for row in rows if row.quantity]
    if not energies or None in energies:
        return None
    energy = sum((value for value in energies if value is not None), Decimal())
    return (generation_mwh * GIGAJOULES_PER_MWH + heat_gj) / energy if energy else None


def _unit_efficiency(case: PowerCase, unit: UnitResult) -> Decimal | None:
    """Of all that was put in, biomass with it."""
    number, made = unit.total.unit_number, unit.generation_mwh
    reached = efficiency(case.filed.fuels_of(number), made, unit.heat_gj)
    biomass = sum((biomass_heat(line) for line in of_unit(case.filed, "biomass", number)), Decimal())
    if not reached or not biomass:
        return reached
    output = made * GIGAJOULES_PER_MWH + unit.heat_gj
    return output / (output / reached + biomass)


def _over(case: PowerCase, key: str, *, supplying_heat: bool) -> Iterator[Hit]:
    if not case.law.has(key):
        return
    for unit in case.results.units if case.results else ():
        if (unit.heat_gj > 0) is not supplying_heat:
            continue
        reached = _unit_efficiency(case, unit)
        if reached is not None and reached >= case.law.value(key) and not _slipped(case, reached, key):
            facts = {"unit": unit.total.unit_number, "value": reached * 100, "most": case.law.value(key) * 100}
            place = unit.total.line.place("generation_mwh")
            yield hit(place, case.law.provision(key).citation, **facts)


def _slipped(case: PowerCase, reached: Decimal, key: str) -> bool:
    """An efficiency that becomes possible when one side is moved by a thousand."""
    most = case.law.value(key)
    return reached >= most and most / 10 <= reached / THOUSAND < most


@CHECKS.warn("ER-040")
def cogeneration_efficiency(case: PowerCase) -> Iterator[Hit]:
    """ER-040: power and heat together hold less energy than the fuel (verification guide, power: efficiency < 1).

    (1,000 MWh × 3.6 + 2,000 GJ) ÷ 5,000 GJ = 112 % → warning.
    """
    yield from _over(case, COGENERATION, supplying_heat=True)


@CHECKS.warn("ER-041")
def condensing_efficiency(case: PowerCase) -> Iterator[Hit]:
    """ER-041: condensing generation from coal stays under the efficiency that the guide names (46 %).

    1,000 MWh × 3.6 ÷ 7,000 GJ = 51.4 % → warning. Gas-fired combined cycles are not meant.
    """
    gas = {total.unit_number for total in case.filed.totals if total.fuel == "gas"}
    for finding in _over(case, CONDENSING, supplying_heat=False):
        if finding.facts["unit"] not in gas:
            yield finding


@CHECKS.stop("ER-042")
def hours_of_month(case: PowerCase) -> Iterator[Hit]:
    """ER-042: a unit does not run longer than the month lasts.

    February 2024 has 696 hours; filed 720 → stop.
    """
    for row in case.filed.production:
        if row.hours is None or not 1 <= row.month <= 12:
            continue
        most = timedelta(days=monthrange(case.known.year, row.month)[1]) // AN_HOUR
        if row.hours > most:
            facts = {"unit": row.unit_number, "month": row.month, "value": row.hours, "most": most}
            yield hit(row.line.place("hours"), **facts)


def _burnt(case: PowerCase, row: ProductionRow) -> Decimal | None:
    """Fuel of that unit and month; None when there is no line, or one without a quantity."""
    found = [fuel.quantity for fuel in case.filed.fuels_of(row.unit_number) if fuel.month == row.month]
    quantities = [quantity for quantity in found if quantity is not None]
    return sum(quantities, Decimal()) if found and len(quantities) == len(found) else None


@CHECKS.stop("ER-043")
def output_without_fuel(case: PowerCase) -> Iterator[Hit]:
    """ER-043: there is no power or heat without fuel.

    March: 120,000 MWh, 0 t → stop.
    """
    for row in case.filed.production:
        if _burnt(case, row) == 0 and ((row.generation_mwh or 0) > 0 or (row.heat_gj or 0) > 0):
            facts = {"unit": row.unit_number, "month": row.month, "value": row.generation_mwh or row.heat_gj}
            yield hit(row.line.place("generation_mwh"), **facts)


@CHECKS.warn("ER-044")
def fuel_without_output(case: PowerCase) -> Iterator[Hit]:
    """ER-044: fuel burnt without power and heat asks for an explanation (a start-up that failed, a boiler test).

    July: 3,000 t, 0 MWh, 0 GJ → warning.
    """
    for row in case.filed.production:
        burnt = _burnt(case, row)
        if burnt and row.generation_mwh == 0 and not row.heat_gj:
            facts = {"unit": row.unit_number, "month": row.month, "value": burnt}
            yield hit(row.line.place("generation_mwh"), **facts)


@CHECKS.warn("ER-045")
def heat_without_cogeneration(case: PowerCase) -> Iterator[Hit]:
    """ER-045: only a cogeneration unit supplies heat (power guide, C.2).

    热电联产 否, heat supplied 50,000 GJ → warning.
    """
    for unit in case.results.units if case.results else ():
        if unit.heat_gj > 0 and not unit.total.cogeneration:
            facts = {"unit": unit.total.unit_number, "value": unit.heat_gj}
            yield hit(unit.total.line.place("cogeneration"), **facts)


@CHECKS.stop("ER-046")
def load_factor(case: PowerCase) -> Iterator[Hit]:
    """ER-046: the load factor does not pass full load (verification guide, power).

    300 MW × 600 h = 180,000 MWh; filed generation 190,000 → stop.
    """
    key = "check.load_factor.max"
    if not case.law.has(key):
        return
    capacities = {total.unit_number: total.capacity_mw for total in case.filed.totals}
    for row in case.filed.production:
        possible = (capacities.get(row.unit_number) or Decimal()) * (row.hours or Decimal()) * case.law.value(key)
        if possible and (row.generation_mwh or 0) > possible:
            facts = {"unit": row.unit_number, "month": row.month, "value": row.generation_mwh, "most": possible}
            yield hit(row.line.place("generation_mwh"), case.law.provision(key).citation, **facts)


@CHECKS.stop("ER-047")
def hours_and_generation(case: PowerCase) -> Iterator[Hit]:
    """ER-047: power takes operating hours, and operating hours bring power.

    August: 0 h, 100,000 MWh → stop.
    """
    for row in case.filed.production:
        if row.hours is None or row.generation_mwh is None:
            continue
        if (row.hours == 0) is not (row.generation_mwh == 0) and not row.heat_gj:
            facts = {"unit": row.unit_number, "month": row.month, "hours": row.hours, "value": row.generation_mwh}
            yield hit(row.line.place("hours"), **facts)


@CHECKS.warn("ER-048")
def intensity(case: PowerCase) -> Iterator[Hit]:
    """ER-048: emissions per MWh of a unit that supplies no heat lie where they do for its fuel.

    Coal, 1,600,000 t on 1,000,000 MWh = 1.6 t/MWh, above the band → warning.
    """
    for unit in case.results.units if case.results else ():
        found = band(case.law, f"check.intensity.{_kind(case, unit)}")
        if found is None or unit.heat_gj > 0 or unit.generation_mwh <= 0:
            continue
        intensity = unit.emissions.value / unit.generation_mwh
        if not found.holds(intensity):
            facts = {"unit": unit.total.unit_number, "value": intensity, "least": found.least, "most": found.most}
            yield hit(unit.total.line.place("emissions_tonnes"), found.citation, **facts)


def _kind(case: PowerCase, unit: UnitResult) -> str:
    rows = case.filed.fuels_of(unit.total.unit_number)
    return "coal" if any(row.fuel in COAL_CODES for row in rows) else "gas"


@CHECKS.stop("ER-049")
def quantity_magnitude(case: PowerCase) -> Iterator[Hit]:
    """ER-049: a month in which fuel and output differ by a thousand is filed in the wrong unit (kg for t, kWh for MWh).

    120,000 MWh from 50 t at 20.9 GJ/t is 413 times the energy of the fuel → stop.
    """
    if not case.law.has(COGENERATION):
        return
    for row in case.filed.production:
        fuels = tuple(fuel for fuel in case.filed.fuels_of(row.unit_number) if fuel.month == row.month)
        reached = efficiency(fuels, row.generation_mwh or Decimal(), row.heat_gj or Decimal())
        if reached and _by_a_thousand(reached, case.law.value(COGENERATION)):
            facts = {"unit": row.unit_number, "month": row.month, "value": reached * 100}
            yield hit(row.line.place("generation_mwh"), case.law.provision(COGENERATION).citation, **facts)


def _by_a_thousand(reached: Decimal, most: Decimal) -> bool:
    """Impossible as filed, ordinary when moved by a thousand either way."""
    ordinary = (most / 10, most)
    if ordinary[0] <= reached:
        return reached >= most and ordinary[0] <= reached / THOUSAND <= ordinary[1]
    return ordinary[0] <= reached * THOUSAND <= ordinary[1]
