"""Checks of pulp and paper makers. PA-001 to PA-019."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.core.workbook import Line
from domain.emission_report.checks.bands import band
from domain.emission_report.checks.general import GeneralCase, beyond, burnt, made, off_intensity, used

GUIDE = "造纸和纸制品生产企业温室气体排放核算方法与报告指南（试行）"
CHECKS = Register[GeneralCase](owner="verification_officer", citation=GUIDE)
MADE = ("paper", "pulp")
# mg/L × m³ to t.
GRAMS_IN_A_TONNE = Decimal(1000) * Decimal(1000)
ZERO = Decimal(0)


def _waters(case: GeneralCase) -> tuple[Line, ...]:
    return case.filed.lines.rows("wastewater")


@CHECKS.note("PA-001")
def no_lime(case: GeneralCase) -> Iterator[Hit]:
    """PA-001: chemical pulp takes lime or limestone to recover its liquor.

    200,000 t of pulp, neither among the processes → note.
    """
    if made(case, "pulp") and not used(case, "lime", "limestone"):
        yield hit(Place("生产过程"))


@CHECKS.stop("PA-002")
def water_without_demand(case: GeneralCase) -> Iterator[Hit]:
    """PA-002: methane of waste water is filed with the COD that it comes from.

    120 t of methane, COD empty → stop.
    """
    for line in _waters(case):
        if line.decimal("methane_t") and not line.decimal("cod_in"):
            yield hit(line.place("cod_in"), plant=line.text("plant"))


@CHECKS.stop("PA-003")
def more_demand_leaves(case: GeneralCase) -> Iterator[Hit]:
    """PA-003: treatment lowers COD.

    Entering 2,000 mg/L, leaving 2,500 mg/L → stop.
    """
    for line in _waters(case):
        entering, leaving = line.decimal("cod_in"), line.decimal("cod_out")
        if entering is not None and leaving is not None and leaving > entering:
            yield hit(line.place("cod_out"), plant=line.text("plant"), entering=entering, leaving=leaving)


@CHECKS.warn("PA-004")
def more_methane_than_possible(case: GeneralCase) -> Iterator[Hit]:
    """PA-004: a kg of COD removed gives at most a quarter of a kg of methane.

    1,000,000 m³ × (3,000 − 500) mg/L = 2,500 t of COD, at most 625 t; filed 900 t → warning.
    """
    key = "check.paper.methane_per_cod"
    for line in _waters(case) if case.law.has(key) else ():
        volume, entering, methane = (line.decimal(name) for name in ("volume", "cod_in", "methane_t"))
        if volume and entering and methane:
            removed = volume * (entering - (line.decimal("cod_out") or ZERO)) / GRAMS_IN_A_TONNE
            if methane > removed * case.law.value(key):
                facts = {"plant": line.text("plant"), "value": methane, "most": removed * case.law.value(key)}
                yield hit(line.place("methane_t"), case.law.provision(key).citation, **facts)


@CHECKS.warn("PA-005")
def demand_in_the_wrong_unit(case: GeneralCase) -> Iterator[Hit]:
    """PA-005: COD is filed in mg/L.

    3 (g/L) where 3,000 mg/L are meant → warning.
    """
    found = band(case.law, "check.paper.cod")
    for line in _waters(case):
        value = line.decimal("cod_in")
        if found and value and not found.holds(value):
            facts = {"plant": line.text("plant"), "value": value, "least": found.least, "most": found.most}
            yield hit(line.place("cod_in"), found.citation, **facts)


@CHECKS.warn("PA-006")
def no_waste_water(case: GeneralCase) -> Iterator[Hit]:
    """PA-006: pulp and paper leave waste water.

    Paper made, the sheet of waste water empty → warning; a mill without anaerobic treatment says so.
    """
    if made(case, *MADE) and not _waters(case):
        yield hit(Place("废水厌氧处理"))


@CHECKS.warn("PA-007")
def emissions_per_tonne(case: GeneralCase) -> Iterator[Hit]:
    """PA-007: emissions for a tonne of pulp and paper lie where they do for mills.

    2,000,000 t over 200,000 t = 10 t → warning.
    """
    yield from off_intensity(case, "check.paper.intensity", *MADE)


@CHECKS.stop("PA-008")
def paper_in_the_wrong_unit(case: GeneralCase) -> Iterator[Hit]:
    """PA-008: paper and pulp are filed in tonnes.

    200 where 200,000 t are meant → stop.
    """
    yield from off_intensity(case, "check.paper.intensity", *MADE, slips=True)


@CHECKS.warn("PA-009")
def dried_with_nothing(case: GeneralCase) -> Iterator[Hit]:
    """PA-009: paper is dried with heat that was bought or made from fuel.

    Paper made, no heat bought, no fuel in a boiler or captive plant → warning.
    """
    bought = any(row.gj for row in case.filed.energy)
    if made(case, "paper") and not bought and not burnt(case, "boiler", "captive_plant"):
        yield hit(Place("电力和热力"))


@CHECKS.warn("PA-010")
def water_per_tonne(case: GeneralCase) -> Iterator[Hit]:
    """PA-010: waste water for a tonne of pulp and paper lies where it does for mills.

    200,000,000 m³ over 200,000 t = 1,000 m³ → warning.
    """
    output, found = made(case, *MADE), band(case.law, "check.paper.water")
    waters = [line for line in _waters(case) if line.decimal("volume")]
    if output and waters:
        rate = sum((line.decimal("volume") or ZERO for line in waters), ZERO) / output
        yield from beyond(waters[0].place("volume"), rate, found)
