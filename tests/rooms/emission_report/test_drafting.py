"""What is typed on screen, kept and computed without a spreadsheet. No database."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.core.workbook import Column, Content, KeptLine, Kind, Layout, Sheet, Workbook, drafting
from domain.core.workbook.spreadsheet import Uncomputable, computed_cell
from domain.emission_report.workbook.power import WORKBOOK

FUELS, TOTALS = WORKBOOK.sheet("fuels"), WORKBOOK.sheet("totals")
PRODUCTION: Content = {
    "production": (
        KeptLine({"unit_number": "1", "month": "1", "heat_gj": "10", "generation_mwh": "1.5"}),
        KeptLine({"unit_number": "1", "month": "2", "heat_gj": "20"}),
        KeptLine({"unit_number": "2", "month": "1", "heat_gj": "7", "generation_mwh": "约八"}),
    ),
    "totals": (KeptLine({"unit_number": "1", "hours": "5"}), KeptLine({"unit_number": "2"})),
}


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("quantity", "1,234.50", "1234.5"),
        ("quantity", " 12 ", "12"),
        ("quantity", "约一千", "约一千"),
        ("quantity", "", ""),
        ("fuel", "烟煤", "bituminous"),
        ("fuel", "好煤", "好煤"),
        ("unit_number", "0012", "0012"),
        ("quantity", "=1+1", "=1+1"),
    ],
)
def test_what_is_typed_is_kept_plain_or_as_it_is(key: str, typed: str, kept: str) -> None:
    assert drafting.as_kept(FUELS.column(key), typed) == kept


def test_what_is_no_value_is_said_at_once() -> None:
    assert [one.code for one in drafting.troubles(FUELS.column("quantity"), "约一千")] == ["SHEET-NOT-A-NUMBER"]
    assert drafting.troubles(FUELS.column("quantity"), "1000") == ()
    assert drafting.troubles(FUELS.column("quantity"), "") == ()


def test_formulas_of_the_form_give_what_a_spreadsheet_would() -> None:
    totals = drafting.calculated(WORKBOOK, PRODUCTION)["totals"]
    assert [line.values["heat_gj"] for line in totals] == ["30", "7"]
    assert [line.values["generation_mwh"] for line in totals] == ["1.5", "0"]
    assert [line.values["hours"] for line in totals] == ["0", "0"]


def _form(formula: str) -> tuple[Workbook, Content]:
    columns = (
        Column("a", "a", "a", Kind.DECIMAL),
        Column("b", "b", "b", Kind.DECIMAL),
        Column("c", "c", "c", Kind.DECIMAL, formula=formula),
    )
    book = Workbook("t", "1", "t", "t", (Sheet("rows", "行", "rows", Layout.ROWS, columns, most_rows=9),))
    return book, {"rows": (KeptLine({"a": "6", "b": "4"}), KeptLine({"a": "1"}))}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("={a}*{b}/100", "0.24"),
        ("=-{a}+2^3", "2"),
        ("=({a}-{b})*44/12", str(Decimal(2) * 44 / 12)),
        ("=SUM({rows.a})", "7"),
        ("=SUMPRODUCT({rows.a},{rows.b})", "24"),
        ("=ROUND({a}/7,2)", "0.86"),
        ("=ROUND(0.125,2)", "0.13"),
        ("=IF({a}>{b},{a},{b})", "6"),
        ("=IFERROR({a}/0,9)", "9"),
        ("=IFERROR({a}/{b},9)", "1.5"),
        ("=MAX({rows.a},{b})", "6"),
    ],
)
def test_the_formulas_that_forms_use(formula: str, value: str) -> None:
    book, content = _form(formula)
    assert computed_cell(book, content, book.sheet("rows"), 0, "c") == Decimal(value)


@pytest.mark.parametrize("formula", ["={a}/0", "=NOW()", "={nothing}", "={a", "={c}", "=SUMIFS({rows.a})+", "={a} {b}"])
def test_what_cannot_be_computed_is_left(formula: str) -> None:
    book, content = _form(formula)
    with pytest.raises(Uncomputable):
        computed_cell(book, content, book.sheet("rows"), 0, "c")
    assert "c" not in drafting.calculated(book, content)["rows"][0].values


def test_locked_cells_stay_unless_a_finding_points_at_them_and_new_lines_come_last() -> None:
    lines = (KeptLine({"unit_number": "1", "month": "1", "fuel": "bituminous", "quantity": "5"}),)
    edits = {
        0: {"month": "7", "quantity": "6"},
        1: {"unit_number": "1", "month": "2", "fuel": "diesel"},
        2: {"fuel": ""},
    }
    edited = drafting.edited(FUELS, lines, edits, ())
    assert edited[0].values == {"unit_number": "1", "month": "1", "fuel": "bituminous", "quantity": "6"}
    assert edited[1].values == {"unit_number": "1", "month": "2", "fuel": "diesel"}
    assert len(edited) == 2
    assert drafting.edited(FUELS, lines, edits, (), {(0, "month")})[0].values["month"] == "7"
    assert drafting.edited(FUELS, lines, {}, (0,)) == ()


def test_an_empty_formula_is_written_as_nothing_and_never_as_a_formula() -> None:
    rows = drafting.rows_of(WORKBOOK, PRODUCTION)
    assert rows["totals"][0]["heat_gj"] == ""
    assert rows["production"][2]["generation_mwh"] == "约八"
    assert rows["production"][0]["generation_mwh"] == Decimal("1.5")
