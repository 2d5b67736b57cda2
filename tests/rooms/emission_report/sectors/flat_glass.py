"""A glassworks of one furnace."""

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
    head,
    put,
    repeat,
    table_line,
)

FORM, YEAR = "flat_glass.G13", 2024
# Gas 1,000 × 389.310 × 0.01532 × 99 % × 44/12 = 21,650.15; dolomite 10,000 × 0.4773 = 4,773.00;
# soda 12,000 × 0.4149 = 4,978.80; electricity 20,000 × 0.5703 = 11,406.00; in all 42,807.95, as a whole 42,808.
EMISSIONS = Decimal(42808)


def entries() -> Entries:
    return {
        "enterprise": [head(YEAR)],
        "fuels": [
            {
                "facility": "furnace",
                "fuel": "natural_gas",
                "quantity": Decimal(1000),
                "method": "default",
            },
        ],
        "processes": [
            {"source": "配料", "material": "dolomite", "tonnes": Decimal(10000)},
            {"source": "配料", "material": "sodium_carbonate", "tonnes": Decimal(12000)},
        ],
        "energy": [
            {
                "mwh": Decimal(20000),
                "exported_mwh": Decimal(0),
                "gj": Decimal(0),
                "exported_gj": Decimal(0),
                "recovered_t": Decimal(0),
            }
        ],
        "products": [{"line": "1", "product": "flat_glass", "output": Decimal(1_500_000)}],
        "supplement": [
            table_line(
                "1",
                "flat_glass",
                output="1500000",
                fuel_tco2="21650.15",
                electricity_mwh="20000",
                electricity_tco2="11406.00",
                heat_gj="0",
                heat_tco2="0",
                emissions_tonnes="33056.15",
                intensity="0.0220",
            )
        ],
        "totals": [
            {
                "fuel_tco2": Decimal("21650.15"),
                "process_tco2": Decimal("9751.80"),
                "electricity_tco2": Decimal("11406.00"),
                "heat_tco2": Decimal(0),
                "exported_tco2": Decimal(0),
                "emissions_tonnes": EMISSIONS,
            }
        ],
    }


MEASURED = {"method": "measured", "ncv": Decimal(350), "carbon_per_heat": Decimal("0.01532")}
FAILS: tuple[Fail, ...] = (
    ("EI-001", STOP, "化石燃料!A7", repeat("fuels", 0), {}),
    ("EI-002", STOP, "产品产量!A7", repeat("products", 0), {}),
    ("EI-003", STOP, "产品产量", empty("products"), {}),
    ("EI-004", WARN, "化石燃料", empty("fuels"), {}),
    ("EI-006", STOP, "化石燃料!E6", put("fuels", 0, method="measured"), {}),
    ("EI-007", NOTE, "化石燃料!D6", put("fuels", 0, ncv=Decimal(350)), {}),
    ("EI-010", WARN, "化石燃料!D6", put("fuels", 0, **(MEASURED | {"ncv": Decimal(420)})), {}),
    ("EI-011", WARN, "化石燃料!E6", put("fuels", 0, method="measured", carbon=Decimal("7.2")), {}),
    ("EI-012", STOP, "化石燃料!D6", put("fuels", 0, **(MEASURED | {"ncv": Decimal(350_000)})), {}),
    (
        "EI-013",
        STOP,
        "化石燃料!E6",
        put("fuels", 0, fuel="coke", method="measured", carbon=Decimal("1.2")),
        {},
    ),
    ("EI-020", STOP, "排放汇总!D9", put("totals", 0, emissions_tonnes=Decimal(48208)), {}),
    ("EI-021", STOP, "排放汇总!D4", put("totals", 0, fuel_tco2=Decimal("21560.15")), {}),
    (
        "EI-022",
        WARN,
        "电力和热力!D5",
        both(empty("fuels"), put("energy", 0, mwh=Decimal(0), exported_mwh=Decimal(5))),
        {},
    ),
    ("GL-001", WARN, "生产过程", empty("processes"), {}),
    ("GL-002", WARN, "化石燃料", put("fuels", 0, facility="boiler"), {}),
    ("GL-003", STOP, "生产过程!F6", put("processes", 0, material="carbon_powder"), {}),
    ("GL-004", WARN, "排放汇总!D9", put("products", 0, output=Decimal(150)), {}),
    ("EI-003", STOP, "产品产量", drop("products", 0), {}),
    ("GL-005", STOP, "产品产量!C6", put("products", 0, output=Decimal(1500)), {}),
    ("GL-006", WARN, "生产过程!C7", put("processes", 1, tonnes=Decimal(120_000)), {}),
    ("GL-007", WARN, "生产过程", drop("processes", 1), {}),
    ("GL-008", NOTE, "生产过程!E6", put("processes", 0, share=Decimal(95)), {}),
    ("GL-009", WARN, "化石燃料!C6", put("fuels", 0, quantity=Decimal(100)), {}),
    (
        "GL-010",
        WARN,
        "生产过程!F6",
        put("processes", 0, material="carbon_powder", carbon=Decimal(9)),
        {},
    ),
)
