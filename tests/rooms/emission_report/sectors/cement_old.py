"""A clinker line of 2021, by the oxides of its clinker, with its supplementary table."""

from __future__ import annotations

from decimal import Decimal

from tests.rooms.emission_report.sectors.harness import (
    NOTE,
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

FORM, YEAR = "cement.G13", 2021
# Coal 130,000 t × 0.60 × 93 % × 44/12 = 265,980.00. Clinker (0.65 × 44/56 + 0.02 × 44/40) × 1,000,000 = 532,714.29, raw
# meal 1,500,000 × 0.2 % × 44/12 = 11,000.00: 543,714.29. Electricity 60,000 × 0.5810 = 34,860.00.
# Together 844,554.29, as a whole 844,554.
EMISSIONS = Decimal(844_554)


def entries() -> Entries:
    return {
        "enterprise": [head(YEAR)],
        "fuels": [
            {
                "facility": "kiln",
                "fuel": "bituminous",
                "quantity": Decimal(130_000),
                "carbon": Decimal("0.60"),
                "method": "measured",
            }
        ],
        "oxides": [
            {
                "line": "1",
                "clinker_t": Decimal(1_000_000),
                "dust_t": Decimal(0),
                "cao": Decimal(65),
                "cao_not_carbonate": Decimal(0),
                "mgo": Decimal(2),
                "mgo_not_carbonate": Decimal(0),
                "raw_meal_t": Decimal(1_500_000),
                "raw_meal_carbon": Decimal("0.2"),
                "high_carbon": "no",
            }
        ],
        "energy": [energy_line(mwh="60000")],
        "products": [{"line": "1", "product": "portland", "output": Decimal(1_000_000)}],
        "supplement": [
            table_line(
                "1",
                "portland",
                output="1000000",
                fuel_tco2="265980",
                electricity_mwh="60000",
                electricity_tco2="34860",
                heat_gj="0",
                heat_tco2="0",
                process_tco2="543714.29",
                altitude_m="500",
                emissions_tonnes="844554.29",
                intensity="0.8446",
            )
        ],
        "totals": [totals_line("265980.00", "543714.29", "34860.00", "0", "844554")],
    }


FAILS: tuple[Fail, ...] = (
    ("EI-021", STOP, "排放汇总!D5", put("totals", 0, process_tco2=Decimal("532714.29")), {}),
    ("CM-030", STOP, "熟料和窑灰!D6", put("oxides", 0, mgo=Decimal(40)), {}),
    ("CM-031", STOP, "熟料和窑灰!G6", put("oxides", 0, mgo_not_carbonate=Decimal(3)), {}),
    ("CM-032", WARN, "熟料和窑灰!D6", put("oxides", 0, cao=Decimal("6.5")), {}),
    ("CM-033", WARN, "熟料和窑灰!I6", put("oxides", 0, raw_meal_carbon=Decimal(3)), {}),
    ("CM-034", WARN, "熟料和窑灰!C6", put("oxides", 0, dust_t=Decimal(200_000)), {}),
    ("CM-035", WARN, "熟料和窑灰!H6", put("oxides", 0, raw_meal_t=Decimal(900_000)), {}),
    ("CM-036", STOP, "熟料和窑灰!A7", repeat("oxides", 0), {}),
    ("CM-037", STOP, "熟料和窑灰", put("products", 0, output=Decimal(1_200_000)), {}),
    (
        "CM-038",
        NOTE,
        "补充数据表!K6",
        put("supplement", 0, altitude_m=Decimal(2_200), altitude_factor=Decimal("0.8761")),
        {},
    ),
)
