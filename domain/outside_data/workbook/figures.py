"""What each source tells, by the codes of the report's accounting. Pure.

What no report holds in the same words has a code of its own (`on_grid_mwh`, `coal_tonnes`, `energy_tce`): a check
says what it is held against.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.core.workbook import Choice
from domain.outside_data.workbook.units import (
    AREA,
    CASES,
    GAS,
    GIGAJOULES,
    HOURS,
    MOVEMENTS,
    MWH,
    PASSENGERS,
    PIECES,
    TCE,
    TONNES,
    TURNOVER,
)


class Source(StrEnum):
    """Who tells: the grid, the gas supplier, the tax and statistics authorities, the discharge permit's returns."""

    GRID = "grid"
    GAS = "gas"
    TAX = "tax"
    STATISTICS = "statistics"
    PERMIT = "permit"


@dataclass(frozen=True, slots=True)
class Told:
    """A figure that others tell, in the unit of the report."""

    code: str
    title_zh: str
    title_en: str
    unit: str

    @property
    def choice(self) -> Choice:
        return Choice(self.code, self.title_zh, self.title_en)


ON_GRID, COAL, ENERGY = "on_grid_mwh", "coal_tonnes", "energy_tce"

_ELECTRICITY = (
    Told("generation_mwh", "发电量", "electricity generated", MWH),
    Told("electricity_mwh", "购电量", "electricity bought", MWH),
)
_GASES = (
    Told("fuel.natural_gas", "天然气", "natural gas", GAS),
    Told("fuel.coke_oven_gas", "焦炉煤气", "coke oven gas", GAS),
    Told("fuel.blast_furnace_gas", "高炉煤气", "blast furnace gas", GAS),
    Told("fuel.converter_gas", "转炉煤气", "converter gas", GAS),
)
_LIQUIDS = (
    Told("fuel.fuel_oil", "燃料油", "fuel oil", TONNES),
    Told("fuel.diesel", "柴油", "diesel", TONNES),
    Told("fuel.gasoline", "汽油", "gasoline", TONNES),
    Told("fuel.kerosene", "煤油（含航空煤油）", "kerosene (jet fuel too)", TONNES),
    Told("fuel.lng", "液化天然气", "liquefied natural gas", TONNES),
    Told("fuel.lpg", "液化石油气", "liquefied petroleum gas", TONNES),
)
_SOLIDS = (
    Told(COAL, "煤炭合计", "coal of all kinds", TONNES),
    Told("fuel.coke", "焦炭", "coke", TONNES),
    Told("fuel.petcoke", "石油焦", "petroleum coke", TONNES),
)
_HEAT = (
    Told("heat_gj", "供热量", "heat supplied", GIGAJOULES),
    Told("heat_bought_gj", "购热量", "heat bought", GIGAJOULES),
)
PRODUCTS = (
    Told("output.clinker", "水泥熟料", "cement clinker", TONNES),
    Told("output.cement", "水泥", "cement", TONNES),
    Told("output.crude_steel", "粗钢", "crude steel", TONNES),
    Told("output.pig_iron", "生铁", "pig iron", TONNES),
    Told("output.rolled_steel", "钢材", "rolled steel", TONNES),
    Told("output.coke", "焦炭产品", "coke made", TONNES),
    Told("output.aluminium", "原铝", "primary aluminium", TONNES),
    Told("output.flat_glass", "平板玻璃", "flat glass", CASES),
    Told("output.copper", "阴极铜", "cathode copper", TONNES),
    Told("output.blister_copper", "粗铜", "blister copper", TONNES),
    Told("output.paper", "机制纸和纸板", "paper and board", TONNES),
    Told("output.pulp", "纸浆", "pulp", TONNES),
    Told("output.crude_oil", "原油加工量", "crude oil processed", TONNES),
    Told("output.ethylene", "乙烯", "ethylene", TONNES),
    Told("output.aromatics", "芳烃", "aromatics", TONNES),
    Told("output.ammonia", "合成氨", "ammonia", TONNES),
    Told("output.methanol", "甲醇", "methanol", TONNES),
    Told("output.calcium_carbide", "电石", "calcium carbide", TONNES),
    Told("output.soda_ash", "纯碱", "soda ash", TONNES),
    Told("output.caustic_soda", "烧碱", "caustic soda", TONNES),
    Told("output.urea", "尿素", "urea", TONNES),
    Told("output.nitric_acid", "硝酸", "nitric acid", TONNES),
    Told("output.adipic_acid", "己二酸", "adipic acid", TONNES),
    Told("output.wall_floor_tiles", "建筑陶瓷砖", "ceramic tiles", AREA),
    Told("output.sanitary_ware", "卫生陶瓷", "sanitary ware", PIECES),
    Told("output.turnover", "运输总周转量", "transport turnover", TURNOVER),
    Told("output.passengers", "旅客运输（吞吐）量", "passengers", PASSENGERS),
    Told("output.cargo", "货邮运输（吞吐）量", "cargo and mail", TONNES),
    Told("output.movements", "航班起降架次", "movements", MOVEMENTS),
)

TELLS: Mapping[Source, tuple[Told, ...]] = {
    Source.GRID: (
        Told(ON_GRID, "上网电量（结算）", "electricity sent to the grid (settled)", MWH),
        Told("electricity_mwh", "购电量（结算）", "electricity bought (settled)", MWH),
    ),
    Source.GAS: _GASES,
    Source.TAX: (*_SOLIDS, *_GASES[:1], *_LIQUIDS, *PRODUCTS),
    Source.STATISTICS: (
        Told(ENERGY, "综合能源消费量", "energy consumed", TCE),
        *_ELECTRICITY,
        *_HEAT,
        *_SOLIDS,
        *_GASES,
        *_LIQUIDS,
        *PRODUCTS,
    ),
    Source.PERMIT: (
        Told("hours", "运行时间", "hours of operation", HOURS),
        *_ELECTRICITY[:1],
        *_HEAT[:1],
        *_SOLIDS,
        *_GASES,
        *_LIQUIDS,
        *PRODUCTS,
    ),
}


def told_by(source: str, code: str) -> Told | None:
    """What a source tells under a code."""
    return next((one for one in TELLS[Source(source)] if one.code == code), None)
