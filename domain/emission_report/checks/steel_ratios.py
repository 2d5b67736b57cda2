"""Checks of steel, what a works uses and makes for a tonne. ST-014 to ST-022, ST-025."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.core.workbook import Line
from domain.emission_report.checks.metals import ZERO, bounds, outside
from domain.emission_report.checks.steel import GUIDE, SteelCase
from domain.emission_report.checks.titles import titles
from domain.emission_report.rules.fuels import COAL_CODES
from domain.emission_report.rules.steel import IRONMAKING, PIG_IRON, SINTERING, SteelFiled

CHECKS = Register[SteelCase](owner="verification_officer", citation=GUIDE)
GASES = ("blast_furnace_gas", "converter_gas", "coke_oven_gas")


@CHECKS.warn("ST-014")
def intensity_plausible(case: SteelCase) -> Iterator[Hit]:
    """ST-014: sintering and ironmaking emit as much for a tonne of iron as blast furnaces do.

    0.3 t for a tonne of iron → warning.
    """
    stated = case.filed.totals.decimal("intensity")
    if stated is not None and (found := outside(case, "check.steel.intensity", stated)):
        yield hit(case.filed.totals.place("intensity"), found.citation, value=stated, **bounds(found))


def _coke(facts: SteelFiled) -> Decimal:
    """Coke that ironmaking burns, bought and own."""
    bought = (row.quantity for row in facts.fuels if (row.facility, row.fuel) == (IRONMAKING, "coke"))
    own = (row.used for row in facts.own_fuels if (row.process, row.fuel) == (IRONMAKING, "coke"))
    return sum((value or ZERO for value in (*bought, *own)), ZERO)


def _first(facts: SteelFiled, *products: str) -> Line:
    return next((row.line for row in facts.products if row.product in products), Line("产品产量"))


@CHECKS.warn("ST-015")
def coke_rate(case: SteelCase) -> Iterator[Hit]:
    """ST-015: blast furnaces use coke in the usual proportion to iron.

    Iron 4,000,000 t with 400,000 t of coke, 0.1 t/t → warning.
    """
    iron = case.filed.made(PIG_IRON)
    rate = _coke(case.filed) / iron if iron else None
    if rate is not None and (found := outside(case, "check.steel.coke_rate", rate)):
        place = _first(case.filed, PIG_IRON).place("output")
        yield hit(place, found.citation, value=rate, **bounds(found))


@CHECKS.warn("ST-016")
def iron_for_steel(case: SteelCase) -> Iterator[Hit]:
    """ST-016: converters take most of their metal as iron.

    Converter steel 1,000,000 t from 500,000 t of iron → warning.
    """
    steel = case.filed.made("converter_steel")
    iron = case.filed.made(PIG_IRON) + case.filed.tonnes("input", PIG_IRON) - case.filed.tonnes("product", PIG_IRON)
    if steel and (found := outside(case, "check.steel.iron_ratio", iron / steel)):
        place = _first(case.filed, "converter_steel").place("output")
        yield hit(place, found.citation, value=iron / steel, **bounds(found))


@CHECKS.warn("ST-017")
def scrap_rate(case: SteelCase) -> Iterator[Hit]:
    """ST-017: scrap is in the usual proportion to the steel of converters.

    600,000 t of scrap for 1,000,000 t of converter steel, no electric furnace → warning.
    """
    steel = case.filed.made("converter_steel")
    scrap = sum((case.filed.tonnes(role, "scrap") for role in ("input", "received")), ZERO)
    if not steel or case.filed.made("electric_steel"):
        return
    if found := outside(case, "check.steel.scrap_rate", scrap / steel):
        place = _first(case.filed, "converter_steel").place("output")
        yield hit(place, found.citation, value=scrap / steel, **bounds(found))


@CHECKS.warn("ST-018")
def furnace_gas(case: SteelCase) -> Iterator[Hit]:
    """ST-018: a blast furnace makes gas in the usual proportion to iron.

    Iron 4,000,000 t, furnace gas in 10³ m³ instead of 10⁴ m³ → warning.
    """
    iron = case.filed.made(PIG_IRON)
    rows = [row for row in case.filed.own_fuels if row.fuel == "blast_furnace_gas" and row.made]
    if not iron or not rows:
        return
    value = sum((row.made or ZERO for row in rows), ZERO) / iron
    if found := outside(case, "check.steel.furnace_gas", value):
        yield hit(rows[0].line.place("made"), found.citation, value=value, **bounds(found))


@CHECKS.warn("ST-019")
def electrode_rate(case: SteelCase) -> Iterator[Hit]:
    """ST-019: electrodes are used in kilograms for a tonne of steel.

    600 t for 200 t of electric steel is kg entered as t → warning.
    """
    steel = case.filed.made("electric_steel")
    rows = [row for row in case.filed.materials if row.role == "electrode" and row.tonnes]
    if not steel or not rows:
        return
    value = case.filed.tonnes("electrode") / steel
    if found := outside(case, "check.steel.electrode_rate", value):
        yield hit(rows[0].line.place("tonnes"), found.citation, value=value, **bounds(found))


@CHECKS.warn("ST-020")
def iron_without_fuel(case: SteelCase) -> Iterator[Hit]:
    """ST-020: a process that makes something burns something.

    Sinter made, no fuel of sintering → warning.
    """
    burnt = {row.facility for row in case.filed.fuels if row.quantity}
    burnt |= {row.process for row in case.filed.own_fuels if row.used}
    for process, product in ((SINTERING, "sinter"), (IRONMAKING, PIG_IRON)):
        if case.filed.made(product) and process not in burnt:
            yield hit(_first(case.filed, product).place("product"), **titles("process", process))


@CHECKS.warn("ST-021")
def own_fuel_used_up(case: SteelCase) -> Iterator[Hit]:
    """ST-021: over the year no more of a gas is used than was made.

    Furnace gas made 500,000, used 700,000 × 10⁴Nm³ → warning.
    """
    for fuel in GASES:
        rows = [row for row in case.filed.own_fuels if row.fuel == fuel]
        made, used = (sum((getattr(row, key) or ZERO for row in rows), ZERO) for key in ("made", "used"))
        if used > made:
            yield hit(rows[0].line.place("used"), **titles("fuel", fuel), made=made, used=used)


@CHECKS.warn("ST-022")
def gas_unused(case: SteelCase) -> Iterator[Hit]:
    """ST-022: a blast furnace makes gas; whoever reports iron reports it.

    Iron made, no furnace gas → warning: the emissions of ironmaking are then too high.
    """
    made = any(row.fuel == "blast_furnace_gas" and row.made for row in case.filed.own_fuels)
    if case.filed.made(PIG_IRON) and not made:
        yield hit(Place("自产二次能源"))


@CHECKS.warn("ST-025")
def coal_in_furnace(case: SteelCase) -> Iterator[Hit]:
    """ST-025: coal and coke of a furnace weigh less than the iron that it makes.

    1,200,000 t of coal for 1,000,000 t of iron: kg or another process → warning.
    """
    iron = case.filed.made(PIG_IRON)
    rows = [row for row in case.filed.fuels if row.facility == IRONMAKING and row.fuel in (*COAL_CODES, "coke")]
    burnt = sum((row.quantity or ZERO for row in rows), ZERO)
    if iron and burnt > iron:
        yield hit(rows[0].line.place("quantity"), value=burnt, iron=iron)
