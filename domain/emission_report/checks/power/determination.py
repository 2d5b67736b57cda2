"""How heat value and carbon were determined, month by month: ER-060 to ER-073."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.core.workbook import Line
from domain.emission_report.checks.case import GUIDE, PowerCase
from domain.emission_report.checks.power.lines import named, rows
from domain.emission_report.checks.titles import titles
from domain.emission_report.rules import COAL_CODES, DEFAULT, MEASURED, FuelRow
from domain.emission_report.rules.power_facts import NOT_MEASURED, begun, place_of
from domain.emission_report.workbook.power_sheets import DETERMINATION

CHECKS = Register[PowerCase](owner="verification_officer", citation=GUIDE)
SHEET = DETERMINATION.key
SAMPLE_DAYS = "check.sample.days"


def _fuel(line: Line) -> dict[str, object]:
    return {**named(line), **titles("fuel", line.text("fuel"))}


def _coal(case: PowerCase) -> Iterator[FuelRow]:
    return (row for row in case.filed.fuels if row.quantity and row.fuel in COAL_CODES)


def _tested(case: PowerCase) -> Iterator[Line]:
    """Lines that say that carbon was tested."""
    return (line for line in rows(case, SHEET) if line.text("carbon_how") not in ("", NOT_MEASURED))


@CHECKS.note("ER-060")
def nothing_told(case: PowerCase) -> Iterator[Hit]:
    """ER-060: who measures the carbon of coal tells how, in the table of determination (power guide).

    Carbon 实测 in twelve months, the table is empty → note.
    """
    measured = any(row.carbon_method == MEASURED for row in _coal(case))
    if measured and not begun(case.filed.lines, SHEET):
        yield hit(Place(DETERMINATION.title_zh))


@CHECKS.warn("ER-061")
def months_untold(case: PowerCase) -> Iterator[Hit]:
    """ER-061: the table of determination has every month in which measured coal was burnt (power guide).

    January to November told, coal also burnt in December → warning, once for the unit and coal.
    """
    if not begun(case.filed.lines, SHEET):
        return
    told = {place_of(line) for line in rows(case, SHEET)}
    missing: dict[tuple[str, str], list[FuelRow]] = {}
    for row in _coal(case):
        if row.carbon_method == MEASURED and (row.unit_number, row.month, row.fuel) not in told:
            missing.setdefault((row.unit_number, row.fuel), []).append(row)
    for (unit, fuel), found in missing.items():
        months = ", ".join(str(row.month) for row in found)
        yield hit(found[0].line.place("carbon_method"), unit=unit, months=months, **titles("fuel", fuel))


@CHECKS.stop("ER-062")
def laboratory_missing(case: PowerCase) -> Iterator[Hit]:
    """ER-062: a test of carbon names the laboratory that made it (power guide, determination).

    委托检测, laboratory empty → stop.
    """
    for line in _tested(case):
        if not line.text("laboratory"):
            yield hit(line.place("laboratory"), **_fuel(line))


@CHECKS.warn("ER-063")
def dates_missing(case: PowerCase) -> Iterator[Hit]:
    """ER-063: a test of carbon has the day on which the sample was made up and the day of the test (power guide).

    委托检测, tested on empty → warning.
    """
    for line in _tested(case):
        key = next((key for key in ("sampled_on", "tested_on") if line.day(key) is None), "")
        if key:
            yield hit(line.place(key), **_fuel(line))


def _against(case: PowerCase, way: str, method: str) -> Iterator[Hit]:
    """Lines whose way of testing contradicts the method of the fuel's line."""
    filed = {(row.unit_number, row.month, row.fuel): getattr(row, method) for row in case.filed.fuels if row.quantity}
    for line in rows(case, SHEET):
        stated, found = line.text(way), filed.get(place_of(line), "")
        if stated and found and (stated == NOT_MEASURED) is not (found == DEFAULT):
            yield hit(line.place(way), **_fuel(line))


@CHECKS.stop("ER-064")
def carbon_ways_differ(case: PowerCase) -> Iterator[Hit]:
    """ER-064: the table of determination and the table of fuels agree on whether carbon was measured (power guide).

    Fuels: 实测; determination: 未实测 → stop.
    """
    yield from _against(case, "carbon_how", "carbon_method")


