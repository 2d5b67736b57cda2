"""The workbook of aluminium smelting, by process and month: the guide CETS-AG-04.01-V01-2024 (铝冶炼行业). Pure."""

from __future__ import annotations

from domain.core.workbook import Choice, Column, Kind, Layout, Note, Sheet
from domain.emission_report.workbook import industry
from domain.emission_report.workbook.cement import total
from domain.emission_report.workbook.common import METHODS, MONTHS, ZERO, month, number, percentage

FACILITIES = (
    Choice("electrolysis", "电解", "electrolysis"),
    Choice("anode_baking", "阳极焙烧", "anode baking"),
    Choice("casting", "熔铸", "casting"),
    Choice("boiler", "锅炉", "boiler"),
    Choice("other", "其他设施", "other"),
)
PRODUCTS = (
    Choice("liquid_aluminium", "铝液", "liquid aluminium"),
    Choice("ingot", "铝锭及铝合金", "ingots and alloys"),
)
ANODES = Sheet(
    "anodes",
    "阳极消耗和阳极效应",
    "Anodes and anode effects",
    Layout.ROWS,
    (
        industry.LINE,
        month(),
        Column("method", "确定方式", "How determined", Kind.CHOICE, required=True, choices=METHODS, width=12),
        number("anode_gross", "吨铝阳极毛耗", "Gross anode", "t/t", 4, note="未实测可不填"),
        percentage("anode_residue", "残极率", "Residue", note="未实测可不填"),
        percentage("anode_sulphur", "阳极硫含量", "Sulphur", note="未实测可不填"),
        percentage("anode_ash", "阳极灰分", "Ash", note="未实测可不填"),
        number("net_carbon", "吨铝阳极净碳耗", "Net anode carbon", "tC/t", 4, note="实测时填写"),
        number("effect_minutes", "阳极效应持续时间", "Anode effect", "min/槽日", 3, note="未实测可不填"),
        number("cf4_kg_per_t", "四氟化碳排放因子", "CF4", "kg/t", 5, note="实测时填写"),
        number("c2f6_kg_per_t", "六氟化二碳排放因子", "C2F6", "kg/t", 5, note="实测时填写"),
    ),
    most_rows=industry.MOST_LINES * len(MONTHS),
    keys=("line", "month"),
    notes=(
        Note(
            "每个电解工序每月一行；确定方式为缺省值的，后面各栏不参与核算。",
            "One line per process and month; where the method is default the columns behind do not count.",
        ),
    ),
)
USES = Sheet(
    "uses",
    "用电分项",
    "Electricity by use",
    Layout.ROWS,
    (
        industry.LINE,
        month(),
        number("ac_mwh", "电解交流电量", "Electrolysis, alternating", "MWh", 3, required=True),
        number("dc_mwh", "电解直流电量", "Electrolysis, direct", "MWh", 3, required=True),
        number("auxiliary_mwh", "动力和辅助用电量", "Auxiliary", "MWh", 3, required=True),
    ),
    most_rows=industry.MOST_LINES * len(MONTHS),
    keys=("line", "month"),
    notes=(Note("交流电量含整流损耗。", "Alternating current includes what the rectifier loses."),),
)
LINE_TOTALS = Sheet(
    "line_totals",
    "分工序排放",
    "Emissions by process",
    Layout.ROWS,
    (
        industry.LINE,
        number("aluminium_t", "铝液产量", "Liquid aluminium", "t", 2, required=True),
        number("anode_tco2", "能源作为原材料用途排放", "Anodes as reductant", "tCO2", 2, required=True),
        number("anode_effect_tco2e", "阳极效应排放", "Anode effects", "tCO2e", 2, required=True),
        Column(
            "emissions_tco2e",
            "工序排放量",
            "Of the process",
            Kind.DECIMAL,
            "tCO2e",
            True,
            minimum=ZERO,
            places=2,
            locked=True,
            formula="=ROUND({anode_tco2}+{anode_effect_tco2e},2)",
        ),
        Column(
            "intensity",
            "吨铝排放",
            "Per tonne of aluminium",
            Kind.DECIMAL,
            "tCO2e/t",
            minimum=ZERO,
            places=4,
            locked=True,
            formula="=IF({aluminium_t}>0,ROUND({emissions_tco2e}/{aluminium_t},4),0)",
        ),
    ),
    most_rows=industry.MOST_LINES,
    keys=("line",),
)
TOTALS = Sheet(
    "totals",
    "排放汇总",
    "Emissions of the year",
    Layout.FIELDS,
    (
        total("anode_tco2", "能源作为原材料用途排放", "Anodes as reductant", "=SUM({line_totals.anode_tco2})", 2),
        total("anode_effect_tco2e", "阳极效应排放", "Anode effects", "=SUM({line_totals.anode_effect_tco2e})", 2),
        total(
            "emissions_tonnes",
            "温室气体排放总量",
            "Emissions in all",
            "=ROUND(SUM({line_totals.emissions_tco2e}),0)",
            0,
        ),
        number("elsewhere_tco2", "化石燃料燃烧排放（单列）", "Fossil fuels, told beside", "tCO2", 2),
        number("electricity_tco2", "购入电力对应的排放（单列）", "From electricity, told beside", "tCO2", 2),
    ),
)

WORKBOOK = industry.workbook(
    "aluminium",
    "A24",
    "铝冶炼企业",
    "aluminium smelting",
    industry.products(PRODUCTS, monthly=True),
    ANODES,
    industry.fuels(FACILITIES, monthly=True),
    USES,
    industry.energy(monthly=True),
    LINE_TOTALS,
    totals=TOTALS,
)
