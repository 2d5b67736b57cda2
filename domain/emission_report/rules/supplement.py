"""The supplementary table (补充数据表): what the boundary of one product emits, and its intensity. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.core.law import Law
from domain.core.workbook import Line, Lines
from domain.core.workings import Explanation, Working
from domain.emission_report.rules.accounting.electricity import GRID
from domain.emission_report.rules.accounting.fuel import PER_ITEM

QUESTION, EDITION = "emission_report.supplement", "supplement"
HEAT = "accounting.heat.default"
ZERO = Decimal(0)
# Columns of electricity and heat by source; most tables have one of each.
USED = {"electricity": {"grid": "electricity_mwh"}, "heat": {"bought": "heat_gj"}}
SODA = {
    "electricity": {
        "grid": "grid_mwh",
        "captive": "captive_mwh",
        "renewable": "renewable_mwh",
        "waste_heat": "waste_heat_mwh",
    },
    "heat": {"bought": "bought_gj", "captive": "captive_gj", "waste_heat": "waste_heat_gj"},
}
# The product of a line of the table of soda ash, which names none.
SODA_ASH = "soda_ash"


@dataclass(frozen=True, slots=True)
class SupplementLine:
    """A line: output, fuels and processes in t of CO2, electricity in MWh and heat in GJ by source, and its cells.

    `process_tco2` is None where the table has no such column; area in m² is that of buildings (airports).
    """

    number: str
    product: str
    output: Decimal | None
    fuel_tco2: Decimal | None
    process_tco2: Decimal | None
    electricity: Mapping[str, Decimal | None]
    heat: Mapping[str, Decimal | None]
    area: Decimal | None
    columns: Mapping[str, Mapping[str, str]]
    line: Line

    @property
    def electricity_mwh(self) -> Decimal:
        return sum((value or ZERO for value in self.electricity.values()), ZERO)

    @property
    def heat_gj(self) -> Decimal:
        return sum((value or ZERO for value in self.heat.values()), ZERO)

    @property
    def complete(self) -> bool:
        """Whether every figure of the sum is there; what is missing has findings of its own."""
        return None not in (self.output, self.fuel_tco2, *self.electricity.values(), *self.heat.values())


def filed(lines: Lines) -> tuple[SupplementLine, ...]:
    """The lines of the supplementary table, and those of soda ash, which has a table of its own."""
    general = (_line(line, line.text("product"), USED) for line in lines.rows("supplement"))
    soda = (_line(line, SODA_ASH, SODA) for line in lines.rows(SODA_ASH))
    return (*general, *soda)


def _line(line: Line, product: str, columns: Mapping[str, Mapping[str, str]]) -> SupplementLine:
    used = {what: {source: line.decimal(key) for source, key in keys.items()} for what, keys in columns.items()}
    return SupplementLine(
        line.text("line"),
        product,
        line.decimal("output"),
        line.decimal("fuel_tco2"),
        line.decimal("process_tco2"),
        used["electricity"],
        used["heat"],
        line.decimal("area"),
        columns,
        line,
    )


def factor_key(law: Law, what: str, source: str) -> str:
    """The provision of a source's factor: its own, or that of the grid and of heat that is bought.

    Renewable electricity and waste heat: their own, nought. Grid and captive plant: the grid factor of the year.
    """
    own = f"accounting.supplement.{what}.{source}"
    return own if law.has(own) else (GRID if what == "electricity" else HEAT)


def told(row: SupplementLine, law: Law) -> Explanation | None:
    """What a line emits and how much that is for its output; None while a figure or a factor of the year is missing.

    Fuels (and processes) + MWh × grid factor + GJ × 0.11, over the output. Source: 补充数据表 (环办气候函〔2019〕71号).

    Example (copper 2024): 30,000 t of fuels + 100,000 MWh × 0.5703 + 20,000 GJ × 0.11 = 89,230.00 t; over 100,000 t of
    blister copper 0.8923 t/t.
    """
    if not row.complete or not all(law.has(key) for key in _keys(row, law)):
        return None
    working = Working(QUESTION, law, EDITION)
    working.fact("line", row.number)
    total = working.given("fuel_tco2", row.fuel_tco2 or ZERO, "t", str(row.line.place("fuel_tco2")))
    formula = "fuel_tco2 + electricity_tco2 + heat_tco2"
    if row.process_tco2 is not None:
        total += working.given("process_tco2", row.process_tco2, "t", str(row.line.place("process_tco2")))
        formula = f"process_tco2 + {formula}"
    total += _electricity(working, row) + _heat(working, row)
    if not row.output:
        return working.result("tco2", formula, total, "t", rounding=PER_ITEM)
    emitted = working.step("tco2", formula, total, "t", PER_ITEM)
    _by_area(working, row, emitted)
    output = working.given("output", row.output, "", str(row.line.place("output")))
    return working.result("intensity", "tco2 ÷ output", emitted / output, "", rounding="rounding.emissions.intensity")


def _keys(row: SupplementLine, law: Law) -> Iterator[str]:
    for what, used in (("electricity", row.electricity), ("heat", row.heat)):
        yield from (factor_key(law, what, source) for source, value in used.items() if value)


def _electricity(working: Working, row: SupplementLine) -> Decimal:
    """Each source of electricity × its factor; a source that gave nothing asks for none."""
    total = ZERO
    for source, value in row.electricity.items():
        if value:
            key = factor_key(working.law_of_day, "electricity", source)
            place = str(row.line.place(row.columns["electricity"][source]))
            mwh = working.given("electricity_mwh", value, "MWh", place, source)
            formula = f"electricity_mwh × {key}"
            total += working.step("electricity_row", formula, mwh * working.law(key), "t", PER_ITEM, source)
    return working.step("electricity_tco2", "Σ electricity_row" if total else "0", total, "t")


def _heat(working: Working, row: SupplementLine) -> Decimal:
    """Each source of heat × its factor."""
    total = ZERO
    for source, value in row.heat.items():
        if value:
            key = factor_key(working.law_of_day, "heat", source)
            place = str(row.line.place(row.columns["heat"][source]))
            gj = working.given("heat_gj", value, "GJ", place, source)
            total += working.step("heat_row", f"heat_gj × {key}", gj * working.law(key), "t", PER_ITEM, source)
    return working.step("heat_tco2", "Σ heat_row" if total else "0", total, "t")


def _by_area(working: Working, row: SupplementLine, emitted: Decimal) -> None:
    """Emissions for a square metre of buildings, where the table asks for the area."""
    if row.area:
        area = working.given("area", row.area, "m²", str(row.line.place("area")))
        working.step("area_intensity", "tco2 ÷ area", emitted / area, "t/m²", "rounding.emissions.intensity")


def figures_of(one: Explanation) -> dict[str, Decimal]:
    """What a line's derivation came to, by name; rows by source left out."""
    steps = {step.name: Decimal(step.value) for step in one.steps if not step.index}
    return steps | {one.result.name: one.value}
