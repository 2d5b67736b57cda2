"""How emissions follow from what was filed. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.core.findings import Place
from domain.core.law import Law
from domain.core.workings import Explanation, Working
from domain.emission_report.rules.facts import MEASURED, Filed, FuelRow, TotalRow
from domain.emission_report.rules.power import told_beside
from domain.emission_report.rules.purchased import counted, purchases
from domain.emission_report.rules.results import Figure, Part, Results

# Which printed method computes the emissions of power; the one of 2026 stands beside it.
EDITION, EDITION_2026 = "power.A22", "power.A26"
PER_UNIT = "rounding.emissions.unit"
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


def account(edition: str) -> Callable[[Filed, Law], PowerResults | None]:
    """The accounting of a power report by months under one edition of the guide."""

    def accounted(facts: Filed, law: Law) -> PowerResults | None:
        """Emissions of every unit in the totals and of the enterprise; None while any figure they need is missing."""
        if not facts.totals or not all(row.computable for row in facts.fuels):
            return None
        if {row.unit_number for row in facts.fuels} - {total.unit_number for total in facts.totals}:
            return None
        bought = purchases(facts, law)
        units = tuple(_unit_result(facts, total, law, edition, bought) for total in facts.totals)
        return results(facts, units, law, edition, tuple(bought.values()))

    return accounted


computed = account(EDITION)


def results(
    facts: Filed, units: Sequence[UnitResult], law: Law, edition: str, bought: Sequence[Explanation] = ()
) -> PowerResults:
    """The enterprise from its units, with what is told beside it and what others can be held against."""
    enterprise = enterprise_emissions({unit.total.unit_number: unit.emissions for unit in units}, law, edition)
    parts = tuple(unit.part for unit in units)
    beside = (*bought, *told_beside(facts, law, {unit.total.unit_number: unit.emissions for unit in units}))
    return PowerResults(parts, enterprise, beside, tuple(_figures(facts, units, enterprise.value)), tuple(units))


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
    yield from _electricity_figures(facts)


def _electricity_figures(facts: Filed) -> Iterator[Figure]:
    """The enterprise's year of what it bought and what it sent to the grid, where it filed any of it."""
    for code, sheet, column in (
        ("electricity_mwh", "electricity", "purchased_mwh"),
        ("on_grid_mwh", "auxiliary", "on_grid_mwh"),
    ):
        lines = [line for line in facts.lines.rows(sheet) if line.decimal(column) is not None]
        if lines:
            yield Figure(code, _sum(line.decimal(column) for line in lines), "MWh", Place(lines[0].sheet))


def _fuel_figures(rows: Sequence[FuelRow]) -> Iterator[Figure]:
    years: dict[str, tuple[Decimal, FuelRow]] = {}
    for row in rows:
        if row.quantity is not None:
            code, unit, place = f"fuel.{row.fuel}", _unit_of(row.fuel), row.line.place("quantity")
            yield Figure(code, row.quantity, unit, place, row.unit_number, row.month)
            years[row.fuel] = (years.get(row.fuel, (Decimal(), row))[0] + row.quantity, row)
    for fuel, (quantity, row) in years.items():
        yield Figure(f"fuel.{fuel}", quantity, _unit_of(fuel), Place(row.line.sheet))


def _unit_result(
    facts: Filed, total: TotalRow, law: Law, edition: str, bought: Mapping[str, Explanation]
) -> UnitResult:
    production = facts.production_of(total.unit_number)
    electricity = bought.get(total.unit_number) if counted(law) else None
    generation = _sum(row.generation_mwh for row in production)
    hours = _sum(row.hours for row in production)
    fuels = facts.fuels_of(total.unit_number)
    emissions = unit_emissions(total.unit_number, fuels, law, edition=edition, purchased=electricity)
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


def unit_emissions(
    unit_number: str,
    rows: Sequence[FuelRow],
    law: Law,
    *,
    edition: str = EDITION,
    purchased: Explanation | None = None,
    rounding: str = PER_UNIT,
) -> Explanation:
    """E = Σ FC × Car × OF × 44/12 over fuels and months, rounded once, at the unit (power guide, chapter on fuels).

    To 2022 with the electricity that the unit bought (`purchased`), and so in the supplementary table before.

    1,000,000 t of coal, 0.5400 tC/t, 99 % → 1,960,200 t.
    """
    working = Working("emission_report.unit_emissions", law, edition)
    working.fact("unit_number", unit_number)
    ratio = working.law("accounting.co2_per_carbon.numerator"), working.law("accounting.co2_per_carbon.denominator")
    total = Decimal()
    for index, row in _indexed(row for row in rows if row.quantity):
        total += _row_emissions(working, row, index, ratio)
    if purchased is None:
        return working.result("unit_emissions", "Σ row_emissions", total, "t", rounding=rounding)
    total += working.given("electricity_tco2", purchased.value, "t", "emission.electricity")
    formula = "Σ row_emissions + electricity_tco2" if any(row.quantity for row in rows) else "electricity_tco2"
    return working.result("unit_emissions", formula, total, "t", rounding=rounding)


def _indexed(rows: Iterable[FuelRow]) -> Iterator[tuple[str, FuelRow]]:
    """Each row with its month and fuel; what was filed twice (ER-012) is told apart. Month 0 is the year."""
    seen: Counter[str] = Counter()
    for row in rows:
        index = f"{row.month} {row.fuel}" if row.month else row.fuel
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
    """Carbon as received where measured, or from the month's test, otherwise heat value × carbon per heat."""
    unit, place = _unit_of(row.fuel), row.line.place
    content = row.carbon_content or Decimal()
    if row.sampled and row.sample is not None:
        working.provision("accounting.carbon_as_received.edition")
        for name, value in row.sample.given():
            working.given(name, value, "%", str(row.sample.line.place(name)), index)
        return working.step("carbon_content", row.sample.formula, content, f"tC/{unit}", index=index)
    measured = row.carbon_method == MEASURED and row.carbon is not None
    if measured or row.ncv is None or row.carbon_per_heat is None:
        return working.given("carbon_content", content, f"tC/{unit}", str(place("carbon")), index)
    working.given("net_calorific_value", row.ncv, f"GJ/{unit}", str(place("ncv")), index)
    working.given("carbon_per_heat", row.carbon_per_heat, "tC/GJ", str(place("carbon_per_heat")), index)
    formula = "net_calorific_value × carbon_per_heat"
    return working.step("carbon_content", formula, content, f"tC/{unit}", index=index)


def _unit_of(fuel: str) -> str:
    return "10⁴Nm³" if fuel.endswith("_gas") else "t"


def enterprise_emissions(units: Mapping[str, Explanation], law: Law, edition: str = EDITION) -> Explanation:
    """The enterprise emits what its units emit; the total is a whole number of tonnes (power guide, table C.5)."""
    working = Working("emission_report.enterprise_emissions", law, edition)
    total = Decimal()
    for number, emissions in units.items():
        total += working.given("unit_emissions", emissions.value, "t", number, number)
    return working.result("enterprise_emissions", "Σ unit_emissions", total, "t", rounding="rounding.emissions.entity")


def determined_emissions(unit: DeterminedUnit, reason: str, law: Law, edition: str) -> Explanation:
    """Emissions that the authority determined, with its reason as their origin; `edition` is the form of the year."""
    working = Working("emission_report.determined", law, edition)
    working.fact("unit_number", unit.unit_number)
    value = working.given("determined_emissions", unit.emissions_tonnes, "t", reason)
    return working.result("unit_emissions", "determined_emissions", value, "t", rounding="rounding.emissions.unit")
