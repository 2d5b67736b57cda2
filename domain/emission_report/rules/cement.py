"""A report of cement as typed facts, and its accounting line by line. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from domain.core.law import Law
from domain.core.workbook import Line, Lines
from domain.core.workings import Explanation
from domain.emission_report.rules import industry
from domain.emission_report.rules.accounting import (
    Clinker,
    ClinkerProcess,
    FuelFacts,
    Substitute,
    alternative_rate,
    cement_line,
    clinker_process,
    intensity,
)
from domain.emission_report.rules.industry import WHOLE, FuelLine, IndustryFiled, ProductLine
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
from domain.emission_report.workbook.cement import CLINKERS

ZERO, HUNDRED = Decimal(0), Decimal(100)
KILN = "kiln"
KINDS = tuple(choice.code for choice in CLINKERS)
EDITION = "accounting.cement.process.edition"
COUNTED, PROCESS = "accounting.intensity.cement.processes", "clinker_line"


@dataclass(frozen=True, slots=True)
class SubstituteLine:
    """A raw material without carbonate that a line used in a month, dry tonnes."""

    number: str
    month: int
    material: str
    tonnes: Decimal | None
    line: Line


@dataclass(frozen=True, slots=True)
class AlternativeLine:
    """A fuel that is no fossil fuel: t, and its heat in GJ/t."""

    number: str
    month: int
    kind: str
    tonnes: Decimal | None
    ncv: Decimal | None
    line: Line

    @property
    def heat_gj(self) -> Decimal | None:
        return None if self.tonnes is None or self.ncv is None else self.tonnes * self.ncv


@dataclass(frozen=True, slots=True)
class CementFiled(IndustryFiled):
    """Everything that a workbook of cement says. `kilns` and `line_totals` by the number of the line."""

    substitutes: tuple[SubstituteLine, ...] = ()
    alternatives: tuple[AlternativeLine, ...] = ()
    kilns: Mapping[str, Line] = field(default_factory=dict)
    line_totals: Mapping[str, Line] = field(default_factory=dict)

    @property
    def clinker(self) -> tuple[ProductLine, ...]:
        return tuple(row for row in self.products if row.product in KINDS and row.number)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The lines that make clinker, as they were filed."""
        return tuple(dict.fromkeys(row.number for row in self.clinker))

    def clinker_of(self, number: str) -> tuple[ProductLine, ...]:
        return tuple(row for row in self.clinker if row.number == number)

    def fuels_of(self, number: str) -> tuple[FuelLine, ...]:
        return tuple(row for row in self.fuels if row.number == number and row.quantity)

    def substitutes_of(self, number: str) -> tuple[SubstituteLine, ...]:
        return tuple(row for row in self.substitutes if row.number == number and row.tonnes)

    def alternatives_of(self, number: str) -> tuple[AlternativeLine, ...]:
        return tuple(row for row in self.alternatives if row.number == number and row.tonnes)


def filed(lines: Lines) -> CementFiled:
    """Typed facts from the lines of a workbook of cement."""
    return CementFiled(
        **values_of(industry.filed(lines)),
        substitutes=tuple(_substitute(line) for line in lines.rows("substitutes")),
        alternatives=tuple(_alternative(line) for line in lines.rows("alternatives")),
        kilns=by_number(lines.rows("kilns")),
        line_totals=by_number(lines.rows("line_totals")),
    )


def _substitute(line: Line) -> SubstituteLine:
    month = line.integer("month") or 0
    return SubstituteLine(line.text("line"), month, line.text("material"), line.decimal("tonnes"), line)


def _alternative(line: Line) -> AlternativeLine:
    figures = line.decimal("tonnes"), line.decimal("ncv")
    return AlternativeLine(line.text("line"), line.integer("month") or 0, line.text("kind"), *figures, line)


@dataclass(frozen=True, slots=True)
class Told:
    """What one line came to, with what its sheet of totals asks for; the derivations beside its own."""

    part: Part
    totals: Mapping[str, Decimal]
    beside: tuple[Explanation, ...]


