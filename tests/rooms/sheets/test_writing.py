"""Blanks, annotated copies and exports: what leaves the portal as a workbook."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from domain.core.findings import Place
from domain.core.workbook import Column, Kind, Layout, Note, Reference, Sheet, Workbook
from domain.records.sheets.reader import USUAL, grid_of
from domain.records.sheets.rules import is_safe_formula
from domain.records.sheets.writer import Heading, annotated, annotated_in_thread, blank, table
from tests.rooms.sheets.sample import FILLED, SAMPLE
from tests.sheets.make_broken import broken_cells

DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|'/c calc'!A1")


def opened(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content))


def test_a_blank_is_locked_where_it_is_pre_filled_and_open_where_it_is_not() -> None:
    sheet = opened(blank(SAMPLE, FILLED))["燃料"]
    assert sheet.protection.sheet
    assert sheet["A6"].protection.locked
    assert not sheet["D6"].protection.locked
    assert not sheet["A18"].protection.locked, "a line of the filer's own is open from its first cell"
    assert sheet.freeze_panes == "B6"
    assert sheet.print_title_rows == "$1:$5"
    assert {rule.type for rule in sheet.data_validations.dataValidation} == {"whole", "decimal", "list"}
    assert sheet["C6"].value == "烟煤"
    assert (sheet["D3"].value, sheet["D4"].value, sheet["D5"].value) == ("消耗量", "Quantity", "t")


def test_a_blank_says_that_its_figures_are_synthetic() -> None:
    book = opened(blank(SAMPLE, FILLED, banner="演示数据"))
    assert {sheet["A2"].value for sheet in book.worksheets} == {"演示数据"}


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_never_becomes_a_formula(text: str) -> None:
    made = (
        opened(blank(SAMPLE, {"who": [{"name": text}]}))["单位信息"]["D4"],
        opened(table([Heading("名称")], [[text]], title="导出")).active["A2"],
        opened(annotated(blank(SAMPLE, FILLED), [(Place("燃料", "D7"), text)]))["校验问题"]["D4"],
    )
    for cell in made:
        assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


def test_an_annotated_copy_says_it_at_the_cell_and_in_a_list() -> None:
    remarks = [(Place("燃料", "D7"), "数值过大"), (Place("燃料", "D7"), "与上年相差"), (Place("无此表", "A1"), "缺表")]
    book = opened(annotated(blank(SAMPLE, FILLED), remarks))
    assert book.sheetnames[0] == "校验问题"
    assert book["燃料"]["D7"].comment.text == "数值过大\n与上年相差"
    assert book["燃料"]["D7"].fill.fgColor.rgb == "FFF8B4B4"
    assert [book["校验问题"].cell(row, 4).value for row in (4, 5, 6)] == ["数值过大", "与上年相差", "缺表"]


async def test_an_annotated_copy_can_be_annotated_and_read_again() -> None:
    once = await annotated_in_thread(blank(SAMPLE, FILLED), [(Place("燃料", "D7"), "一")])
    twice = await annotated_in_thread(once, [(Place("燃料", "D8"), "二")])
    assert opened(twice).sheetnames.count("校验问题") == 1
    assert grid_of(twice, limits=USUAL).cells("燃料")[7, 4].text == "1002.25"


def test_a_formula_that_reaches_outside_comes_back_as_text() -> None:
    content = broken_cells(
        blank(SAMPLE, FILLED), {("燃料", "D7"): '=WEBSERVICE("http://x")', ("燃料", "D8"): "=SUM(D9:D10)"}
    )
    sheet = opened(annotated(content, []))["燃料"]
    assert (sheet["D7"].data_type, sheet["D8"].data_type) == ("s", "f")


@pytest.mark.parametrize(
    ("formula", "safe"),
    [
        ("=ROUND(SUMIFS('燃料'!$D$6:$D$29,'燃料'!$A$6:$A$29,A6)*44/12,2)", True),
        ("=D6*2", True),
        ("=cmd|'/c calc'!A1", False),
        ("=[1]Sheet1!A1", False),
        ('=HYPERLINK("http://x","y")', False),
        ("='\\\\host\\share\\[x.xlsx]S'!A1", False),
        ("=_xlfn.FILTERXML(A1,B1)", False),
    ],
)
def test_which_formulas_are_let_through(formula: str, safe: bool) -> None:
    assert is_safe_formula(formula) is safe


def test_an_export_keeps_numbers_as_numbers() -> None:
    sheet = opened(
        table([Heading("名称"), Heading("排放量", "t")], [["甲", Decimal("12.50")], ["乙", None]], title="导出")
    ).active
    assert (sheet["B1"].value, sheet["B2"].value, sheet["B3"].value) == ("排放量 (t)", 12.5, None)


WIDE = Workbook(
    "test.wide",
    "1",
    "宽表",
    "Wide",
    (
        Sheet(
            "lines",
            "明细",
            "Lines",
            Layout.ROWS,
            (
                Column("month", "月份", "Month", Kind.INTEGER, width=8),
                *(Column(f"c{n}", "压力参数或燃机等级", "Class", width=13) for n in range(6)),
            ),
            most_rows=3,
            notes=(Note("填写说明"),),
        ),
        Sheet("few", "窄表", "Few", Layout.ROWS, (Column("name", "名称", "Name"),), notes=(Note("填写说明"),)),
    ),
)


def test_a_wide_table_is_printed_without_its_notes_and_headings_are_as_high_as_they_need() -> None:
    book = opened(blank(WIDE, {"lines": [{"month": 3}]}))
    assert (book["明细"].print_area, book["窄表"].print_area) == ("'明细'!$A$1:$G$8", "")
    assert book["明细"].row_dimensions[3].height == 28
    assert book["明细"].row_dimensions[4].height is None
    assert book["明细"]["A6"].alignment.horizontal == "center"


def test_a_sheet_to_look_at_is_as_wide_as_its_texts() -> None:
    long = "一号输煤皮带中部计量点（电子皮带秤）"
    page = opened(blank(WIDE, references=[Reference("器具", ("编号", "地点"), (("1", long), ("2", "")))]))["参考-器具"]
    assert (page.column_dimensions["A"].width, page.column_dimensions["B"].width) == (8, 30)
    assert (page.row_dimensions[4].height, page.row_dimensions[5].height) == (28, None)
    assert page["B4"].alignment.wrap_text
    assert opened(blank(WIDE, references=[Reference("空", ("编号",), ())]))["参考-空"]["A3"].value == "编号"
