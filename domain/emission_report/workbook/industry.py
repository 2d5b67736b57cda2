"""The sheets from which the workbooks of industry are put together: fuels, processes, energy, products, totals. Pure.

Steel, cement and aluminium file by month (`monthly=True`); the sectors of the older guides file the year.
"""

from __future__ import annotations

from domain.core.workbook import Choice, Column, Kind, Layout, Note, Sheet, Workbook
from domain.emission_report.workbook.common import (
    ALL_FUELS,
    COVER_NOTES,
    ENTERPRISE,
    METHODS,
    MONTHS,
    number,
    percentage,
)
from domain.emission_report.workbook.common import month as month_column

MOST_SOURCES = 200
MOST_LINES = 60
# What a sheet of processes can ask for; each sector takes the columns that its materials need.
PROCESS_COLUMNS = {
    "tonnes": number("tonnes", "消耗量或产量", "Quantity", "t", 2),
    "factor": number("factor", "排放因子", "Emission factor", "tCO2/t", 4, note="未实测可不填，按指南缺省值核算"),
    "share": percentage("share", "纯度或煅烧比例", "Purity or share calcined"),
    "carbon": percentage("carbon", "含碳量", "Carbon content"),
    "oxidation": percentage("oxidation", "碳氧化率", "Oxidation", note="未实测可不填"),
    "carbon_in": number("carbon_in", "投入碳量", "Carbon entering", "tC", 2),
    "carbon_out": number("carbon_out", "产出碳量", "Carbon leaving in products", "tC", 2),
    "mwh": number("mwh", "电量", "Electricity", "MWh", 3),
    "gas_kg": number("gas_kg", "单位产量气体生成量", "Gas for each tonne made", "kg/t", 4, note="须填实测值"),
    "removed": percentage("removed", "去除率", "Share removed", note="有尾气处理设施的填写"),
    "route": Column(
        "route",
        "航线类别",
        "Kind of route",
        Kind.CHOICE,
        choices=(Choice("domestic", "国内", "domestic"), Choice("international", "国际和港澳台", "international")),
        note=Note("国际航线另列，不计入排放总量", "International is told beside the sum"),
    ),
}
MEASURED_IN = (Choice("t", "t", "t"), Choice("10⁴Nm³", "10⁴Nm³", "10⁴Nm³"))
FLOWS = (Choice("in", "投入", "enters"), Choice("out", "产出", "leaves"))


LINE = Column("line", "生产线", "Line", required=True, width=16)


def fuels(
    facilities: tuple[Choice, ...],
    *,
    monthly: bool = False,
    fuels: tuple[Choice, ...] = ALL_FUELS,
    by_line: bool = False,
    oxidised: bool = True,
) -> Sheet:
    """What was burnt, by facility and fuel, by month and by line where the guide asks for them.

    Not `oxidised`: the guide balances carbon, and nothing is asked about oxidation.
    """
    months = (month_column(),) if monthly else ()
    lines = (LINE,) if by_line else ()
    return Sheet(
        "fuels",
        "化石燃料",
        "Fossil fuels",
        Layout.ROWS,
        (
            *lines,
            Column("facility", "排放设施", "Facility", Kind.CHOICE, required=True, choices=facilities, width=18),
            *months,
            Column("fuel", "燃料品种", "Fuel", Kind.CHOICE, required=True, choices=fuels),
            number("quantity", "消耗量", "Quantity consumed", "t 或 10⁴Nm³", 2, required=True),
            number("ncv", "低位发热量", "Net calorific value", "GJ/t 或 GJ/10⁴Nm³", 3, note="未实测可不填"),
            number("carbon", "元素碳含量", "Carbon content", "tC/t 或 tC/10⁴Nm³", 4, note="实测时填写"),
            number("carbon_per_heat", "单位热值含碳量", "Carbon per heat", "tC/GJ", 5, note="未实测可不填"),
            Column("method", "确定方式", "How determined", Kind.CHOICE, required=True, choices=METHODS, width=12),
            *((percentage("oxidation", "碳氧化率", "Oxidation", note="未实测可不填"),) if oxidised else ()),
        ),
        most_rows=MOST_SOURCES * (len(MONTHS) if monthly else 1),
        keys=(*(line.key for line in lines), "facility", *(one.key for one in months), "fuel"),
        notes=(
            Note(
                "每个设施每种燃料一行；低位发热量、单位热值含碳量、氧化率留空即按指南缺省值核算。",
                "One line per facility and fuel; what is left empty is taken from the guide's defaults.",
            ),
        ),
    )


def processes(
    materials: tuple[Choice, ...], columns: tuple[str, ...], *, keys: tuple[str, ...] = ("source", "material")
) -> Sheet:
    """Processes that emit, by source and material, with the columns that the sector's materials need."""
    return Sheet(
        "processes",
        "生产过程",
        "Processes",
        Layout.ROWS,
        (
            Column("source", "排放源", "Source", required=True, width=20),
            Column("material", "原料或过程", "Material or process", Kind.CHOICE, required=True, choices=materials),
            *(PROCESS_COLUMNS[name] for name in columns),
        ),
        most_rows=MOST_SOURCES,
        keys=keys,
        required=False,
    )


