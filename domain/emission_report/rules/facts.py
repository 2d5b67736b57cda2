"""What was filed and what is known already, as frozen facts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from domain.core.workbook import Content, Line, Lines

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

    @property
    def carbon_content(self) -> Decimal | None:
        """tC per t (or 10⁴Nm³): measured as received, otherwise heat value × carbon per heat; None when neither."""
        if self.carbon_method == MEASURED and self.carbon is not None:
            return self.carbon
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
    """What another source says of a figure: its value, and the source's code."""

    value: Decimal
    source: str


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
    data. `sector`: by code, where the sector's figures lie.
    """

    monthly: Mapping[tuple[str, str, int], Decimal] = field(default_factory=dict)
    outside: Mapping[str, tuple[Told, ...]] = field(default_factory=dict)
    sector: Mapping[str, Usual] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """What the authority knows already and a report is read against; `last` is the report of the year before."""

    name: str
    credit_code: str
    year: int
    units: tuple[KnownUnit, ...]
    plan_version: int | None = None
    past: Mapping[str, PastYear] = field(default_factory=dict)
    sector: str = "power"
    others: Others = Others()
    last: Content = field(default_factory=dict)

    def unit(self, number: str) -> KnownUnit | None:
        return next((unit for unit in self.units if unit.number == number), None)


def filed(lines: Lines) -> Filed:
    """Typed facts from the lines of the power workbook."""
    head = lines.fields("enterprise")
    return Filed(
        head.text("name"),
        head.text("credit_code"),
        head.integer("year"),
        head.text("plan_version"),
        tuple(_fuel_row(line) for line in lines.rows("fuels")),
        tuple(_production_row(line) for line in lines.rows("production")),
        tuple(_total_row(line) for line in lines.rows("totals")),
        head,
    )


def _fuel_row(line: Line) -> FuelRow:
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


def _total_row(line: Line) -> TotalRow:
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
