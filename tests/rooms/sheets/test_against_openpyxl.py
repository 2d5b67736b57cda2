"""The reader against openpyxl: of whatever openpyxl reads, the same values in the same cells."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from domain.core.workbook import CellKind, CellText
from domain.records.sheets.reader import USUAL, grid_of
from tests.sheets.files import shared
from tests.sheets.make import FOLDER

VALUES = st.one_of(
    st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="_"), min_size=1, max_size=20),
    st.integers(-(10**14), 10**14),
    st.floats(-1e300, 1e300),
    st.decimals(-(10**9), 10**9, places=4),
    st.booleans(),
    st.dates(date(1900, 3, 1), date(2200, 1, 1)),
)


def expected(cell: Any) -> CellText | None:
    """As the reader before this one told it."""
    value = cell.value
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if cell.data_type == "e":
        return CellText(str(value), CellKind.ERROR)
    if isinstance(value, bool):
        return CellText(str(value).upper(), CellKind.BOOLEAN)
    if isinstance(value, datetime | date):
        return CellText(value.isoformat()[:10], CellKind.DATE)
    if isinstance(value, int):
        return CellText(str(value), CellKind.NUMBER)
    if isinstance(value, float):
        return CellText(f"{value:.15g}", CellKind.NUMBER)
    assert not isinstance(value, time | timedelta)
    return CellText(str(value))


def by_openpyxl(content: bytes) -> dict[str, dict[tuple[int, int], CellText]]:
    book = load_workbook(io.BytesIO(content), data_only=True)
    found = {
        page.title: {(cell.row, cell.column): expected(cell) for row in page.iter_rows() for cell in row}
        for page in book.worksheets
    }
    return {title: {at: cell for at, cell in cells.items() if cell} for title, cells in found.items()}


@pytest.mark.parametrize("path", sorted((FOLDER / "pass").glob("*.xlsx")), ids=lambda path: path.stem)
def test_good_files_are_read_as_openpyxl_reads_them(path: Any) -> None:
    content = path.read_bytes()
    ours = {
        title: {at: cell for at, cell in cells.items() if cell.kind is not CellKind.UNCALCULATED}
        for title, cells in grid_of(content, limits=USUAL).sheets.items()
    }
    assert ours == by_openpyxl(content)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.lists(VALUES, max_size=6), max_size=8), st.booleans())
def test_whatever_is_written_is_read_alike(rows: list[list[Any]], in_one_list: bool) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append([f"'{value}" if isinstance(value, str) and value.startswith("=") else value for value in row])
    kept = io.BytesIO()
    book.save(kept)
    content = shared(kept.getvalue()) if in_one_list else kept.getvalue()
    assert grid_of(content, limits=USUAL).sheets == by_openpyxl(content)


def formatted(value: object, number_format: str) -> CellText | None:
    book = Workbook()
    page = book.active
    assert page is not None
    page["A1"].value, page["A1"].number_format = value, number_format  # type: ignore[index]
    kept = io.BytesIO()
    book.save(kept)
    return grid_of(kept.getvalue(), limits=USUAL).cells("Sheet").get((1, 1))


@pytest.mark.parametrize(
    ("value", "number_format", "text", "kind"),
    [
        (0.99, "0%", "0.99", CellKind.PERCENT),
        (0.99, "0.00%", "0.99", CellKind.PERCENT),
        (45726, "yyyy-mm-dd", "2025-03-10", CellKind.DATE),
        (45726, 'yyyy"年"m"月"d"日"', "2025-03-10", CellKind.DATE),
        (45726, "[$-804]yyyy/m/d;@", "2025-03-10", CellKind.DATE),
        (45726.75, "m/d/yy h:mm", "2025-03-10", CellKind.DATE),
        (30.5, "[h]:mm:ss", "732:00", CellKind.DATE),
        (0.5, "h:mm", "12:00", CellKind.DATE),
        (85000, '#,##0.00" 吨"', "85000", CellKind.NUMBER),
        (85000, "0.00E+00", "85000", CellKind.NUMBER),
        (85000, "[红色]General;[Red]-General", "85000", CellKind.NUMBER),
        (85000, '"day"0', "85000", CellKind.NUMBER),
        (-1, "yyyy-mm-dd", "#####", CellKind.ERROR),
        (Decimal("1.10"), "@", "1.1", CellKind.NUMBER),
    ],
)
def test_a_format_says_what_a_number_is(value: object, number_format: str, text: str, kind: CellKind) -> None:
    assert formatted(value, number_format) == CellText(text, kind)


@pytest.mark.parametrize(("number", "day"), [(31, True), (57, True), (14, True), (9, False), (2, False), (32, True)])
def test_formats_of_chinese_editions_need_no_text(number: int, day: bool) -> None:
    """A workbook of a Chinese edition names the format of a day by its number alone."""
    from domain.records.sheets.reader.parts import Shown, _built_in

    assert (_built_in(number) in (Shown.DAY, Shown.TIME)) is day
