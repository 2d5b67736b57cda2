"""What a power report tells beside its emissions: co-firing, heat, heat ratio, intensities. None of it counts. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from domain.core.law import Law
from domain.core.workbook import Line
from domain.core.workings import Explanation, Given, Working
from domain.emission_report.rules.accounting import Flow, heat_ratio, heat_supplied
from domain.emission_report.rules.accounting.electricity import MEDIA
from domain.emission_report.rules.accounting.known import members
from domain.emission_report.rules.facts import Filed, TotalRow, share
from domain.emission_report.rules.purchased import cells

ZERO, ONE = Decimal(0), Decimal(1)
BIOMASS_FACTOR = "accounting.power.biomass_factor"
DATABASE = "accounting.oxidation.database"
INTENSITY = "rounding.emissions.intensity"


def told_beside(facts: Filed, law: Law, emissions: Mapping[str, Explanation]) -> Iterator[Explanation]:
    """Derivations of every unit that follow from what it filed; a unit that filed nothing more has its intensity."""
    for total in facts.totals:
        found = (
            biomass(facts, total.unit_number, law),
            supplied(facts, total.unit_number, law),
            ratio(facts, total, law),
            power_intensity(facts, total, emissions[total.unit_number], law),
        )
        yield from (one for one in found if one is not None)


def of_unit(facts: Filed, sheet: str, number: str) -> list[Line]:
    """The lines of a sheet about one unit."""
    return [line for line in facts.lines.rows(sheet) if line.text("unit_number") == number]


def biomass(facts: Filed, number: str, law: Law) -> Explanation | None:
    """Carbon dioxide of co-fired biomass counts as zero; its share is what fossil fuels do not explain of the heat.

    share = (J ÷ I − K) ÷ (J ÷ I): heat of the boiler ÷ its efficiency is what was put in, K of it fossil.
    Source: 企业温室气体排放核算与报告指南 发电设施（环办气候函〔2022〕485号）.

    Example: 90,000 GJ at 90 %: 100,000 GJ put in; fossil 92,000 GJ; share 0.08, 8,000 GJ × 0 t/GJ = 0 t.
    """
    lines = [line for line in of_unit(facts, "biomass", number) if heat_in(line)]
    if not lines or not law.has(BIOMASS_FACTOR):
        return None
    working = Working("emission_report.biomass", law)
    working.fact("unit_number", number)
    put_in = fossil = ZERO
    for line in lines:
        put_in += _heat_in(working, line)
        fossil += line.decimal("fossil_heat_gj") or ZERO
    heat = put_in - fossil
    working.step("biomass_heat", "Σ heat_in - Σ fossil_heat_gj", heat, "GJ")
    working.step("biomass_share", "biomass_heat ÷ Σ heat_in", heat / put_in, "share")
    value = heat * working.law(BIOMASS_FACTOR)
    return working.result("biomass_tco2", f"biomass_heat × {BIOMASS_FACTOR}", value, "t")


def heat_in(line: Line) -> Decimal | None:
    """The heat put into a boiler in GJ: what it gave ÷ its efficiency; None where either is missing."""
    given, efficiency = line.decimal("boiler_heat_gj"), line.decimal("boiler_efficiency")
    return given / efficiency * 100 if given and efficiency else None


def biomass_heat(line: Line) -> Decimal:
    """GJ of biomass in a month: what was put in beyond fossil fuels; never below nought."""
    return max((heat_in(line) or ZERO) - (line.decimal("fossil_heat_gj") or ZERO), ZERO)


def _heat_in(working: Working, line: Line) -> Decimal:
    index = line.text("month")
    for key, unit in (("boiler_heat_gj", "GJ"), ("boiler_efficiency", "%"), ("fossil_heat_gj", "GJ")):
        working.given(key, line.decimal(key) or ZERO, unit, str(line.place(key)), index)
    formula = "boiler_heat_gj ÷ boiler_efficiency × 100"
    return working.step("heat_in", formula, heat_in(line) or ZERO, "GJ", index=index)


def flows(facts: Filed, number: str, law: Law) -> list[Line]:
    """Flows of heat that can be counted: complete, and above feed water."""
    return [line for line in of_unit(facts, "heat", number) if _countable(line, law)]


def _countable(line: Line, law: Law) -> bool:
    medium = MEDIA.get(line.text("medium"))
    if medium is None or line.decimal("tonnes") is None or not law.has(medium[1]):
        return False
    level = line.decimal(medium[0])
    return level is not None and level >= law.value(medium[1])


def supplied(facts: Filed, number: str, law: Law, month: int = 0) -> Explanation | None:
    """Heat supplied as it follows from steam and water, of the year or of one month; None where no flow was filed."""
    lines = [line for line in flows(facts, number, law) if not month or line.integer("month") == month]
    if not lines:
        return None
    told = heat_supplied(law, [_flow(line) for line in lines])
    inputs = (replace(given, origin=str(_line_of(given, lines).place(given.name))) for given in told.inputs)
    return replace(told, inputs=(Given("unit_number", number, "", ""), *inputs))


def _flow(line: Line) -> Flow:
    tonnes = line.decimal("tonnes") or ZERO
    return Flow(line.text("medium"), tonnes, line.decimal("enthalpy"), line.decimal("temperature"))


def _line_of(given: Given, lines: Sequence[Line]) -> Line:
    """The line that an input is of: its index begins with the number of the flow."""
    return lines[int(given.index.partition(" ")[0]) - 1]


def ratio(facts: Filed, total: TotalRow, law: Law) -> Explanation | None:
    """The year's heat ratio: heat supplied ÷ heat of the boiler, where that was filed for the months."""
    lines = [line for line in of_unit(facts, "auxiliary", total.unit_number) if line.decimal("total_heat_gj")]
    production = facts.production_of(total.unit_number)
    whole = sum((line.decimal("total_heat_gj") or ZERO for line in lines), ZERO)
    heat = sum((row.heat_gj or ZERO for row in production), ZERO)
    if not lines or not heat or heat > whole:
        return None
    told = heat_ratio(law, heat, whole)
    origins = {"supplied_gj": cells([row.line for row in production], "heat_gj")}
    origins["total_gj"] = cells(lines, "total_heat_gj")
    inputs = (replace(given, origin=origins.get(given.name, "")) for given in told.inputs)
    return replace(told, inputs=(Given("unit_number", total.unit_number, "", ""), *inputs))


