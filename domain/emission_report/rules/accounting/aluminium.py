"""Process emissions of primary aluminium: the anode as reductant, and anode effects. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.core.facts import not_negative, share
from domain.core.law import Law
from domain.core.workings import Explanation, Working
from domain.emission_report.rules.accounting.fuel import CO2_PER_CARBON, PER_ITEM

ZERO, ONE, THOUSAND = Decimal(0), Decimal(1), Decimal(1000)
FAMILY = "accounting.aluminium"
ANODE_FORMULA = f"aluminium_t × net_carbon × {CO2_PER_CARBON}"
EFFECT_FORMULA = f"aluminium_t × (cf4 × {FAMILY}.gwp.cf4 + c2f6 × {FAMILY}.gwp.c2f6) ÷ 1000"


@dataclass(frozen=True, slots=True)
class Smelting:
    """A year's liquid aluminium in t; what was measured: tC/t, t/t, shares, kg/t, minutes per cell and day.

    `places` names the cell of a figure that was read from a workbook.
    """

    aluminium_t: Decimal
    net_carbon: Decimal | None = None
    anode_gross: Decimal | None = None
    anode_residue: Decimal | None = None
    anode_sulphur: Decimal | None = None
    anode_ash: Decimal | None = None
    effect_minutes: Decimal | None = None
    cf4_kg_per_t: Decimal | None = None
    c2f6_kg_per_t: Decimal | None = None
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SmeltingEmissions:
    """Emissions in t of CO2 and of CO2 equivalent, and per tonne of aluminium (None where none was made)."""

    anode_tco2: Decimal
    anode_effect_tco2e: Decimal
    tco2e: Decimal
    intensity: Decimal | None
    explanations: tuple[Explanation, ...]


def aluminium_process(law: Law, facts: Smelting) -> SmeltingEmissions:
    """The carbon of the anode leaves as CO2; an anode effect makes CF4 and C2F6. Measured, or by the guide's defaults.

    Anode: t × net carbon × 44/12; net = gross × (1 − residue) × (1 − sulphur − ash). Effects: t × (CF4 × 6630 + C2F6 ×
    11100), CF4 = 0.143 kg per minute of effect, C2F6 a tenth of it. Source: CETS-AG-04.01-V01-2024.

    Example: 500,000 t by defaults: 500,000 × 0.411 × 44/12 = 753,500.00 t; 500,000 × 0.26316 = 131,580.00 t;
    together 885,080.00 t, 1.7702 t/t.
    """
    anode, effect = _anode(law, facts), _effect(law, facts)
    working = _working(law)
    total = working.given("anode_tco2", anode.value, "t") + working.given("anode_effect_tco2e", effect.value, "t")
    told = working.result("tco2e", "anode_tco2 + anode_effect_tco2e", total, "t")
    intensity = _intensity(law, told.value, facts.aluminium_t) if facts.aluminium_t else None
    explanations = tuple(one for one in (told, anode, effect, intensity) if one)
    return SmeltingEmissions(
        anode.value, effect.value, told.value, intensity.value if intensity else None, explanations
    )


def aluminium_line(law: Law, rows: Sequence[tuple[str, Smelting]]) -> Explanation:
    """A year of an electrolysis process, month by month: anodes as reductant and anode effects, each as above.

    `rows` are told apart by the month. What counts is 能源作为原材料用途排放 and 阳极效应排放: table 2-4 of the
    allocation plan adds these two and no fuel (征求意见稿). Source: CETS-AG-04.01-V01-2024.

    Example: twelve months of 10,000 t by defaults: 12 × (15,070.00 + 2,631.60) = 212,419.20 t.
    """
    working = _working(law, "emission.aluminium_line")
    anode = effect = ZERO
    for index, facts in rows:
        at = _At(working, facts, index)
        at.aluminium()
        anode += working.step("anode_row", ANODE_FORMULA, _burnt(at), "t", PER_ITEM, index)
        effect += working.step("effect_row", EFFECT_FORMULA, _warming(at), "t", PER_ITEM, index)
    working.step("anode_tco2", "Σ anode_row", anode, "t")
    working.step("anode_effect_tco2e", "Σ effect_row", effect, "t")
    return working.result("tco2e", "anode_tco2 + anode_effect_tco2e", anode + effect, "t", rounding=PER_ITEM)


def _working(law: Law, question: str = "emission.aluminium_process") -> Working:
    working = Working(question, law)
    working.edition = working.provision(f"{FAMILY}.process.edition").value
    return working


@dataclass(frozen=True, slots=True)
class _At:
    """Facts that are taken into a working, under the index of their figures."""

    working: Working
    facts: Smelting
    index: str = ""

    def aluminium(self) -> Decimal:
        return self.given("aluminium_t", not_negative("aluminium_t", self.facts.aluminium_t), "t", "aluminium_t")

    def given(self, figure: str, value: Decimal, unit: str, fact: str) -> Decimal:
        return self.working.given(figure, value, unit, self.facts.places.get(fact, ""), self.index)

    def step(self, figure: str, formula: str, value: Decimal, unit: str) -> Decimal:
        return self.working.step(figure, formula, value, unit, index=self.index)

    def measured_or(self, figure: str, measured: Decimal | None, key: str, unit: str, fact: str = "") -> Decimal:
        """What was measured, or the provision in force."""
        if measured is None:
            return self.step(figure, f"{FAMILY}.{key}", self.working.law(f"{FAMILY}.{key}"), unit)
        bounded = share if unit == "share" else not_negative
        return self.given(figure, bounded(fact or figure, measured), unit, fact or figure)


def _anode(law: Law, facts: Smelting) -> Explanation:
    at = _At(_working(law), facts)
    at.aluminium()
    return at.working.result("anode_tco2", ANODE_FORMULA, _burnt(at), "t", rounding=PER_ITEM)


def _burnt(at: _At) -> Decimal:
    """Anode carbon as CO2, unrounded."""
    carbon = _net_carbon(at)
    above = at.working.law("accounting.co2_per_carbon.numerator")
    return at.facts.aluminium_t * carbon * above / at.working.law("accounting.co2_per_carbon.denominator")


def _net_carbon(at: _At) -> Decimal:
    """Net anode carbon in tC/t: measured, from the gross consumption, or the recommended value."""
    facts = at.facts
    if facts.net_carbon is not None:
        return at.given("net_carbon", share("net_carbon", facts.net_carbon), "tC/t", "net_carbon")
    if facts.anode_gross is None:
        key = f"{FAMILY}.anode.net_carbon"
        return at.step("net_carbon", key, at.working.law(key), "tC/t")
    gross = at.given("anode_gross", not_negative("anode_gross", facts.anode_gross), "t/t", "anode_gross")
    residue = at.measured_or("anode_residue", facts.anode_residue, "anode.residue", "share")
    sulphur = at.measured_or("anode_sulphur", facts.anode_sulphur, "anode.sulphur", "share")
    ash = at.measured_or("anode_ash", facts.anode_ash, "anode.ash", "share")
    # Sulphur and ash together are not more than the anode.
    pure = ONE - share("anode_ash", sulphur + ash)
    formula = "anode_gross × (1 - anode_residue) × (1 - anode_sulphur - anode_ash)"
    return at.step("net_carbon", formula, gross * (ONE - residue) * pure, "tC/t")


def _effect(law: Law, facts: Smelting) -> Explanation:
    at = _At(_working(law), facts)
    at.aluminium()
    return at.working.result("anode_effect_tco2e", EFFECT_FORMULA, _warming(at), "t", rounding=PER_ITEM)


def _warming(at: _At) -> Decimal:
    """What the gases of anode effects come to as CO2, unrounded."""
    cf4 = _cf4(at)
    c2f6 = _c2f6(at, cf4)
    warming = cf4 * at.working.law(f"{FAMILY}.gwp.cf4") + c2f6 * at.working.law(f"{FAMILY}.gwp.c2f6")
    return at.facts.aluminium_t * warming / THOUSAND


def _cf4(at: _At) -> Decimal:
    """CF4 in kg/t: measured, by the minutes of anode effect, or the default."""
    facts = at.facts
    if facts.cf4_kg_per_t is None and facts.effect_minutes is not None:
        held = not_negative("effect_minutes", facts.effect_minutes)
        minutes = at.given("effect_minutes", held, "min", "effect_minutes")
        key = f"{FAMILY}.cf4.slope"
        return at.step("cf4", f"effect_minutes × {key}", minutes * at.working.law(key), "kg/t")
    return at.measured_or("cf4", facts.cf4_kg_per_t, "cf4.default", "kg/t", fact="cf4_kg_per_t")


def _c2f6(at: _At, cf4: Decimal) -> Decimal:
    """C2F6 in kg/t: measured, a share of a CF4 that was determined, or the default."""
    facts = at.facts
    determined = facts.cf4_kg_per_t is not None or facts.effect_minutes is not None
    if facts.c2f6_kg_per_t is None and determined:
        key = f"{FAMILY}.c2f6.ratio"
        return at.step("c2f6", f"cf4 × {key}", cf4 * at.working.law(key), "kg/t")
    return at.measured_or("c2f6", facts.c2f6_kg_per_t, "c2f6.default", "kg/t", fact="c2f6_kg_per_t")


def _intensity(law: Law, tco2e: Decimal, aluminium_t: Decimal) -> Explanation:
    working = _working(law)
    value = working.given("tco2e", tco2e, "t") / working.given("aluminium_t", aluminium_t, "t")
    return working.result("intensity", "tco2e ÷ aluminium_t", value, "t/t", rounding="rounding.emissions.intensity")
