"""Plans as they are kept, to pre-fill blanks from: what each sector's says, and what the blank then has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from domain.core.law import last_day_of
from domain.core.workbook import Content, KeptLine
from domain.monitoring_plan.rules import form_of
from tests.law import edition

Rows = Mapping[str, Sequence[Mapping[str, str]]]
MEASURED, DEFAULT = "measured", "default"


def plan(sector: str, year: int, rows: Rows) -> Content:
    """The plan as it is kept, of the form that rules the sector's year; every column is one of that form."""
    book = form_of(edition.law(last_day_of(year)), sector).workbook
    for key, lines in rows.items():
        columns = {column.key for column in book.sheet(key).columns}
        assert {name for line in lines for name in line} <= columns
    return {key: tuple(KeptLine(line) for line in lines) for key, lines in rows.items()}


def datum(parameter: str, item: str = "", unit: str = "", method: str = MEASURED, **more: str) -> dict[str, str]:
    told = {"parameter": parameter, "item": item, "unit": unit, "method": method, **more}
    return {name: text for name, text in told.items() if text}


def of(lines: Sequence[Mapping[str, Any]], *keys: str) -> list[tuple[Any, ...]]:
    """These columns of the lines, each combination once."""
    return list(dict.fromkeys(tuple(line.get(key, "") for key in keys) for line in lines))


