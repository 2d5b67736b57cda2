"""Whether anything is missing or told twice: ER-010 to ER-019."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from domain.core.findings import Finding, Place
from domain.emission_report.checks.case import GUIDE, Case, Check, stop
from domain.emission_report.rules import DEFAULT, MEASURED
from domain.emission_report.workbook import FUEL, MONTHS, PRODUCTION, TOTALS


def er_010_fuel_months(case: Case) -> Iterator[Finding]:
    """ER-010: fuel is reported for every unit and month; a month out of service is reported as 0 (power guide, C.3).

    Unit 1 has lines for January to November → stop for 12.
    """
    for total in case.filed.totals:
        there = {row.month for row in case.filed.fuels_of(total.unit_number)}
        if missing := [str(month) for month in MONTHS if month not in there]:
            place = total.line.place("unit_number")
            facts = {"unit": total.unit_number, "months": ", ".join(missing), "sheet": FUEL.title_zh}
            yield stop("ER-010", place, GUIDE, **facts)


def er_011_production_months(case: Case) -> Iterator[Finding]:
    """ER-011: production is reported for every unit and month; a month out of service as 0 (power guide, C.4).

    Unit 1 has no line for March → stop for 3.
    """
    for total in case.filed.totals:
        there = {row.month for row in case.filed.production_of(total.unit_number)}
        if missing := [str(month) for month in MONTHS if month not in there]:
            place = total.line.place("unit_number")
            facts = {"unit": total.unit_number, "months": ", ".join(missing), "sheet": PRODUCTION.title_zh}
            yield stop("ER-011", place, GUIDE, **facts)


def er_012_fuel_twice(case: Case) -> Iterator[Finding]:
    """ER-012: a fuel of a unit and month stands in one line (power guide, C.3).

    Unit 1, May, bituminous in lines 10 and 60 → stop at line 60.
    """
    seen: Counter[tuple[str, int, str]] = Counter()
    for row in case.filed.fuels:
        key = (row.unit_number, row.month, row.fuel)
        seen[key] += 1
        if seen[key] > 1:
            place = row.line.place("unit_number")
            yield stop("ER-012", place, GUIDE, unit=row.unit_number, month=row.month, fuel=row.fuel)


def er_013_production_twice(case: Case) -> Iterator[Finding]:
    """ER-013: the production of a unit and month stands in one line (power guide, C.4).

    Unit 1, May in two lines → stop at the second.
    """
    seen: Counter[tuple[str, int]] = Counter()
    for row in case.filed.production:
        key = (row.unit_number, row.month)
        seen[key] += 1
        if seen[key] > 1:
            yield stop("ER-013", row.line.place("unit_number"), GUIDE, unit=row.unit_number, month=row.month)


def er_014_total_twice(case: Case) -> Iterator[Finding]:
    """ER-014: a unit's year stands in one line (power guide, C.5).

    Unit 1 in two lines of the year's sheet → stop at the second.
    """
    seen: Counter[str] = Counter()
    for row in case.filed.totals:
        seen[row.unit_number] += 1
        if seen[row.unit_number] > 1:
            yield stop("ER-014", row.line.place("unit_number"), GUIDE, unit=row.unit_number)


def er_015_unit_without_total(case: Case) -> Iterator[Finding]:
    """ER-015: a unit with monthly figures also has its year's line (power guide, C.5).

    Fuel lines of unit 3, no line of unit 3 in the year's sheet → stop, once for the unit.
    """
    known = {row.unit_number for row in case.filed.totals}
    fuels = [(row.unit_number, row.line) for row in case.filed.fuels]
    for number, line in (*fuels, *((row.unit_number, row.line) for row in case.filed.production)):
        if number not in known:
            known.add(number)
            yield stop("ER-015", line.place("unit_number"), GUIDE, unit=number)


def er_016_carbon_missing(case: Case) -> Iterator[Finding]:
    """ER-016: burnt fuel has a carbon content: measured as received, or heat value and carbon per heat (guide, C.3).

    Method 缺省值, carbon per heat empty → stop.
    """
    for row in case.filed.fuels:
        if row.quantity and row.carbon_content is None:
            key = "carbon" if row.carbon_method == MEASURED else "carbon_per_heat"
            key = "ncv" if row.carbon_method == DEFAULT and row.carbon_per_heat is not None else key
            place = row.line.place(key)
            yield stop("ER-016", place, GUIDE, unit=row.unit_number, month=row.month, fuel=row.fuel)


def er_017_measured_carbon_missing(case: Case) -> Iterator[Finding]:
    """ER-017: who says that carbon was measured gives the measured value (power guide, C.6).

    Method 实测, carbon as received empty, carbon per heat given → stop.
    """
    for row in case.filed.fuels:
        if row.quantity and row.carbon_method == MEASURED and row.carbon is None and row.carbon_content is not None:
            place = row.line.place("carbon")
            yield stop("ER-017", place, GUIDE, unit=row.unit_number, month=row.month, fuel=row.fuel)


def er_018_nothing(case: Case) -> Iterator[Finding]:
    """ER-018: a report has at least one generating unit (power guide, C.5).

    The year's sheet is empty → stop.
    """
    if not case.filed.totals:
        yield stop("ER-018", Place(TOTALS.title_zh), GUIDE)


CHECKS: tuple[Check, ...] = (
    er_010_fuel_months,
    er_011_production_months,
    er_012_fuel_twice,
    er_013_production_twice,
    er_014_total_twice,
    er_015_unit_without_total,
    er_016_carbon_missing,
    er_017_measured_carbon_missing,
    er_018_nothing,
)
