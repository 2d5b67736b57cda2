"""Checks of airports. AP-001 to AP-019."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.emission_report.checks.bands import Band, band
from domain.emission_report.checks.general import (
    GeneralCase,
    beyond,
    electricity,
    intensity,
    made,
    output_place,
)
from domain.emission_report.rules.supplement import figures_of, told

GUIDE = "中国民用航空企业温室气体排放核算方法与报告格式指南（试行）"
TABLE = "机场补充数据表（2018年度）"
CHECKS = Register[GeneralCase](owner="verification_officer", citation=GUIDE)
PASSENGERS, MOVEMENTS = "passengers", "movements"
# Passengers are filed in 10⁴.
TEN_THOUSAND = Decimal(10) * 1000
KILOWATT_HOURS = Decimal(1000)
LAST_PLACE = Decimal(1).scaleb(-4)
ZERO = Decimal(0)


def _is_a_slip(value: Decimal, found: Band) -> bool:
    """Persons instead of 10⁴ persons, or a thousand times off."""
    return found.holds_a_slip(value) or (not found.holds(value) and found.holds(value * TEN_THOUSAND))


@CHECKS.stop("AP-001")
def passengers_in_the_wrong_unit(case: GeneralCase) -> Iterator[Hit]:
    """AP-001: passengers are filed in 10⁴ persons.

    27,000,000 where 2,700 × 10⁴ are meant → stop.
    """
    if told_ := intensity(case, "check.airport.intensity", PASSENGERS):
        value, found = told_
        if _is_a_slip(value, found):
            yield hit(output_place(case, PASSENGERS), found.citation, value=made(case, PASSENGERS))


@CHECKS.warn("AP-002")
def emissions_per_passenger(case: GeneralCase) -> Iterator[Hit]:
    """AP-002: emissions for 10⁴ passengers lie where they do for airports.

    90,000 t over 300 × 10⁴ = 300 t → warning.
    """
    if told_ := intensity(case, "check.airport.intensity", PASSENGERS):
        value, found = told_
        if not _is_a_slip(value, found):
            yield from beyond(output_place(case, PASSENGERS), value, found)


@CHECKS.warn("AP-003", TABLE)
def area_missing(case: GeneralCase) -> Iterator[Hit]:
    """AP-003: the table of airports gives the area of the buildings.

    A line of the terminals, area empty → warning.
    """
    for row in case.filed.supplement:
        if row.area is None and row.product == PASSENGERS:
            yield hit(row.line.place("area"), line=row.number)


@CHECKS.warn("AP-004", TABLE)
def emissions_per_area(case: GeneralCase) -> Iterator[Hit]:
    """AP-004: emissions for a square metre lie where they do for terminals.

    45,000 t over 20,000 m² = 2.25 t → warning.
    """
    found = band(case.law, "check.airport.area_intensity")
    for row in case.filed.supplement:
        derived = told(row, case.law)
        value = figures_of(derived).get("area_intensity") if derived else None
        if value is not None and found and not found.holds(value):
            facts = {"value": value, "least": found.least, "most": found.most}
            yield hit(row.line.place("area"), found.citation, line=row.number, **facts)


@CHECKS.stop("AP-005", TABLE)
def area_arithmetic(case: GeneralCase) -> Iterator[Hit]:
    """AP-005: emissions for a square metre are emissions over area.

    45,000 t over 500,000 m² = 0.09, stated 0.9 → stop.
    """
    for row in case.filed.supplement:
        derived, stated = told(row, case.law), row.line.decimal("area_intensity")
        value = figures_of(derived).get("area_intensity") if derived else None
        if value is not None and stated is not None and abs(value - stated) > LAST_PLACE:
            yield hit(row.line.place("area_intensity"), line=row.number, stated=stated, computed=value)


@CHECKS.warn("AP-006")
def no_electricity(case: GeneralCase) -> Iterator[Hit]:
    """AP-006: an airport lights and cools its buildings.

    Passengers, electricity bought 0 → warning.
    """
    if made(case) and not electricity(case):
        yield hit(case.filed.energy[0].line.place("mwh") if case.filed.energy else Place("电力和热力"))


@CHECKS.warn("AP-007")
def fuel_of_airlines(case: GeneralCase) -> Iterator[Hit]:
    """AP-007: kerosene that aircraft take on is reported by the airlines.

    300,000 t of kerosene at the airport → warning.
    """
    for row in case.filed.fuels:
        if row.fuel == "kerosene" and row.quantity:
            yield hit(row.line.place("fuel"), value=row.quantity)


@CHECKS.warn("AP-008")
def passengers_per_movement(case: GeneralCase) -> Iterator[Hit]:
    """AP-008: aircraft carry between twenty and three hundred persons.

    2,700 × 10⁴ passengers, 20,000 movements = 1,350 each → warning.
    """
    movements, persons = made(case, MOVEMENTS), made(case, PASSENGERS) * TEN_THOUSAND
    found = band(case.law, "check.airport.passengers_per_movement")
    if movements and persons and found and not found.holds(persons / movements):
        facts = {"value": persons / movements, "least": found.least, "most": found.most}
        yield hit(output_place(case, MOVEMENTS), found.citation, **facts)


@CHECKS.warn("AP-009", TABLE)
def electricity_per_area(case: GeneralCase) -> Iterator[Hit]:
    """AP-009: electricity for a square metre lies where it does for terminals.

    60,000 MWh over 50,000 m² = 1,200 kWh → warning.
    """
    found = band(case.law, "check.airport.area_electricity")
    for row in case.filed.supplement:
        if row.area and row.electricity_mwh and found:
            value = row.electricity_mwh * KILOWATT_HOURS / row.area
            if not found.holds(value):
                place = row.line.place("electricity_mwh")
                yield hit(place, found.citation, line=row.number, value=value, least=found.least, most=found.most)


@CHECKS.warn("AP-010")
def movements_of_nothing(case: GeneralCase) -> Iterator[Hit]:
    """AP-010: aircraft that come and go carry passengers or cargo.

    150,000 movements, passengers and cargo 0 → warning.
    """
    if made(case, MOVEMENTS) and not made(case, PASSENGERS, "cargo"):
        yield hit(output_place(case, MOVEMENTS))
