"""Checks of airlines. AV-001 to AV-019."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.emission_report.checks.bands import band
from domain.emission_report.checks.general import GeneralCase, beyond, made, output_place, used
from domain.emission_report.rules.general import JET_KEROSENE, counts

GUIDE = "中国民用航空企业温室气体排放核算方法与报告格式指南（试行）"
CHECKS = Register[GeneralCase](owner="verification_officer", citation=GUIDE)
BLEND = "biofuel_blend"
FLOWN = (JET_KEROSENE, "aviation_gasoline", BLEND)
FLIGHTS = Place("航班燃料")
ZERO, ONE = Decimal(0), Decimal(1)


@CHECKS.stop("AV-001")
def route_missing(case: GeneralCase) -> Iterator[Hit]:
    """AV-001: fuel of flights is told apart by domestic and international routes: only domestic ones count.

    50,000 t of jet kerosene, kind of route empty → stop.
    """
    for row in used(case, *FLOWN):
        if not row.line.text("route"):
            yield hit(row.line.place("route"), source=row.source)


@CHECKS.stop("AV-002")
def nothing_flown(case: GeneralCase) -> Iterator[Hit]:
    """AV-002: whoever carries something burns fuel in flight.

    Traffic reported, no fuel of flights → stop.
    """
    if made(case) and not used(case, *FLOWN):
        yield hit(FLIGHTS)


@CHECKS.note("AV-003")
def own_factor(case: GeneralCase) -> Iterator[Hit]:
    """AV-003: a factor filed instead of the guide's rests on a measurement.

    Jet kerosene with 3.10, the guide has 3.15 → note.
    """
    for row in used(case, *FLOWN):
        key = f"accounting.process.aviation.{row.term.material}.factor"
        if row.term.factor is not None and case.law.has(key) and row.term.factor != case.law.value(key):
            yield hit(row.line.place("factor"), source=row.source, value=row.term.factor, guide=case.law.value(key))


def _per_traffic(case: GeneralCase) -> Decimal | None:
    """Emissions of flights on all routes for 10,000 tonne-kilometres, at the guide's factor of jet kerosene."""
    key, traffic = f"accounting.process.aviation.{JET_KEROSENE}.factor", made(case, "turnover")
    tonnes = sum((row.term.tonnes or ZERO for row in used(case, *FLOWN)), ZERO)
    return tonnes * case.law.value(key) / traffic if traffic and tonnes and case.law.has(key) else None


@CHECKS.warn("AV-004")
def fuel_per_traffic(case: GeneralCase) -> Iterator[Hit]:
    """AV-004: emissions for traffic lie where they do for airlines.

    50,000 t of jet kerosene over 3,000 × 10⁴ tkm = 52.5 t for 10⁴ tkm → warning.
    """
    value = _per_traffic(case)
    if value is not None:
        yield from beyond(output_place(case, "turnover"), value, band(case.law, "check.aviation.intensity"))


@CHECKS.stop("AV-005")
def traffic_in_the_wrong_unit(case: GeneralCase) -> Iterator[Hit]:
    """AV-005: traffic is filed in 10⁴ tonne-kilometres, fuel in tonnes.

    50,000,000 (kg) where 50,000 t are meant → stop.
    """
    value = _per_traffic(case)
    if value is not None:
        found = band(case.law, "check.aviation.intensity")
        yield from beyond(output_place(case, "turnover"), value, found, slips=True)


@CHECKS.stop("AV-006")
def blend_without_share(case: GeneralCase) -> Iterator[Hit]:
    """AV-006: a blend with biofuel is filed with its fossil share.

    1,000 t of a blend, share empty → stop.
    """
    for row in used(case, BLEND):
        if row.term.share is None:
            yield hit(row.line.place("share"), source=row.source)


@CHECKS.warn("AV-007")
def nothing_domestic(case: GeneralCase) -> Iterator[Hit]:
    """AV-007: an airline of the province flies at home too; international routes do not count.

    All fuel on international routes: nothing counts → warning.
    """
    rows = used(case, *FLOWN)
    if rows and not any(counts(row, case.law) for row in rows):
        yield hit(rows[0].line.place("route"))


@CHECKS.warn("AV-008")
def plain_fuel_with_share(case: GeneralCase) -> Iterator[Hit]:
    """AV-008: jet kerosene and gasoline are fossil; what is blended has a line of its own.

    Jet kerosene with a share of 90 % → warning.
    """
    for row in used(case, JET_KEROSENE, "aviation_gasoline"):
        if row.term.share is not None and row.term.share < ONE:
            yield hit(row.line.place("share"), source=row.source, value=row.term.share * 100)


@CHECKS.warn("AV-009")
def kerosene_on_the_ground(case: GeneralCase) -> Iterator[Hit]:
    """AV-009: jet kerosene stands among the fuel of flights, not among the fuels on the ground.

    20,000 t of kerosene among the fossil fuels → warning: counted twice?
    """
    for row in case.filed.fuels:
        if row.fuel == "kerosene" and row.quantity:
            yield hit(row.line.place("fuel"), value=row.quantity)


@CHECKS.warn("AV-010")
def share_of_blend(case: GeneralCase) -> Iterator[Hit]:
    """AV-010: blends in use are at least half fossil.

    Fossil share 5 %: the share of biofuel is meant → warning.
    """
    found = band(case.law, "check.aviation.blend")
    for row in used(case, BLEND):
        if row.term.share is not None and found and not found.holds(row.term.share):
            facts = {"value": row.term.share * 100, "least": found.least * 100}
            yield hit(row.line.place("share"), found.citation, source=row.source, **facts)
