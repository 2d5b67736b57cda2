"""What the reports of steel, cement and aluminium share: stated totals, what is told beside the sum, and capacities.

From 2024 only direct emissions count, as the allocation plan adds them up; electricity is told beside them.
Source: 2024、2025年度全国碳排放权交易市场钢铁、水泥、铝冶炼行业配额总量和分配方案. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any

from domain.core.findings import refuse
from domain.core.law import Law, last_day_of
from domain.core.workbook import Line
from domain.core.workings import Explanation, Working
from domain.emission_report.rules.accounting import FuelFacts, electricity, heat
from domain.emission_report.rules.accounting.electricity import GRID
from domain.emission_report.rules.accounting.fuel import PER_ENTITY, PER_ITEM, fuel_rows
from domain.emission_report.rules.industry import ENERGY, IndustryFiled, complete
from domain.emission_report.rules.results import Results

ZERO, TEN_THOUSAND = Decimal(0), Decimal("10000")


@dataclass(frozen=True, slots=True)
class MetalResults(Results):
    """The results, with every figure that the sheets of totals ask for: of the enterprise, and of each line."""

    totals: Mapping[str, Decimal] = field(default_factory=dict)
    lines: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)


def values_of(facts: IndustryFiled) -> dict[str, Any]:
    """The fields that every report of industry has, for a sector's own facts that add to them."""
    return {one.name: getattr(facts, one.name) for one in fields(IndustryFiled)}


def places(line: Line, *keys: str) -> dict[str, str]:
    """The cells of these columns of a line."""
    return {key: str(line.place(key)) for key in keys}


def by_number(lines: Sequence[Line]) -> dict[str, Line]:
    """Lines of a sheet by the production line that they name; of two the first."""
    return {line.text("line"): line for line in reversed(lines) if line.text("line")}


def told_apart(indices: Iterable[str]) -> Iterator[str]:
    """Each index once: what comes twice is counted on.

    >>> list(told_apart(["1", "2", "1"]))
    ['1', '2', '1 #2']
    """
    seen: dict[str, int] = {}
    for index in indices:
        seen[index] = seen.get(index, 0) + 1
        yield index if seen[index] == 1 else f"{index} #{seen[index]}"


def bought(facts: IndustryFiled, law: Law) -> Explanation | None:
    """Electricity bought and used: reported, and no part of the sum. None where the year has no factor, or none was."""
    mwh = sum((row.mwh or ZERO for row in facts.energy), ZERO)
    if not mwh or not law.has(GRID):
        return None
    first, last = facts.energy[0].line.place("mwh"), facts.energy[-1].line.place("mwh")
    origin = f"{first}:{last.cell}" if len(facts.energy) > 1 else str(first)
    return electricity(law, mwh, origin=origin).explanation


def elsewhere(fuels: Sequence[FuelFacts], law: Law, sector: str) -> Explanation | None:
    """Fuels burnt outside the lines or processes that count: told beside the sum, no part of it.

    Inferred: tables 2-3 and 2-4 of the allocation plan add up lines and processes and nothing else.
    """
    if not fuels:
        return None
    working = Working("emission.fuel_elsewhere", law)
    working.fact("sector", sector)
    working.edition = working.provision("accounting.fuel.edition.general").value
    total = fuel_rows(working, fuels, sector)
    return working.result("tco2", "fuel_tco2", total, "t", rounding=PER_ITEM)


def with_energy(
    law: Law, sector: str, facts: IndustryFiled, emitted: Explanation, kept: Explanation | None = None
) -> Results:
    """The sum of the older guides around a process that has a rule of its own.

    E = fuels + process + electricity + heat − what is sent out, recovered, or kept in products; whole tonnes. Source:
    发改办气候〔2013〕2526号.

    Example: fuels 1,000.00 + process 500.00 + electricity 300.00 − kept 74.00: 1,726 t.
    """
    working = Working("emission.industry_total", law)
    working.edition = working.provision("accounting.general.edition").value
    total = fuel_rows(working, tuple(row.facts for row in facts.fuels if row.quantity), sector)
    total += working.given("process_tco2", emitted.value, "t", emitted.question)
    told = {key: _energy(law, facts, key) for key in ENERGY}
    for name, key in (("electricity_tco2", "mwh"), ("heat_tco2", "gj")):
        total += working.given(name, *_of(told[key]))
    away = _away(working, facts, told, kept)
    if total < away:
        raise refuse("FACT-BALANCE", field_name="products", more=away - total)
    formula = "fuel_tco2 + process_tco2 + electricity_tco2 + heat_tco2 - exported_tco2"
    whole = working.result("tco2", formula, total - away, "t", rounding=PER_ENTITY)
    return Results((), whole, tuple(one for one in (emitted, kept, *told.values()) if one))


def _energy(law: Law, facts: IndustryFiled, key: str) -> Explanation | None:
    """Electricity or heat bought or sent out, told by its own derivation; where none is, no factor is needed."""
    quantity = sum((getattr(row, key) or ZERO for row in facts.energy), ZERO)
    if not quantity:
        return None
    origin = str(facts.energy[0].line.place(key))
    return electricity(law, quantity, origin=origin).explanation if "mwh" in key else heat(law, quantity, origin=origin)


def _of(told: Explanation | None) -> tuple[Decimal, str, str]:
    """What a derivation came to, its unit and its name; nought where there is none."""
    return (told.value, "t", told.question) if told else (ZERO, "t", "")


def _away(
    working: Working, facts: IndustryFiled, told: Mapping[str, Explanation | None], kept: Explanation | None
) -> Decimal:
    """What leaves: with electricity and heat sent out, recovered gas, and where the guide deducts it, in products."""
    line = facts.energy[0].line
    total = working.given("exported_electricity_tco2", *_of(told["exported_mwh"]))
    total += working.given("exported_heat_tco2", *_of(told["exported_gj"]))
    total += working.given("recovered_t", line.decimal("recovered_t") or ZERO, "t", str(line.place("recovered_t")))
    formula = "exported_electricity_tco2 + exported_heat_tco2 + recovered_t"
    if kept:
        total += working.given("product_tco2", kept.value, "t", kept.question)
        formula += " + product_tco2"
    return working.step("exported_tco2", formula, total, "t")


def able(facts: IndustryFiled) -> bool:
    """Whether quantities of fuel, energy and output are all there; what is missing has its own findings."""
    return complete(facts) and all(row.output is not None for row in facts.products)


def capacities(lines: Iterable[tuple[str, str, str]], year: int) -> dict[str, Decimal]:
    """What each line of a plan can make in t a year; those whose unit is another are left out.

    >>> capacities([("1", "5000", "t/d"), ("2", "150", "万t/a"), ("3", "12", "炉")], 2023)
    {'1': Decimal('1825000'), '2': Decimal('1500000')}
    """
    days = Decimal(last_day_of(year).timetuple().tm_yday)
    yearly = {"t/a": Decimal(1), "万t/a": TEN_THOUSAND, "t/d": days}
    found = ((number, Decimal(capacity), _unit(unit)) for number, capacity, unit in lines)
    return {number: capacity * yearly[unit] for number, capacity, unit in found if number and unit in yearly}


def _unit(text: str) -> str:
    """A unit of capacity as it is written by most: 万吨/年 → 万t/a."""
    plain = "".join(text.split()).lower().replace("／", "/")
    for written, usual in (("吨", "t"), ("每", "/"), ("年", "a"), ("天", "d"), ("日", "d"), ("10⁴t", "万t")):
        plain = plain.replace(written, usual)
    return plain
