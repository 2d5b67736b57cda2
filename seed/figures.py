"""Operating figures of the demonstration, generated from a fixed seed: plausible, and no plant's own.

A unit has habits (load, coal rate, heat), a year has noise, a month has a season. Energy in follows from energy out,
fuel from energy, carbon from fuel, so that every efficiency and intensity a checker computes lies where it should.
The same enterprise, unit and year always give the same figures.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from seed.cast import EnterpriseFact, UnitFact

SEED = "carbon-portal/1"
MONTHS = range(1, 13)

COAL_EQUIVALENT = 29.3076  # GJ in a tonne of standard coal
OXIDATION = Decimal("0.99")
CARBON_TO_DIOXIDE = Decimal(44) / Decimal(12)

# Demand over the year in central China: winter and a high summer, quiet in between.
SEASON = (1.05, 0.98, 0.97, 0.91, 0.92, 1.00, 1.11, 1.12, 0.99, 0.92, 0.96, 1.07)
HEATING = (1.35, 1.30, 1.10, 0.90, 0.80, 0.75, 0.75, 0.75, 0.80, 0.95, 1.15, 1.40)

# (least MW, technology; empty: any) → grams of coal equivalent per kWh supplied, and the plant's own share of power.
COAL_RATES = (
    (900, "", 287.0, 0.042),
    (600, "ultra-supercritical", 294.0, 0.046),
    (600, "", 301.0, 0.050),
    (340, "supercritical", 307.0, 0.052),
    (300, "", 315.0, 0.058),
    (190, "", 326.0, 0.065),
    (100, "", 330.0, 0.072),
    (0, "", 338.0, 0.080),
)
# Fuel by heat value (GJ/t; GJ per 10⁴ Nm³ for gas) and carbon per heat (tC/GJ).
FUELS = {
    "bituminous": (20.6, 0.02605),
    "anthracite": (21.8, 0.02690),
    "gangue": (9.5, 0.02700),
    "gas": (368.0, 0.01532),
}
# Extracted steam has done work before it heats: cogeneration needs less coal for its power, and this for its heat.
COGENERATION_RATE = 0.96
HEAT_INPUT = 1.10
OVERHAUL_HOURS = 320


@dataclass(frozen=True, slots=True)
class Month:
    """One unit's month, with the decimals that the guide prescribes. Gas in 10⁴ Nm³, everything else in tonnes."""

    month: int
    hours: Decimal
    generation_mwh: Decimal
    supplied_mwh: Decimal
    heat_gj: Decimal
    fuel_quantity: Decimal
    heat_value: Decimal
    carbon: Decimal
    carbon_per_gigajoule: Decimal
    measured: bool

    @property
    def unrounded_tonnes(self) -> Decimal:
        """E = FC × Car × OF × 44/12, Car measured, or heat value × default carbon per heat."""
        carbon = self.carbon if self.measured else self.heat_value * self.carbon_per_gigajoule
        return self.fuel_quantity * carbon * OXIDATION * CARBON_TO_DIOXIDE


@dataclass(frozen=True, slots=True)
class UnitYear:
    """Twelve months of one unit."""

    unit: UnitFact
    year: int
    months: tuple[Month, ...]

    @property
    def emissions_tonnes(self) -> Decimal:
        """Rounded once, at the unit."""
        return _places(sum((month.unrounded_tonnes for month in self.months), Decimal()), 2)

    @property
    def generation_mwh(self) -> Decimal:
        return sum((month.generation_mwh for month in self.months), Decimal())

    @property
    def heat_gj(self) -> Decimal:
        return sum((month.heat_gj for month in self.months), Decimal())

    @property
    def hours(self) -> Decimal:
        return sum((month.hours for month in self.months), Decimal())

    @property
    def load_factor(self) -> Decimal:
        """Share: generation ÷ (capacity × hours)."""
        return _places(self.generation_mwh / (self.unit.capacity_mw * self.hours), 6)


@dataclass(frozen=True, slots=True)
class _Habit:
    """What stays the same from year to year."""

    load: float
    energy_per_mwh: float
    own_use: float
    heat_per_mwh: float
    heat_value: float
    carbon_per_gigajoule: float
    overhaul_month: int


