"""A smelter of blister and cathode copper; it also spoils what every supplementary table has."""

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

FORM, YEAR = "copper.G13", 2024
# Coal 20,000 × 23.736 × 0.02618 × 99 % × 44/12 = 45,114.26; gas 1,000 × 389.310 × 0.01532 × 99 % × 44/12 = 21,650.15;
# coke 5,000 × 2.862 = 14,310.00; flux 10,000 × 0.44 × 95 % = 4,180.00; 100,000 MWh × 0.5703 = 57,030.00;
# 20,000 GJ × 0.11 = 2,200.00; in all 144,484.41, as a whole 144,484.
# The table: 66,764.41 + 80,000 × 0.5703 + 2,200 = 114,588.41; over 100,000 t 1.1459.
EMISSIONS = Decimal(144_484)


def entries() -> Entries:
    return {
        "enterprise": [head(YEAR)],
        "fuels": [
            {
                "facility": "smelting_furnace",
                "fuel": "bituminous",
                "quantity": Decimal(20_000),
                "method": "default",
            },
            {"facility": "anode_furnace", "fuel": "natural_gas", "quantity": Decimal(1000), "method": "default"},
        ],
        "processes": [
            {"source": "熔炼", "material": "reductant_coke", "tonnes": Decimal(5000)},
            {
                "source": "熔炼",
                "material": "carbonate",
                "tonnes": Decimal(10_000),
                "factor": Decimal("0.44"),
                "share": Decimal(95),
            },
        ],
        "energy": [energy_line(mwh="100000", gj="20000")],
        "products": [
            {"line": "1", "product": "blister_copper", "output": Decimal(100_000)},
            {"line": "1", "product": "copper", "output": Decimal(95_000)},
        ],
        "supplement": [
            table_line(
                "1",
                "blister_copper",
                output="100000",
                fuel_tco2="66764.41",
                electricity_mwh="80000",
                electricity_tco2="45624.00",
                heat_gj="20000",
                heat_tco2="2200",
                emissions_tonnes="114588.41",
                intensity="1.1459",
            )
        ],
        "totals": [totals_line("66764.41", "18490.00", "57030.00", "2200.00", "144484")],
    }


FAILS: tuple[Fail, ...] = (
    ("CU-001", NOTE, "生产过程", drop("processes", 0), {}),
    ("CU-002", WARN, "排放汇总!D9", put("products", 0, output=Decimal(20_000)), {}),
    ("CU-003", STOP, "产品产量!C6", put("products", 0, output=Decimal(100)), {}),
    (
        "CU-004",
        WARN,
        "生产过程!C6",
        put("fuels", 0, fuel="coke", quantity=Decimal(5000)),
        {},
    ),
    ("CU-005", WARN, "生产过程!D7", put("processes", 1, factor=Decimal("0.9")), {}),
    ("CU-006", NOTE, "生产过程!D6", put("processes", 0, factor=Decimal("2.9")), {}),
    ("CU-007", NOTE, "产品产量!C7", put("products", 1, output=Decimal(150_000)), {}),
    ("CU-008", WARN, "电力和热力!D4", put("energy", 0, mwh=Decimal(0)), {}),
    ("CU-009", WARN, "补充数据表", empty("supplement"), {}),
    ("CU-010", WARN, "生产过程!C6", put("processes", 0, tonnes=Decimal(200_000)), {}),
    ("EI-030", STOP, "生产过程!D7", put("processes", 1, factor=None), {}),
    ("EI-030", STOP, "生产过程!C6", put("processes", 0, tonnes=None), {}),
    ("EI-031", STOP, "生产过程!A8", repeat("processes", 0), {}),
    ("EI-032", WARN, "生产过程!E7", put("processes", 1, share=Decimal("0.95")), {}),
    ("EI-034", WARN, "生产过程!D6", put("processes", 0, factor=Decimal("3.8")), {}),
    ("EI-035", STOP, "生产过程!D6", put("processes", 0, factor=Decimal(2862)), {}),
    ("EI-036", WARN, "电力和热力!D8", put("energy", 0, recovered_t=Decimal(90_000)), {}),
    ("EI-040", STOP, "补充数据表!A7", repeat("supplement", 0), {}),
    ("EI-041", WARN, "补充数据表!A6", drop("products", 0), {}),
    ("EI-042", STOP, "补充数据表!I6", put("supplement", 0, emissions_tonnes=Decimal("124588.41")), {}),
    ("EI-043", STOP, "补充数据表!J6", put("supplement", 0, intensity=Decimal("11.459")), {}),
    # The grid factor of 2018.
    ("EI-044", STOP, "补充数据表!F6", put("supplement", 0, electricity_tco2=Decimal(48_808)), {}),
    ("EI-045", STOP, "补充数据表!H6", put("supplement", 0, heat_tco2=Decimal(22_000)), {}),
    ("EI-046", WARN, "补充数据表!I6", put("supplement", 0, emissions_tonnes=Decimal(200_000)), {}),
    ("EI-047", STOP, "补充数据表!D6", put("supplement", 0, fuel_tco2=Decimal("76764.41")), {}),
    ("EI-048", WARN, "补充数据表!E6", put("supplement", 0, electricity_mwh=Decimal(120_000)), {}),
    ("EI-049", WARN, "补充数据表!G6", put("supplement", 0, heat_gj=Decimal(50_000)), {}),
    ("EI-050", WARN, "补充数据表!C6", put("supplement", 0, output=Decimal(90_000)), {}),
    (
        "EI-051",
        WARN,
        "补充数据表!D6",
        put("supplement", 0, fuel_tco2=Decimal(0), electricity_mwh=Decimal(0), heat_gj=Decimal(0)),
        {},
    ),
    ("EI-052", NOTE, "补充数据表!J6", put("supplement", 0, intensity=None), {}),
    ("EI-053", NOTE, "补充数据表", both(empty("supplement")), {}),
)
