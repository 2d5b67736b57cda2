"""What a check of a plan sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from domain.core.checks import Hit, hit
from domain.core.workbook import Line, Lines, Sheet
from domain.monitoring_plan.rules import MEASURED, Form, Known
from domain.monitoring_plan.workbook import WHOLE_EN, WHOLE_ZH, titles

DECREE_11 = "碳排放权交易管理暂行条例 第十一条"
OWNER = "listing_officer"


@dataclass(frozen=True, slots=True)
class Datum:
    """A line that says how a parameter is determined, with the sheet on which it stands."""

    line: Line
    sheet: Sheet

    @property
    def unit(self) -> str:
        return self.line.text("unit")

    @property
    def parameter(self) -> str:
        return self.line.text("parameter")

    @property
    def position(self) -> tuple[str, str, str]:
        return self.unit, self.line.text("item"), self.parameter

    @property
    def measured(self) -> bool:
        return self.line.text("method") == MEASURED

    def hit(self, key: str, citation: str = "", /, **facts: object) -> Hit:
        """A hit at one of its cells, naming unit and parameter in both languages."""
        named = parameter_facts(self.sheet, self.parameter, self.line.text("item"))
        return hit(self.line.place(key), citation, **unit_facts(self.unit), **named, **facts)


@dataclass(frozen=True, slots=True)
class Case:
    """One plan to be checked: its lines, what it is held against, the form it follows."""

    lines: Lines
    known: Known
    form: Form

    def data(self) -> Iterator[Datum]:
        """Every line that says how something is determined, sheet by sheet."""
        for key in self.form.data:
            sheet = self.form.workbook.sheet(key)
            for line in self.lines.rows(key):
                yield Datum(line, sheet)

    def measured(self) -> Iterator[Datum]:
        return (datum for datum in self.data() if datum.measured)

    def numbers(self) -> set[str]:
        """The numbers of units, facilities and lines that the plan describes."""
        rows = (line for key in self.form.places for line in self.lines.rows(key))
        return {line.text("number") for line in rows} - {""}

    def cited(self, key: str) -> str:
        """Where a provision comes from; empty where there is none."""
        return self.known.law.provision(key).citation if self.known.law.has(key) else ""


def unit_facts(unit: str) -> dict[str, str]:
    """A unit or facility as facts: what has no number belongs to the whole plant."""
    return {"unit": unit, "unit_en": unit} if unit else {"unit": WHOLE_ZH, "unit_en": WHOLE_EN}


def parameter_facts(sheet: Sheet, code: str, item: str = "") -> dict[str, str]:
    """A parameter as facts, with the fuel or material before it where there is one."""
    named = titles("parameter", sheet.column("parameter").choices, code)
    return {name: f"{item} {title}".strip() for name, title in named.items()}


def needed(line: Line, keys: tuple[str, ...], /, **facts: object) -> Iterator[Hit]:
    """A hit at each of these cells that says nothing."""
    for key in keys:
        if not line.text(key):
            yield hit(line.place(key), **facts)
