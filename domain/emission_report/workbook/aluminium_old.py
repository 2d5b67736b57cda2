"""The workbook of aluminium smelting for years before 2024: the guide of 发改办气候〔2013〕2526号 (电解铝). Pure."""

from __future__ import annotations

from domain.core.workbook import Choice
from domain.emission_report.workbook import industry
from domain.emission_report.workbook.aluminium import FACILITIES, PRODUCTS

MATERIALS = (
    Choice("anode", "炭阳极净耗", "net anode consumption"),
    Choice("cf4", "阳极效应（四氟化碳，按铝液产量）", "anode effects, CF4, by liquid aluminium"),
    Choice("c2f6", "阳极效应（六氟化二碳，按铝液产量）", "anode effects, C2F6, by liquid aluminium"),
    Choice("limestone", "石灰石（煅烧）", "limestone, calcined"),
)

WORKBOOK = industry.workbook(
    "aluminium",
    "G13",
    "电解铝生产企业",
    "aluminium smelting",
    industry.fuels(FACILITIES),
    industry.processes(MATERIALS, ("tonnes", "factor", "carbon", "gas_kg")),
    industry.energy(),
    industry.products(PRODUCTS),
    industry.supplement(PRODUCTS),
)
