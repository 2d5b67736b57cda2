"""The statement of the national registry: described once, made as a blank and read back. Pure."""

from __future__ import annotations

from decimal import Decimal

from domain.core.workbook import Choice, Column, Kind, Layout, Note, Sheet, Workbook
from domain.surrender.states import MovementKind

KINDS = (
    Choice(MovementKind.HOLDING.value, "持有量", "holding"),
    Choice(MovementKind.SURRENDER.value, "清缴", "surrender"),
    Choice(MovementKind.PURCHASE.value, "买入", "purchase"),
    Choice(MovementKind.SALE.value, "卖出", "sale"),
    Choice(MovementKind.OFFSET_CANCEL.value, "抵消注销", "offset cancellation"),
)
ONCE = Note("同一流水号只记一次；持有量行可不填", "A number is booked once; a line of holding needs none")

STATEMENT = Sheet(
    "movements",
    "持仓与流水",
    "Holdings and movements",
    Layout.ROWS,
    (
        Column("credit_code", "统一社会信用代码", "Credit code", required=True, width=24),
        Column("name", "单位名称", "Name", required=True, width=30),
        Column("vintage", "配额年度", "Vintage", Kind.INTEGER, note=Note("抵消注销行可不填")),
        Column("kind", "类型", "Kind of line", Kind.CHOICE, required=True, choices=KINDS),
        Column("tonnes", "数量", "Quantity", Kind.INTEGER, "t", required=True, minimum=Decimal(0)),
        Column("day", "日期", "Day", Kind.DATE, required=True),
        Column("reference", "流水号", "Registry number", width=24, note=ONCE),
    ),
    most_rows=20000,
    notes=(Note("持有量为该日终了时的持有量。", "A holding is what is held at the end of that day."),),
)
WORKBOOK = Workbook("surrender.statement", "1", "注册登记系统持仓流水单", "Statement of the registry", (STATEMENT,))
