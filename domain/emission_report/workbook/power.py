"""The power workbook: described once, to make the blank and to read it back. Pure.

It follows the tables of the power guide of 2022: C.1 enterprise, C.2 facilities, C.3 fuels and co-firing, C.4 purchased
electricity, C.5 production and the year as the filer states it (so that the arithmetic can be checked), C.6 how values
were determined, C.7 auxiliary parameters. Fuels and production are two sheets because a month with a second fuel has
two fuel lines and one production line.
"""

from __future__ import annotations

from dataclasses import replace

from domain.core.workbook import Choice, Column, Kind, Layout, Note, Sheet, Workbook
from domain.emission_report.workbook.common import (
    COVER_NOTES,
    ENTERPRISE,
    HUNDRED,
    METHODS,
    MONTHS,
    YES_NO,
    ZERO,
    month,
    number,
)
from domain.emission_report.workbook.power_sheets import (
    AUXILIARY,
    BIOMASS,
    COAL,
    DETERMINATION,
    ELECTRICITY,
    FACILITIES,
    FACTS,
    FUELS,
    HEAT,
    MOST_UNITS,
    unit_number,
)

CLASSES = tuple(Choice(code, f"{code} 类", f"class {code}") for code in ("I", "II", "III", "IV"))
# The register names the main fuel of a unit more coarsely than the fuel sheet does.
UNIT_FUELS = (
    Choice("bituminous", "烟煤", "bituminous coal"),
    Choice("anthracite", "无烟煤", "anthracite"),
    Choice("lignite", "褐煤", "lignite"),
    Choice("gangue", "煤矸石等非常规燃煤", "gangue and other unconventional coal"),
    Choice("gas", "天然气", "natural gas"),
)


FUEL = Sheet(
    "fuels",
    "化石燃料",
    "Fossil fuels (C.3)",
    Layout.ROWS,
    (
        unit_number(),
        month(),
        Column("fuel", "燃料品种", "Fuel", Kind.CHOICE, required=True, choices=FUELS),
        number("quantity", "消耗量", "Quantity consumed", "t 或 10⁴Nm³", 2, required=True),
        number("ncv", "低位发热量", "Net calorific value", "GJ/t 或 GJ/10⁴Nm³", 3),
        Column(
            "ncv_method", "低位发热量确定方式", "Heat value: how", Kind.CHOICE, required=True, choices=METHODS, width=20
        ),
        number("carbon", "收到基元素碳含量", "Carbon as received", "tC/t 或 tC/10⁴Nm³", 4, note="实测时填写"),
        number("carbon_per_heat", "单位热值含碳量", "Carbon per heat", "tC/GJ", 5, note="元素碳未实测时填写"),
        Column("carbon_method", "元素碳确定方式", "Carbon: how", Kind.CHOICE, required=True, choices=METHODS, width=18),
        Column("oxidation", "碳氧化率", "Oxidation", Kind.DECIMAL, "%", True, minimum=ZERO, maximum=HUNDRED, places=2),
    ),
    most_rows=MOST_UNITS * len(MONTHS) * 4,
    keys=("unit_number", "month", "fuel"),
    notes=(
        Note(
            "每台机组每月每种燃料一行；停运月份消耗量填 0。",
            "One line per unit, month and fuel; 0 while out of service.",
        ),
        Note(
            "元素碳实测：填收到基元素碳含量；未实测：填单位热值含碳量（缺省值）和低位发热量。",
            "Carbon measured: carbon as received. Not measured: carbon per heat (default) and heat value.",
        ),
    ),
)

PRODUCTION = Sheet(
    "production",
    "生产数据",
    "Production (C.5)",
    Layout.ROWS,
    (
        unit_number(),
        month(),
        number("generation_mwh", "发电量", "Generation", "MWh", 3, required=True),
        number("heat_gj", "供热量", "Heat supplied", "GJ", 2, required=True, note="无供热填 0"),
        number("hours", "运行小时数", "Operating hours", "h", 2, required=True),
        number("load_factor", "负荷（出力）系数", "Load factor", "%", 2, note="发电量÷（装机容量×运行小时数）"),
    ),
    most_rows=MOST_UNITS * len(MONTHS),
    keys=("unit_number", "month"),
    notes=(Note("每台机组每月一行；停运月份填 0。", "One line per unit and month; 0 while out of service."),),
)

TOTALS = Sheet(
    "totals",
    "机组年度汇总",
    "Year by generating unit",
    Layout.ROWS,
    (
        unit_number(),
        Column("unit_class", "机组类别", "Class", Kind.CHOICE, required=True, choices=CLASSES, width=10),
        number("capacity_mw", "装机容量", "Capacity", "MW", 3, required=True),
        Column("fuel", "主要燃料", "Main fuel", Kind.CHOICE, required=True, choices=UNIT_FUELS),
        Column("cogeneration", "是否热电联产", "Cogeneration", Kind.CHOICE, required=True, choices=YES_NO),
        number(
            "emissions_tonnes", "年排放量", "Emissions", "tCO2", 2, required=True, note="Σ消耗量×元素碳×氧化率×44/12"
        ),
        Column(
            "generation_mwh",
            "年发电量",
            "Generation",
            Kind.DECIMAL,
            "MWh",
            True,
            minimum=ZERO,
            places=3,
            formula="=SUMIFS({production.generation_mwh},{production.unit_number},{unit_number})",
        ),
        Column(
            "heat_gj",
            "年供热量",
            "Heat supplied",
            Kind.DECIMAL,
            "GJ",
            True,
            minimum=ZERO,
            places=2,
            formula="=SUMIFS({production.heat_gj},{production.unit_number},{unit_number})",
        ),
        Column(
            "hours",
            "年运行小时数",
            "Operating hours",
            Kind.DECIMAL,
            "h",
            True,
            minimum=ZERO,
            places=2,
            formula="=SUMIFS({production.hours},{production.unit_number},{unit_number})",
        ),
        number("load_factor", "年负荷（出力）系数", "Load factor", "%", 2),
    ),
    most_rows=MOST_UNITS,
    keys=("unit_number",),
    notes=(Note("全厂排放量为各机组之和。", "The enterprise's emissions are the sum of its units."),),
)

POWER_ENTERPRISE = replace(ENTERPRISE, columns=(*ENTERPRISE.columns, *FACTS))

WORKBOOK = Workbook(
    "emission_report.power",
    "A22",
    "发电设施温室气体排放报告",
    "Emission report, power",
    (
        POWER_ENTERPRISE,
        FUEL,
        PRODUCTION,
        TOTALS,
        FACILITIES,
        BIOMASS,
        ELECTRICITY,
        DETERMINATION,
        AUXILIARY,
        HEAT,
        COAL,
    ),
    COVER_NOTES,
)
