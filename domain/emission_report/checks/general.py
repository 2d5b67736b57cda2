"""Processes and carbon balances in the sectors of the older guides: EI-030 to EI-039."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.core.law import Law
from domain.emission_report.checks.bands import THOUSAND, Band, band
from domain.emission_report.checks.case import Case
from domain.emission_report.rules import Results
from domain.emission_report.rules.accounting import wanting
from domain.emission_report.rules.general import ENTERS, LEAVES, GeneralFiled, unbalanced
from domain.emission_report.rules.industry import TERM_SHARES, ProcessLine

GUIDE = "工业企业温室气体排放核算方法与报告指南"
GeneralCase = Case[GeneralFiled, Results]
CHECKS = Register[GeneralCase](owner="verification_officer", citation=GUIDE)
ZERO, ONE = Decimal(0), Decimal(1)
ONE_PERCENT = ONE / 100
# What a line may give instead of the guide's value.
INSTEAD = ("factor", "oxidation")


def used(case: GeneralCase, *materials: str) -> tuple[ProcessLine, ...]:
    """Processes of these materials that something was entered for."""
    return tuple(row for row in case.filed.processes if row.term.material in materials and row.term.tonnes)


def made(case: GeneralCase, *products: str) -> Decimal:
    """Output of these products over all lines; of all products where none is named."""
    rows = (row for row in case.filed.products if not products or row.product in products)
    return sum((row.output or ZERO for row in rows), ZERO)


def burnt(case: GeneralCase, *facilities: str) -> bool:
    """Whether any fuel was burnt, in these facilities where some are named."""
    return any(row.quantity for row in case.filed.fuels if not facilities or row.facility in facilities)


def electricity(case: GeneralCase) -> Decimal:
    return sum((row.mwh or ZERO for row in case.filed.energy), ZERO)


def output_place(case: GeneralCase, *products: str) -> Place:
    """The cell of the first output of these products."""
    rows = (row for row in case.filed.products if not products or row.product in products)
    return next((row.line.place("output") for row in rows), Place("产品产量"))


def beyond(
    place: Place, value: Decimal, found: Band | None, *, slips: bool = False, percent: bool = False, **facts: object
) -> Iterator[Hit]:
    """A value outside what is plausible; with `slips` one that a wrong unit explains, otherwise any other.

    Shares are told in percent where the column asks for percent.
    """
    if found and not found.holds(value) and found.holds_a_slip(value) == slips:
        told = {"value": value, "least": found.least, "most": found.most}
        shown = {name: one * 100 for name, one in told.items()} if percent else told
        yield hit(place, found.citation, **shown, **facts)


def intensity(case: GeneralCase, key: str, *products: str) -> tuple[Decimal, Band] | None:
    """Emissions over what was made, and the band of the law under `key`; None where one of them is missing."""
    output, found = made(case, *products), band(case.law, key)
    if case.results is None or found is None or not output:
        return None
    return case.results.enterprise.value / output, found


def off_intensity(case: GeneralCase, key: str, *products: str, slips: bool = False) -> Iterator[Hit]:
    """An intensity outside its band, told at the total; a slip of units at the output."""
    if told := intensity(case, key, *products):
        place = output_place(case, *products) if slips else case.filed.totals.place("emissions_tonnes")
        yield from beyond(place, told[0], told[1], slips=slips)


@CHECKS.stop("EI-030")
def no_value_in_the_law(case: GeneralCase) -> Iterator[Hit]:
    """EI-030: what the law has no value for is measured and filed.

    Nitric acid made, N2O for each tonne empty: the guide has no value → stop at the empty cell.
    """
    for row in case.filed.processes:
        for name in wanting(case.law, case.filed.sector, row.term):
            if name in row.line.cells:
                yield hit(row.line.place(name), source=row.source)


@CHECKS.stop("EI-031")
def process_twice(case: GeneralCase) -> Iterator[Hit]:
    """EI-031: a material of a source (and kind of route) stands in one line.

    Batch house, dolomite in lines 6 and 9 → stop at line 9.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    for row in case.filed.processes:
        key = (row.source, row.term.material, row.line.text("route"))
        seen[key] += 1
        if seen[key] > 1:
            yield hit(row.line.place("source"), source=row.source)


@CHECKS.warn("EI-032")
def fraction_for_percent(case: GeneralCase) -> Iterator[Hit]:
    """EI-032: shares are filed in percent.

    Purity 0.98 where 98 % is meant → warning.
    """
    for row in case.filed.processes:
        for name in TERM_SHARES:
            value = getattr(row.term, name)
            if value and value <= ONE_PERCENT:
                yield hit(row.line.place(name), source=row.source, value=value * 100)


