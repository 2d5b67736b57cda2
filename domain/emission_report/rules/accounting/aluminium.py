"""Process emissions of primary aluminium: the anode as reductant, and anode effects. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.core.facts import not_negative, share
from domain.core.law import Law
from domain.core.workings import Explanation, Working
from domain.emission_report.rules.accounting.fuel import CO2_PER_CARBON, PER_ITEM

ONE, THOUSAND = Decimal(1), Decimal(1000)
FAMILY = "accounting.aluminium"


@dataclass(frozen=True, slots=True)
class Smelting:
    """A year's liquid aluminium in t; what was measured: tC/t, t/t, shares, kg/t, minutes per cell and day."""

    aluminium_t: Decimal
    net_carbon: Decimal | None = None
    anode_gross: Decimal | None = None
    anode_residue: Decimal | None = None
    anode_sulphur: Decimal | None = None
    anode_ash: Decimal | None = None
    effect_minutes: Decimal | None = None
    cf4_kg_per_t: Decimal | None = None
    c2f6_kg_per_t: Decimal | None = None


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
    working = Working("emission.aluminium_process", law)
    working.edition = working.provision(f"{FAMILY}.process.edition").value
    total = working.given("anode_tco2", anode.value, "t") + working.given("anode_effect_tco2e", effect.value, "t")
    told = working.result("tco2e", "anode_tco2 + anode_effect_tco2e", total, "t")
    intensity = _intensity(law, told.value, facts.aluminium_t) if facts.aluminium_t else None
    explanations = tuple(one for one in (told, anode, effect, intensity) if one)
    return SmeltingEmissions(
        anode.value, effect.value, told.value, intensity.value if intensity else None, explanations
    )


def _start(law: Law, facts: Smelting) -> tuple[Working, Decimal]:
    working = Working("emission.aluminium_process", law)
    working.edition = working.provision(f"{FAMILY}.process.edition").value
    return working, working.given("aluminium_t", not_negative("aluminium_t", facts.aluminium_t), "t")


def _anode(law: Law, facts: Smelting) -> Explanation:
    working, aluminium = _start(law, facts)
    carbon = _net_carbon(working, facts)
    above = working.law("accounting.co2_per_carbon.numerator")
    value = aluminium * carbon * above / working.law("accounting.co2_per_carbon.denominator")
    return working.result("anode_tco2", f"aluminium_t × net_carbon × {CO2_PER_CARBON}", value, "t", rounding=PER_ITEM)


def _net_carbon(working: Working, facts: Smelting) -> Decimal:
    """Net anode carbon in tC/t: measured, from the gross consumption, or the recommended value."""
    if facts.net_carbon is not None:
        return working.given("net_carbon", share("net_carbon", facts.net_carbon), "tC/t")
    if facts.anode_gross is None:
        key = f"{FAMILY}.anode.net_carbon"
        return working.step("net_carbon", key, working.law(key), "tC/t")
    gross = working.given("anode_gross", not_negative("anode_gross", facts.anode_gross), "t/t")
    residue = _measured_or(working, "anode_residue", facts.anode_residue, "anode.residue", "share")
    sulphur = _measured_or(working, "anode_sulphur", facts.anode_sulphur, "anode.sulphur", "share")
    ash = _measured_or(working, "anode_ash", facts.anode_ash, "anode.ash", "share")
    # Sulphur and ash together are not more than the anode.
    pure = ONE - share("anode_ash", sulphur + ash)
    formula = "anode_gross × (1 - anode_residue) × (1 - anode_sulphur - anode_ash)"
    return working.step("net_carbon", formula, gross * (ONE - residue) * pure, "tC/t")


def _effect(law: Law, facts: Smelting) -> Explanation:
    working, aluminium = _start(law, facts)
    cf4 = _cf4(working, facts)
    c2f6 = _c2f6(working, facts, cf4)
    warming = cf4 * working.law(f"{FAMILY}.gwp.cf4") + c2f6 * working.law(f"{FAMILY}.gwp.c2f6")
    formula = f"aluminium_t × (cf4 × {FAMILY}.gwp.cf4 + c2f6 × {FAMILY}.gwp.c2f6) ÷ 1000"
    value = aluminium * warming / THOUSAND
    return working.result("anode_effect_tco2e", formula, value, "t", rounding=PER_ITEM)


def _cf4(working: Working, facts: Smelting) -> Decimal:
    """CF4 in kg/t: measured, by the minutes of anode effect, or the default."""
    if facts.cf4_kg_per_t is None and facts.effect_minutes is not None:
        minutes = working.given("effect_minutes", not_negative("effect_minutes", facts.effect_minutes), "min")
        key = f"{FAMILY}.cf4.slope"
        return working.step("cf4", f"effect_minutes × {key}", minutes * working.law(key), "kg/t")
    return _measured_or(working, "cf4", facts.cf4_kg_per_t, "cf4.default", "kg/t", fact="cf4_kg_per_t")


def _c2f6(working: Working, facts: Smelting, cf4: Decimal) -> Decimal:
    """C2F6 in kg/t: measured, a share of a CF4 that was determined, or the default."""
    determined = facts.cf4_kg_per_t is not None or facts.effect_minutes is not None
    if facts.c2f6_kg_per_t is None and determined:
        key = f"{FAMILY}.c2f6.ratio"
        return working.step("c2f6", f"cf4 × {key}", cf4 * working.law(key), "kg/t")
    return _measured_or(working, "c2f6", facts.c2f6_kg_per_t, "c2f6.default", "kg/t", fact="c2f6_kg_per_t")


def _measured_or(
    working: Working, figure: str, measured: Decimal | None, key: str, unit: str, fact: str = ""
) -> Decimal:
    """What was measured, or the provision in force."""
    if measured is None:
        return working.step(figure, f"{FAMILY}.{key}", working.law(f"{FAMILY}.{key}"), unit)
    bounded = share if unit == "share" else not_negative
    return working.given(figure, bounded(fact or figure, measured), unit)


def _intensity(law: Law, tco2e: Decimal, aluminium_t: Decimal) -> Explanation:
    working = Working("emission.aluminium_process", law)
    value = working.given("tco2e", tco2e, "t") / working.given("aluminium_t", aluminium_t, "t")
    return working.result("intensity", "tco2e ÷ aluminium_t", value, "t/t", rounding="rounding.emissions.intensity")
