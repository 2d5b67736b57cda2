"""The figures of a report as others can be held against them. Pure."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from domain.emission_report.checks.case import AnyCase
from domain.emission_report.rules import Figure
from domain.emission_report.rules.sums import SUMS, with_sums

EMISSIONS, BOUGHT, HEAT_BOUGHT = "emissions_tonnes", "electricity_mwh", "heat_bought_gj"
HOURS = "hours"
FUEL, OUTPUT = "fuel.", "output."
Of = Callable[[str], bool]


def is_(*codes: str) -> Of:
    return lambda code: code in codes


def begins(*beginnings: str) -> Of:
    return lambda code: code.startswith(beginnings)


def figures_of(case: AnyCase) -> tuple[Figure, ...]:
    return case.results.figures if case.results else ()


def years(case: AnyCase) -> dict[str, Figure]:
    """The enterprise's figures of the year by code: as told, else summed over its parts' years, else over its months.

    Units 1 and 2 generated 100 and 50 MWh → generation_mwh 150, at the cell of unit 1.
    """
    found: dict[str, Figure] = {}
    for chosen in (_of_enterprise, _of_parts, of_months):
        summed: dict[str, Figure] = {}
        for one in filter(chosen, figures_of(case)):
            # Hours of units do not add up to those of the plant.
            if one.code not in found and (one.code != HOURS or not one.number):
                before = summed.get(one.code)
                value = one.value + (before.value if before else Decimal())
                summed[one.code] = Figure(one.code, value, one.unit, before.place if before else one.place)
        found |= summed
    return _with_sums(found)


def _of_enterprise(one: Figure) -> bool:
    return not one.number and not one.month


def _of_parts(one: Figure) -> bool:
    return bool(one.number) and not one.month


def of_months(one: Figure) -> bool:
    return bool(one.month)


def _with_sums(found: dict[str, Figure]) -> dict[str, Figure]:
    """Sums stand at the cell of the first figure that they are of."""
    summed = with_sums({code: one.value for code, one in found.items()})
    for code in summed.keys() - found.keys():
        first = next(found[part] for part in SUMS[code] if part in found)
        found[code] = Figure(code, summed[code], first.unit, first.place)
    return found


def name_of(case: AnyCase, number: str) -> str:
    return number or case.known.name


def differs(now: Decimal, other: Decimal, most: Decimal) -> bool:
    """By more than a share of the other; anything at all beside nothing."""
    return abs(now - other) > abs(other) * most
