"""Each check of the whole form of power beyond the first sixty: one spoiled value fails it, at its cell."""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.core.checks import Check
from domain.core.findings import Severity
from domain.core.law import last_day_of
from domain.emission_report.checks import CHECKS
from tests.law import edition
from tests.rooms.emission_report.sample import UNITS, Entries, Spoil, found
from tests.rooms.emission_report.test_checks import Fail, both, drop, put, put_all, repeat, restated

STOP, WARN, NOTE = Severity.STOP, Severity.WARN, Severity.NOTE
IN_2022 = {"law_of_year": edition.law(last_day_of(2022))}


def co_fired(**changes: Any) -> Spoil:
    """Unit 2 co-fires straw in January: 8 % of the heat put in, and the fuel line is the rest."""

    def spoil(filled: Entries) -> None:
        row = filled["fuels"][12]
        fossil = row["quantity"] * row["ncv"]
        line = {"unit_number": "2", "month": 1, "biomass": "straw", "boiler_efficiency": Decimal(90)}
        line |= {"boiler_heat_gj": fossil / Decimal("0.92") * Decimal("0.9"), "fossil_heat_gj": fossil}
        filled["biomass"] = [line | {"share": Decimal(8)} | changes]

    return spoil


def add(sheet: str, **values: Any) -> Spoil:
    return lambda filled: filled.setdefault(sheet, []).append(values)


def gangue(filled: Entries) -> None:
    """Unit 1 burns gangue; its heat stays the same."""
    for row in filled["fuels"][:12]:
        row |= {"fuel": "gangue", "quantity": row["quantity"] * row["ncv"] / 10, "ncv": Decimal(10)}
        row["carbon"] = Decimal("0.2620")
    restated(filled)


def stopped_in_june(filled: Entries) -> None:
    """Unit 1 stands still in June."""
    filled["production"][5] |= {"generation_mwh": Decimal(0), "hours": Decimal(0), "load_factor": None}
    filled["fuels"][5]["quantity"] = Decimal(0)
    filled["auxiliary"][5] = {"unit_number": "1", "month": 6}
    restated(filled)


def second_coal(filled: Entries) -> None:
    """Unit 1 also burns lignite, but for two months."""
    more = {"fuel": "lignite", "quantity": Decimal(10), "ncv": Decimal(15), "carbon": Decimal("0.4200")}
    filled["fuels"] += [{**filled["fuels"][month], **more} for month in range(10)]


def oil(tonnes: int) -> Spoil:
    line = {"unit_number": "1", "month": 5, "fuel": "diesel", "quantity": Decimal(tonnes), "ncv": Decimal("42.652")}
    line |= {"ncv_method": "default", "carbon_method": "default", "carbon_per_heat": Decimal("0.02020")}
    return lambda filled: filled["fuels"].append({**line, "oxidation": Decimal(98)})


def joined(filled: Entries) -> None:
    """Both units in one line, as if they could not be metered apart."""
    for sheet in ("fuels", "production", "totals", "units", "electricity", "determination", "auxiliary", "heat"):
        filled[sheet] = [row | {"unit_number": "1,2"} for row in filled[sheet] if row["unit_number"] == "1"]


MERGED = {"merged": (("1", "2"),)}
CLASSES = {"units": (replace(UNITS[0], unit_class="I"), UNITS[1])} | MERGED
WRONG_CLASS = {"units": (replace(UNITS[0], unit_class="I"), UNITS[1])}
OUTSOURCED = {"carbon_how": "outsourced"}