def power_intensity(facts: Filed, total: TotalRow, emissions: Explanation, law: Law) -> Explanation | None:
    """Emissions for power by what was generated; those for heat are taken off by the heat ratio (power guide).

    1,000,000 t, heat ratio 0.20, 1,000,000 MWh → 0.8000 t/MWh. None where heat is supplied and its ratio not known.
    """
    production = facts.production_of(total.unit_number)
    generation = sum((row.generation_mwh or ZERO for row in production), ZERO)
    found = ratio(facts, total, law)
    if not generation or (found is None and any(row.heat_gj for row in production)) or not law.has(INTENSITY):
        return None
    working = Working("emission_report.intensity", law)
    working.fact("unit_number", total.unit_number)
    tonnes = working.given("unit_emissions", emissions.value, "t", "emission_report.unit_emissions")
    working.given("generation_mwh", generation, "MWh", cells([row.line for row in production], "generation_mwh"))
    if found is None:
        return working.result(
            "power_intensity", "unit_emissions ÷ generation_mwh", tonnes / generation, "t/MWh", INTENSITY
        )
    heat = working.given("heat_ratio", found.value, "share", "emission.heat_ratio")
    formula = "unit_emissions × (1 - heat_ratio) ÷ generation_mwh"
    return working.result("power_intensity", formula, tonnes * (ONE - heat) / generation, "t/MWh", INTENSITY)


def database_key(law: Law, boiler_type: str, altitude_m: Decimal) -> str:
    """The provision of oxidation for a type of boiler at an altitude (CETS-AG-01.01-V04-2026, from 2026).

    The law names a value for each type, or one from each altitude upward: `….pulverised.1500` holds from 1,500 m on.
    The values themselves were not read: where the law has none, the key asked for is the type's.
    """
    family = f"{DATABASE}.{boiler_type}"
    steps = [step for step in members(law, family) if step.isdecimal() and Decimal(step) <= altitude_m]
    return f"{family}.{max(steps, key=int)}" if steps else family


def altitude(facts: Filed) -> Decimal | None:
    """Metres above the sea, as the first sheet says."""
    return facts.enterprise.decimal("altitude_m")


def boiler_type(facts: Filed, number: str) -> str:
    """The type of boiler of a unit; empty where the sheet of facilities does not say."""
    return next((line.text("boiler_type") for line in of_unit(facts, "units", number)), "")


def stated_share(line: Line, key: str) -> Decimal | None:
    """A percentage of a line as a share."""
    return share(line.decimal(key))
