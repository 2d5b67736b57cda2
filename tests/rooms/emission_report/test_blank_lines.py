"""What the blank of every sector of industry knows: the plan in force, else last year, and the values of the guide."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from domain.core.workbook import Content, KeptLine, content_of, read
from domain.emission_report.rules import FORMS
from domain.emission_report.rules.planned import choice_for, plan_of
from domain.emission_report.workbook.common import ALL_FUELS, MONTHS
from domain.records.sheets.reader import USUAL, grid_of
from domain.records.sheets.writer import blank
from tests.rooms.emission_report.plans import DEFAULT, GENERAL, KEYS, MEASURED, datum, of, plan
from tests.rooms.emission_report.sectors import harness


def blank_of(code: str, year: int, content: Content, last: Content | None = None) -> dict[str, list[dict[str, Any]]]:
    """The lines of the blank; written and read back nothing but what is to be filled in is missing."""
    form = FORMS[code]
    facts = harness.known_of(form, year, plan=content, last=last or {})
    lines = form.prefill(facts, harness.law_of(year))
    _, findings = read(form.workbook, grid_of(blank(form.workbook, lines), limits=USUAL))
    assert {finding.code for finding in findings} <= {"SHEET-REQUIRED", "SHEET-NOT-CALCULATED"}
    return {key: [dict(line) for line in rows] for key, rows in lines.items()}


STEEL = {
    "facilities": [
        {"number": "B1", "name": "1号高炉", "kind": "高炉", "line": "LT"},
        {"number": "B2", "name": "1号锅炉", "kind": "煤粉锅炉"},
    ],
    "lines": [
        {"number": "JH", "name": "焦化厂", "process": "coking"},
        {"number": "SJ", "name": "烧结一线", "process": "sintering"},
        {"number": "LT", "name": "炼铁厂", "product": "铁水", "process": "ironmaking"},
        {"number": "LG", "name": "炼钢厂", "product": "转炉粗钢", "process": "steelmaking"},
    ],
    "parameters": [
        datum("fuel_consumption", "喷吹无烟煤", "LT"),
        datum("heat_value", "喷吹无烟煤", "LT", DEFAULT),
        datum("carbon", "喷吹无烟煤", "LT", DEFAULT),
        datum("fuel_consumption", "天然气", "B2"),
        datum("carbon", "天然气", "B2"),
        datum("fuel_consumption", "高炉煤气", "SJ"),
        datum("fuel_consumption", "外购焦炭", "LT"),
        datum("flux", "石灰石", "SJ"),
        datum("emission_factor", "石灰石", "SJ", DEFAULT),
        datum("carbon_product", "粗钢", "LG"),
        datum("electrode", unit="LG"),
    ],
    "production": [datum("output", "烧结矿", "SJ"), datum("output", "焦炭", "JH")],
}


def test_the_blank_of_steel_knows_the_processes_of_the_plan() -> None:
    lines = blank_of("steel.A24", 2024, plan("steel", 2024, STEEL))
    assert of(lines["fuels"], "facility", "fuel", "method") == [
        ("ironmaking", "anthracite", DEFAULT),
        ("power", "natural_gas", MEASURED),
        ("ironmaking", "coke", ""),
    ]
    assert len(lines["fuels"]) == 3 * len(MONTHS)
    coal = lines["fuels"][0]
    assert (coal["month"], coal["ncv"], coal["carbon_per_heat"]) == (1, Decimal("25.024"), Decimal("0.02749"))
    assert of(lines["own_fuels"], "process", "fuel") == [
        ("ironmaking", "blast_furnace_gas"),
        ("sintering", "blast_furnace_gas"),
    ]
    assert of(lines["materials"], "process", "role", "material") == [
        ("sintering", "carbonate", "limestone"),
        ("steelmaking", "product", "crude_steel"),
        ("steelmaking", "electrode", "electrode"),
    ]
    assert lines["materials"][0]["factor"] == harness.law_of(2024).value("accounting.steel.material.limestone")
    assert of(lines["products"], "line", "product") == [
        ("SJ", "sinter"),
        ("JH", "coke"),
        ("LT", "pig_iron"),
        ("LG", "converter_steel"),
    ]


def test_the_older_blank_of_steel_has_the_year_in_one_line() -> None:
    lines = blank_of("steel.G13", 2023, plan("steel", 2023, STEEL))
    assert of(lines["materials"], "role", "material")[0] == ("carbonate", "limestone")
    assert all("month" not in line for line in lines["fuels"])
    assert of(lines["supplement"], "line", "product")[0] == ("SJ", "sinter")
    assert lines["fuels"][0]["oxidation"] == Decimal(99)


CEMENT = {
    "facilities": [
        {"number": "Y1", "name": "1号窑", "kind": "回转窑", "line": "1"},
        {"number": "G1", "name": "燃煤锅炉", "kind": "电站锅炉"},
    ],
    "lines": [
        {"number": "1", "name": "一线", "clinker": "portland", "capacity": "5000", "capacity_unit": "吨/日"},
        {"number": "2", "name": "电石渣制熟料生产线", "clinker": "white", "capacity": "150", "capacity_unit": "万t/a"},
    ],
    "parameters": [
        datum("fuel_consumption", "烟煤", "Y1"),
        datum("heat_value", "烟煤", "", DEFAULT),
        datum("fuel_consumption", "烟煤", "2"),
        datum("fuel_consumption", "柴油", "G1"),
        datum("non_carbonate", "电石渣", "2"),
        datum("non_carbonate", "粉煤灰"),
    ],
    "production": [datum("clinker", unit="1"), datum("output", "水泥", "1")],
}


def test_the_blank_of_cement_knows_kilns_and_raw_materials() -> None:
    lines = blank_of("cement.A24", 2024, plan("cement", 2024, CEMENT))
    assert of(lines["kilns"], "line", "capacity", "kind") == [("1", Decimal(5000), ""), ("2", "", "white")]
    assert of(lines["fuels"], "line", "facility", "fuel", "method") == [
        ("1", "kiln", "bituminous", DEFAULT),
        ("2", "kiln", "bituminous", DEFAULT),
        ("", "power_boiler", "diesel", ""),
    ]
    law = harness.law_of(2024)
    assert lines["fuels"][0]["ncv"] == law.value("accounting.cement.fuel.bituminous.ncv")
    assert lines["fuels"][0]["oxidation"] == 100 * law.value("accounting.cement.oxidation.kiln")
    assert of(lines["substitutes"], "line", "material") == [
        ("2", "carbide_slag"),
        ("1", "coal_ash"),
        ("2", "coal_ash"),
    ]
    assert of(lines["products"], "line", "product") == [("1", "portland"), ("1", "cement"), ("2", "white")]
    assert of(lines["line_totals"], "line") == [("1",), ("2",)]
    assert len(lines["energy"]) == len(MONTHS)


ALUMINIUM = {
    "facilities": [{"number": "R1", "name": "熔铸炉", "kind": "熔铸"}],
    "lines": [{"number": "1", "name": "一系列"}, {"number": "2", "name": "二系列"}],
    "parameters": [
        datum("anode", "炭阳极", "1"),
        datum("anode", "炭阳极", "2", DEFAULT),
        datum("anode_effect", unit="2", method=DEFAULT),
        datum("fuel_consumption", "天然气", "R1"),
    ],
    "production": [datum("output", "铝液", "1"), datum("output", "铝锭", "2"), datum("output", "铝液", "2")],
}


def test_the_blank_of_aluminium_knows_series_and_how_anodes_are_determined() -> None:
    lines = blank_of("aluminium.A24", 2024, plan("aluminium", 2024, ALUMINIUM))
    assert of(lines["anodes"], "line", "method") == [("1", MEASURED), ("2", DEFAULT)]
    assert "net_carbon" not in lines["anodes"][0]
    assert lines["anodes"][-1]["net_carbon"] == harness.law_of(2024).value("accounting.aluminium.anode.net_carbon")
    assert len(lines["uses"]) == 2 * len(MONTHS)
    assert of(lines["products"], "line", "product") == [
        ("1", "liquid_aluminium"),
        ("2", "ingot"),
        ("2", "liquid_aluminium"),
    ]
    assert of(lines["fuels"], "facility", "fuel") == [("casting", "natural_gas")]


@pytest.mark.parametrize("sector", GENERAL)
def test_the_blank_of_the_other_sectors_knows_the_plan(sector: str) -> None:
    rows, expected = GENERAL[sector]
    lines = blank_of(f"{sector}.G13", 2024, plan(sector, 2024, rows))
    assert {key: of(lines[key], *KEYS[key]) for key in expected} == expected
    by_default = [line for line in lines["fuels"] if line.get("method") == DEFAULT]
    assert all({"ncv", "carbon_per_heat", "oxidation"} <= set(line) for line in by_default)


def test_a_factor_that_the_plan_does_not_measure_stands_there() -> None:
    lines = blank_of("chemical.G13", 2024, plan("chemical", 2024, GENERAL["chemical"][0]))["processes"]
    key = "accounting.process.chemical.calcium_carbonate.factor"
    assert [line.get("factor") for line in lines] == [harness.law_of(2024).value(key), None]


def test_the_template_of_2017_names_fuels_by_facility() -> None:
    rows = {
        "facilities": [{"number": "1", "name": "熔窑", "fuel": "天然气"}],
        "parameters": [datum("fuel_consumption", "天然气")],
        "process": [datum("carbonate", "石灰石")],
        "production": [datum("output", "平板玻璃")],
    }
    lines = blank_of("flat_glass.G13", 2019, plan("flat_glass", 2019, rows))
    assert of(lines["fuels"], "facility", "fuel") == [("furnace", "natural_gas")]
    assert of(lines["processes"], "source", "material") == [("石灰石", "calcium_carbonate")]


def test_the_plan_goes_before_last_year_which_completes_it() -> None:
    last = {
        "enterprise": (KeptLine({"contact": "李四", "telephone": "027-1"}),),
        "fuels": (
            KeptLine({"facility": "boiler", "fuel": "diesel", "quantity": "5", "method": "default"}),
            KeptLine({"facility": "furnace", "fuel": "natural_gas", "quantity": "9", "method": "measured"}),
            KeptLine({"facility": "boiler", "fuel": "natural_gas", "method": "measured"}),
        ),
        "products": (KeptLine({"line": "F1", "product": "no longer known"}),),
    }
    rows = {"parameters": [datum("fuel_consumption", "天然气"), datum("carbon", "天然气", "", DEFAULT)]}
    lines = blank_of("flat_glass.G13", 2024, plan("flat_glass", 2024, rows), last)
    assert of(lines["fuels"], "facility", "fuel", "method") == [
        ("furnace", "natural_gas", DEFAULT),
        ("boiler", "natural_gas", DEFAULT),
    ]
    assert "quantity" not in lines["fuels"][0]
    assert (lines["enterprise"][0]["contact"], lines["products"]) == ("李四", [{"line": "F1"}])


def test_without_a_plan_last_years_lines_stand_there_by_month_where_the_form_has_months() -> None:
    """The form of 2023 had the year in one line; that of 2024 asks for months."""
    older = FORMS["steel.G13"]
    filled = harness.lines_of(older, {"fuels": [{"facility": "coking", "fuel": "anthracite", "method": "default"}]})
    lines = blank_of("steel.A24", 2024, {}, content_of(filled))
    assert [line["month"] for line in lines["fuels"]] == list(MONTHS)
    assert lines["fuels"][0]["ncv"] == Decimal("25.024")


def test_without_both_the_blank_has_what_it_always_had() -> None:
    lines = blank_of("flat_glass.G13", 2024, {})
    assert (lines["fuels"], lines["products"], lines["energy"]) == ([], [], [{}])
    assert len(blank_of("steel.A24", 2024, {})["energy"]) == len(MONTHS)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("烟煤", "bituminous"),
        ("无烟煤", "anthracite"),
        ("入炉原煤（烟煤）", "bituminous"),
        ("0#柴油", "diesel"),
        ("煤", ""),
        ("", ""),
        ("烟煤和无烟煤混煤", ""),
    ],
)
def test_a_fuel_is_known_by_its_name(text: str, code: str) -> None:
    assert choice_for(ALL_FUELS, text) == code


def test_a_plan_that_says_nothing_reads_as_one() -> None:
    empty = plan_of({"version": (KeptLine({"year": "2024"}),)})
    assert (empty.lines, empty.facilities, empty.data, empty.method("1", "烟煤", "carbon")) == ({}, {}, (), "")
