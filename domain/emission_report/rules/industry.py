"""A report of industry as typed facts, and its accounting by the general sum. Pure.

A sector with a guide of its own (steel, cement, aluminium) types its sheets with the same functions and sums by its
own rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.core.law import Law
from domain.core.workbook import Line, Lines
from domain.core.workings import Explanation, Working
from domain.emission_report.rules.accounting import Enterprise, FuelFacts, Term, general
from domain.emission_report.rules.accounting.fuel import PER_ENTITY
from domain.emission_report.rules.facts import DEFAULT, share
from domain.emission_report.rules.fuels import unit_of
from domain.emission_report.rules.results import Figure, Part, Results

ZERO = Decimal(0)
# What the enterprise is called as a part, where the guide accounts it as one.
WHOLE = "全厂"
ENERGY = ("mwh", "exported_mwh", "gj", "exported_gj")
TERM = ("tonnes", "factor", "carbon_in", "carbon_out", "mwh", "gas_kg")
TERM_SHARES = ("share", "carbon", "oxidation", "removed")


@dataclass(frozen=True, slots=True)
class FuelLine:
    """A line of fuels. Month 0: the year. Oxidation as a share; None: not measured."""

    facility: str
    month: int
    fuel: str
    quantity: Decimal | None
    ncv: Decimal | None
    carbon: Decimal | None
    carbon_per_heat: Decimal | None
    method: str
    oxidation: Decimal | None
    line: Line

    @property
    def number(self) -> str:
        """The production line, where the guide asks by line."""
        return self.line.text("line")

    @property
    def facts(self) -> FuelFacts:
        """For the accounting. Where the method is 缺省值, the guide's values count, whatever stands beside."""
        default = self.method == DEFAULT
        return FuelFacts(
            self.fuel,
            self.quantity or ZERO,
            None if default else self.carbon,
            None if default else self.ncv,
            None if default else self.carbon_per_heat,
            self.oxidation,
            self.facility,
            {key: str(self.line.place(key)) for key in ("quantity", "ncv", "carbon", "carbon_per_heat", "oxidation")},
        )


@dataclass(frozen=True, slots=True)
class ProcessLine:
    """A line of processes: its source, and the term that it adds."""

    source: str
    term: Term
    line: Line


@dataclass(frozen=True, slots=True)
class EnergyLine:
    """Electricity in MWh and heat in GJ, bought and sent out. Month 0: the year."""

    month: int
    mwh: Decimal | None
    exported_mwh: Decimal | None
    gj: Decimal | None
    exported_gj: Decimal | None
    line: Line


@dataclass(frozen=True, slots=True)
class ProductLine:
    """Output of a product of a line. Month 0: the year."""

    number: str
    month: int
    product: str
    output: Decimal | None
    line: Line


@dataclass(frozen=True, slots=True)
class IndustryFiled:
    """Everything that a workbook of industry says, typed; `lines` for what only one sector has."""

    name: str
    credit_code: str
    year: int | None
    plan_version: str
    enterprise: Line
    fuels: tuple[FuelLine, ...]
    processes: tuple[ProcessLine, ...]
    energy: tuple[EnergyLine, ...]
    products: tuple[ProductLine, ...]
    totals: Line
    lines: Lines = field(default_factory=Lines)


def filed(lines: Lines) -> IndustryFiled:
    """Typed facts from the lines of a workbook of industry; a sheet that the sector lacks is empty."""
    head = lines.fields("enterprise")
    return IndustryFiled(
        head.text("name"),
        head.text("credit_code"),
        head.integer("year"),
        head.text("plan_version"),
        head,
        tuple(_fuel(line) for line in lines.rows("fuels")),
        tuple(_process(line) for line in lines.rows("processes")),
        tuple(_energy(line) for line in lines.rows("energy")),
        tuple(_product(line) for line in lines.rows("products")),
        lines.fields("totals"),
        lines,
    )


def _fuel(line: Line) -> FuelLine:
    return FuelLine(
        line.text("facility"),
        line.integer("month") or 0,
        line.text("fuel"),
        line.decimal("quantity"),
        line.decimal("ncv"),
        line.decimal("carbon"),
        line.decimal("carbon_per_heat"),
        line.text("method"),
        share(line.decimal("oxidation")),
        line,
    )


def _process(line: Line) -> ProcessLine:
    figures = {key: line.decimal(key) for key in TERM} | {key: share(line.decimal(key)) for key in TERM_SHARES}
    places = {key: str(line.place(key)) for key in figures}
    return ProcessLine(line.text("source"), Term(line.text("material"), **figures, places=places), line)


