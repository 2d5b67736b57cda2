"""The workbook of pulp and paper makers: the guide of 发改办气候〔2015〕1722号, and the supplementary table. Pure."""

from __future__ import annotations

from domain.core.workbook import Choice, Column, Layout, Sheet
from domain.emission_report.workbook import industry
from domain.emission_report.workbook.common import number

FACILITIES = (
    Choice("boiler", "锅炉", "boiler"),
    Choice("captive_plant", "自备电厂", "captive power plant"),
    Choice("lime_kiln", "石灰窑", "lime kiln"),
    Choice("other", "其他设施", "other"),
)
MATERIALS = (
    Choice("limestone", "石灰石", "limestone"),
    Choice("lime", "石灰", "lime"),
)
PRODUCTS = (
    Choice("paper", "机制纸和纸板（t）", "paper and board (t)"),
    Choice("pulp", "纸浆（t）", "pulp (t)"),
    Choice("paper_products", "纸制品（t）", "paper products (t)"),
)
WASTEWATER = Sheet(
    "wastewater",
    "废水厌氧处理",
    "Anaerobic treatment of waste water",
    Layout.ROWS,
    (
        Column("plant", "处理设施", "Treatment plant", required=True, width=20),
        number("volume", "废水处理量", "Waste water treated", "m³", 0, required=True),
        number("cod_in", "进水 COD", "COD entering", "mg/L", 2),
        number("cod_out", "出水 COD", "COD leaving", "mg/L", 2),
        number("methane_t", "甲烷排放量（实测）", "Methane emitted (measured)", "t", 4, required=True),
    ),
    most_rows=industry.MOST_LINES,
    keys=("plant",),
    required=False,
)

WORKBOOK = industry.workbook(
    "paper",
    "G13",
    "造纸和纸制品生产企业",
    "pulp and paper",
    industry.fuels(FACILITIES),
    industry.processes(MATERIALS, ("tonnes", "factor", "share")),
    WASTEWATER,
    industry.energy(),
    industry.products(PRODUCTS),
    industry.supplement(PRODUCTS),
)
