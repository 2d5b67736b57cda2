"""The tables by which outside data comes in, one for each source: described once, made and read. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from domain.core.workbook import Column, Kind, Layout, Note, Sheet, Workbook
from domain.outside_data.workbook.figures import COAL, ENERGY, ON_GRID, PRODUCTS, TELLS, Source, Told, told_by
from domain.outside_data.workbook.text import MOST_BYTES, MOST_ROWS, Text, found_in, is_text, text_of
from domain.outside_data.workbook.units import UNITS, accepted, converted, is_a_unit

SHEET = "figures"
# What the columns of the portal hold.
EARLIEST, LATEST = Decimal(1990), Decimal(2100)
MOST_VALUE = Decimal(10) ** 12

_TITLES: Mapping[Source, tuple[str, str]] = {
    Source.GRID: ("电网结算数据", "figures settled by the grid"),
    Source.GAS: ("燃气供应数据", "figures of gas supply"),
    Source.TAX: ("税务数据", "figures of the tax authority"),
    Source.STATISTICS: ("统计数据", "figures of the statistics authority"),
    Source.PERMIT: ("排污许可执行数据", "figures of discharge permit returns"),
}


def _workbook(source: Source) -> Workbook:
    zh, en = _TITLES[source]
    return Workbook(f"outside.{source.value}", "1", zh, en, (_sheet(source),), _notes(source))


def _sheet(source: Source) -> Sheet:
    return Sheet(
        SHEET,
        "数据",
        "Figures",
        Layout.ROWS,
        (
            Column("credit_code", "统一社会信用代码", "Credit code", required=True, width=24),
            Column("name", "单位名称", "Name", width=30),
            Column("year", "年度", "Year", Kind.INTEGER, required=True, minimum=EARLIEST, maximum=LATEST, width=10),
            Column(
                "month",
                "月份",
                "Month",
                Kind.INTEGER,
                minimum=Decimal(1),
                maximum=Decimal(12),
                note=Note("全年合计时留空", "left empty for the whole year"),
                width=8,
            ),
            Column(
                "figure",
                "指标",
                "Figure",
                Kind.CHOICE,
                required=True,
                choices=tuple(one.choice for one in TELLS[source]),
                width=22,
            ),
            Column(
                "value",
                "数值",
                "Value",
                Kind.DECIMAL,
                required=True,
                minimum=Decimal(0),
                maximum=MOST_VALUE,
                width=18,
            ),
            Column("unit", "计量单位", "Unit", required=True, width=14),
        ),
        most_rows=MOST_ROWS,
        keys=("credit_code", "year", "month", "figure"),
        notes=_notes(source),
    )


def _notes(source: Source) -> tuple[Note, ...]:
    """Which units each measure may be given in."""
    units = dict.fromkeys(one.unit for one in TELLS[source])
    return (
        Note("每行一个单位、一个年度（或一个月）的一项指标。", "One enterprise, one year or month, one figure a line."),
        Note("同一指标要么填全年，要么逐月填，不能并用。", "A figure is given for the year or by month, never both."),
        *(Note(f"{unit}：可用 {accepted(unit)}", f"{unit}: {accepted(unit)}") for unit in units),
    )


WORKBOOKS: Mapping[Source, Workbook] = {source: _workbook(source) for source in Source}

__all__ = [
    "COAL",
    "EARLIEST",
    "ENERGY",
    "LATEST",
    "MOST_BYTES",
    "MOST_ROWS",
    "ON_GRID",
    "PRODUCTS",
    "SHEET",
    "TELLS",
    "UNITS",
    "WORKBOOKS",
    "Source",
    "Text",
    "Told",
    "accepted",
    "converted",
    "found_in",
    "is_a_unit",
    "is_text",
    "text_of",
    "told_by",
]
