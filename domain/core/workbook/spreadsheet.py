"""The formulas of a form computed without a spreadsheet: those that its own description writes. Pure.

`{key}` is the cell of that column in the same line, `{sheet.key}` that whole column of a sheet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, DecimalException

from domain.core.workbook import Content, Sheet, Workbook

ZERO = Decimal(0)
# A formula that leads over others goes no further than a form of so many sheets.
MOST_DEPTH = 12
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|\{(?P<cell>[a-z0-9_]+(?:\.[a-z0-9_]+)?)\}|\"(?P<text>[^\"]*)\""
    r"|(?P<name>[A-Z]+)(?=\()|(?P<sign><>|>=|<=|[-+*/^(),=<>]))"
)


class Uncomputable(Exception):
    """The formula names what is not there, or is of a kind that is not computed here."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a formula stands: the workbook with its lines, the sheet and the number of the line.

    `columns` keeps what was read of whole columns, which every line of a sheet adds up anew.
    """

    workbook: Workbook
    content: Content
    sheet: Sheet
    line: int
    depth: int = 0
    columns: dict[str, list[str]] = field(default_factory=dict)


Operand = Decimal | str | list[str]


def computed_cell(
    workbook: Workbook, content: Content, sheet: Sheet, line: int, key: str, columns: dict[str, list[str]] | None = None
) -> Decimal:
    """The value of a formula's cell, in the unit of its column. `Uncomputable` where it gives no number.

    `=SUMIFS({production.heat_gj},{production.unit_number},{unit_number})` over 10 and 20 GJ of unit 1 → 30.
    """
    return _computed(Spot(workbook, content, sheet, line, columns={} if columns is None else columns), key)


def _computed(spot: Spot, key: str) -> Decimal:
    if spot.depth > MOST_DEPTH:
        raise Uncomputable(key)
    try:
        return _Reading(spot, spot.sheet.column(key).formula.lstrip("=")).whole()
    except (DecimalException, KeyError, IndexError, ValueError) as trouble:
        raise Uncomputable(key) from trouble


def _cell(spot: Spot, sheet: Sheet, line: int, key: str) -> str:
    """The text of a cell; of a formula's cell what the formula gives."""
    if sheet.column(key).formula:
        return str(_computed(Spot(spot.workbook, spot.content, sheet, line, spot.depth + 1, spot.columns), key))
    return spot.content[sheet.key][line].values.get(key, "")


def _number(text: Operand) -> Decimal:
    if isinstance(text, Decimal):
        return text
    if isinstance(text, list):
        raise Uncomputable("a column is no number")
    return Decimal(text) if text else ZERO


def _numbers(operand: Operand) -> list[Decimal]:
    """The numbers of a column; what is no number does not count, as in a spreadsheet."""
    if not isinstance(operand, list):
        return [_number(operand)]
    found = []
    for text in operand:
        try:
            found.append(Decimal(text) if text else ZERO)
        except DecimalException:
            found.append(ZERO)
    return found


def _sum_if(arguments: Sequence[Operand]) -> Decimal:
    """SUMIFS: the first column where every following pair of column and value agrees."""
    amounts, pairs = _numbers(arguments[0]), arguments[1:]
    total = ZERO
    for place, amount in enumerate(amounts):
        if all(_same(pairs[at], place, pairs[at + 1]) for at in range(0, len(pairs), 2)):
            total += amount
    return total


def _same(column: Operand, place: int, wanted: Operand) -> bool:
    if not isinstance(column, list):
        raise Uncomputable("a column is wanted")
    return column[place] == (str(wanted) if not isinstance(wanted, list) else "")


def _product_sum(arguments: Sequence[Operand]) -> Decimal:
    total = ZERO
    for row in zip(*(_numbers(one) for one in arguments), strict=True):
        product = Decimal(1)
        for value in row:
            product *= value
        total += product
    return total


