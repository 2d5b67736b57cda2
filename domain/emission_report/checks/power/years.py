"""The supplementary table before the market: ER-130 to ER-139, and ER-142."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.core.workbook import Line
from domain.emission_report.checks.case import PowerCase
from domain.emission_report.checks.power.lines import ZERO, apart, rows, source, tolerance
from domain.emission_report.checks.power.operation import AN_HOUR
from domain.emission_report.checks.titles import titles
from domain.emission_report.rules.accounting.electricity import GRID
from domain.emission_report.rules.fuels import UNCONVENTIONAL_COALS
from domain.emission_report.rules.power import stated_share
from domain.emission_report.rules.purchased import unfactored

GUIDE = "发电企业补充数据表"
CHECKS = Register[PowerCase](owner="verification_officer", citation=GUIDE)
GAS_CLASSES = ("B", "E", "F", "H", "distributed")
# Emissions are printed with two decimals; sums of units may differ by rounding alone.
TONNE = Decimal(1)


def _unit(line: Line) -> dict[str, object]:
    return {"unit": line.text("unit_number")}


@CHECKS.stop("ER-130")
def emissions(case: PowerCase) -> Iterator[Hit]:
    """ER-130: a unit's emissions are those of its fuels and of the electricity that it bought (supplementary table).

    Computed 188,757.03 t, stated 187,757.03 t → stop.
    """
    for unit in case.results.units if case.results else ():
        stated, computed = unit.total.emissions_tonnes, unit.emissions.value
        if stated is not None and abs(stated - computed) > TONNE:
            yield hit(
                unit.total.line.place("emissions_tonnes"), **_unit(unit.total.line), stated=stated, computed=computed
            )


@CHECKS.stop("ER-131")
def whole(case: PowerCase) -> Iterator[Hit]:
    """ER-131: the total of all units is the sum of its units (supplementary table).

    Units 188,757 t and 150,000 t; total 383,757 t → stop.
    """
    line = case.filed.lines.fields("whole")
    for key in ("emissions_tonnes", "generation_mwh", "heat_gj"):
        stated = line.decimal(key)
        computed = sum((row.decimal(key) or ZERO for row in rows(case, "totals")), ZERO)
        if stated is not None and abs(stated - computed) > TONNE:
            yield hit(line.place(key), stated=stated, computed=computed)


@CHECKS.stop("ER-132")
def supplied(case: PowerCase) -> Iterator[Hit]:
    """ER-132: a unit supplies no more electricity than it generates.

    Generated 1,000,000 MWh, supplied 1,050,000 MWh → stop.
    """
    for line in rows(case, "totals"):
        made, sent = line.decimal("generation_mwh"), line.decimal("supplied_mwh")
        if made is not None and sent is not None and sent > made:
            yield hit(line.place("supplied_mwh"), **_unit(line), value=sent, most=made)


@CHECKS.warn("ER-133")
def intensity(case: PowerCase) -> Iterator[Hit]:
    """ER-133: emissions for power supplied follow from emissions, heat ratio and supply.

    800,000 t, heat ratio 0, 900,000 MWh: 0.8889 t/MWh; stated 0.7500 → warning.
    """
    most = tolerance(case, "intensity_tolerance")
    for unit in case.results.units if case.results else ():
        line, ratio = unit.total.line, stated_share(unit.total.line, "heat_ratio") or ZERO
        for key, made, part in (
            ("power_intensity", line.decimal("supplied_mwh"), 1 - ratio),
            ("heat_intensity", line.decimal("heat_gj"), ratio),
        ):
            stated = line.decimal(key)
            if most is not None and stated and made and part:
                computed = unit.emissions.value * part / made
                if apart(stated, computed, most):
                    citation = source(case, "intensity_tolerance")
                    yield hit(line.place(key), citation, **_unit(line), stated=stated, computed=computed)


@CHECKS.warn("ER-134")
def factor(case: PowerCase) -> Iterator[Hit]:
    """ER-134: purchased electricity counts by the factor of the year, where one was set.

    2018: 0.6101 t/MWh; stated 0.5257 → warning.
    """
    for line in rows(case, "totals"):
        stated = line.decimal("grid_factor")
        if stated is not None and case.law.has(GRID) and stated != case.law.value(GRID):
            facts = {**_unit(line), "filed": stated, "law": case.law.value(GRID)}
            yield hit(line.place("grid_factor"), case.law.provision(GRID).citation, **facts)


@CHECKS.stop("ER-135")
def full_load(case: PowerCase) -> Iterator[Hit]:
    """ER-135: a unit generates no more than its capacity in its hours.

    300 MW × 5,000 h = 1,500,000 MWh; generated 1,600,000 MWh → stop.
    """
    for line in rows(case, "totals"):
        made, hours, capacity = (line.decimal(key) for key in ("generation_mwh", "hours", "capacity_mw"))
        if made is not None and hours and capacity and made > hours * capacity:
            yield hit(line.place("generation_mwh"), **_unit(line), value=made, most=hours * capacity)


@CHECKS.stop("ER-136")
def hours_of_year(case: PowerCase) -> Iterator[Hit]:
    """ER-136: a unit does not run longer than the year lasts.

    2018 has 8,760 hours; filed 8,800 → stop.
    """
    year = case.known.year
    most = (date(year + 1, 1, 1) - date(year, 1, 1)) // AN_HOUR
    for line in rows(case, "totals"):
        hours = line.decimal("hours")
        if hours is not None and hours > most:
            yield hit(line.place("hours"), **_unit(line), value=hours, most=most)


@CHECKS.warn("ER-137")
def pressure(case: PowerCase) -> Iterator[Hit]:
    """ER-137: coal units have a pressure class, gas turbines one of B, E, F, H or 分布式: the benchmark went by them.

    Gas, class 超临界 → warning; empty → warning.
    """
    for line in rows(case, "totals"):
        stated, gas = line.text("pressure"), line.text("fuel") == "gas"
        if not stated or (stated != "other" and (stated in GAS_CLASSES) is not gas):
            yield hit(line.place("pressure"), **_unit(line))


@CHECKS.warn("ER-138")
def cooling(case: PowerCase) -> Iterator[Hit]:
    """ER-138: a coal unit says how its turbine is cooled (supplementary table).

    Cooling empty → warning.
    """
    for line in rows(case, "totals"):
        if line.text("fuel") not in ("gas", *UNCONVENTIONAL_COALS) and not line.text("cooling"):
            yield hit(line.place("cooling"), **_unit(line))


@CHECKS.stop("ER-139")
def fuel_twice(case: PowerCase) -> Iterator[Hit]:
    """ER-139: a fuel of a unit stands in one line, with the averages of the year (supplementary table).

    Unit 1, bituminous in two lines → stop at the second.
    """
    seen: Counter[tuple[str, str]] = Counter()
    for row in case.filed.fuels:
        seen[row.unit_number, row.fuel] += 1
        if seen[row.unit_number, row.fuel] > 1:
            yield hit(row.line.place("unit_number"), unit=row.unit_number, **titles("fuel", row.fuel))


@CHECKS.stop("ER-142", "全国碳排放权交易企业碳排放补充数据核算报告模板 发电企业 6.2.2（发改办气候〔2016〕57号 附件3）")
def factor_missing(case: PowerCase) -> Iterator[Hit]:
    """ER-142: where the year has no national factor, the table states that of the regional grid (table of 2016, 6.2.2).

    2016: 1,000 MWh bought, factor empty → stop. That the table of 2016 and 2017 asks the same was not seen.
    """
    for line in rows(case, "totals"):
        if unfactored(case.law, line):
            yield hit(line.place("grid_factor"), **_unit(line), year=case.known.year)
