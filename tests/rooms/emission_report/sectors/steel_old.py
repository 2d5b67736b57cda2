"""A steelworks of 2020, by the older guide: the year, with its supplementary table."""

from __future__ import annotations

from decimal import Decimal

from tests.rooms.emission_report.sectors.harness import (
    STOP,
    WARN,
    Entries,
    Fail,
    energy_line,
    head,
    put,
    repeat,
    table_line,
    totals_line,
)

FORM, YEAR = "steel.G13", 2020
# Coke 100,000 t × 0.84 × 93 % × 44/12 = 286,440.00. Limestone 10,000 × 0.440 + electrodes 10 × 3.663 + scrap 5,000 ×
# 0.037 = 4,621.63. Electricity 100,000 × 0.6101 = 61,010.00, heat 10,000 × 0.11 = 1,100.00. Sent out 1,000 × 0.6101 =
# 610.10, kept in 200,000 t of crude steel × 0.037 = 7,400.00; 8,010.10.
# 286,440.00 + 4,621.63 + 61,010.00 + 1,100.00 − 8,010.10 = 345,161.53, as a whole 345,162.
EMISSIONS = Decimal(345_162)


def entries() -> Entries:
    return {
        "enterprise": [head(YEAR)],
        "fuels": [
            {
                "facility": "ironmaking",
                "fuel": "coke",
                "quantity": Decimal(100_000),
                "carbon": Decimal("0.84"),
                "method": "measured",
            }
        ],
        "materials": [
            {"role": "carbonate", "material": "limestone", "tonnes": Decimal(10_000)},
            {"role": "electrode", "material": "electrode", "tonnes": Decimal(10)},
            {"role": "input", "material": "scrap", "tonnes": Decimal(5_000)},
            {"role": "product", "material": "crude_steel", "tonnes": Decimal(200_000)},
        ],
        "energy": [energy_line(mwh="100000", exported_mwh="1000", gj="10000")],
        "products": [
            {"line": "BF1", "product": "pig_iron", "output": Decimal(210_000)},
            {"line": "LD1", "product": "converter_steel", "output": Decimal(200_000)},
        ],
        # 286,440.00 + 99,000 × 0.6101 + 1,100.00 = 347,939.90; over 200,000 t 1.7397.
        "supplement": [
            table_line(
                "LD1",
                "converter_steel",
                output="200000",
                fuel_tco2="286440",
                electricity_mwh="99000",
                electricity_tco2="60399.90",
                heat_gj="10000",
                heat_tco2="1100",
                emissions_tonnes="347939.90",
                intensity="1.7397",
            )
        ],
        "totals": [totals_line("286440.00", "4621.63", "61010.00", "1100.00", "345162", "8010.10")],
    }


FAILS: tuple[Fail, ...] = (
    ("EI-020", STOP, "排放汇总!D9", put("totals", 0, emissions_tonnes=Decimal(345_126)), {}),
    ("EI-021", STOP, "排放汇总!D8", put("totals", 0, exported_tco2=Decimal("610.10")), {}),
    ("EI-042", STOP, "补充数据表!I6", put("supplement", 0, emissions_tonnes=Decimal("374939.90")), {}),
    ("ST-001", STOP, "含碳物料!B10", repeat("materials", 0), {}),
    ("ST-007", STOP, "含碳物料!C9", put("materials", 3, tonnes=Decimal(300_000)), {}),
    ("ST-008", WARN, "含碳物料!B9", put("materials", 3, material="benzol"), {}),
)
