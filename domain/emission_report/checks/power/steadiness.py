"""Whether months fit each other: stops, hours of the year, missing fuels, start-up fuel: ER-100 to ER-105, ER-127."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from domain.core.checks import Hit, Register, hit
from domain.emission_report.checks.bands import THOUSAND
from domain.emission_report.checks.case import GUIDE, PowerCase
from domain.emission_report.checks.power.lines import ZERO, energy, fuels, source, tolerance
from domain.emission_report.checks.power.operation import AN_HOUR, GIGAJOULES_PER_MWH
from domain.emission_report.checks.titles import titles
from domain.emission_report.rules import COAL_CODES, FuelRow, ProductionRow, TotalRow, fuel_code

CHECKS = Register[PowerCase](owner="verification_officer", citation=GUIDE)
OILS = ("diesel", "fuel_oil")


@CHECKS.warn("ER-100")
def load_while_stopped(case: PowerCase) -> Iterator[Hit]:
    """ER-100: a unit that stood still the whole month has no load factor.

    July: 0 h, load factor 75 % → warning.
    """
    for row in case.filed.production:
        if row.hours == 0 and row.load_factor:
            facts = {"unit": row.unit_number, "month": row.month, "value": row.load_factor * 100}
            yield hit(row.line.place("load_factor"), **facts)


@CHECKS.stop("ER-101")
def hours_of_year(case: PowerCase) -> Iterator[Hit]:
    """ER-101: a unit does not run longer than the year lasts.

    2024 has 8,784 hours; filed 8,900 → stop.
    """
    year = case.known.year
    most = (date(year + 1, 1, 1) - date(year, 1, 1)) // AN_HOUR
    for total in case.filed.totals:
        if total.hours is not None and total.hours > most:
            yield hit(total.line.place("hours"), unit=total.unit_number, value=total.hours, most=most)


@CHECKS.warn("ER-102")
def fuel_missing_in_months(case: PowerCase) -> Iterator[Hit]:
    """ER-102: a coal that a unit burns in most months is told for all of them, with 0 where it burnt none.

    Gangue in ten months, and no line of it in the other two in which the unit ran → warning.
    """
    for total in case.filed.totals:
        running = {row.month for row in case.filed.production_of(total.unit_number) if row.generation_mwh}
        months: dict[str, set[int]] = {}
        for row in case.filed.fuels_of(total.unit_number):
            months.setdefault(row.fuel, set()).add(row.month)
        for fuel, there in months.items():
            missing = sorted(running - there)
            if fuel in COAL_CODES and missing and len(running & there) > len(missing):
                facts = {"unit": total.unit_number, "months": ", ".join(map(str, missing))}
                yield hit(total.line.place("unit_number"), **facts, **titles("fuel", fuel))


def _energies(rows: tuple[FuelRow, ...]) -> dict[str, Decimal]:
    """GJ by fuel; empty where a heat value is missing."""
    found: dict[str, Decimal] = {}
    for row in rows:
        if row.quantity:
            if row.energy_gj is None:
                return {}
            found[row.fuel] = found.get(row.fuel, ZERO) + row.energy_gj
    return found


def _of_years(case: PowerCase) -> Iterator[tuple[TotalRow, dict[str, Decimal], Decimal]]:
    """Units with the energy of each fuel and of all."""
    for total in case.filed.totals:
        found = _energies(case.filed.fuels_of(total.unit_number))
        if whole := sum(found.values(), ZERO):
            yield total, found, whole


@CHECKS.warn("ER-103")
def startup_fuel(case: PowerCase) -> Iterator[Hit]:
    """ER-103: oil starts and steadies a coal unit; it does not feed it (province's share of the heat).

    Diesel gives 8 % of the year's heat, usual to 3 % → warning.
    """
    most = tolerance(case, "startup_share")
    for total, found, whole in _of_years(case):
        oil = sum((found.get(fuel, ZERO) for fuel in OILS), ZERO)
        if most is not None and not COAL_CODES.isdisjoint(found) and oil > whole * most:
            line = next(row.line for row in case.filed.fuels_of(total.unit_number) if row.fuel in OILS and row.quantity)
            facts = {"unit": total.unit_number, "value": oil / whole * 100, "most": most * 100}
            yield hit(line.place("quantity"), source(case, "startup_share"), **facts)


@CHECKS.note("ER-104")
def start_without_oil(case: PowerCase) -> Iterator[Hit]:
    """ER-104: a coal unit that was started again has burnt oil or gas to start, or says how it did without.

    Stopped in June, running in July, only coal in July → note.
    """
    for total in case.filed.totals:
        months = sorted(case.filed.production_of(total.unit_number), key=lambda row: row.month)
        for before, row in pairwise(months):
            burnt = {fuel.fuel for fuel in fuels(case, row.line)}
            if before.hours == 0 and row.hours and burnt and burnt <= COAL_CODES:
                yield hit(row.line.place("hours"), unit=total.unit_number, month=row.month)


@CHECKS.warn("ER-105")
def month_out_of_line(case: PowerCase) -> Iterator[Hit]:
    """ER-105: the fuel that a month took for its power and heat is near that of the unit's year (province's share).

    Year 9.0 GJ of fuel for a MWh, May 13.5 GJ: 50 % more, usual to 30 % → warning.
    """
    most = tolerance(case, "month_deviation")
    for total in case.filed.totals:
        rates = [(row, rate) for row in case.filed.production_of(total.unit_number) if (rate := _rate(case, row))]
        made = sum((_made(row) for row, _ in rates), ZERO)
        year = sum((rate * _made(row) for row, rate in rates), ZERO) / made if made else ZERO
        for row, rate in rates:
            if most is not None and year and abs(rate / year - 1) > most and not _slipped(rate / year):
                facts = {"unit": total.unit_number, "month": row.month, "change": (rate / year - 1) * 100}
                place = row.line.place("generation_mwh")
                yield hit(place, source(case, "month_deviation"), **facts, most=most * 100)


def _made(row: ProductionRow) -> Decimal:
    """Power and heat of a month in GJ."""
    return (row.generation_mwh or ZERO) * GIGAJOULES_PER_MWH + (row.heat_gj or ZERO)


def _rate(case: PowerCase, row: ProductionRow) -> Decimal | None:
    """GJ of fuel for a GJ of power and heat."""
    put_in, made = energy(fuels(case, row.line)), _made(row)
    return put_in / made if put_in and made else None


def _slipped(times: Decimal) -> bool:
    """A month in the wrong unit has its own finding (ER-049)."""
    return times >= THOUSAND / 10 or times <= 10 / THOUSAND


@CHECKS.warn("ER-127")
def main_fuel(case: PowerCase) -> Iterator[Hit]:
    """ER-127: the main fuel of a unit is the one that gives most of its heat (power guide, C.2).

    Main fuel 烟煤; gangue gives 70 % of the heat → warning.
    """
    for total, found, whole in _of_years(case):
        stated, most = fuel_code(total.fuel), max(found, key=lambda fuel: found[fuel])
        alike = most in COAL_CODES and stated in COAL_CODES and found.get(stated, ZERO) * 2 >= whole
        if stated and most != stated and not alike and found.get(stated, ZERO) < found[most]:
            names = titles("fuel", stated, "filed") | titles("fuel", most)
            value = found[most] / whole * 100
            yield hit(total.line.place("fuel"), unit=total.unit_number, value=value, **names)
