"""Honest reports of the other editions of power: a gas plant of 2026, and the tables of the years before the market."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from domain.core.findings import Severity
from domain.emission_report.rules import KnownUnit
from tests.rooms.emission_report import sample
from tests.rooms.emission_report.sample import UNITS, Entries, entries, places
from tests.rooms.emission_report.sectors import harness
from tests.rooms.emission_report.sectors.harness import Fail, drop, put, repeat

STOP, WARN = Severity.STOP, Severity.WARN
GAS = KnownUnit("1", Decimal(400), "IV", "gas", False, "measured", "measured")
PLACE = {"longitude": Decimal("114.3"), "latitude": Decimal("30.6"), "altitude_m": Decimal(35)}
# What the regional grid had in a year before the national factor; the figure is an example.
REGIONAL = Decimal("0.5257")


def gas_plant() -> Entries:
    """A combined cycle of 2026: the law has everything that it needs."""
    filled = entries(year=2026, units=[replace(UNITS[0], number="1", capacity_mw=Decimal(400))])
    for row in filled["fuels"]:
        energy = row["quantity"] * row["ncv"] * Decimal("0.75")
        row |= {"fuel": "natural_gas", "quantity": places(energy / 350, 2), "ncv": Decimal(350)}
        row["carbon"] = Decimal("5.3600") + Decimal(row["month"]) / 10000
    filled["enterprise"][0] |= PLACE
    filled["totals"][0] |= {"unit_class": "IV", "fuel": "gas", "emissions_tonnes": sample.emissions_of(filled["fuels"])}
    for sheet in ("determination", "auxiliary", "heat", "coal"):
        filled[sheet] = []
    return filled


FAILS_2026: list[Fail] = [
    ("ER-124", STOP, "化石燃料!J6", put("fuels", 0, oxidation=Decimal(98)), {}),
    ("ER-126", WARN, "单位信息!D19", put("enterprise", 0, longitude=Decimal("30.6")), {}),
    ("ER-010", STOP, "机组年度汇总!A6", drop("fuels", 4), {}),
    ("ER-012", STOP, "化石燃料!A18", repeat("fuels", 3), {}),
    ("ER-020", STOP, "机组年度汇总!F6", put("totals", 0, emissions_tonnes=Decimal(999)), {}),
    ("ER-042", STOP, "生产数据!E6", put("production", 0, hours=Decimal(800)), {}),
    ("ER-003", STOP, "单位信息!D6", put("enterprise", 0, year=2025), {}),
]


def table_of(year: int = 2018) -> Entries:
    """100,000 t × 20 × 0.02618 × 98 % × 44/12 = 188,146.93 t; 1,000 MWh × 0.6101 = 610.10 t; in all 188,757.03 t.

    Before 2018 the table states the factor of its region: 1,000 MWh × 0.5257 = 525.70 t, in all 188,672.63 t.
    """
    emissions = Decimal("188757.03") if year >= 2018 else Decimal("188672.63")
    unit = {
        "unit_number": "1",
        "fuel": "bituminous",
        "cogeneration": "no",
        "capacity_mw": Decimal(50),
        "pressure": "high",
        "cooling": "closed",
        "emissions_tonnes": emissions,
        "purchased_mwh": Decimal(1000),
        "grid_factor": None if year >= 2018 else REGIONAL,
        "generation_mwh": Decimal(220_000),
        "supplied_mwh": Decimal(205_000),
        "heat_gj": Decimal(0),
        "hours": Decimal(6000),
        "load_factor": Decimal("73.33"),
        "heat_ratio": Decimal(0),
        "power_intensity": places(emissions / 205_000, 4),
    }
    fuel = {"unit_number": "1", "fuel": "bituminous", "quantity": Decimal(100_000), "ncv": Decimal(20)}
    fuel |= {"carbon_per_heat": Decimal("0.02618"), "oxidation": Decimal(98)}
    whole = {"emissions_tonnes": emissions, "generation_mwh": Decimal(220_000)}
    return {"enterprise": [harness.head(year)], "totals": [unit], "fuels": [fuel], "whole": [whole]}


FAILS_2018: list[Fail] = [
    ("ER-130", STOP, "机组补充数据!H6", put("totals", 0, emissions_tonnes=Decimal("187757.03")), {}),
    ("ER-131", STOP, "全部机组合计!D4", put("whole", 0, emissions_tonnes=Decimal("383757.03")), {}),
    ("ER-132", STOP, "机组补充数据!L6", put("totals", 0, supplied_mwh=Decimal(230_000)), {}),
    ("ER-133", WARN, "机组补充数据!S6", put("totals", 0, power_intensity=Decimal("0.7500")), {}),
    ("ER-134", WARN, "机组补充数据!J6", put("totals", 0, grid_factor=REGIONAL), {}),
    ("ER-135", STOP, "机组补充数据!K6", put("totals", 0, hours=Decimal(4000)), {}),
    ("ER-136", STOP, "机组补充数据!N6", put("totals", 0, hours=Decimal(8800)), {}),
    ("ER-137", WARN, "机组补充数据!F6", put("totals", 0, pressure="F"), {}),
    ("ER-138", WARN, "机组补充数据!G6", put("totals", 0, cooling=None), {}),
    ("ER-139", STOP, "化石燃料!A7", repeat("fuels", 0), {}),
    ("ER-014", STOP, "机组补充数据!A7", repeat("totals", 0), {}),
    ("ER-045", WARN, "机组补充数据!D6", put("totals", 0, heat_gj=Decimal(50_000)), {}),
]
# Of the years that have no national factor.
FAILS_2016: list[Fail] = [("ER-142", STOP, "机组补充数据!J6", put("totals", 0, grid_factor=None), {})]
