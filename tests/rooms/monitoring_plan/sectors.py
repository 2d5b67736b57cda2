"""Plans of sectors that report by facility and line, and of the template of 2017, with nothing wrong in them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from domain.monitoring_plan.rules import Family, required_of_lines, required_of_sector
from tests.law import edition
from tests.rooms.monitoring_plan.sample import CODE, NAME, Entries, form_for

SECTORS = (
    "steel",
    "cement",
    "aluminium",
    "petrochemical",
    "chemical",
    "flat_glass",
    "ceramics",
    "copper",
    "paper",
    "aviation",
    "airport",
)
WITHOUT_ITEM = ("electricity", "purchased_heat", "anode_effect", "turnover", "throughput", "generation")
MEASURED = {
    "method": "measured",
    "meter": "电子皮带秤 ICS-20",
    "place": "一号皮带",
    "frequency": "连续",
    "accuracy": Decimal("0.5"),
    "calibration_months": 12,
    "missing_rule": "取保守值",
    "department": "生产部",
}


def plan_of(sector: str, year: int = 2025, code: str = CODE, name: str = NAME, version: int = 1) -> Entries:
    """A plan of that sector and year, every required parameter in it."""
    form = form_for(year, sector)
    plan: Entries = {
        "version": [
            {"year": year, "version": version, "made_on": date(year - 1, 11, 20), "change": "换秤", "reason": "到期"}
        ],
        "enterprise": [{"name": name, "credit_code": code, "author": "制定人", "author_telephone": "027-1"}],
        "boundary": [{"extent": "厂界内全部设施", "sources": "燃料燃烧和工业过程"}],
        "facilities": [_facility("B1", "一号炉"), _facility("B2", "二号炉")],
        "control": [{"system": "管理制度", "ledgers": "保存五年", "department": "生产部"}],
    }
    if form.family is Family.TEMPLATE:
        plan["enterprise"][0] |= {"profile": "简介", "products": "产品", "process": "流程"}
        plan["facilities"] = [line | {"fuel": "烟煤"} for line in plan["facilities"]]
    elif required_of_lines(sector, edition.law(date(year, 12, 31))):
        plan["lines"] = [{"number": "L1", "name": "一线", "product": "产品"}, {"number": "L2", "product": "产品"}]
    for key in form.data:
        plan[key] = _data(sector, year, key)
    for key, rows in plan.items():
        known = {column.key for column in form.workbook.sheet(key).columns}
        plan[key] = [{name: value for name, value in row.items() if name in known} for row in rows]
    return plan


def _facility(number: str, name: str) -> dict[str, Any]:
    return {"number": number, "name": name, "kind": "锅炉", "location": "厂区北侧", "gases": "CO2"}


def _data(sector: str, year: int, key: str) -> list[dict[str, Any]]:
    """The required parameters that the sheet has a place for, each where it is asked for first."""
    form = form_for(year, sector)
    wanted = required_of_sector(sector, edition.law(date(year, 12, 31)))
    first = {code: sheet for sheet in reversed(form.data) for code in _offered(sector, year, sheet)}
    return [_datum(code, year) for code in wanted if first[code] == key]


def _offered(sector: str, year: int, key: str) -> list[str]:
    return [choice.code for choice in form_for(year, sector).workbook.sheet(key).column("parameter").choices]


def _datum(code: str, year: int) -> dict[str, Any]:
    line: dict[str, Any] = {"parameter": code, **MEASURED, "calibrated_on": date(year - 1, 6, 1)}
    if code == "oxidation":
        line = {"parameter": code, "method": "default", "missing_rule": "不适用", "department": "生产部"}
    return line if code in WITHOUT_ITEM else line | {"item": "烟煤"}
