"""What was filed and what is known already, as frozen facts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from domain.core.workbook import Content, Line, Lines
from domain.emission_report.rules.power_facts import CoalSample, Where, numbers_of, place_of, samples, together

MEASURED, DEFAULT = "measured", "default"


@dataclass(frozen=True, slots=True)
class FuelRow:
    """One unit's month of one fuel. Quantity in t (10⁴Nm³ for gases); oxidation as a share."""

    unit_number: str
    month: int
    fuel: str
    quantity: Decimal | None
    ncv: Decimal | None
    ncv_method: str
    carbon: Decimal | None
    carbon_per_heat: Decimal | None
    carbon_method: str
    oxidation: Decimal | None
    line: Line = field(default_factory=lambda: Line(""))
    sample: CoalSample | None = None

    @property
    def sampled(self) -> bool:
        """Whether measured carbon was not entered here but follows from the month's test."""
        tested = self.sample is not None and self.sample.carbon is not None
        return self.carbon_method == MEASURED and self.carbon is None and tested

    @property
    def carbon_content(self) -> Decimal | None:
        """tC per t (or 10⁴Nm³): measured as received, otherwise heat value × carbon per heat; None when neither."""
        if self.carbon_method == MEASURED and self.carbon is not None:
            return self.carbon
        if self.sampled and self.sample is not None:
            return self.sample.carbon
        if self.ncv is None or self.carbon_per_heat is None:
            return self.carbon if self.carbon_method != DEFAULT else None
        return self.ncv * self.carbon_per_heat

    @property
    def energy_gj(self) -> Decimal | None:
        return None if self.quantity is None or self.ncv is None else self.quantity * self.ncv

    @property
    def computable(self) -> bool:
        burnt_none = self.quantity is not None and self.quantity == 0
        return burnt_none or None not in (self.quantity, self.carbon_content, self.oxidation)


@dataclass(frozen=True, slots=True)
class ProductionRow:
    """One unit's month of production. Load factor as a share."""

    unit_number: str
    month: int
    generation_mwh: Decimal | None
    heat_gj: Decimal | None
    hours: Decimal | None
    load_factor: Decimal | None
    line: Line = field(default_factory=lambda: Line(""))


@dataclass(frozen=True, slots=True)
class TotalRow:
    """One unit's year as the filer states it. Load factor as a share."""

    unit_number: str
    unit_class: str
    capacity_mw: Decimal | None
    fuel: str
    cogeneration: bool
    emissions_tonnes: Decimal | None
    generation_mwh: Decimal | None
    heat_gj: Decimal | None
    hours: Decimal | None
    load_factor: Decimal | None
    line: Line = field(default_factory=lambda: Line(""))


@dataclass(frozen=True, slots=True)
class Filed:
    """Everything a workbook says, typed."""

    name: str
    credit_code: str
    year: int | None
    plan_version: str
    fuels: tuple[FuelRow, ...] = ()
    production: tuple[ProductionRow, ...] = ()
    totals: tuple[TotalRow, ...] = ()
    enterprise: Line = field(default_factory=lambda: Line(""))
    lines: Lines = field(default_factory=Lines)

    def fuels_of(self, unit_number: str) -> tuple[FuelRow, ...]:
        return tuple(row for row in self.fuels if row.unit_number == unit_number)

    def production_of(self, unit_number: str) -> tuple[ProductionRow, ...]:
        return tuple(row for row in self.production if row.unit_number == unit_number)


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A generating unit as the plan in force (or, without one, the register) has it."""

    number: str
    capacity_mw: Decimal
    unit_class: str
    fuel: str
    cogeneration: bool
    carbon_method: str = ""
    heat_value_method: str = ""


@dataclass(frozen=True, slots=True)
class PastYear:
    """Confirmed or verified figures of the year before. Unit number empty: the enterprise."""

    unit_number: str
    emissions_tonnes: Decimal
    generation_mwh: Decimal | None
    heat_gj: Decimal | None


@dataclass(frozen=True, slots=True)
class Told:
    """What another source says of a figure: its value, the source's code, and the unit, where it is told."""

    value: Decimal
    source: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Usual:
    """Where the sector's figures of the year before lie: the quantiles that the law names, of so many reports."""

    least: Decimal
    most: Decimal
    reports: int


