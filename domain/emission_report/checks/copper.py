"""Checks of copper smelters. CU-001 to CU-019."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.emission_report.checks.bands import band
from domain.emission_report.checks.general import (
    GeneralCase,
    beyond,
    electricity,
    made,
    off_intensity,
    output_place,
    used,
)

GUIDE = "其他有色金属冶炼和压延加工业企业温室气体排放核算方法与报告指南（试行）"
CHECKS = Register[GeneralCase](owner="verification_officer", citation=GUIDE)
COKE, BLISTER = "reductant_coke", "blister_copper"


@CHECKS.note("CU-001")
def no_reductant(case: GeneralCase) -> Iterator[Hit]:
    """CU-001: blister copper is reduced with something.

    100,000 t of blister copper, no reductant → note.
    """
    if made(case, BLISTER) and not used(case, COKE, "other_reductant"):
        yield hit(Place("生产过程"))


@CHECKS.warn("CU-002")
def emissions_per_blister(case: GeneralCase) -> Iterator[Hit]:
    """CU-002: emissions for a tonne of blister copper lie where they do for smelters.

    900,000 t over 100,000 t = 9 t → warning.
    """
    yield from off_intensity(case, "check.copper.intensity", BLISTER)


@CHECKS.stop("CU-003")
def copper_in_the_wrong_unit(case: GeneralCase) -> Iterator[Hit]:
    """CU-003: copper is filed in tonnes.

    100 where 100,000 t are meant → stop.
    """
    yield from off_intensity(case, "check.copper.intensity", BLISTER, slips=True)


@CHECKS.warn("CU-004")
def coke_counted_twice(case: GeneralCase) -> Iterator[Hit]:
    """CU-004: coke is a fuel or a reductant, not both.

    5,000 t of coke among the fuels and 5,000 t as reductant → warning.
    """
    fuels = {row.quantity for row in case.filed.fuels if row.fuel == "coke" and row.quantity}
    for row in used(case, COKE):
        if row.term.tonnes in fuels:
            yield hit(row.line.place("tonnes"), source=row.source, value=row.term.tonnes)


@CHECKS.warn("CU-005")
def factor_of_carbonate(case: GeneralCase) -> Iterator[Hit]:
    """CU-005: a carbonate flux gives off between a fifth and three fifths of its mass.

    Limestone with 0.9 t/t → warning.
    """
    found = band(case.law, "check.copper.carbonate_factor")
    for row in used(case, "carbonate"):
        if row.term.factor is not None:
            yield from beyond(row.line.place("factor"), row.term.factor, found, source=row.source)


@CHECKS.note("CU-006")
def own_factor_of_coke(case: GeneralCase) -> Iterator[Hit]:
    """CU-006: a factor of coke filed instead of the guide's rests on a measurement.

    2.900 t/t, the guide has 2.862 → note.
    """
    key = f"accounting.process.copper.{COKE}.factor"
    for row in used(case, COKE):
        if row.term.factor is not None and case.law.has(key) and row.term.factor != case.law.value(key):
            yield hit(row.line.place("factor"), source=row.source, value=row.term.factor, guide=case.law.value(key))


@CHECKS.note("CU-007")
def more_refined_than_smelted(case: GeneralCase) -> Iterator[Hit]:
    """CU-007: more cathode than blister copper means that copper was bought.

    Cathode 150,000 t, blister 100,000 t → note.
    """
    blister, cathode = made(case, BLISTER), made(case, "copper")
    if blister and cathode > blister:
        yield hit(output_place(case, "copper"), value=cathode, most=blister)


@CHECKS.warn("CU-008")
def no_electricity(case: GeneralCase) -> Iterator[Hit]:
    """CU-008: a smelter makes oxygen and refines with electricity.

    Copper made, electricity bought 0 → warning.
    """
    if made(case) and not electricity(case):
        yield hit(case.filed.energy[0].line.place("mwh") if case.filed.energy else Place("电力和热力"))


@CHECKS.warn("CU-009")
def blister_not_in_the_table(case: GeneralCase) -> Iterator[Hit]:
    """CU-009: the supplementary table of copper is by blister copper.

    Blister copper made, no line of it in the table → warning.
    """
    if made(case, BLISTER) and not any(row.product == BLISTER for row in case.filed.supplement):
        yield hit(Place("补充数据表"))


@CHECKS.warn("CU-010")
def coke_per_blister(case: GeneralCase) -> Iterator[Hit]:
    """CU-010: a tonne of blister copper takes less than a tonne of coke.

    200,000 t of coke, 100,000 t of blister copper = 2 t/t → warning.
    """
    blister, rows = made(case, BLISTER), used(case, COKE)
    if blister and rows:
        rate = sum((row.term.tonnes or Decimal() for row in rows), Decimal()) / blister
        yield from beyond(rows[0].line.place("tonnes"), rate, band(case.law, "check.copper.coke_rate"))
