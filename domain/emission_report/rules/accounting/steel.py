"""The carbon balance of a steelworks, and the intensity that the three industries are allocated by. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.core.facts import not_negative, one_of, positive
from domain.core.findings import refuse
from domain.core.law import Law
from domain.core.workings import Explanation, Working
from domain.emission_report.rules.accounting.fuel import PER_ENTITY, PER_ITEM, FuelFacts, fuel_rows
from domain.emission_report.rules.accounting.known import members

ZERO = Decimal(0)
MATERIAL = "accounting.steel.material"
ELECTRODE = "electrode"


@dataclass(frozen=True, slots=True)
class Matter:
    """A material in t; its factor in t/t where another than the table's was determined.

    `places` names the cell of a figure that was read from a workbook.
    """

    material: str
    tonnes: Decimal
    factor: Decimal | None = None
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Balance:
    """What enters and leaves a steelworks in a year. Electrodes in t, or by row as `electrodes`."""

    fuels: Sequence[FuelFacts] = ()
    carbonates: Sequence[Matter] = ()
    electrode_t: Decimal = ZERO
    inputs: Sequence[Matter] = ()
    products: Sequence[Matter] = ()
    electrodes: Sequence[Matter] = ()


@dataclass(frozen=True, slots=True)
class SteelFlow:
    """What enters and leaves one process of a steelworks; `made` are the fuels that it makes, such as its gas."""

    fuels: Sequence[FuelFacts] = ()
    made: Sequence[FuelFacts] = ()
    inputs: Sequence[Matter] = ()
    products: Sequence[Matter] = ()


@dataclass(frozen=True, slots=True)
class BalanceEmissions:
    """Emissions in t by where they come from; products are what leaves as carbon; `tco2` is the entity's."""

    fuel_tco2: Decimal
    carbonate_tco2: Decimal
    electrode_tco2: Decimal
    input_tco2: Decimal
    product_tco2: Decimal
    tco2: Decimal
    explanation: Explanation


def steel_balance(law: Law, facts: Balance) -> BalanceEmissions:
    """Carbon that enters with fuels, carbonates, electrodes and materials, less carbon that leaves in products.

    E = ΣFC × NCV × CC × 44/12 + Σ carbonates × EF + electrodes × EF + Σ inputs × EF − Σ products × EF; the total of the
    entity is whole tonnes. Source: 企业温室气体排放核算与报告指南 钢铁行业（CETS-AG-03.01-V01-2024） 附录A.

    Example: 1,000 t of limestone × 0.440 + 10 t of electrodes × 3.663 − 2,000 t of crude steel × 0.037
    = 440.00 + 36.63 − 74.00 = 403 t.
    """
    working = Working("emission.steel_balance", law)
    working.edition = working.provision("accounting.steel.balance.edition").value
    fuel = fuel_rows(working, facts.fuels, "steel")
    carbonate = _matters(working, "carbonate", "carbonates", facts.carbonates)
    electrode = _electrodes(working, facts)
    entering = _matters(working, "input", "inputs", facts.inputs)
    product = _matters(working, "product", "products", facts.products)
    total = fuel + carbonate + electrode + entering - product
    if total < 0:
        raise refuse("FACT-BALANCE", field_name="products", more=-total)
    formula = "fuel_tco2 + carbonate_tco2 + electrode_tco2 + input_tco2 - product_tco2"
    told = working.result("tco2", formula, total, "t", rounding=PER_ENTITY)
    return BalanceEmissions(fuel, carbonate, electrode, entering, product, told.value, told)


def _matters(working: Working, kind: str, field_name: str, rows: Sequence[Matter]) -> Decimal:
    """What the rows of one kind hold, as CO2; each rounded as a source."""
    total = ZERO
    for number, row in enumerate(rows, 1):
        place, index = f"{field_name}[{number}]", f"{number} {row.material}"
        held = not_negative(f"{place}.tonnes", row.tonnes)
        tonnes = working.given(f"{kind}_t", held, "t", row.places.get("tonnes", ""), index)
        factor = _factor(working, kind, row, place, index)
        total += working.step(f"{kind}_row", f"{kind}_t × {kind}_factor", tonnes * factor, "t", PER_ITEM, index)
    return working.step(f"{kind}_tco2", f"Σ {kind}_row", total, "t")


