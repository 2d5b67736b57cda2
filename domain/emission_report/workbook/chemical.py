"""The workbook of chemical enterprises: their guide of 2013, the supplementary table, and that of soda ash. Pure."""

from __future__ import annotations

from domain.core.workbook import Choice, Column, Kind, Layout, Note, Sheet
from domain.emission_report.workbook import industry
from domain.emission_report.workbook.common import number

FACILITIES = (
    Choice("boiler", "锅炉", "boiler"),
    Choice("process_furnace", "工艺炉窑", "process furnace"),
    Choice("captive_plant", "自备电厂", "captive power plant"),
    Choice("flare", "火炬", "flare"),
    Choice("other", "其他设施", "other"),
)
MATERIALS = (
    Choice("calcium_carbonate", "碳酸钙（石灰石）", "calcium carbonate"),
    Choice("magnesium_carbonate", "碳酸镁（菱镁石）", "magnesium carbonate"),
    Choice("sodium_carbonate", "碳酸钠（纯碱）", "sodium carbonate"),
    Choice("dolomite", "白云石", "dolomite"),
    Choice("carbonate", "其他碳酸盐", "other carbonate"),
    Choice("nitric_acid", "硝酸生产（N2O）", "nitric acid (N2O)"),
    Choice("adipic_acid", "己二酸生产（N2O）", "adipic acid (N2O)"),
)
PLANTS = (Choice("raw_material", "以化石燃料或其他碳氢化合物为原料", "fuels and hydrocarbons as raw materials"),)
PRODUCTS = (
    Choice("ammonia", "合成氨（t）", "ammonia (t)"),
    Choice("methanol", "甲醇（t）", "methanol (t)"),
    Choice("calcium_carbide", "电石（t）", "calcium carbide (t)"),
    Choice("soda_ash", "纯碱（轻质，t）", "soda ash (light, t)"),
    Choice("caustic_soda", "烧碱（t）", "caustic soda (t)"),
    Choice("urea", "尿素（t）", "urea (t)"),
    Choice("nitric_acid", "硝酸（t）", "nitric acid (t)"),
    Choice("adipic_acid", "己二酸（t）", "adipic acid (t)"),
    Choice("organic", "其他有机化学品（t）", "other organic chemicals (t)"),
    Choice("inorganic", "其他无机化学品（t）", "other inorganic chemicals (t)"),
    Choice("fertiliser", "化肥（t）", "fertiliser (t)"),
    Choice("pesticide", "农药（t）", "pesticide (t)"),
    Choice("synthetic", "合成材料（t）", "synthetic materials (t)"),
)
SODA_ROUTES = (Choice("ammonia", "氨碱法", "ammonia process"), Choice("combined", "联碱法", "combined process"))
NONE = "无则填 0"

# Electricity and heat by where they come from: each has a factor of its own.
SODA_ASH = Sheet(
    "soda_ash",
    "纯碱补充数据表",
    "Supplementary data, soda ash",
    Layout.ROWS,
    (
        Column("line", "分厂或生产线", "Works or line", required=True, width=18),
        Column("route", "生产工艺", "Process", Kind.CHOICE, required=True, choices=SODA_ROUTES, width=12),
        number("output", "轻质纯碱产量", "Light soda ash", "t", 2, required=True),
        number("fuel_tco2", "化石燃料燃烧排放", "From fossil fuels", "tCO2", 2, required=True),
        number("grid_mwh", "电网电量", "Electricity of the grid", "MWh", 3, required=True, note=NONE),
        number("captive_mwh", "自备电厂电量", "Of a captive plant", "MWh", 3, required=True, note=NONE),
        number("renewable_mwh", "可再生能源电量", "Renewable", "MWh", 3, required=True, note=NONE),
        number("waste_heat_mwh", "余热发电量", "Of waste heat", "MWh", 3, required=True, note=NONE),
        number("electricity_tco2", "消耗电力对应的排放", "From electricity", "tCO2", 2, required=True),
        number("bought_gj", "外购热量", "Heat bought", "GJ", 2, required=True, note=NONE),
        number("captive_gj", "自备锅炉或电厂热量", "Of own boilers or plant", "GJ", 2, required=True, note=NONE),
        number("waste_heat_gj", "余热热量", "Waste heat", "GJ", 2, required=True, note=NONE),
        number("heat_tco2", "消耗热力对应的排放", "From heat", "tCO2", 2, required=True),
        number("emissions_tonnes", "合计排放量", "Emissions", "tCO2", 2, required=True),
        number("intensity", "单位产品排放强度", "Emissions per output", "tCO2/t", 4),
    ),
    most_rows=industry.MOST_LINES,
    keys=("line", "route"),
    notes=(
        Note(
            "自备锅炉、电厂供出的热和电在此计入，其燃料不再计入化石燃料燃烧排放，避免重复。",
            "Heat and electricity of own boilers and plants stand here; their fuel does not count a second time.",
        ),
    ),
    required=False,
)

WORKBOOK = industry.workbook(
    "chemical",
    "G13",
    "化工生产企业",
    "chemical enterprises",
    industry.fuels(FACILITIES),
    industry.processes(MATERIALS, ("tonnes", "factor", "share", "gas_kg", "removed")),
    industry.carbon(PLANTS),
    industry.energy(),
    industry.products(PRODUCTS),
    industry.supplement(PRODUCTS, (industry.PROCESS_TCO2,)),
    SODA_ASH,
)
