"""Sheets of the power report beside fuels, production and the year: facilities, purchased electricity, how values were
determined, auxiliary parameters, co-firing, heat flows, coal bought. All of them may be left out. Pure.

Their numbers differ between the guides of 2022 and 2026; `power.py` and `power_2026.py` put them in order.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from domain.core.workbook import Choice, Column, Kind, Layout, Note, Sheet
from domain.emission_report.workbook.common import COALS, HUNDRED, MONTHS, YES_NO, ZERO, month, number, percentage

MOST_UNITS = 40
MOST_LINES = MOST_UNITS * len(MONTHS)

FUELS = (
    *COALS,
    Choice("natural_gas", "天然气", "natural gas"),
    Choice("fuel_oil", "燃料油", "fuel oil"),
    Choice("diesel", "柴油", "diesel"),
    Choice("blast_furnace_gas", "高炉煤气", "blast furnace gas"),
    Choice("coke_oven_gas", "焦炉煤气", "coke oven gas"),
)
UNIT_TYPES = (
    Choice("condensing", "纯凝", "condensing"),
    Choice("extraction", "抽凝", "extraction condensing"),
    Choice("back_pressure", "背压", "back-pressure"),
    Choice("combined_cycle", "燃气-蒸汽联合循环", "combined cycle"),
    Choice("other", "其他", "other"),
)
BOILERS = (
    Choice("pulverised", "煤粉锅炉", "pulverised coal boiler"),
    Choice("fluidised", "循环流化床锅炉", "circulating fluidised bed boiler"),
    Choice("grate", "层燃锅炉", "grate boiler"),
    Choice("heat_recovery", "余热锅炉", "heat-recovery boiler"),
    Choice("other", "其他", "other"),
)
PRESSURES = (
    Choice("medium", "中压", "medium pressure"),
    Choice("high", "高压", "high pressure"),
    Choice("super_high", "超高压", "super-high pressure"),
    Choice("subcritical", "亚临界", "subcritical"),
    Choice("supercritical", "超临界", "supercritical"),
    Choice("ultra_supercritical", "超超临界", "ultra-supercritical"),
    Choice("B", "B级", "gas turbine class B"),
    Choice("E", "E级", "gas turbine class E"),
    Choice("F", "F级", "gas turbine class F"),
    Choice("H", "H级", "gas turbine class H"),
    Choice("distributed", "分布式", "distributed"),
    Choice("other", "其他", "other"),
)
COOLINGS = (
    Choice("open", "开式循环", "once-through water"),
    Choice("closed", "闭式循环", "recirculated water"),
    Choice("direct_air", "直接空冷", "direct air"),
    Choice("indirect_air", "间接空冷", "indirect air"),
    Choice("none", "无", "none"),
)
WAYS = (
    Choice("own", "自行检测", "own test"),
    Choice("outsourced", "委托检测", "outsourced test"),
    Choice("none", "未实测", "not measured"),
)
ACCREDITED = (
    Choice("cma", "CMA", "CMA"),
    Choice("cnas", "CNAS", "CNAS"),
    Choice("both", "CMA和CNAS", "CMA and CNAS"),
    Choice("none", "无", "none"),
)
FREQUENCIES = (
    Choice("shift", "每班", "each shift"),
    Choice("day", "每日", "daily"),
    Choice("batch", "每批次", "each batch"),
    Choice("month", "每月缩分样", "monthly composite"),
)
MEDIA = (Choice("steam", "蒸汽", "steam"), Choice("water", "热水", "hot water"))
BIOMASS_TYPES = (
    Choice("straw", "农业秸秆", "straw"),
    Choice("wood", "林业剩余物", "wood residues"),
    Choice("sludge", "污泥", "sludge"),
    Choice("waste", "生活垃圾", "municipal waste"),
    Choice("biogas", "沼气", "biogas"),
    Choice("other", "其他生物质", "other biomass"),
)


def unit_number() -> Column:
    return Column("unit_number", "机组编号", "Unit", required=True, locked=True, width=12)


def choice(key: str, zh: str, en: str, choices: tuple[Choice, ...], *, required: bool = False) -> Column:
    return Column(key, zh, en, Kind.CHOICE, required=required, choices=choices, width=13)


def day(key: str, zh: str, en: str, note: str = "") -> Column:
    return Column(key, zh, en, Kind.DATE, note=Note(note) if note else None, width=14)


# What the first sheet of power says beside that of every sector.
FACTS = (
    choice("captive", "是否自备电厂", "Captive power plant", YES_NO),
    Column("captive_industry", "自备电厂所属行业", "Industry that the captive plant serves"),
    Column("permit_code", "排污许可证编号", "Number of the discharge permit"),
    Column("technical_body", "编制温室气体排放报告的技术服务机构", "Technical body that helped to write the report"),
)

FACILITIES = Sheet(
    "units",
    "机组及生产设施",
    "Units and facilities (C.2)",
    Layout.ROWS,
    (
        unit_number(),
        choice("unit_type", "机组类型", "Type of unit", UNIT_TYPES),
        Column("boiler", "锅炉名称及型号", "Boiler, model", width=22),
        choice("boiler_type", "锅炉类型", "Type of boiler", BOILERS),
        Column(
            "facility_code", "锅炉（燃气轮机）编号", "Code of boiler or gas turbine", note=Note("排污许可证 MF 编号")
        ),
        number("boiler_capacity", "锅炉额定蒸发量", "Steam capacity", "t/h", 2),
        choice("pressure", "压力参数或燃机等级", "Pressure class or turbine class", PRESSURES),
        Column("turbine", "汽轮机（燃气轮机）型号", "Turbine, model", width=22),
        Column("generator", "发电机型号", "Generator, model", width=22),
        choice("cooling", "汽轮机排汽冷却方式", "Cooling", COOLINGS),
        day("commissioned_on", "投产日期", "In service since"),
    ),
    most_rows=MOST_UNITS,
    keys=("unit_number",),
    required=False,
    notes=(
        Note(
            "按方案合并填报的机组写在一行，编号以逗号分隔，如 1#,2#；装机容量为各机组之和。",
            "Units that the plan reports together stand in one line, as 1#,2#; their capacities are added.",
        ),
    ),
)

BIOMASS = Sheet(
    "biomass",
    "掺烧生物质",
    "Biomass co-firing (C.3)",
    Layout.ROWS,
    (
        unit_number(),
        month(),
        choice("biomass", "掺烧生物质品种", "Biomass", BIOMASS_TYPES),
        percentage("boiler_efficiency", "锅炉效率", "Boiler efficiency"),
        number("boiler_heat_gj", "锅炉产热量", "Heat of the boiler", "GJ", 2),
        number("fossil_heat_gj", "化石燃料热量", "Heat of fossil fuels", "GJ", 2, note="Σ消耗量×低位发热量"),
        percentage("share", "生物质热量占比", "Share of biomass", note="（产热量÷效率－化石燃料热量）÷（产热量÷效率）"),
    ),
    most_rows=MOST_LINES,
    keys=("unit_number", "month"),
    required=False,
    notes=(
        Note(
            "没有掺烧的不填。生物质燃烧的二氧化碳按零计，此处列示占比。",
            "Leave empty without co-firing. Carbon dioxide of biomass counts as zero; its share is shown here.",
        ),
    ),
)

ELECTRICITY = Sheet(
    "electricity",
    "购入电力",
    "Purchased electricity (C.4)",
    Layout.ROWS,
    (unit_number(), month(), number("purchased_mwh", "购入使用电量", "Electricity bought and used", "MWh", 3)),
    most_rows=MOST_LINES,
    keys=("unit_number", "month"),
    required=False,
    notes=(
        Note(
            "2022 年度及以前计入排放总量，2023 年度起单独列示、不计入总量。没有购入填 0。",
            "Part of the total to 2022; told beside it from 2023 on. 0 where none was bought.",
        ),
    ),
)

DETERMINATION = Sheet(
    "determination",
    "低位发热量和元素碳确定方式",
    "How heat value and carbon were determined (C.6)",
    Layout.ROWS,
    (
        unit_number(),
        month(),
        choice("fuel", "燃料品种", "Fuel", FUELS, required=True),
        choice("ncv_how", "低位发热量检测方式", "Heat value: way", WAYS),
        choice("ncv_frequency", "低位发热量检测频次", "Heat value: frequency", FREQUENCIES),
        Column("ncv_standard", "低位发热量检测标准", "Heat value: standard", note=Note("例如 GB/T 213")),
        choice("carbon_how", "元素碳检测方式", "Carbon: way", WAYS),
        choice("frequency", "元素碳检测频次", "Carbon: frequency", FREQUENCIES),
        day("sampled_on", "制样日期", "Sample made up on", "月缩分样的制样日期"),
        day("tested_on", "检测日期", "Tested on"),
        Column("laboratory", "检测单位", "Laboratory", width=22),
        choice("accreditation", "检测资质", "Accreditation", ACCREDITED),
        Column("standard", "元素碳检测标准", "Carbon: standard", note=Note("例如 GB/T 476")),
        percentage("carbon_air_dried", "空干基碳 Cad", "Carbon, air-dried"),
        percentage("carbon_dry", "干基碳 Cd", "Carbon, dry"),
        percentage("moisture_air_dried", "空干基水分 Mad", "Moisture, air-dried"),
        percentage("moisture_as_received", "收到基水分 Mar", "Moisture, as received"),
        percentage("ash_air_dried", "空干基灰分 Aad", "Ash, air-dried"),
    ),
    most_rows=MOST_LINES * 2,
    keys=("unit_number", "month", "fuel"),
    required=False,
    notes=(
        Note(
            "每台机组每月每种燃煤一行。化石燃料表未填收到基元素碳时，按本表检测值换算：Car=Cad×(100-Mar)/(100-Mad)。",
            "One line per unit, month and coal. Where the fuel sheet has no carbon as received, it follows from here.",
        ),
    ),
)

AUXILIARY = Sheet(
    "auxiliary",
    "辅助参数",
    "Auxiliary parameters (C.7)",
    Layout.ROWS,
    (
        unit_number(),
        month(),
        number("total_heat_gj", "锅炉总产热量", "Heat of the boiler, all", "GJ", 2, note="燃气机组为余热锅炉产热量"),
        percentage("heat_ratio", "供热比", "Heat ratio"),
        number("coal_power", "发电煤（气）耗", "Fuel for power", "tce/MWh", 4),
        number("coal_heat", "供热煤（气）耗", "Fuel for heat", "tce/GJ", 4),
        number("power_intensity", "发电碳排放强度", "Emissions for power", "tCO2/MWh", 4),
        number("heat_intensity", "供热碳排放强度", "Emissions for heat", "tCO2/GJ", 4),
        number("on_grid_mwh", "上网电量", "Electricity sent to the grid", "MWh", 3),
    ),
    most_rows=MOST_LINES,
    keys=("unit_number", "month"),
    required=False,
)

HEAT = Sheet(
    "heat",
    "供热流量",
    "Flows of heat supplied",
    Layout.ROWS,
    (
        unit_number(),
        month(),
        choice("medium", "供热介质", "Medium", MEDIA, required=True),
        number("tonnes", "供热流量", "Flow", "t", 2),
        number("enthalpy", "蒸汽焓值", "Enthalpy of steam", "kJ/kg", 2, note="蒸汽填写"),
        number("temperature", "热水温度", "Temperature of water", "℃", 2, note="热水填写"),
    ),
    most_rows=MOST_LINES * 3,
    keys=("unit_number", "month", "medium"),
    required=False,
    notes=(
        Note(
            "供热量由流量换算的填写本表：蒸汽 t×(焓值-83.74)÷1000；热水 t×(温度-20)×4.1868÷1000。",
            "For heat that follows from flows: steam by its enthalpy, water by its temperature.",
        ),
    ),
)

COAL = Sheet(
    "coal",
    "燃煤购入和来源",
    "Coal bought, and where from",
    Layout.ROWS,
    (
        month(),
        choice("fuel", "燃料品种", "Fuel", COALS, required=True),
        number("opening_t", "月初库存", "Stock, first day", "t", 2),
        number("bought_t", "购入量", "Bought", "t", 2),
        number("other_t", "其他用途及损耗", "Other uses and losses", "t", 2),
        number("closing_t", "月末库存", "Stock, last day", "t", 2),
        Column("origin", "煤炭来源（产地）", "Where from", width=26),
    ),
    most_rows=len(MONTHS) * len(COALS),
    keys=("month", "fuel"),
    required=False,
    notes=(Note("全厂填报；进口煤写明国别。", "For the whole plant; of imported coal the country."),),
)


def renumbered(sheet: Sheet, title_en: str) -> Sheet:
    """The same sheet under the number that another edition prints."""
    return replace(sheet, title_en=title_en)


def degrees(key: str, zh: str, en: str, most: Decimal) -> Column:
    """A coordinate in degrees."""
    return Column(key, zh, en, Kind.DECIMAL, "°", minimum=ZERO, maximum=most, places=6)


LOCATION = (
    Column("registered_capital", "注册资本", "Registered capital", Kind.DECIMAL, "万元", minimum=ZERO, places=2),
    day("registered_on", "成立日期", "Founded on"),
    Column("production_site", "生产经营场所地址", "Place of production", width=30),
    degrees("longitude", "经度", "Longitude", HUNDRED * 2),
    degrees("latitude", "纬度", "Latitude", HUNDRED),
    number("altitude_m", "海拔高度", "Altitude", "m", 1, note="用于选取碳氧化率"),
)
