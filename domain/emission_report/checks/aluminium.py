"""Checks of aluminium smelting by process and month. AL-001 to AL-024."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.emission_report.checks import metals
from domain.emission_report.checks.case import Case
from domain.emission_report.checks.metals import ZERO, twice, wrong_totals
from domain.emission_report.rules import DEFAULT, MEASURED
from domain.emission_report.rules.accounting.aluminium import FAMILY
from domain.emission_report.rules.aluminium import FIGURES, SHARES, AluminiumFiled, AnodeLine, unmatched
from domain.emission_report.rules.metals import MetalResults
from domain.emission_report.workbook.aluminium import LINE_TOTALS, TOTALS

GUIDE = "企业温室气体排放核算与报告指南 铝冶炼行业（CETS-AG-04.01-V01-2024）"
ONE = Decimal(1)
AluminiumCase = Case[AluminiumFiled, MetalResults]
CHECKS = Register[AluminiumCase](owner="verification_officer", citation=GUIDE)


def where(row: AnodeLine) -> dict[str, object]:
    """The process and month, as facts of a finding."""
    return {"line": row.number, "month": row.month}


def measured(case: AluminiumCase) -> Iterator[AnodeLine]:
    """Months whose figures count."""
    return (row for row in case.filed.anodes if row.method == MEASURED)


@CHECKS.stop("AL-001")
def anodes_missing(case: AluminiumCase) -> Iterator[Hit]:
    """AL-001: for every month in which a process makes aluminium its anodes are told, if only as default.

    March: 10,000 t of liquid aluminium, no line of anodes → stop.
    """
    for row in unmatched(case.filed):
        yield hit(row.line.place("month"), line=row.number, month=row.month)


@CHECKS.stop("AL-002")
def anodes_twice(case: AluminiumCase) -> Iterator[Hit]:
    """AL-002: anodes of a process and month stand in one line.

    Process 1, March in lines 8 and 20 → stop at line 20.
    """
    rows = (((row.number, row.month), row.line) for row in case.filed.anodes)
    for line in twice(rows, "month"):
        yield hit(line.place("month"), line=line.text("line"), month=line.integer("month"))


@CHECKS.stop("AL-003")
def anodes_of_nothing(case: AluminiumCase) -> Iterator[Hit]:
    """AL-003: anodes are told of processes that are reported.

    Anodes of process 3, liquid aluminium of 1 and 2 → stop.
    """
    for number, line in {row.number: row.line for row in case.filed.anodes}.items():
        if number not in case.filed.numbers:
            yield hit(line.place("line"), line=number)


@CHECKS.stop("AL-004")
def measured_missing(case: AluminiumCase) -> Iterator[Hit]:
    """AL-004: who says that a month was measured gives at least one figure.

    Method 实测, all columns empty → stop.
    """
    for row in measured(case):
        if all(getattr(row, name) is None for name in (*FIGURES, *SHARES)):
            yield hit(row.line.place("method"), **where(row))


@CHECKS.note("AL-005")
def measured_beside_default(case: AluminiumCase) -> Iterator[Hit]:
    """AL-005: figures beside the method 缺省值 do not count: the guide's do.

    Method 缺省值, gross 0.49 → note.
    """
    for row in case.filed.anodes:
        told = [name for name in (*FIGURES, *SHARES) if getattr(row, name) is not None]
        if row.method == DEFAULT and told:
            yield hit(row.line.place(told[0]), **where(row))


@CHECKS.warn("AL-006")
def default_asmeasured(case: AluminiumCase) -> Iterator[Hit]:
    """AL-006: a net anode carbon that was measured rarely is the recommended value to the last place.

    Measured 0.411 → warning: was it measured?
    """
    key = f"{FAMILY}.anode.net_carbon"
    for row in measured(case):
        if row.net_carbon is not None and case.law.has(key) and row.net_carbon == case.law.value(key):
            yield hit(row.line.place("net_carbon"), **where(row), value=row.net_carbon)


@CHECKS.stop("AL-009")
def net_above_gross(case: AluminiumCase) -> Iterator[Hit]:
    """AL-009: net carbon is a part of the gross consumption.

    Gross 0.42, net 0.45 → stop.
    """
    for row in measured(case):
        if row.net_carbon is not None and row.anode_gross is not None and row.net_carbon > row.anode_gross:
            yield hit(row.line.place("net_carbon"), **where(row), value=row.net_carbon, gross=row.anode_gross)


@CHECKS.stop("AL-010")
def totals(case: AluminiumCase) -> Iterator[Hit]:
    """AL-010: the parts of the enterprise's emissions are the sums of its processes.

    Processes emit 180,840.00 t by anodes, stated 108,840.00 t → stop.
    """
    if case.results:
        yield from wrong_totals(TOTALS, case.filed.totals, case.results.totals)


@CHECKS.stop("AL-011")
def totals_of_lines(case: AluminiumCase) -> Iterator[Hit]:
    """AL-011: aluminium, emissions and intensity of a process are stated as they follow from its sheets.

    Anode effects 31,579.20 t, stated 3,157.92 t → stop.
    """
    for number, computed in case.results.lines.items() if case.results else ():
        if number in case.filed.line_totals:
            yield from wrong_totals(LINE_TOTALS, case.filed.line_totals[number], computed)


@CHECKS.stop("AL-012")
def line_not_told(case: AluminiumCase) -> Iterator[Hit]:
    """AL-012: every process that makes aluminium is in the sheet of emissions by process.

    Aluminium of process 2, no emissions of process 2 → stop.
    """
    for number in case.filed.numbers:
        if number not in case.filed.line_totals:
            yield hit(Place("分工序排放"), line=number)


@CHECKS.stop("AL-014")
def direct_above_alternating(case: AluminiumCase) -> Iterator[Hit]:
    """AL-014: a rectifier gives off no more than it takes.

    Alternating 135,000 MWh, direct 138,000 MWh → stop.
    """
    for row in case.filed.uses:
        if row.ac_mwh is not None and row.dc_mwh is not None and row.dc_mwh > row.ac_mwh:
            yield hit(row.line.place("dc_mwh"), line=row.number, month=row.month, value=row.dc_mwh, most=row.ac_mwh)


@CHECKS.stop("AL-018")
def gas_alone(case: AluminiumCase) -> Iterator[Hit]:
    """AL-018: C2F6 is measured together with CF4.

    C2F6 0.003, CF4 and the minutes empty → stop.
    """
    for row in measured(case):
        if row.c2f6_kg_per_t is not None and row.cf4_kg_per_t is None and row.effect_minutes is None:
            yield hit(row.line.place("cf4_kg_per_t"), **where(row))


@CHECKS.stop("AL-020")
def impure_beyond_all(case: AluminiumCase) -> Iterator[Hit]:
    """AL-020: sulphur and ash are parts of the anode.

    Sulphur 70 %, ash 40 % → stop.
    """
    for row in measured(case):
        if (row.anode_sulphur or ZERO) + (row.anode_ash or ZERO) > ONE:
            yield hit(row.line.place("anode_sulphur"), **where(row))


@CHECKS.stop("AL-022")
def line_unknown(case: AluminiumCase) -> Iterator[Hit]:
    """AL-022: processes are those of the plan in force.

    The plan has 1 and 2, filed 3 → stop.
    """
    yield from metals.unknown_lines(case, ((row.number, row.line) for row in case.filed.liquid))


@CHECKS.warn("AL-023")
def above_capacity(case: AluminiumCase) -> Iterator[Hit]:
    """AL-023: a process makes no more than its capacity in the plan, and what the province allows beyond it.

    Capacity 120,000 t a year, made 200,000 t → warning.
    """
    first = {row.number: row.line for row in reversed(case.filed.liquid)}
    rows = ((number, case.filed.aluminium(number), line) for number, line in first.items())
    yield from metals.beyond_capacity(case, "check.aluminium.capacity", rows)


@CHECKS.warn("AL-024")
def uses_missing(case: AluminiumCase) -> Iterator[Hit]:
    """AL-024: electricity by use is told for every process and month in which aluminium is made.

    Process 1, March: 10,000 t, no line of electricity → warning.
    """
    told = {(row.number, row.month) for row in case.filed.uses}
    for row in case.filed.liquid:
        if row.output and (row.number, row.month) not in told:
            yield hit(row.line.place("month"), line=row.number, month=row.month)
