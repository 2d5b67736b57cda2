"""Checks of aluminium smelting, what lies where it does for a tonne. AL-007, -008, -013, -015 to -017, -019, -021."""

from __future__ import annotations

from collections.abc import Iterator

from domain.core.checks import Hit, Register, hit
from domain.emission_report.checks.aluminium import GUIDE, AluminiumCase, measured, where
from domain.emission_report.checks.metals import HUNDRED, ZERO, bounds, outside

CHECKS = Register[AluminiumCase](owner="verification_officer", citation=GUIDE)


def _outside(case: AluminiumCase, name: str, key: str) -> Iterator[Hit]:
    """Measured figures of a column that lie outside a band."""
    for row in measured(case):
        value = getattr(row, name)
        if value is not None and (found := outside(case, key, value)):
            yield hit(row.line.place(name), found.citation, **where(row), value=value, **bounds(found))


@CHECKS.warn("AL-007")
def net_carbon(case: AluminiumCase) -> Iterator[Hit]:
    """AL-007: net anode carbon lies about the recommended 0.411 tC/t.

    Measured 0.250 → warning.
    """
    yield from _outside(case, "net_carbon", "check.aluminium.net_carbon")


@CHECKS.warn("AL-008")
def gross_anode(case: AluminiumCase) -> Iterator[Hit]:
    """AL-008: the gross consumption of anodes lies where it does for prebaked anodes.

    490 (kg/t for t/t) → warning.
    """
    yield from _outside(case, "anode_gross", "check.aluminium.anode_gross")


@CHECKS.warn("AL-013")
def electricity_of_aluminium(case: AluminiumCase) -> Iterator[Hit]:
    """AL-013: electrolysis takes 12 to 15 MWh of alternating current for a tonne of aluminium.

    120,000 t with 1,000,000 MWh, 8.3 MWh/t → warning.
    """
    for number in case.filed.numbers:
        uses, made = case.filed.uses_of(number), case.filed.aluminium(number)
        mwh = sum((row.ac_mwh or ZERO for row in uses), ZERO)
        if not made or not uses:
            continue
        if found := outside(case, "check.aluminium.electricity", mwh / made):
            place = uses[0].line.place("ac_mwh")
            yield hit(place, found.citation, line=number, value=mwh / made, **bounds(found))


@CHECKS.warn("AL-015")
def rectifier(case: AluminiumCase) -> Iterator[Hit]:
    """AL-015: a rectifier passes on nearly all it takes.

    Direct 100,000 MWh of alternating 135,000 MWh, 74 % → warning.
    """
    for row in case.filed.uses:
        if not row.ac_mwh or row.dc_mwh is None or row.dc_mwh > row.ac_mwh:
            continue
        if found := outside(case, "check.aluminium.rectifier", row.dc_mwh / row.ac_mwh):
            value = row.dc_mwh / row.ac_mwh * HUNDRED
            facts = {"line": row.number, "month": row.month, "value": value, "least": found.least * HUNDRED}
            yield hit(row.line.place("dc_mwh"), found.citation, **facts)


@CHECKS.warn("AL-016")
def effect_minutes(case: AluminiumCase) -> Iterator[Hit]:
    """AL-016: anode effects last minutes, if at all, on a cell and day.

    25 minutes (of the month for the day) → warning.
    """
    yield from _outside(case, "effect_minutes", "check.aluminium.effect_minutes")


@CHECKS.warn("AL-017")
def ratio_of_gases(case: AluminiumCase) -> Iterator[Hit]:
    """AL-017: C2F6 is about a tenth of CF4.

    CF4 0.030, C2F6 0.030 → warning.
    """
    for row in measured(case):
        if not row.cf4_kg_per_t or row.c2f6_kg_per_t is None:
            continue
        value = row.c2f6_kg_per_t / row.cf4_kg_per_t
        if found := outside(case, "check.aluminium.gas_ratio", value):
            place = row.line.place("c2f6_kg_per_t")
            yield hit(place, found.citation, **where(row), value=value, **bounds(found))


@CHECKS.warn("AL-019")
def magnitude_of_gas(case: AluminiumCase) -> Iterator[Hit]:
    """AL-019: CF4 is kilograms for a tonne; grams are a thousand times more.

    34 (g/t for kg/t) → warning.
    """
    yield from _outside(case, "cf4_kg_per_t", "check.aluminium.cf4")


@CHECKS.warn("AL-021")
def sulphur_plausible(case: AluminiumCase) -> Iterator[Hit]:
    """AL-021: sulphur of anodes is a few percent.

    Sulphur 20 % (2.0 for 0.2) → warning.
    """
    for row in measured(case):
        value = row.anode_sulphur
        if value is not None and (found := outside(case, "check.aluminium.sulphur", value)):
            facts = {"value": value * HUNDRED, "most": found.most * HUNDRED}
            yield hit(row.line.place("anode_sulphur"), found.citation, **where(row), **facts)
