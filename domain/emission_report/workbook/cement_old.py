"""The workbook of cement for years before 2024: the guide of 发改办气候〔2013〕2526号, by the oxides of clinker. Pure.

The supplementary table is that of the years 2020 and 2021, by line, with the altitude of the kiln.
"""

from __future__ import annotations

from domain.core.workbook import Column, Kind, Layout, Note, Sheet
from domain.emission_report.workbook import industry
from domain.emission_report.workbook.cement import FACILITIES, PRODUCTS
from domain.emission_report.workbook.common import YES_NO, number, percentage

OXIDES = Sheet(
    "oxides",
    "熟料和窑灰",
    "Clinker and kiln dust",
    Layout.ROWS,
    (
        industry.LINE,
        number("clinker_t", "熟料产量", "Clinker", "t", 2, required=True),
        number("dust_t", "窑炉排气筒和旁路放风粉尘", "Kiln and bypass dust", "t", 2, required=True, note="无则填 0"),
        percentage("cao", "熟料中氧化钙含量", "CaO in clinker", required=True),
        percentage(
            "cao_not_carbonate", "非碳酸盐来源的氧化钙", "CaO not from carbonate", required=True, note="无则填 0"
        ),
        percentage("mgo", "熟料中氧化镁含量", "MgO in clinker", required=True),
        percentage(
            "mgo_not_carbonate", "非碳酸盐来源的氧化镁", "MgO not from carbonate", required=True, note="无则填 0"
        ),
        number("raw_meal_t", "生料数量", "Raw meal", "t", 2, required=True),
        percentage("raw_meal_carbon", "生料中非燃料碳含量", "Carbon of raw meal", note="未实测可不填，按缺省范围取值"),
        Column(
            "high_carbon",
            "生料掺用煤矸石、高碳粉煤灰",
            "Raw meal with gangue or ash rich in carbon",
            Kind.CHOICE,
            required=True,
            choices=YES_NO,
            note=Note("未实测时：是取范围上限，否取下限", "Not measured: yes takes the upper end, no the lower"),
        ),
    ),
    most_rows=industry.MOST_LINES,
    keys=("line",),
    required=False,
)
SUPPLEMENTED = (
    number("process_tco2", "熟料碳酸盐分解排放", "From decomposition", "tCO2", 2, required=True),
    number("altitude_m", "海拔高度", "Altitude", "m", 0),
    number(
        "altitude_factor",
        "海拔修正系数",
        "Altitude factor",
        "",
        4,
        note="来源未经核实，仅作列示，不参与核算",
        note_en="not verified: shown and not applied",
    ),
    percentage("alternative", "燃料替代率", "Alternative fuels"),
)

WORKBOOK = industry.workbook(
    "cement",
    "G13",
    "水泥生产企业",
    "cement",
    industry.fuels(FACILITIES),
    OXIDES,
    industry.energy(),
    industry.products(PRODUCTS),
    industry.supplement(PRODUCTS, SUPPLEMENTED),
)
