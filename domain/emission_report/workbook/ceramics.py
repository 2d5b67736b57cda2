"""The workbook of ceramics: the guide of 发改办气候〔2013〕2526号, and the supplementary table. Pure."""

from __future__ import annotations

from domain.core.workbook import Choice
from domain.emission_report.workbook import industry

FACILITIES = (
    Choice("kiln", "窑炉", "kiln"),
    Choice("spray_dryer", "喷雾干燥塔", "spray dryer"),
    Choice("gasifier", "煤气发生炉", "gas producer"),
    Choice("boiler", "锅炉", "boiler"),
    Choice("other", "其他设施", "other"),
)
MATERIALS = (
    Choice("calcium_carbonate", "原料中的碳酸钙", "calcium carbonate in raw materials"),
    Choice("magnesium_carbonate", "原料中的碳酸镁", "magnesium carbonate in raw materials"),
)
PRODUCTS = (
    Choice("wall_floor_tiles", "建筑陶瓷砖（m²）", "wall and floor tiles (m²)"),
    Choice("sanitary_ware", "卫生陶瓷（件）", "sanitary ware (pieces)"),
    Choice("household", "日用陶瓷（t）", "household ceramics (t)"),
)

WORKBOOK = industry.workbook(
    "ceramics",
    "G13",
    "陶瓷生产企业",
    "ceramics",
    industry.fuels(FACILITIES),
    industry.processes(MATERIALS, ("tonnes", "factor", "share")),
    industry.energy(),
    industry.products(PRODUCTS),
    industry.supplement(PRODUCTS),
)
