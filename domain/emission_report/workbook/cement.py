"""The workbook of cement, by line and month: the guide CETS-AG-02.01-V01-2024 (水泥行业). Pure."""

from __future__ import annotations

from domain.core.workbook import Choice, Column, Kind, Layout, Note, Sheet
from domain.emission_report.workbook import industry
from domain.emission_report.workbook.common import MONTHS, ZERO, month, number, percentage

FACILITIES = (
    Choice("kiln", "水泥窑", "cement kiln"),
    Choice("power_boiler", "电站锅炉", "power boiler"),
    Choice("industrial_boiler", "工业锅炉", "industrial boiler"),
    Choice("other", "其他设施", "other"),
)
CLINKERS = (
    Choice("portland", "硅酸盐水泥熟料", "Portland clinker"),
    Choice("white", "白色硅酸盐水泥熟料", "white clinker"),
    Choice("sulphoaluminate", "硫铝酸盐水泥熟料", "sulphoaluminate clinker"),
    Choice("ferroaluminate", "铁铝酸盐水泥熟料", "ferroaluminate clinker"),
    Choice("aluminate", "铝酸盐水泥熟料", "aluminate clinker"),
)
PRODUCTS = (*CLINKERS, Choice("cement", "水泥", "cement"))
# Raw materials that hold no carbonate, with the deductions of the guide, in the order of these.
SUBSTITUTES = (
    Choice("desulphurisation_lime", "脱硫用氢氧化钙废渣", "spent desulphurisation lime"),
    Choice("slaked_lime", "熟石灰（消石灰）", "slaked lime"),
    Choice("carbide_slag", "电石渣", "carbide slag"),
    Choice("magnesium_slag", "镁渣", "magnesium slag"),
    Choice("paper_white_mud", "造纸白泥", "paper white mud"),
    Choice("calcium_fluoride_sludge", "氟化钙污泥", "calcium fluoride sludge"),
    Choice("phosphorus_slag", "磷渣", "phosphorus slag"),
    Choice("vanadium_titanium_slag", "钒钛渣", "vanadium-titanium slag"),
    Choice("nitrogen_slag", "氮渣", "nitrogen slag"),
    Choice("fly_ash", "飞灰", "fly ash of waste incineration"),
    Choice("ferroalloy_slag", "铁合金渣", "ferro-alloy slag"),
    Choice("gypsum", "工业副产石膏", "gypsum"),
    Choice("citric_residue", "柠檬酸渣", "citric acid residue"),
    Choice("steel_slag", "钢渣", "steel slag"),
    Choice("nickel_slag", "镍渣", "nickel slag"),
    Choice("manganese_slag", "锰渣", "manganese slag"),
    Choice("zinc_slag", "锌渣", "zinc slag"),
    Choice("tin_slag", "锡渣", "tin slag"),
    Choice("sludge", "污泥", "sludge"),
    Choice("aluminium_slag", "铝渣", "aluminium slag"),
    Choice("sulphuric_slag", "硫酸渣", "sulphuric acid slag"),
    Choice("copper_slag", "铜渣", "copper slag"),
    Choice("lead_zinc_slag", "铅锌渣", "lead-zinc slag"),
    Choice("coal_ash", "粉煤灰（炉渣）", "coal ash"),
    Choice("red_mud", "赤泥", "red mud"),
)
ALTERNATIVES = (
    Choice("biomass", "生物质", "biomass"),
    Choice("municipal", "生活垃圾衍生燃料", "refuse-derived fuel"),
    Choice("industrial", "工业固体废物", "industrial waste"),
    Choice("tyres", "废轮胎、废橡胶", "tyres and rubber"),
    Choice("plastics", "废塑料、废织物", "plastics and textiles"),
    Choice("sludge", "污泥", "sludge"),
    Choice("liquid", "废油、废溶剂", "waste oil and solvents"),
    Choice("other", "其他", "other"),
)
KINDS = (
    Choice("common", "普通生产线", "common"),
    Choice("white", "白水泥熟料生产线", "white clinker"),
    Choice("carbide_slag", "电石渣制熟料生产线", "carbide-slag clinker"),
    Choice("gypsum_acid", "石膏制硫酸联产熟料生产线", "gypsum-to-acid clinker"),
)

