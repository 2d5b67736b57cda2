"""Two clinker lines, the first with carbide slag and refuse, and a grinding mill; month by month."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from domain.emission_report.rules import KnownUnit
from tests.rooms.emission_report.sectors.harness import (
    NOTE,
    STOP,
    WARN,
    Base,
    Entries,
    Fail,
    add,
    both,
    drop,
    drop_where,
    each_month,
    head,
    put,
    put_all,
    put_where,
    repeat,
)

FORM, YEAR = "cement.A24", 2024
# Every figure grows by 100 from month to month: over the year 12 × base + 7,800.
# Coal of the kilns, carbon measured: 0.60 tC/t × 99 % × 44/12 = 2.178 t/t.
# Line 1: 199,800 t of coal = 435,164.40; 1,447,800 t of clinker × 0.535 = 774,573.00 − 60,000 t of slag × 0.480 =
# 745,773.00; 1,180,937.40; 0.8157 t/t; rate 28,800 ÷ 774,573 = 3.72 %.
#   Heat of refuse 12 × 1,000 × 8 = 96,000 GJ, of coal 99,600 × 22.4 + 100,200 × 22.6 = 4,495,560 GJ: 2.09 %.
# Line 2: 103,800 t of coal = 226,076.40; 727,800 t of clinker × 0.535 = 389,373.00; 615,449.40; 0.8456 t/t.
# 1,180,937.40 + 615,449.40 = 1,796,386.80, as a whole 1,796,387.
EMISSIONS = Decimal(1_796_387)
# Beside: boiler 12 × 100 t × 0.60 × 85 % × 44/12 = 2,244.00; electricity 103,800 MWh × 0.5703 = 59,197.14.


def _coal(line: str, base: str) -> list[dict[str, Any]]:
    told: dict[str, Any] = {
        "line": line,
        "facility": "kiln",
        "fuel": "bituminous",
        "carbon": Decimal("0.60"),
        "method": "measured",
    }
    rows = each_month(**told, quantity=Base(base))
    return [row | {"ncv": Decimal("22.6") if row["month"] % 2 == 0 else Decimal("22.4")} for row in rows]


def _clinker(line: str, base: str) -> list[dict[str, Any]]:
    """Clinker with half as much again of raw meal; the kiln ran 690 hours."""
    rows = each_month(line=line, product="portland", output=Base(base), hours=Decimal(690))
    return [row | {"raw_meal_t": row["output"] * Decimal("1.5")} for row in rows]


def _total(line: str, clinker: str, fuel: str, process: str, emissions: str, intensity: str) -> dict[str, Any]:
    names = ("clinker_t", "fuel_tco2", "process_tco2", "emissions_tco2", "intensity")
    figures = map(Decimal, (clinker, fuel, process, emissions, intensity))
    return {"line": line} | dict(zip(names, figures, strict=True))


def entries() -> Entries:
    return {
        "enterprise": [head(YEAR)],
        "kilns": [
            {"line": "1", "capacity": Decimal(5_000), "kind": "common", "altitude_m": Decimal(120)},
            {"line": "2", "capacity": Decimal(2_500), "kind": "common", "altitude_m": Decimal(120)},
        ],
        "fuels": [
            *_coal("1", "16000"),
            *_coal("2", "8000"),
            *each_month(
                line="全厂",
                facility="industrial_boiler",
                fuel="bituminous",
                quantity=Decimal(100),
                carbon=Decimal("0.60"),
                method="measured",
            ),
        ],
        "substitutes": each_month(line="1", material="carbide_slag", tonnes=Decimal(5_000)),
        "alternatives": each_month(line="1", kind="municipal", tonnes=Decimal(1_000), ncv=Decimal(8)),
        "products": [
            *_clinker("1", "120000"),
            *_clinker("2", "60000"),
            *each_month(line="M1", product="cement", output=Base("200000")),
        ],
        "energy": each_month(mwh=Base("8000"), exported_mwh=Decimal(0), gj=Decimal(0), exported_gj=Decimal(0)),
        "line_totals": [
            _total("1", "1447800", "435164.40", "745773.00", "1180937.40", "0.8157")
            | {"substitution": Decimal("3.72"), "alternative": Decimal("2.09")},
            _total("2", "727800", "226076.40", "389373.00", "615449.40", "0.8456"),
        ],
        "totals": [
            {
                "fuel_tco2": Decimal("661240.80"),
                "process_tco2": Decimal("1135146.00"),
                "emissions_tonnes": EMISSIONS,
                "elsewhere_tco2": Decimal("2244.00"),
                "electricity_tco2": Decimal("59197.14"),
            }
        ],
    }


WHITE = {"line": "2", "month": 1, "product": "white", "output": Decimal(100)}
UNIT = KnownUnit("1", Decimal(0), "", "", False)
FAILS: tuple[Fail, ...] = (
    ("EI-001", STOP, "化石燃料!B42", repeat("fuels", 3), {}),
    ("EI-005", STOP, "电力和热力", drop("energy", 0), {}),
    ("EI-027", WARN, "化石燃料!E13", put("fuels", 7, quantity=Decimal(16_800_000)), {}),
    ("CM-001", STOP, "替代原料!C18", repeat("substitutes", 0), {}),
    ("CM-002", STOP, "替代原料!A6", put("substitutes", 0, line="3"), {}),
    ("CM-003", STOP, "分线排放", drop("line_totals", 1), {}),
    ("CM-004", WARN, "产品产量!A18", drop_where("fuels", line="2"), {}),
    ("CM-005", STOP, "分线排放!D6", put("line_totals", 0, process_tco2=Decimal("774573.00")), {}),
    ("CM-005", STOP, "分线排放!G6", put("line_totals", 0, substitution=Decimal("37.2")), {}),
    ("CM-006", STOP, "排放汇总!D4", put("totals", 0, fuel_tco2=Decimal("616240.80")), {}),
    ("CM-007", WARN, "产品产量!E6", put_where("products", {"line": "1"}, raw_meal_t=Decimal(100_000)), {}),
    ("CM-008", STOP, "产品产量!F8", put("products", 2, hours=None), {}),
    ("CM-009", WARN, "产品产量!D18", put_where("fuels", {"line": "2"}, quantity=Decimal(3_000)), {}),
    ("CM-010", WARN, "产品产量!D10", put("fuels", 4, quantity=Decimal(40)), {}),
    ("CM-011", STOP, "替代原料!D6", put_all("substitutes", tonnes=Decimal(200_000)), {}),
    ("CM-012", WARN, "替代原料!D6", put_all("substitutes", tonnes=Decimal(120_000)), {}),
    ("CM-013", STOP, "产品产量!F7", put("products", 1, hours=Decimal(744)), {}),
    ("CM-014", WARN, "产品产量!D6", put("products", 0, hours=Decimal(350)), {}),
    ("CM-015", WARN, "产品产量!F6", put("products", 0, output=Decimal(0), raw_meal_t=Decimal(0)), {}),
    ("CM-016", STOP, "产品产量!A18", put_all("energy"), {"units": (UNIT,)}),
    ("CM-017", WARN, "产品产量!D18", put_all("energy"), {"capacities": {"2": Decimal(500_000)}}),
    ("CM-018", WARN, "电力和热力!B6", put_all("energy", mwh=Decimal(8_000_000)), {}),
    ("CM-019", WARN, "替代燃料!D6", put_all("alternatives", tonnes=Decimal(90_000)), {}),
    ("CM-020", NOTE, "产品产量!C42", add("products", **WHITE), {}),
    ("CM-021", WARN, "熟料生产线!C7", put("kilns", 1, kind="carbide_slag"), {}),
    ("CM-022", WARN, "化石燃料!B30", put("fuels", 24, line="1"), {}),
    ("CM-023", WARN, "化石燃料!A30", both(put("fuels", 24, facility="kiln")), {}),
)
