"""A year of two units that has nothing wrong with it, to be spoilt one value at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, cast

from domain.core.findings import Finding, Place
from domain.core.law import Law, last_day_of
from domain.core.workbook import Layout, Line, Lines, Sheet, Value, cell_name
from domain.core.workbook.lines import Typed
from domain.emission_report.checks import examine
from domain.emission_report.rules import FORMS, Known, KnownUnit, PastYear
from domain.emission_report.workbook.power import WORKBOOK
from domain.records.sheets.writer import blank
from tests.law import edition

YEAR = 2024
CODE, NAME = "91420000000000001R", "示例发电厂"
CONDENSING = KnownUnit("1", Decimal(330), "II", "bituminous", False, "measured", "measured")
COGENERATION = KnownUnit("2", Decimal(200), "II", "bituminous", True, "default", "measured")
UNITS = (CONDENSING, COGENERATION)
Entries = dict[str, list[dict[str, Any]]]
Spoil = Callable[[Entries], object]


def law() -> Law:
    return edition.law(last_day_of(YEAR))


def known(**changes: Any) -> Known:
    past = {
        "": PastYear("", Decimal(2_600_000), None, None),
        "1": PastYear("1", Decimal(1_500_000), Decimal(1_750_000), Decimal(0)),
        "2": PastYear("2", Decimal(1_100_000), Decimal(1_000_000), Decimal(2_400_000)),
    }
    facts: dict[str, Any] = {
        "name": NAME,
        "credit_code": CODE,
        "year": YEAR,
        "units": UNITS,
        "plan_version": 1,
        "past": past,
    }
    return Known(**(facts | changes))


def places(value: Decimal, number: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-number), ROUND_HALF_UP)


def entries(*, code: str = CODE, name: str = NAME, year: int = YEAR, units: Sequence[KnownUnit] = UNITS) -> Entries:
    """What an honest filer fills in; every month a little different, as measured values are."""
    fuels = [_fuel(unit, month) for unit in units for month in range(1, 13)]
    production = [_production(unit, month) for unit in units for month in range(1, 13)]
    return {
        "enterprise": [{"name": name, "credit_code": code, "year": year, "plan_version": "1", "contact": "张三"}],
        "fuels": fuels,
        "production": production,
        "totals": [_total(unit, fuels, production) for unit in units],
        "units": [_facility(unit) for unit in units],
        "electricity": [_electricity(unit, month) for unit in units for month in range(1, 13)],
        "determination": [_determination(row, year) for row in fuels],
        "auxiliary": [_auxiliary(row, unit_fuels(fuels, row)) for row in production],
        "heat": [_flow(row) for row in production if row["heat_gj"]],
        "coal": _coal(fuels),
    }


def unit_fuels(fuels: Sequence[dict[str, Any]], row: dict[str, Any]) -> dict[str, Any]:
    """The fuel line of a unit's month."""
    return next(fuel for fuel in fuels if (fuel["unit_number"], fuel["month"]) == (row["unit_number"], row["month"]))


def _facility(unit: KnownUnit) -> dict[str, Any]:
    return {
        "unit_number": unit.number,
        "unit_type": "extraction" if unit.cogeneration else "condensing",
        "boiler_type": "pulverised",
        "facility_code": f"MF000{unit.number}",
        "commissioned_on": date(2009, 6, 30),
    }


def _electricity(unit: KnownUnit, month: int) -> dict[str, Any]:
    return {"unit_number": unit.number, "month": month, "purchased_mwh": Decimal(10 * month)}


def _determination(row: dict[str, Any], year: int) -> dict[str, Any]:
    """A month's test: the sample is what gives the carbon that the fuel's line states."""
    line = {key: row[key] for key in ("unit_number", "month", "fuel")}
    line |= {"ncv_how": "own", "ncv_frequency": "day", "ncv_standard": "GB/T 213"}
    if row["carbon_method"] != "measured":
        return line | {"carbon_how": "none"}
    month_end = date(year, row["month"], 28)
    moisture, dried = Decimal(12), Decimal(4)
    return line | {
        "carbon_how": "outsourced",
        "frequency": "month",
        "sampled_on": month_end,
        "tested_on": month_end + timedelta(days=20),
        "laboratory": "示例检测有限公司",
        "accreditation": "both",
        "standard": "GB/T 476",
        "carbon_air_dried": places(row["carbon"] * 100 * (100 - dried) / (100 - moisture), 2),
        "moisture_air_dried": dried,
        "moisture_as_received": moisture,
        "ash_air_dried": Decimal(22),
    }


GJ_PER_TCE = Decimal("29.3076")


def _auxiliary(row: dict[str, Any], fuel: dict[str, Any]) -> dict[str, Any]:
    """Rates and intensities as they follow from the month."""
    energy, heat = fuel["quantity"] * fuel["ncv"], row["heat_gj"]
    ratio = places(heat / (energy * Decimal("0.9")), 4)
    carbon = fuel["carbon"] if fuel["carbon_method"] == "measured" else fuel["ncv"] * fuel["carbon_per_heat"]
    emitted = fuel["quantity"] * carbon * fuel["oxidation"] / 100 * 44 / 12
    line = {"unit_number": row["unit_number"], "month": row["month"]}
    line |= {
        "total_heat_gj": places(energy * Decimal("0.9"), 2),
        "heat_ratio": ratio * 100,
        "coal_power": places(energy / GJ_PER_TCE * (1 - ratio) / row["generation_mwh"], 4),
        "power_intensity": places(emitted * (1 - ratio) / row["generation_mwh"], 4),
        "on_grid_mwh": places(row["generation_mwh"] * Decimal("0.94"), 3),
    }
    if heat:
        line["coal_heat"] = places(energy / GJ_PER_TCE * ratio / heat, 4)
        line["heat_intensity"] = places(emitted * ratio / heat, 4)
    return line