KILNS = Sheet(
    "kilns",
    "熟料生产线",
    "Clinker lines",
    Layout.ROWS,
    (
        industry.LINE,
        number("capacity", "批复设计能力", "Approved capacity", "t/d", 0, required=True),
        Column("kind", "生产线类别", "Kind of line", Kind.CHOICE, required=True, choices=KINDS, width=24),
        number("altitude_m", "海拔高度", "Altitude", "m", 0),
    ),
    most_rows=industry.MOST_LINES,
    keys=("line",),
)
SUBSTITUTED = Sheet(
    "substitutes",
    "替代原料",
    "Raw materials without carbonate",
    Layout.ROWS,
    (
        industry.LINE,
        month(),
        Column("material", "原料", "Material", Kind.CHOICE, required=True, choices=SUBSTITUTES, width=24),
        number("tonnes", "消耗量（干基）", "Quantity, dry", "t", 2, required=True),
    ),
    most_rows=industry.MOST_SOURCES * len(MONTHS),
    keys=("line", "month", "material"),
    notes=(Note("只填列入指南清单的非碳酸盐替代原料，按干基。", "Only materials of the guide's list, dry."),),
    required=False,
)
ALTERNATIVE_FUELS = Sheet(
    "alternatives",
    "替代燃料",
    "Alternative fuels",
    Layout.ROWS,
    (
        industry.LINE,
        month(),
        Column("kind", "种类", "Kind", Kind.CHOICE, required=True, choices=ALTERNATIVES, width=22),
        number("tonnes", "消耗量", "Quantity", "t", 2, required=True),
        number("ncv", "低位发热量", "Net calorific value", "GJ/t", 3, required=True),
    ),
    most_rows=industry.MOST_SOURCES * len(MONTHS),
    keys=("line", "month", "kind"),
    notes=(
        Note(
            "用于计算燃料替代率；不计入化石燃料燃烧排放。",
            "For the rate of alternative fuels; they are not added to the emissions of fossil fuels.",
        ),
    ),
    required=False,
)
LINE_TOTALS = Sheet(
    "line_totals",
    "分线排放",
    "Emissions by line",
    Layout.ROWS,
    (
        industry.LINE,
        number("clinker_t", "熟料产量", "Clinker", "t", 2, required=True),
        number("fuel_tco2", "化石燃料燃烧排放", "From fossil fuels", "tCO2", 2, required=True),
        number("process_tco2", "过程排放", "From the process", "tCO2", 2, required=True),
        Column(
            "emissions_tco2",
            "生产线排放量",
            "Of the line",
            Kind.DECIMAL,
            "tCO2",
            True,
            minimum=ZERO,
            places=2,
            locked=True,
            formula="=ROUND({fuel_tco2}+{process_tco2},2)",
        ),
        Column(
            "intensity",
            "吨熟料排放",
            "Per tonne of clinker",
            Kind.DECIMAL,
            "tCO2/t",
            minimum=ZERO,
            places=4,
            locked=True,
            formula="=IF({clinker_t}>0,ROUND({emissions_tco2}/{clinker_t},4),0)",
        ),
        percentage("substitution", "电石渣替代率", "Carbide slag substitution"),
        percentage("alternative", "燃料替代率", "Alternative fuels"),
    ),
    most_rows=industry.MOST_LINES,
    keys=("line",),
)


def total(key: str, zh: str, en: str, formula: str, places: int) -> Column:
    """A total that follows from the sheet of lines."""
    return Column(
        key, zh, en, Kind.DECIMAL, "tCO2", True, minimum=ZERO, places=places, locked=True, formula=formula, width=15
    )


TOTALS = Sheet(
    "totals",
    "排放汇总",
    "Emissions of the year",
    Layout.FIELDS,
    (
        total("fuel_tco2", "化石燃料燃烧排放", "From fossil fuels", "=SUM({line_totals.fuel_tco2})", 2),
        total("process_tco2", "过程排放", "From the process", "=SUM({line_totals.process_tco2})", 2),
        total(
            "emissions_tonnes",
            "温室气体排放总量",
            "Emissions in all",
            "=ROUND(SUM({line_totals.emissions_tco2}),0)",
            0,
        ),
        number("elsewhere_tco2", "熟料生产线以外的燃料排放（单列）", "Fuels elsewhere, told beside", "tCO2", 2),
        number("electricity_tco2", "购入电力对应的排放（单列）", "From electricity, told beside", "tCO2", 2),
    ),
)

WORKBOOK = industry.workbook(
    "cement",
    "A24",
    "水泥生产企业",
    "cement",
    KILNS,
    industry.fuels(FACILITIES, monthly=True, by_line=True),
    SUBSTITUTED,
    ALTERNATIVE_FUELS,
    industry.products(
        PRODUCTS,
        monthly=True,
        more=(
            number("raw_meal_t", "生料消耗量", "Raw meal", "t", 2, note="熟料必填，水泥不填"),
            number("hours", "窑运转时间", "Kiln hours", "h", 1, note="熟料必填，水泥不填"),
        ),
    ),
    industry.energy(monthly=True),
    LINE_TOTALS,
    totals=TOTALS,
)
