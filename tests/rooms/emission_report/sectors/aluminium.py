"""Two electrolysis processes, the first measured, the second by defaults; month by month."""

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
    drop,
    each_month,
    head,
    put,
    put_all,
    put_where,
    repeat,
)

FORM, YEAR = "aluminium.A24", 2024
# Every output grows by 100 t from month to month: over the year 12 × base + 7,800.
# Process 1: 127,800 t × 0.405 × 44/12 = 189,783.00; CF4 0.030 × 6,630 + C2F6 0.003 × 11,100 = 232.2 kg/t: 29,675.16;
# together 219,458.16, 1.7172 t/t.
# Process 2, by defaults: 67,800 t × 0.411 × 44/12 = 102,174.60; 263.16 kg/t, each month rounded: 17,842.25;
# together 120,016.85, 1.7702 t/t.
# 219,458.16 + 120,016.85 = 339,475.01, as a whole 339,475.
EMISSIONS = Decimal(339_475)
# Beside: gas of the baking 1,278 × 10⁴Nm³ × 5.0 × 99 % × 44/12 = 23,195.70; electricity 2,647,800 MWh × 0.5703 =
# 1,510,040.34.
MEASURED: dict[str, Any] = {
    "net_carbon": Decimal("0.405"),
    "cf4_kg_per_t": Decimal("0.030"),
    "c2f6_kg_per_t": Decimal("0.003"),
}


def _uses(line: str, base: int) -> list[dict[str, Any]]:
    """13.5 MWh of alternating and 13.2 MWh of direct current for a tonne."""
    return [
        {
            "line": line,
            "month": month,
            "ac_mwh": Decimal(base + 100 * month) * Decimal("13.5"),
            "dc_mwh": Decimal(base + 100 * month) * Decimal("13.2"),
            "auxiliary_mwh": Decimal(500 + month),
        }
        for month in range(1, 13)
    ]


def _total(line: str, aluminium: str, anode: str, effect: str, emissions: str, intensity: str) -> dict[str, Any]:
    names = ("aluminium_t", "anode_tco2", "anode_effect_tco2e", "emissions_tco2e", "intensity")
    figures = map(Decimal, (aluminium, anode, effect, emissions, intensity))
    return {"line": line} | dict(zip(names, figures, strict=True))


def entries() -> Entries:
    return {
        "enterprise": [head(YEAR)],
        "products": [
            *each_month(line="1", product="liquid_aluminium", output=Base("10000")),
            *each_month(line="2", product="liquid_aluminium", output=Base("5000")),
        ],
        "anodes": [*each_month(line="1", method="measured", **MEASURED), *each_month(line="2", method="default")],
        "fuels": each_month(
            step="1",
            facility="anode_baking",
            fuel="natural_gas",
            quantity=Base("100"),
            carbon=Decimal("5.0"),
            method="measured",
        ),
        "uses": [*_uses("1", 10_000), *_uses("2", 5_000)],
        "energy": each_month(mwh=Base("220000"), exported_mwh=Decimal(0), gj=Decimal(0), exported_gj=Decimal(0)),
        "line_totals": [
            _total("1", "127800", "189783.00", "29675.16", "219458.16", "1.7172"),
            _total("2", "67800", "102174.60", "17842.25", "120016.85", "1.7702"),
        ],
        "totals": [
            {
                "anode_tco2": Decimal("291957.60"),
                "anode_effect_tco2e": Decimal("47517.41"),
                "emissions_tonnes": EMISSIONS,
                "elsewhere_tco2": Decimal("23195.70"),
                "electricity_tco2": Decimal("1510040.34"),
            }
        ],
    }


UNIT = KnownUnit("1", Decimal(0), "", "", False)
NOTHING = dict.fromkeys(MEASURED)
FAILS: tuple[Fail, ...] = (
    ("EI-005", STOP, "电力和热力", drop("energy", 5), {}),
    ("EI-024", STOP, "产品产量!B18", drop("products", 23), {}),
    ("AL-001", STOP, "产品产量!B8", drop("anodes", 2), {}),
    ("AL-002", STOP, "阳极消耗和阳极效应!B30", repeat("anodes", 2), {}),
    ("AL-003", STOP, "阳极消耗和阳极效应!A30", add("anodes", line="3", month=1, method="default"), {}),
    ("AL-004", STOP, "阳极消耗和阳极效应!C6", put("anodes", 0, **NOTHING), {}),
    ("AL-005", NOTE, "阳极消耗和阳极效应!D18", put("anodes", 12, anode_gross=Decimal("0.49")), {}),
    ("AL-006", WARN, "阳极消耗和阳极效应!H6", put("anodes", 0, net_carbon=Decimal("0.411")), {}),
    ("AL-007", WARN, "阳极消耗和阳极效应!H6", put("anodes", 0, net_carbon=Decimal("0.25")), {}),
    ("AL-008", WARN, "阳极消耗和阳极效应!D6", put("anodes", 0, net_carbon=None, anode_gross=Decimal("0.049")), {}),
    ("AL-009", STOP, "阳极消耗和阳极效应!H6", put("anodes", 0, anode_gross=Decimal("0.40")), {}),
    ("AL-010", STOP, "排放汇总!D4", put("totals", 0, anode_tco2=Decimal("219957.60")), {}),
    ("AL-011", STOP, "分工序排放!D6", put("line_totals", 0, anode_effect_tco2e=Decimal("2967.52")), {}),
    ("AL-012", STOP, "分工序排放", drop("line_totals", 1), {}),
    ("AL-013", WARN, "用电分项!C18", put_where("uses", {"line": "2"}, ac_mwh=Decimal(40_000)), {}),
    ("AL-014", STOP, "用电分项!D6", put("uses", 0, dc_mwh=Decimal(138_000)), {}),
    ("AL-015", WARN, "用电分项!D6", put("uses", 0, dc_mwh=Decimal(100_000)), {}),
    ("AL-016", WARN, "阳极消耗和阳极效应!I6", put("anodes", 0, effect_minutes=Decimal(25)), {}),
    ("AL-017", WARN, "阳极消耗和阳极效应!K6", put("anodes", 0, c2f6_kg_per_t=Decimal("0.03")), {}),
    ("AL-018", STOP, "阳极消耗和阳极效应!J6", put("anodes", 0, cf4_kg_per_t=None), {}),
    ("AL-019", WARN, "阳极消耗和阳极效应!J6", put("anodes", 0, cf4_kg_per_t=Decimal(34)), {}),
    ("AL-020", STOP, "阳极消耗和阳极效应!F6", put("anodes", 0, anode_sulphur=Decimal(70), anode_ash=Decimal(40)), {}),
    ("AL-021", WARN, "阳极消耗和阳极效应!F6", put("anodes", 0, anode_sulphur=Decimal(20)), {}),
    ("AL-022", STOP, "产品产量!A18", put_all("energy"), {"units": (UNIT,)}),
    ("AL-023", WARN, "产品产量!D6", put_all("energy"), {"capacities": {"1": Decimal(100_000)}}),
    ("AL-024", WARN, "产品产量!B8", drop("uses", 2), {}),
)
