"""What the blank shows beside the cells to be filled in: last year's report, and the meters in use. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from domain.core.workbook import Column, Content, Reference, Sheet, Workbook
from domain.core.workings import plain
from domain.monitoring_plan.rules import MeterInUse
from domain.monitoring_plan.workbook import WHOLE_ZH
from domain.monitoring_plan.workbook.common import PARAMETERS

METERS = "计量器具"
METER_HEADINGS = (
    "机组、设施或生产线",
    "燃料、物料或产品",
    "计量参数",
    "名称及型号",
    "器具编号",
    "安装（检测）地点",
    "监测频次",
    "准确度（%）",
    "校准周期（月）",
    "最近校准日期",
    "下次校准日期",
    "校准证书编号",
)


def last_year(workbook: Workbook, last: Content, year: int) -> tuple[Reference, ...]:
    """A sheet for each sheet in lines that was filed the year before, with its headings and figures.

    化石燃料 of 2023 → a sheet 上年-化石燃料, one line per unit, month and fuel.
    """
    return tuple(_reference(sheet, last, year) for sheet in workbook if sheet.keys and last.get(sheet.key))


def _reference(sheet: Sheet, last: Content, year: int) -> Reference:
    rows = tuple(
        tuple(_said(column, line.values.get(column.key, "")) for column in sheet.columns) for line in last[sheet.key]
    )
    return Reference(f"{year}-{sheet.title_zh}", tuple(_heading(column) for column in sheet.columns), rows)


def _heading(column: Column) -> str:
    return f"{column.title_zh} ({column.unit})" if column.unit else column.title_zh


def _said(column: Column, value: str) -> str:
    return next((choice.title_zh for choice in column.choices if choice.code == value), value)


def meters(in_use: Sequence[MeterInUse]) -> tuple[Reference, ...]:
    """A sheet 参考-计量器具 with the meters in the order of the plan, a line for each; nothing without any.

    A belt scale of class 0.5, calibrated every 12 months, last on 2024-06-01 → next on 2025-06-01.
    """
    return (Reference(METERS, METER_HEADINGS, tuple(_meter(one) for one in in_use)),) if in_use else ()


def _meter(one: MeterInUse) -> tuple[str, ...]:
    parameter = PARAMETERS.get(one.parameter)
    days = (day.isoformat() if day else "" for day in (one.calibrated_on, one.due_on))
    return (
        one.unit or WHOLE_ZH,
        one.item,
        parameter.title_zh if parameter else one.parameter,
        one.name,
        one.number,
        one.place,
        one.frequency,
        "" if one.accuracy is None else plain(one.accuracy),
        "" if one.calibration_months is None else str(one.calibration_months),
        *days,
        one.certificate,
    )
