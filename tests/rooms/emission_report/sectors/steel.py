"""A steelworks with one sintering machine, one blast furnace and one converter, month by month."""

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
    empty,
    head,
    put,
    put_all,
    put_where,
    repeat,
)

FORM, YEAR = "steel.A24", 2024
# Every figure grows by 100 from month to month: over the year 12 × base + 7,800.
# Fuels, carbon measured: coke 0.84 tC/t × 44/12 = 3.08 t/t, coal 0.69 tC/t × 44/12 = 2.53 t/t.
#   ironmaking 487,800 t of coke = 1,502,424.00 and 187,800 t of coal = 475,134.00;
#   sintering 67,800 t of coke = 208,824.00; together 2,186,382.00.
# Flux: 151,800 t of limestone × 0.440 = 66,792.00, 79,800 t of dolomite × 0.476 = 37,984.80; 104,776.80.
# Electrodes: 12 × 10 t × 3.663 = 439.56. Bought: 127,800 t of scrap × 0.037 = 4,728.60, 1,200 t of ferrosilicon × 0.007
# = 8.40; 4,737.00. Sold: 1,147,800 t of crude steel × 0.037 = 42,468.60.
# 2,186,382.00 + 104,776.80 + 439.56 + 4,737.00 − 42,468.60 = 2,253,866.76, as a whole 2,253,867.
EMISSIONS = Decimal(2_253_867)
# Furnace gas 33.000 GJ × 0.07080 tC/GJ × 44/12 = 8.5668 t for 10⁴Nm³: made 175,800, used 79,800 in ironmaking, 13,800
# in sintering, 67,800 in boilers. Iron passed on 1,027,800 t × 0.172 = 176,781.60.
# Sintering: 208,824.00 + 13,800 × 8.5668 + 104,776.80 = 431,822.64.
# Ironmaking: 1,977,558.00 + 79,800 × 8.5668 − 175,800 × 8.5668 − 176,781.60 = 978,363.60.
# Intensity: 1,410,186.24 ÷ 1,027,800 = 1.3720. Electricity, beside: 607,800 MWh × 0.5703 = 346,628.34.


def _fuel(process: str, fuel: str, base: str, carbon: str) -> list[dict[str, Any]]:
    told: dict[str, Any] = {"facility": process, "fuel": fuel, "carbon": Decimal(carbon), "method": "measured"}
    return each_month(**told, quantity=Base(base))


def _gas(process: str, made: str, used: str) -> list[dict[str, Any]]:
    figures: dict[str, Any] = {
        name: Base(base) if base else Decimal(0) for name, base in (("made", made), ("used", used))
    }
    return each_month(process=process, fuel="blast_furnace_gas", **figures)


def _material(process: str, role: str, material: str, tonnes: Base | Decimal) -> list[dict[str, Any]]:
    return each_month(process=process, role=role, material=material, tonnes=tonnes)


def entries() -> Entries:
    return {
        "enterprise": [head(YEAR)],
        "fuels": [
            *_fuel("ironmaking", "coke", "40000", "0.84"),
            *_fuel("ironmaking", "bituminous", "15000", "0.69"),
            *_fuel("sintering", "coke", "5000", "0.84"),
        ],
        "own_fuels": [
            *_gas("ironmaking", "14000", "6000"),
            *_gas("sintering", "", "500"),
            *_gas("power", "", "5000"),
        ],
        "materials": [
            *_material("sintering", "carbonate", "limestone", Base("12000")),
            *_material("sintering", "carbonate", "dolomite", Base("6000")),
            *_material("steelmaking", "electrode", "electrode", Decimal(10)),
            *_material("steelmaking", "input", "scrap", Base("10000")),
            *_material("steelmaking", "input", "ferrosilicon", Decimal(100)),
            *_material("steelmaking", "product", "crude_steel", Base("95000")),
            *_material("ironmaking", "passed", "pig_iron", Base("85000")),
            *_material("steelmaking", "received", "pig_iron", Base("85000")),
        ],
        "products": [
            *each_month(line="S1", product="sinter", output=Base("120000")),
            *each_month(line="BF1", product="pig_iron", output=Base("85000")),
            *each_month(line="LD1", product="converter_steel", output=Base("95000")),
        ],
        "energy": each_month(mwh=Base("50000"), exported_mwh=Decimal(0), gj=Decimal(0), exported_gj=Decimal(0)),
        "totals": [
            {
                "fuel_tco2": Decimal("2186382.00"),
                "carbonate_tco2": Decimal("104776.80"),
                "electrode_tco2": Decimal("439.56"),
                "input_tco2": Decimal("4737.00"),
                "product_tco2": Decimal("42468.60"),
                "emissions_tonnes": EMISSIONS,
                "sintering_tco2": Decimal("431822.64"),
                "ironmaking_tco2": Decimal("978363.60"),
                "iron_t": Decimal("1027800.00"),
                "intensity": Decimal("1.3720"),
                "electricity_tco2": Decimal("346628.34"),
            }
        ],
    }


def _unit(number: str) -> KnownUnit:
    return KnownUnit(number, Decimal(0), "", "", False)


