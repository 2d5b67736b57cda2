"""Checks of cement for years before 2024, by the oxides of clinker. CM-030 to CM-039."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.emission_report.checks.case import Case
from domain.emission_report.checks.metals import ZERO, bounds, outside, twice
from domain.emission_report.rules import Results
from domain.emission_report.rules.cement_old import OldCementFiled

GUIDE = "中国水泥生产企业温室气体排放核算方法与报告指南（试行）"
ALTITUDE = "check.cement.altitude"
ONE, HUNDRED = Decimal(1), Decimal(100)
OldCementCase = Case[OldCementFiled, Results]
CHECKS = Register[OldCementCase](owner="verification_officer", citation=GUIDE)


@CHECKS.stop("CM-030")
def oxides_above_all(case: OldCementCase) -> Iterator[Hit]:
    """CM-030: the oxides of clinker are no more than the clinker.

    CaO 65 %, MgO 40 % → stop.
    """
    for row in case.filed.oxides:
        held = (row.cao or ZERO) + (row.mgo or ZERO)
        if held > ONE:
            yield hit(row.line.place("cao"), line=row.number, value=held * HUNDRED)


@CHECKS.stop("CM-031")
def elsewhere_above_all(case: OldCementCase) -> Iterator[Hit]:
    """CM-031: no more of an oxide comes from elsewhere than clinker holds.

    MgO 2 %, of it 3 % not from carbonate → stop.
    """
    for row in case.filed.oxides:
        for name in row.beyond:
            yield hit(row.line.place(f"{name}_not_carbonate"), line=row.number)


@CHECKS.warn("CM-032")
def oxides_plausible(case: OldCementCase) -> Iterator[Hit]:
    """CM-032: CaO and MgO lie where they do in clinker.

    CaO 6.5 % (0.065 for 65 %) → warning.
    """
    for row in case.filed.oxides:
        for name in ("cao", "mgo"):
            value = getattr(row, name)
            if value is not None and (found := outside(case, f"check.cement.{name}", value)):
                facts = {"line": row.number, "value": value * HUNDRED}
                most = {key: one * HUNDRED for key, one in bounds(found).items()}
                yield hit(row.line.place(name), found.citation, **facts, **most)


@CHECKS.warn("CM-033")
def carbon_of_raw_meal(case: OldCementCase) -> Iterator[Hit]:
    """CM-033: carbon of raw meal that is no fuel lies in the range of the guide.

    Measured 3 % → warning: the guide's range is 0.1 to 0.3 %.
    """
    for row in case.filed.oxides:
        value = row.raw_meal_carbon
        if value is not None and (found := outside(case, "accounting.cement.raw_meal_carbon", value)):
            most = {key: one * HUNDRED for key, one in bounds(found).items()}
            yield hit(row.line.place("raw_meal_carbon"), found.citation, line=row.number, value=value * HUNDRED, **most)


@CHECKS.warn("CM-034")
def dust_plausible(case: OldCementCase) -> Iterator[Hit]:
    """CM-034: dust that leaves a kiln is a small part of its clinker.

    1,000,000 t of clinker, 200,000 t of dust → warning.
    """
    key = "check.cement.dust.max"
    for row in case.filed.oxides if case.law.has(key) else ():
        if row.clinker_t and row.dust_t and row.dust_t > row.clinker_t * case.law.value(key):
            value = row.dust_t / row.clinker_t * HUNDRED
            facts = {"line": row.number, "value": value, "most": case.law.value(key) * HUNDRED}
            yield hit(row.line.place("dust_t"), case.law.provision(key).citation, **facts)


@CHECKS.warn("CM-035")
def raw_meal_plausible(case: OldCementCase) -> Iterator[Hit]:
    """CM-035: a tonne of clinker takes as much raw meal as it does everywhere.

    1,000,000 t of clinker from 900,000 t of raw meal → warning.
    """
    for row in case.filed.oxides:
        if not (row.clinker_t and row.raw_meal_t is not None):
            continue
        value = row.raw_meal_t / row.clinker_t
        if found := outside(case, "check.cement.raw_meal", value):
            yield hit(row.line.place("raw_meal_t"), found.citation, line=row.number, value=value, **bounds(found))


@CHECKS.stop("CM-036")
def line_twice(case: OldCementCase) -> Iterator[Hit]:
    """CM-036: a line stands in one line.

    Line 1 twice → stop at the second.
    """
    for line in twice(((row.number, row.line) for row in case.filed.oxides), "line"):
        yield hit(line.place("line"), line=line.text("line"))


@CHECKS.stop("CM-037")
def clinker_agrees(case: OldCementCase) -> Iterator[Hit]:
    """CM-037: clinker of the oxides is the clinker of the products.

    Oxides of 1,000,000 t, products 1,200,000 t → stop.
    """
    told = sum((row.clinker_t or ZERO for row in case.filed.oxides), ZERO)
    made = sum((row.output or ZERO for row in case.filed.products if row.product != "cement"), ZERO)
    if told != made:
        yield hit(Place("熟料和窑灰"), told=told, made=made)


@CHECKS.note("CM-038")
def altitude_not_applied(case: OldCementCase) -> Iterator[Hit]:
    """CM-038: the altitude factor of the supplementary table was not verified, and is shown and not applied.

    Kiln at 2,200 m, factor 0.8761 → note: emissions are those without it.
    """
    for row in case.filed.supplement if case.law.has(ALTITUDE) else ():
        height = row.line.decimal("altitude_m")
        if height is not None and height > case.law.value(ALTITUDE):
            citation = case.law.provision(ALTITUDE).citation
            yield hit(row.line.place("altitude_factor"), citation, line=row.number, value=height)
