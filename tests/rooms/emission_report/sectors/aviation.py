"""An airline that flies at home and abroad, with a little blended fuel."""

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

FORM, YEAR = "aviation.G13", 2024
# Diesel 500 × 42.652 × 0.02020 × 98 % × 44/12 = 1,547.95; at home 200,000 × 3.15 = 630,000.00, blend
# 1,000 × 3.15 × 90 % = 2,835.00, gasoline 10 × 3.10 = 31.00; abroad 80,000 × 3.15 = 252,000.00, which does not count;
# 20,000 MWh × 0.5703 = 11,406.00; in all 645,819.95, as a whole 645,820. The table: over 100,000 × 10⁴ tkm 6.4582.
EMISSIONS = Decimal(645_820)


def entries() -> Entries:
    return {
        "enterprise": [head(YEAR)],
        "fuels": [{"facility": "vehicle", "fuel": "diesel", "quantity": Decimal(500), "method": "default"}],
        "processes": [
            {"source": "机队", "material": "jet_kerosene", "route": "domestic", "tonnes": Decimal(200_000)},
            {"source": "机队", "material": "jet_kerosene", "route": "international", "tonnes": Decimal(80_000)},
            {
                "source": "机队",
                "material": "biofuel_blend",
                "route": "domestic",
                "tonnes": Decimal(1000),
                "share": Decimal(90),
            },
            {"source": "通用航空", "material": "aviation_gasoline", "route": "domestic", "tonnes": Decimal(10)},
        ],
        "energy": [energy_line(mwh="20000")],
        "products": [
            {"line": "客货运", "product": "turnover", "output": Decimal(100_000)},
            {"line": "客货运", "product": "passengers", "output": Decimal(700)},
        ],
        "supplement": [
            table_line(
                "客货运",
                "turnover",
                output="100000",
                fuel_tco2="634413.95",
                electricity_mwh="20000",
                electricity_tco2="11406",
                heat_gj="0",
                heat_tco2="0",
                emissions_tonnes="645819.95",
                intensity="6.4582",
            )
        ],
        "totals": [totals_line("1547.95", "632866.00", "11406.00", "0", "645820")],
    }


FAILS: tuple[Fail, ...] = (
    ("AV-001", STOP, "航班燃料!C9", put("processes", 3, route=None), {}),
    ("AV-002", STOP, "航班燃料", empty("processes"), {}),
    ("AV-003", NOTE, "航班燃料!E6", put("processes", 0, factor=Decimal("3.10")), {}),
    ("AV-004", WARN, "产品产量!C6", put("products", 0, output=Decimal(9000)), {}),
    ("AV-005", STOP, "产品产量!C6", put("products", 0, output=Decimal(100)), {}),
    ("AV-006", STOP, "航班燃料!F8", put("processes", 2, share=None), {}),
    (
        "AV-007",
        WARN,
        "航班燃料!C6",
        both(*(put("processes", number, route="international", source=f"机队{number}") for number in range(4))),
        {},
    ),
    ("AV-008", WARN, "航班燃料!F6", put("processes", 0, share=Decimal(90)), {}),
    ("AV-009", WARN, "化石燃料!B6", put("fuels", 0, fuel="kerosene"), {}),
    ("AV-010", WARN, "航班燃料!F8", put("processes", 2, share=Decimal(5)), {}),
    ("EI-031", STOP, "航班燃料!A7", put("processes", 1, route="domestic"), {}),
    ("EI-034", WARN, "航班燃料!E6", put("processes", 0, factor=Decimal("4.20")), {}),
    ("EI-035", STOP, "航班燃料!E6", put("processes", 0, factor=Decimal(3150)), {}),
)