ELECTRIC = {"line": "EAF1", "month": 1, "product": "electric_steel", "output": Decimal(200_000)}
SOLD = {"role": "product", "material": "crude_steel"}
NO_FUELS = both(empty("fuels"), empty("own_fuels"), drop_where("materials", role="carbonate"))
FAILS: tuple[Fail, ...] = (
    ("EI-001", STOP, "化石燃料!A42", repeat("fuels", 0), {}),
    ("EI-005", STOP, "电力和热力", drop("energy", 11), {}),
    ("EI-020", STOP, "排放汇总!D9", put("totals", 0, emissions_tonnes=Decimal(2_235_867)), {}),
    ("EI-021", STOP, "排放汇总!D4", put("totals", 0, fuel_tco2=Decimal("2168382.00")), {}),
    ("EI-023", NOTE, "电力和热力!B6", put_all("energy", mwh=Decimal("1234.567")), {}),
    ("EI-024", STOP, "产品产量!B30", drop("products", 35), {}),
    ("EI-025", NOTE, "产品产量!D6", put_where("products", {"line": "S1"}, output=Decimal(120_000)), {}),
    ("EI-026", WARN, "化石燃料!B6", drop("fuels", 5), {}),
    ("EI-027", WARN, "电力和热力!B10", put("energy", 4, mwh=Decimal(50_500_000)), {}),
    ("EI-027", WARN, "产品产量!D8", put("products", 2, output=Decimal("120.3")), {}),
    (
        "EI-028",
        NOTE,
        "化石燃料!E30",
        put_where("fuels", {"facility": "sintering"}, ncv=Decimal("28.5")),
        {},
    ),
    (
        "EI-029",
        WARN,
        "化石燃料!E6",
        put("fuels", 0, carbon=None, ncv=Decimal("28.435"), carbon_per_heat=Decimal("0.02942")),
        {},
    ),
    ("ST-001", STOP, "含碳物料!D102", repeat("materials", 0), {}),
    ("ST-002", STOP, "含碳物料!C6", put("materials", 0, material="scrap"), {}),
    ("ST-003", STOP, "含碳物料!F42", put("materials", 36, material="other_carbon"), {}),
    ("ST-004", STOP, "含碳物料!F78", put("materials", 72, factor=Decimal(172)), {}),
    ("ST-005", NOTE, "含碳物料!F42", put("materials", 36, factor=Decimal("0.037")), {}),
    ("ST-006", WARN, "含碳物料", drop_where("materials", **SOLD), {}),
    ("ST-007", STOP, "含碳物料!E66", put("materials", 60, tonnes=Decimal(295_100)), {}),
    (
        "ST-008",
        WARN,
        "含碳物料!D102",
        add("materials", process="coking", month=1, role="product", material="coal_tar", tonnes=Decimal(100)),
        {},
    ),
    ("ST-009", WARN, "含碳物料", both(drop_where("materials", role="electrode"), add("products", **ELECTRIC)), {}),
    ("ST-010", STOP, "排放汇总!D8", put("totals", 0, product_tco2=Decimal("24468.60")), {}),
    ("ST-010", STOP, "排放汇总!D11", put("totals", 0, ironmaking_tco2=Decimal("987363.60")), {}),
    ("ST-011", STOP, "排放汇总!D11", put("totals", 0, ironmaking_tco2=None), {}),
    ("ST-012", WARN, "排放汇总!D11", put_where("own_fuels", {"process": "ironmaking"}, made=Decimal(30_000)), {}),
    (
        "ST-013",
        STOP,
        "含碳物料!E42",
        both(NO_FUELS, put_where("materials", {"role": "input"}, tonnes=Decimal(0))),
        {},
    ),
    ("ST-014", WARN, "排放汇总!D13", put("totals", 0, intensity=Decimal("0.3")), {}),
    (
        "ST-015",
        WARN,
        "产品产量!D18",
        put_where("fuels", {"facility": "ironmaking", "fuel": "coke"}, quantity=Decimal(4_000)),
        {},
    ),
    ("ST-016", WARN, "产品产量!D30", put_where("products", {"product": "pig_iron"}, output=Decimal(42_000)), {}),
    ("ST-017", WARN, "产品产量!D30", put_where("materials", {"material": "scrap"}, tonnes=Decimal(60_000)), {}),
    ("ST-018", WARN, "自产二次能源!D6", put_where("own_fuels", {"process": "ironmaking"}, made=Decimal(140_000)), {}),
    ("ST-019", WARN, "含碳物料!E30", add("products", **(ELECTRIC | {"output": Decimal(200)})), {}),
    (
        "ST-020",
        WARN,
        "产品产量!C6",
        both(drop_where("fuels", facility="sintering"), drop_where("own_fuels", process="sintering")),
        {},
    ),
    ("ST-021", WARN, "自产二次能源!E6", put_where("own_fuels", {"process": "power"}, used=Decimal(9_000)), {}),
    ("ST-022", WARN, "自产二次能源", empty("own_fuels"), {}),
    ("ST-023", WARN, "产品产量!A30", put_where("products", {}), {"units": (_unit("S1"), _unit("BF1"))}),
    ("ST-024", WARN, "产品产量!D18", put_where("products", {}), {"capacities": {"BF1": Decimal(800_000)}}),
    ("ST-025", WARN, "化石燃料!D6", put_where("fuels", {"fuel": "bituminous"}, quantity=Decimal(60_000)), {}),
)
