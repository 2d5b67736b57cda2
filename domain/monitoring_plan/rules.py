"""What follows from a plan, the register and the law: classes, due days, next steps, prefilling. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.core.law import Law
from domain.core.workbook import Content, Workbook, by_position, typed

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


def is_late(submitted_on: date, filed_version: int, law: Law) -> bool:
    """The first plan of a year is late after the day for filing; a revision has no such day."""
    return filed_version == 0 and law.has("deadline.plan") and submitted_on > law.on("deadline.plan")


def settled_method(method: str) -> str:
    """Carbon and heat value are measured or not: what is calculated rests on a default."""
    return MEASURED if method == MEASURED else DEFAULT


# ----------------------------------------------------------------------------------------------- next step


class Next(StrEnum):
    """What the enterprise has to do next for the plan of one year."""

    MAKE = "make"
    WAIT_FOR_CHECKS = "wait_for_checks"
    CORRECT = "correct"
    SUBMIT = "submit"
    WAIT_FOR_REVIEW = "wait_for_review"
    ANSWER_RETURN = "answer_return"
    FOLLOW = "follow"


_NEXT = {
    "": Next.MAKE,
    "received": Next.WAIT_FOR_CHECKS,
    "stopped": Next.CORRECT,
    "clean": Next.SUBMIT,
    "submitted": Next.WAIT_FOR_REVIEW,
    "returned": Next.ANSWER_RETURN,
    "filed": Next.FOLLOW,
    "replaced": Next.FOLLOW,
}


def next_step(newest_state: str) -> Next:
    """From the state of the newest version; empty when there is none."""
    return _NEXT[newest_state]


# ---------------------------------------------------------------------------------------- the pre-filled form

Filled = dict[str, list[dict[str, object]]]


def prefill(workbook: Workbook, known: Known, enterprise: Mapping[str, str], previous: Content) -> Filled:
    """The form of the next version: register facts first, everything else as the previous version had it.

    The revision's reasons and the day are always asked anew.
    """
    old = {sheet.key: by_position(sheet, previous) for sheet in workbook}
    asked_anew = {"change": None, "reason": None, "made_on": None}
    identity: dict[str, object] = {"year": known.year, "version": known.filed_version + 1, **asked_anew}
    lines: dict[str, list[tuple[tuple[str, ...], dict[str, object]]]] = {sheet.key: [((), {})] for sheet in workbook}
    lines["version"] = [((), identity)]
    lines["enterprise"] = [((), dict(enterprise))]
    lines["units"] = [((unit.number,), _unit_facts(unit)) for unit in known.units]
    lines["parameters"] = [
        ((unit.number, parameter), {"unit": unit.number, "parameter": parameter})
        for unit in known.units
        for parameter in required_parameters(unit.cogeneration, known.law)
    ]
    return {
        sheet.key: [
            {**typed(sheet.columns, old[sheet.key].get(position, {})), **facts} for position, facts in lines[sheet.key]
        ]
        for sheet in workbook
    }


def _unit_facts(unit: RegisterUnit) -> dict[str, object]:
    return {
        "number": unit.number,
        "capacity_mw": unit.capacity_mw,
        "unit_class": unit.unit_class,
        "fuel": unit.fuel,
        "cogeneration": "yes" if unit.cogeneration else "no",
    }
