"""Against the monthly evidence: AG-001 to AG-007."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.emission_report.checks.against.figures import (
    BOUGHT,
    FUEL,
    HEAT_BOUGHT,
    HOURS,
    OUTPUT,
    Of,
    begins,
    differs,
    figures_of,
    is_,
    name_of,
    of_months,
)
from domain.emission_report.checks.case import AnyCase
from domain.emission_report.rules import Figure
from domain.outside_data.rules import GENERATION, MONTHS

EVIDENCE = "环办气候函〔2023〕43号 月度信息化存证"
CHECKS = Register[AnyCase](owner="verification_officer", citation=EVIDENCE)

MONTHLY = "outside.tolerance.monthly"


def _evidence(case: AnyCase, one: Figure) -> dict[int, Decimal]:
    """What the monthly evidence tells of a figure of a part, by month."""
    told = case.known.others.monthly
    return {month: told[one.code, one.number, month] for month in MONTHS if (one.code, one.number, month) in told}


def _months_sum(case: AnyCase, of: Of) -> Iterator[Hit]:
    if not case.law.has(MONTHLY):
        return
    for one in figures_of(case):
        months = {} if one.month or not of(one.code) else _evidence(case, one)
        summed = sum(months.values(), Decimal())
        if len(months) == len(MONTHS) and differs(one.value, summed, case.law.value(MONTHLY)):
            facts = {"part": name_of(case, one.number), "figure": one.code, "measure": one.unit}
            yield hit(one.place, case.law.provision(MONTHLY).citation, **facts, filed=one.value, evidence=summed)


@CHECKS.warn("AG-001")
def generation_of_months(case: AnyCase) -> Iterator[Hit]:
    """AG-001: the year's generation is what the monthly evidence adds up to.

    Evidence 1,575,000 MWh over twelve months, report 1,600,000 MWh → warning.
    """
    yield from _months_sum(case, is_(GENERATION))


@CHECKS.warn("AG-002")
def heat_of_months(case: AnyCase) -> Iterator[Hit]:
    """AG-002: the year's heat supplied is what the monthly evidence adds up to.

    Evidence 800,000 GJ, report 900,000 GJ → warning.
    """
    yield from _months_sum(case, is_("heat_gj"))


@CHECKS.warn("AG-003")
def fuel_of_months(case: AnyCase) -> Iterator[Hit]:
    """AG-003: the year's fuel is what the monthly evidence adds up to, fuel by fuel.

    Evidence 700,000 t of bituminous coal, report 650,000 t → warning.
    """
    yield from _months_sum(case, begins(FUEL))


@CHECKS.warn("AG-004")
def output_of_months(case: AnyCase) -> Iterator[Hit]:
    """AG-004: the year's output is what the monthly evidence adds up to, product by product.

    Evidence 1,500,000 t of clinker, report 1,600,000 t → warning.
    """
    yield from _months_sum(case, begins(OUTPUT))


@CHECKS.warn("AG-005")
def energy_of_months(case: AnyCase) -> Iterator[Hit]:
    """AG-005: electricity and heat bought and hours of operation are what the monthly evidence adds up to.

    Evidence 120,000 MWh bought, report 100,000 MWh → warning.
    """
    yield from _months_sum(case, is_(BOUGHT, HEAT_BOUGHT, HOURS))


@CHECKS.warn("AG-006")
def single_months(case: AnyCase) -> Iterator[Hit]:
    """AG-006: a month of the report is the month of the evidence, also where the year adds up.

    March and April exchanged: both differ, the year does not → warning, once for the figure, naming the months.
    """
    if not case.law.has(MONTHLY):
        return
    most, told = case.law.value(MONTHLY), case.known.others.monthly
    differing: dict[tuple[str, str], list[Figure]] = {}
    for one in filter(of_months, figures_of(case)):
        evidence = told.get((one.code, one.number, one.month))
        if evidence is not None and differs(one.value, evidence, most):
            differing.setdefault((one.code, one.number), []).append(one)
    for (code, number), found in differing.items():
        months = ", ".join(str(one.month) for one in found)
        yield hit(found[0].place, part=name_of(case, number), figure=code, months=months)


@CHECKS.note("AG-007")
def missing_months(case: AnyCase) -> Iterator[Hit]:
    """AG-007: where there is monthly evidence of a figure there is evidence of every month of the year.

    January to October are there → note: November and December are missing, and the year is not compared.
    """
    for one in figures_of(case):
        months = {} if one.month else _evidence(case, one)
        missing = [str(month) for month in MONTHS if month not in months]
        if months and missing:
            facts = {"part": name_of(case, one.number), "figure": one.code, "months": ", ".join(missing)}
            yield hit(one.place, **facts)