def _flow(row: dict[str, Any]) -> dict[str, Any]:
    """Steam of 2,883.74 kJ/kg: 2.8 GJ a tonne."""
    line = {key: row[key] for key in ("unit_number", "month")}
    return line | {
        "medium": "steam",
        "tonnes": places(row["heat_gj"] / Decimal("2.8"), 2),
        "enthalpy": Decimal("2883.74"),
    }


def _coal(fuels: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every month buys what it burns, out of a stock that stays."""
    stock = Decimal(50_000)
    return [
        {
            "month": month,
            "fuel": "bituminous",
            "opening_t": stock,
            "bought_t": sum((row["quantity"] for row in fuels if row["month"] == month), Decimal()),
            "other_t": Decimal(0),
            "closing_t": stock,
            "origin": "陕西榆林",
        }
        for month in range(1, 13)
    ]


def _production(unit: KnownUnit, month: int) -> dict[str, Any]:
    share = Decimal("0.75") if unit is CONDENSING else Decimal("0.70")
    hours = Decimal(600 + month)
    return {
        "unit_number": unit.number,
        "month": month,
        "generation_mwh": unit.capacity_mw * hours * share,
        "heat_gj": Decimal(200_000 + 100 * month) if unit.cogeneration else Decimal(0),
        "hours": hours,
        "load_factor": share * 100,
    }


def _fuel(unit: KnownUnit, month: int) -> dict[str, Any]:
    output = _production(unit, month)
    efficiency = Decimal("0.60") if unit.cogeneration else Decimal("0.40")
    energy = (output["generation_mwh"] * Decimal("3.6") + output["heat_gj"]) / efficiency
    ncv = Decimal("20.9") + Decimal(month) / 100
    carbon = {"carbon_per_heat": Decimal("0.03085")}
    if unit.carbon_method == "measured":
        carbon = {"carbon": places(ncv * Decimal("0.0262"), 4)}
    return {
        "unit_number": unit.number,
        "month": month,
        "fuel": "bituminous",
        "quantity": places(energy / ncv, 2),
        "ncv": ncv,
        "ncv_method": "measured",
        "carbon_method": unit.carbon_method,
        "oxidation": Decimal(99),
        **carbon,
    }


def emissions_of(rows: Sequence[dict[str, Any]]) -> Decimal:
    """The year's emissions by hand, as the guide's table prints them."""
    total = Decimal()
    for row in rows:
        carbon = row["carbon"] if row["carbon_method"] == "measured" else row["ncv"] * row["carbon_per_heat"]
        total += row["quantity"] * carbon * row["oxidation"] / 100 * 44 / 12
    return places(total, 0)


def _total(unit: KnownUnit, fuels: list[dict[str, Any]], production: list[dict[str, Any]]) -> dict[str, Any]:
    own = [row for row in production if row["unit_number"] == unit.number]
    sums = {key: sum((row[key] for row in own), Decimal()) for key in ("generation_mwh", "heat_gj", "hours")}
    return {
        "unit_number": unit.number,
        "unit_class": unit.unit_class,
        "capacity_mw": unit.capacity_mw,
        "fuel": unit.fuel,
        "cogeneration": "yes" if unit.cogeneration else "no",
        "emissions_tonnes": emissions_of([row for row in fuels if row["unit_number"] == unit.number]),
        "load_factor": places(100 * sums["generation_mwh"] / (unit.capacity_mw * sums["hours"]), 2),
        **sums,
    }


def workbook(filled: Entries) -> bytes:
    return blank(WORKBOOK, filled, banner="演示数据")


def lines(filled: Entries) -> Lines:
    """As reading the workbook gives them, without a workbook."""
    return Lines({sheet.key: tuple(_lines(sheet.key, filled.get(sheet.key, []))) for sheet in WORKBOOK})


def _lines(key: str, rows: Sequence[dict[str, Any]]) -> list[Line]:
    sheet = WORKBOOK.sheet(key)
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
    if sheet.layout is Layout.FIELDS:
        return sheet.FIRST_FIELD + sheet.index(key) - 1, sheet.FIELD_VALUE
    return row, sheet.index(key)


def found(spoil: Spoil = lambda _: None, law_of_year: Law | None = None, **changes: Any) -> list[Finding]:
    """Findings of the sample after one spoiling."""
    filled = entries()
    spoil(filled)
    return list(examine(FORMS["power.A22"], lines(filled), known(**changes), law_of_year or law()).findings)


def without(found_law: Law, *keys: str) -> Law:
    """The same law with some provisions taken away."""
    return replace(found_law, provisions={key: each for key, each in found_law.provisions.items() if key not in keys})
