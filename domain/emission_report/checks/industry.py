"""Checks of every report of industry: fuels, processes, energy, products and totals. EI-001 to EI-049."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.emission_report.checks.bands import carbon_band, ncv_band
from domain.emission_report.checks.case import Case
from domain.emission_report.checks.titles import titles
from domain.emission_report.rules import MEASURED, Results
from domain.emission_report.rules.fuels import unit_of
from domain.emission_report.rules.industry import ENERGY, FuelLine, IndustryFiled
from domain.emission_report.workbook.common import MONTHS
from domain.emission_report.workbook.industry import TOTALS

GUIDE = "工业企业温室气体排放核算方法与报告指南"
IndustryCase = Case[IndustryFiled, Results]
CHECKS = Register[IndustryCase](owner="verification_officer", citation=GUIDE)
PARTS = ("fuel_tco2", "process_tco2", "electricity_tco2", "heat_tco2", "exported_tco2")


def where(row: FuelLine) -> dict[str, object]:
    return {**titles("facility", row.facility), **titles("fuel", row.fuel)}


def _burnt(case: IndustryCase) -> Iterator[FuelLine]:
    return (row for row in case.filed.fuels if row.quantity)


@CHECKS.stop("EI-001")
def fuel_twice(case: IndustryCase) -> Iterator[Hit]:
    """EI-001: a fuel of a facility (line and month) stands in one line.

    Boiler, bituminous in lines 6 and 9 → stop at line 9.
    """
    seen: Counter[tuple[str, str, int, str]] = Counter()
    for row in case.filed.fuels:
        key = (row.number, row.facility, row.month, row.fuel)
        seen[key] += 1
        if seen[key] > 1:
            yield hit(row.line.place("facility"), **where(row))


@CHECKS.stop("EI-002")
def product_twice(case: IndustryCase) -> Iterator[Hit]:
    """EI-002: a product of a line (and month) stands in one line.

    Line 1, flat glass in two lines → stop at the second.
    """
    seen: Counter[tuple[str, int, str]] = Counter()
    for row in case.filed.products:
        key = (row.number, row.month, row.product)
        seen[key] += 1
        if seen[key] > 1:
            yield hit(row.line.place("line"), line=row.number)


@CHECKS.stop("EI-003")
def nothing_made(case: IndustryCase) -> Iterator[Hit]:
    """EI-003: a report names what was made; a year out of production has output 0.

    The sheet of products is empty → stop.
    """
    if not case.filed.products:
        yield hit(Place("产品产量"))


@CHECKS.warn("EI-004")
def no_fuel(case: IndustryCase) -> Iterator[Hit]:
    """EI-004: industry that makes something burns something.

    Output 1,000,000, no line of fuel → warning.
    """
    if not any(_burnt(case)) and any(row.output for row in case.filed.products):
        yield hit(Place("化石燃料"))


@CHECKS.stop("EI-005")
def months_missing(case: IndustryCase) -> Iterator[Hit]:
    """EI-005: where the guide asks for months, energy is reported for every month, also with 0.

    January to November → stop for 12.
    """
    there = {row.month for row in case.filed.energy}
    if there != {0} and (missing := [str(month) for month in MONTHS if month not in there]):
        yield hit(Place("电力和热力"), months=", ".join(missing))


@CHECKS.stop("EI-006")
def measured_value_missing(case: IndustryCase) -> Iterator[Hit]:
    """EI-006: who says that a fuel was measured gives its carbon, or its heat value and carbon per heat.

    Method 实测, all three empty → stop.
    """
    for row in _burnt(case):
        nothing = row.carbon is None and row.ncv is None and row.carbon_per_heat is None
        if row.method == MEASURED and nothing:
            yield hit(row.line.place("carbon"), **where(row))


@CHECKS.note("EI-007")
def measured_beside_default(case: IndustryCase) -> Iterator[Hit]:
    """EI-007: figures beside the method 缺省值 do not count: the guide's do.

    Method 缺省值, heat value 20.5 → note: the default is used.
    """
    for row in _burnt(case):
        if row.method != MEASURED and (row.ncv is not None or row.carbon is not None):
            yield hit(row.line.place("ncv"), **where(row))


@CHECKS.warn("EI-010")
def ncv_plausible(case: IndustryCase) -> Iterator[Hit]:
    """EI-010: the heat value lies where it does for this fuel (verification guide, plausibility).

    Natural gas 285.0 to 398.3 GJ/10⁴Nm³; filed 420 → warning.
    """
    for row in _burnt(case):
        found = ncv_band(case.law, row.fuel)
        if found and row.ncv is not None and not found.holds(row.ncv) and not found.holds_a_slip(row.ncv):
            facts = {"value": row.ncv, "least": found.least, "most": found.most}
            yield hit(row.line.place("ncv"), found.citation, **where(row), **facts)


@CHECKS.warn("EI-011")
def carbon_plausible(case: IndustryCase) -> Iterator[Hit]:
    """EI-011: carbon lies where it does for this fuel (verification guide, plausibility).

    Natural gas 4.37 to 6.10 tC/10⁴Nm³; filed 7.2 → warning.
    """
    for row in _burnt(case):
        found = carbon_band(case.law, row.fuel)
        if found and row.carbon is not None and not found.holds(row.carbon) and not found.holds_a_slip(row.carbon):
            facts = {"value": row.carbon, "least": found.least, "most": found.most}
            yield hit(row.line.place("carbon"), found.citation, **where(row), **facts)


@CHECKS.stop("EI-012")
def magnitude(case: IndustryCase) -> Iterator[Hit]:
    """EI-012: a heat value or carbon a thousand times off is in the wrong unit.

    20,934 in a column of GJ/t is kJ/kg → stop.
    """
    for row in _burnt(case):
        for key, value, found in (
            ("ncv", row.ncv, ncv_band(case.law, row.fuel)),
            ("carbon", row.carbon, carbon_band(case.law, row.fuel)),
        ):
            if found and value and found.holds_a_slip(value):
                yield hit(row.line.place(key), found.citation, **where(row), value=value)


@CHECKS.stop("EI-013")
def carbon_above_mass(case: IndustryCase) -> Iterator[Hit]:
    """EI-013: a tonne of fuel does not hold more than a tonne of carbon.

    Coke with 1.20 tC/t → stop.
    """
    for row in _burnt(case):
        if unit_of(case.law, row.fuel) == "t" and row.carbon is not None and row.carbon > 1:
            yield hit(row.line.place("carbon"), **where(row), value=row.carbon)


@CHECKS.stop("EI-020")
def total_of_emissions(case: IndustryCase) -> Iterator[Hit]:
    """EI-020: the emissions stated are those that follow from the sheets, in whole tonnes.

    Computed 37,829 t, stated 38,729 t → stop.
    """
    stated = case.filed.totals.decimal("emissions_tonnes")
    computed = case.results.enterprise.value if case.results else None
    if stated is not None and computed is not None and stated != computed:
        yield hit(case.filed.totals.place("emissions_tonnes"), stated=stated, computed=computed)


@CHECKS.stop("EI-021")
def parts_of_emissions(case: IndustryCase) -> Iterator[Hit]:
    """EI-021: each part of the emissions is stated as it follows from its sheet.

    Fuels give 21,650.15 t, stated 21,560.15 t → stop.
    """
    if case.results is None:
        return
    steps = {step.name: Decimal(step.value) for step in case.results.enterprise.steps}
    steps |= {given.name: Decimal(given.value) for given in case.results.enterprise.inputs if given.name in PARTS}
    for key in PARTS:
        stated, computed = case.filed.totals.decimal(key), steps.get(key)
        last = Decimal(1).scaleb(-(TOTALS.column(key).places or 0))
        if stated is not None and computed is not None and abs(stated - computed) > last:
            yield hit(case.filed.totals.place(key), part=key, stated=stated, computed=computed)


@CHECKS.warn("EI-022")
def sent_out_of_nothing(case: IndustryCase) -> Iterator[Hit]:
    """EI-022: electricity or heat that is sent out was bought or made from fuel.

    50,000 MWh sent out, nothing bought, no fuel → warning.
    """
    for row in case.filed.energy:
        for key in ("exported_mwh", "exported_gj"):
            if getattr(row, key) and not row.mwh and not row.gj and not any(_burnt(case)):
                yield hit(row.line.place(key), value=getattr(row, key))


@CHECKS.note("EI-023")
def equal_months(case: IndustryCase) -> Iterator[Hit]:
    """EI-023: the same figure in every month is rarely read from a meter.

    Twelve times 1,234.567 MWh → note.
    """
    for key in ENERGY:
        values = [getattr(row, key) for row in case.filed.energy if row.month]
        if len(values) == len(MONTHS) and values[0] and len(set(values)) == 1:
            yield hit(case.filed.energy[0].line.place(key), value=values[0])


@CHECKS.warn("EI-029")
def default_as_measured(case: IndustryCase) -> Iterator[Hit]:
    """EI-029: measured figures rarely are the guide's defaults to the last place.

    Method 实测, heat value and carbon per heat as in the default table → warning: was it measured?
    """
    for row in _burnt(case):
        keys = [f"accounting.fuel.{row.fuel}.{name}" for name in ("ncv", "carbon_per_heat")]
        if row.method != MEASURED or row.carbon is not None or not all(map(case.law.has, keys)):
            continue
        if [row.ncv, row.carbon_per_heat] == [case.law.value(key) for key in keys]:
            yield hit(row.line.place("ncv"), **where(row), value=row.ncv)
