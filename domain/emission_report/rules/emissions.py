"""How emissions follow from what was filed. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.core.findings import Place
from domain.core.law import Law
from domain.core.workings import Explanation, Working
from domain.emission_report.rules.facts import MEASURED, Filed, FuelRow, TotalRow
from domain.emission_report.rules.results import Figure, Part, Results

# Which printed method computes the emissions of power; later guides will stand beside it.
EDITION = "power.A22"
ROW = (
    "fuel_quantity × carbon_content × oxidation"
    " × accounting.co2_per_carbon.numerator ÷ accounting.co2_per_carbon.denominator"
)


@dataclass(frozen=True, slots=True)
class UnitResult:
    """What the portal computed for one unit. `emissions` explains itself; load factor as a share, unrounded."""

    total: TotalRow
    emissions: Explanation
    generation_mwh: Decimal
    heat_gj: Decimal
    hours: Decimal
    load_factor: Decimal | None

    @property
    def part(self) -> Part:
        total = self.total
        return Part(
            total.unit_number,
            self.emissions,
            total.unit_class,
            total.fuel,
            total.cogeneration,
            total.capacity_mw or Decimal(),
            self.generation_mwh,
            self.heat_gj,
            self.hours,
            self.load_factor,
        )


@dataclass(frozen=True, slots=True)
class PowerResults(Results):
    """Results of a power report, with its generating units as they were filed."""

    units: tuple[UnitResult, ...] = ()


@dataclass(frozen=True, slots=True)
class DeterminedUnit:
    """Emissions that the authority determines for one unit of an enterprise that did not report."""

    unit_number: str
    emissions_tonnes: Decimal
    generation_mwh: Decimal
    heat_gj: Decimal
    hours: Decimal


def computed(facts: Filed, law: Law) -> PowerResults | None:
    """Emissions of every unit in the totals and of the enterprise; None while any figure they need is missing."""
    if not facts.totals or not all(row.computable for row in facts.fuels):
        return None
    if {row.unit_number for row in facts.fuels} - {total.unit_number for total in facts.totals}:
        return None
    units = tuple(_unit_result(facts, total, law) for total in facts.totals)
    enterprise = enterprise_emissions({unit.total.unit_number: unit.emissions for unit in units}, law)
    parts = tuple(unit.part for unit in units)
    return PowerResults(parts, enterprise, (), tuple(_figures(facts, units, enterprise.value)), units)


def _figures(facts: Filed, units: Sequence[UnitResult], emissions: Decimal) -> Iterator[Figure]:
    """What other sources can be held against: months and years of units, and the enterprise's sums."""
    yield Figure("emissions_tonnes", emissions, "t", facts.enterprise.place("name"))
    for row in facts.production:
        for code, measure, value in (
            ("generation_mwh", "MWh", row.generation_mwh),
            ("heat_gj", "GJ", row.heat_gj),
            ("hours", "h", row.hours),
        ):
            if value is not None:
                yield Figure(code, value, measure, row.line.place(code), row.unit_number, row.month)
    for unit in units:
        line, number = unit.total.line, unit.total.unit_number
        yield Figure("emissions_tonnes", unit.emissions.value, "t", line.place("emissions_tonnes"), number)
        yield Figure("generation_mwh", unit.generation_mwh, "MWh", line.place("generation_mwh"), number)
        yield Figure("heat_gj", unit.heat_gj, "GJ", line.place("heat_gj"), number)
        yield Figure("hours", unit.hours, "h", line.place("hours"), number)
    yield from _fuel_figures(facts.fuels)


def _fuel_figures(rows: Sequence[FuelRow]) -> Iterator[Figure]:
    years: dict[str, tuple[Decimal, FuelRow]] = {}
    for row in rows:
        if row.quantity is not None:
            code, unit, place = f"fuel.{row.fuel}", _unit_of(row.fuel), row.line.place("quantity")
            yield Figure(code, row.quantity, unit, place, row.unit_number, row.month)
            years[row.fuel] = (years.get(row.fuel, (Decimal(), row))[0] + row.quantity, row)
    for fuel, (quantity, row) in years.items():
        yield Figure(f"fuel.{fuel}", quantity, _unit_of(fuel), Place(row.line.sheet))


def _unit_result(facts: Filed, total: TotalRow, law: Law) -> UnitResult:
    production = facts.production_of(total.unit_number)
    generation = _sum(row.generation_mwh for row in production)
    hours = _sum(row.hours for row in production)
    emissions = unit_emissions(total.unit_number, facts.fuels_of(total.unit_number), law)
    heat = _sum(row.heat_gj for row in production)
    return UnitResult(total, emissions, generation, heat, hours, load_factor(generation, total.capacity_mw, hours))


