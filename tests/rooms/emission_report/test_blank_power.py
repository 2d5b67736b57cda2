"""What the blanks of power know: the units of the plan in force, last year's fuels, and where the plant stands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from domain.core.workbook import Content, KeptLine, read
from domain.emission_report.rules import FORMS
from domain.emission_report.workbook.common import MONTHS
from domain.records.sheets.reader import USUAL, grid_of
from domain.records.sheets.writer import blank
from tests.rooms.emission_report.plans import of, plan
from tests.rooms.emission_report.sample import known
from tests.rooms.emission_report.sectors import harness

POWER = {
    "enterprise": [{"legal_person": "王五", "address": "江边路1号"}],
    "units": [{"number": "1", "boiler": "DG1025", "turbine": "N330", "permit_code": "MF0009"}],
}
LAST_OF_POWER = {
    "enterprise": (KeptLine({"contact": "李四", "legal_person": "赵六"}),),
    "units": (KeptLine({"unit_number": "1", "boiler": "旧炉", "cooling": "closed", "commissioned_on": "2009-06-30"}),),
    "fuels": (
        KeptLine({"unit_number": "1", "month": "1", "fuel": "bituminous", "carbon_method": "measured"}),
        KeptLine({"unit_number": "1", "month": "3", "fuel": "diesel", "carbon_method": "default", "quantity": "8"}),
    ),
}


def of_power(code: str, year: int, content: Content, last: Content) -> dict[str, list[dict[str, Any]]]:
    law = harness.law_of(year)
    lines = FORMS[code].prefill(known(year=year, plan=content, last=last), law)
    _, findings = read(FORMS[code].workbook, grid_of(blank(FORMS[code].workbook, lines), limits=USUAL))
    assert {finding.code for finding in findings} <= {"SHEET-REQUIRED", "SHEET-NOT-CALCULATED"}
    return {key: [dict(line) for line in rows] for key, rows in lines.items()}


def test_the_blank_of_power_knows_the_units_of_the_plan_and_every_fuel_of_last_year() -> None:
    lines = of_power("power.A22", 2024, plan("power", 2025, POWER), LAST_OF_POWER)
    first = lines["units"][0]
    assert (first["boiler"], first["turbine"], first["facility_code"]) == ("DG1025", "N330", "MF0009")
    assert (first["cooling"], first["commissioned_on"]) == ("closed", date(2009, 6, 30))
    assert of(lines["fuels"], "unit_number", "fuel") == [("1", "bituminous"), ("1", "diesel"), ("2", "bituminous")]
    assert len(lines["fuels"]) == 3 * len(MONTHS)
    diesel = next(line for line in lines["fuels"] if line["fuel"] == "diesel")
    assert (diesel["ncv"], diesel["carbon_per_heat"]) == (Decimal("42.652"), Decimal("0.02020"))
    assert "quantity" not in diesel
    head = lines["enterprise"][0]
    assert (head["contact"], head["legal_person"]) == ("李四", "赵六")


def test_the_blank_of_2026_takes_the_place_and_the_boilers_from_the_plan() -> None:
    placed = {
        **POWER["enterprise"][0],
        "longitude": "114.300000",
        "latitude": "30.600000",
        "altitude": "35",
        "permit": "P1",
    }
    unit = {**POWER["units"][0], "boiler_type": "pulverised"}
    content = plan("power", 2026, {"enterprise": [placed], "units": [unit]})
    lines = of_power("power.A26", 2026, content, {})
    head = lines["enterprise"][0]
    assert (head["longitude"], head["altitude_m"]) == (Decimal("114.3"), Decimal(35))
    assert (head["production_site"], head["permit_code"]) == ("江边路1号", "P1")
    assert [line.get("boiler_type") for line in lines["units"]] == ["pulverised", None]


def test_the_table_of_2018_knows_units_and_fuels() -> None:
    last = {
        "totals": (KeptLine({"unit_number": "1", "age": "existing", "pressure": "high", "generation_mwh": "9"}),),
        "fuels": (KeptLine({"unit_number": "1", "fuel": "diesel", "quantity": "8"}),),
    }
    lines = of_power("power.S16", 2018, {}, last)
    assert lines["totals"][0]["age"] == "existing"
    assert "generation_mwh" not in lines["totals"][0]
    assert of(lines["fuels"], "unit_number", "fuel") == [("1", "bituminous"), ("1", "diesel"), ("2", "bituminous")]
