"""The workbook by which candidates and their known emissions are imported: described once, made and read. Pure."""

from __future__ import annotations

from decimal import Decimal

from domain.core.workbook import Choice, Column, Kind, Layout, Note, Sheet, Workbook

FUELS = (
    Choice("bituminous", "烟煤", "bituminous coal"),
    Choice("anthracite", "无烟煤", "anthracite"),
    Choice("lignite", "褐煤", "lignite"),
    Choice("gangue", "煤矸石", "gangue"),
    Choice("gas", "天然气", "natural gas"),
)
CLASSES = tuple(Choice(code, f"{code} 类", f"class {code}") for code in ("I", "II", "III", "IV"))
YES_NO = (Choice("yes", "是", "yes"), Choice("no", "否", "no"))
ZERO = Decimal(0)

ENTERPRISES = Sheet(
    "enterprises",
    "企业与排放量",
    "Enterprises and emissions",
    Layout.ROWS,
    (
        Column("credit_code", "统一社会信用代码", "Credit code", required=True, width=24),
        Column("name", "单位名称", "Name", required=True, width=30),
        Column("name_en", "英文名称", "English name", width=30),
        Column("city", "所在设区市", "City", required=True),
        Column("address", "生产场所地址", "Address", width=30),
        Column("legal_person", "法定代表人", "Legal person"),
        Column("sector_code", "行业代码", "Sector code", required=True, note=Note("GB/T 4754 四位代码")),
        Column("captive_industry", "自备电厂所属行业", "Industry of a captive plant"),
        Column("year", "排放年度", "Year of the emissions", Kind.INTEGER, required=True),
        Column("emissions_tonnes", "排放量", "Emissions", Kind.DECIMAL, "tCO2", required=True, minimum=ZERO, places=2),
        Column("fictional", "虚构企业", "Fictional", Kind.CHOICE, choices=YES_NO),
        Column("synthetic", "演示数据", "Synthetic figures", Kind.CHOICE, choices=YES_NO),
    ),
    most_rows=3000,
)
UNITS = Sheet(
    "units",
    "机组",
    "Generating units",
    Layout.ROWS,
    (
        Column("credit_code", "统一社会信用代码", "Credit code", required=True, width=24),
        Column("number", "机组编号", "Unit number", required=True),
        Column("capacity_mw", "装机容量", "Capacity", Kind.DECIMAL, "MW", required=True, minimum=ZERO, places=3),
        Column("technology", "技术类型", "Technology"),
        Column("fuel", "主体燃料", "Main fuel", Kind.CHOICE, required=True, choices=FUELS),
        Column("unit_class", "机组类别", "Unit class", Kind.CHOICE, required=True, choices=CLASSES),
        Column("cogeneration", "热电联产", "Cogeneration", Kind.CHOICE, required=True, choices=YES_NO),
        Column("commissioned_year", "投产年", "Commissioned", Kind.INTEGER),
        Column("year", "排放年度", "Year of the emissions", Kind.INTEGER),
        Column("emissions_tonnes", "排放量", "Emissions", Kind.DECIMAL, "tCO2", minimum=ZERO, places=2),
        Column("generation_mwh", "发电量", "Generation", Kind.DECIMAL, "MWh", minimum=ZERO, places=3),
        Column("heat_gj", "供热量", "Heat supplied", Kind.DECIMAL, "GJ", minimum=ZERO, places=2),
    ),
    most_rows=9000,
    required=False,
)
WORKBOOK = Workbook("listing.candidates", "1", "名录候选单位", "Candidates for the list", (ENTERPRISES, UNITS))
