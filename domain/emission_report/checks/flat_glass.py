"""Checks of flat glass. GL-001 to GL-019."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.emission_report.checks.bands import band
from domain.emission_report.checks.general import GeneralCase, beyond, made, off_intensity, used
from domain.emission_report.rules.industry import FuelLine

GUIDE = "中国平板玻璃生产企业温室气体排放核算方法与报告指南（试行）"
CHECKS = Register[GeneralCase](owner="verification_officer", citation=GUIDE)


@CHECKS.warn("GL-001")
def carbonates_missing(case: GeneralCase) -> Iterator[Hit]:
    """GL-001: glass is made from carbonates: whoever makes glass reports some.

    Output 5,000,000 weight cases, no line of carbonates → warning.
    """
    if not any(row.term.tonnes for row in case.filed.processes) and any(row.output for row in case.filed.products):
        yield hit(Place("生产过程"))


@CHECKS.warn("GL-002")
def furnace_without_fuel(case: GeneralCase) -> Iterator[Hit]:
    """GL-002: a furnace burns fuel.

    Output reported, no fuel of the furnace → warning.
    """
    made = any(row.output for row in case.filed.products)
    if made and not any(row.quantity for row in case.filed.fuels if row.facility == "furnace"):
        yield hit(Place("化石燃料"))


@CHECKS.stop("GL-003")
def carbon_of_powder(case: GeneralCase) -> Iterator[Hit]:
    """GL-003: carbon powder is reported with its carbon content.

    100 t of carbon powder, carbon content empty → stop.
    """
    for row in case.filed.processes:
        if row.term.material == "carbon_powder" and row.term.tonnes and row.term.carbon is None:
            yield hit(row.line.place("carbon"), source=row.source)


@CHECKS.warn("GL-004")
def emissions_per_case(case: GeneralCase) -> Iterator[Hit]:
    """GL-004: emissions for a weight case lie where they do for float glass.

    400,000 t over 1,000,000 weight cases = 0.4 t, above the band → warning.
    """
    found = band(case.law, "check.flat_glass.intensity")
    output = sum((row.output or Decimal() for row in case.filed.products), Decimal())
    if found is None or case.results is None or not output:
        return
    value = case.results.enterprise.value / output
    if not found.holds(value) and not found.holds_a_slip(value):
        place = case.filed.totals.place("emissions_tonnes")
        yield hit(place, found.citation, value=value, least=found.least, most=found.most)


@CHECKS.stop("GL-005")
def cases_in_the_wrong_unit(case: GeneralCase) -> Iterator[Hit]:
    """GL-005: flat glass is filed in weight cases.

    1,500 (10³ cases) where 1,500,000 are meant → stop.
    """
    yield from off_intensity(case, "check.flat_glass.intensity", slips=True)


@CHECKS.warn("GL-006")
def soda_per_case(case: GeneralCase) -> Iterator[Hit]:
    """GL-006: a weight case (50 kg) takes about 10 kg of soda ash.

    120,000 t of soda ash over 1,500,000 cases = 80 kg → warning.
    """
    cases, rows = made(case), used(case, "sodium_carbonate")
    if cases and rows:
        rate = sum((row.term.tonnes or Decimal() for row in rows), Decimal()) / cases
        found = band(case.law, "check.flat_glass.soda_per_case")
        if found and not found.holds(rate):
            place = rows[0].line.place("tonnes")
            yield hit(place, found.citation, value=rate, least=found.least, most=found.most)


@CHECKS.warn("GL-007")
def no_soda(case: GeneralCase) -> Iterator[Hit]:
    """GL-007: flat glass is made with soda ash.

    Dolomite reported, no soda ash → warning.
    """
    others = used(case, "dolomite", "calcium_carbonate", "magnesium_carbonate")
    if made(case) and others and not used(case, "sodium_carbonate"):
        yield hit(Place("生产过程"))


@CHECKS.note("GL-008")
def not_wholly_calcined(case: GeneralCase) -> Iterator[Hit]:
    """GL-008: a share calcined other than the guide's rests on a measurement.

    Dolomite calcined 95 %, the guide has 100 % → note.
    """
    for row in case.filed.processes:
        key = f"accounting.process.flat_glass.{row.term.material}.share"
        filed = row.term.share
        if filed is not None and case.law.has(key) and filed != case.law.value(key):
            yield hit(row.line.place("share"), source=row.source, value=filed * 100)


@CHECKS.warn("GL-009")
def heat_per_case(case: GeneralCase) -> Iterator[Hit]:
    """GL-009: melting a weight case takes a third of a GJ, give or take.

    Gas of 38,900 GJ over 1,500,000 cases = 0.026 GJ → warning.
    """
    cases, found = made(case), band(case.law, "check.flat_glass.heat_per_case")
    rows = [row for row in case.filed.fuels if row.facility == "furnace" and row.quantity]
    heat = sum(((row.quantity or Decimal()) * (_heat_value(case, row) or Decimal()) for row in rows), Decimal())
    if cases and heat:
        yield from beyond(rows[0].line.place("quantity"), heat / cases, found)


def _heat_value(case: GeneralCase, row: FuelLine) -> Decimal | None:
    """GJ for a unit of a fuel: as filed, otherwise the guide's."""
    key = f"accounting.fuel.{row.fuel}.ncv"
    return row.ncv if row.ncv is not None else (case.law.value(key) if case.law.has(key) else None)


@CHECKS.warn("GL-010")
def carbon_in_powder(case: GeneralCase) -> Iterator[Hit]:
    """GL-010: carbon powder is mostly carbon.

    Carbon content 9 % → warning.
    """
    found = band(case.law, "check.flat_glass.powder_carbon")
    for row in used(case, "carbon_powder"):
        if row.term.carbon is not None:
            yield from beyond(row.line.place("carbon"), row.term.carbon, found, percent=True, source=row.source)
