"""Checks of how each datum is determined, in every form."""

from __future__ import annotations

from collections.abc import Iterator

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.core.workings import plain
from domain.monitoring_plan import rules
from domain.monitoring_plan.checks.case import (
    DECREE_11,
    OWNER,
    Case,
    Datum,
    parameter_facts,
    unit_facts,
)
from domain.monitoring_plan.rules import GAS, MEASURED, Family
from domain.monitoring_plan.workbook.power import SAMPLING

GUIDE_DATA = "企业温室气体排放核算与报告指南 数据的确定方式"
ENERGY_METERS = "GB 17167"
COAL_PARAMETERS = ("heat_value", "carbon")
# Of all forms; of generating units alone.
CHECKS = Register[Case](owner=OWNER, citation=GUIDE_DATA)
POWER = Register[Case](owner=OWNER, citation=GUIDE_DATA)


@CHECKS.stop("MP-PARAMETER-UNIT")
def of_known_units(case: Case) -> Iterator[Hit]:
    """MP-PARAMETER-UNIT: a parameter belongs to a unit, facility or line that the plan describes.

    A line for boiler B9 while the facilities end with B3 stops.
    """
    numbers = case.numbers()
    for datum in case.data():
        if datum.unit and datum.unit not in numbers:
            yield datum.hit("unit")


@CHECKS.stop("MP-PARAMETER-MISSING")
def all_present(case: Case) -> Iterator[Hit]:
    """MP-PARAMETER-MISSING: the plan says how each required parameter is determined (guide, B.4; template, D).

    A cogeneration unit without a line for heat stops, a condensing unit needs none; steel names its fuels once.
    """
    wanted = _wanted_of_units(case) if case.form.family is Family.POWER else _wanted_of_sector(case)
    for unit, parameter in wanted:
        sheet = case.form.workbook.sheet(_sheet_of(case, parameter))
        yield hit(Place(sheet.title_zh), **unit_facts(unit), **parameter_facts(sheet, parameter))


def _wanted_of_units(case: Case) -> Iterator[tuple[str, str]]:
    there = {(datum.unit, datum.parameter) for datum in case.data()}
    for unit in case.lines.rows("units"):
        for parameter in rules.required_parameters(unit.text("cogeneration") == "yes", case.known.law):
            if (unit.text("number"), parameter) not in there:
                yield unit.text("number"), parameter


def _wanted_of_sector(case: Case) -> Iterator[tuple[str, str]]:
    there = {datum.parameter for datum in case.data()}
    for parameter in rules.required_of_sector(case.form.sector, case.known.law):
        if parameter not in there:
            yield "", parameter


def _sheet_of(case: Case, parameter: str) -> str:
    """The first sheet of the form that has a place for a parameter."""
    for key in case.form.data:
        if parameter in {choice.code for choice in case.form.workbook.sheet(key).column("parameter").choices}:
            return key
    return case.form.data[0]


@CHECKS.stop("MP-PARAMETER-REPEATED")
def none_repeated(case: Case) -> Iterator[Hit]:
    """MP-PARAMETER-REPEATED: one line of a sheet says how a parameter of a unit and fuel is determined."""
    seen: set[tuple[str, ...]] = set()
    for datum in case.data():
        position = (datum.sheet.key, *datum.position)
        if position in seen:
            yield datum.hit("parameter")
        seen.add(position)


@CHECKS.stop("MP-MUST-MEASURE")
def must_be_measured(case: Case) -> Iterator[Hit]:
    """MP-MUST-MEASURE: fuel burnt, power generated, products made are measured; there is no default for them."""
    power = case.form.family is Family.POWER
    law = case.known.law
    needed = rules.must_be_measured(law) if power else rules.measured_in_sector(case.form.sector, law)
    citation = case.cited("plan.measured" if power else f"plan.must_measure.{case.form.sector}")
    for datum in case.data():
        if datum.parameter in needed and datum.line.text("method") not in ("", MEASURED):
            yield datum.hit("method", citation)


@POWER.warn("MP-DEFAULT")
def default_is_questioned(case: Case) -> Iterator[Hit]:
    """MP-DEFAULT: where the unit's class is expected to measure, a default is permitted, high, and has to be explained.

    Class I with the default carbon per heat: 0.03085 tC/GJ instead of the 0.026 that its coal would show.
    """
    classes = {line.text("number"): line.text("unit_class") for line in case.lines.rows("units")}
    for datum in case.data():
        unit_class = classes.get(datum.unit, "")
        expected = rules.should_be_measured(unit_class, case.known.law)
        if datum.parameter in expected and datum.line.text("method") not in ("", MEASURED):
            yield datum.hit("method", case.cited(f"plan.measured.{unit_class}"), unit_class=unit_class)