@CHECKS.stop("ER-065")
def heat_value_ways_differ(case: PowerCase) -> Iterator[Hit]:
    """ER-065: the table of determination and the table of fuels agree on whether the heat value was measured.

    Fuels: 缺省值; determination: 自行检测 → stop (power guide).
    """
    yield from _against(case, "ncv_how", "ncv_method")


@CHECKS.warn("ER-066")
def tested_late(case: PowerCase) -> Iterator[Hit]:
    """ER-066: a carbon sample is tested within the days that the verification guide names (40).

    Made up on 31 January, tested on 20 March: 49 days → warning.
    """
    if not case.law.has(SAMPLE_DAYS):
        return
    most = case.law.value(SAMPLE_DAYS)
    for line in _tested(case):
        sampled, tested = line.day("sampled_on"), line.day("tested_on")
        if sampled and tested and (tested - sampled).days > most:
            facts = {"days": (tested - sampled).days, "most": most}
            yield hit(line.place("tested_on"), case.law.provision(SAMPLE_DAYS).citation, **_fuel(line), **facts)


@CHECKS.stop("ER-067")
def tested_before_sampled(case: PowerCase) -> Iterator[Hit]:
    """ER-067: a sample is tested after it was made up.

    Made up on 31 January, tested on 20 January → stop.
    """
    for line in _tested(case):
        sampled, tested = line.day("sampled_on"), line.day("tested_on")
        if sampled and tested and tested < sampled:
            yield hit(line.place("tested_on"), **_fuel(line), sampled=sampled, tested=tested)


@CHECKS.warn("ER-068")
def sampled_before_the_month(case: PowerCase) -> Iterator[Hit]:
    """ER-068: the composite sample of a month is made up in that month or after it (power guide).

    March, made up on 27 February → warning.
    """
    for line in _tested(case):
        sampled, month = line.day("sampled_on"), line.integer("month") or 0
        if sampled and 1 <= month <= 12 and sampled < date(case.known.year, month, 1):
            yield hit(line.place("sampled_on"), **_fuel(line), sampled=sampled)


@CHECKS.warn("ER-069")
def not_accredited(case: PowerCase) -> Iterator[Hit]:
    """ER-069: who tests carbon for others holds CMA or CNAS (verification guide, carbon sample).

    委托检测, accreditation 无 → warning.
    """
    for line in _tested(case):
        if line.text("carbon_how") == "outsourced" and line.text("accreditation") in ("", "none"):
            yield hit(line.place("accreditation"), **_fuel(line), laboratory=line.text("laboratory"))


@CHECKS.warn("ER-070")
def standard_missing(case: PowerCase) -> Iterator[Hit]:
    """ER-070: a test names the standard that it followed, of carbon as of the heat value (power guide).

    自行检测, standard empty → warning.
    """
    for line in rows(case, SHEET):
        for way, key in (("carbon_how", "standard"), ("ncv_how", "ncv_standard")):
            if line.text(way) not in ("", NOT_MEASURED) and not line.text(key):
                yield hit(line.place(key), **_fuel(line))


@CHECKS.warn("ER-071")
def heat_value_rarely(case: PowerCase) -> Iterator[Hit]:
    """ER-071: the heat value is measured every day, shift or batch, not once a month (power guide).

    自行检测, frequency 每月缩分样 → warning.
    """
    for line in rows(case, SHEET):
        if line.text("ncv_how") not in ("", NOT_MEASURED) and line.text("ncv_frequency") in ("", "month"):
            yield hit(line.place("ncv_frequency"), **_fuel(line))


@CHECKS.warn("ER-072")
def tested_and_not_burnt(case: PowerCase) -> Iterator[Hit]:
    """ER-072: what was tested was burnt: a test of a fuel that the month does not have belongs elsewhere.

    Test of lignite in May, no lignite burnt → warning.
    """
    burnt = {(row.unit_number, row.month, row.fuel) for row in case.filed.fuels}
    for line in _tested(case):
        if place_of(line) not in burnt:
            yield hit(line.place("fuel"), **_fuel(line))


@CHECKS.stop("ER-073")
def told_twice(case: PowerCase) -> Iterator[Hit]:
    """ER-073: a coal of a unit and month is determined in one line.

    Unit 1, May, bituminous in two lines → stop at the second.
    """
    seen: Counter[tuple[str, int, str]] = Counter()
    for line in rows(case, SHEET):
        seen[place_of(line)] += 1
        if seen[place_of(line)] > 1:
            yield hit(line.place("unit_number"), **_fuel(line))
