"""What the forms of all sectors have in common: how a datum is determined, sheets of fields, words of codes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from domain.core.workbook import Choice, Column, Kind, Layout, Note, Sheet

ZERO, ONE = Decimal(0), Decimal(1)
MOST_VERSION = 999
# The longest number of a facility or line that reports and the ledger of meters can carry.
MOST_NUMBER = 20
# What belongs to no facility in particular.
WHOLE_ZH, WHOLE_EN = "全厂", "whole plant"

YES_NO = (Choice("yes", "是", "yes"), Choice("no", "否", "no"))
METHODS = (
    Choice("measured", "实测值", "measured"),
    Choice("default", "缺省值", "default"),
    Choice("calculated", "计算值", "calculated"),
)
DATABASE = Choice("database", "因子库取值", "national factor database")

# Every parameter of every sector. A form lists its own; the law says which of them a plan has to name.
PARAMETERS: dict[str, Choice] = {
    choice.code: choice
    for choice in (
        Choice("fuel_consumption", "燃料消耗量", "fuel consumption"),
        Choice("heat_value", "低位发热量", "net calorific value"),
        Choice("carbon", "元素碳含量", "carbon content"),
        Choice("oxidation", "碳氧化率", "oxidation"),
        Choice("generation", "发电量", "generation"),
        Choice("heat", "供热量", "heat supplied"),
        Choice("hours", "运行小时数", "operating hours"),
        Choice("electricity", "购入使用电量", "purchased electricity"),
        Choice("purchased_heat", "购入使用热量", "purchased heat"),
        Choice("flux", "熔剂消耗量", "flux consumption"),
        Choice("electrode", "电极消耗量", "electrode consumption"),
        Choice("carbon_material", "外购含碳原料消耗量", "consumption of bought carbon-bearing materials"),
        Choice("carbon_product", "固碳产品产量", "output of products that keep carbon"),
        Choice("emission_factor", "排放因子", "emission factor"),
        Choice("clinker", "熟料产量", "clinker output"),
        Choice("non_carbonate", "非碳酸盐替代原料消耗量", "consumption of non-carbonate raw materials"),
        Choice("anode", "炭阳极净耗", "net anode consumption"),
        Choice("anode_effect", "阳极效应持续时间", "minutes of anode effect"),
        Choice("carbonate", "碳酸盐消耗量", "carbonate consumption"),
        Choice("carbon_powder", "炭粉消耗量", "carbon powder consumption"),
        Choice("raw_material", "含碳原料投入量", "carbon-bearing raw materials put in"),
        Choice("carbon_output", "含碳产品产出量", "carbon-bearing products put out"),
        Choice("flare", "火炬燃烧气量", "flared gas"),
        Choice("coke_burn", "催化烧焦量", "coke burnt off catalysts"),
        Choice("nitrous_oxide", "氧化亚氮排放", "nitrous oxide"),
        Choice("reductant", "还原剂消耗量", "reductant consumption"),
        Choice("limestone", "石灰石消耗量", "limestone consumption"),
        Choice("wastewater", "废水厌氧处理量", "wastewater treated without air"),
        Choice("turnover", "运输周转量", "transport turnover"),
        Choice("throughput", "机场吞吐量", "airport throughput"),
        Choice("output", "产品产量", "product output"),
    )
}


def chosen(*codes: str) -> tuple[Choice, ...]:
    """The parameters of these codes, in the order given."""
    return tuple(PARAMETERS[code] for code in codes)


def determination(methods: Sequence[Choice]) -> tuple[Column, ...]:
    """The columns that say how a datum is determined: the same in every form since 2017."""
    return (
        Column("method", "获取方式", "How determined", Kind.CHOICE, required=True, choices=tuple(methods)),
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
IDENTITY = (
    Column("name", "单位名称", "Name", required=True, locked=True),
    Column("credit_code", "统一社会信用代码", "Credit code", required=True, locked=True),
    Column("address", "生产场所地址", "Address of production"),
    Column("sector_code", "行业代码", "Sector code", note=Note("GB/T 4754 四位代码", "Four digits of GB/T 4754")),
    Column("legal_person", "法定代表人", "Legal person"),
    Column("products", "主要产品", "Products"),
    Column("process", "生产工艺流程", "Process"),
)
ENTERPRISE = Sheet("enterprise", "企业情况", "The enterprise", Layout.FIELDS, IDENTITY)
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
CONTROL_FIELDS = (
    Column("system", "内部质量控制制度", "System"),
    Column("audit", "内部审核与复核", "Internal review"),
    Column("ledgers", "台账与原始记录保存", "Ledgers and records"),
    Column("department", "负责部门", "Department responsible"),
    Column("person", "负责人", "Person responsible"),
)
CONTROL = Sheet("control", "内部质量控制", "Internal quality control", Layout.FIELDS, CONTROL_FIELDS)
HOW_TO = (
    Note(
        "灰色单元格由平台预填。填好后在门户上传；校验结果逐格显示，可下载标注版修改后再传。",
        "Grey cells are filled in by the portal. Upload the finished workbook; findings are shown cell by cell.",
    ),
)


def titles(name: str, choices: Sequence[Choice], code: str) -> dict[str, str]:
    """A choice as facts of a finding, in both languages; the code itself when the form does not know it.

    >>> titles("parameter", chosen("heat"), "heat")
    {'parameter': '供热量', 'parameter_en': 'heat supplied'}
    """
    for choice in choices:
        if choice.code == code:
            return {name: choice.title_zh, f"{name}_en": choice.title_en}
    return {name: code, f"{name}_en": code}
