"""What a plan is held against, and what the law asks of it. Pure."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.core.law import Law

GAS, GANGUE = "gas", "gangue"
MEASURED, DEFAULT = "measured", "default"
CLASS_I_FROM = "power.class.rated_power_I"
ACCURACY = "plan.accuracy"


@dataclass(frozen=True, slots=True)
class RegisterUnit:
    """A generating unit as the authority's register knows it."""

    number: str
    capacity_mw: Decimal
    unit_class: str
    fuel: str
    cogeneration: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What a plan is held against. `law` is that of the plan's year; `filed_version` is 0 before the first filing."""

    year: int
    credit_code: str
    name: str
    units: tuple[RegisterUnit, ...]
    filed_version: int
    today: date
    law: Law
    sector: str = "power"


# ------------------------------------------------------------------------------------------------- the law


def expected_class(capacity_mw: Decimal, fuel: str, law: Law) -> str:
    """Benchmark class by main fuel and rated power (2023-24 allocation plan, annex 1 table 1).

    Natural gas → IV; gangue → III; other coal of 640 MW → I (≥ 400 MW), of 330 MW → II.
    Raises `NotInForce` for coal when no threshold is in force.
    """
    if fuel == GAS:
        return "IV"
    if fuel == GANGUE:
        return "III"
    return "I" if capacity_mw >= law.value(CLASS_I_FROM) else "II"


def class_is_known(fuel: str, law: Law) -> bool:
    """A plan is filed before the allocation plan of its year: the threshold may not be in force yet."""
    return fuel in (GAS, GANGUE) or law.has(CLASS_I_FROM)


def required_parameters(cogeneration: bool, law: Law) -> tuple[str, ...]:
    """The parameters a plan names for a unit; heat as well when it is a cogeneration unit."""
    more = _listed(law, "plan.parameters.cogeneration") if cogeneration else ()
    return (*_listed(law, "plan.parameters"), *more)


def must_be_measured(law: Law) -> tuple[str, ...]:
    """Parameters for which the guide knows no default: fuel, generation, heat."""
    return _listed(law, "plan.measured")


def should_be_measured(unit_class: str, law: Law) -> tuple[str, ...]:
    """Parameters for which a default is permitted and questioned, by class."""
    key = f"plan.measured.{unit_class}"
    return _listed(law, key) if law.has(key) else ()


def worst_accuracy(parameter: str, fuel: str, law: Law) -> Decimal | None:
    """The worst permitted accuracy of the parameter's meter, in percent; None where the law sets none.

    0.005 in the law is a meter of ±0.5 %.
    """
    for key in (f"{ACCURACY}.{parameter}.{fuel}", f"{ACCURACY}.{parameter}"):
        if law.has(key):
            return law.value(key) * 100
    return None


def required_of_sector(sector: str, law: Law) -> tuple[str, ...]:
    """The parameters that a plan by facility and line names at least once; none where the law lists none."""
    return _listed_if_any(law, f"plan.required.{sector}")


def required_of_lines(sector: str, law: Law) -> tuple[str, ...]:
    """The parameters named for every production line; none in sectors that do not report by line."""
    return _listed_if_any(law, f"plan.required_line.{sector}")


def needed_beside_fuel(law: Law) -> tuple[str, ...]:
    """What is determined for every fuel whose consumption is."""
    return _listed_if_any(law, "plan.fuel_parameters")


def measured_in_sector(sector: str, law: Law) -> tuple[str, ...]:
    """Parameters of a sector for which no default is known."""
    return _listed_if_any(law, f"plan.must_measure.{sector}")


def prescribed_method(parameter: str, law: Law) -> str:
    """How the guide of the year determines a parameter for everybody; empty where the plan chooses."""
    key = f"plan.method.{parameter}"
    return law.text(key) if law.has(key) else ""


def _listed_if_any(law: Law, key: str) -> tuple[str, ...]:
    return _listed(law, key) if law.has(key) else ()


def _listed(law: Law, key: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in law.text(key).split(",") if code.strip())


def calibration_due(calibrated_on: date, months: int) -> date:
    """The day by which a meter is calibrated anew; a day that the month lacks becomes its last.

    >>> calibration_due(date(2023, 8, 31), 6)
    datetime.date(2024, 2, 29)
    """
    years, month = divmod(calibrated_on.month - 1 + months, 12)
    year = calibrated_on.year + years
    return date(year, month + 1, min(calibrated_on.day, monthrange(year, month + 1)[1]))


def deadline_key(sector: str, law: Law) -> str:
    """The provision that says by when the first plan of a year is filed; some years have one of their own for those
    sectors that entered the market.
    """
    own = "deadline.plan.industry"
    return own if law.has(own) and law.has(f"plan.required_line.{sector}") else "deadline.plan"


def is_late(submitted_on: date, filed_version: int, law: Law, sector: str = "power") -> bool:
    """The first plan of a year is late after the day for filing; a revision has no such day."""
    key = deadline_key(sector, law)
    return filed_version == 0 and law.has(key) and submitted_on > law.on(key)


def settled_method(method: str) -> str:
    """Carbon and heat value are measured or not: what is calculated rests on a default."""
    return MEASURED if method == MEASURED else DEFAULT
