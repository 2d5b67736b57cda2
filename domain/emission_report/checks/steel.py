"""Checks of steel. ST-001 to ST-009 hold for every edition, others for the monthly one."""

from __future__ import annotations

from collections.abc import Iterator

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place, Refused
from domain.emission_report.checks import metals
from domain.emission_report.checks.case import Case
from domain.emission_report.checks.metals import ZERO, twice, wrong_totals
from domain.emission_report.checks.titles import titles
from domain.emission_report.rules import Results
from domain.emission_report.rules.accounting import fuel_emissions, steel_terms
from domain.emission_report.rules.metals import MetalResults
from domain.emission_report.rules.steel import (
    IRONMAKING,
    PIG_IRON,
    SINTERING,
    MaterialLine,
    SteelFiled,
    balance,
    unpriced,
)
from domain.emission_report.workbook.steel import OTHER_CARBON, TOTALS

GUIDE = "企业温室气体排放核算与报告指南 钢铁行业（CETS-AG-03.01-V01-2024）"
EveryCase = Case[SteelFiled, Results]
SteelCase = Case[SteelFiled, MetalResults]
EVERY = Register[EveryCase](owner="verification_officer", citation=GUIDE)
CHECKS = Register[SteelCase](owner="verification_officer", citation=GUIDE)
# What a direction can only be said of.
ONLY = {"carbonate": ("limestone", "dolomite"), "electrode": ("electrode",)}
CRUDE = ("converter_steel", "electric_steel")
STEEL_CAPACITY = "check.steel.capacity"


def _where(row: MaterialLine) -> dict[str, object]:
    return {**titles("material", row.material), "value": row.tonnes or ZERO}


@EVERY.stop("ST-001")
def material_twice(case: EveryCase) -> Iterator[Hit]:
    """ST-001: a material of a process, month and direction stands in one line.

    Ironmaking, March, limestone bought in lines 8 and 20 → stop at line 20.
    """
    rows = (((row.process, row.month, row.role, row.material), row.line) for row in case.filed.materials)
    for line in twice(rows, "material"):
        yield hit(line.place("material"), **titles("material", line.text("material")))


@EVERY.stop("ST-002")
def direction_of_material(case: EveryCase) -> Iterator[Hit]:
    """ST-002: flux is limestone or dolomite, and what electrodes use is electrodes.

    Scrap entered as flux → stop.
    """
    for row in case.filed.materials:
        if row.role in ONLY and row.material not in (*ONLY[row.role], OTHER_CARBON.code):
            yield hit(row.line.place("role"), **_where(row))


@EVERY.stop("ST-003")
def factor_missing(case: EveryCase) -> Iterator[Hit]:
    """ST-003: a material that the guide's table does not name comes with the factor that was determined.

    500 t of other carbon-bearing material, factor empty → stop.
    """
    for row in unpriced(case.filed):
        if row.tonnes is not None:
            yield hit(row.line.place("factor"), **_where(row))


@EVERY.stop("ST-004")
def more_than_carbon(case: EveryCase) -> Iterator[Hit]:
    """ST-004: a tonne of anything gives off no more CO2 than a tonne of carbon, 44/12 t.

    Pig iron with a factor of 172 (kg/t for t/t) → stop.
    """
    pure = case.law.value("accounting.co2_per_carbon.numerator") / case.law.value(
        "accounting.co2_per_carbon.denominator"
    )
    for row in case.filed.materials:
        if row.factor is not None and row.factor > pure:
            yield hit(row.line.place("factor"), **titles("material", row.material), value=row.factor, most=pure)


@EVERY.note("ST-005")
def default_as_determined(case: EveryCase) -> Iterator[Hit]:
    """ST-005: a factor that was determined rarely is that of the table to the last place.

    Scrap with 0.037 beside it → note: leave the cell empty to take the table's.
    """
    for row in case.filed.materials:
        key = f"accounting.steel.material.{row.material}"
        if row.factor is not None and case.law.has(key) and row.factor == case.law.value(key):
            yield hit(row.line.place("factor"), **titles("material", row.material), value=row.factor)


@EVERY.warn("ST-006")
def nothing_kept(case: EveryCase) -> Iterator[Hit]:
    """ST-006: whoever makes steel sells or stores something that holds carbon.

    Crude steel 1,000,000 t, no line of products that leave → warning: their carbon is not deducted.
    """
    if case.filed.made(*CRUDE) and not case.filed.tonnes("product"):
        yield hit(Place("含碳物料"))