def _factor(working: Working, kind: str, row: Matter, place: str, index: str) -> Decimal:
    """The factor that was determined, or the one of the guide's table."""
    if row.factor is not None:
        determined = not_negative(f"{place}.factor", row.factor)
        return working.given(f"{kind}_factor", determined, "t/t", row.places.get("factor", ""), index)
    known = members(working.law_of_day, MATERIAL)
    key = f"{MATERIAL}.{one_of(f'{place}.material', row.material, known)}"
    return working.step(f"{kind}_factor", key, working.law(key), "t/t", index=index)


def _electrodes(working: Working, facts: Balance) -> Decimal:
    if facts.electrodes:
        return _matters(working, "electrode", "electrodes", facts.electrodes)
    used = working.given("electrode_t", not_negative("electrode_t", facts.electrode_t), "t")
    key = f"{MATERIAL}.{ELECTRODE}"
    return working.step("electrode_tco2", f"electrode_t × {key}", used * working.law(key), "t", PER_ITEM)


def steel_process(law: Law, process: str, facts: SteelFlow) -> Explanation:
    """What one process emits: carbon that enters it less carbon that leaves it, also to the next process.

    E = Σ fuels burnt − Σ fuels made + Σ materials in − Σ materials out; below nought where more leaves. The guide
    balances the enterprise; that a process is balanced alike is inferred from the allocation table, which asks for the
    emissions of ironmaking and sintering (2025、2026年度配额总量和分配方案（征求意见稿） 表2-2).

    Example: 10,000 t of coke by defaults = 30,673.78 t, of which 3,000 × 10⁴Nm³ of furnace gas keep 25,700.40 t:
    4,973.38 t.
    """
    working = Working("emission.steel_process", law)
    working.edition = working.provision("accounting.steel.balance.edition").value
    working.fact("process", process)
    fuel = fuel_rows(working, facts.fuels, "steel")
    made = fuel_rows(working, facts.made, "steel", "made")
    entering = _matters(working, "input", "inputs", facts.inputs)
    product = _matters(working, "product", "products", facts.products)
    formula = "fuel_tco2 + input_tco2 - made_tco2 - product_tco2"
    return working.result("tco2", formula, fuel + entering - made - product, "t", rounding=PER_ITEM)


def steel_terms(law: Law, facts: Balance) -> tuple[Explanation, Explanation]:
    """The older guide's two terms: what processes emit, and what products keep (固碳产品隐含的排放).

    Fluxes, electrodes and materials by their factors; products by theirs. Source: the steel guide of
    发改办气候〔2013〕2526号 (memory); its fuels, electricity and heat are accounted by the general sum.

    Example: 1,000 t of limestone × 0.440 + 10 t of electrodes × 3.663 = 476.63 t; 2,000 t of crude steel keep 74.00 t.
    """
    working = Working("emission.steel_terms", law)
    working.edition = working.provision("accounting.steel.balance.edition").value
    carbonate = _matters(working, "carbonate", "carbonates", facts.carbonates)
    electrode = _electrodes(working, facts)
    entering = _matters(working, "input", "inputs", facts.inputs)
    formula = "carbonate_tco2 + electrode_tco2 + input_tco2"
    emitted = working.result("tco2", formula, carbonate + electrode + entering, "t", rounding=PER_ITEM)
    keeping = Working("emission.steel_products", law, working.edition)
    kept = _matters(keeping, "product", "products", facts.products)
    return emitted, keeping.result("tco2", "product_tco2", kept, "t", rounding=PER_ITEM)


def intensity(
    law: Law, sector: str, parts: Sequence[tuple[str, Decimal]], output_t: Decimal, origin: str = ""
) -> Explanation:
    """What the processes that count emit for a tonne of what they make: I = Σ E ÷ Q.

    Steel: ironmaking and sintering over ironmaking product; cement: a clinker line over its clinker; aluminium: anode
    and anode effects over liquid aluminium. Source: 2025、2026年度配额总量和分配方案（征求意见稿）.

    Example: ironmaking 5,000,000 t and sintering 800,000 t over 4,000,000 t: 1.4500 t/t.
    """
    working = Working("emission.intensity", law)
    counted = working.provision(f"accounting.intensity.{sector}.processes").value.split(",")
    working.fact("sector", sector)
    total = ZERO
    for number, (process, tonnes) in enumerate(parts, 1):
        place = f"by_process[{number}]"
        index = f"{number} {one_of(f'{place}.process', process, counted)}"
        total += working.given("process_tco2", not_negative(f"{place}.tco2", tonnes), "t", index=index)
    output = working.given("output_t", positive("output_t", output_t), "t", origin)
    formula = "Σ process_tco2 ÷ output_t"
    return working.result("intensity", formula, total / output, "t/t", rounding="rounding.emissions.intensity")