@dataclass(frozen=True, slots=True)
class Others:
    """What others than the filer say, by the codes of `Figure`.

    `monthly`: by code, part and month as in the monthly evidence. `outside`: by code, from grid, gas, tax and other
    data. `sector`: by ratio (`emissions_tonnes/output.clinker`), where the sector's lay the year before. `before`: by
    code, the enterprise's own figures of the year before.
    """

    monthly: Mapping[tuple[str, str, int], Decimal] = field(default_factory=dict)
    outside: Mapping[str, tuple[Told, ...]] = field(default_factory=dict)
    sector: Mapping[str, Usual] = field(default_factory=dict)
    before: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """What the authority knows already and a report is read against; `last` is the report of the year before.

    `merged`: numbers of units that the plan in force reports together. `captive`: whether the register has the plant as
    a captive one; None: not known. `capacities`: t a year of each production line, as the plan in force has it. `plan`:
    the lines of the plan in force, sheet by sheet.
    """

    name: str
    credit_code: str
    year: int
    units: tuple[KnownUnit, ...]
    plan_version: int | None = None
    past: Mapping[str, PastYear] = field(default_factory=dict)
    sector: str = "power"
    others: Others = Others()
    last: Content = field(default_factory=dict)
    capacities: Mapping[str, Decimal] = field(default_factory=dict)
    merged: tuple[tuple[str, ...], ...] = ()
    captive: bool | None = None
    plan: Content = field(default_factory=dict)

    @property
    def reported(self) -> tuple[KnownUnit, ...]:
        """The units as a report has them: those that the plan reports together stand as one, `1#,2#`."""
        groups = {numbers[0]: numbers for numbers in self.merged}
        later = {number for numbers in self.merged for number in numbers[1:]}
        alone = (unit for unit in self.units if unit.number not in later)
        return tuple(self._merged(unit, groups.get(unit.number, ())) for unit in alone)

    def _merged(self, first: KnownUnit, numbers: tuple[str, ...]) -> KnownUnit:
        """Capacities are added; a class that differs is left open."""
        units = [unit for unit in self.units if unit.number in numbers]
        if len(units) <= 1:
            return first
        return replace(
            first,
            number=together(numbers),
            capacity_mw=sum((unit.capacity_mw for unit in units), Decimal()),
            unit_class=first.unit_class if len({unit.unit_class for unit in units}) == 1 else "",
            cogeneration=any(unit.cogeneration for unit in units),
        )

    def unit(self, number: str) -> KnownUnit | None:
        """A unit by its number, or the units reported together whatever their order and separators."""
        named = numbers_of(number)
        for unit in self.reported:
            if unit.number == number or set(numbers_of(unit.number)) == set(named):
                return unit
        return next((unit for unit in self.units if unit.number == number), None)


def filed(lines: Lines) -> Filed:
    """Typed facts from the lines of the power workbook."""
    head, tested = lines.fields("enterprise"), samples(lines)
    return Filed(
        head.text("name"),
        head.text("credit_code"),
        head.integer("year"),
        head.text("plan_version"),
        tuple(fuel_row(line, tested) for line in lines.rows("fuels")),
        tuple(_production_row(line) for line in lines.rows("production")),
        tuple(total_row(line) for line in lines.rows("totals")),
        head,
        lines,
    )


def fuel_row(line: Line, tested: Mapping[Where, CoalSample]) -> FuelRow:
    """A line of fuels, with the test of its month where there is one."""
    return FuelRow(
        line.text("unit_number"),
        line.integer("month") or 0,
        line.text("fuel"),
        line.decimal("quantity"),
        line.decimal("ncv"),
        line.text("ncv_method"),
        line.decimal("carbon"),
        line.decimal("carbon_per_heat"),
        line.text("carbon_method"),
        share(line.decimal("oxidation")),
        line,
        tested.get(place_of(line)),
    )


def _production_row(line: Line) -> ProductionRow:
    return ProductionRow(
        line.text("unit_number"),
        line.integer("month") or 0,
        line.decimal("generation_mwh"),
        line.decimal("heat_gj"),
        line.decimal("hours"),
        share(line.decimal("load_factor")),
        line,
    )


def total_row(line: Line) -> TotalRow:
    """A unit's line of the year."""
    return TotalRow(
        line.text("unit_number"),
        line.text("unit_class"),
        line.decimal("capacity_mw"),
        line.text("fuel"),
        line.text("cogeneration") == "yes",
        line.decimal("emissions_tonnes"),
        line.decimal("generation_mwh"),
        line.decimal("heat_gj"),
        line.decimal("hours"),
        share(line.decimal("load_factor")),
        line,
    )


def share(percent: Decimal | None) -> Decimal | None:
    return None if percent is None else percent / 100
