"""Against outside data: AG-010 to AG-017.

What a source tells is not repeated to the filer, who shall look for the mistake and not for the number: the finding
says that it differs, the authority's page by how much.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.emission_report.checks.against.figures import BOUGHT, FUEL, OUTPUT, Of, begins, differs, is_, years
from domain.emission_report.checks.case import AnyCase
from domain.emission_report.rules import Figure
from domain.outside_data.rules import GENERATION, OWN_USE, tolerance
from domain.outside_data.workbook import COAL, ON_GRID, Source

INSPECTION = "碳排放权交易管理暂行条例 第十七条"
CHECKS = Register[AnyCase](owner="verification_officer", citation=INSPECTION)


def _outside(case: AnyCase, source: Source, of: Of) -> Iterator[Hit]:
    most = tolerance(case.law, source)
    if most is None:
        return
    reported = years(case)
    citation = case.law.provision(f"outside.tolerance.{source}").citation
    for code, told in case.known.others.outside.items():
        one = reported.get(code)
        if one is None or not of(code):
            continue
        for other in told:
            same_unit = not other.unit or not one.unit or other.unit == one.unit
            if other.source == source and same_unit and differs(one.value, other.value, most):
                facts = {"figure": code, "source": source.value, "filed": one.value, "measure": one.unit}
                yield hit(one.place, citation, **facts, most=most * 100)


def _sent(case: AnyCase) -> tuple[Figure, Decimal] | None:
    """Generation, and what the grid settled of it; None where either is not told."""
    generation = years(case).get(GENERATION)
    settled = [told.value for told in case.known.others.outside.get(ON_GRID, ()) if told.source == Source.GRID]
    return (generation, settled[0]) if generation and settled else None


@CHECKS.warn("AG-010")
def more_sent_than_generated(case: AnyCase) -> Iterator[Hit]:
    """AG-010: a plant does not send more electricity to the grid than it generates.

    Settled 1,600,000 MWh, generation 1,575,000 MWh → warning.
    """
    found, most = _sent(case), tolerance(case.law, Source.GRID)
    if found and most is not None and found[1] > found[0].value * (1 + most):
        yield hit(found[0].place, filed=found[0].value)


@CHECKS.warn("AG-011")
def own_use(case: AnyCase) -> Iterator[Hit]:
    """AG-011: what is generated and not sent to the grid is the plant's own use, which has a usual size.

    Generation 1,575,000 MWh, settled 1,100,000 MWh: 30 % own use → warning.
    """
    found = _sent(case)
    if not found or not case.law.has(OWN_USE) or not found[0].value:
        return
    if 1 - found[1] / found[0].value > case.law.value(OWN_USE):
        citation = case.law.provision(OWN_USE).citation
        yield hit(found[0].place, citation, filed=found[0].value, most=case.law.value(OWN_USE) * 100)


@CHECKS.warn("AG-012")
def electricity_bought(case: AnyCase) -> Iterator[Hit]:
    """AG-012: electricity bought is what the grid settled.

    Settled 120,000 MWh, report 100,000 MWh → warning.
    """
    yield from _outside(case, Source.GRID, is_(BOUGHT))


@CHECKS.warn("AG-013")
def gas_supplied(case: AnyCase) -> Iterator[Hit]:
    """AG-013: gas burnt is what the supplier delivered.

    Delivered 5,200 × 10⁴Nm³, report 4,700 → warning.
    """
    yield from _outside(case, Source.GAS, begins(FUEL))


@CHECKS.warn("AG-014")
def products_invoiced(case: AnyCase) -> Iterator[Hit]:
    """AG-014: output is near what the tax authority knows to have been sold.

    Invoiced 1,500,000 t of clinker, report 1,100,000 t → warning: stock alone rarely explains it.
    """
    yield from _outside(case, Source.TAX, begins(OUTPUT))


@CHECKS.warn("AG-015")
def fuels_invoiced(case: AnyCase) -> Iterator[Hit]:
    """AG-015: fuel burnt is near what the tax authority knows to have been bought.

    Invoiced 900,000 t of coal, report 700,000 t → warning.
    """
    yield from _outside(case, Source.TAX, lambda code: code == COAL or code.startswith(FUEL))


@CHECKS.warn("AG-016")
def statistics(case: AnyCase) -> Iterator[Hit]:
    """AG-016: what was reported to statistics in the same words is what is reported here.

    Statistics 1,575,000 MWh generated, report 1,430,000 MWh → warning.
    """
    yield from _outside(case, Source.STATISTICS, lambda _: True)


@CHECKS.warn("AG-017")
def permit(case: AnyCase) -> Iterator[Hit]:
    """AG-017: what was reported under the discharge permit is what is reported here.

    Permit return 7,000 h, report 6,200 h → warning.
    """
    yield from _outside(case, Source.PERMIT, lambda _: True)
