"""Process terms of the sectors that the older guides cover, and the general sum. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.core.facts import needed, not_negative, one_of, share
from domain.core.findings import refuse
from domain.core.law import Law
from domain.core.workings import Explanation, Working
from domain.emission_report.rules.accounting.electricity import GRID, electricity, heat
from domain.emission_report.rules.accounting.fuel import CO2_PER_CARBON, PER_ENTITY, PER_ITEM, FuelFacts, fuel_rows
from domain.emission_report.rules.accounting.known import members

ZERO, ONE, THOUSAND = Decimal(0), Decimal(1), Decimal(1000)


@dataclass(frozen=True, slots=True)
class Term:
    """One process of a year. Which figures count depends on the material; what its way needs and lacks is refused.

    Tonnes; factor in t/t; share that is pure or calcined; carbon as a share; carbon in and out in tC; losses in MWh; a
    gas in kg for each tonne made, and the share of it that is removed.
    `places` names the cell of a figure that was read from a workbook.
    """

    material: str
    tonnes: Decimal | None = None
    factor: Decimal | None = None
    share: Decimal | None = None
    carbon: Decimal | None = None
    oxidation: Decimal | None = None
    carbon_in: Decimal | None = None
    carbon_out: Decimal | None = None
    mwh: Decimal | None = None
    gas_kg: Decimal | None = None
    removed: Decimal | None = None
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Enterprise:
    """A year of an enterprise of any sector: fuels, processes, electricity in MWh and heat in GJ bought and sold, t."""

    sector: str = ""
    fuels: Sequence[FuelFacts] = ()
    processes: Sequence[Term] = ()
    mwh: Decimal = ZERO
    gj: Decimal = ZERO
    exported_mwh: Decimal = ZERO
    exported_gj: Decimal = ZERO
    recovered_t: Decimal = ZERO
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EnterpriseEmissions:
    """Emissions in t by where they come from; `exported_tco2` leaves with electricity, heat and recovered gas."""

    fuel_tco2: Decimal
    process_tco2: Decimal
    electricity_tco2: Decimal
    heat_tco2: Decimal
    exported_tco2: Decimal
    tco2: Decimal
    explanations: tuple[Explanation, ...]


def process(law: Law, sector: str, term: Term) -> Explanation:
    """What one process emits, the way the guide of its sector counts it.

    A carbonate or reductant by tonnes × factor × share that is pure or calcined; carbon that burns by tonnes × carbon
    (× oxidation) × 44/12; a plant by what carbon enters and leaves it; a grid by what it loses; another gas by what
    escapes for each tonne made, × its warming potential.
    Source: the guides of 发改办气候〔2013〕2526号, 〔2014〕2920号 and 〔2015〕1722号.

    Example: 10,000 t of dolomite in a glass furnace: 10,000 × 0.4773 × 100 % = 4,773.00 t.
    """
    working = Working("emission.process", law)
    working.fact("sector", sector)
    formula, value = _term(working, sector, term, "", "")
    return working.result("tco2", formula, value, "t", rounding=PER_ITEM)


@dataclass(frozen=True, slots=True)
class _At:
    """Where a term stands: its provisions, the index of its figures, and the place of its facts."""

    working: Working
    family: str
    index: str
    path: str
    places: Mapping[str, str]

    def given(self, figure: str, value: Decimal, unit: str) -> Decimal:
        return self.working.given(figure, value, unit, self.places.get(figure, ""), self.index)

    def quantity(self, name: str, value: Decimal | None, unit: str) -> Decimal:
        """A fact that this way of counting needs; refused (FACT-MISSING) when it was left out."""
        place = f"{self.path}{name}"
        bounded = share if unit == "share" else not_negative
        return self.given(name, bounded(place, needed(place, value)), unit)

    def or_law(self, name: str, value: Decimal | None, unit: str) -> Decimal:
        """A fact, or the provision of the material where it was left out; NotInForce when it has none."""
        if value is not None:
            return self.quantity(name, value, unit)
        key = f"{self.family}.{name}"
        return self.working.step(name, key, self.working.law(key), unit, index=self.index)


def _by_factor(at: _At, term: Term) -> tuple[str, Decimal]:
    """Tonnes × factor, × the share where the material has one."""
    value = at.quantity("tonnes", term.tonnes, "t") * at.or_law("factor", term.factor, "t/t")
    if term.share is None and not at.working.law_of_day.has(f"{at.family}.share"):
        return "tonnes × factor", value
    return "tonnes × factor × share", value * at.or_law("share", term.share, "share")


def _carbon(at: _At, term: Term) -> tuple[str, Decimal]:
    """Tonnes × share of carbon × 44/12."""
    value = at.quantity("tonnes", term.tonnes, "t") * at.quantity("carbon", term.carbon, "share")
    return f"tonnes × carbon × {CO2_PER_CARBON}", _as_co2(at.working, value)


def _burnt(at: _At, term: Term) -> tuple[str, Decimal]:
    """Tonnes × share of carbon × oxidation × 44/12."""
    value = at.quantity("tonnes", term.tonnes, "t") * at.quantity("carbon", term.carbon, "share")
    value *= at.or_law("oxidation", term.oxidation, "share")
    return f"tonnes × carbon × oxidation × {CO2_PER_CARBON}", _as_co2(at.working, value)


def _balance(at: _At, term: Term) -> tuple[str, Decimal]:
    """What carbon enters less what leaves in products, × 44/12."""
    left = at.quantity("carbon_in", term.carbon_in, "tC") - at.quantity("carbon_out", term.carbon_out, "tC")
    if left < 0:
        raise refuse("FACT-BALANCE", field_name=f"{at.path}carbon_out", more=-left)
    return f"(carbon_in - carbon_out) × {CO2_PER_CARBON}", _as_co2(at.working, left)


def _losses(at: _At, term: Term) -> tuple[str, Decimal]:
    """What the grid loses, × the grid factor of the year."""
    return f"mwh × {GRID}", at.quantity("mwh", term.mwh, "MWh") * at.working.law(GRID)


def _gas(at: _At, term: Term) -> tuple[str, Decimal]:
    """Tonnes made × kg of the gas for each × what is not removed × its warming potential."""
    warming = f"{at.family}.gwp"
    value = at.quantity("tonnes", term.tonnes, "t") * at.or_law("gas_kg", term.gas_kg, "kg/t") / THOUSAND
    if term.removed is None:
        return f"tonnes × gas_kg ÷ 1000 × {warming}", value * at.working.law(warming)
    value *= ONE - at.quantity("removed", term.removed, "share")
    return f"tonnes × gas_kg ÷ 1000 × (1 - removed) × {warming}", value * at.working.law(warming)


def _as_co2(working: Working, carbon: Decimal) -> Decimal:
    above = working.law("accounting.co2_per_carbon.numerator")
    return carbon * above / working.law("accounting.co2_per_carbon.denominator")


# The one table of ways; the provision `accounting.process.<sector>.<material>.method` names the one of a material.
METHODS: Mapping[str, Callable[[_At, Term], tuple[str, Decimal]]] = {
    "process-factor": _by_factor,
    "process-carbon": _carbon,
    "process-burnt": _burnt,
    "process-balance": _balance,
    "process-losses": _losses,
    "process-gas": _gas,
}
# The figures that each way cannot do without; for some the law of a material may have a value.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "process-factor": ("tonnes", "factor"),
    "process-carbon": ("tonnes", "carbon"),
    "process-burnt": ("tonnes", "carbon", "oxidation"),
    "process-balance": ("carbon_in", "carbon_out"),
    "process-losses": ("mwh",),
    "process-gas": ("tonnes", "gas_kg"),
}


def wanting(law: Law, sector: str, term: Term) -> tuple[str, ...]:
    """The figures of a term that its way needs and that neither the filer nor the law gives.

    Nitric acid, its N2O not measured → `gas_kg`. A material that the law does not know → nothing: it is refused later.
    """
    family = f"accounting.process.{sector}.{term.material}"
    if not law.has(f"{family}.method"):
        return ()
    needs = NEEDS[law.text(f"{family}.method")]
    return tuple(name for name in needs if getattr(term, name) is None and not law.has(f"{family}.{name}"))


def _term(working: Working, sector: str, term: Term, index: str, path: str) -> tuple[str, Decimal]:
    """The formula of a term and what it gives, unrounded."""
    family = f"accounting.process.{sector}"
    material = one_of(f"{path}material", term.material, members(working.law_of_day, family, "method"))
    at = _At(working, f"{family}.{material}", index, path, term.places)
    method = working.provision(f"{at.family}.method").value
    if not index:
        working.fact("material", material)
        working.edition = method
    return METHODS[method](at, term)


def general(law: Law, facts: Enterprise) -> EnterpriseEmissions:
    """Fuels and processes, purchased electricity and heat, less what is recovered or leaves: the older guides' sum.

    E = Σ fuels + Σ processes + MWh × grid factor + GJ × 0.11 − recovered and exported; whole tonnes for the enterprise.
    Source: 工业企业温室气体排放核算方法与报告指南（发改办气候〔2013〕2526号 and its two sequels).

    Example (flat glass 2024): 1,000 × 10⁴Nm³ of natural gas by defaults = 21,650.15 t, 10,000 t of dolomite =
    4,773.00 t, 20,000 MWh × 0.5703 = 11,406.00 t: 37,829 t.
    """
    working = Working("emission.general", law)
    working.edition = working.provision("accounting.general.edition").value
    working.fact("sector", facts.sector or "general")
    fuel_tco2 = fuel_rows(working, facts.fuels, facts.sector)
    process_tco2 = _processes(working, facts)
    bought = _energy(working, "electricity", facts, "mwh"), _energy(working, "heat", facts, "gj")
    exported = _exported(working, facts)
    total = fuel_tco2 + process_tco2 + bought[0].tco2 + bought[1].tco2 - exported.tco2
    if total < 0:
        raise refuse("FACT-BALANCE", field_name="recovered_t", more=-total)
    formula = "fuel_tco2 + process_tco2 + electricity_tco2 + heat_tco2 - exported_tco2"
    told = working.result("tco2", formula, total, "t", rounding=PER_ENTITY)
    figures = (fuel_tco2, process_tco2, bought[0].tco2, bought[1].tco2, exported.tco2)
    parts = (*bought[0].told, *bought[1].told, *exported.told)
    return EnterpriseEmissions(*figures, told.value, (told, *parts))


def _processes(working: Working, facts: Enterprise) -> Decimal:
    if facts.processes and not facts.sector:
        raise refuse("FACT-MISSING", field_name="sector", fact="sector")
    total = ZERO
    for number, term in enumerate(facts.processes, 1):
        index = f"{number} {term.material}"
        formula, value = _term(working, facts.sector, term, index, f"processes[{number}].")
        total += working.step("process_row", formula, value, "t", PER_ITEM, index)
    return working.step("process_tco2", "Σ process_row", total, "t")


@dataclass(frozen=True, slots=True)
class _Part:
    """Emissions of a part of the sum with its derivations; none where nothing was bought or sold."""

    tco2: Decimal
    told: tuple[Explanation, ...] = ()


def _energy(working: Working, what: str, facts: Enterprise, name: str) -> _Part:
    """Purchased electricity or heat, told by its own derivation; where none is used, no factor is needed."""
    quantity = not_negative(name, getattr(facts, name))
    told = _asked(working.law_of_day, what, quantity, facts.places.get(name, "")) if quantity else None
    figure = f"exported_{what}_tco2" if name.startswith("exported") else f"{what}_tco2"
    tco2 = working.given(figure, told.value if told else ZERO, "t", f"emission.{what}" if told else "")
    return _Part(tco2, (told,) if told else ())


def _asked(law: Law, what: str, quantity: Decimal, origin: str) -> Explanation:
    if what == "electricity":
        return electricity(law, quantity, origin=origin).explanation
    return heat(law, quantity, origin=origin)


def _exported(working: Working, facts: Enterprise) -> _Part:
    """What leaves with electricity and heat sold, at the factors of what is bought, and what gas is recovered."""
    sold = _energy(working, "electricity", facts, "exported_mwh")
    warmth = _energy(working, "heat", facts, "exported_gj")
    recovered = not_negative("recovered_t", facts.recovered_t)
    working.given("recovered_t", recovered, "t", facts.places.get("recovered_t", ""))
    formula = "exported_electricity_tco2 + exported_heat_tco2 + recovered_t"
    total = working.step("exported_tco2", formula, sold.tco2 + warmth.tco2 + recovered, "t")
    return _Part(total, (*sold.told, *warmth.told))
