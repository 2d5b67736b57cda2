"""What a clean plan describes: the units a report is read against, and the meters of the ledger. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.core.workbook import Content, Line, Lines, typed
from domain.monitoring_plan.rules.forms import Family, Form
from domain.monitoring_plan.rules.known import (
    DEFAULT,
    MEASURED,
    Known,
    RegisterUnit,
    calibration_due,
    settled_method,
)
from domain.monitoring_plan.workbook import MOST_NUMBER

# How much of a name the ledger keeps.
MOST_NAME = 200
MOST_PLACE = 120


@dataclass(frozen=True, slots=True)
class Described:
    """A unit, facility or line. Outside power it has a number and methods; the rest is empty or 0."""

    number: str
    capacity_mw: Decimal
    unit_class: str
    fuel: str
    cogeneration: bool
    carbon_method: str
    heat_value_method: str


@dataclass(frozen=True, slots=True)
class Meter:
    """A meter as a plan names it. `unit` empty: of the whole plant."""

    unit: str
    item: str
    parameter: str
    name: str
    place: str
    frequency: str
    accuracy: Decimal | None
    calibration_months: int | None
    calibrated_on: date | None

    @property
    def position(self) -> tuple[str, str, str]:
        """What tells meters of one enterprise apart."""
        return self.unit, self.item, self.parameter

    @property
    def due_on(self) -> date | None:
        """The day by which it is calibrated anew; None while the plan does not say."""
        if self.calibrated_on is None or self.calibration_months is None:
            return None
        return calibration_due(self.calibrated_on, self.calibration_months)


def described(form: Form, lines: Lines, known: Known) -> tuple[Described, ...]:
    """Units of power, else production lines, else facilities; the register's units where the template has power."""
    methods = _methods(form, lines)
    if form.family is Family.POWER:
        return tuple(_unit(line, methods) for line in lines.rows("units"))
    if form.sector == "power":
        return tuple(_of_register(unit, methods) for unit in known.units)
    rows = lines.rows("lines") or lines.rows("facilities")
    return tuple(_plain(line.text("number"), methods) for line in rows if line.text("number"))


Methods = Mapping[tuple[str, str], str]


def _methods(form: Form, lines: Lines) -> dict[tuple[str, str], str]:
    """By unit and parameter; measured as soon as one fuel of the unit is."""
    found: dict[tuple[str, str], str] = {}
    for key in form.data:
        for line in lines.rows(key):
            place = (line.text("unit"), line.text("parameter"))
            if found.get(place) != MEASURED:
                found[place] = settled_method(line.text("method"))
    return found


def _method(number: str, parameter: str, methods: Methods) -> str:
    """What was said of the unit itself, else of the whole plant."""
    return methods.get((number, parameter), methods.get(("", parameter), DEFAULT))


def _unit(line: Line, methods: Methods) -> Described:
    number = line.text("number")
    return Described(
        number,
        line.decimal("capacity_mw") or Decimal(),
        line.text("unit_class"),
        line.text("fuel"),
        line.text("cogeneration") == "yes",
        _method(number, "carbon", methods),
        _method(number, "heat_value", methods),
    )


def _of_register(unit: RegisterUnit, methods: Methods) -> Described:
    carbon, heat_value = (_method(unit.number, name, methods) for name in ("carbon", "heat_value"))
    return Described(unit.number, unit.capacity_mw, unit.unit_class, unit.fuel, unit.cogeneration, carbon, heat_value)


def _plain(number: str, methods: Methods) -> Described:
    carbon, heat_value = (_method(number, name, methods) for name in ("carbon", "heat_value"))
    return Described(number[:MOST_NUMBER], Decimal(), "", "", False, carbon, heat_value)


def meters(form: Form, content: Content) -> tuple[Meter, ...]:
    """Every measured parameter's meter, one for each unit, fuel or material, and parameter; the last one counts."""
    found: dict[tuple[str, str, str], Meter] = {}
    for key in form.data:
        columns = form.workbook.sheet(key).columns
        for line in content.get(key, ()):
            if line.values.get("method") == MEASURED and line.values.get("meter"):
                meter = _meter(line.values, typed(columns, line.values))
                found[meter.position] = meter
    return tuple(found.values())


def _meter(texts: Mapping[str, str], values: Mapping[str, object]) -> Meter:
    accuracy, months, day = (values.get(name) for name in ("accuracy", "calibration_months", "calibrated_on"))
    return Meter(
        texts.get("unit", "")[:MOST_NUMBER],
        texts.get("item", "")[:MOST_PLACE],
        texts.get("parameter", ""),
        texts["meter"][:MOST_NAME],
        texts.get("place", "")[:MOST_PLACE],
        texts.get("frequency", ""),
        accuracy if isinstance(accuracy, Decimal) else None,
        months if isinstance(months, int) else None,
        day if isinstance(day, date) else None,
    )