def _energy(line: Line) -> EnergyLine:
    return EnergyLine(
        line.integer("month") or 0,
        line.decimal("mwh"),
        line.decimal("exported_mwh"),
        line.decimal("gj"),
        line.decimal("exported_gj"),
        line,
    )


def _product(line: Line) -> ProductLine:
    return ProductLine(
        line.text("line"), line.integer("month") or 0, line.text("product"), line.decimal("output"), line
    )


def account(sector: str) -> Callable[[IndustryFiled, Law], Results | None]:
    """The accounting of a sector by the general sum: fuels, processes, electricity and heat, less what leaves.

    Source: the guides of 发改办气候〔2013〕2526号, 〔2014〕2920号, 〔2015〕1722号. None while a quantity is missing.
    """

    def accounted(facts: IndustryFiled, law: Law) -> Results | None:
        if not complete(facts):
            return None
        told = general(law, _enterprise(sector, facts))
        whole = told.explanations[0]
        product, output = made(facts.products)
        part = Part(WHOLE, whole, product=product, output=output)
        return Results((part,), whole, told.explanations[1:], tuple(figures(facts, law, whole.value)))

    return accounted


def complete(facts: IndustryFiled) -> bool:
    """Whether every quantity is there; what is missing has its own findings."""
    energy = (getattr(line, key) for line in facts.energy for key in ENERGY)
    quantities = (line.quantity for line in facts.fuels)
    return bool(facts.energy) and None not in (*energy, *quantities)


def _enterprise(sector: str, facts: IndustryFiled) -> Enterprise:
    line = facts.energy[0].line
    sums = {key: sum((getattr(row, key) or ZERO for row in facts.energy), ZERO) for key in ENERGY}
    places = {key: str(line.place(key)) for key in (*ENERGY, "recovered_t")}
    return Enterprise(
        sector,
        tuple(row.facts for row in facts.fuels if row.quantity),
        tuple(row.term for row in facts.processes),
        **sums,
        recovered_t=line.decimal("recovered_t") or ZERO,
        places=places,
    )


def made(products: Sequence[ProductLine]) -> tuple[str, Decimal | None]:
    """The product and the output of a part: of the product that is made most, over its lines."""
    sums: dict[str, Decimal] = {}
    for row in products:
        sums[row.product] = sums.get(row.product, ZERO) + (row.output or ZERO)
    product = max(sums, key=lambda code: sums[code], default="")
    return product, sums.get(product)


def figures(facts: IndustryFiled, law: Law, emissions: Decimal) -> Iterator[Figure]:
    """What other sources can be held against: the enterprise's year, and its months where it files months."""
    yield Figure("emissions_tonnes", emissions, "t", facts.totals.place("emissions_tonnes"))
    told: tuple[Told, ...] = (
        *((f"fuel.{row.fuel}", row.quantity, unit_of(law, row.fuel), "quantity", row) for row in facts.fuels),
        *(("electricity_mwh", row.mwh, "MWh", "mwh", row) for row in facts.energy),
        *(("heat_bought_gj", row.gj, "GJ", "gj", row) for row in facts.energy),
        *((f"output.{row.product}", row.output, "", "output", row) for row in facts.products),
    )
    for code in dict.fromkeys(row[0] for row in told):
        yield from _summed(code, [row for row in told if row[0] == code])


Told = tuple[str, Decimal | None, str, str, FuelLine | EnergyLine | ProductLine]


def _summed(code: str, rows: Iterable[Told]) -> Iterator[Figure]:
    """A figure of the year and of each month, at the first cell that it comes from."""
    sums: dict[int, Figure] = {}
    for _, value, unit, key, row in rows:
        for month in {0, row.month}:
            before = sums.get(month)
            place = before.place if before else row.line.place(key)
            sums[month] = Figure(code, (before.value if before else ZERO) + (value or ZERO), unit, place, "", month)
    yield from sums.values()


def summed(question: str, edition: str, law: Law, parts: Mapping[str, Explanation]) -> Explanation:
    """The enterprise from its parts, in whole tonnes, for sectors whose lines are accounted one by one."""
    working = Working(question, law, edition)
    total = ZERO
    for number, emissions in parts.items():
        total += working.given("part_tco2", emissions.value, "t", number, number)
    return working.result("tco2", "Σ part_tco2", total, "t", rounding=PER_ENTITY)
