"""Blank → filled → read back; and each way a cell can be wrong."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.core.findings import Finding, Place, Severity
from domain.core.workbook import CellKind, Cells, CellText, Grid, read
from domain.core.workbook.cells import value_of
from domain.records.sheets.reader import USUAL, grid_of
from domain.records.sheets.writer import blank
from tests.rooms.sheets.sample import FILLED, FUEL, SAMPLE, WHO
from tests.sheets.make_broken import broken_cells, renamed_sheet, without_sheet

GOOD = blank(SAMPLE, FILLED)


def findings_of(content: bytes) -> list[Finding]:
    return read(SAMPLE, grid_of(content, limits=USUAL))[1]


def test_what_was_filled_is_read_back() -> None:
    lines, findings = read(SAMPLE, grid_of(GOOD, limits=USUAL))
    assert findings == []
    assert lines.fields("who").text("code") == "091440300000000000"
    rows = lines.rows("fuel")
    assert [row.integer("month") for row in rows] == list(range(1, 13))
    assert rows[2].decimal("quantity") == Decimal("1003.25")
    assert rows[2].text("kind") == "coal"
    assert rows[2].place("quantity") == Place("燃料", "D8")


def test_the_empty_blank_asks_for_what_is_required() -> None:
    findings = findings_of(blank(SAMPLE))
    assert [(finding.code, str(finding.place)) for finding in findings] == [
        ("SHEET-REQUIRED", "单位信息!D4"),
        ("SHEET-REQUIRED", "单位信息!D5"),
    ]


def test_prefilled_lines_carry_formulas_that_were_never_calculated() -> None:
    content = blank(SAMPLE, {**FILLED, "fuel": [{"unit": "1", "month": 1, "quantity": Decimal(5)}]})
    (finding,) = findings_of(content)
    assert (finding.code, finding.place, finding.facts["text"]) == (
        "SHEET-NOT-CALCULATED",
        Place("燃料", "F6"),
        "=D6*2",
    )


@pytest.mark.parametrize(
    ("cell", "value", "code", "severity"),
    [
        (("燃料", "D7"), "大约一千", "SHEET-NOT-A-NUMBER", Severity.STOP),
        (("燃料", "D7"), "１，００２．５", "SHEET-NUMBER-AS-TEXT", Severity.NOTE),
        (("燃料", "D7"), "1,002.25", "SHEET-NUMBER-AS-TEXT", Severity.NOTE),
        (("燃料", "D7"), "1.002,25", "SHEET-NOT-A-NUMBER", Severity.STOP),
        (("燃料", "D7"), -5, "SHEET-NEGATIVE", Severity.STOP),
        (("燃料", "D7"), datetime(2024, 2, 1), "SHEET-NOT-A-NUMBER", Severity.STOP),
        (("燃料", "D7"), True, "SHEET-NOT-A-NUMBER", Severity.STOP),
        (("燃料", "D7"), "=1/0", "SHEET-NOT-CALCULATED", Severity.STOP),
        (("燃料", "D7"), "#DIV/0!", "SHEET-ERROR-VALUE", Severity.STOP),
        (("燃料", "E7"), 120, "SHEET-ABOVE", Severity.STOP),
        (("燃料", "E7"), "99%", "SHEET-NUMBER-AS-TEXT", Severity.NOTE),
        (("燃料", "B7"), 0, "SHEET-BELOW", Severity.STOP),
        (("燃料", "B7"), "2.5", "SHEET-NOT-WHOLE", Severity.STOP),
        (("燃料", "C7"), "褐煤", "SHEET-UNKNOWN-CHOICE", Severity.STOP),
        (("燃料", "A7"), None, "SHEET-REQUIRED", Severity.STOP),
        (("单位信息", "D6"), "去年", "SHEET-NOT-A-DATE", Severity.STOP),
        (("单位信息", "D5"), 91440300000000000, "SHEET-CODE-AS-NUMBER", Severity.STOP),
    ],
)
def test_a_wrong_cell_is_named(cell: tuple[str, str], value: object, code: str, severity: Severity) -> None:
    findings = findings_of(broken_cells(GOOD, {cell: value}))
    assert [(finding.code, finding.severity, finding.place) for finding in findings] == [(code, severity, Place(*cell))]


def test_a_missing_sheet_a_foreign_sheet_and_a_renamed_one() -> None:
    assert [finding.code for finding in findings_of(without_sheet(GOOD, "燃料"))] == ["SHEET-MISSING"]
    renamed = findings_of(renamed_sheet(GOOD, "燃料", "燃料表"))
    assert [(finding.code, finding.severity) for finding in renamed] == [
        ("SHEET-UNKNOWN", Severity.NOTE),
        ("SHEET-MISSING", Severity.STOP),
    ]


def test_the_form_of_another_year_is_recognised() -> None:
    (finding,) = findings_of(broken_cells(GOOD, {("说明", "B4"): "2023"}))
    assert (finding.code, finding.place) == ("SHEET-WRONG-EDITION", Place("说明", "B4"))


def test_a_changed_heading_is_named_and_a_moved_column_is_found() -> None:
    (finding,) = findings_of(broken_cells(GOOD, {("燃料", "D3"): "数量"}))
    assert (finding.code, finding.place, finding.facts["found"]) == ("SHEET-HEADER", Place("燃料", "D3"), "数量")
    cells = dict(grid_of(GOOD, limits=USUAL).cells("燃料"))
    moved = {(row, column + (column >= 4)): cell for (row, column), cell in cells.items()}
    lines, findings = read(SAMPLE, Grid({**grid_of(GOOD, limits=USUAL).sheets, "燃料": moved}))
    assert findings == []
    assert lines.rows("fuel")[0].place("quantity") == Place("燃料", "E6")


def test_more_lines_than_the_form_has() -> None:
    rows = [{**FILLED["fuel"][0], "unit": str(number)} for number in range(30)]
    findings = findings_of(blank(SAMPLE, {**FILLED, "fuel": rows}))
    assert [(finding.code, finding.place.cell) for finding in findings] == [("SHEET-TOO-MANY-ROWS", "A30")]


def test_very_many_findings_are_counted_not_listed() -> None:
    cells: dict[tuple[int, int], CellText] = dict(grid_of(GOOD, limits=USUAL).cells("燃料"))
    big = FUEL.__class__(FUEL.key, FUEL.title_zh, FUEL.title_en, FUEL.layout, FUEL.columns, most_rows=5000)
    described = SAMPLE.__class__("sample", "2024", "", "", (WHO, big))
    cells |= {(row, 4): CellText("坏") for row in range(6, 2006)}
    _, findings = read(described, Grid({**grid_of(GOOD, limits=USUAL).sheets, "燃料": cells}))
    assert len(findings) == 1001
    assert findings[-1].code == "SHEET-MORE"


def test_days_are_read_as_they_are_written_here() -> None:
    for text in ("2024-03-01", "2024/3/1", "2024年3月1日", "２０２４．３．１"):
        assert value_of(WHO.column("since"), CellText(text)) == (date(2024, 3, 1), ())


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from(("plain", "thousands", "full width")))
def test_any_number_survives_any_honest_spelling(number: Decimal, spelling: str) -> None:
    text = f"{number:,f}" if spelling == "thousands" else f"{number:f}"
    if spelling == "full width":
        text = "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in text)
    value, _ = value_of(FUEL.column("quantity"), CellText(text))
    assert value == number


@given(
    st.dictionaries(
        st.tuples(st.integers(1, 40), st.integers(1, 12)),
        st.builds(CellText, st.text(max_size=20), st.sampled_from(CellKind)),
        max_size=60,
    )
)
def test_no_grid_makes_reading_fail(cells: Cells) -> None:
    lines, findings = read(SAMPLE, Grid({"燃料": cells, "单位信息": cells}))
    assert all(finding.place.sheet for finding in findings if finding.code != "SHEET-MORE")
    assert len(lines.rows("who")) == 1
