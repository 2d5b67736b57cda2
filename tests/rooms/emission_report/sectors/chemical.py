"""A works of ammonia, nitric acid and soda ash by both processes."""

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
    repeat,
    table_line,
    totals_line,
)

FORM, YEAR = "chemical.G13", 2024
# Coal 100,000 × 23.736 × 0.02618 × 99 % × 44/12 = 225,571.28, and 50,000 t = 112,785.64;
# limestone 200,000 × 0.4397 × 96 % = 84,422.40; nitric acid 50,000 × 7 ÷ 1000 × (1 − 80 %) × 310 = 21,700.00;
# ammonia (300,000 × 0.70 − 100,000 × 0.20) × 44/12 = 696,666.67; 200,000 MWh × 0.5703 = 114,060.00; recovered 10,000;
# in all 1,245,205.99, as a whole 1,245,206.
# The tables: ammonia 100,000 + 696,666.67 + 28,515 = 825,181.67, over 180,000 t 4.5843;
# soda 50,000 + (60,000 + 20,000) × 0.5703 + 2,000,000 × 0.11 = 315,624, over 400,000 t 0.7891;
# 20,000 + 40,000 × 0.5703 + 500,000 × 0.11 = 97,812, over 200,000 t 0.4891.
EMISSIONS = Decimal(1_245_206)


def flow(flow: str, name: str, quantity: str, carbon: str) -> dict[str, object]:
    plant = {"source": "合成氨", "process": "raw_material", "flow": flow, "name": name, "measured_in": "t"}
    return plant | {"quantity": Decimal(quantity), "carbon": Decimal(carbon)}


def soda(line: str, route: str, **values: str) -> dict[str, object]:
    """A line of soda ash: sources that are not named gave nothing."""
    names = ("captive_mwh", "renewable_mwh", "waste_heat_mwh", "bought_gj", "waste_heat_gj")
    figures = dict.fromkeys(names, "0") | values
    return {"line": line, "route": route} | {name: Decimal(value) for name, value in figures.items()}


def entries() -> Entries:
    return {
        "enterprise": [head(YEAR)],
        "fuels": [
            {"facility": "boiler", "fuel": "bituminous", "quantity": Decimal(100_000), "method": "default"},
            {"facility": "captive_plant", "fuel": "bituminous", "quantity": Decimal(50_000), "method": "default"},
        ],
        "processes": [
            {
                "source": "石灰窑",
                "material": "calcium_carbonate",
                "tonnes": Decimal(200_000),
                "share": Decimal(96),
            },
            {
                "source": "硝酸",
                "material": "nitric_acid",
                "tonnes": Decimal(50_000),
                "gas_kg": Decimal(7),
                "removed": Decimal(80),
            },
        ],
        "carbon": [flow("in", "原料煤", "300000", "0.70"), flow("out", "尿素", "100000", "0.20")],
        "energy": [energy_line(mwh="200000", recovered_t="10000")],
        "products": [
            {"line": "1", "product": "ammonia", "output": Decimal(180_000)},
            {"line": "2", "product": "soda_ash", "output": Decimal(600_000)},
            {"line": "3", "product": "nitric_acid", "output": Decimal(50_000)},
            {"line": "1", "product": "urea", "output": Decimal(100_000)},
        ],
        "supplement": [
            table_line(
                "1",
                "ammonia",
                output="180000",
                fuel_tco2="100000",
                process_tco2="696666.67",
                electricity_mwh="50000",
                electricity_tco2="28515.00",
                heat_gj="0",
                heat_tco2="0",
                emissions_tonnes="825181.67",
                intensity="4.5843",
            )
        ],
        "soda_ash": [
            soda(
                "一分厂",
                "ammonia",
                output="400000",
                fuel_tco2="50000",
                grid_mwh="60000",
                captive_mwh="20000",
                renewable_mwh="5000",
                waste_heat_mwh="3000",
                electricity_tco2="45624",
                captive_gj="2000000",
                waste_heat_gj="100000",
                heat_tco2="220000",
                emissions_tonnes="315624",
                intensity="0.7891",
            ),
            soda(
                "二分厂",
                "combined",
                output="200000",
                fuel_tco2="20000",
                grid_mwh="40000",
                electricity_tco2="22812",
                captive_gj="500000",
                heat_tco2="55000",
                emissions_tonnes="97812",
                intensity="0.4891",
            ),
        ],
        "totals": [totals_line("338356.92", "802789.07", "114060.00", "0", "1245206", "10000")],
    }


FAILS: tuple[Fail, ...] = (
    ("CH-001", WARN, "产品产量!B8", drop("processes", 1), {}),
    ("CH-002", WARN, "生产过程!F7", put("processes", 1, gas_kg=Decimal(45)), {}),
    ("CH-003", STOP, "生产过程!F7", put("processes", 1, gas_kg=Decimal(7000)), {}),
    ("CH-004", WARN, "生产过程!G7", put("processes", 1, removed=Decimal("99.9")), {}),
    ("CH-005", NOTE, "生产过程!E6", put("processes", 0, share=None), {}),
    ("CH-006", WARN, "碳平衡", empty("carbon"), {}),
    ("CH-007", NOTE, "碳平衡!C6", drop("carbon", 1), {}),
    ("CH-008", WARN, "纯碱补充数据表!B6", drop("processes", 0), {}),
    ("CH-009", WARN, "纯碱补充数据表!C6", put("soda_ash", 0, output=Decimal(50_000)), {}),
    ("CH-010", STOP, "纯碱补充数据表!C6", put("soda_ash", 0, output=Decimal(400)), {}),
    ("CH-011", WARN, "纯碱补充数据表!F6", drop("fuels", 1), {}),
    ("CH-012", WARN, "纯碱补充数据表!E6", put("soda_ash", 0, grid_mwh=Decimal(260_000)), {}),
    # The law has no value for the gas of an acid: what was not measured cannot be accounted.
    ("EI-030", STOP, "生产过程!F7", put("processes", 1, gas_kg=None), {}),
    ("EI-033", STOP, "碳平衡!G7", put("carbon", 1, carbon=Decimal(3)), {}),
    ("EI-037", STOP, "碳平衡!D8", repeat("carbon", 0), {}),
    ("EI-038", STOP, "碳平衡!G6", put("carbon", 0, carbon=Decimal(70)), {}),
    ("EI-042", STOP, "纯碱补充数据表!N6", put("soda_ash", 0, emissions_tonnes=Decimal(351_624)), {}),
    ("EI-044", STOP, "纯碱补充数据表!I6", put("soda_ash", 0, electricity_tco2=Decimal(50_187)), {}),
    ("EI-050", WARN, "纯碱补充数据表!C6", both(put("products", 1, output=Decimal(500_000))), {}),
)
