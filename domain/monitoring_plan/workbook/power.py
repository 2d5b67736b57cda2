"""The data quality control plan of a power plant after the guide of 2022: described once, made and read. Pure."""

from __future__ import annotations

from domain.core.workbook import Choice, Column, Kind, Layout, Note, Sheet, Workbook
from domain.monitoring_plan.workbook.common import (
    BOUNDARY,
    CONTROL,
    ENTERPRISE,
    HOW_TO,
    METHODS,
    VERSION,
    YES_NO,
    ZERO,
    chosen,
    determination,
)

FUELS = (
    Choice("bituminous", "烟煤", "bituminous coal"),
    Choice("anthracite", "无烟煤", "anthracite"),
    Choice("lignite", "褐煤", "lignite"),
    Choice("gangue", "煤矸石", "gangue"),
    Choice("gas", "天然气", "natural gas"),
)
CLASSES = tuple(Choice(code, f"{code} 类", f"class {code}") for code in ("I", "II", "III", "IV"))
PARAMETERS = chosen("fuel_consumption", "heat_value", "carbon", "oxidation", "generation", "heat", "hours")

UNITS = Sheet(
    "units",
    "主要排放设施",
    "Generating units",
    Layout.ROWS,
    (
        Column("number", "机组编号", "Unit number", required=True, locked=True),
        Column("capacity_mw", "装机容量", "Capacity", Kind.DECIMAL, "MW", required=True, minimum=ZERO, places=3),
        Column("unit_class", "机组类别", "Unit class", Kind.CHOICE, required=True, choices=CLASSES),
        Column("fuel", "主体燃料", "Main fuel", Kind.CHOICE, required=True, choices=FUELS),
        Column("cogeneration", "热电联产", "Cogeneration", Kind.CHOICE, required=True, choices=YES_NO),
        Column("boiler", "锅炉(燃气轮机)名称及型号", "Boiler or gas turbine, model", width=28),
        Column("turbine", "汽轮机及发电机型号", "Steam turbine and generator, model", width=28),
        Column(
            "permit_code", "排污许可设施编号", "Code in the discharge permit", note=Note("MF 开头", "Begins with MF")
        ),
        Column(
            "merged_with",
            "合并填报机组",
            "Reported together with",
            note=Note("不能分机组计量时填其他机组编号，以逗号分隔", "Numbers of other units, separated by commas"),
        ),
    ),
    most_rows=60,
    keys=("number",),
    notes=(Note("机组编号取自主管部门登记，登记有误请先联系主管部门。", "Units come from the authority's register."),),
)
DATA = Sheet(
    "parameters",
    "数据的确定方式",
    "How data are determined",
    Layout.ROWS,
    (
        Column("unit", "机组编号", "Unit number", required=True, locked=True),
        Column("parameter", "参数", "Parameter", Kind.CHOICE, required=True, choices=PARAMETERS, locked=True),
        *determination(METHODS),
    ),
    most_rows=600,
    keys=("unit", "parameter"),
    notes=(
        Note(
            "每台机组每个参数一行。实测参数应填写器具、地点、频次、准确度和校准情况。",
            "One line per unit and parameter. If measured: meter, place, frequency, accuracy, calibration.",
        ),
    ),
)
SAMPLING = Sheet(
    "sampling",
    "燃煤采样与检测",
    "Sampling and testing of coal",
    Layout.FIELDS,
    (
        Column("sampling", "采样方案", "Sampling"),
        Column("preparation", "制样方案", "Preparation of samples"),
        Column("retention", "留样与存档", "Retention of samples"),
        Column("heat_value_test", "低位发热量检测(标准、机构)", "Test of the heat value: standard, laboratory"),
        Column("carbon_test", "元素碳检测(标准、机构)", "Test of carbon: standard, laboratory"),
    ),
    required=False,
    notes=(Note("不实测燃煤参数的，可不填本表。", "Not needed where no coal parameter is measured."),),
)
WORKBOOK = Workbook(
    "plan.power",
    "2022",
    "数据质量控制计划(发电设施)",
    "Data quality control plan (power)",
    (VERSION, ENTERPRISE, BOUNDARY, UNITS, DATA, SAMPLING, CONTROL),
    HOW_TO,
)
