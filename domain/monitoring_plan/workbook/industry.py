"""The data quality control plan of sectors that report by facility and line: parts B.1 to B.6 of the guides. Pure.

Steel, cement and aluminium have a form of their own since the guides of 2024; the other sectors share the general one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.core.workbook import Choice, Column, Kind, Layout, Note, Sheet, Workbook
from domain.monitoring_plan.workbook.common import (
    BOUNDARY,
    CONTROL_FIELDS,
    HOW_TO,
    IDENTITY,
    METHODS,
    VERSION,
    ZERO,
    chosen,
    determination,
)

STATES = (Choice("solid", "固体", "solid"), Choice("liquid", "液体", "liquid"), Choice("gas", "气体", "gas"))
ENERGY = ("fuel_consumption", "heat_value", "carbon", "oxidation")
BOUGHT = ("electricity", "purchased_heat")

ENTERPRISE = Sheet(
    "enterprise",
    "企业情况",
    "The enterprise",
    Layout.FIELDS,
    (
        *IDENTITY,
        Column("permit", "排污许可证编号", "Number of the discharge permit"),
        Column("contact", "联系人及电话", "Contact"),
    ),
)
FACILITIES = Sheet(
    "facilities",
    "主要排放设施",
    "Facilities",
    Layout.ROWS,
    (
        Column("number", "设施编号", "Number", required=True),
        Column("name", "设施名称", "Name", width=24),
        Column("kind", "设施类型", "Type", note=Note("如焦炉、回转窑、电解槽、锅炉", "Coke oven, kiln, cell, boiler")),
        Column("model", "型号", "Model"),
        Column("location", "安装位置", "Where", width=20),
        Column("gases", "排放气体", "Gases", note=Note("如 CO2、CF4", "CO2, CF4, …")),
        Column("line", "所属生产线(工序)编号", "Line or process"),
        Column("permit_code", "排污许可设施编号", "Code in the discharge permit"),
    ),
    most_rows=400,
    keys=("number",),
    notes=(
        Note(
            "列出边界内全部排放设施，编号不超过20个字符。",
            "Every facility within the boundary; numbers of at most 20 signs.",
        ),
    ),
)


def lines_sheet(*more: Column) -> Sheet:
    """Production lines or processes, with what the sector adds."""
    return Sheet(
        "lines",
        "生产线(工序)",
        "Production lines and processes",
        Layout.ROWS,
        (
            Column("number", "生产线(工序)编号", "Number", required=True),
            Column("name", "名称", "Name", width=24),
            Column("product", "主要产品", "Product"),
            *more,
            Column("capacity", "设计产能", "Design capacity", Kind.DECIMAL, minimum=ZERO, places=3),
            Column("capacity_unit", "产能单位", "Unit of the capacity", note=Note("如 t/d、万t/a", "t/d, 10⁴ t/a")),
            Column("merged_with", "合并计量的生产线", "Metered together with"),
        ),
        most_rows=100,
        keys=("number",),
        required=False,
        notes=(Note("不分生产线报送的行业可不填本表。", "Not needed in sectors that do not report by line."),),
    )


def data_sheet(key: str, title_zh: str, title_en: str, parameters: Sequence[Choice], required: bool = True) -> Sheet:
    """One part of the determination of data: a line for each parameter of each fuel or material."""
    return Sheet(
        key,
        title_zh,
        title_en,
        Layout.ROWS,
        (
            Column(
                "unit",
                "设施(生产线)编号",
                "Facility or line",
                note=Note("全厂合并计量的不填", "Empty where the whole plant is metered as one"),
            ),
            Column("item", "燃料、原料或产品名称", "Fuel, material or product", width=20),
            Column("state", "物态", "State", Kind.CHOICE, choices=STATES),
            Column("parameter", "参数", "Parameter", Kind.CHOICE, required=True, choices=tuple(parameters)),
            Column("data_unit", "数据单位", "Unit of the datum"),
            *determination(METHODS),
        ),
        most_rows=600,
        keys=("unit", "item", "parameter"),
        required=required,
        notes=(
            Note(
                "每种燃料或物料的每个参数一行。实测参数应填写器具、地点、频次、准确度和校准情况。",
                "One line per parameter of each fuel or material. If measured: meter, place, accuracy, calibration.",
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
STEEL_PROCESSES = (
    Choice("coking", "焦化", "coking"),
    Choice("sintering", "烧结", "sintering"),
    Choice("pelletising", "球团", "pelletising"),
    Choice("ironmaking", "炼铁", "ironmaking"),
    Choice("steelmaking", "炼钢", "steelmaking"),
    Choice("rolling", "钢压延加工", "rolling"),
    Choice("lime", "石灰", "lime"),
    Choice("other", "其他", "other"),
)
CLINKERS = (
    Choice("portland", "硅酸盐水泥熟料", "Portland"),
    Choice("white", "白色硅酸盐水泥熟料", "white"),
    Choice("sulphoaluminate", "硫(铁)铝酸盐水泥熟料", "sulpho- or ferro-aluminate"),
    Choice("aluminate", "铝酸盐水泥熟料", "aluminate"),
)
LINES: Mapping[str, Sheet] = {
    "steel": lines_sheet(Column("process", "工序", "Process", Kind.CHOICE, choices=STEEL_PROCESSES)),
    "cement": lines_sheet(
        Column("clinker", "熟料品种", "Kind of clinker", Kind.CHOICE, choices=CLINKERS),
        Column("kiln", "水泥窑规格型号", "Kiln"),
    ),
    "aluminium": lines_sheet(
        Column("current", "系列电流", "Line current", Kind.DECIMAL, "kA", minimum=ZERO, places=1),
        Column("cells", "电解槽数", "Cells", Kind.INTEGER, minimum=ZERO),
    ),
}
# Activity data and factors of each sector, beside fuels and what is bought.
PROCESS: Mapping[str, tuple[str, ...]] = {
    "steel": ("flux", "electrode", "carbon_material", "carbon_product", "emission_factor"),
    "cement": ("non_carbonate", "emission_factor"),
    "aluminium": ("anode", "anode_effect", "emission_factor"),
    "petrochemical": ("flare", "coke_burn", "raw_material", "carbon_output", "emission_factor"),
    "chemical": ("raw_material", "carbon_output", "carbonate", "nitrous_oxide", "emission_factor"),
    "flat_glass": ("carbonate", "carbon_powder", "emission_factor"),
    "ceramics": ("carbonate", "emission_factor"),
    "copper": ("reductant", "carbonate", "emission_factor"),
    "paper": ("limestone", "wastewater", "emission_factor"),
    "aviation": ("emission_factor",),
    "airport": ("emission_factor",),
    "power": ("carbonate", "emission_factor"),
}
PRODUCED: Mapping[str, tuple[str, ...]] = {
    "cement": ("clinker", "output"),
    "aviation": ("turnover",),
    "airport": ("throughput",),
    "power": ("generation", "heat", "hours", "output"),
}
SECTORS: Mapping[str, tuple[str, str]] = {
    "steel": ("钢铁", "steel"),
    "cement": ("水泥", "cement"),
    "aluminium": ("铝冶炼", "aluminium"),
    "petrochemical": ("石化", "petrochemical"),
    "chemical": ("化工", "chemical"),
    "flat_glass": ("平板玻璃", "flat glass"),
    "ceramics": ("陶瓷", "ceramics"),
    "copper": ("铜冶炼", "copper"),
    "paper": ("造纸", "paper"),
    "aviation": ("航空运输", "aviation"),
    "airport": ("机场", "airports"),
    "power": ("发电设施", "power"),
}


def produced(sector: str) -> tuple[Choice, ...]:
    """The production data of a sector."""
    return chosen(*PRODUCED.get(sector, ("output",)))


def form(sector: str, edition: str) -> Workbook:
    """The plan of one sector."""
    title_zh, title_en = SECTORS[sector]
    activity = chosen(*ENERGY, *PROCESS[sector], *BOUGHT)
    return Workbook(
        f"plan.{sector}",
        edition,
        f"数据质量控制方案({title_zh})",
        f"Data quality control plan ({title_en})",
        (
            VERSION,
            ENTERPRISE,
            BOUNDARY,
            FACILITIES,
            LINES.get(sector, lines_sheet()),
            data_sheet("parameters", "活动数据和排放因子", "Activity data and factors", activity),
            data_sheet("production", "生产数据", "Production data", produced(sector)),
            CONTROL,
        ),
        HOW_TO,
    )


# By the guides of 2024, and for everybody else until there is one.
GUIDED = tuple(form(sector, "2024") for sector in ("steel", "cement", "aluminium"))
GENERAL = tuple(form(sector, "general") for sector in SECTORS if sector != "power")