@CHECKS.stop("EI-033")
def more_carbon_leaves(case: GeneralCase) -> Iterator[Hit]:
    """EI-033: no more carbon leaves a plant than enters it.

    700 tC enter with coal, 720 tC leave in methanol → stop.
    """
    for row in unbalanced(case.filed):
        lines = [line for line in case.filed.carbon if (line.source, line.process) == (row.source, row.term.material)]
        place = next((line.line.place("carbon") for line in lines if line.flow == LEAVES), row.line.place("carbon_out"))
        yield hit(place, source=row.source, entering=row.term.carbon_in or ZERO, leaving=row.term.carbon_out or ZERO)


def _of_the_guide(law: Law, sector: str, row: ProcessLine) -> Iterator[tuple[str, Decimal, Decimal, str]]:
    """What was filed instead of the guide's value: its name, value, the guide's, and the citation."""
    for name in INSTEAD:
        key, value = f"accounting.process.{sector}.{row.term.material}.{name}", getattr(row.term, name)
        if value is not None and law.has(key):
            yield name, value, law.value(key), law.provision(key).citation


def _is_a_slip(value: Decimal, guide: Decimal) -> bool:
    """A thousand times off, give or take a half."""
    return any(abs(value * times - guide) * 2 <= guide for times in (THOUSAND, ONE / THOUSAND)) and value > 0


@CHECKS.warn("EI-034")
def far_from_the_guide(case: GeneralCase) -> Iterator[Hit]:
    """EI-034: a factor or an oxidation that was measured lies near the guide's.

    Jet kerosene 3.15 t/t in the guide, 4.20 filed: a third more → warning.
    """
    most = case.law.value("check.process.deviation") if case.law.has("check.process.deviation") else None
    for row in case.filed.processes if most else ():
        for name, value, guide, citation in _of_the_guide(case.law, case.filed.sector, row):
            if abs(value - guide) > guide * (most or ZERO) and not _is_a_slip(value, guide):
                yield hit(row.line.place(name), citation, source=row.source, value=value, guide=guide)


@CHECKS.stop("EI-035")
def factor_in_the_wrong_unit(case: GeneralCase) -> Iterator[Hit]:
    """EI-035: a factor a thousand times off the guide's is in kg instead of t.

    Jet kerosene 3,150 instead of 3.15 → stop.
    """
    for row in case.filed.processes:
        for name, value, guide, citation in _of_the_guide(case.law, case.filed.sector, row):
            if _is_a_slip(value, guide):
                yield hit(row.line.place(name), citation, source=row.source, value=value, guide=guide)


@CHECKS.warn("EI-036")
def recovered_of_nothing(case: GeneralCase) -> Iterator[Hit]:
    """EI-036: no more CO2 is recovered than processes and fuels give off.

    Recovered 50,000 t, processes and fuels 30,000 t → warning.
    """
    if case.results is None:
        return
    steps = {step.name: Decimal(step.value) for step in case.results.enterprise.steps if not step.index}
    given_off = steps.get("fuel_tco2", ZERO) + steps.get("process_tco2", ZERO)
    for row in case.filed.energy:
        recovered = row.line.decimal("recovered_t")
        if recovered and recovered > given_off:
            yield hit(row.line.place("recovered_t"), value=recovered, most=given_off)


@CHECKS.stop("EI-037")
def carbon_line_twice(case: GeneralCase) -> Iterator[Hit]:
    """EI-037: a material that enters or leaves a plant stands in one line.

    Ammonia plant, coal entering in two lines → stop at the second.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    for row in case.filed.carbon:
        key = (row.source, row.process, row.flow, row.name)
        seen[key] += 1
        if seen[key] > 1:
            yield hit(row.line.place("name"), source=row.source, name=row.name)


@CHECKS.stop("EI-038")
def carbon_above_mass(case: GeneralCase) -> Iterator[Hit]:
    """EI-038: a tonne of a material does not hold more than a tonne of carbon.

    Coal with 70 tC/t: 70 % is meant → stop.
    """
    for row in case.filed.carbon:
        if row.measured_in == "t" and row.carbon is not None and row.carbon > ONE:
            yield hit(row.line.place("carbon"), source=row.source, name=row.name, value=row.carbon)


@CHECKS.stop("EI-039")
def nothing_enters(case: GeneralCase) -> Iterator[Hit]:
    """EI-039: a plant counted by carbon balance has raw materials.

    A hydrogen plant with products only → stop.
    """
    for (source, _), rows in case.filed.plants().items():
        if not any(row.flow == ENTERS for row in rows):
            yield hit(rows[0].line.place("flow"), source=source)
