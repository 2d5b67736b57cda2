"""Due days, next steps, differences and the pre-filled form."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.core.findings import Finding
from domain.core.workbook import Content, Difference, as_json, content_of, differences, from_json, read
from domain.monitoring_plan import rules
from domain.monitoring_plan.rules import Next
from domain.monitoring_plan.states import State
from domain.monitoring_plan.workbook import WORKBOOK, titles
from domain.monitoring_plan.workbook.power import FUELS
from domain.records.sheets.reader import Limits, grid_of
from domain.records.sheets.writer import blank
from tests.rooms.monitoring_plan.sample import Entries, entries, form_for, known, lines, parameter, workbook


@pytest.mark.parametrize(
    ("calibrated", "months", "due"),
    [
        (date(2023, 6, 1), 12, date(2024, 6, 1)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2023, 12, 15), 1, date(2024, 1, 15)),
        (date(2022, 1, 31), 72, date(2028, 1, 31)),
    ],
)
def test_calibration_is_due_after_its_months(calibrated: date, months: int, due: date) -> None:
    assert rules.calibration_due(calibrated, months) == due


def test_every_state_has_a_next_step() -> None:
    assert {rules.next_step(state.value) for state in State} | {rules.next_step("")} == set(Next)


def test_what_is_calculated_rests_on_a_default() -> None:
    assert [rules.settled_method(method) for method in ("measured", "default", "calculated", "")] == [
        "measured",
        "default",
        "default",
        "default",
    ]


def test_titles_of_a_code() -> None:
    assert titles("fuel", FUELS, "peat") == {"fuel": "peat", "fuel_en": "peat"}


def through_a_workbook(plan: Entries) -> tuple[Content, list[Finding]]:
    read_back, findings = read(WORKBOOK, grid_of(workbook(plan), limits=Limits()))
    return content_of(read_back), findings


def test_a_filled_workbook_reads_back_without_a_finding() -> None:
    content, findings = through_a_workbook(entries())
    assert findings == []
    assert content["units"][1].values["fuel"] == "bituminous"
    assert content["parameters"][0].values["accuracy"] == "0.5"
    assert content["version"][0].cells["version"] == "D5"


def test_content_survives_being_kept() -> None:
    content = content_of(lines(entries()))
    assert from_json(as_json(content)) == content  # type: ignore[arg-type]


def test_differences_name_line_and_column() -> None:
    before, after = entries(), entries(version=2)
    parameter(before, "1#", "carbon")["method"] = "default"
    after["units"][0]["boiler"] = "DG-2060"
    after["parameters"].remove(parameter(after, "2#", "heat"))
    told = differences(WORKBOOK, content_of(lines(before)), content_of(lines(after)))
    assert Difference("version", (), "version", "1", "2") in told
    assert Difference("units", ("1#",), "boiler", "HG-2000", "DG-2060") in told
    assert Difference("parameters", ("1#", "carbon"), "method", "default", "measured") in told
    assert Difference("parameters", ("2#", "heat"), "department", "燃料部", "") in told


def test_the_same_version_has_no_differences() -> None:
    content = content_of(lines(entries()))
    assert differences(WORKBOOK, content, content) == []


def test_the_first_form_is_filled_from_the_register() -> None:
    form = rules.prefill(form_for(2024), known(), {"name": "厂"}, {})
    assert form["version"] == [
        {"year": 2024, "version": 1, "change": None, "reason": None, "made_on": None},
    ]
    assert [row["number"] for row in form["units"]] == ["1#", "2#"]
    assert [row["parameter"] for row in form["parameters"] if row["unit"] == "2#"][-1] == "heat"
    assert blank(WORKBOOK, form).startswith(b"PK")


def test_the_next_form_keeps_what_the_last_version_said() -> None:
    before = content_of(lines(entries()))
    form = rules.prefill(form_for(2024), known(filed_version=1), {}, before)
    assert form["version"][0]["version"] == 2
    assert form["version"][0]["reason"] is None
    first = form["parameters"][0]
    assert (first["accuracy"], first["calibrated_on"]) == (Decimal("0.5"), date(2023, 6, 1))
    content, findings = through_a_workbook(form)
    assert {finding.code for finding in findings} == {"SHEET-REQUIRED"}, "only the day is asked anew"
    assert content["parameters"][0].values == before["parameters"][0].values
