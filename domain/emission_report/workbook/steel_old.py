"""The workbook of steel for years before 2024: 发改办气候〔2013〕2526号, and the supplementary table. Pure."""

from __future__ import annotations

from domain.emission_report.workbook import industry
from domain.emission_report.workbook.steel import PROCESSES, PRODUCTS, materials

WORKBOOK = industry.workbook(
    "steel",
    "G13",
    "钢铁生产企业",
    "steel",
    industry.fuels(PROCESSES),
    materials(monthly=False),
    industry.energy(),
    industry.products(PRODUCTS),
    industry.supplement(PRODUCTS),
)
