"""Every check: silent on a good plan, and heard, at the right cell, when one value is spoilt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.core.findings import Severity
from domain.monitoring_plan.checks import CHECKS
from domain.monitoring_plan.workbook import WORKBOOK
from tests.rooms.monitoring_plan.sample import UNITS, Entries, codes, entries, found, parameter

Spoil = Callable[[Entries], object]


def changed(sheet: str, key: str, value: object, line: int = 0) -> Spoil:
    return lambda plan: plan[sheet][line].__setitem__(key, value)


def changed_parameter(unit: str, name: str, **values: object) -> Spoil:
    return lambda plan: parameter(plan, unit, name).update(values)


def dropped(sheet: str, line: int) -> Spoil:
    return lambda plan: plan[sheet].pop(line)


def repeated(sheet: str, line: int) -> Spoil:
    return lambda plan: plan[sheet].append(dict(plan[sheet][line]))


CASES: list[tuple[str, Severity, Spoil]] = [
    ("MP-YEAR", Severity.STOP, changed("version", "year", 2023)),
    ("MP-CREDIT-CODE", Severity.STOP, changed("enterprise", "credit_code", "91420000000000002F")),
    ("MP-NAME", Severity.WARN, changed("enterprise", "name", "另一电厂")),
    ("MP-DAY", Severity.STOP, changed("version", "made_on", date(2023, 12, 2))),
    ("MP-BOUNDARY", Severity.STOP, changed("boundary", "extent", None)),
    ("MP-CONTROL", Severity.STOP, changed("control", "department", None)),
    ("MP-UNIT-MISSING", Severity.STOP, dropped("units", 1)),
    ("MP-UNIT-UNKNOWN", Severity.STOP, changed("units", "number", "9#")),
    ("MP-UNIT-REPEATED", Severity.STOP, repeated("units", 0)),
    ("MP-CAPACITY", Severity.STOP, changed("units", "capacity_mw", Decimal(600))),
    ("MP-CLASS", Severity.STOP, changed("units", "unit_class", "II")),
    ("MP-CLASS-SHARE", Severity.WARN, changed("units", "unit_class", "III")),
    ("MP-FUEL", Severity.WARN, changed("units", "fuel", "lignite")),
    ("MP-COGENERATION", Severity.WARN, changed("units", "cogeneration", "no", 1)),
    ("MP-MERGED", Severity.STOP, changed("units", "merged_with", "2#、9#")),
    ("MP-PARAMETER-UNIT", Severity.STOP, changed("parameters", "unit", "8#")),
    ("MP-PARAMETER-MISSING", Severity.STOP, dropped("parameters", 0)),
    ("MP-PARAMETER-REPEATED", Severity.STOP, repeated("parameters", 0)),
    ("MP-MUST-MEASURE", Severity.STOP, changed_parameter("1#", "generation", method="default")),
    ("MP-DEFAULT", Severity.WARN, changed_parameter("1#", "carbon", method="default")),
    ("MP-METER", Severity.STOP, changed_parameter("1#", "generation", meter=None)),
    ("MP-ACCURACY-MISSING", Severity.STOP, changed_parameter("1#", "generation", accuracy=None)),
    ("MP-ACCURACY", Severity.WARN, changed_parameter("1#", "fuel_consumption", accuracy=Decimal(1))),
    ("MP-CALIBRATION-MISSING", Severity.STOP, changed_parameter("1#", "heat_value", calibrated_on=None)),
    ("MP-CALIBRATION-FUTURE", Severity.STOP, changed_parameter("1#", "heat_value", calibrated_on=date(2024, 1, 1))),
    ("MP-CALIBRATION-OVERDUE", Severity.WARN, changed_parameter("1#", "carbon", calibrated_on=date(2022, 10, 10))),
    ("MP-FREQUENCY", Severity.STOP, changed_parameter("2#", "heat", frequency=None)),
    ("MP-MISSING-RULE", Severity.STOP, changed_parameter("2#", "oxidation", missing_rule=None)),
    ("MP-DEPARTMENT", Severity.STOP, changed_parameter("2#", "hours", department=None)),
    ("MP-SAMPLING", Severity.STOP, changed("sampling", "carbon_test", None)),
]


def test_a_good_plan_has_no_findings() -> None:
    assert found(entries()) == []


@pytest.mark.parametrize(("code", "severity", "spoil"), CASES, ids=[case[0] for case in CASES])
def test_a_spoilt_value_is_heard(code: str, severity: Severity, spoil: Spoil) -> None:
    plan = entries()
    spoil(plan)
    mine = [finding for finding in found(plan) if finding.code == code]
    assert mine
    assert mine[0].severity is severity
    assert mine[0].place.sheet
    assert mine[0].citation


def test_a_finding_points_at_its_cell() -> None:
    plan = entries()
    changed("units", "capacity_mw", Decimal(600))(plan)
    (finding,) = found(plan)
    assert str(finding.place) == "主要排放设施!B6"
    assert finding.facts == {"unit": "1#", "capacity": "600", "expected": "640"}


def test_a_finding_names_the_parameter_in_both_languages() -> None:
    plan = entries()
    changed_parameter("1#", "generation", meter=None)(plan)
    (finding,) = found(plan)
    assert (finding.facts["parameter"], finding.facts["parameter_en"]) == ("发电量", "generation")


@pytest.mark.parametrize(
    ("version", "filed", "wrong"), [(1, 0, False), (1, 1, True), (2, 2, True), (3, 2, False), (2, 3, True)]
)
def test_versions_rise(version: int, filed: int, wrong: bool) -> None:
    assert ("MP-VERSION" in codes(entries(version=version), filed_version=filed)) is wrong


@pytest.mark.parametrize("key", ["change", "reason"])
def test_a_revision_is_explained_and_a_first_version_need_not_be(key: str) -> None:
    for version, wrong in ((1, False), (2, True)):
        plan = entries(version=version)
        plan["version"][0][key] = None
        assert ("MP-REVISION" in codes(plan)) is wrong


@pytest.mark.parametrize(
    ("day", "filed", "late"),
    [
        (date(2023, 12, 31), 0, False),
        (date(2024, 1, 1), 0, True),
        (date(2024, 5, 6), 1, False),
    ],
)
def test_only_the_first_plan_of_a_year_can_be_late(day: date, filed: int, late: bool) -> None:
    assert ("MP-LATE" in codes(entries(version=filed + 1), today=day, filed_version=filed)) is late


def test_a_year_without_an_allocation_plan_leaves_the_class_open() -> None:
    plan = entries(year=2030)
    changed("units", "unit_class", "II")(plan)
    told = found(plan, year=2030, today=date(2029, 12, 1))
    assert {finding.severity for finding in told if finding.code == "MP-CLASS-OPEN"} == {Severity.NOTE}
    assert "MP-CLASS" not in {finding.code for finding in told}


@pytest.mark.parametrize(
    ("fuel", "capacity", "unit_class", "fits"),
    [
        ("gas", 181, "IV", True),
        ("gas", 800, "I", False),
        ("gangue", 300, "III", True),
        ("gangue", 300, "II", False),
        ("lignite", 400, "I", True),
        ("anthracite", 399, "II", True),
        ("anthracite", 399, "IV", False),
    ],
)
def test_class_by_fuel_and_capacity(fuel: str, capacity: int, unit_class: str, fits: bool) -> None:
    unit = replace(UNITS[0], fuel=fuel, capacity_mw=Decimal(capacity), unit_class=unit_class)
    assert ("MP-CLASS" not in codes(entries(units=(unit,)), units=(unit,))) is fits


def test_the_gas_meter_has_its_own_accuracy() -> None:
    gas = replace(UNITS[0], fuel="gas", unit_class="IV")
    plan = entries(units=(gas,))
    parameter(plan, "1#", "fuel_consumption")["accuracy"] = Decimal(2)
    assert codes(plan, units=(gas,)) == set()


def test_a_gas_unit_needs_no_coal_samples() -> None:
    gas = replace(UNITS[0], fuel="gas", unit_class="IV")
    plan = entries(units=(gas,))
    del plan["sampling"]
    assert "MP-SAMPLING" not in codes(plan, units=(gas,))


def test_a_condensing_unit_needs_no_heat_and_a_cogeneration_unit_does() -> None:
    plan = entries()
    assert not [line for line in plan["parameters"] if (line["unit"], line["parameter"]) == ("1#", "heat")]
    plan["parameters"].remove(parameter(plan, "2#", "heat"))
    assert codes(plan) == {"MP-PARAMETER-MISSING"}


def test_default_is_not_questioned_where_the_class_may_use_it() -> None:
    gangue = replace(UNITS[0], fuel="gangue", unit_class="III")
    plan = entries(units=(gangue,))
    parameter(plan, "1#", "carbon")["method"] = "default"
    assert "MP-DEFAULT" not in codes(plan, units=(gangue,))


def test_an_empty_workbook_is_no_trouble() -> None:
    """Whatever is missing is told; nothing falls over."""
    nothing: dict[str, Any] = {}
    assert {"MP-UNIT-MISSING", "MP-BOUNDARY", "MP-CONTROL"} <= codes(nothing)
    assert {"MP-UNIT-MISSING"} <= codes({sheet.key: [{}] for sheet in WORKBOOK})


def test_there_are_enough_checks_and_each_is_documented() -> None:
    assert len(CHECKS) >= 12
    assert all((one.find.__doc__ or "").startswith(f"{one.code}: ") for one in CHECKS)