FAILS: list[Fail] = [
    ("ER-060", NOTE, "低位发热量和元素碳确定方式", lambda filled: filled["determination"].clear(), {}),
    ("ER-061", WARN, "化石燃料!I8", drop("determination", 2), {}),
    ("ER-062", STOP, "低位发热量和元素碳确定方式!K8", put("determination", 2, laboratory=None), {}),
    ("ER-063", WARN, "低位发热量和元素碳确定方式!J8", put("determination", 2, tested_on=None), {}),
    ("ER-063", WARN, "低位发热量和元素碳确定方式!I8", put("determination", 2, sampled_on=None), {}),
    ("ER-064", STOP, "低位发热量和元素碳确定方式!G8", put("determination", 2, carbon_how="none"), {}),
    ("ER-065", STOP, "低位发热量和元素碳确定方式!D8", put("determination", 2, ncv_how="none"), {}),
    ("ER-066", WARN, "低位发热量和元素碳确定方式!J8", put("determination", 2, tested_on=date(2024, 5, 8)), {}),
    ("ER-067", STOP, "低位发热量和元素碳确定方式!J8", put("determination", 2, tested_on=date(2024, 3, 20)), {}),
    ("ER-068", WARN, "低位发热量和元素碳确定方式!I8", put("determination", 2, sampled_on=date(2024, 2, 27)), {}),
    ("ER-069", WARN, "低位发热量和元素碳确定方式!L8", put("determination", 2, accreditation="none"), {}),
    ("ER-070", WARN, "低位发热量和元素碳确定方式!M8", put("determination", 2, standard=None), {}),
    ("ER-070", WARN, "低位发热量和元素碳确定方式!F8", put("determination", 2, ncv_standard=None), {}),
    ("ER-071", WARN, "低位发热量和元素碳确定方式!E8", put("determination", 2, ncv_frequency="month"), {}),
    ("ER-072", WARN, "低位发热量和元素碳确定方式!C8", put("determination", 2, fuel="lignite"), {}),
    ("ER-073", STOP, "低位发热量和元素碳确定方式!A30", repeat("determination", 2), {}),
    ("ER-074", STOP, "低位发热量和元素碳确定方式!Q8", put("determination", 2, moisture_as_received=None), {}),
    ("ER-075", WARN, "低位发热量和元素碳确定方式!Q8", put("determination", 2, moisture_as_received=Decimal(3)), {}),
    ("ER-076", STOP, "化石燃料!G8", put("fuels", 2, carbon=Decimal("0.5400")), {}),
    ("ER-077", WARN, "低位发热量和元素碳确定方式!N8", put("determination", 2, ash_air_dried=Decimal(10)), {}),
    ("ER-078", STOP, "低位发热量和元素碳确定方式!N8", put("determination", 2, ash_air_dried=Decimal(40)), {}),
    ("ER-079", WARN, "化石燃料!G8", put("fuels", 2, carbon=Decimal("0.6200")), {}),
    ("ER-080", STOP, "化石燃料!E8", put("fuels", 2, ncv=Decimal(5000)), {}),
    ("ER-081", WARN, "化石燃料!E6", both(gangue, put_all("fuels", "1", ncv=Decimal("14.2"))), {}),
    ("ER-082", WARN, "生产数据!D6", put("heat", 0, unit_number="1", tonnes=Decimal(600000)), {}),
    ("ER-083", WARN, "生产数据!D18", put("heat", 0, tonnes=Decimal(60000)), {}),
    ("ER-084", STOP, "供热流量!E6", put("heat", 0, enthalpy=None), {}),
    ("ER-085", WARN, "供热流量!E6", put("heat", 0, enthalpy=Decimal(688)), {}),
    ("ER-085", WARN, "供热流量!F6", put("heat", 0, medium="water", temperature=Decimal(250)), {}),
    ("ER-086", WARN, "辅助参数!D18", put("auxiliary", 12, heat_ratio=Decimal(0)), {}),
    ("ER-087", WARN, "辅助参数!D18", put("auxiliary", 12, heat_ratio=Decimal(60)), {}),
    ("ER-088", STOP, "辅助参数!C18", put("auxiliary", 12, total_heat_gj=Decimal(150_000)), {}),
    ("ER-089", WARN, "辅助参数!E6", put("auxiliary", 0, coal_power=Decimal(305)), {}),
    ("ER-090", WARN, "辅助参数!F18", put("auxiliary", 12, coal_heat=Decimal("38.5")), {}),
    ("ER-091", WARN, "辅助参数!E6", put("auxiliary", 0, coal_power=Decimal("0.4000")), {}),
    ("ER-092", WARN, "辅助参数!G6", put("auxiliary", 0, power_intensity=Decimal("0.6500")), {}),
    ("ER-092", WARN, "辅助参数!H18", put("auxiliary", 12, heat_intensity=Decimal("0.0500")), {}),
    ("ER-093", STOP, "辅助参数!I6", put("auxiliary", 0, on_grid_mwh=Decimal(200_000)), {}),
    ("ER-094", WARN, "辅助参数!I6", put("auxiliary", 0, on_grid_mwh=Decimal(100_000)), {}),
    ("ER-095", WARN, "购入电力!C6", put("production", 0, hours=Decimal(744)), {}),
    ("ER-096", WARN, "购入电力", lambda filled: filled["electricity"].clear(), IN_2022),
    ("ER-097", WARN, "购入电力!C6", put("electricity", 0, purchased_mwh=Decimal(20_000)), {}),
    ("ER-100", WARN, "生产数据!F11", both(stopped_in_june, put("production", 5, load_factor=Decimal(75))), {}),
    ("ER-101", STOP, "机组年度汇总!I6", put("totals", 0, hours=Decimal(8900)), {}),
    ("ER-102", WARN, "机组年度汇总!A6", second_coal, {}),
    ("ER-103", WARN, "化石燃料!D30", oil(30_000), {}),
    ("ER-104", NOTE, "生产数据!E12", stopped_in_june, {}),
    ("ER-105", WARN, "生产数据!C8", put("fuels", 2, quantity=Decimal(150_000)), {}),
    ("ER-106", WARN, "燃煤购入和来源!F6", put("coal", 0, closing_t=Decimal(30_000)), {}),
    ("ER-107", STOP, "燃煤购入和来源!C6", put("coal", 0, bought_t=Decimal(50_000)), {}),
    ("ER-108", WARN, "燃煤购入和来源!C7", put("coal", 1, opening_t=Decimal(52_000)), {}),
    ("ER-109", WARN, "燃煤购入和来源!G6", put("coal", 0, origin=None), {}),
    ("ER-110", WARN, "燃煤购入和来源!B6", drop("coal", 7), {}),
    (
        "ER-111",
        WARN,
        "燃煤购入和来源!D6",
        lambda filled: [row.update(bought_t=Decimal(80_000)) for row in filled["coal"]],
        {},
    ),
    ("ER-112", STOP, "掺烧生物质!G6", co_fired(share=Decimal(15)), {}),
    ("ER-113", STOP, "掺烧生物质!F6", co_fired(fossil_heat_gj=Decimal(9_000_000)), {}),
    ("ER-114", WARN, "掺烧生物质!F6", co_fired(fossil_heat_gj=Decimal(900_000)), {}),
    ("ER-115", WARN, "掺烧生物质!D6", co_fired(boiler_efficiency=Decimal(45)), {}),
    ("ER-116", NOTE, "机组年度汇总!A7", co_fired(boiler_heat_gj=Decimal(3_000_000)), {}),
    ("ER-117", WARN, "掺烧生物质!C6", co_fired(biomass=None), {}),
    ("ER-118", WARN, "机组年度汇总!A6", joined, {}),
    ("ER-119", WARN, "单位信息!D12", put("enterprise", 0, captive="no"), {"captive": True}),
    ("ER-120", WARN, "机组年度汇总!B6", put("totals", 0, unit_class="I"), WRONG_CLASS),
    ("ER-121", WARN, "机组年度汇总!B6", put("totals", 0, unit_class="III"), {}),
    ("ER-121", WARN, "机组年度汇总!B6", gangue, {}),
    ("ER-122", WARN, "机组年度汇总!B6", joined, CLASSES),
    ("ER-123", NOTE, "机组及生产设施!E6", put("units", 0, facility_code="1号炉"), {}),
    ("ER-127", WARN, "机组年度汇总!D6", gangue, {}),
    ("ER-140", STOP, "购入电力!A30", repeat("electricity", 2), {}),
    ("ER-141", STOP, "供热流量!A6", put("heat", 0, unit_number="3"), {}),
]


