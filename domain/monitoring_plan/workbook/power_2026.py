"""The data quality control plan of a power plant after the guide of 2026: place, boilers, factor database. Pure."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from domain.core.workbook import Choice, Column, Kind, Layout, Note, Sheet, Workbook
from domain.monitoring_plan.workbook import power
from domain.monitoring_plan.workbook.common import (
    BOUNDARY,
    CONTROL_FIELDS,
    DATABASE,
    HOW_TO,
    IDENTITY,
    METHODS,
    VERSION,
    determination,
)

BOILERS = (
    Choice("pulverised", "煤粉锅炉", "pulverised coal"),
    Choice("fluidised", "循环流化床锅炉", "circulating fluidised bed"),
    Choice("grate", "层燃锅炉", "grate"),
    Choice("gas_turbine", "燃气轮机", "gas turbine"),
    Choice("other", "其他", "other"),
)
ENTERPRISE = Sheet(
    "enterprise",
    "企业情况",
    "The enterprise",
    Layout.FIELDS,
    (
        *IDENTITY,
        # The form holds places in China, whichever province it serves.
        Column(
            "longitude", "经度", "Longitude", Kind.DECIMAL, "°", minimum=Decimal(73), maximum=Decimal(136), places=6
        ),
        Column("latitude", "纬度", "Latitude", Kind.DECIMAL, "°", minimum=Decimal(3), maximum=Decimal(54), places=6),
        Column(
            "altitude", "海拔", "Altitude", Kind.DECIMAL, "m", minimum=Decimal(-200), maximum=Decimal(6000), places=1
        ),
        Column("permit", "排污许可证编号", "Number of the discharge permit"),
        Column("contact", "联系人及电话", "Contact and telephone"),
    ),
)
UNITS = Sheet(
    "units",
    "主要排放设施",
    "Generating units",
    Layout.ROWS,
    (
        *(column for column in power.UNITS.columns if column.key not in ("boiler", "merged_with", "permit_code")),
        Column("boiler_type", "锅炉类型", "Type of boiler", Kind.CHOICE, choices=BOILERS),
        Column("boiler", "锅炉(燃气轮机)名称及型号", "Boiler or gas turbine, model", width=28),
        Column(
            "permit_code",
            "排污许可设施编号",
            "Code in the discharge permit",
            note=Note("MF 加四位数字", "MF and four digits"),
        ),
        power.UNITS.column("merged_with"),
    ),
    most_rows=power.UNITS.most_rows,
    keys=("number",),
    notes=power.UNITS.notes,
)
DATA = replace(
    power.DATA,
    columns=(*power.DATA.columns[:2], *determination((*METHODS, DATABASE))),
    notes=(
        *power.DATA.notes,
        Note(
            "碳氧化率按锅炉类型和海拔从国家因子库取值。",
            "The oxidation comes from the national factor database, by type of boiler and altitude.",
        ),
    ),
)
CONTROL = Sheet(
    "control",
    "内部质量控制",
    "Internal quality control",
    Layout.FIELDS,
    (*CONTROL_FIELDS, Column("monitoring", "自动监测(CEMS)使用情况", "Use of continuous monitoring")),
)

WORKBOOK = Workbook(
    "plan.power",
    "2026",
    "数据质量控制方案(发电设施)",
    "Data quality control plan (power)",
    (VERSION, ENTERPRISE, BOUNDARY, UNITS, DATA, power.SAMPLING, CONTROL),
    HOW_TO,
)