def _sum(values: Iterable[Decimal | None]) -> Decimal:
    return sum((value for value in values if value is not None), Decimal())


def load_factor(generation_mwh: Decimal, capacity_mw: Decimal | None, hours: Decimal) -> Decimal | None:
    """Share of what the unit could have generated in its operating hours; None while it did not run.

    300 MW, 7,000 h, 1,575,000 MWh → 0.75.
    """
    possible = hours * (capacity_mw or 0)
    return generation_mwh / possible if possible > 0 else None


def unit_emissions(unit_number: str, rows: Sequence[FuelRow], law: Law) -> Explanation:
    """E = Σ FC × Car × OF × 44/12 over fuels and months, rounded once, at the unit (power guide, chapter on fuels).

    1,000,000 t of coal, 0.5400 tC/t, 99 % → 1,960,200 t.
    """
    working = Working("emission_report.unit_emissions", law, EDITION)
    working.fact("unit_number", unit_number)
    ratio = working.law("accounting.co2_per_carbon.numerator"), working.law("accounting.co2_per_carbon.denominator")
    total = Decimal()
    for index, row in _indexed(row for row in rows if row.quantity):
        total += _row_emissions(working, row, index, ratio)
    return working.result("unit_emissions", "Σ row_emissions", total, "t", rounding="rounding.emissions.unit")


def _indexed(rows: Iterable[FuelRow]) -> Iterator[tuple[str, FuelRow]]:
    """Each row with its month and fuel; what was filed twice (ER-012) is told apart."""
    seen: Counter[str] = Counter()
    for row in rows:
        index = f"{row.month} {row.fuel}"
        seen[index] += 1
        yield index if seen[index] == 1 else f"{index} #{seen[index]}", row


def _row_emissions(working: Working, row: FuelRow, index: str, ratio: tuple[Decimal, Decimal]) -> Decimal:
    quantity, oxidation = row.quantity or Decimal(), row.oxidation or Decimal()
    working.given("fuel_quantity", quantity, _unit_of(row.fuel), str(row.line.place("quantity")), index)
    carbon = _carbon(working, row, index)
    working.given("oxidation", oxidation, "1", str(row.line.place("oxidation")), index)
    value = quantity * carbon * oxidation * ratio[0] / ratio[1]
    return working.step("row_emissions", ROW, value, "t", index=index)


def _carbon(working: Working, row: FuelRow, index: str) -> Decimal:
    """Carbon as received where measured, otherwise heat value × carbon per heat."""
    unit, place = _unit_of(row.fuel), row.line.place
    content = row.carbon_content or Decimal()
    measured = row.carbon_method == MEASURED and row.carbon is not None
    if measured or row.ncv is None or row.carbon_per_heat is None:
        return working.given("carbon_content", content, f"tC/{unit}", str(place("carbon")), index)
    working.given("net_calorific_value", row.ncv, f"GJ/{unit}", str(place("ncv")), index)
    working.given("carbon_per_heat", row.carbon_per_heat, "tC/GJ", str(place("carbon_per_heat")), index)
    formula = "net_calorific_value × carbon_per_heat"
    return working.step("carbon_content", formula, content, f"tC/{unit}", index=index)


def _unit_of(fuel: str) -> str:
    return "10⁴Nm³" if fuel.endswith("_gas") else "t"


def enterprise_emissions(units: Mapping[str, Explanation], law: Law) -> Explanation:
    """The enterprise emits what its units emit; the total is a whole number of tonnes (power guide, table C.5)."""
    working = Working("emission_report.enterprise_emissions", law, EDITION)
    total = Decimal()
    for number, emissions in units.items():
        total += working.given("unit_emissions", emissions.value, "t", number, number)
    return working.result("enterprise_emissions", "Σ unit_emissions", total, "t", rounding="rounding.emissions.entity")


def determined_emissions(unit: DeterminedUnit, reason: str, law: Law) -> Explanation:
    """Emissions that the authority determined, with its reason as their origin."""
    working = Working("emission_report.determined", law, EDITION)
    working.fact("unit_number", unit.unit_number)
    value = working.given("determined_emissions", unit.emissions_tonnes, "t", reason)
    return working.result("unit_emissions", "determined_emissions", value, "t", rounding="rounding.emissions.unit")