WORKS = [
    {"number": "Z1", "name": "一号装置", "kind": "制氢装置"},
    {"number": "G1", "name": "动力锅炉", "kind": "燃煤锅炉"},
]
# By sector: the plan's data, and what the blank then has.
GENERAL: dict[str, tuple[Rows, dict[str, list[tuple[Any, ...]]]]] = {
    "petrochemical": (
        {
            "facilities": WORKS,
            "parameters": [
                datum("fuel_consumption", "炼厂干气", "G1"),
                datum("flare", unit="Z1"),
                datum("coke_burn", "催化裂化烧焦"),
                datum("raw_material", "干气", "Z1", state="gas"),
                datum("carbon_output", "氢气", "Z1", data_unit="10⁴Nm³"),
            ],
            "production": [datum("output", "原油加工量"), datum("output", "乙烯")],
        },
        {
            "fuels": [("boiler", "refinery_gas", "")],
            "processes": [("一号装置", "flare"), ("催化裂化烧焦", "catalyst_coke")],
            "carbon": [
                ("一号装置", "hydrogen_plant", "in", "干气", "10⁴Nm³"),
                ("一号装置", "hydrogen_plant", "out", "氢气", "10⁴Nm³"),
            ],
            "products": [("全厂", "crude_oil"), ("全厂", "ethylene")],
        },
    ),
    "chemical": (
        {
            "facilities": WORKS,
            "lines": [{"number": "J1", "name": "联碱法一线", "product": "纯碱"}],
            "parameters": [
                datum("fuel_consumption", "烟煤", "G1"),
                datum("carbon", "烟煤", "G1", DEFAULT),
                datum("raw_material", "原料煤", "Z1"),
                datum("carbonate", "石灰石", "J1"),
                datum("emission_factor", "石灰石", "J1", DEFAULT),
                datum("nitrous_oxide", "硝酸", "Z1"),
            ],
            "production": [datum("output", "纯碱", "J1")],
        },
        {
            "fuels": [("boiler", "bituminous", DEFAULT)],
            "processes": [("联碱法一线", "calcium_carbonate"), ("一号装置", "nitric_acid")],
            "carbon": [("一号装置", "raw_material", "in", "原料煤", "t")],
            "products": [("J1", "soda_ash")],
            "soda_ash": [("J1", "combined")],
            "supplement": [("J1", "soda_ash")],
        },
    ),
    "flat_glass": (
        {
            "facilities": [{"number": "R1", "name": "一号熔窑", "kind": "浮法熔窑"}],
            "lines": [{"number": "F1", "name": "浮法一线"}],
            "parameters": [
                datum("fuel_consumption", "石油焦粉", "R1"),
                datum("heat_value", "石油焦粉", "R1", DEFAULT),
                datum("carbonate", "白云石", "F1"),
                datum("carbonate", "纯碱", "F1"),
                datum("carbon_powder", unit="F1"),
            ],
            "production": [datum("output", unit="F1")],
        },
        {
            "fuels": [("furnace", "petcoke", DEFAULT)],
            "processes": [("浮法一线", "dolomite"), ("浮法一线", "sodium_carbonate"), ("浮法一线", "carbon_powder")],
            "products": [("F1", "flat_glass")],
            "supplement": [("F1", "flat_glass")],
        },
    ),
    "copper": (
        {
            "facilities": [{"number": "R1", "name": "闪速炉", "kind": "熔炼炉"}],
            "parameters": [
                datum("fuel_consumption", "天然气", "R1"),
                datum("carbon", "天然气", "R1", DEFAULT),
                datum("reductant", "焦炭", "R1"),
                datum("emission_factor", "焦炭", "R1", DEFAULT),
                datum("carbonate", "石灰石", "R1"),
            ],
            "production": [datum("output", "粗铜"), datum("output", "阴极铜")],
        },
        {
            "fuels": [("smelting_furnace", "natural_gas", DEFAULT)],
            "processes": [("闪速炉", "reductant_coke"), ("闪速炉", "carbonate")],
            "products": [("全厂", "blister_copper"), ("全厂", "copper")],
            "supplement": [("全厂", "blister_copper")],
        },
    ),
    "paper": (
        {
            "facilities": [{"number": "S1", "name": "石灰窑"}, {"number": "W1", "name": "厌氧塔"}],
            "parameters": [
                datum("fuel_consumption", "重油", "S1"),
                datum("fuel_consumption", "天然气", "S1"),
                datum("limestone", unit="S1"),
                datum("wastewater", unit="W1"),
            ],
            "production": [datum("output", "机制纸和纸板")],
        },
        {
            "fuels": [("lime_kiln", "natural_gas", "")],
            "processes": [("石灰窑", "limestone")],
            "wastewater": [("厌氧塔",)],
            "products": [("全厂", "paper")],
        },
    ),
    "aviation": (
        {
            "facilities": [{"number": "C1", "name": "地面车队", "kind": "场内车辆"}, {"number": "F1", "name": "机队"}],
            "parameters": [
                datum("fuel_consumption", "航空煤油", "F1"),
                datum("emission_factor", "航空煤油", "F1", DEFAULT),
                datum("fuel_consumption", "柴油", "C1"),
            ],
            "production": [datum("turnover")],
        },
        {
            "fuels": [("vehicle", "diesel", "")],
            "processes": [("机队", "jet_kerosene")],
            "products": [],
        },
    ),
    "airport": (
        {
            "facilities": [{"number": "C1", "name": "摆渡车"}],
            "parameters": [datum("fuel_consumption", "柴油", "C1"), datum("carbon", "柴油", "C1", DEFAULT)],
            "production": [datum("throughput", "旅客吞吐量"), datum("throughput", "货邮吞吐量")],
        },
        {
            "fuels": [("vehicle", "diesel", DEFAULT)],
            "products": [("全厂", "passengers"), ("全厂", "cargo")],
        },
    ),
    "ceramics": (
        {
            "facilities": [{"number": "Y1", "name": "一号窑", "kind": "辊道窑"}],
            "parameters": [datum("fuel_consumption", "天然气", "Y1"), datum("carbonate", "碳酸钙")],
            "production": [datum("output", "建筑陶瓷砖")],
        },
        {
            "fuels": [("kiln", "natural_gas", "")],
            "processes": [("碳酸钙", "calcium_carbonate")],
            "products": [("全厂", "wall_floor_tiles")],
        },
    ),
}
KEYS = {
    "fuels": ("facility", "fuel", "method"),
    "processes": ("source", "material"),
    "carbon": ("source", "process", "flow", "name", "measured_in"),
    "products": ("line", "product"),
    "supplement": ("line", "product"),
    "soda_ash": ("line", "route"),
    "wastewater": ("plant",),
}
