"""A mill of pulp and paper with anaerobic treatment of its waste water."""

from __future__ import annotations

from decimal import Decimal

from tests.rooms.emission_report.sectors.harness import (
    NOTE,
    STOP,
    WARN,
    Entries,
    Fail,
    both,
    empty,
    energy_line,
    head,
    put,
    table_line,
    totals_line,
)

FORM, YEAR = "paper.G13", 2024
# Coal 50,000 × 23.736 × 0.02618 × 99 % × 44/12 = 112,785.64; limestone 20,000 × 0.405 = 8,100.00;
# methane 400 × 21 = 8,400.00; 150,000 MWh × 0.5703 = 85,545.00; 100,000 GJ × 0.11 = 11,000.00;
# in all 225,830.64, as a whole 225,831.
# The table: 80,000 + 68,436 + 6,600 = 155,036 over 200,000 t; 32,785.64 + 17,109 + 4,400 = 54,294.64 over 100,000 t.
EMISSIONS = Decimal(225_831)


def entries() -> Entries:
    return {
        "enterprise": [head(YEAR)],
        "fuels": [
            {"facility": "boiler", "fuel": "bituminous", "quantity": Decimal(50_000), "method": "default"},
        ],
        "processes": [{"source": "碱回收", "material": "limestone", "tonnes": Decimal(20_000)}],
        "wastewater": [
            {
                "plant": "IC 反应器",
                "volume": Decimal(5_000_000),
                "cod_in": Decimal(3000),
                "cod_out": Decimal(500),
                "methane_t": Decimal(400),
            }
        ],
        "energy": [energy_line(mwh="150000", gj="100000")],
        "products": [
            {"line": "纸", "product": "paper", "output": Decimal(200_000)},
            {"line": "浆", "product": "pulp", "output": Decimal(100_000)},
        ],
        "supplement": [
            table_line(
                "纸",
                "paper",
                output="200000",
                fuel_tco2="80000",
                electricity_mwh="120000",
                electricity_tco2="68436",
                heat_gj="60000",
                heat_tco2="6600",
                emissions_tonnes="155036",
                intensity="0.7752",
            ),
            table_line(
                "浆",
                "pulp",
                output="100000",
                fuel_tco2="32785.64",
                electricity_mwh="30000",
                electricity_tco2="17109",
                heat_gj="40000",
                heat_tco2="4400",
                emissions_tonnes="54294.64",
                intensity="0.5429",
            ),
        ],
        "totals": [totals_line("112785.64", "16500.00", "85545.00", "11000.00", "225831")],
    }


FAILS: tuple[Fail, ...] = (
    ("PA-001", NOTE, "生产过程", empty("processes"), {}),
    ("PA-002", STOP, "废水厌氧处理!C6", put("wastewater", 0, cod_in=None), {}),
    ("PA-003", STOP, "废水厌氧处理!D6", put("wastewater", 0, cod_out=Decimal(3500)), {}),
    ("PA-004", WARN, "废水厌氧处理!E6", put("wastewater", 0, methane_t=Decimal(4000)), {}),
    ("PA-005", WARN, "废水厌氧处理!C6", put("wastewater", 0, cod_in=Decimal(3), cod_out=Decimal(1)), {}),
    ("PA-006", WARN, "废水厌氧处理", empty("wastewater"), {}),
    (
        "PA-007",
        WARN,
        "排放汇总!D9",
        both(put("products", 0, output=Decimal(20_000)), put("products", 1, output=Decimal(10_000))),
        {},
    ),
    (
        "PA-008",
        STOP,
        "产品产量!C6",
        both(put("products", 0, output=Decimal(200)), put("products", 1, output=Decimal(100))),
        {},
    ),
    (
        "PA-009",
        WARN,
        "电力和热力",
        both(put("energy", 0, gj=Decimal(0)), put("fuels", 0, facility="other")),
        {},
    ),
    ("PA-010", WARN, "废水厌氧处理!B6", put("wastewater", 0, volume=Decimal(150_000_000)), {}),
)