def carbon(processes: tuple[Choice, ...]) -> Sheet:
    """What carbon enters and leaves the plants that are counted by carbon balance, one line a material."""
    return Sheet(
        "carbon",
        "碳平衡",
        "Carbon balance",
        Layout.ROWS,
        (
            Column("source", "装置", "Plant", required=True, width=20),
            Column("process", "装置类别", "Kind of plant", Kind.CHOICE, required=True, choices=processes, width=22),
            Column("flow", "流向", "Enters or leaves", Kind.CHOICE, required=True, choices=FLOWS, width=10),
            Column("name", "物料名称", "Material", required=True, width=20),
            Column("measured_in", "计量单位", "Measured in", Kind.CHOICE, required=True, choices=MEASURED_IN, width=12),
            number("quantity", "数量", "Quantity", "t 或 10⁴Nm³", 2, required=True),
            number("carbon", "含碳量", "Carbon content", "tC/t 或 tC/10⁴Nm³", 4, required=True),
        ),
        most_rows=MOST_SOURCES,
        keys=("source", "process", "flow", "name"),
        notes=(
            Note(
                "原料、产品和其他含碳输出物各一行；投入碳量与产出碳量之差按全部排放计算。",
                "One line for each raw material, product and other output; the carbon that does not leave is emitted.",
            ),
        ),
        required=False,
    )


_ENERGY = (
    number("mwh", "购入使用电量", "Electricity bought and used", "MWh", 3, required=True, note="无则填 0"),
    number("exported_mwh", "输出电量", "Electricity sent out", "MWh", 3, required=True, note="无则填 0"),
    number("gj", "购入热量", "Heat bought", "GJ", 2, required=True, note="无则填 0"),
    number("exported_gj", "输出热量", "Heat sent out", "GJ", 2, required=True, note="无则填 0"),
)


def energy(*, monthly: bool = False) -> Sheet:
    """Electricity and heat bought and sent out; by month where the guide asks for months."""
    if monthly:
        columns, layout, most = (month_column(), *_ENERGY), Layout.ROWS, len(MONTHS)
        return Sheet("energy", "电力和热力", "Electricity and heat", layout, columns, most_rows=most, keys=("month",))
    recovered = number("recovered_t", "回收利用的二氧化碳", "CO2 recovered", "t", 2, required=True, note="无则填 0")
    return Sheet("energy", "电力和热力", "Electricity and heat", Layout.FIELDS, (*_ENERGY, recovered))


def products(kinds: tuple[Choice, ...], *, monthly: bool = False, more: tuple[Column, ...] = ()) -> Sheet:
    """What was made, by line and product; the unit of a product stands in its title."""
    months = (month_column(),) if monthly else ()
    return Sheet(
        "products",
        "产品产量",
        "Products",
        Layout.ROWS,
        (
            LINE,
            *months,
            Column("product", "产品", "Product", Kind.CHOICE, required=True, choices=kinds, width=22),
            number("output", "产量", "Output", "见产品 see product", 2, required=True),
            *more,
        ),
        most_rows=MOST_LINES * (len(MONTHS) if monthly else 1),
        keys=("line", "month", "product") if monthly else ("line", "product"),
    )


TOTALS = Sheet(
    "totals",
    "排放汇总",
    "Emissions of the year",
    Layout.FIELDS,
    (
        number("fuel_tco2", "化石燃料燃烧排放", "From fossil fuels", "tCO2", 2, required=True),
        number("process_tco2", "生产过程排放", "From processes", "tCO2", 2, required=True),
        number("electricity_tco2", "购入电力对应的排放", "From electricity bought", "tCO2", 2, required=True),
        number("heat_tco2", "购入热力对应的排放", "From heat bought", "tCO2", 2, required=True),
        number("exported_tco2", "输出和回收扣减", "Sent out and recovered", "tCO2", 2, required=True),
        number("emissions_tonnes", "温室气体排放总量", "Emissions in all", "tCO2", 0, required=True),
    ),
)


# Where the table of a sector counts raw materials too.
PROCESS_TCO2 = number(
    "process_tco2", "生产过程排放", "From processes", "tCO2", 2, required=True, note="无则填 0", note_en="0 where none"
)


def supplement(kinds: tuple[Choice, ...], more: tuple[Column, ...] = ()) -> Sheet:
    """The supplementary table (补充数据表): emissions within the boundary of each product, and their intensity."""
    return Sheet(
        "supplement",
        "补充数据表",
        "Supplementary data",
        Layout.ROWS,
        (
            Column("line", "生产线或工序", "Line or process", required=True, width=18),
            Column("product", "产品", "Product", Kind.CHOICE, required=True, choices=kinds, width=22),
            number("output", "产量", "Output", "见产品 see product", 2, required=True),
            number("fuel_tco2", "化石燃料燃烧排放", "From fossil fuels", "tCO2", 2, required=True),
            number("electricity_mwh", "消耗电量", "Electricity used", "MWh", 3, required=True),
            number("electricity_tco2", "消耗电力对应的排放", "From electricity", "tCO2", 2, required=True),
            number("heat_gj", "消耗热量", "Heat used", "GJ", 2, required=True),
            number("heat_tco2", "消耗热力对应的排放", "From heat", "tCO2", 2, required=True),
            *more,
            number("emissions_tonnes", "合计排放量", "Emissions", "tCO2", 2, required=True),
            number("intensity", "单位产品排放强度", "Emissions per output", "tCO2/单位", 4),
        ),
        most_rows=MOST_LINES,
        keys=("line", "product"),
        required=False,
    )


def workbook(sector: str, edition: str, zh: str, en: str, *sheets: Sheet, totals: Sheet = TOTALS) -> Workbook:
    """A whole workbook of a sector: the first sheet of all reports, these sheets, and the totals."""
    return Workbook(
        f"emission_report.{sector}",
        edition,
        f"{zh}温室气体排放报告",
        f"Emission report, {en}",
        (ENTERPRISE, *sheets, totals),
        COVER_NOTES,
    )