def unit_year(enterprise: EnterpriseFact, unit: UnitFact, year: int) -> UnitYear:
    """The unit's figures of that year."""
    habit = _habit(enterprise, unit)
    noise = Random(f"{SEED}:{enterprise.slug}:{unit.number}:{year}")  # noqa: S311 - plausible, not secret
    drift = 1 + noise.uniform(-0.02, 0.02)
    return UnitYear(unit, year, tuple(_month(unit, habit, year, month, drift, noise) for month in MONTHS))


def enterprise_year(enterprise: EnterpriseFact, year: int) -> tuple[UnitYear, ...]:
    return tuple(unit_year(enterprise, unit, year) for unit in enterprise.units)


def _habit(enterprise: EnterpriseFact, unit: UnitFact) -> _Habit:
    chance = Random(f"{SEED}:{enterprise.slug}:{unit.number}")  # noqa: S311
    captive = bool(enterprise.captive_industry)
    given = unit.habits
    heat_value, carbon = FUELS[unit.fuel]
    load = given.get("load", chance.uniform(0.70, 0.84) if captive else chance.uniform(0.60, 0.76))
    energy, own_use = _energy_per_mwh(unit, chance)
    heat = chance.uniform(2.0, 4.5) if captive else chance.uniform(0.7, 1.8)
    return _Habit(
        load=load,
        energy_per_mwh=energy,
        own_use=own_use,
        heat_per_mwh=given.get("gigajoules_heat_per_mwh", heat) if unit.cogeneration else 0.0,
        heat_value=given.get("heat_value", heat_value * chance.uniform(0.96, 1.04)),
        carbon_per_gigajoule=given.get("carbon_per_gigajoule", carbon * chance.uniform(0.992, 1.008)),
        overhaul_month=chance.choice((3, 4, 5, 9, 10, 11)),
    )


def _energy_per_mwh(unit: UnitFact, chance: Random) -> tuple[float, float]:
    """GJ of fuel per MWh generated, and the plant's own share of its power."""
    if unit.fuel == "gas":
        return unit.habits.get("gigajoules_per_mwh", 6.2), 0.022
    grams, own_use = next(
        (grams, own)
        for least, technology, grams, own in COAL_RATES
        if unit.capacity_mw >= least and technology in ("", unit.technology)
    )
    grams *= chance.uniform(0.985, 1.015) * (COGENERATION_RATE if unit.cogeneration else 1)
    grams = unit.habits.get("coal_rate", grams)
    return grams / 1000 * COAL_EQUIVALENT * (1 - own_use), own_use


def _month(unit: UnitFact, habit: _Habit, year: int, month: int, drift: float, noise: Random) -> Month:
    calendar_hours = 24 * monthrange(year, month)[1]
    lost = OVERHAUL_HOURS if month == habit.overhaul_month else 0
    hours = _decimal((calendar_hours - lost) * noise.uniform(0.82, 0.96), 2)
    load = min(0.93, habit.load * SEASON[month - 1] * drift * noise.uniform(0.97, 1.03))
    generation = _decimal(float(unit.capacity_mw) * float(hours) * load, 3)
    heat = _decimal(float(generation) * habit.heat_per_mwh * HEATING[month - 1] * noise.uniform(0.96, 1.04), 2)
    heat_value = _decimal(habit.heat_value * noise.uniform(0.985, 1.015), 3)
    # A lightly loaded unit needs a little more fuel for the same power.
    energy = float(generation) * habit.energy_per_mwh * (1 + 0.04 * (0.65 - load)) + float(heat) * HEAT_INPUT
    fuel_quantity = _decimal(energy / float(heat_value), 2)
    measured = unit.habits.get("carbon_method") != "default"
    spread = 0.004 if measured else 0.0
    per_gigajoule = _decimal(habit.carbon_per_gigajoule * noise.uniform(1 - spread, 1 + spread), 5)
    return Month(
        month=month,
        hours=hours,
        generation_mwh=generation,
        supplied_mwh=_decimal(float(generation) * (1 - habit.own_use), 3),
        heat_gj=heat,
        fuel_quantity=fuel_quantity,
        heat_value=heat_value,
        carbon=_places(heat_value * per_gigajoule, 4),
        carbon_per_gigajoule=per_gigajoule,
        measured=measured,
    )


def _decimal(value: float, places: int) -> Decimal:
    return _places(Decimal(repr(value)), places)


def _places(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
