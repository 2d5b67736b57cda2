"""A report of steel as typed facts, and its accounting: the balance of the enterprise, and of its processes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.core.law import Law
from domain.core.workbook import Line, Lines
from domain.core.workings import Explanation
from domain.emission_report.rules import industry, supplement
from domain.emission_report.rules.accounting import (
    Balance,
    FuelFacts,
    Matter,
    SteelFlow,
    intensity,
    steel_balance,
    steel_process,
    steel_terms,
)
from domain.emission_report.rules.industry import WHOLE, IndustryFiled
from domain.emission_report.rules.metals import MetalResults, able, bought, places, values_of, with_energy
from domain.emission_report.rules.results import Part, Results
from domain.emission_report.rules.supplement import SupplementLine
from domain.emission_report.workbook.steel import OTHER_CARBON, PROCESSES

ZERO = Decimal(0)
PIG_IRON, SINTERING, IRONMAKING = "pig_iron", "sintering", "ironmaking"
# What crosses the border of the enterprise.
CROSSING = ("carbonate", "electrode", "input", "product")
ENTERING = ("carbonate", "electrode", "input", "received")
LEAVING = ("product", "passed")
COUNTED = "accounting.intensity.steel.processes"


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """A carbon-bearing material in t, where it comes from or goes to. Month 0 and no process: the year's enterprise."""

    process: str
    month: int
    role: str
    material: str
    tonnes: Decimal | None
    factor: Decimal | None
    line: Line

    @property
    def matter(self) -> Matter:
        return Matter(self.material, self.tonnes or ZERO, self.factor, places(self.line, "tonnes", "factor"))


@dataclass(frozen=True, slots=True)
class OwnFuelLine:
    """A fuel that the works make and use, in t or 10⁴Nm³."""

    process: str
    month: int
    fuel: str
    made: Decimal | None
    used: Decimal | None
    ncv: Decimal | None
    carbon_per_heat: Decimal | None
    line: Line

    def facts(self, key: str) -> FuelFacts:
        """What was `made` or `used` of it, for the accounting."""
        where = {"quantity": str(self.line.place(key)), **places(self.line, "ncv", "carbon_per_heat")}
        quantity = getattr(self, key) or ZERO
        return FuelFacts(self.fuel, quantity, None, self.ncv, self.carbon_per_heat, None, self.process, where)


@dataclass(frozen=True, slots=True)
class SteelFiled(IndustryFiled):
    """Everything that a workbook of steel says."""

    materials: tuple[MaterialLine, ...] = ()
    own_fuels: tuple[OwnFuelLine, ...] = ()
    supplement: tuple[SupplementLine, ...] = ()
    sector: str = "steel"

    def tonnes(self, role: str, *materials: str) -> Decimal:
        """Of these materials in this direction, over the year; of all materials when none is named."""
        rows = (row for row in self.materials if row.role == role and (not materials or row.material in materials))
        return sum((row.tonnes or ZERO for row in rows), ZERO)

    def made(self, *products: str) -> Decimal:
        return sum((row.output or ZERO for row in self.products if row.product in products), ZERO)


def filed(lines: Lines) -> SteelFiled:
    """Typed facts from the lines of a workbook of steel, of any edition."""
    return SteelFiled(
        **values_of(industry.filed(lines)),
        materials=tuple(_material(line) for line in lines.rows("materials")),
        own_fuels=tuple(_own_fuel(line) for line in lines.rows("own_fuels")),
        supplement=supplement.filed(lines),
    )


def _material(line: Line) -> MaterialLine:
    return MaterialLine(
        line.text("process"),
        line.integer("month") or 0,
        line.text("role"),
        line.text("material"),
        line.decimal("tonnes"),
        line.decimal("factor"),
        line,
    )


def _own_fuel(line: Line) -> OwnFuelLine:
    figures = {key: line.decimal(key) for key in ("made", "used", "ncv", "carbon_per_heat")}
    process, fuel = line.text("process"), line.text("fuel")
    return OwnFuelLine(process=process, month=line.integer("month") or 0, fuel=fuel, line=line, **figures)


