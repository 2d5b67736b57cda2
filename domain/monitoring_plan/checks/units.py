"""Checks of the generating units against the authority's register."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.core.findings import Finding, Place, Severity
from domain.core.workbook import Line, Lines
from domain.core.workings import plain
from domain.monitoring_plan.rules import (
    CLASS_I_FROM,
    GANGUE,
    GAS,
    Known,
    RegisterUnit,
    class_is_known,
    expected_class,
)
from domain.monitoring_plan.workbook import FUELS, UNITS, titles

GUIDE_UNITS = "企业温室气体排放核算与报告指南 发电设施 核算边界和主要排放设施"
_SEPARATORS = re.compile(r"[,，、;；\s]+")


def all_units_present(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-UNIT-MISSING: the plan describes every generating unit of the enterprise (guide, B.3)."""
    there = {line.text("number") for line in lines.rows("units")}
    for unit in known.units:
        if unit.number not in there:
            yield Finding("MP-UNIT-MISSING", Severity.STOP, Place(UNITS.title_zh), {"unit": unit.number}, GUIDE_UNITS)


def no_unknown_units(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-UNIT-UNKNOWN: a unit that the register lacks is entered there first."""
    for line, unit in _pairs(lines, known):
        if unit is None and line.text("number"):
            yield _about(line, "number", "MP-UNIT-UNKNOWN", {})


def no_repeated_units(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-UNIT-REPEATED: each unit stands on one line."""
    seen: set[str] = set()
    for line in lines.rows("units"):
        if line.text("number") in seen:
            yield _about(line, "number", "MP-UNIT-REPEATED", {})
        seen.add(line.text("number"))


def capacity_fits(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-CAPACITY: installed capacity is that of the register: 600 MW against 640 MW stops."""
    for line, unit in _pairs(lines, known):
        capacity = line.decimal("capacity_mw")
        if unit and capacity is not None and capacity != unit.capacity_mw:
            facts = {"capacity": plain(capacity), "expected": plain(unit.capacity_mw)}
            yield _about(line, "capacity_mw", "MP-CAPACITY", facts)


def class_fits(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-CLASS: class by main fuel and rated power (allocation plan 2023-24, annex 1): 640 MW of bituminous coal is I.

    MP-CLASS-SHARE: class III with ordinary coal is right only when unconventional fuel gives more than half of the
    heat; the report will have to show it. MP-CLASS-OPEN: no plan of that year is in force to judge by.
    """
    for line in lines.rows("units"):
        capacity, fuel, declared = line.decimal("capacity_mw"), line.text("fuel"), line.text("unit_class")
        if capacity is None or not fuel or not declared:
            continue
        if not class_is_known(fuel, known.law):
            yield _about(line, "unit_class", "MP-CLASS-OPEN", {"declared": declared}, Severity.NOTE)
            continue
        expected = expected_class(capacity, fuel, known.law)
        facts = {"declared": declared, "expected": expected}
        if declared == expected:
            continue
        if declared == "III" and fuel not in (GAS, GANGUE):
            yield _about(line, "unit_class", "MP-CLASS-SHARE", facts, Severity.WARN, _class_citation(known))
        else:
            yield _about(line, "unit_class", "MP-CLASS", facts, citation=_class_citation(known))


def fuel_fits(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-FUEL: a main fuel other than the register's is possible and has to be explained to the reviewer."""
    for line, unit in _pairs(lines, known):
        fuel = line.text("fuel")
        if unit and fuel and fuel != unit.fuel:
            facts = {**titles("fuel", FUELS, fuel), **titles("expected", FUELS, unit.fuel)}
            yield _about(line, "fuel", "MP-FUEL", facts, Severity.WARN)


def cogeneration_fits(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-COGENERATION: whether a unit supplies heat is as in the register, or has to be explained."""
    for line, unit in _pairs(lines, known):
        declared = line.text("cogeneration")
        if unit and declared and (declared == "yes") != unit.cogeneration:
            yield _about(line, "cogeneration", "MP-COGENERATION", {}, Severity.WARN)


def merged_units_exist(lines: Lines, known: Known) -> Iterator[Finding]:
    """MP-MERGED: units that cannot be metered apart are reported together with units that exist.

    Unit 1# merged with 2# is right when 2# is in the register; merged with 1# or 9# it is not.
    """
    numbers = {unit.number for unit in known.units}
    for line in lines.rows("units"):
        others = {number for number in _SEPARATORS.split(line.text("merged_with")) if number}
        wrong = sorted((others - numbers) | (others & {line.text("number")}))
        if wrong:
            yield _about(line, "merged_with", "MP-MERGED", {"merged": "、".join(wrong)})


def _pairs(lines: Lines, known: Known) -> Iterator[tuple[Line, RegisterUnit | None]]:
    register = {unit.number: unit for unit in known.units}
    for line in lines.rows("units"):
        yield line, register.get(line.text("number"))


def _about(
    line: Line,
    key: str,
    code: str,
    facts: dict[str, str],
    severity: Severity = Severity.STOP,
    citation: str = GUIDE_UNITS,
) -> Finding:
    return Finding(code, severity, line.place(key), {"unit": line.text("number"), **facts}, citation)


def _class_citation(known: Known) -> str:
    return known.law.provision(CLASS_I_FROM).citation if known.law.has(CLASS_I_FROM) else GUIDE_UNITS