@pytest.mark.parametrize(("code", "severity", "place", "spoil", "changes"), FAILS, ids=[row[0] for row in FAILS])
def test_a_spoiled_value_is_found_at_its_cell(
    code: str, severity: Severity, place: str, spoil: Spoil, changes: dict[str, Any]
) -> None:
    findings = [finding for finding in found(spoil, **changes) if finding.code == code]
    assert [(finding.severity, str(finding.place)) for finding in findings] == [(severity, place)]
    assert findings[0].citation


def own(form: str) -> set[Check[Any]]:
    """The checks of a form that `test_checks.py` does not fail already."""
    return {check for check in CHECKS[form] if not check.code < "ER-06" or check.code > "ER-1"}


def test_every_check_of_the_form_fails_somewhere_and_says_its_code() -> None:
    assert {check.code: check.severity for check in own("power.A22")} == {row[0]: row[1] for row in FAILS}
    everything = {check for form in ("power.S16", "power.A22", "power.A26") for check in CHECKS[form]}
    assert [check.code for check in everything if not (inspect.getdoc(check.find) or "").startswith(check.code)] == []


def test_the_short_form_is_taken_as_before() -> None:
    """Whoever fills in fuels, production and the year alone hears of it once, and is not stopped."""

    def short(filled: Entries) -> None:
        for sheet in set(filled) - {"enterprise", "fuels", "production", "totals"}:
            filled[sheet] = []

    assert [finding.code for finding in found(short)] == ["ER-060"]
