"""A report of aluminium smelting as typed facts, and its accounting process by process. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from domain.core.law import Law
from domain.core.workbook import Line, Lines
from domain.core.workings import Explanation
from domain.emission_report.rules import industry
from domain.emission_report.rules.accounting import Smelting, aluminium_line, intensity
from domain.emission_report.rules.facts import DEFAULT, share
from domain.emission_report.rules.industry import IndustryFiled, ProductLine
from domain.emission_report.rules.metals import (
    MetalResults,
    able,
    bought,
    by_number,
    elsewhere,
    places,
    told_apart,
    values_of,
)
from domain.emission_report.rules.results import Part

ZERO = Decimal(0)
LIQUID = "liquid_aluminium"
EDITION = "accounting.aluminium.process.edition"
COUNTED = "accounting.intensity.aluminium.processes"
SHARES = ("anode_residue", "anode_sulphur", "anode_ash")
FIGURES = ("net_carbon", "anode_gross", "effect_minutes", "cf4_kg_per_t", "c2f6_kg_per_t")


@dataclass(frozen=True, slots=True)
class AnodeLine:
    """A process's month: anodes in t/t and shares, effects in minutes per cell and day, gases in kg/t."""

    number: str
    month: int
    method: str
    net_carbon: Decimal | None
    anode_gross: Decimal | None
    effect_minutes: Decimal | None
    cf4_kg_per_t: Decimal | None
    c2f6_kg_per_t: Decimal | None
    anode_residue: Decimal | None
    anode_sulphur: Decimal | None
    anode_ash: Decimal | None
    line: Line

    def smelting(self, product: ProductLine) -> Smelting:
        """For the accounting. Where the method is 缺省值, the guide's values count, whatever stands beside."""
        where = {"aluminium_t": str(product.line.place("output")), **places(self.line, *FIGURES, *SHARES)}
        if self.method == DEFAULT:
            return Smelting(product.output or ZERO, places=where)
        figures = {key: getattr(self, key) for key in (*FIGURES, *SHARES)}
        return Smelting(product.output or ZERO, **figures, places=where)


@dataclass(frozen=True, slots=True)
class UseLine:
    """Electricity of a process's month in MWh: alternating and direct current of electrolysis, and auxiliary."""

    number: str
    month: int
    ac_mwh: Decimal | None
    dc_mwh: Decimal | None
    auxiliary_mwh: Decimal | None
    line: Line


@dataclass(frozen=True, slots=True)
class AluminiumFiled(IndustryFiled):
    """Everything that a workbook of aluminium smelting says."""

    anodes: tuple[AnodeLine, ...] = ()
    uses: tuple[UseLine, ...] = ()
    line_totals: Mapping[str, Line] = field(default_factory=dict)

    @property
    def liquid(self) -> tuple[ProductLine, ...]:
        return tuple(row for row in self.products if row.product == LIQUID and row.number)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The electrolysis processes, as they were filed."""
        return tuple(dict.fromkeys(row.number for row in self.liquid))

    def aluminium(self, number: str) -> Decimal:
        return sum((row.output or ZERO for row in self.liquid if row.number == number), ZERO)

    def anode(self, number: str, month: int) -> AnodeLine | None:
        return next((row for row in self.anodes if (row.number, row.month) == (number, month)), None)

    def uses_of(self, number: str) -> tuple[UseLine, ...]:
        return tuple(row for row in self.uses if row.number == number)


def filed(lines: Lines) -> AluminiumFiled:
    """Typed facts from the lines of a workbook of aluminium smelting."""
    return AluminiumFiled(
        **values_of(industry.filed(lines)),
        anodes=tuple(_anode(line) for line in lines.rows("anodes")),
        uses=tuple(_use(line) for line in lines.rows("uses")),
        line_totals=by_number(lines.rows("line_totals")),
    )


def _anode(line: Line) -> AnodeLine:
    figures = {key: line.decimal(key) for key in FIGURES} | {key: share(line.decimal(key)) for key in SHARES}
    number, month, method = line.text("line"), line.integer("month") or 0, line.text("method")
    return AnodeLine(number=number, month=month, method=method, line=line, **figures)


def _use(line: Line) -> UseLine:
    figures = {key: line.decimal(key) for key in ("ac_mwh", "dc_mwh", "auxiliary_mwh")}
    return UseLine(number=line.text("line"), month=line.integer("month") or 0, line=line, **figures)


def account(facts: AluminiumFiled, law: Law) -> MetalResults | None:
    """Process by process: anodes as reductant, and anode effects. None while figures are missing.

    The enterprise is the sum of its processes, in whole tonnes; fuels and electricity are told beside it. Inferred from
    table 2-4 of the allocation plan (排放量 = 能源作为原材料用途排放 + 阳极效应排放). Source: CETS-AG-04.01-V01-2024.
    """
    if not able(facts) or unmatched(facts):
        return None
    told = {number: _line(number, facts, law) for number in facts.numbers}
    whole = industry.summed("emission_report.enterprise_emissions", law.text(EDITION), law, told)
    rates = {number: _intensity(number, facts, one, law) for number, one in told.items()}
    other = elsewhere([row.facts for row in facts.fuels if row.quantity], law, "aluminium")
    power = bought(facts, law)
    lines = {number: _totals(number, facts, one, rates[number]) for number, one in told.items()}
    totals = {name: sum((one[name] for one in lines.values()), ZERO) for name in ("anode_tco2", "anode_effect_tco2e")}
    totals |= {"elsewhere_tco2": other.value} if other else {}
    totals |= {"electricity_tco2": power.value} if power else {}
    parts = tuple(
        Part(number, one, product=LIQUID, output=facts.aluminium(number), output_unit="t")
        for number, one in told.items()
    )
    beside = tuple(one for one in (*rates.values(), other, power) if one)
    figures = tuple(industry.figures(facts, law, whole.value))
    return MetalResults(parts, whole, beside, figures, totals, lines)


def unmatched(facts: AluminiumFiled) -> tuple[ProductLine, ...]:
    """Months of a process in which aluminium was made and nothing is said of its anodes."""
    return tuple(row for row in facts.liquid if row.output and not facts.anode(row.number, row.month))


def _line(number: str, facts: AluminiumFiled, law: Law) -> Explanation:
    rows = [row for row in facts.liquid if row.number == number and row.output]
    names = told_apart(str(row.month) for row in rows)
    found = ((name, row, facts.anode(number, row.month)) for name, row in zip(names, rows, strict=True))
    return aluminium_line(law, [(name, anode.smelting(row)) for name, row, anode in found if anode])


def _steps(told: Explanation) -> dict[str, Decimal]:
    return {step.name: Decimal(step.value) for step in told.steps if not step.index}


def _intensity(number: str, facts: AluminiumFiled, told: Explanation, law: Law) -> Explanation | None:
    output = facts.aluminium(number)
    if not output or not law.has(COUNTED):
        return None
    steps = _steps(told)
    parts = [("anode", steps["anode_tco2"]), ("anode_effect", steps["anode_effect_tco2e"])]
    return intensity(law, "aluminium", parts, output, "产品产量")


def _totals(number: str, facts: AluminiumFiled, told: Explanation, rate: Explanation | None) -> dict[str, Decimal]:
    steps = _steps(told)
    totals = {
        "aluminium_t": facts.aluminium(number),
        "anode_tco2": steps["anode_tco2"],
        "anode_effect_tco2e": steps["anode_effect_tco2e"],
        "emissions_tco2e": told.value,
    }
    return totals | ({"intensity": rate.value} if rate else {})
