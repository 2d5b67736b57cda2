"""The workbook of steel, by month: the guide CETS-AG-03.01-V01-2024 (钢铁行业). Pure.

The enterprise is balanced by what it buys and sells; its processes, for the intensity of allocation, by what each takes
and passes on. One sheet of materials serves both: the column 流向 tells what crosses the border of the enterprise.
"""

from __future__ import annotations

from domain.core.workbook import Choice, Column, Kind, Layout, Note, Sheet
from domain.emission_report.workbook import industry
from domain.emission_report.workbook.common import ALL_FUELS, MONTHS, month, number

PROCESSES = (
    Choice("coking", "焦化", "coking"),
    Choice("sintering", "烧结", "sintering"),
    Choice("pelletising", "球团", "pelletising"),
    Choice("ironmaking", "炼铁", "ironmaking"),
    Choice("steelmaking", "炼钢", "steelmaking"),
    Choice("rolling", "钢压延加工", "rolling"),
    Choice("lime", "石灰", "lime"),
    Choice("power", "自备发电和锅炉", "captive power and boilers"),
    Choice("other", "其他", "other"),
)
# What the guide's table gives a factor for, in its order; of another material the filer determines the factor.
MATERIALS = (
    Choice("limestone", "石灰石", "limestone"),
    Choice("dolomite", "白云石", "dolomite"),
    Choice("electrode", "电极", "electrode"),
    Choice("ferronickel", "镍铁合金", "ferronickel"),
    Choice("ferromolybdenum", "钼铁合金", "ferromolybdenum"),
    Choice("ferrosilicon", "硅铁合金", "ferrosilicon"),
    Choice("silicomanganese", "锰硅合金", "silicomanganese"),
    Choice("low_carbon_silicomanganese", "低碳锰硅合金", "low-carbon silicomanganese"),
    Choice("high_carbon_ferromanganese", "高碳锰铁合金", "high-carbon ferromanganese"),
    Choice("micro_carbon_ferromanganese", "微碳锰铁合金", "micro-carbon ferromanganese"),
    Choice("high_carbon_ferrochrome", "高碳铬铁合金", "high-carbon ferrochrome"),
    Choice("pig_iron", "生铁（铁水）", "pig iron"),
    Choice("direct_reduced_iron", "直接还原铁", "direct reduced iron"),
    Choice("scrap", "废钢", "scrap"),
    Choice("crude_steel", "粗钢", "crude steel"),
    Choice("coal_tar", "焦油", "coal tar"),
    Choice("benzol", "粗苯", "benzol"),
)
OTHER_CARBON = Choice("other_carbon", "其他含碳物料", "other carbon-bearing material")
ROLES = (
    Choice("carbonate", "熔剂（外购碳酸盐）", "flux bought"),
    Choice("electrode", "电极消耗", "electrodes used"),
    Choice("input", "外购含碳原料", "carbon-bearing material bought"),
    Choice("product", "外销含碳产品", "carbon-bearing product sold or stored"),
    Choice("received", "上道工序转入", "received from another process"),
    Choice("passed", "转入下道工序", "passed to another process"),
)
PRODUCTS = (
    Choice("coke", "焦炭", "coke"),
    Choice("sinter", "烧结矿", "sinter"),
    Choice("pellet", "球团矿", "pellets"),
    Choice("pig_iron", "生铁（铁水）", "pig iron"),
    Choice("converter_steel", "转炉粗钢", "converter steel"),
    Choice("electric_steel", "电炉粗钢", "electric-furnace steel"),
    Choice("rolled_steel", "钢材", "rolled steel"),
    Choice("lime", "石灰", "lime"),
)
FACTOR = number("factor", "排放因子", "Emission factor", "tCO2/t", 4, note="留空按指南缺省值；其他含碳物料必填")