@CHECKS.stop("MP-METER", DECREE_11)
def meter_is_named(case: Case) -> Iterator[Hit]:
    """MP-METER: what is measured is measured by a named instrument at a named place (guide, B.4)."""
    yield from _measured_needs(case, "meter", "place")


@CHECKS.stop("MP-ACCURACY-MISSING", DECREE_11)
def accuracy_is_named(case: Case) -> Iterator[Hit]:
    """MP-ACCURACY-MISSING: the plan states the accuracy required of the instrument."""
    yield from _measured_needs(case, "accuracy")


@CHECKS.warn("MP-ACCURACY", ENERGY_METERS)
def accuracy_suffices(case: Case) -> Iterator[Hit]:
    """MP-ACCURACY: the required accuracy is no worse than the standard for energy meters permits (GB 17167).

    A belt scale of ±1 % where ±0.5 % is permitted is questioned.
    """
    fuels = {line.text("number"): line.text("fuel") for line in case.lines.rows("units")}
    for datum in case.measured():
        fuel = fuels.get(datum.unit, "") or datum.line.text("state")
        worst = rules.worst_accuracy(datum.parameter, fuel, case.known.law)
        accuracy = datum.line.decimal("accuracy")
        if worst is not None and accuracy is not None and accuracy > worst:
            yield datum.hit("accuracy", accuracy=plain(accuracy), worst=plain(worst))


@CHECKS.stop("MP-CALIBRATION-MISSING", DECREE_11)
def calibration_is_planned(case: Case) -> Iterator[Hit]:
    """MP-CALIBRATION-MISSING: an instrument has an interval of calibration and a last day (Decree 775 art 11)."""
    yield from _measured_needs(case, "calibration_months", "calibrated_on")


@CHECKS.stop("MP-CALIBRATION-FUTURE", DECREE_11)
def calibration_is_past(case: Case) -> Iterator[Hit]:
    """MP-CALIBRATION-FUTURE: the last calibration has taken place."""
    for datum in case.data():
        day = datum.line.day("calibrated_on")
        if day is not None and day > case.known.today:
            yield datum.hit("calibrated_on", day=day.isoformat())


@CHECKS.warn("MP-CALIBRATION-OVERDUE", DECREE_11)
def calibration_is_not_overdue(case: Case) -> Iterator[Hit]:
    """MP-CALIBRATION-OVERDUE: meters in use are calibrated in time (Decree 775 art 11).

    Calibrated on 10 October 2022, every 12 months, plan sent in on 1 December 2023: overdue since 10 October 2023.
    """
    for datum in case.measured():
        day, months = datum.line.day("calibrated_on"), datum.line.integer("calibration_months")
        if day is None or months is None:
            continue
        due = rules.calibration_due(day, months)
        if due < case.known.today:
            yield datum.hit("calibrated_on", due=due.isoformat())


@CHECKS.stop("MP-FREQUENCY")
def frequency_is_named(case: Case) -> Iterator[Hit]:
    """MP-FREQUENCY: the plan says how often a parameter is measured (guide, B.4)."""
    yield from _measured_needs(case, "frequency")


@CHECKS.stop("MP-MISSING-RULE")
def missing_rule_is_named(case: Case) -> Iterator[Hit]:
    """MP-MISSING-RULE: the plan says beforehand what is done when data are missing (guide, B.4)."""
    for datum in case.data():
        if not datum.line.text("missing_rule"):
            yield datum.hit("missing_rule")


@CHECKS.stop("MP-DEPARTMENT")
def department_is_named(case: Case) -> Iterator[Hit]:
    """MP-DEPARTMENT: somebody is responsible for every parameter (guide, B.4)."""
    for datum in case.data():
        if not datum.line.text("department"):
            yield datum.hit("department")


@POWER.stop("MP-SAMPLING")
def coal_is_sampled(case: Case) -> Iterator[Hit]:
    """MP-SAMPLING: whoever measures coal says how it is sampled, prepared, kept and tested (guide, coal part)."""
    coal_units = {line.text("number") for line in case.lines.rows("units") if line.text("fuel") not in ("", GAS)}
    tested = {datum.parameter for datum in case.measured() if datum.unit in coal_units}
    wanted = [f"{parameter}_test" for parameter in COAL_PARAMETERS if parameter in tested]
    if not wanted:
        return
    plan = case.lines.fields("sampling")
    for key in ("sampling", "preparation", "retention", *wanted):
        if not plan.text(key):
            yield hit(plan.place(key) if plan.cells else Place(SAMPLING.title_zh))


def _measured_needs(case: Case, *keys: str) -> Iterator[Hit]:
    for datum in case.measured():
        yield from _empty(datum, keys)


def _empty(datum: Datum, keys: tuple[str, ...]) -> Iterator[Hit]:
    for key in keys:
        # A value that could not be read has its own finding at the cell; it is told twice rather than not at all.
        if not datum.line.text(key):
            yield datum.hit(key)
