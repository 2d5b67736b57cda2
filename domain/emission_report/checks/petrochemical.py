"""Checks of petrochemical enterprises. PC-001 to PC-019."""

from __future__ import annotations

from collections.abc import Iterator

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.emission_report.checks.bands import band
from domain.emission_report.checks.general import (
    INSTEAD,
    GeneralCase,
    beyond,
    burnt,
    made,
    off_intensity,
    used,
)
from domain.emission_report.rules.general import LEAVES

GUIDE = "中国石油化工企业温室气体排放核算方法与报告指南（试行）"
CHECKS = Register[GeneralCase](owner="verification_officer", citation=GUIDE)
COKE = "catalyst_coke"
HYDROGEN = ("氢气", "氢", "hydrogen", "h2")


@CHECKS.warn("PC-001")
def flare_missing(case: GeneralCase) -> Iterator[Hit]:
    """PC-001: a refinery has a flare.

    3,000,000 t of crude oil processed, no flare among the processes → warning.
    """
    if made(case, "crude_oil") and not used(case, "flare"):
        yield hit(Place("生产过程"))


@CHECKS.note("PC-002")
def no_catalyst_coke(case: GeneralCase) -> Iterator[Hit]:
    """PC-002: most refineries crack with a catalyst whose coke burns off.

    Crude oil processed, no coke burnt → note.
    """
    if made(case, "crude_oil") and not used(case, COKE, "reforming_coke"):
        yield hit(Place("生产过程"))


@CHECKS.warn("PC-003")
def carbon_of_coke(case: GeneralCase) -> Iterator[Hit]:
    """PC-003: coke on a catalyst is nearly all carbon.

    Carbon 45 % → warning.
    """
    found = band(case.law, "check.petrochemical.coke_carbon")
    for row in used(case, COKE, "reforming_coke"):
        if row.term.carbon is not None:
            yield from beyond(row.line.place("carbon"), row.term.carbon, found, percent=True, source=row.source)


@CHECKS.warn("PC-004")
def carbon_of_flare(case: GeneralCase) -> Iterator[Hit]:
    """PC-004: gas sent to a flare is hydrocarbons, with some hydrogen and inert gas.

    Carbon 5 % of the mass → warning.
    """
    found = band(case.law, "check.petrochemical.flare_carbon")
    for row in used(case, "flare"):
        if row.term.carbon is not None:
            yield from beyond(row.line.place("carbon"), row.term.carbon, found, percent=True, source=row.source)


@CHECKS.note("PC-005")
def oxidation_instead(case: GeneralCase) -> Iterator[Hit]:
    """PC-005: an oxidation filed instead of the guide's rests on a measurement.

    Catalyst coke with 95 %, the guide has 98 % → note.
    """
    for row in used(case, COKE, "reforming_coke", "flare"):
        key = f"accounting.process.petrochemical.{row.term.material}.{INSTEAD[1]}"
        filed = row.term.oxidation
        if filed is not None and case.law.has(key) and filed != case.law.value(key):
            facts = {"value": filed * 100, "guide": case.law.value(key) * 100}
            yield hit(row.line.place("oxidation"), source=row.source, **facts)


@CHECKS.warn("PC-006")
def emissions_per_crude(case: GeneralCase) -> Iterator[Hit]:
    """PC-006: emissions for a tonne of crude oil lie where they do for refineries.

    9,000,000 t over 3,000,000 t of crude oil = 3 t → warning.
    """
    yield from off_intensity(case, "check.petrochemical.intensity", "crude_oil")


@CHECKS.stop("PC-007")
def crude_in_the_wrong_unit(case: GeneralCase) -> Iterator[Hit]:
    """PC-007: crude oil is filed in tonnes.

    3,000 where 3,000,000 t are meant → stop.
    """
    yield from off_intensity(case, "check.petrochemical.intensity", "crude_oil", slips=True)


@CHECKS.stop("PC-008")
def carbon_of_hydrogen(case: GeneralCase) -> Iterator[Hit]:
    """PC-008: hydrogen holds no carbon.

    Hydrogen plant, product 氢气 with 0.2 tC → stop.
    """
    for row in case.filed.carbon:
        if row.flow == LEAVES and row.carbon and row.name.strip().lower() in HYDROGEN:
            yield hit(row.line.place("carbon"), source=row.source, value=row.carbon)


@CHECKS.warn("PC-009")
def coke_per_crude(case: GeneralCase) -> Iterator[Hit]:
    """PC-009: coke burnt off is a few percent of the crude oil.

    600,000 t of coke, 3,000,000 t of crude oil = 0.2 t/t → warning.
    """
    crude, rows = made(case, "crude_oil"), used(case, COKE)
    if crude and rows:
        rate = sum(row.term.tonnes or 0 for row in rows) / crude
        yield from beyond(rows[0].line.place("tonnes"), rate, band(case.law, "check.petrochemical.coke_rate"))


@CHECKS.warn("PC-010")
def ethylene_without_cracker(case: GeneralCase) -> Iterator[Hit]:
    """PC-010: ethylene comes from a cracking furnace, which burns fuel.

    800,000 t of ethylene, no fuel of a cracking furnace → warning.
    """
    if made(case, "ethylene") and not burnt(case, "cracker"):
        yield hit(Place("化石燃料"))


@CHECKS.warn("PC-011")
def furnace_missing(case: GeneralCase) -> Iterator[Hit]:
    """PC-011: crude oil is heated before it is parted.

    Crude oil processed, no fuel of a process furnace → warning.
    """
    if made(case, "crude_oil") and not burnt(case, "process_furnace"):
        yield hit(Place("化石燃料"))
