"""The workbook of a power plant's data quality control plan: described once, made and read. Pure."""

from __future__ import annotations

from decimal import Decimal

from domain.core.workbook import Choice, Column, Kind, Layout, Note, Sheet, Workbook

ZERO, ONE = Decimal(0), Decimal(1)
MOST_VERSION = 999

FUELS = (
    Choice("bituminous", "烟煤", "bituminous coal"),
    Choice("anthracite", "无烟煤", "anthracite"),
    Choice("lignite", "褐煤", "lignite"),
    Choice("gangue", "煤矸石", "gangue"),
    Choice("gas", "天然气", "natural gas"),
)
CLASSES = tuple(Choice(code, f"{code} 类", f"class {code}") for code in ("I", "II", "III", "IV"))
YES_NO = (Choice("yes", "是", "yes"), Choice("no", "否", "no"))
PARAMETERS = (
    Choice("fuel_consumption", "燃料消耗量", "fuel consumption"),
    Choice("heat_value", "低位发热量", "net calorific value"),
    Choice("carbon", "元素碳含量", "carbon content"),
    Choice("oxidation", "碳氧化率", "oxidation"),
    Choice("generation", "发电量", "generation"),
    Choice("heat", "供热量", "heat supplied"),
    Choice("hours", "运行小时数", "operating hours"),
)
METHODS = (
    Choice("measured", "实测值", "measured"),
    Choice("default", "缺省值", "default"),
    Choice("calculated", "计算值", "calculated"),
)

VERSION = Sheet(
    "version",
    "版本及修订",
    "Version and revision",
    Layout.FIELDS,
    (
        Column("year", "履约年度", "Compliance year", Kind.INTEGER, required=True, locked=True),
        Column("version", "版本号", "Version", Kind.INTEGER, required=True, minimum=ONE, maximum=Decimal(MOST_VERSION)),
        Column("made_on", "制定(修订)日期", "Made or revised on", Kind.DATE, required=True),
        Column("change", "修订内容", "What changed", note=Note("首版可不填", "Not needed for a first version")),
        Column("reason", "修订原因", "Why it changed", note=Note("首版可不填", "Not needed for a first version")),
        Column("author", "制定人", "Author"),
        Column("telephone", "联系电话", "Telephone"),
    ),
    notes=(
        Note(
            "新增排放源、更换燃料或计量器具、发现数据错误、采用新方法或提高准确度时，应当修订本方案。",
            "Revise the plan when a source, fuel or meter is new, data were wrong, or a better method is used.",
        ),
    ),
)
ENTERPRISE = Sheet(
    "enterprise",
    "企业情况",
    "The enterprise",
    Layout.FIELDS,
    (
        Column("name", "单位名称", "Name", required=True, locked=True),
        Column("credit_code", "统一社会信用代码", "Credit code", required=True, locked=True),
        Column("address", "生产场所地址", "Address of production"),
        Column("sector_code", "行业代码", "Sector code", note=Note("GB/T 4754 四位代码", "Four digits of GB/T 4754")),
        Column("legal_person", "法定代表人", "Legal person"),
        Column("products", "主要产品", "Products"),
        Column("process", "生产工艺流程", "Process"),
    ),
)
BOUNDARY = Sheet(
    "boundary",
    "核算边界",
    "Boundary",
    Layout.FIELDS,
    (
        Column("extent", "核算边界描述", "Extent of the boundary"),
        Column("sources", "排放源", "Emission sources"),
        Column("excluded", "不纳入核算的设施及理由", "What is left out, and why"),
    ),
)
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
        Column("method", "获取方式", "How determined", Kind.CHOICE, required=True, choices=METHODS),
        Column("detail", "具体描述", "Description", width=28),
        Column("meter", "计量器具(检测设备)名称及型号", "Meter or laboratory device, model", width=26),
        Column("place", "安装(检测)地点", "Where"),
        Column("frequency", "监测频次", "Measured how often"),
        Column(
            "accuracy",
            "规定准确度",
            "Accuracy required",
            Kind.DECIMAL,
            "%",
            minimum=ZERO,
            maximum=Decimal(100),
            places=2,
        ),
        Column(
            "calibration_months",
            "校准周期",
            "Calibrated every",
            Kind.INTEGER,
            "月 months",
            minimum=ONE,
            maximum=Decimal(240),
        ),
        Column("calibrated_on", "最近校准日期", "Last calibrated on", Kind.DATE),
        Column("recorded", "记录频次", "Recorded how often"),
        Column("missing_rule", "数据缺失时的处理方式", "When data are missing", width=26),
        Column("department", "数据获取负责部门", "Department responsible"),
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
CONTROL = Sheet(
    "control",
    "内部质量控制",
    "Internal quality control",
    Layout.FIELDS,
    (
        Column("system", "内部质量控制制度", "System"),
        Column("audit", "内部审核与复核", "Internal review"),
        Column("ledgers", "台账与原始记录保存", "Ledgers and records"),
        Column("department", "负责部门", "Department responsible"),
        Column("person", "负责人", "Person responsible"),
    ),
)

WORKBOOK = Workbook(
    "plan.power",
    "2022",
    "数据质量控制方案(发电设施)",
    "Data quality control plan (power)",
    (VERSION, ENTERPRISE, BOUNDARY, UNITS, DATA, SAMPLING, CONTROL),
    (
        Note(
            "灰色单元格由平台预填。填好后在门户上传；校验结果逐格显示，可下载标注版修改后再传。",
            "Grey cells are filled in by the portal. Upload the finished workbook; findings are shown cell by cell.",
        ),
    ),
)


def titles(name: str, choices: tuple[Choice, ...], code: str) -> dict[str, str]:
    """A choice as facts of a finding, in both languages; the code itself when the form does not know it.

    >>> titles("fuel", FUELS, "gas")
    {'fuel': '天然气', 'fuel_en': 'natural gas'}
    """
    for choice in choices:
        if choice.code == code:
            return {name: choice.title_zh, f"{name}_en": choice.title_en}
    return {name: code, f"{name}_en": code}
