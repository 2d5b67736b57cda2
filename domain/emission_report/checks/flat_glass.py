"""Checks of flat glass. GL-001 to GL-019."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.emission_report.checks.bands import band
from domain.emission_report.checks.industry import IndustryCase

GUIDE = "中国平板玻璃生产企业温室气体排放核算方法与报告指南（试行）"
CHECKS = Register[IndustryCase](owner="verification_officer", citation=GUIDE)


@CHECKS.warn("GL-001")
def carbonates_missing(case: IndustryCase) -> Iterator[Hit]:
    """GL-001: glass is made from carbonates: whoever makes glass reports some.

    Output 5,000,000 weight cases, no line of carbonates → warning.
    """
    if not any(row.term.tonnes for row in case.filed.processes) and any(row.output for row in case.filed.products):
        yield hit(Place("生产过程"))


@CHECKS.warn("GL-002")
def furnace_without_fuel(case: IndustryCase) -> Iterator[Hit]:
    """GL-002: a furnace burns fuel.

    Output reported, no fuel of the furnace → warning.
    """
    made = any(row.output for row in case.filed.products)
    if made and not any(row.quantity for row in case.filed.fuels if row.facility == "furnace"):
        yield hit(Place("化石燃料"))


@CHECKS.stop("GL-003")
def carbon_of_powder(case: IndustryCase) -> Iterator[Hit]:
    """GL-003: carbon powder is reported with its carbon content.

    100 t of carbon powder, carbon content empty → stop.
    """
    for row in case.filed.processes:
        if row.term.material == "carbon_powder" and row.term.tonnes and row.term.carbon is None:
            yield hit(row.line.place("carbon"), source=row.source)


@CHECKS.warn("GL-004")
def emissions_per_case(case: IndustryCase) -> Iterator[Hit]:
    """GL-004: emissions for a weight case lie where they do for float glass.

    400,000 t over 1,000,000 weight cases = 0.4 t, above the band → warning.
    """
    found = band(case.law, "check.flat_glass.intensity")
    output = sum((row.output or Decimal() for row in case.filed.products), Decimal())
    if found is None or case.results is None or not output:
        return
    value = case.results.enterprise.value / output
    if not found.holds(value):
        place = case.filed.totals.place("emissions_tonnes")
        yield hit(place, found.citation, value=value, least=found.least, most=found.most)
