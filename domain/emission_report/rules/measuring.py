"""Defaults taken for what was not measured, and what measuring would have given at the sector's reference. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.core.findings import Refused
from domain.core.law import Law, NotInForce
from domain.core.workbook import Content, KeptLine, Sheet, Workbook
from domain.core.workings import Explanation, Working
from domain.emission_report.rules.accounting.fuel import CO2_PER_CARBON, FuelFacts, edition_of
from domain.emission_report.rules.facts import DEFAULT, share
from domain.emission_report.rules.fuels import known_fuels, unit_of

ZERO = Decimal(0)
NCV, CARBON = "ncv", "carbon_per_heat"
# What a sheet of fuels says of how a figure was determined: one column for all, or one for each.
METHODS = {NCV: ("ncv_method", "method"), CARBON: ("carbon_method", "method")}
# What a figure is called in a derivation.
FIGURES = {NCV: "net_calorific_value", CARBON: "carbon_per_heat"}
ROUNDING = "rounding.emissions.item"


@dataclass(frozen=True, slots=True)
class Burnt:
    """A line of a fuel of which something was not measured: quantity in t (gases 10⁴Nm³), figures as filed.

    `defaults` are the figures taken by default; `oxidation` is a share; `place` is the cell of the quantity.
    """

    index: str
    fuel: str
    quantity: Decimal
    figures: Mapping[str, Decimal | None]
    oxidation: Decimal | None
    defaults: tuple[str, ...]
    place: str = ""


@dataclass(frozen=True, slots=True)
class Measuring:
    """One fuel over its lines: emissions in t by the defaults, and by the sector's reference values."""

    fuel: str
    lines: int
    defaults: tuple[str, ...]
    by_default: Decimal
    by_reference: Decimal
    explanation: Explanation

    @property
    def more(self) -> Decimal:
        """What the defaults count more than measured values at the reference would have."""
        return self.by_default - self.by_reference


def burnt(workbook: Workbook, content: Content) -> list[Burnt]:
    """The lines of fuels whose carbon or heat value was not measured, of any sector's workbook."""
    return [one for sheet in workbook if _of_fuels(sheet) for one in _lines(sheet, content.get(sheet.key, ()))]


def _of_fuels(sheet: Sheet) -> bool:
    keys = {column.key for column in sheet.columns}
    return {"fuel", "quantity", "ncv"} <= keys and not keys.isdisjoint(METHODS[CARBON])


def _lines(sheet: Sheet, lines: Sequence[KeptLine]) -> Iterator[Burnt]:
    for number, line in enumerate(lines, 1):
        defaults = tuple(name for name in (NCV, CARBON) if _is_default(line, name))
        quantity = _number(line, "quantity")
        if not (defaults and quantity):
            continue
        keys = [line.values.get(key, "") for key in sheet.keys if key != "fuel"]
        index = " ".join(key for key in keys if key) or str(number)
        figures = {name: _number(line, name) for name in (NCV, CARBON)}
        cell = line.cells.get("quantity", "")
        place = f"{sheet.title_zh}!{cell}" if cell else ""
        oxidation = share(_number(line, "oxidation"))
        yield Burnt(index, line.values.get("fuel", ""), quantity, figures, oxidation, defaults, place)


def _is_default(line: KeptLine, name: str) -> bool:
    said = [line.values[key] for key in METHODS[name] if key in line.values]
    return DEFAULT in said[:1]


def _number(line: KeptLine, name: str) -> Decimal | None:
    text = line.values.get(name, "")
    return Decimal(text) if text else None


def measuring(lines: Sequence[Burnt], law: Law, sector: str) -> list[Measuring]:
    """Fuel by fuel what the defaults counted and what measured values at the sector's reference would have counted.

    Carbon per heat that was not measured is chosen high (power guide: 0.03085 tC/GJ of coal); the reference is the
    point of the verification guide, or else the default table's. A fuel of which the law of the year knows no
    reference, or a figure that is missing, is left out.

    Example (power 2024): 100,000 t of bituminous coal at 20.000 GJ/t, carbon not measured: 223,971.00 t by default;
    at 0.02618 tC/GJ 190,066.80 t, 33,904.20 t less.
    """
    fuels = dict.fromkeys(one.fuel for one in lines)
    found = (_of_fuel(fuel, [one for one in lines if one.fuel == fuel], law, sector) for fuel in fuels)
    return [one for one in found if one]


