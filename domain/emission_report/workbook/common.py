"""What the workbooks of all sectors have in common: the first sheet, choices, and the usual columns. Pure."""

from __future__ import annotations

from decimal import Decimal

from domain.core.workbook import Choice, Column, Kind, Layout, Note, Sheet

ZERO, HUNDRED = Decimal(0), Decimal(100)
MONTHS = range(1, 13)

COALS = (
    Choice("anthracite", "无烟煤", "anthracite"),
    Choice("bituminous", "烟煤", "bituminous coal"),
    Choice("lignite", "褐煤", "lignite"),
    Choice("washed_coal", "其他洗煤", "other washed coal"),
    Choice("gangue", "煤矸石", "gangue"),
    Choice("slime", "煤泥", "slime"),
)
# The default table of the guides (CETS-AG-03.01-V01-2024 表A.1), in its order.
ALL_FUELS = (
    *COALS,
    Choice("washed_coking_coal", "洗精煤", "washed coking coal"),
    Choice("coke", "焦炭", "coke"),
    Choice("petcoke", "石油焦", "petroleum coke"),
    Choice("other_coal_products", "其他煤制品", "other coal products"),
    Choice("crude_oil", "原油", "crude oil"),
    Choice("fuel_oil", "燃料油", "fuel oil"),
    Choice("gasoline", "汽油", "gasoline"),
    Choice("diesel", "柴油", "diesel"),
    Choice("kerosene", "煤油", "kerosene"),
    Choice("other_petroleum", "其他石油制品", "other petroleum products"),
    Choice("lng", "液化天然气", "liquefied natural gas"),
    Choice("lpg", "液化石油气", "liquefied petroleum gas"),
    Choice("coal_tar", "焦油", "coal tar"),
    Choice("refinery_gas", "炼厂干气", "refinery gas"),
    Choice("natural_gas", "天然气", "natural gas"),
    Choice("blast_furnace_gas", "高炉煤气", "blast furnace gas"),
    Choice("converter_gas", "转炉煤气", "converter gas"),
    Choice("coke_oven_gas", "焦炉煤气", "coke oven gas"),
    Choice("other_gas", "其他煤气", "other gas"),
)
METHODS = (Choice("measured", "实测", "measured"), Choice("default", "缺省值", "default"))
YES_NO = (Choice("yes", "是", "yes"), Choice("no", "否", "no"))


def number(
    key: str, zh: str, en: str, unit: str, places: int, *, required: bool = False, note: str = "", note_en: str = ""
) -> Column:
    """A column that holds a number which cannot be negative."""
    hint = Note(note, note_en) if note else None
    return Column(key, zh, en, Kind.DECIMAL, unit, required, minimum=ZERO, places=places, note=hint, width=15)


def percentage(key: str, zh: str, en: str, *, required: bool = False, note: str = "", note_en: str = "") -> Column:
    """A column that holds a share in percent, 0 to 100."""
    hint = Note(note, note_en) if note else None
    return Column(
        key, zh, en, Kind.DECIMAL, "%", required, minimum=ZERO, maximum=HUNDRED, places=2, note=hint, width=13
    )


def month() -> Column:
    """The month, pre-filled and locked."""
    bounds = (Decimal(MONTHS.start), Decimal(MONTHS.stop - 1))
    return Column(
        "month", "月份", "Month", Kind.INTEGER, "", True, (), *bounds, places=0, note=None, locked=True, width=8
    )


ENTERPRISE = Sheet(
    "enterprise",
    "单位信息",
    "Enterprise (C.1)",
    Layout.FIELDS,
    (
        Column("name", "单位名称", "Name", required=True, locked=True),
        Column("credit_code", "统一社会信用代码", "Unified social credit code", required=True, locked=True),
        Column("year", "履约年度", "Compliance year", Kind.INTEGER, required=True, places=0, locked=True),
        Column("plan_version", "数据质量控制方案版本", "Version of the data quality control plan", locked=True),
        Column("legal_person", "法定代表人", "Legal representative"),
        Column("contact", "填报联系人", "Contact"),
        Column("telephone", "联系电话", "Telephone"),
        Column("filled_on", "填报日期", "Filled in on", Kind.DATE, note=Note("例如 2025-03-10", "2025-03-10")),
    ),
)

# Printed on the cover of every workbook.
COVER_NOTES = (
    Note(
        "灰色单元格已由门户预填，不能修改；绿色单元格含公式，可以直接使用。",
        "Grey cells are pre-filled and locked; green cells carry formulas you may use.",
    ),
    Note("请勿改动表名和表头；可在表内增加行。", "Keep sheet names and headings; lines may be added."),
    Note("数字请直接输入，不要带单位；代码和编号按文本填写。", "Type plain numbers without units; codes are text."),
    Note(
        "上传后，校验问题逐个单元格列出；原件不作任何改动地保存。",
        "After the upload findings are listed cell by cell; the original is kept unaltered.",
    ),
)
