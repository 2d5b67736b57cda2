"""A small described workbook that the tests of reading and writing share."""

from __future__ import annotations

from decimal import Decimal

from domain.core.workbook import Choice, Column, Kind, Layout, Note, Sheet, Workbook

WHO = Sheet(
    "who",
    "单位信息",
    "Enterprise",
    Layout.FIELDS,
    (
        Column("name", "单位名称", "Name", required=True, locked=True),
        Column("code", "统一社会信用代码", "Credit code", required=True),
        Column("since", "成立日期", "Founded on", Kind.DATE),
        Column("area", "占地面积", "Area", Kind.DECIMAL, "m²", minimum=Decimal(0)),
    ),
)
FUEL = Sheet(
    "fuel",
    "燃料",
    "Fuel",
    Layout.ROWS,
    (
        Column("unit", "机组编号", "Unit", required=True, locked=True),
        Column("month", "月份", "Month", Kind.INTEGER, required=True, minimum=Decimal(1), maximum=Decimal(12)),
        Column(
            "kind",
            "种类",
            "Kind",
            Kind.CHOICE,
            choices=(Choice("coal", "烟煤", "coal"), Choice("gas", "天然气", "gas")),
        ),
        Column("quantity", "消耗量", "Quantity", Kind.DECIMAL, "t", minimum=Decimal(0), places=2),
        Column("share", "氧化率", "Oxidation", Kind.DECIMAL, "%", minimum=Decimal(0), maximum=Decimal(100)),
        Column("double", "两倍", "Twice", Kind.DECIMAL, "t", formula="={quantity}*2"),
    ),
    most_rows=24,
    notes=(Note("灰色单元格已预填。", "Grey cells are pre-filled."),),
)
SAMPLE = Workbook("sample", "2024", "示例工作簿", "Sample workbook", (WHO, FUEL), (Note("请勿改动表头。"),))

FILLED: dict[str, list[dict[str, object]]] = {
    "who": [{"name": "示例电厂", "code": "091440300000000000"}],
    "fuel": [
        {
            "unit": "1",
            "month": month,
            "kind": "coal",
            "quantity": Decimal("1000.25") + month,
            "share": Decimal(99),
            "double": (Decimal("1000.25") + month) * 2,
        }
        for month in range(1, 13)
    ],
}
