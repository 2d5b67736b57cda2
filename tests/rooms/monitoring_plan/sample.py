"""A plan of two units that has nothing wrong with it, to be spoilt one value at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

from domain.core.findings import Finding, Place
from domain.core.law import last_day_of
from domain.core.workbook import Layout, Line, Lines, Sheet, Value, cell_name
from domain.core.workbook.lines import Typed
from domain.monitoring_plan.checks import check
from domain.monitoring_plan.rules import Form, Known, RegisterUnit, form_of, required_parameters
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
# What the form of 2026 asks besides.
PLACE = {"longitude": Decimal("114.3"), "latitude": Decimal("30.6"), "altitude": Decimal(23)}
BOILER = {"boiler_type": "pulverised", "permit_code": "MF0001"}


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
    late = form_for(year).code.endswith("2026")
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
        "enterprise": [
            {"name": name, "credit_code": code, "address": "武汉市", "sector_code": "4411", **(PLACE if late else {})}
        ],
        "boundary": [{"extent": "厂界内全部发电设施", "sources": "锅炉燃煤"}],
        "units": [_unit(unit) | (BOILER if late else {}) for unit in units],
        "parameters": [_parameter(unit, code, year, late) for unit in units for code in _parameters(unit, year)],
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


def _parameter(unit: RegisterUnit, parameter: str, year: int, late: bool) -> dict[str, Any]:
    line = {
        "unit": unit.number,
        "parameter": parameter,
        "method": {"oxidation": "database" if late else "default", "hours": "calculated"}.get(parameter, "measured"),
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
        "calibrated_on": date(year - 1, 6, 1),
    }


def parameter(plan: Entries, unit: str, name: str) -> dict[str, Any]:
    """The line of one parameter, to be spoilt."""
    return next(line for line in plan["parameters"] if (line["unit"], line["parameter"]) == (unit, name))


def form_for(year: int, sector: str = "power") -> Form:
    """The form of a sector in a year, by the shipped law."""
    return form_of(edition.law(last_day_of(year)), sector)


def year_of(plan: Entries) -> int:
    return int((plan.get("version") or [{}])[0].get("year", YEAR))


def workbook(plan: Entries, sector: str = "power") -> bytes:
    """The filled workbook, in the form of its year."""
    return blank(form_for(year_of(plan), sector).workbook, plan)


def lines(plan: Entries, form: Form | None = None) -> Lines:
    """As reading the workbook gives them, without a workbook."""
    description = (form or form_for(YEAR)).workbook
    return Lines({sheet.key: tuple(_lines(sheet, plan[sheet.key])) for sheet in description if sheet.key in plan})


def _lines(sheet: Sheet, rows: Sequence[dict[str, Any]]) -> list[Line]:
    made = []
    for row, values in enumerate(rows, start=sheet.FIRST_LINE):
        cells = {column.key: _cell(sheet, row, column.key) for column in sheet.columns}
        typed = {
            name: Value(cast(Typed, value), Place(sheet.title_zh, cell_name(*cells[name])))
            for name, value in values.items()
            if value is not None
        }
        made.append(Line(sheet.title_zh, typed, cells))
    return made


def _cell(sheet: Sheet, row: int, key: str) -> tuple[int, int]:
    number = sheet.index(key)
    return (sheet.FIRST_FIELD + number - 1, sheet.FIELD_VALUE) if sheet.layout is Layout.FIELDS else (row, number)


def found(plan: Entries, **changes: Any) -> list[Finding]:
    form = form_for(changes.get("year", YEAR), changes.get("sector", "power"))
    return check(form, lines(plan, form), known(**changes))


def codes(plan: Entries, **changes: Any) -> set[str]:
    return {finding.code for finding in found(plan, **changes)}
