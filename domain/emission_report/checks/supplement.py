"""Checks of the supplementary table, line by line and against the whole: EI-040 to EI-053."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.core.law import Law
from domain.emission_report.checks.general import GeneralCase, burnt, electricity, made
from domain.emission_report.rules.supplement import figures_of, told

TABLE = "补充数据表（环办气候函〔2019〕71号）"
CHECKS = Register[GeneralCase](owner="verification_officer", citation=TABLE)
ZERO = Decimal(0)
PLACES, INTENSITY_PLACES = 2, 4


def _differs(law: Law, stated: Decimal | None, computed: Decimal | None, places: int = PLACES) -> bool:
    """More apart than the last place and the share of the law: filers round on the way."""
    if stated is None or computed is None:
        return False
    key = "check.supplement.tolerance"
    share = law.value(key) if law.has(key) else ZERO
    return abs(stated - computed) > max(Decimal(1).scaleb(-places), abs(computed) * share)


def _off(case: GeneralCase, key: str, name: str, places: int = PLACES) -> Iterator[Hit]:
    """Lines whose figure in the column `key` is not what follows from the line."""
    for row in case.filed.supplement:
        derived = told(row, case.law)
        computed = figures_of(derived).get(name) if derived else None
        stated = row.line.decimal(key)
        if _differs(case.law, stated, computed, places):
            yield hit(row.line.place(key), line=row.number, stated=stated, computed=computed)


@CHECKS.stop("EI-040")
def line_twice(case: GeneralCase) -> Iterator[Hit]:
    """EI-040: a product of a line stands once in the supplementary table.

    Line 1, blister copper in two lines → stop at the second.
    """
    seen: Counter[tuple[str, str]] = Counter()
    for row in case.filed.supplement:
        key = (row.number, row.product)
        seen[key] += 1
        if seen[key] > 1:
            yield hit(row.line.place("line"), line=row.number)


@CHECKS.warn("EI-041")
def product_unknown(case: GeneralCase) -> Iterator[Hit]:
    """EI-041: what the supplementary table names was made.

    Ethylene in the table, none among the products → warning.
    """
    products = {row.product for row in case.filed.products}
    for row in case.filed.supplement:
        if row.product not in products:
            yield hit(row.line.place("line"), line=row.number)


@CHECKS.stop("EI-042")
def sum_of_a_line(case: GeneralCase) -> Iterator[Hit]:
    """EI-042: the emissions of a line are those of its fuels, processes, electricity and heat.

    30,000 + 57,030 + 2,200 = 89,230 t, stated 98,230 t → stop.
    """
    yield from _off(case, "emissions_tonnes", "tco2")


@CHECKS.stop("EI-043")
def intensity_of_a_line(case: GeneralCase) -> Iterator[Hit]:
    """EI-043: the intensity is emissions over output.

    89,230 t over 100,000 t = 0.8923, stated 8.923 → stop.
    """
    yield from _off(case, "intensity", "intensity", INTENSITY_PLACES)


@CHECKS.stop("EI-044")
def electricity_of_a_line(case: GeneralCase) -> Iterator[Hit]:
    """EI-044: emissions of electricity are MWh × the factor of its source.

    100,000 MWh × 0.5703 = 57,030 t, stated 61,010 t (the factor of 2018) → stop.
    """
    yield from _off(case, "electricity_tco2", "electricity_tco2")


@CHECKS.stop("EI-045")
def heat_of_a_line(case: GeneralCase) -> Iterator[Hit]:
    """EI-045: emissions of heat are GJ × 0.11.

    20,000 GJ × 0.11 = 2,200 t, stated 22,000 t → stop.
    """
    yield from _off(case, "heat_tco2", "heat_tco2")


@CHECKS.warn("EI-046")
def lines_above_the_whole(case: GeneralCase) -> Iterator[Hit]:
    """EI-046: the lines together do not emit more than the enterprise.

    Lines 120,000 t, enterprise 100,000 t → warning.
    """
    if case.results is None or not case.filed.supplement:
        return
    lines = sum((row.line.decimal("emissions_tonnes") or ZERO for row in case.filed.supplement), ZERO)
    # What is sent out is taken off the whole and stays in the lines that made it.
    steps = {step.name: Decimal(step.value) for step in case.results.enterprise.steps if not step.index}
    whole = case.results.enterprise.value + steps.get("exported_tco2", ZERO)
    if lines > whole + 1:
        yield hit(case.filed.supplement[0].line.place("emissions_tonnes"), lines=lines, whole=whole)


@CHECKS.stop("EI-047")
def fuel_above_the_whole(case: GeneralCase) -> Iterator[Hit]:
    """EI-047: the lines together do not burn more than the enterprise.

    Fuels of the lines 40,000 t, of the enterprise 30,000 t → stop.
    """
    if case.results is None or not case.filed.supplement:
        return
    lines = sum((row.fuel_tco2 or ZERO for row in case.filed.supplement), ZERO)
    steps = {step.name: Decimal(step.value) for step in case.results.enterprise.steps if not step.index}
    # Airlines burn the fuel of flights, which the guide counts beside other fuels.
    flown = steps.get("process_tco2", ZERO) if case.filed.sector == "aviation" else ZERO
    whole = steps.get("fuel_tco2", ZERO) + flown
    if _differs(case.law, lines, whole) and lines > whole:
        yield hit(case.filed.supplement[0].line.place("fuel_tco2"), lines=lines, whole=whole)


@CHECKS.warn("EI-048")
def electricity_above_the_whole(case: GeneralCase) -> Iterator[Hit]:
    """EI-048: the lines use no more electricity than was bought and made.

    Lines 120,000 MWh, bought 100,000 MWh, no fuel to make the rest from → warning.
    """
    lines = sum((row.electricity.get("grid") or ZERO for row in case.filed.supplement), ZERO)
    bought = electricity(case)
    if case.filed.supplement and lines > bought and not burnt(case, "captive_plant", "turbine", "boiler", "generator"):
        place = case.filed.supplement[0].line.place(case.filed.supplement[0].columns["electricity"]["grid"])
        yield hit(place, lines=lines, whole=bought)


@CHECKS.warn("EI-049")
def heat_above_the_whole(case: GeneralCase) -> Iterator[Hit]:
    """EI-049: the lines use no more heat than was bought and made.

    Lines 50,000 GJ, bought 20,000 GJ, no fuel in a boiler → warning.
    """
    lines = sum((row.heat.get("bought") or ZERO for row in case.filed.supplement), ZERO)
    bought = sum((row.gj or ZERO for row in case.filed.energy), ZERO)
    if case.filed.supplement and lines > bought and not burnt(case, "captive_plant", "boiler"):
        place = case.filed.supplement[0].line.place(case.filed.supplement[0].columns["heat"]["bought"])
        yield hit(place, lines=lines, whole=bought)


@CHECKS.warn("EI-050")
def output_as_in_products(case: GeneralCase) -> Iterator[Hit]:
    """EI-050: the output of the lines is that of the products' sheet.

    Blister copper 100,000 t among the products, 90,000 t in the table → warning.
    """
    for product in dict.fromkeys(row.product for row in case.filed.supplement):
        rows = [row for row in case.filed.supplement if row.product == product]
        lines, whole = sum((row.output or ZERO for row in rows), ZERO), made(case, product)
        if whole and _differs(case.law, lines, whole):
            yield hit(rows[0].line.place("output"), lines=lines, whole=whole)


@CHECKS.warn("EI-051")
def line_without_energy(case: GeneralCase) -> Iterator[Hit]:
    """EI-051: whoever makes something uses energy.

    Output 100,000 t, fuels, electricity and heat 0 → warning.
    """
    for row in case.filed.supplement:
        if row.output and row.complete and not (row.fuel_tco2 or row.electricity_mwh or row.heat_gj):
            yield hit(row.line.place("fuel_tco2"), line=row.number)


@CHECKS.note("EI-052")
def intensity_left_out(case: GeneralCase) -> Iterator[Hit]:
    """EI-052: an intensity that was left out is computed.

    Emissions 89,230 t, output 100,000 t, intensity empty → note: 0.8923.
    """
    for row in case.filed.supplement:
        derived = told(row, case.law)
        if derived and row.output and row.line.decimal("intensity") is None:
            yield hit(row.line.place("intensity"), line=row.number, computed=derived.value)


@CHECKS.note("EI-053")
def no_table(case: GeneralCase) -> Iterator[Hit]:
    """EI-053: these sectors file the supplementary table beside the report.

    Products reported, the table empty → note.
    """
    if not case.filed.supplement and made(case):
        yield hit(Place("补充数据表"))