def account(facts: CementFiled, law: Law) -> MetalResults | None:
    """Line by line: fuels and process. None while figures are missing.

    The enterprise is the sum of its clinker lines, in whole tonnes; fuels burnt elsewhere (全厂) and electricity are
    told beside it. Inferred from table 2-3 of the allocation plan, which adds up lines and nothing else. Source:
    企业温室气体排放核算与报告指南 水泥行业（CETS-AG-02.01-V01-2024）.
    """
    if not _complete(facts):
        return None
    told = {number: _line(number, facts, law) for number in facts.numbers}
    parts = {number: one.part.emissions for number, one in told.items()}
    edition = law.text(EDITION)
    whole = industry.summed("emission_report.enterprise_emissions", edition, law, parts)
    other = elsewhere([row.facts for row in facts.fuels if row.number not in told and row.quantity], law, "cement")
    power = bought(facts, law)
    beside = (*(each for one in told.values() for each in one.beside), *(each for each in (other, power) if each))
    totals = {name: sum((one.totals[name] for one in told.values()), ZERO) for name in ("fuel_tco2", "process_tco2")}
    totals |= {"elsewhere_tco2": other.value} if other else {}
    totals |= {"electricity_tco2": power.value} if power else {}
    return MetalResults(
        tuple(one.part for one in told.values()),
        whole,
        beside,
        tuple(industry.figures(facts, law, whole.value)),
        totals,
        {number: one.totals for number, one in told.items()},
    )


def _complete(facts: CementFiled) -> bool:
    tonnes = [row.tonnes for row in facts.substitutes] + [row.tonnes for row in facts.alternatives]
    return able(facts) and None not in tonnes


def main_kind(rows: tuple[ProductLine, ...]) -> str:
    """The kind of clinker that a line made most."""
    return industry.made(rows)[0]


def _line(number: str, facts: CementFiled, law: Law) -> Told:
    rows = facts.clinker_of(number)
    processes = {kind: _process(number, kind, facts, law) for kind in KINDS if any(r.product == kind for r in rows)}
    fuels = [row.facts for row in facts.fuels_of(number)]
    told = cement_line(law, fuels, [(kind, one.explanations[0]) for kind, one in processes.items()])
    clinker = sum((row.output or ZERO for row in rows), ZERO)
    steps = {step.name: Decimal(step.value) for step in told.steps if not step.index}
    totals = {
        "clinker_t": clinker,
        "fuel_tco2": steps["fuel_tco2"],
        "process_tco2": steps["process_tco2"],
        "emissions_tco2": told.value,
    }
    beside = [each for one in processes.values() for each in one.explanations]
    main = processes[main_kind(rows)]
    totals |= {} if main.substitution_rate is None else {"substitution": main.substitution_rate * HUNDRED}
    if clinker and law.has(COUNTED):
        beside.append(intensity(law, "cement", [(PROCESS, told.value)], clinker, "产品产量"))
        totals["intensity"] = beside[-1].value
    if rate := _alternative_rate(number, facts, law):
        beside.append(rate)
        totals["alternative"] = rate.value * HUNDRED
    part = Part(number, told, product=main_kind(rows), output=clinker, output_unit="t")
    return Told(part, totals, tuple(beside))


def _process(number: str, kind: str, facts: CementFiled, law: Law) -> ClinkerProcess:
    """The process of one kind of clinker of a line.

    What a line saves by its raw materials is deducted from the kind it made most: that is inferred, the guide tells of
    one kind only.
    """
    all_rows = facts.clinker_of(number)
    rows = [row for row in all_rows if row.product == kind]
    names = told_apart(str(row.month) for row in rows)
    months = [
        Clinker(name, row.output or ZERO, str(row.line.place("output"))) for name, row in zip(names, rows, strict=True)
    ]
    clinker = sum((month.tonnes for month in months), ZERO)
    saving = facts.substitutes_of(number) if kind == main_kind(all_rows) else ()
    substitutes = [Substitute(row.material, row.tonnes or ZERO, places(row.line, "tonnes")) for row in saving]
    return clinker_process(law, clinker, kind, substitutes, months)


def _alternative_rate(number: str, facts: CementFiled, law: Law) -> Explanation | None:
    rows = facts.alternatives_of(number)
    kiln: list[FuelFacts] = [row.facts for row in facts.fuels_of(number) if row.facility == KILN]
    if not rows or None in [row.heat_gj for row in rows]:
        return None
    heats = [(f"{row.month} {row.kind}", row.heat_gj or ZERO, str(row.line.place("tonnes"))) for row in rows]
    named = zip(told_apart(name for name, _, _ in heats), heats, strict=True)
    return alternative_rate(law, kiln, [(name, heat, origin) for name, (_, heat, origin) in named])


def kiln_heat(facts: CementFiled, number: str, month: int = 0) -> Iterator[FuelLine]:
    """What a line's kiln burnt, in a month or (0) the year."""
    return (row for row in facts.fuels_of(number) if row.facility == KILN and month in (0, row.month))


__all__ = ["WHOLE", "CementFiled", "account", "filed"]
