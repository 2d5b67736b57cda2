"""Whether anything is missing or told twice: ER-010 to ER-019."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.emission_report.checks.case import GUIDE, PowerCase
from domain.emission_report.rules import DEFAULT, MEASURED
from domain.emission_report.workbook.common import MONTHS
from domain.emission_report.workbook.power import FUEL, PRODUCTION, TOTALS

CHECKS = Register[PowerCase](owner="verification_officer", citation=GUIDE)


@CHECKS.stop("ER-010")
def fuel_months(case: PowerCase) -> Iterator[Hit]:
    """ER-010: fuel is reported for every unit and month; a month out of service is reported as 0 (power guide, C.3).

    Unit 1 has lines for January to November → stop for 12.
    """
    for total in case.filed.totals:
        there = {row.month for row in case.filed.fuels_of(total.unit_number)}
        if missing := [str(month) for month in MONTHS if month not in there]:
            place = total.line.place("unit_number")
            facts = {"unit": total.unit_number, "months": ", ".join(missing), "sheet": FUEL.title_zh}
            yield hit(place, **facts)


@CHECKS.stop("ER-011")
def production_months(case: PowerCase) -> Iterator[Hit]:
    """ER-011: production is reported for every unit and month; a month out of service as 0 (power guide, C.4).

    Unit 1 has no line for March → stop for 3.
    """
    for total in case.filed.totals:
        there = {row.month for row in case.filed.production_of(total.unit_number)}
        if missing := [str(month) for month in MONTHS if month not in there]:
            place = total.line.place("unit_number")
            facts = {"unit": total.unit_number, "months": ", ".join(missing), "sheet": PRODUCTION.title_zh}
            yield hit(place, **facts)


@CHECKS.stop("ER-012")
def fuel_twice(case: PowerCase) -> Iterator[Hit]:
    """ER-012: a fuel of a unit and month stands in one line (power guide, C.3).

    Unit 1, May, bituminous in lines 10 and 60 → stop at line 60.
    """
    seen: Counter[tuple[str, int, str]] = Counter()
    for row in case.filed.fuels:
        key = (row.unit_number, row.month, row.fuel)
        seen[key] += 1
        if seen[key] > 1:
            place = row.line.place("unit_number")
            yield hit(place, unit=row.unit_number, month=row.month, fuel=row.fuel)


@CHECKS.stop("ER-013")
def production_twice(case: PowerCase) -> Iterator[Hit]:
    """ER-013: the production of a unit and month stands in one line (power guide, C.4).

    Unit 1, May in two lines → stop at the second.
    """
    seen: Counter[tuple[str, int]] = Counter()
    for row in case.filed.production:
        key = (row.unit_number, row.month)
        seen[key] += 1
        if seen[key] > 1:
            yield hit(row.line.place("unit_number"), unit=row.unit_number, month=row.month)


@CHECKS.stop("ER-014")
def total_twice(case: PowerCase) -> Iterator[Hit]:
    """ER-014: a unit's year stands in one line (power guide, C.5).

    Unit 1 in two lines of the year's sheet → stop at the second.
    """
    seen: Counter[str] = Counter()
    for row in case.filed.totals:
        seen[row.unit_number] += 1
        if seen[row.unit_number] > 1:
            yield hit(row.line.place("unit_number"), unit=row.unit_number)


@CHECKS.stop("ER-015")
def unit_without_total(case: PowerCase) -> Iterator[Hit]:
    """ER-015: a unit with monthly figures also has its year's line (power guide, C.5).

    Fuel lines of unit 3, no line of unit 3 in the year's sheet → stop, once for the unit.
    """
    known = {row.unit_number for row in case.filed.totals}
    fuels = [(row.unit_number, row.line) for row in case.filed.fuels]
    for number, line in (*fuels, *((row.unit_number, row.line) for row in case.filed.production)):
        if number not in known:
            known.add(number)
            yield hit(line.place("unit_number"), unit=number)


@CHECKS.stop("ER-016")
def carbon_missing(case: PowerCase) -> Iterator[Hit]:
    """ER-016: burnt fuel has a carbon content: measured as received, or heat value and carbon per heat (guide, C.3).

    Method 缺省值, carbon per heat empty → stop.
    """
    for row in case.filed.fuels:
        if row.quantity and row.carbon_content is None:
            key = "carbon" if row.carbon_method == MEASURED else "carbon_per_heat"
            key = "ncv" if row.carbon_method == DEFAULT and row.carbon_per_heat is not None else key
            place = row.line.place(key)
            yield hit(place, unit=row.unit_number, month=row.month, fuel=row.fuel)


@CHECKS.stop("ER-017")
def measured_carbon_missing(case: PowerCase) -> Iterator[Hit]:
    """ER-017: who says that carbon was measured gives the measured value, or the month's test (power guide, C.6).

    Method 实测, carbon as received empty, carbon per heat given → stop.
    """
    for row in case.filed.fuels:
        missing = row.carbon is None and row.carbon_content is not None and not row.sampled
        if row.quantity and row.carbon_method == MEASURED and missing:
            place = row.line.place("carbon")
            yield hit(place, unit=row.unit_number, month=row.month, fuel=row.fuel)


@CHECKS.stop("ER-018")
def nothing(case: PowerCase) -> Iterator[Hit]:
    """ER-018: a report has at least one generating unit (power guide, C.5).

    The year's sheet is empty → stop.
    """
    if not case.filed.totals:
        yield hit(Place(TOTALS.title_zh))
