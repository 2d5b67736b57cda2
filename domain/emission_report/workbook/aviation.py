"""The workbook of airlines: the guide of 发改办气候〔2013〕2526号, flights by kind of route, and the table. Pure."""

from __future__ import annotations

from dataclasses import replace

from domain.core.workbook import Choice, Note
from domain.emission_report.workbook import industry

FACILITIES = (
    Choice("vehicle", "场内车辆", "vehicles"),
    Choice("boiler", "锅炉", "boiler"),
    Choice("generator", "柴油发电机", "diesel generator"),
    Choice("other", "其他地面设施", "other on the ground"),
)
MATERIALS = (
    Choice("jet_kerosene", "航空煤油", "jet kerosene"),
    Choice("aviation_gasoline", "航空汽油", "aviation gasoline"),
    Choice("biofuel_blend", "掺混生物质的航空燃料", "jet fuel blended with biofuel"),
)
PRODUCTS = (
    Choice("turnover", "运输总周转量（万吨公里）", "traffic (10⁴ tonne-kilometres)"),
    Choice("passengers", "旅客运输量（万人次）", "passengers (10⁴)"),
    Choice("cargo", "货邮运输量（t）", "cargo and mail (t)"),
)
FLIGHTS = replace(
    industry.processes(MATERIALS, ("route", "tonnes", "factor", "share"), keys=("source", "material", "route")),
    title_zh="航班燃料",
    title_en="Fuel of flights",
    notes=(
        Note(
            "按机队或机型、燃料和航线类别各填一行。掺混生物质的燃料，“纯度或煅烧比例”栏填化石燃料所占比例。",
            "One line per fleet, fuel and kind of route. Of a blend, the share is that of the fossil part.",
        ),
    ),
)

WORKBOOK = industry.workbook(
    "aviation",
    "G13",
    "民用航空企业",
    "airlines",
    industry.fuels(FACILITIES),
    FLIGHTS,
    industry.energy(),
    industry.products(PRODUCTS),
    industry.supplement(PRODUCTS[:1]),
)
