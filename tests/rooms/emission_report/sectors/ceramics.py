"""A works of wall and floor tiles."""

from __future__ import annotations

from decimal import Decimal

from tests.rooms.emission_report.sectors.harness import (
    NOTE,
    STOP,
    WARN,
    Entries,
    Fail,
    both,
    drop,
    empty,
    energy_line,
    head,
    put,
    table_line,
    totals_line,
)

FORM, YEAR = "ceramics.G13", 2024
# Gas 2,000 × 389.310 × 0.01532 × 99 % × 44/12 = 43,300.30; coal 20,000 × 23.736 × 0.02618 × 99 % × 44/12 = 45,114.26;
# 3,000 × 0.4397 = 1,319.10; 500 × 0.5220 = 261.00; 30,000 MWh × 0.5703 = 17,109.00; in all 107,103.66, as a whole
# 107,104. The table: 88,414.56 + 17,109.00 = 105,523.56; over 10,000,000 m² 0.0106.
EMISSIONS = Decimal(107_104)


def entries() -> Entries:
    return {
        "enterprise": [head(YEAR)],
        "fuels": [
            {"facility": "kiln", "fuel": "natural_gas", "quantity": Decimal(2000), "method": "default"},
            {"facility": "spray_dryer", "fuel": "bituminous", "quantity": Decimal(20_000), "method": "default"},
        ],
        "processes": [
            {"source": "坯料", "material": "calcium_carbonate", "tonnes": Decimal(3000)},
            {"source": "坯料", "material": "magnesium_carbonate", "tonnes": Decimal(500)},
        ],
        "energy": [energy_line(mwh="30000")],
        "products": [{"line": "1", "product": "wall_floor_tiles", "output": Decimal(10_000_000)}],
        "supplement": [
            table_line(
                "1",
                "wall_floor_tiles",
                output="10000000",
                fuel_tco2="88414.56",
                electricity_mwh="30000",
                electricity_tco2="17109",
                heat_gj="0",
                heat_tco2="0",
                emissions_tonnes="105523.56",
                intensity="0.0106",
            )
        ],
        "totals": [totals_line("88414.56", "1580.10", "17109.00", "0", "107104")],
    }


FAILS: tuple[Fail, ...] = (
    ("CE-001", WARN, "化石燃料", drop("fuels", 0), {}),
    ("CE-002", NOTE, "生产过程", empty("processes"), {}),
    ("CE-003", WARN, "补充数据表!C6", put("supplement", 0, output=Decimal(500_000)), {}),
    ("CE-004", STOP, "补充数据表!C6", put("supplement", 0, output=Decimal(10_000)), {}),
    ("CE-005", WARN, "化石燃料", drop("fuels", 1), {}),
    (
        "CE-006",
        WARN,
        "化石燃料!B6",
        both(put("fuels", 0, fuel="other_gas"), put("fuels", 1, facility="gasifier")),
        {},
    ),
    ("CE-007", WARN, "电力和热力!D4", put("energy", 0, mwh=Decimal(0)), {}),
    ("CE-008", WARN, "生产过程!C6", put("processes", 0, tonnes=Decimal(300_000)), {}),
    ("CE-009", WARN, "补充数据表!C6", put("supplement", 0, output=Decimal(0)), {}),
)
