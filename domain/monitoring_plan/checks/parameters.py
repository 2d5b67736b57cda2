"""Checks of how each parameter of each unit is determined."""

from __future__ import annotations

from collections.abc import Iterator

from domain.core.findings import Finding, Place, Severity
from domain.core.workbook import Line, Lines
from domain.core.workings import plain
from domain.monitoring_plan import rules
from domain.monitoring_plan.rules import GAS, MEASURED, Known
from domain.monitoring_plan.workbook import DATA, PARAMETERS, SAMPLING, titles

GUIDE_DATA = "企业温室气体排放核算与报告指南 发电设施 数据的确定方式"
METERS = "碳排放权交易管理暂行条例 第十一条"
COAL_PARAMETERS = ("heat_value", "carbon")


def of_known_units(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-PARAMETER-UNIT: a parameter belongs to a unit that the plan describes."""
    numbers = {line.text("number") for line in lines.rows("units")}
    for line in lines.rows("parameters"):
        if line.text("unit") and line.text("unit") not in numbers:
            yield _about(line, "unit", "MP-PARAMETER-UNIT")


def all_present(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-PARAMETER-MISSING: for every unit the plan says how each required parameter is determined (guide, B.4).

    A cogeneration unit without a line for heat stops; a condensing unit needs none.
    """
    there = {(line.text("unit"), line.text("parameter")) for line in lines.rows("parameters")}
    for unit in lines.rows("units"):
        for parameter in rules.required_parameters(unit.text("cogeneration") == "yes", known.law):
            if (unit.text("number"), parameter) not in there:
                facts = {"unit": unit.text("number"), **titles("parameter", PARAMETERS, parameter)}
                yield Finding("MP-PARAMETER-MISSING", Severity.STOP, Place(DATA.title_zh), facts, GUIDE_DATA)


def none_repeated(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-PARAMETER-REPEATED: one line says how a parameter of a unit is determined."""
    seen: set[tuple[str, str]] = set()
    for line in lines.rows("parameters"):
        position = (line.text("unit"), line.text("parameter"))
        if position in seen:
            yield _about(line, "parameter", "MP-PARAMETER-REPEATED")
        seen.add(position)


def must_be_measured(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-MUST-MEASURE: fuel burnt, power generated and heat supplied are measured; there is no default for them."""
    needed = rules.must_be_measured(known.law)
    for line in lines.rows("parameters"):
        if line.text("parameter") in needed and line.text("method") not in ("", MEASURED):
            yield _about(line, "method", "MP-MUST-MEASURE", citation=_cited(known, "plan.measured"))


def default_is_questioned(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-DEFAULT: where the unit's class is expected to measure, a default is permitted, high, and has to be explained.

    Class I with the default carbon per heat: 0.03085 tC/GJ instead of the 0.026 that its coal would show.
    """
    classes = {line.text("number"): line.text("unit_class") for line in lines.rows("units")}
    for line in lines.rows("parameters"):
        unit_class = classes.get(line.text("unit"), "")
        expected = rules.should_be_measured(unit_class, known.law)
        if line.text("parameter") in expected and line.text("method") not in ("", MEASURED):
            citation = _cited(known, f"plan.measured.{unit_class}")
            yield _about(line, "method", "MP-DEFAULT", Severity.WARN, {"unit_class": unit_class}, citation)


def meter_is_named(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-METER: what is measured is measured by a named instrument at a named place (guide, B.4)."""
    yield from _measured_needs(lines, ("meter", "place"), "MP-METER", METERS)


def accuracy_is_named(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-ACCURACY-MISSING: the plan states the accuracy required of the instrument."""
    yield from _measured_needs(lines, ("accuracy",), "MP-ACCURACY-MISSING", METERS)


def accuracy_suffices(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-ACCURACY: the required accuracy is no worse than the standard for energy meters permits (GB 17167).

    A belt scale of ±1 % where ±0.5 % is permitted is questioned.
    """
    fuels = {line.text("number"): line.text("fuel") for line in lines.rows("units")}
    for line in _measured(lines):
        worst = rules.worst_accuracy(line.text("parameter"), fuels.get(line.text("unit"), ""), known.law)
        accuracy = line.decimal("accuracy")
        if worst is not None and accuracy is not None and accuracy > worst:
            facts = {"accuracy": plain(accuracy), "worst": plain(worst)}
            yield _about(line, "accuracy", "MP-ACCURACY", Severity.WARN, facts, "GB 17167")


def calibration_is_planned(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-CALIBRATION-MISSING: an instrument has an interval of calibration and a last day (Decree 775 art 11)."""
    yield from _measured_needs(lines, ("calibration_months", "calibrated_on"), "MP-CALIBRATION-MISSING", METERS)


def calibration_is_past(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-CALIBRATION-FUTURE: the last calibration has taken place."""
    for line in lines.rows("parameters"):
        day = line.day("calibrated_on")
        if day is not None and day > known.today:
            yield _about(
                line, "calibrated_on", "MP-CALIBRATION-FUTURE", facts={"day": day.isoformat()}, citation=METERS
            )


def calibration_is_not_overdue(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-CALIBRATION-OVERDUE: meters in use are calibrated in time (Decree 775 art 11).

    Calibrated on 10 October 2022, every 12 months, plan sent in on 1 December 2023: overdue since 10 October 2023.
    """
    for line in _measured(lines):
        day, months = line.day("calibrated_on"), line.integer("calibration_months")
        if day is None or months is None:
            continue
        due = rules.calibration_due(day, months)
        if due < known.today:
            facts = {"due": due.isoformat()}
            yield _about(line, "calibrated_on", "MP-CALIBRATION-OVERDUE", Severity.WARN, facts, METERS)


def frequency_is_named(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-FREQUENCY: the plan says how often a parameter is measured (guide, B.4)."""
    yield from _measured_needs(lines, ("frequency",), "MP-FREQUENCY", GUIDE_DATA)


def missing_rule_is_named(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-MISSING-RULE: the plan says beforehand what is done when data are missing (guide, B.4)."""
    for line in lines.rows("parameters"):
        if not line.text("missing_rule"):
            yield _about(line, "missing_rule", "MP-MISSING-RULE")


def department_is_named(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-DEPARTMENT: somebody is responsible for every parameter (guide, B.4)."""
    for line in lines.rows("parameters"):
        if not line.text("department"):
            yield _about(line, "department", "MP-DEPARTMENT")


def coal_is_sampled(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-SAMPLING: whoever measures coal says how it is sampled, prepared, kept and tested (guide, coal part)."""
    coal_units = {line.text("number") for line in lines.rows("units") if line.text("fuel") not in ("", GAS)}
    tested = {line.text("parameter") for line in _measured(lines) if line.text("unit") in coal_units}
    wanted = [f"{parameter}_test" for parameter in COAL_PARAMETERS if parameter in tested]
    if not wanted:
        return
    plan = lines.fields("sampling")
    for key in ("sampling", "preparation", "retention", *wanted):
        if not plan.text(key):
            place = plan.place(key) if plan.cells else Place(SAMPLING.title_zh)
            yield Finding("MP-SAMPLING", Severity.STOP, place, {}, GUIDE_DATA)


def _measured(lines: Lines) -> Iterator[Line]:
    return (line for line in lines.rows("parameters") if line.text("method") == MEASURED)


def _measured_needs(lines: Lines, keys: tuple[str, ...], code: str, citation: str) -> Iterator[Finding]:
    for line in _measured(lines):
        for key in keys:
            # A value that could not be read has its own finding at the cell; it is told twice rather than not at all.
            if not line.text(key):
                yield _about(line, key, code, citation=citation)


def _about(
    line: Line,
    key: str,
    code: str,
    severity: Severity = Severity.STOP,
    facts: dict[str, str] | None = None,
    citation: str = GUIDE_DATA,
) -> Finding:
    named = {"unit": line.text("unit"), **titles("parameter", PARAMETERS, line.text("parameter")), **(facts or {})}
    return Finding(code, severity, line.place(key), named, citation)


def _cited(known: Known, key: str) -> str:
    return known.law.provision(key).citation