@EVERY.stop("ST-007")
def more_sold_than_made(case: EveryCase) -> Iterator[Hit]:
    """ST-007: no more crude steel is deducted than was made.

    Made 1,000,000 t, deducted 1,200,000 t → stop.
    """
    made, sold = case.filed.made(*CRUDE), case.filed.tonnes("product", "crude_steel")
    if sold > made:
        row = next(row for row in case.filed.materials if (row.role, row.material) == ("product", "crude_steel"))
        yield hit(row.line.place("tonnes"), made=made, sold=sold)


@EVERY.warn("ST-008")
def tar_without_coking(case: EveryCase) -> Iterator[Hit]:
    """ST-008: tar and benzol are made in coke ovens.

    Tar deducted, no coke made → warning.
    """
    for row in case.filed.materials:
        if row.role == "product" and row.material in ("coal_tar", "benzol") and row.tonnes and not _coked(case):
            yield hit(row.line.place("material"), **_where(row))


def _coked(case: EveryCase) -> bool:
    return bool(case.filed.made("coke")) or any(row.fuel == "washed_coking_coal" for row in case.filed.fuels)


@EVERY.warn("ST-009")
def electrodes_missing(case: EveryCase) -> Iterator[Hit]:
    """ST-009: electric furnaces use up electrodes.

    Electric-furnace steel 200,000 t, no electrodes → warning.
    """
    if case.filed.made("electric_steel") and not case.filed.tonnes("electrode"):
        yield hit(Place("含碳物料"), value=case.filed.made("electric_steel"))


@CHECKS.stop("ST-010")
def totals(case: SteelCase) -> Iterator[Hit]:
    """ST-010: each part of the emissions, and of sintering and ironmaking, is stated as it follows from its sheet.

    Products keep 74,000.00 t, stated 47,000.00 t → stop.
    """
    if case.results:
        yield from wrong_totals(TOTALS, case.filed.totals, case.results.totals)


@CHECKS.stop("ST-011")
def intensity_missing(case: SteelCase) -> Iterator[Hit]:
    """ST-011: whoever makes iron states the emissions of sintering and ironmaking: the allocation rests on them.

    Iron 4,000,000 t, emissions of ironmaking empty → stop.
    """
    if not (case.results and case.filed.made(PIG_IRON)):
        return
    for key in (f"{IRONMAKING}_tco2", "iron_t"):
        if case.filed.totals.decimal(key) is None:
            yield hit(case.filed.totals.place(key), iron=case.filed.made(PIG_IRON))


@CHECKS.warn("ST-012")
def process_below_nought(case: SteelCase) -> Iterator[Hit]:
    """ST-012: more carbon enters a process than leaves it.

    Ironmaking: gas and iron hold more carbon than coke and coal brought → warning.
    """
    for code in (SINTERING, IRONMAKING):
        value = case.results.totals.get(f"{code}_tco2", ZERO) if case.results else ZERO
        if value < 0:
            yield hit(case.filed.totals.place(f"{code}_tco2"), **titles("process", code), value=value)


@CHECKS.stop("ST-013")
def more_leaves_than_enters(case: SteelCase) -> Iterator[Hit]:
    """ST-013: what crosses the border of the enterprise brings more carbon than it takes away.

    Fuels and materials bring 500,000 t of CO2, products keep 600,000 t → stop.
    """
    leaving = [row for row in case.filed.materials if row.role == "product" and row.tonnes]
    if case.results or unpriced(case.filed) or not leaving:
        return
    try:
        emitted, kept = steel_terms(case.law, balance(case.filed))
        fuels = (fuel_emissions(case.law, row.facts, "steel").tco2 for row in case.filed.fuels if row.quantity)
        entering = emitted.value + sum(fuels, ZERO)
    except Refused:
        # What cannot be counted at all has its own finding.
        return
    if kept.value > entering:
        yield hit(leaving[0].line.place("tonnes"), entering=entering, kept=kept.value)


@CHECKS.warn("ST-023")
def line_unknown(case: SteelCase) -> Iterator[Hit]:
    """ST-023: lines are those of the plan in force.

    The plan has BF1 and BF2, filed BF3 → warning: a plan of a steelworks may name facilities instead of lines.
    """
    yield from metals.unknown_lines(case, ((row.number, row.line) for row in case.filed.products))


@CHECKS.warn("ST-024")
def above_capacity(case: SteelCase) -> Iterator[Hit]:
    """ST-024: a line makes no more than its capacity in the plan, and what the province allows beyond it.

    Capacity 2,000,000 t a year, made 3,000,000 t → warning.
    """
    first = {row.number: row for row in reversed(case.filed.products)}
    sums = {
        number: sum(
            (one.output or ZERO for one in case.filed.products if (one.number, one.product) == (number, row.product)),
            ZERO,
        )
        for number, row in first.items()
    }
    yield from metals.beyond_capacity(
        case, STEEL_CAPACITY, ((number, sums[number], row.line) for number, row in first.items())
    )
