"""A report of a sector of the older guides: the general sum, and what only some of these sectors file. Pure.

Plants counted by carbon balance give their sheet of carbon, paper mills their waste water, airlines the route of a
flight's fuel; all become processes of the one sum. The supplementary table is told beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from domain.core.law import Law
from domain.core.workbook import Line, Lines
from domain.core.workings import Explanation, Working
from domain.emission_report.rules import industry, supplement
from domain.emission_report.rules.accounting import Term, process, wanting
from domain.emission_report.rules.industry import IndustryFiled, ProcessLine, ProductLine
from domain.emission_report.rules.results import Figure, Results
from domain.emission_report.rules.supplement import SupplementLine

ZERO = Decimal(0)
ENTERS, LEAVES = "in", "out"
METHANE = "wastewater_methane"
BALANCE, EDITION = "emission_report.carbon_balance", "process-balance"
NOT_COUNTED, EDITION_OF_FLIGHTS = "emission_report.not_counted", "process-factor"
ROUTES = "accounting.aviation.routes"
JET_KEROSENE = "jet_kerosene"


@dataclass(frozen=True, slots=True)
class CarbonLine:
    """What enters or leaves a plant: quantity in t or 10⁴Nm³, carbon in tC for one of these."""

    source: str
    process: str
    flow: str
    name: str
    measured_in: str
    quantity: Decimal | None
    carbon: Decimal | None
    line: Line

    @property
    def tonnes_of_carbon(self) -> Decimal | None:
        return None if self.quantity is None or self.carbon is None else self.quantity * self.carbon


@dataclass(frozen=True, slots=True)
class GeneralFiled(IndustryFiled):
    """Everything that such a workbook says. `processes` holds also those that other sheets tell."""

    sector: str = ""
    carbon: tuple[CarbonLine, ...] = ()
    supplement: tuple[SupplementLine, ...] = ()

    def plants(self) -> dict[tuple[str, str], tuple[CarbonLine, ...]]:
        """The lines of the carbon sheet by source and process, in the order filed."""
        keys = dict.fromkeys((row.source, row.process) for row in self.carbon)
        return {key: tuple(row for row in self.carbon if (row.source, row.process) == key) for key in keys}


def filed(sector: str) -> Callable[[Lines], GeneralFiled]:
    """How the lines of a sector's workbook become typed facts; a sheet that the sector lacks is empty."""

    def typed(lines: Lines) -> GeneralFiled:
        plain = industry.filed(lines)
        values = {one.name: getattr(plain, one.name) for one in fields(plain)}
        carbon = tuple(_carbon(line) for line in lines.rows("carbon"))
        told = GeneralFiled(**values, sector=sector, carbon=carbon, supplement=supplement.filed(lines))
        balances = (_plant(source, code, rows) for (source, code), rows in told.plants().items())
        waters = (_water(line) for line in lines.rows("wastewater"))
        return replace(told, processes=(*plain.processes, *balances, *waters))

    return typed


def _carbon(line: Line) -> CarbonLine:
    return CarbonLine(
        line.text("source"),
        line.text("process"),
        line.text("flow"),
        line.text("name"),
        line.text("measured_in"),
        line.decimal("quantity"),
        line.decimal("carbon"),
        line,
    )


def _plant(source: str, code: str, rows: Sequence[CarbonLine]) -> ProcessLine:
    """A plant as one process: the carbon that enters and leaves it; None while a figure is missing."""
    places = dict.fromkeys(("carbon_in", "carbon_out"), BALANCE)
    term = Term(code, carbon_in=_sum(rows, ENTERS), carbon_out=_sum(rows, LEAVES), places=places)
    return ProcessLine(source, term, rows[0].line)


def _sum(rows: Sequence[CarbonLine], flow: str) -> Decimal | None:
    values = [row.tonnes_of_carbon for row in rows if row.flow == flow]
    return None if None in values else sum((value for value in values if value is not None), ZERO)


def _water(line: Line) -> ProcessLine:
    term = Term(METHANE, line.decimal("methane_t"), places={"tonnes": str(line.place("methane_t"))})
    return ProcessLine(line.text("plant"), term, line)


def counts(row: ProcessLine, law: Law) -> bool:
    """Whether a process counts: fuel of flights does on the routes that the law names."""
    route = row.line.text("route")
    return not route or not law.has(ROUTES) or route in law.text(ROUTES).split(",")


