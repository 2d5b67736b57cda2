"""Units, tables of text, comparison: no database."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.core.findings import Refused
from domain.core.law import last_day_of
from domain.core.workbook import read
from domain.outside_data.rules import Tell, compare, rows_of, yearly
from domain.outside_data.workbook import SHEET, TELLS, UNITS, WORKBOOKS, Source, converted, found_in, is_text, text_of
from domain.outside_data.workbook.text import MOST_BYTES, MOST_ROWS
from tests.cast import codes
from tests.law import edition
from tests.rooms.outside_data.ground import HEADINGS, PLANT, bought, text

GRID = WORKBOOKS[Source.GRID]


@pytest.mark.parametrize(
    ("value", "written", "unit", "told"),
    [
        ("157.5", "万kWh", "MWh", "1575.00000"),
        ("157.5", " 万 ＫＷＨ", "MWh", "1575.00000"),
        ("1.2", "亿千瓦时", "MWh", "120000.00000"),
        ("1500", "kWh", "MWh", "1.50000"),
        ("3.5", "万吨", "t", "35000.00000"),
        ("52000000", "Nm3", "10⁴Nm³", "5200.00000"),
        ("12", "10^4Nm3", "10⁴Nm³", "12.00000"),
        ("0.5", "万吨标准煤", "tce", "5000.00000"),
        ("2", "万重量箱", "重量箱", "20000.00000"),
        ("1", "t", "重量箱", "20.00000"),
    ],
)
def test_a_unit_is_converted_by_the_table(value: str, written: str, unit: str, told: str) -> None:
    assert converted(Decimal(value), written, unit) == Decimal(told)


@pytest.mark.parametrize(("written", "unit"), [("t", "MWh"), ("桶", "t"), ("kWh", "t"), ("", "t")])
def test_another_measure_is_none(written: str, unit: str) -> None:
    assert converted(Decimal(1), written, unit) is None


def test_what_nobody_can_have_is_none_rather_than_trouble() -> None:
    assert converted(Decimal("1e40"), "亿kWh", "MWh") is None
    assert converted(Decimal(-1), "t", "t") is None


def test_every_figure_has_units_and_stands_once_in_its_source() -> None:
    for figures in TELLS.values():
        assert len({one.code for one in figures}) == len(figures)
        assert {one.unit for one in figures} <= set(UNITS)


def read_text(content: bytes) -> tuple[list[tuple[str, str | None, str]], list[str]]:
    """(cell of the value, value, unit) of every row, and codes with their cells."""
    table = text_of(content, GRID.sheet(SHEET))
    lines, findings = found_in(table, *read(GRID, table.grid))
    rows = rows_of("grid", lines)
    values = [
        (row.line.place("value").cell, str(row.value) if row.value is not None else None, row.unit) for row in rows
    ]
    return values, [f"{found.code} {found.place.cell}" for found in findings]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_of_text_is_read_in_every_encoding(encoding: str, separator: str) -> None:
    content = text(bought(120), bought("1500", unit="kWh", month=3), encoding=encoding, separator=separator)
    assert read_text(content) == ([("F2", "120.00000", "MWh"), ("F3", "1.50000", "MWh")], [])


def test_a_form_saved_as_text_is_read_at_the_cells_of_the_file() -> None:
    sheet = GRID.sheet(SHEET)
    english = ",".join(column.title_en for column in sheet.columns)
    rows = [f"{sheet.title_zh}  {sheet.title_en}", "", ",".join(HEADINGS), english, ",,,,,,"]
    rows.append(f'{PLANT},甲电厂,2025,,购电量（结算）,"1,200",MWh')
    rows.append(f"{PLANT},甲电厂,2025,,上网电量（结算）,很多,MWh")
    values, findings = read_text("\n".join(rows).encode())
    assert values == [("F6", "1200.00000", "MWh"), ("F7", None, "MWh")]
    assert findings == ["SHEET-NUMBER-AS-TEXT F6", "SHEET-NOT-A-NUMBER F7"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"x" * (MOST_BYTES + 1), "OD-TEXT-SIZE"),
        (b"\xff\xfe\x80\x81\xff", "OD-TEXT-ENCODING"),
        (b"a,b,c\n1,2,3", "OD-TEXT-HEADING"),
        (b"", "OD-TEXT-HEADING"),
        (",".join(HEADINGS).encode() + b"\n1" * (MOST_ROWS + 5), "OD-TEXT-ROWS"),
        (",".join(HEADINGS).encode() + b'\n"' + b"x" * 200_000, "OD-TEXT-ROWS"),
    ],
)
def test_text_that_cannot_be_read_is_refused_by_its_code(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as caught:
        text_of(content, GRID.sheet(SHEET))
    assert codes(caught) == {code}


def test_containers_are_no_text() -> None:
    assert not is_text(b"PK\x03\x04rest")
    assert not is_text(b"\xd0\xcf\x11\xe0rest")
    assert not is_text(b"a\0b")
    assert not is_text(b"")
    assert is_text("统一社会信用代码".encode())


def tell(value: int, month: int = 0, code: str = "electricity_mwh", source: str = "grid") -> Tell:
    return Tell(source, code, month, Decimal(value), "MWh")


def test_a_year_is_told_as_such_or_by_twelve_months() -> None:
    (whole,) = yearly([tell(10, month) for month in range(1, 13)])
    (part,) = yearly([tell(10, month) for month in range(1, 12)])
    (year,) = yearly([tell(100)])
    assert (whole.value, part.value, part.months, year.value) == (120, None, 11, 100)


def test_a_report_is_held_against_every_source() -> None:
    law = edition.law(last_day_of(2025))
    reported = {"electricity_mwh": Decimal(1100), "generation_mwh": Decimal(1000)}
    found = compare([tell(1000), tell(930, code="on_grid_mwh"), tell(5, code="energy_tce")], reported, law)
    bought_, energy, sent = found
    assert (bought_.difference, bought_.beyond) == (Decimal("0.1"), True)
    assert (sent.against, sent.beyond) == ("generation_mwh", False)
    assert (energy.reported, energy.difference) == (None, None)


@pytest.mark.parametrize(("sent", "beyond"), [(1000, False), (860, False), (840, True), (1010, True)])
def test_what_lies_between_generation_and_the_grid_is_own_use(sent: int, beyond: bool) -> None:
    law = edition.law(last_day_of(2025))
    (found,) = compare([tell(sent, code="on_grid_mwh")], {"generation_mwh": Decimal(1000)}, law)
    assert found.beyond is beyond
