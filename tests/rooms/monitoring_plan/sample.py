"""A plan of two units that has nothing wrong with it, to be spoilt one value at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

from domain.core.findings import Finding, Place
from domain.core.law import last_day_of
from domain.core.workbook import Line, Lines, Value, cell_name
from domain.core.workbook.lines import Typed
from domain.monitoring_plan.checks import check
from domain.monitoring_plan.rules import Known, RegisterUnit, required_parameters
from domain.monitoring_plan.workbook import WORKBOOK
from domain.records.sheets.writer import blank
from tests.law import edition

YEAR = 2024
TODAY = date(2023, 12, 1)
CODE, NAME = "91420000000000001R", "示例发电厂"
UNITS = (
    RegisterUnit("1#", Decimal(640), "I", "bituminous", False),
    RegisterUnit("2#", Decimal(330), "II", "bituminous", True),
)
Entries = dict[str, list[dict[str, Any]]]


def known(**changes: Any) -> Known:
    facts: dict[str, Any] = {
        "year": YEAR,
        "credit_code": CODE,
        "name": NAME,
        "units": UNITS,
        "filed_version": 0,
        "today": TODAY,
        "law": edition.law(last_day_of(changes.get("year", YEAR))),
    }
    return Known(**(facts | changes))


def entries(
    *, version: int = 1, year: int = YEAR, code: str = CODE, name: str = NAME, units: Sequence[RegisterUnit] = UNITS
) -> Entries:
    return {
        "version": [
            {
                "year": year,
                "version": version,
                "made_on": date(year - 1, 11, 20),
                "change": "更换皮带秤",
                "reason": "到期",
            }
        ],
        "enterprise": [{"name": name, "credit_code": code, "address": "武汉市", "sector_code": "4411"}],
        "boundary": [{"extent": "厂界内全部发电设施", "sources": "锅炉燃煤"}],
        "units": [_unit(unit) for unit in units],
        "parameters": [_parameter(unit, code) for unit in units for code in _parameters(unit, year)],
        "sampling": [
            {
                "sampling": "皮带中部采样机",
                "preparation": "GB/T 19494.2",
                "retention": "三个月",
                "heat_value_test": "GB/T 213",
                "carbon_test": "GB/T 476",
            }
        ],
        "control": [{"system": "碳排放管理制度", "ledgers": "保存五年", "department": "生产部"}],
    }


def _unit(unit: RegisterUnit) -> dict[str, Any]:
    return {
        "number": unit.number,
        "capacity_mw": unit.capacity_mw,
        "unit_class": unit.unit_class,
        "fuel": unit.fuel,
        "cogeneration": "yes" if unit.cogeneration else "no",
        "boiler": "HG-2000",
        "turbine": "N640",
    }


def _parameters(unit: RegisterUnit, year: int) -> tuple[str, ...]:
    return required_parameters(unit.cogeneration, edition.law(last_day_of(year)))


def _parameter(unit: RegisterUnit, parameter: str) -> dict[str, Any]:
    line = {
        "unit": unit.number,
        "parameter": parameter,
        "method": {"oxidation": "default", "hours": "calculated"}.get(parameter, "measured"),
        "missing_rule": "取保守值",
        "department": "燃料部",
    }
    if line["method"] != "measured":
        return line
    return line | {
        "meter": "ICS-20",
        "place": "输煤皮带",
        "frequency": "连续",
        "accuracy": Decimal("0.5"),
        "calibration_months": 12,
        "calibrated_on": date(2023, 6, 1),
    }


def parameter(plan: Entries, unit: str, name: str) -> dict[str, Any]:
    """The line of one parameter, to be spoilt."""
    return next(line for line in plan["parameters"] if (line["unit"], line["parameter"]) == (unit, name))


def workbook(plan: Entries) -> bytes:
    return blank(WORKBOOK, plan)


def lines(plan: Entries) -> Lines:
    """As reading the workbook gives them, without a workbook."""
    return Lines({sheet.key: tuple(_lines(sheet.key, plan[sheet.key])) for sheet in WORKBOOK if sheet.key in plan})


def _lines(key: str, rows: Sequence[dict[str, Any]]) -> list[Line]:
    sheet = WORKBOOK.sheet(key)
    made = []
    for row, values in enumerate(rows, start=sheet.FIRST_LINE):
        cells = {column.key: (row, sheet.index(column.key)) for column in sheet.columns}
        typed = {
            name: Value(cast(Typed, value), Place(sheet.title_zh, cell_name(*cells[name])))
            for name, value in values.items()
            if value is not None
        }
        made.append(Line(sheet.title_zh, typed, cells))
    return made


def found(plan: Entries, **changes: Any) -> list[Finding]:
    return check(lines(plan), known(**changes))


def codes(plan: Entries, **changes: Any) -> set[str]:
    return {finding.code for finding in found(plan, **changes)}