def account(sector: str, products: Sequence[str]) -> Callable[[GeneralFiled, Law], Results | None]:
    """The accounting of a sector: the general sum, its plants and supplementary lines beside it.

    `products` in the order of the form: the first that was made is the enterprise's. None while a figure is missing.
    """
    whole = industry.account(sector)

    def accounted(facts: GeneralFiled, law: Law) -> Results | None:
        if any(wanting(law, sector, row.term) for row in facts.processes) or unbalanced(facts):
            return None
        counted = tuple(row for row in facts.processes if counts(row, law))
        results = whole(replace(facts, processes=counted), law)
        if results is None:
            return None
        beside = (*results.beside, *_beside(sector, facts, law))
        figures = (*results.figures, *_kerosene(facts, law))
        product, output = _made(facts.products, products)
        parts = tuple(replace(part, product=product, output=output) for part in results.parts)
        return replace(results, parts=parts, beside=beside, figures=figures)

    return accounted


def unbalanced(facts: GeneralFiled) -> tuple[ProcessLine, ...]:
    """Processes that more carbon leaves than enters."""
    return tuple(row for row in facts.processes if (row.term.carbon_out or ZERO) > (row.term.carbon_in or ZERO))


def _made(rows: Sequence[ProductLine], products: Sequence[str]) -> tuple[str, Decimal | None]:
    made = [code for code in products if any(row.output for row in rows if row.product == code)]
    return industry.made([row for row in rows if row.product == made[0]] if made else rows)


def _beside(sector: str, facts: GeneralFiled, law: Law) -> Iterator[Explanation]:
    yield from (_balance(source, rows, law) for (source, _), rows in facts.plants().items())
    yield from (_not_counted(sector, row, law) for row in facts.processes if not counts(row, law))
    yield from (one for row in facts.supplement if (one := supplement.told(row, law)))


def _not_counted(sector: str, row: ProcessLine, law: Law) -> Explanation:
    """What a flight emits on a route that does not count: reported, and no part of the sum.

    1,000 t of jet kerosene on international routes: 1,000 × 3.15 = 3,150.00 t beside the sum.
    """
    working = Working(NOT_COUNTED, law, EDITION_OF_FLIGHTS)
    working.fact("source", row.source)
    working.provision(ROUTES)
    emitted = process(law, sector, row.term).value
    told = working.given("process_tco2", emitted, "t", str(row.line.place("tonnes")))
    return working.result("not_counted_tco2", "process_tco2", told, "t")


def _balance(source: str, rows: Sequence[CarbonLine], law: Law) -> Explanation:
    """The carbon of a plant, line by line: what enters less what leaves.

    1,000 t of coal with 0.700 tC/t enter, 100 t of methanol with 0.375 tC/t leave: 700 − 37.5 = 662.5 tC.
    """
    working = Working(BALANCE, law, EDITION)
    working.fact("source", source)
    for flow in (ENTERS, LEAVES):
        for number, row in enumerate(rows, 1):
            if row.flow == flow:
                _flow(working, row, f"{number} {row.name}")
        formula = f"Σ carbon_{flow}_row" if any(row.flow == flow for row in rows) else "0"
        working.step(f"carbon_{flow}", formula, _sum(rows, flow) or ZERO, "tC")
    left = (_sum(rows, ENTERS) or ZERO) - (_sum(rows, LEAVES) or ZERO)
    return working.result("carbon_left", "carbon_in - carbon_out", left, "tC")


def _flow(working: Working, row: CarbonLine, index: str) -> None:
    quantity = row.quantity or ZERO
    working.given("flow_quantity", quantity, row.measured_in, str(row.line.place("quantity")), index)
    content = working.given("flow_carbon", row.carbon or ZERO, "", str(row.line.place("carbon")), index)
    working.step(f"carbon_{row.flow}_row", "flow_quantity × flow_carbon", quantity * content, "tC", index=index)


def _kerosene(facts: GeneralFiled, law: Law) -> Iterator[Figure]:
    """Jet kerosene of all routes: what tax and customs know does not tell them apart."""
    rows = [row for row in facts.processes if row.term.material == JET_KEROSENE and row.term.tonnes]
    if rows:
        total = sum((row.term.tonnes or ZERO for row in rows), ZERO)
        yield Figure("fuel.kerosene", total, "t", rows[0].line.place("tonnes"))
