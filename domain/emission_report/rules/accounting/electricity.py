"""Emissions of purchased electricity and heat, the total of a power entity, and heat as accounted. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.core.facts import needed, not_negative, one_of, positive, share
from domain.core.findings import refuse
from domain.core.law import Law
from domain.core.workings import Explanation, Working
from domain.emission_report.rules.accounting.fuel import PER_ENTITY, PER_ITEM, FuelFacts, fuel_rows
from domain.emission_report.rules.accounting.known import members

ZERO, THOUSAND = Decimal(0), Decimal(1000)
GRID = "accounting.grid_factor"


@dataclass(frozen=True, slots=True)
class Purchased:
    """Purchased electricity: the factor taken in t/MWh, and the emissions in t."""

    factor: Decimal
    tco2: Decimal
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class PowerTotal:
    """A power entity's emissions in t: of its fuels, of purchased electricity (None: no factor), and what counts."""

    fuel_tco2: Decimal
    electricity_tco2: Decimal | None
    tco2: Decimal
    explanations: tuple[Explanation, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """Steam or hot water sent out: t, enthalpy of steam in kJ/kg or temperature of water in °C."""

    medium: str
    tonnes: Decimal
    enthalpy: Decimal | None = None
    temperature: Decimal | None = None


def factor_key(law: Law, basis: str = "", region: str = "", province: str = "") -> str:
    """The provision of the factor asked for; refused (FACT-ONLY-ONE, FACT-UNKNOWN) when two are named, or unknown."""
    named = {"basis": basis, "region": region, "province": province}
    given = [name for name, code in named.items() if code]
    if len(given) > 1:
        raise refuse("FACT-ONLY-ONE", field_name=given[-1], facts=", ".join(given))
    if region or province:
        family = f"accounting.electricity.{given[0]}"
        known = members(law, family)
        # Nothing known of any region: the year has no such factors, whatever the name.
        return f"{family}.{one_of(given[0], region or province, known) if known else region or province}"
    return f"accounting.electricity.{basis}" if basis else GRID


def electricity(
    law: Law, mwh: Decimal, basis: str = "", region: str = "", province: str = "", origin: str = ""
) -> Purchased:
    """Emissions of purchased electricity are MWh × the factor of the year.

    The factor for reports to the market, unless a national, regional or provincial average is asked for. Sources:
    环办气候函〔2019〕71号 (0.6101), 〔2022〕111号 (0.5810), 〔2023〕43号 (0.5703); 公告2025年第47号.

    Example (2021): 50,000 MWh × 0.5810 = 29,050.00 t.
    """
    working = Working("emission.electricity", law)
    key = factor_key(law, basis, region, province)
    energy = _energy(working, "mwh", mwh, origin)
    factor = working.law(key)
    told = working.result("tco2", f"electricity_mwh × {key}", energy * factor, "t", rounding=PER_ITEM)
    return Purchased(factor, told.value, told)


def _energy(working: Working, name: str, mwh: Decimal, origin: str) -> Decimal:
    """Electricity in MWh to the decimals of the guide."""
    given = working.given("mwh", not_negative(name, mwh), "MWh", origin)
    return working.step("electricity_mwh", "mwh", given, "MWh", "rounding.electricity")


def heat(law: Law, gj: Decimal, factor: Decimal | None = None, origin: str = "") -> Explanation:
    """Emissions of purchased heat are GJ × 0.11 t/GJ where the supplier's factor was not measured.

    Source: 工业企业温室气体排放核算和报告通则（GB/T 32150-2025）. Example: 100,000 GJ × 0.11 = 11,000.00 t.
    """
    working = Working("emission.heat", law)
    energy = working.given("heat_gj", not_negative("gj", gj), "GJ", origin)
    if factor is not None:
        measured = working.given("heat_factor", not_negative("factor", factor), "t/GJ")
        return working.result("tco2", "heat_gj × heat_factor", energy * measured, "t", rounding=PER_ITEM)
    default = working.law("accounting.heat.default")
    return working.result("tco2", "heat_gj × accounting.heat.default", energy * default, "t", rounding=PER_ITEM)


# What counts in the total of a power entity, by the edition that rules the year.
TOTALS: Mapping[str, str] = {
    "power-fuel-and-electricity": "fuel_tco2 + electricity_tco2",
    "power-fuel-only": "fuel_tco2",
}


def power_total(law: Law, fuels: Sequence[FuelFacts], mwh: Decimal = ZERO) -> PowerTotal:
    """E = E_fuel + E_elec up to 2022; since 2023 purchased electricity is told beside it and does not count.

    Source: 企业温室气体排放核算与报告指南 发电设施（环办气候函〔2022〕485号）; the total is a whole number of tonnes.

    Example (2022): 1,000 t of coal with 0.5 tC/t and 99 % = 1,815.00 t, and 100 MWh × 0.5703 = 57.03 t: 1,872 t;
    in 2023 the same is 1,815 t.
    """
    working = Working("emission.power_total", law)
    edition = working.provision("accounting.power.total.edition").value
    working.edition = edition
    fuel_tco2 = fuel_rows(working, fuels, "power")
    formula = TOTALS[edition]
    counted = "electricity_tco2" in formula
    purchased = electricity(law, mwh) if counted or law.has(GRID) else None
    total = fuel_tco2
    if counted and purchased:
        total += working.given("electricity_tco2", purchased.tco2, "t", "emission.electricity")
    told = working.result("tco2", formula, total, "t", rounding=PER_ENTITY)
    beside = (purchased.explanation,) if purchased else ()
    return PowerTotal(fuel_tco2, purchased.tco2 if purchased else None, told.value, (told, *beside))


def heat_ratio(
    law: Law, supplied_gj: Decimal, total_gj: Decimal | None = None, coal_tce: Decimal | None = None
) -> Explanation:
    """The heat ratio (供热比) is heat for supply ÷ total heat: of the boiler (gas: waste-heat boiler).

    Where total heat is not measured: heat for supply × 0.040 tce/GJ ÷ the coal burnt in tce.
    Source: 企业温室气体排放核算与报告指南 发电设施（环办气候函〔2022〕485号）.

    Example: 300,000 GJ of 1,200,000 GJ: 0.25; with 60,000 tce burnt: 300,000 × 0.040/60,000 = 0.2.
    """
    working = Working("emission.heat_ratio", law)
    supplied = working.given("supplied_gj", not_negative("supplied_gj", supplied_gj), "GJ")
    if total_gj is not None:
        total = working.given("total_gj", positive("total_gj", total_gj), "GJ")
        ratio, formula = supplied / total, "supplied_gj ÷ total_gj"
    else:
        coal = working.given("coal_tce", positive("coal_tce", needed("total_gj", coal_tce)), "tce")
        key = "accounting.heat_ratio.coal_per_heat"
        ratio, formula = supplied * working.law(key) / coal, f"supplied_gj × {key} ÷ coal_tce"
    return working.result("heat_ratio", formula, share("heat_ratio", ratio), "share")


def heat_supplied(law: Law, flows: Sequence[Flow]) -> Explanation:
    """Heat sent out is counted above feed water: steam by its enthalpy, hot water by its temperature.

    Steam: t × (h − 83.74) kJ/kg; hot water: t × (T − 20) × 4.1868 kJ/kg/K; ÷ 1000 to GJ.
    Source: 企业温室气体排放核查技术指南 发电设施 附录（CETS-VG-01.01-V02-2026）.

    Example: 1,000 t of steam with 2,883.74 kJ/kg = 2,800 GJ; 1,000 t of water of 70 °C = 209.34 GJ.
    """
    working = Working("emission.heat_supplied", law)
    total = ZERO
    for number, flow in enumerate(flows, 1):
        medium = one_of(f"flows[{number}].medium", flow.medium, tuple(MEDIA))
        fact, base, unit, capacity = MEDIA[medium]
        index, place = f"{number} {medium}", f"flows[{number}].{fact}"
        tonnes = working.given("tonnes", not_negative(f"flows[{number}].tonnes", flow.tonnes), "t", index=index)
        level = needed(place, getattr(flow, fact))
        working.given(fact, level, unit, index=index)
        above = not_negative(place, level - working.law(base))
        per_degree = working.law(capacity) if capacity else Decimal(1)
        times = f" × {capacity}" if capacity else ""
        formula = f"tonnes × ({fact} - {base}){times} ÷ 1000"
        total += working.step("flow_gj", formula, tonnes * above * per_degree / THOUSAND, "GJ", index=index)
    return working.result("gj", "Σ flow_gj", total, "GJ", rounding="rounding.quantity")


# By medium: the fact that tells its heat, the provision that it is counted above, the unit, heat capacity if any.
MEDIA: Mapping[str, tuple[str, str, str, str]] = {
    "steam": ("enthalpy", "check.heat.enthalpy_base", "kJ/kg", ""),
    "water": ("temperature", "check.heat.water_base", "°C", "check.heat.water_capacity"),
}
