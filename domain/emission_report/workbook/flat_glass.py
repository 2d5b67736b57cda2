"""The workbook of flat glass: the guide of 发改办气候〔2013〕2526号, and its supplementary table. Pure."""

from __future__ import annotations

from domain.core.workbook import Choice
from domain.emission_report.workbook import industry

FACILITIES = (
    Choice("furnace", "玻璃熔窑", "glass furnace"),
    Choice("boiler", "锅炉", "boiler"),
    Choice("other", "其他设施", "other"),
)
MATERIALS = (
    Choice("calcium_carbonate", "碳酸钙（石灰石）", "calcium carbonate"),
    Choice("magnesium_carbonate", "碳酸镁（菱镁石）", "magnesium carbonate"),
    Choice("sodium_carbonate", "碳酸钠（纯碱）", "sodium carbonate"),
    Choice("dolomite", "白云石", "dolomite"),
    Choice("carbon_powder", "碳粉", "carbon powder"),
)
PRODUCTS = (Choice("flat_glass", "平板玻璃（重量箱）", "flat glass (weight cases)"),)

WORKBOOK = industry.workbook(
    "flat_glass",
    "G13",
    "平板玻璃生产企业",
    "flat glass",
    industry.fuels(FACILITIES),
    industry.processes(MATERIALS, ("tonnes", "factor", "share", "carbon")),
    industry.energy(),
    industry.products(PRODUCTS),
    industry.supplement(PRODUCTS),
)
