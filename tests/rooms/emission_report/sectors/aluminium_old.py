"""A smelter of 2020, by the older guide: the year, with its supplementary table."""

from __future__ import annotations

from decimal import Decimal

from tests.rooms.emission_report.sectors.harness import (
    STOP,
    WARN,
    Entries,
    Fail,
    drop,
    energy_line,
    head,
    put,
    table_line,
    totals_line,
)

FORM, YEAR = "aluminium.G13", 2020
# Gas 100 × 5.0 × 99 % × 44/12 = 1,815.00. Anodes 42,000 t × 97.6 % × 44/12 = 150,304.00; CF4 100,000 t × 0.034 kg/t ×
# 6,500 = 22,100.00; C2F6 100,000 t × 0.0034 kg/t × 9,200 = 3,128.00; 175,532.00. Electricity 1,400,000 × 0.6101 =
# 854,140.00. Together 1,031,487.
EMISSIONS = Decimal(1_031_487)


def entries() -> Entries:
    return {
        "enterprise": [head(YEAR)],
        "fuels": [
            {
                "facility": "anode_baking",
                "fuel": "natural_gas",
                "quantity": Decimal(100),
                "carbon": Decimal("5.0"),
                "method": "measured",
            }
        ],
        "processes": [
            {"source": "电解", "material": "anode", "tonnes": Decimal(42_000), "carbon": Decimal("97.6")},
            {"source": "电解", "material": "cf4", "tonnes": Decimal(100_000)},
            {"source": "电解", "material": "c2f6", "tonnes": Decimal(100_000)},
        ],
        "energy": [energy_line(mwh="1400000")],
        "products": [{"line": "1", "product": "liquid_aluminium", "output": Decimal(100_000)}],
        "supplement": [
            table_line(
                "1",
                "liquid_aluminium",
                output="100000",
                fuel_tco2="1815",
                electricity_mwh="1400000",
                electricity_tco2="854140",
                heat_gj="0",
                heat_tco2="0",
                emissions_tonnes="855955",
                intensity="8.5596",
            )
        ],
        "totals": [totals_line("1815.00", "175532.00", "854140.00", "0", "1031487")],
    }


FAILS: tuple[Fail, ...] = (
    ("EI-020", STOP, "排放汇总!D9", put("totals", 0, emissions_tonnes=Decimal(1_013_487)), {}),
    ("AL-030", STOP, "生产过程", drop("processes", 0), {}),
    ("AL-031", STOP, "生产过程", drop("processes", 2), {}),
    ("AL-032", STOP, "生产过程!C7", put("processes", 1, tonnes=Decimal(10_000)), {}),
    ("AL-033", WARN, "生产过程!C6", put("processes", 0, tonnes=Decimal(4_200_000)), {}),
    ("AL-034", STOP, "生产过程!E6", put("processes", 0, carbon=None), {}),
)
