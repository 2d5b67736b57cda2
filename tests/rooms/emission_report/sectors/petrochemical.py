"""A refinery with a cracker and a hydrogen plant."""

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
    energy_line,
    head,
    put,
    table_line,
    totals_line,
)

FORM, YEAR = "petrochemical.G13", 2024
# Refinery gas 60,000 × 45.998 × 0.01820 × 98 % × 44/12 = 180,492.47; fuel oil 20,000 × 41.816 × 0.02110 × 98 % × 44/12
# = 63,409.22; flare 4,000 × 75 % × 98 % × 44/12 = 10,780.00; coke 100,000 × 95 % × 98 % × 44/12 = 341,366.67;
# hydrogen (50,000 × 0.75 − 5,000 × 0.20 − 10,000 × 0) × 44/12 = 133,833.33; 100,000 MWh × 0.5703 = 57,030.00;
# 50,000 GJ × 0.11 = 5,500.00; in all 792,411.69, as a whole 792,412.
# The table: 180,492.47 + 485,980.00 + 39,921.00 + 3,300.00 = 709,693.47, over 3,000,000 t 0.2366;
# 63,409.22 + 17,109.00 + 2,200.00 = 82,718.22, over 300,000 t 0.2757.
EMISSIONS = Decimal(792_412)


def flow(flow: str, name: str, quantity: str, carbon: str) -> dict[str, object]:
    plant = {"source": "制氢", "process": "hydrogen_plant", "flow": flow, "name": name, "measured_in": "t"}
    return plant | {"quantity": Decimal(quantity), "carbon": Decimal(carbon)}


def entries() -> Entries:
    return {
        "enterprise": [head(YEAR)],
        "fuels": [
            {
                "facility": "process_furnace",
                "fuel": "refinery_gas",
                "quantity": Decimal(60_000),
                "method": "default",
            },
            {"facility": "cracker", "fuel": "fuel_oil", "quantity": Decimal(20_000), "method": "default"},
        ],
        "processes": [
            {"source": "火炬", "material": "flare", "tonnes": Decimal(4000), "carbon": Decimal(75)},
            {"source": "催化裂化", "material": "catalyst_coke", "tonnes": Decimal(100_000), "carbon": Decimal(95)},
        ],
        "carbon": [
            flow("in", "天然气", "50000", "0.75"),
            flow("out", "解吸气", "5000", "0.20"),
            flow("out", "氢气", "10000", "0"),
        ],
        "energy": [energy_line(mwh="100000", gj="50000")],
        "products": [
            {"line": "炼油", "product": "crude_oil", "output": Decimal(3_000_000)},
            {"line": "乙烯", "product": "ethylene", "output": Decimal(300_000)},
        ],
        "supplement": [
            table_line(
                "炼油",
                "crude_oil",
                output="3000000",
                fuel_tco2="180492.47",
                process_tco2="485980.00",
                electricity_mwh="70000",
                electricity_tco2="39921.00",
                heat_gj="30000",
                heat_tco2="3300",
                emissions_tonnes="709693.47",
                intensity="0.2366",
            ),
            table_line(
                "乙烯",
                "ethylene",
                output="300000",
                fuel_tco2="63409.22",
                process_tco2="0",
                electricity_mwh="30000",
                electricity_tco2="17109.00",
                heat_gj="20000",
                heat_tco2="2200",
                emissions_tonnes="82718.22",
                intensity="0.2757",
            ),
        ],
        "totals": [totals_line("243901.69", "485980.00", "57030.00", "5500.00", "792412")],
    }


FAILS: tuple[Fail, ...] = (
    ("PC-001", WARN, "生产过程", drop("processes", 0), {}),
    ("PC-002", NOTE, "生产过程", drop("processes", 1), {}),
    ("PC-003", WARN, "生产过程!D7", put("processes", 1, carbon=Decimal(45)), {}),
    ("PC-004", WARN, "生产过程!D6", put("processes", 0, carbon=Decimal(5)), {}),
    ("PC-005", NOTE, "生产过程!E7", put("processes", 1, oxidation=Decimal(95)), {}),
    ("PC-006", WARN, "排放汇总!D9", put("products", 0, output=Decimal(500_000)), {}),
    ("PC-007", STOP, "产品产量!C6", put("products", 0, output=Decimal(3000)), {}),
    ("PC-008", STOP, "碳平衡!G8", put("carbon", 2, carbon=Decimal("0.2")), {}),
    ("PC-009", WARN, "生产过程!C7", put("processes", 1, tonnes=Decimal(600_000)), {}),
    ("PC-010", WARN, "化石燃料", drop("fuels", 1), {}),
    ("PC-011", WARN, "化石燃料", drop("fuels", 0), {}),
    ("EI-030", STOP, "生产过程!D6", put("processes", 0, carbon=None), {}),
    ("EI-033", STOP, "碳平衡!G7", put("carbon", 1, quantity=Decimal(250_000)), {}),
    ("EI-034", WARN, "生产过程!E7", put("processes", 1, oxidation=Decimal(60)), {}),
    ("EI-039", STOP, "碳平衡!C6", both(drop("carbon", 0)), {}),
)