def _of_fuel(fuel: str, lines: Sequence[Burnt], law: Law, sector: str) -> Measuring | None:
    try:
        if fuel not in known_fuels(law):
            return None
        return _measured(fuel, lines, law, sector)
    except (NotInForce, Refused):
        return None


def _measured(fuel: str, lines: Sequence[Burnt], law: Law, sector: str) -> Measuring | None:
    working = Working("emission_report.measuring", law)
    edition = edition_of(working, sector)
    working.edition = edition.name
    working.fact("fuel", fuel)
    keys = edition.defaults(law, FuelFacts(fuel, ZERO))
    filed = {NCV: keys.ncv, CARBON: keys.carbon_per_heat}
    reference = {NCV: f"accounting.fuel.{fuel}.ncv", CARBON: reference_key(law, fuel)}
    defaults: dict[str, None] = {}
    sums = [ZERO, ZERO]
    for index, line in _told_apart(lines):
        quantity = working.given("fuel_quantity", line.quantity, unit_of(law, fuel), line.place, index)
        names, values = _figures(working, line, filed, index)
        oxidised, oxidation = _oxidation(working, line, keys.oxidation if edition.oxidised else "", index)
        carbon = f"× {CO2_PER_CARBON}"
        above, below = (working.law(f"accounting.co2_per_carbon.{end}") for end in ("numerator", "denominator"))
        for place, name in enumerate(("default_emissions", "reference_emissions")):
            if place:
                names |= {one: reference[one] for one in line.defaults}
                values |= {one: working.law(reference[one]) for one in line.defaults}
            formula = f"fuel_quantity × {names[NCV]} × {names[CARBON]}{oxidised} {carbon}"
            value = quantity * values[NCV] * values[CARBON] * oxidation * above / below
            sums[place] += working.step(name, formula, value, "t", ROUNDING, index)
        defaults |= dict.fromkeys(line.defaults)
    formula = "Σ default_emissions - Σ reference_emissions"
    told = working.result("measuring_difference", formula, sums[0] - sums[1], "t")
    return Measuring(fuel, len(lines), tuple(defaults), sums[0], sums[1], told)


def _told_apart(lines: Sequence[Burnt]) -> Iterator[tuple[str, Burnt]]:
    """Each line with an index of its own; what was filed twice is told apart."""
    seen: dict[str, int] = {}
    for line in lines:
        seen[line.index] = seen.get(line.index, 0) + 1
        yield line.index if seen[line.index] == 1 else f"{line.index} #{seen[line.index]}", line


def _figures(
    working: Working, line: Burnt, keys: Mapping[str, str], index: str
) -> tuple[dict[str, str], dict[str, Decimal]]:
    """Names and values as they were counted: as filed, and where nothing stands there, the default in force."""
    names: dict[str, str] = {}
    values: dict[str, Decimal] = {}
    for name, unit in ((NCV, "GJ"), (CARBON, "tC/GJ")):
        value = line.figures[name]
        if value is None:
            names[name], values[name] = keys[name], working.law(keys[name])
        else:
            names[name], values[name] = FIGURES[name], working.given(FIGURES[name], value, unit, index=index)
    return names, values


def _oxidation(working: Working, line: Burnt, key: str, index: str) -> tuple[str, Decimal]:
    """The oxidation as filed or as in force; a guide that balances carbon (no key) has none."""
    if not key:
        return "", Decimal(1)
    if line.oxidation is None:
        return f" × {key}", working.law(key)
    return " × oxidation", working.given("oxidation", line.oxidation, "share", index=index)


def reference_key(law: Law, fuel: str) -> str:
    """Where carbon per heat of a fuel lies that was measured: the guide's reference point, or the default table's."""
    key = f"check.carbon_per_heat.{fuel}.reference"
    return key if law.has(key) else f"accounting.fuel.{fuel}.carbon_per_heat"
