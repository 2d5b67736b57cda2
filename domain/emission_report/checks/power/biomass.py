"""Biomass that is co-fired: ER-112 to ER-117."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.core.workbook import Line
from domain.emission_report.checks.bands import band
from domain.emission_report.checks.case import GUIDE, PowerCase
from domain.emission_report.checks.power.lines import (
    POWER,
    apart,
    energy,
    fuels,
    named,
    rows,
    source,
    tolerance,
)
from domain.emission_report.rules.power import biomass, heat_in, stated_share
from domain.emission_report.rules.power_facts import told

CHECKS = Register[PowerCase](owner="verification_officer", citation=GUIDE)


def _lines(case: PowerCase) -> Iterator[Line]:
    return (line for line in rows(case, "biomass") if told(line, "unit_number", "month"))


@CHECKS.stop("ER-112")
def share_follows(case: PowerCase) -> Iterator[Hit]:
    """ER-112: the share of biomass is what fossil fuels do not explain of the heat put in (power guide, co-firing).

    90,000 GJ ÷ 90 % = 100,000 GJ, fossil 92,000 GJ: 8 %; filed 15 % → stop.
    """
    most = tolerance(case, "biomass_tolerance")
    for line in _lines(case):
        put_in, fossil, stated = heat_in(line), line.decimal("fossil_heat_gj"), stated_share(line, "share")
        if most is None or not put_in or fossil is None or stated is None or fossil > put_in:
            continue
        computed = (put_in - fossil) / put_in
        if abs(stated - computed) > most:
            facts = {"stated": stated * 100, "computed": computed * 100}
            yield hit(line.place("share"), source(case, "biomass_tolerance"), **named(line), **facts)


@CHECKS.stop("ER-113")
def more_fossil_than_all(case: PowerCase) -> Iterator[Hit]:
    """ER-113: fossil fuels put no more heat into a boiler than was put in altogether: the share is not below 0.

    100,000 GJ put in, fossil 110,000 GJ → stop.
    """
    for line in _lines(case):
        put_in, fossil = heat_in(line), line.decimal("fossil_heat_gj")
        if put_in and fossil is not None and fossil > put_in:
            yield hit(line.place("fossil_heat_gj"), **named(line), value=fossil, most=put_in)


@CHECKS.warn("ER-114")
def fossil_heat_of_the_fuels(case: PowerCase) -> Iterator[Hit]:
    """ER-114: the heat of fossil fuels beside biomass is that of the table of fuels (power guide, C.3).

    4,000 t × 20.9 GJ/t = 83,600 GJ; filed 92,000 GJ → warning.
    """
    most = tolerance(case, "biomass_tolerance")
    for line in _lines(case):
        fossil, computed = line.decimal("fossil_heat_gj"), energy(fuels(case, line))
        if most is not None and fossil is not None and computed is not None and apart(fossil, computed, most):
            facts = {"stated": fossil, "computed": computed}
            yield hit(line.place("fossil_heat_gj"), source(case, "biomass_tolerance"), **named(line), **facts)


@CHECKS.warn("ER-115")
def boiler_efficiency(case: PowerCase) -> Iterator[Hit]:
    """ER-115: a boiler's efficiency lies where it does for boilers (province's band).

    70 to 97 %; filed 45 % → warning: perhaps that of the whole unit.
    """
    found = band(case.law, f"{POWER}.boiler_efficiency")
    for line in _lines(case):
        value = stated_share(line, "boiler_efficiency")
        if found and value is not None and not found.holds(value):
            facts = {"value": value * 100, "least": found.least * 100, "most": found.most * 100}
            yield hit(line.place("boiler_efficiency"), found.citation, **named(line), **facts)


@CHECKS.note("ER-116")
def much_biomass(case: PowerCase) -> Iterator[Hit]:
    """ER-116: above a share of biomass the allocation plan treats a unit otherwise.

    2024: 14 % of the year's heat, limit 10 % → note.
    """
    key = f"{POWER}.biomass_share"
    for total in case.filed.totals:
        found = biomass(case.filed, total.unit_number, case.law)
        if found is None or not case.law.has(key):
            continue
        value = next(Decimal(step.value) for step in found.steps if step.name == "biomass_share")
        if value > case.law.value(key):
            facts = {"unit": total.unit_number, "value": value * 100, "most": case.law.value(key) * 100}
            yield hit(total.line.place("unit_number"), case.law.provision(key).citation, **facts)


@CHECKS.warn("ER-117")
def kind_missing(case: PowerCase) -> Iterator[Hit]:
    """ER-117: co-firing names what was co-fired (power guide, C.3).

    Heat and efficiency given, 品种 empty → warning.
    """
    for line in _lines(case):
        if not line.text("biomass"):
            yield hit(line.place("biomass"), **named(line))
