"""Figures that others tell in sums of their own: coal of all kinds, crude steel, clinker. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from domain.emission_report.rules.fuels import COAL_CODES
from domain.outside_data.workbook import COAL

# What others tell as one → the figures of the forms that it is the sum of. Ingots are cast of metal counted already.
SUMS: Mapping[str, tuple[str, ...]] = {
    COAL: tuple(f"fuel.{code}" for code in sorted(COAL_CODES)),
    "output.crude_steel": ("output.converter_steel", "output.electric_steel"),
    "output.clinker": tuple(
        f"output.{kind}" for kind in ("portland", "white", "sulphoaluminate", "ferroaluminate", "aluminate")
    ),
    "output.aluminium": ("output.liquid_aluminium",),
}


def with_sums(figures: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """An enterprise's figures of the year, and those that follow from them.

    fuel.bituminous 900 t, fuel.gangue 100 t → coal_tonnes 1,000 t.
    """
    found = dict(figures)
    for code, parts in SUMS.items():
        there = [figures[part] for part in parts if part in figures]
        if there and code not in found:
            found[code] = sum(there, Decimal())
    return found
