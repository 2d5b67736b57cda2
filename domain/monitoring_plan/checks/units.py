"""Checks of the generating units against the authority's register."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.core.workbook import Line
from domain.core.workings import plain
from domain.monitoring_plan.checks.case import OWNER, Case
from domain.monitoring_plan.rules import (
    CLASS_I_FROM,
    GANGUE,
    GAS,
    RegisterUnit,
    class_is_known,
    expected_class,
)
from domain.monitoring_plan.workbook import titles
from domain.monitoring_plan.workbook.power import FUELS, UNITS

GUIDE_UNITS = "企业温室气体排放核算与报告指南 发电设施 核算边界和主要排放设施"
CHECKS = Register[Case](owner=OWNER, citation=GUIDE_UNITS)
_SEPARATORS = re.compile(r"[,，、;；\s]+")


@CHECKS.stop("MP-UNIT-MISSING")
def all_units_present(case: Case) -> Iterator[Hit]:
    """MP-UNIT-MISSING: the plan describes every generating unit of the enterprise (guide, B.3).

    The register has 1# and 2#, the plan 1# alone → stop.
    """
    there = {line.text("number") for line in case.lines.rows("units")}
    for unit in case.known.units:
        if unit.number not in there:
            yield hit(Place(UNITS.title_zh), unit=unit.number)


@CHECKS.stop("MP-UNIT-UNKNOWN")
def no_unknown_units(case: Case) -> Iterator[Hit]:
    """MP-UNIT-UNKNOWN: a unit that the register lacks is entered there first."""
    for line, unit in _pairs(case):
        if unit is None and line.text("number"):
            yield _about(line, "number")


@CHECKS.stop("MP-UNIT-REPEATED")
def no_repeated_units(case: Case) -> Iterator[Hit]:
    """MP-UNIT-REPEATED: each unit stands on one line."""
    seen: set[str] = set()
    for line in case.lines.rows("units"):
        if line.text("number") in seen:
            yield _about(line, "number")
        seen.add(line.text("number"))


@CHECKS.stop("MP-CAPACITY")
def capacity_fits(case: Case) -> Iterator[Hit]:
    """MP-CAPACITY: installed capacity is that of the register: 600 MW against 640 MW stops."""
    for line, unit in _pairs(case):
        capacity = line.decimal("capacity_mw")
        if unit and capacity is not None and capacity != unit.capacity_mw:
            yield _about(line, "capacity_mw", capacity=plain(capacity), expected=plain(unit.capacity_mw))


@CHECKS.stop("MP-CLASS")
def class_fits(case: Case) -> Iterator[Hit]:
    """MP-CLASS: class by main fuel and rated power (allocation plan 2023-24, annex 1).

    640 MW of bituminous coal is I; declared as II it stops.
    """
    for line, declared, expected in _classes(case):
        if expected and declared != expected and not _may_be_shared(line, declared):
            yield _about(line, "unit_class", case.cited(CLASS_I_FROM), declared=declared, expected=expected)


@CHECKS.warn("MP-CLASS-SHARE")
def class_by_share(case: Case) -> Iterator[Hit]:
    """MP-CLASS-SHARE: class III with ordinary coal is right only when unconventional fuel gives more than half of the
    heat (allocation plan 2023-24, annex 1); the report will have to show it.
    """
    for line, declared, expected in _classes(case):
        if expected and declared != expected and _may_be_shared(line, declared):
            yield _about(line, "unit_class", case.cited(CLASS_I_FROM), declared=declared, expected=expected)


@CHECKS.note("MP-CLASS-OPEN")
def class_is_open(case: Case) -> Iterator[Hit]:
    """MP-CLASS-OPEN: no allocation plan of that year is in force to judge the class by."""
    for line, declared, expected in _classes(case):
        if not expected:
            yield _about(line, "unit_class", declared=declared)


def _classes(case: Case) -> Iterator[tuple[Line, str, str]]:
    """Lines that say enough, with the class declared and the one expected; empty while the law does not tell."""
    for line in case.lines.rows("units"):
        capacity, fuel, declared = line.decimal("capacity_mw"), line.text("fuel"), line.text("unit_class")
        if capacity is not None and fuel and declared:
            known = class_is_known(fuel, case.known.law)
            yield line, declared, expected_class(capacity, fuel, case.known.law) if known else ""


def _may_be_shared(line: Line, declared: str) -> bool:
    return declared == "III" and line.text("fuel") not in (GAS, GANGUE)


@CHECKS.warn("MP-FUEL")
def fuel_fits(case: Case) -> Iterator[Hit]:
    """MP-FUEL: a main fuel other than the register's is possible and has to be explained to the reviewer."""
    for line, unit in _pairs(case):
        fuel = line.text("fuel")
        if unit and fuel and fuel != unit.fuel:
            yield _about(line, "fuel", **titles("fuel", FUELS, fuel), **titles("expected", FUELS, unit.fuel))


@CHECKS.warn("MP-COGENERATION")
def cogeneration_fits(case: Case) -> Iterator[Hit]:
    """MP-COGENERATION: whether a unit supplies heat is as in the register, or has to be explained."""
    for line, unit in _pairs(case):
        declared = line.text("cogeneration")
        if unit and declared and (declared == "yes") != unit.cogeneration:
            yield _about(line, "cogeneration")


@CHECKS.stop("MP-MERGED")
def merged_units_exist(case: Case) -> Iterator[Hit]:
    """MP-MERGED: units that cannot be metered apart are reported together with units that exist.

    Unit 1# merged with 2# is right when 2# is in the register; merged with 1# or 9# it is not.
    """
    numbers = {unit.number for unit in case.known.units}
    for line in case.lines.rows("units"):
        others = {number for number in _SEPARATORS.split(line.text("merged_with")) if number}
        wrong = sorted((others - numbers) | (others & {line.text("number")}))
        if wrong:
            yield _about(line, "merged_with", merged="、".join(wrong))


def _pairs(case: Case) -> Iterator[tuple[Line, RegisterUnit | None]]:
    register = {unit.number: unit for unit in case.known.units}
    for line in case.lines.rows("units"):
        yield line, register.get(line.text("number"))


def _about(line: Line, key: str, citation: str = "", /, **facts: object) -> Hit:
    return hit(line.place(key), citation, unit=line.text("number"), **facts)