def account(facts: SteelFiled, law: Law) -> MetalResults | None:
    """The enterprise by what crosses its border; the intensity by sintering and ironmaking. None while figures lack.

    Only direct emissions count: electricity is told beside the sum. Source: 企业温室气体排放核算与报告指南 钢铁行业
    （CETS-AG-03.01-V01-2024） 附录A; that captive boilers count with the enterprise is inferred from it.
    """
    if not _complete(facts):
        return None
    told = steel_balance(law, balance(facts))
    processes = dict(_processes(facts, law))
    rate = _intensity(facts, processes, law)
    power = bought(facts, law)
    iron = facts.made(PIG_IRON)
    product, output = (PIG_IRON, iron) if iron else industry.made(facts.products)
    part = Part(WHOLE, told.explanation, product=product, output=output, output_unit="t")
    beside = tuple(one for one in (rate, *processes.values(), power) if one)
    figures = tuple(industry.figures(facts, law, told.tco2))
    totals = {
        "carbonate_tco2": told.carbonate_tco2,
        "electrode_tco2": told.electrode_tco2,
        "input_tco2": told.input_tco2,
        "product_tco2": told.product_tco2,
        "iron_t": iron,
        **{f"{code}_tco2": processes[code].value for code in (SINTERING, IRONMAKING) if code in processes},
        **({"intensity": rate.value} if rate else {}),
        **({"electricity_tco2": power.value} if power else {}),
    }
    return MetalResults((part,), told.explanation, beside, figures, totals)


def _complete(facts: SteelFiled) -> bool:
    own = all(row.made is not None and row.used is not None for row in facts.own_fuels)
    return able(facts) and own and not unpriced(facts)


def unpriced(facts: SteelFiled) -> tuple[MaterialLine, ...]:
    """Materials that cannot be counted: without a quantity, or without a factor where the table has none."""
    return tuple(
        row
        for row in facts.materials
        if row.tonnes is None or (row.factor is None and row.material == OTHER_CARBON.code)
    )


def balance(facts: SteelFiled) -> Balance:
    """What crosses the border of the enterprise."""
    fuels = tuple(row.facts for row in facts.fuels if row.quantity)
    carbonates, electrodes, inputs, products = (
        tuple(row.matter for row in facts.materials if row.role == role and row.tonnes) for role in CROSSING
    )
    return Balance(fuels, carbonates, inputs=inputs, products=products, electrodes=electrodes)


def _processes(facts: SteelFiled, law: Law) -> Iterator[tuple[str, Explanation]]:
    """The balance of every process of which anything was filed, in the order of the form."""
    for choice in PROCESSES:
        flow = _flow(facts, choice.code)
        if flow.fuels or flow.made or flow.inputs or flow.products:
            yield choice.code, steel_process(law, choice.code, flow)


def _flow(facts: SteelFiled, process: str) -> SteelFlow:
    own = [row for row in facts.own_fuels if row.process == process]
    burnt = [row.facts for row in facts.fuels if row.facility == process and row.quantity]
    rows = [row for row in facts.materials if row.process == process and row.tonnes]
    return SteelFlow(
        (*burnt, *(row.facts("used") for row in own if row.used)),
        tuple(row.facts("made") for row in own if row.made),
        _matters(rows, ENTERING),
        _matters(rows, LEAVING),
    )


def _matters(rows: Iterable[MaterialLine], roles: Sequence[str]) -> tuple[Matter, ...]:
    return tuple(row.matter for row in rows if row.role in roles)


def _intensity(facts: SteelFiled, processes: dict[str, Explanation], law: Law) -> Explanation | None:
    """Sintering and ironmaking over the iron made; None without iron, and where a process comes out below nought."""
    iron = facts.made(PIG_IRON)
    if not iron or not law.has(COUNTED):
        return None
    counted = [code for code in law.text(COUNTED).split(",") if code in processes]
    if any(processes[code].value < 0 for code in counted):
        return None
    parts = [(code, processes[code].value) for code in counted]
    return intensity(law, "steel", parts, iron, "产品产量")


def account_old(facts: SteelFiled, law: Law) -> Results | None:
    """The older guide: fuels with oxidation, processes, electricity and heat, less what products keep.

    Source: the steel guide of 发改办气候〔2013〕2526号 (memory); factors of materials are those printed in 2024.
    """
    if not _complete(facts):
        return None
    emitted, kept = steel_terms(law, balance(facts))
    results = with_energy(law, "steel", facts, emitted, kept)
    iron = facts.made("converter_steel", "electric_steel")
    product, output = ("crude_steel", iron) if iron else industry.made(facts.products)
    part = Part(WHOLE, results.enterprise, product=product, output=output, output_unit="t")
    figures = tuple(industry.figures(facts, law, results.enterprise.value))
    tables = tuple(one for row in facts.supplement if (one := supplement.told(row, law)))
    return Results((part,), results.enterprise, (*results.beside, *tables), figures)
