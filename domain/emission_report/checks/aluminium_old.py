"""Checks of aluminium smelting for years before 2024. AL-030 to AL-039."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.emission_report.checks.industry import IndustryCase
from domain.emission_report.checks.metals import ZERO, bounds, outside
from domain.emission_report.rules.industry import ProcessLine

GUIDE = "中国电解铝生产企业温室气体排放核算方法与报告指南（试行）"
CHECKS = Register[IndustryCase](owner="verification_officer", citation=GUIDE)
GASES = ("cf4", "c2f6")


def _rows(case: IndustryCase, *materials: str) -> list[ProcessLine]:
    return [row for row in case.filed.processes if row.term.material in materials and row.term.tonnes]


def _liquid(case: IndustryCase) -> Decimal:
    return sum((row.output or ZERO for row in case.filed.products if row.product == "liquid_aluminium"), ZERO)


@CHECKS.stop("AL-030")
def anode_missing(case: IndustryCase) -> Iterator[Hit]:
    """AL-030: whoever makes aluminium uses up anodes.

    Liquid aluminium 100,000 t, no line of anodes → stop.
    """
    if _liquid(case) and not _rows(case, "anode"):
        yield hit(Place("生产过程"))


@CHECKS.stop("AL-031")
def effects_missing(case: IndustryCase) -> Iterator[Hit]:
    """AL-031: anode effects are told for both gases.

    CF4 told, C2F6 not → stop.
    """
    for gas in GASES:
        if _liquid(case) and not _rows(case, gas):
            yield hit(Place("生产过程"), gas=gas.upper())


@CHECKS.stop("AL-032")
def effects_of_another_output(case: IndustryCase) -> Iterator[Hit]:
    """AL-032: anode effects are counted on the liquid aluminium that was made.

    Liquid aluminium 100,000 t, effects on 10,000 t → stop.
    """
    for gas in GASES:
        rows = _rows(case, gas)
        told = sum((row.term.tonnes or ZERO for row in rows), ZERO)
        if rows and _liquid(case) and told != _liquid(case):
            yield hit(rows[0].line.place("tonnes"), gas=gas.upper(), told=told, made=_liquid(case))


@CHECKS.warn("AL-033")
def net_anode(case: IndustryCase) -> Iterator[Hit]:
    """AL-033: anodes are used up in the usual proportion to aluminium.

    42,000,000 kg entered as t for 100,000 t → warning.
    """
    rows, made = _rows(case, "anode"), _liquid(case)
    if not rows or not made:
        return
    value = sum((row.term.tonnes or ZERO for row in rows), ZERO) / made
    if found := outside(case, "check.aluminium.net_anode", value):
        yield hit(rows[0].line.place("tonnes"), found.citation, value=value, **bounds(found))


@CHECKS.stop("AL-034")
def carbon_of_anode(case: IndustryCase) -> Iterator[Hit]:
    """AL-034: anodes come with their carbon, which is what sulphur and ash leave.

    42,000 t of anodes, carbon content empty → stop.
    """
    for row in _rows(case, "anode"):
        if row.term.carbon is None:
            yield hit(row.line.place("carbon"), source=row.source)