def materials(*, monthly: bool) -> Sheet:
    """Fluxes, electrodes, and carbon-bearing materials and products; by process and month in the guide of 2024."""
    process = Column("process", "工序", "Process", Kind.CHOICE, required=True, choices=PROCESSES, width=18)
    roles = ROLES if monthly else ROLES[:4]
    first = (process, month()) if monthly else ()
    return Sheet(
        "materials",
        "含碳物料",
        "Carbon-bearing materials",
        Layout.ROWS,
        (
            *first,
            Column("role", "流向", "Direction", Kind.CHOICE, required=True, choices=roles, width=22),
            Column(
                "material", "物料", "Material", Kind.CHOICE, required=True, choices=(*MATERIALS, OTHER_CARBON), width=20
            ),
            number("tonnes", "数量", "Quantity", "t", 2, required=True),
            FACTOR,
        ),
        most_rows=industry.MOST_SOURCES * (len(MONTHS) if monthly else 1),
        keys=(*(column.key for column in first), "role", "material"),
        notes=(
            Note(
                "熔剂、电极、外购含碳原料计入企业排放，外销含碳产品扣减；工序间转入、转出只用于工序排放。"
                if monthly
                else "熔剂、电极、外购含碳原料计入过程排放，外销含碳产品为固碳产品，予以扣减。",
                "What is bought counts for the enterprise, what is sold is deducted.",
            ),
        ),
        required=False,
    )


OWN_FUELS = Sheet(
    "own_fuels",
    "自产二次能源",
    "Fuels made in the works",
    Layout.ROWS,
    (
        Column("process", "工序", "Process", Kind.CHOICE, required=True, choices=PROCESSES, width=18),
        month(),
        Column("fuel", "燃料品种", "Fuel", Kind.CHOICE, required=True, choices=ALL_FUELS),
        number("made", "产出量", "Made", "t 或 10⁴Nm³", 2, required=True, note="无则填 0"),
        number("used", "消耗量", "Used", "t 或 10⁴Nm³", 2, required=True, note="无则填 0"),
        number("ncv", "低位发热量", "Net calorific value", "GJ/t 或 GJ/10⁴Nm³", 3, note="未实测可不填"),
        number("carbon_per_heat", "单位热值含碳量", "Carbon per heat", "tC/GJ", 5, note="未实测可不填"),
    ),
    most_rows=industry.MOST_SOURCES * len(MONTHS),
    keys=("process", "month", "fuel"),
    notes=(
        Note(
            "自产焦炭、高炉煤气、转炉煤气、焦炉煤气等填在这里：只用于工序排放，不重复计入企业排放。",
            "Coke and gases made in the works: they count for processes, and not again for the enterprise.",
        ),
    ),
    required=False,
)
TOTALS = Sheet(
    "totals",
    "排放汇总",
    "Emissions of the year",
    Layout.FIELDS,
    (
        number("fuel_tco2", "化石燃料燃烧排放", "From fossil fuels", "tCO2", 2, required=True),
        number("carbonate_tco2", "碳酸盐分解排放", "From carbonates", "tCO2", 2, required=True),
        number("electrode_tco2", "电极消耗排放", "From electrodes", "tCO2", 2, required=True),
        number("input_tco2", "外购含碳原料排放", "From carbon-bearing materials", "tCO2", 2, required=True),
        number("product_tco2", "外销含碳产品扣减", "Kept in products sold", "tCO2", 2, required=True),
        Column(
            "emissions_tonnes",
            "温室气体排放总量",
            "Emissions in all",
            Kind.DECIMAL,
            "tCO2",
            True,
            minimum=industry.TOTALS.columns[0].minimum,
            places=0,
            locked=True,
            formula="=ROUND({fuel_tco2}+{carbonate_tco2}+{electrode_tco2}+{input_tco2}-{product_tco2},0)",
            note=Note("由以上各项计算，不含购入电力和热力", "Computed from the above; without electricity and heat"),
        ),
        number("sintering_tco2", "烧结工序排放", "Of sintering", "tCO2", 2, note="没有该工序的不填"),
        number("ironmaking_tco2", "炼铁工序排放", "Of ironmaking", "tCO2", 2, note="没有该工序的不填"),
        number("iron_t", "炼铁产品产量", "Ironmaking product", "t", 2, note="没有该工序的不填"),
        number("intensity", "吨产品排放", "Emissions per tonne", "tCO2/t", 4, note="（炼铁+烧结）÷炼铁产品产量"),
        number("electricity_tco2", "购入电力对应的排放（单列）", "From electricity, told beside", "tCO2", 2),
    ),
)

WORKBOOK = industry.workbook(
    "steel",
    "A24",
    "钢铁生产企业",
    "steel",
    industry.fuels(PROCESSES, monthly=True, oxidised=False),
    OWN_FUELS,
    materials(monthly=True),
    industry.products(PRODUCTS, monthly=True),
    industry.energy(monthly=True),
    totals=TOTALS,
)
