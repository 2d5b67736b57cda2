"""The power workbook: blank, filled, read back; and broken as filers break it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from domain.core.findings import Place
from domain.core.workbook import content_of, read
from domain.emission_report import rules
from domain.emission_report.checks import examine
from domain.emission_report.workbook.power import WORKBOOK
from domain.monitoring_plan.rules import MeterInUse
from domain.records.sheets.reader import USUAL, grid_of
from domain.records.sheets.writer import blank
from tests.rooms.emission_report.sample import entries, known, law, lines, workbook
from tests.sheets.make_broken import broken_cells, renamed_sheet, without_sheet

GOOD = workbook(entries())
FORM = rules.FORMS["power.A22"]


def codes(content: bytes) -> list[tuple[str, str]]:
    """Codes and places of everything found in a workbook, by reading and by checking."""
    read_lines, findings = read(WORKBOOK, grid_of(content, limits=USUAL))
    examined = examine(FORM, read_lines, known(), law())
    return [(finding.code, str(finding.place)) for finding in (*findings, *examined.findings)]


def test_what_was_filled_is_read_back_and_computed() -> None:
    read_lines, findings = read(WORKBOOK, grid_of(GOOD, limits=USUAL))
    assert findings == []
    assert content_of(read_lines)["fuels"] == content_of(lines(entries()))["fuels"]
    examined = examine(FORM, read_lines, known(), law())
    assert examined.findings == ()
    assert examined.results is not None
    origins = {given.origin for given in examined.results.parts[0].emissions.inputs if given.name == "fuel_quantity"}
    assert origins == {f"化石燃料!D{row}" for row in range(6, 18)}


def test_the_blank_itself_asks_for_figures_and_is_not_computed() -> None:
    found = codes(blank(WORKBOOK, rules.prefill(known(), law())))
    assert ("SHEET-REQUIRED", "化石燃料!D6") in found
    assert ("SHEET-NOT-CALCULATED", "机组年度汇总!G6") in found
    assert {code for code, _ in found} == {"SHEET-REQUIRED", "SHEET-NOT-CALCULATED"}


def test_the_blank_sums_the_months_for_the_filer() -> None:
    sheet = load_workbook(io.BytesIO(blank(WORKBOOK, rules.prefill(known(), law()))))["机组年度汇总"]
    assert sheet["G6"].value == "=SUMIFS('生产数据'!$C$6:$C$485,'生产数据'!$A$6:$A$485,A6)"
    assert sheet["A6"].protection.locked
    assert not sheet["F6"].protection.locked


@pytest.mark.parametrize(
    ("cells", "code", "place"),
    [
        ({("化石燃料", "D6"): "约八万吨"}, "SHEET-NOT-A-NUMBER", "化石燃料!D6"),
        ({("化石燃料", "D6"): -1}, "SHEET-NEGATIVE", "化石燃料!D6"),
        ({("化石燃料", "J6"): 990}, "SHEET-ABOVE", "化石燃料!J6"),
        ({("化石燃料", "J6"): 0.99}, "ER-032", "化石燃料!J6"),
        ({("化石燃料", "E6"): 20934}, "ER-038", "化石燃料!E6"),
        ({("化石燃料", "C6"): "好煤"}, "SHEET-UNKNOWN-CHOICE", "化石燃料!C6"),
        ({("化石燃料", "B6"): 13}, "SHEET-ABOVE", "化石燃料!B6"),
        ({("生产数据", "E6"): "=1/0"}, "SHEET-NOT-CALCULATED", "生产数据!E6"),
        ({("单位信息", "D5"): "91420000000000002N"}, "ER-001", "单位信息!D5"),
        ({("单位信息", "D4"): "另一家电厂"}, "ER-002", "单位信息!D4"),
        ({("说明", "B4"): "A26"}, "SHEET-WRONG-EDITION", "说明!B4"),
        ({("化石燃料", "D3"): "用量"}, "SHEET-HEADER", "化石燃料!D3"),
    ],
)
def test_a_broken_cell_is_named(cells: dict[tuple[str, str], object], code: str, place: str) -> None:
    assert (code, place) in codes(broken_cells(GOOD, cells))


def test_missing_months_missing_sheets_and_other_sheets() -> None:
    book = load_workbook(io.BytesIO(GOOD))
    book["化石燃料"].delete_rows(10, 2)
    kept = io.BytesIO()
    book.save(kept)
    assert ("ER-010", "机组年度汇总!A6") in codes(kept.getvalue())
    assert ("SHEET-MISSING", "生产数据") in codes(without_sheet(GOOD, "生产数据"))
    assert ("SHEET-MISSING", "生产数据") in codes(renamed_sheet(GOOD, "生产数据", "产量"))


def test_a_second_fuel_takes_a_line_of_its_own() -> None:
    filled = entries()
    light = {"fuel": "diesel", "quantity": Decimal("12.5"), "ncv": Decimal("42.652"), "ncv_method": "default"}
    light |= {"carbon_method": "default", "carbon_per_heat": Decimal("0.02020"), "oxidation": Decimal(98)}
    filled["fuels"].append({"unit_number": "1", "month": 5, **light})
    filled["totals"][0]["emissions_tonnes"] += 39
    assert codes(workbook(filled)) == []


def test_the_place_of_a_missing_value_is_its_cell() -> None:
    filled = entries()
    filled["fuels"][7]["quantity"] = None
    _, findings = read(WORKBOOK, grid_of(workbook(filled), limits=USUAL))
    assert [finding.place for finding in findings] == [Place("化石燃料", "D13")]


def test_the_blank_shows_the_year_before_and_reading_passes_over_it() -> None:
    references = rules.last_year(WORKBOOK, content_of(lines(entries())), 2023)
    content = blank(WORKBOOK, entries(), references=references)
    book = load_workbook(io.BytesIO(content))
    page = book["参考-2023-化石燃料"]
    assert page.protection.sheet
    assert [page.cell(4, column).value for column in (1, 2, 3)] == ["1", "1", "烟煤"]
    read_lines, findings = read(WORKBOOK, grid_of(content, limits=USUAL))
    assert findings == []
    assert content_of(read_lines)["fuels"] == content_of(lines(entries()))["fuels"]


def test_the_blank_shows_the_meters_in_use_and_reading_passes_over_them() -> None:
    scale = MeterInUse(
        plan_id=1,
        unit="1",
        item="",
        parameter="fuel_consumption",
        name="电子皮带秤 ICS-20",
        number="0815",
        place="一号皮带",
        frequency="连续",
        accuracy=Decimal("0.50"),
        calibration_months=12,
        calibrated_on=date(2024, 6, 1),
        due_on=date(2025, 6, 1),
        certificate="力-2024-77",
    )
    unknown = replace(scale, unit="", parameter="own", accuracy=None, calibration_months=None, due_on=None)
    assert rules.meters([]) == ()
    content = blank(WORKBOOK, entries(), references=rules.meters([scale, unknown]))
    page = load_workbook(io.BytesIO(content))["参考-计量器具"]
    texts = [[cell.value for cell in row] for row in page.iter_rows(min_row=4, max_row=5)]
    assert texts[0][:6] == ["1", None, "燃料消耗量", "电子皮带秤 ICS-20", "0815", "一号皮带"]
    assert texts[0][6:] == ["连续", "0.5", "12", "2024-06-01", "2025-06-01", "力-2024-77"]
    assert (texts[1][0], texts[1][2], texts[1][7:9], texts[1][10]) == ("全厂", "own", [None, None], None)
    assert read(WORKBOOK, grid_of(content, limits=USUAL))[1] == []
