"""The workbook of airports: the guide of 发改办气候〔2013〕2526号, and the table by throughput and buildings. Pure."""

from __future__ import annotations

from domain.core.workbook import Choice
from domain.emission_report.workbook import industry
from domain.emission_report.workbook.common import number

FACILITIES = (
    Choice("boiler", "锅炉", "boiler"),
    Choice("vehicle", "场内车辆", "vehicles"),
    Choice("generator", "柴油发电机", "diesel generator"),
    Choice("other", "其他设施", "other"),
)
PRODUCTS = (
    Choice("passengers", "旅客吞吐量（万人次）", "passengers (10⁴)"),
    Choice("cargo", "货邮吞吐量（t）", "cargo and mail (t)"),
    Choice("movements", "航班起降架次（架次）", "aircraft movements"),
)
AREA = (
    number("area", "建筑面积", "Area of buildings", "m²", 2),
    number("area_intensity", "单位建筑面积排放", "Emissions per area", "tCO2/m²", 4),
)

WORKBOOK = industry.workbook(
    "airport",
    "G13",
    "机场企业",
    "airports",
    industry.fuels(FACILITIES),
    industry.energy(),
    industry.products(PRODUCTS),
    industry.supplement(PRODUCTS, AREA),
)
