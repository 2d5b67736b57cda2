"""An airport of twenty-seven million passengers."""

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

FORM, YEAR = "airport.G13", 2024
# Gas 300 × 389.310 × 0.01532 × 99 % × 44/12 = 6,495.05; diesel 500 × 42.652 × 0.02020 × 98 % × 44/12 = 1,547.95;
# 60,000 MWh × 0.5703 = 34,218.00; 20,000 GJ × 0.11 = 2,200.00; in all 44,461.00.
# The table: 6,495.05 + 28,515.00 + 2,200.00 = 37,210.05; over 2,700 × 10⁴ persons 13.7815, over 500,000 m² 0.0744.
EMISSIONS = Decimal(44_461)


def entries() -> Entries:
    return {
        "enterprise": [head(YEAR)],
        "fuels": [
            {"facility": "boiler", "fuel": "natural_gas", "quantity": Decimal(300), "method": "default"},
            {"facility": "vehicle", "fuel": "diesel", "quantity": Decimal(500), "method": "default"},
        ],
        "energy": [energy_line(mwh="60000", gj="20000")],
        "products": [
            {"line": "机场", "product": "passengers", "output": Decimal(2700)},
            {"line": "机场", "product": "cargo", "output": Decimal(200_000)},
            {"line": "机场", "product": "movements", "output": Decimal(200_000)},
        ],
        "supplement": [
            table_line(
                "航站区",
                "passengers",
                output="2700",
                fuel_tco2="6495.05",
                electricity_mwh="50000",
                electricity_tco2="28515.00",
                heat_gj="20000",
                heat_tco2="2200",
                area="500000",
                area_intensity="0.0744",
                emissions_tonnes="37210.05",
                intensity="13.7815",
            )
        ],
        "totals": [totals_line("8043.00", "0", "34218.00", "2200.00", "44461")],
    }


FAILS: tuple[Fail, ...] = (
    ("AP-001", STOP, "产品产量!C6", put("products", 0, output=Decimal(27_000_000)), {}),
    ("AP-001", STOP, "产品产量!C6", put("products", 0, output=Decimal("2.7")), {}),
    ("AP-002", WARN, "产品产量!C6", put("products", 0, output=Decimal(200)), {}),
    ("AP-003", WARN, "补充数据表!I6", put("supplement", 0, area=None), {}),
    ("AP-004", WARN, "补充数据表!I6", put("supplement", 0, area=Decimal(20_000)), {}),
    ("AP-005", STOP, "补充数据表!J6", put("supplement", 0, area_intensity=Decimal("0.744")), {}),
    ("AP-006", WARN, "电力和热力!D4", put("energy", 0, mwh=Decimal(0)), {}),
    ("AP-007", WARN, "化石燃料!B7", put("fuels", 1, fuel="kerosene"), {}),
    ("AP-008", WARN, "产品产量!C8", put("products", 2, output=Decimal(20_000)), {}),
    ("AP-009", WARN, "补充数据表!E6", put("supplement", 0, area=Decimal(40_000)), {}),
    ("AP-010", WARN, "产品产量!C6", lambda filled: (drop("products", 0)(filled), drop("products", 0)(filled)), {}),
)