FUNCTIONS: dict[str, Callable[[Sequence[Operand]], Decimal]] = {
    "SUM": lambda given: sum((value for one in given for value in _numbers(one)), ZERO),
    "SUMIFS": _sum_if,
    "SUMPRODUCT": _product_sum,
    "ROUND": lambda given: _number(given[0]).quantize(Decimal(1).scaleb(-int(_number(given[1]))), ROUND_HALF_UP),
    "ABS": lambda given: abs(_number(given[0])),
    "MAX": lambda given: max(value for one in given for value in _numbers(one)),
    "MIN": lambda given: min(value for one in given for value in _numbers(one)),
}
COMPARED: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "=": lambda one, other: one == other,
    "<>": lambda one, other: one != other,
    ">": lambda one, other: one > other,
    "<": lambda one, other: one < other,
    ">=": lambda one, other: one >= other,
    "<=": lambda one, other: one <= other,
}


class _Reading:
    """Reads one formula from left to right, computing as it goes."""

    def __init__(self, spot: Spot, formula: str) -> None:
        self.spot = spot
        self.tokens = list(_tokens(formula))
        self.at = 0

    def whole(self) -> Decimal:
        value = _number(self.compared())
        if self.at < len(self.tokens):
            raise Uncomputable(self.tokens[self.at][1])
        return value

    def sees(self, *signs: str) -> str:
        """The sign that comes next, if it is one of these; it is then behind."""
        if self.at < len(self.tokens) and self.tokens[self.at] in [("sign", sign) for sign in signs]:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return ""

    def compared(self) -> Operand:
        left = self.added()
        if sign := self.sees(*COMPARED):
            return Decimal(COMPARED[sign](_number(left), _number(self.added())))
        return left

    def added(self) -> Operand:
        value = self.multiplied()
        while sign := self.sees("+", "-"):
            other = _number(self.multiplied())
            value = _number(value) + (other if sign == "+" else -other)
        return value

    def multiplied(self) -> Operand:
        value = self.raised()
        while sign := self.sees("*", "/"):
            other = _number(self.raised())
            value = _number(value) * other if sign == "*" else _number(value) / other
        return value

    def raised(self) -> Operand:
        value = self.signed()
        if self.sees("^"):
            value = _number(value) ** _number(self.signed())
        return value

    def signed(self) -> Operand:
        return -_number(self.signed()) if self.sees("-") else self.one()

    def one(self) -> Operand:
        if self.sees("("):
            value = self.compared()
            self.expect(")")
            return value
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return Decimal(text)
        if kind == "text":
            return text
        if kind == "cell":
            return self.cell(text)
        if kind == "name":
            return self.called(text)
        raise Uncomputable(text)

    def cell(self, name: str) -> Operand:
        first, _, second = name.partition(".")
        if not second:
            return _cell(self.spot, self.spot.sheet, self.spot.line, first)
        if name not in self.spot.columns:
            sheet = self.spot.workbook.sheet(first)
            lines = range(len(self.spot.content.get(first, ())))
            self.spot.columns[name] = [_cell(self.spot, sheet, line, second) for line in lines]
        return self.spot.columns[name]

    def called(self, name: str) -> Operand:
        self.expect("(")
        if name == "IFERROR":
            return self.else_instead()
        given = [self.compared()]
        while self.sees(","):
            given.append(self.compared())
        self.expect(")")
        if name == "IF":
            return given[1] if _number(given[0]) else given[2]
        if name not in FUNCTIONS:
            raise Uncomputable(name)
        return FUNCTIONS[name](given)

    def else_instead(self) -> Operand:
        """IFERROR: what stands behind the comma where the first cannot be computed."""
        begun = self.at
        try:
            value: Operand | None = self.compared()
        except (Uncomputable, DecimalException, ValueError):
            value = None
            self.at = begun
            self.skip()
        self.expect(",")
        other = self.compared()
        self.expect(")")
        return other if value is None else value

    def skip(self) -> None:
        """Over the first argument, to the comma behind it."""
        depth = 0
        while self.at < len(self.tokens) and (depth or self.tokens[self.at] != ("sign", ",")):
            depth += {("sign", "("): 1, ("sign", ")"): -1}.get(self.tokens[self.at], 0)
            self.at += 1

    def expect(self, sign: str) -> None:
        if not self.sees(sign):
            raise Uncomputable(sign)


def _tokens(formula: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while at < len(formula):
        token = _TOKEN.match(formula, at)
        if token is None:
            raise Uncomputable(formula[at:])
        at = token.end()
        kind = token.lastgroup or ""
        found.append((kind, token[kind]))
    return found
