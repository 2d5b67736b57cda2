"""The workbook of copper smelters: the guide of 发改办气候〔2015〕1722号, and the table by blister copper. Pure."""

from __future__ import annotations

from domain.core.workbook import Choice
from domain.emission_report.workbook import industry

FACILITIES = (
    Choice("smelting_furnace", "熔炼炉", "smelting furnace"),
    Choice("converter", "吹炼炉", "converting furnace"),
    Choice("anode_furnace", "阳极炉", "anode furnace"),
    Choice("boiler", "锅炉", "boiler"),
    Choice("other", "其他设施", "other"),
)
MATERIALS = (
    Choice("reductant_coke", "还原剂焦炭", "coke as reductant"),
    Choice("other_reductant", "其他还原剂", "other reductant"),
    Choice("carbonate", "碳酸盐熔剂", "carbonate flux"),
)
PRODUCTS = (
    Choice("blister_copper", "粗铜（t）", "blister copper (t)"),
    Choice("anode_copper", "阳极铜（t）", "anode copper (t)"),
    Choice("copper", "阴极铜（t）", "cathode copper (t)"),
    Choice("sulphuric_acid", "硫酸（t）", "sulphuric acid (t)"),
)

WORKBOOK = industry.workbook(
    "copper",
    "G13",
    "铜冶炼企业",
    "copper smelters",
    industry.fuels(FACILITIES),
    industry.processes(MATERIALS, ("tonnes", "factor", "share")),
    industry.energy(),
    industry.products(PRODUCTS),
    industry.supplement(PRODUCTS[:1]),
)
