"""Checks of cement by line and month. CM-001 to CM-023."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.core.workbook import Line
from domain.emission_report.checks import metals
from domain.emission_report.checks.case import Case
from domain.emission_report.checks.metals import ZERO, twice, wrong_totals
from domain.emission_report.rules.accounting.cement import CLINKER, SUBSTITUTE
from domain.emission_report.rules.cement import KILN, CementFiled, kiln_heat, main_kind
from domain.emission_report.rules.industry import WHOLE
from domain.emission_report.rules.metals import MetalResults
from domain.emission_report.workbook.cement import LINE_TOTALS, TOTALS
from domain.emission_report.workbook.common import MONTHS

GUIDE = "企业温室气体排放核算与报告指南 水泥行业（CETS-AG-02.01-V01-2024）"
TWENTY_FOUR = Decimal(2 * len(MONTHS))
CementCase = Case[CementFiled, MetalResults]
CHECKS = Register[CementCase](owner="verification_officer", citation=GUIDE)


def _first(facts: CementFiled, number: str) -> Line:
    return facts.clinker_of(number)[0].line


def clinker_of(facts: CementFiled, number: str, month: int = 0) -> Decimal:
    """Clinker of a line in t, of a month or (0) the year."""
    rows = (row for row in facts.clinker_of(number) if month in (0, row.month))
    return sum((row.output or ZERO for row in rows), ZERO)


@CHECKS.stop("CM-001")
def substitute_twice(case: CementCase) -> Iterator[Hit]:
    """CM-001: a raw material of a line and month stands in one line.

    Line 1, May, carbide slag in lines 6 and 9 → stop at line 9.
    """
    rows = (((row.number, row.month, row.material), row.line) for row in case.filed.substitutes)
    for line in twice(rows, "material"):
        yield hit(line.place("material"), line=line.text("line"))


@CHECKS.stop("CM-002")
def line_without_clinker(case: CementCase) -> Iterator[Hit]:
    """CM-002: raw materials and fuels belong to a line that makes clinker; fuels of the rest of the plant to 全厂.

    Fuel of line 3, clinker of lines 1 and 2 only → stop.
    """
    numbers = (*case.filed.numbers, WHOLE)
    filed = case.filed
    for rows in (filed.fuels, filed.substitutes, filed.alternatives):
        for row in rows:
            if row.number not in numbers:
                yield hit(row.line.place("line"), line=row.number)


@CHECKS.stop("CM-003")
def line_not_told(case: CementCase) -> Iterator[Hit]:
    """CM-003: every line that makes clinker is in the sheet of clinker lines and in that of emissions by line.

    Clinker of line 2, no emissions of line 2 → stop.
    """
    for number in case.filed.numbers:
        for sheet, there in (("熟料生产线", case.filed.kilns), ("分线排放", case.filed.line_totals)):
            if number not in there:
                yield hit(Place(sheet), line=number)


@CHECKS.warn("CM-004")
def kiln_without_fuel(case: CementCase) -> Iterator[Hit]:
    """CM-004: a kiln that makes clinker burns something.

    Clinker of line 1, no fuel of its kiln → warning.
    """
    for number in case.filed.numbers:
        if clinker_of(case.filed, number) and not any(kiln_heat(case.filed, number)):
            yield hit(_first(case.filed, number).place("line"), line=number)


@CHECKS.stop("CM-005")
def totals_of_lines(case: CementCase) -> Iterator[Hit]:
    """CM-005: clinker, emissions, intensity and rates of a line are stated as they follow from its sheets.

    Process 1,022,000.00 t, stated 1,070,000.00 t (nothing deducted) → stop.
    """
    for number, computed in case.results.lines.items() if case.results else ():
        if number in case.filed.line_totals:
            yield from wrong_totals(LINE_TOTALS, case.filed.line_totals[number], computed)


@CHECKS.stop("CM-006")
def totals(case: CementCase) -> Iterator[Hit]:
    """CM-006: the parts of the enterprise's emissions are the sums of its lines.

    Lines emit 250,000.00 t from fuels, stated 520,000.00 t → stop.
    """
    if case.results:
        yield from wrong_totals(TOTALS, case.filed.totals, case.results.totals)


@CHECKS.stop("CM-008")
def raw_meal_missing(case: CementCase) -> Iterator[Hit]:
    """CM-008: clinker is reported with its raw meal and the hours of its kiln.

    Clinker of March, hours empty → stop.
    """
    for row in case.filed.clinker:
        for key in ("raw_meal_t", "hours"):
            if row.output and row.line.decimal(key) is None:
                yield hit(row.line.place(key), line=row.number, month=row.month)


@CHECKS.stop("CM-011")
def process_below_nought(case: CementCase) -> Iterator[Hit]:
    """CM-011: what raw materials save is not more than what the clinker gives off.

    100,000 t of clinker, 200,000 t of carbide slag: 96,000 t saved of 53,500 t → stop.
    """
    for number in case.filed.numbers:
        rows = case.filed.substitutes_of(number)
        kind = main_kind(case.filed.clinker_of(number))
        made = sum((row.output or ZERO for row in case.filed.clinker_of(number) if row.product == kind), ZERO)
        gross = made * case.law.value(f"{CLINKER}.{kind}")
        saved = sum(((row.tonnes or ZERO) * case.law.value(f"{SUBSTITUTE}.{row.material}") for row in rows), ZERO)
        if saved > gross:
            yield hit(rows[0].line.place("tonnes"), line=number, saved=saved, gross=gross)


@CHECKS.stop("CM-013")
def hours_of_month(case: CementCase) -> Iterator[Hit]:
    """CM-013: a kiln runs no more hours than the month has.

    February 2024: 696 hours; filed 744 → stop.
    """
    for row in case.filed.clinker:
        hours = row.line.decimal("hours")
        if row.month not in MONTHS or hours is None:
            continue
        most = TWENTY_FOUR * monthrange(case.law.day.year, row.month)[1]
        if hours > most:
            yield hit(row.line.place("hours"), line=row.number, month=row.month, value=hours, most=most)


@CHECKS.warn("CM-015")
def output_without_hours(case: CementCase) -> Iterator[Hit]:
    """CM-015: where clinker is made the kiln runs, and where it runs clinker is made.

    Clinker 0, hours 700 → warning.
    """
    for row in case.filed.clinker:
        hours = row.line.decimal("hours")
        if hours is not None and row.output is not None and bool(hours) != bool(row.output):
            yield hit(row.line.place("hours"), line=row.number, month=row.month)


@CHECKS.stop("CM-016")
def line_unknown(case: CementCase) -> Iterator[Hit]:
    """CM-016: lines are those of the plan in force.

    The plan has lines 1 and 2, filed line 3 → stop.
    """
    yield from metals.unknown_lines(case, ((row.number, row.line) for row in case.filed.clinker))


@CHECKS.warn("CM-017")
def above_capacity(case: CementCase) -> Iterator[Hit]:
    """CM-017: a line makes no more clinker in the year than its capacity in the plan, and what is allowed beyond it.

    Capacity 1,500,000 t a year, made 2,000,000 t → warning.
    """
    rows = ((number, clinker_of(case.filed, number), _first(case.filed, number)) for number in case.filed.numbers)
    yield from metals.beyond_capacity(case, "check.cement.capacity", rows)


@CHECKS.note("CM-020")
def two_kinds(case: CementCase) -> Iterator[Hit]:
    """CM-020: a line rarely burns two kinds of clinker in one year.

    Line 1, Portland until June and white from July → note: deductions go to the kind made most.
    """
    for number in case.filed.numbers:
        rows = [row for row in case.filed.clinker_of(number) if row.output]
        other = [row for row in rows if row.product != rows[0].product]
        if other:
            yield hit(other[0].line.place("product"), line=number)


@CHECKS.warn("CM-021")
def kind_of_line(case: CementCase) -> Iterator[Hit]:
    """CM-021: a line of white clinker makes white clinker, one of carbide-slag clinker uses carbide slag.

    Kind 电石渣制熟料, no carbide slag → warning: such lines are allocated otherwise.
    """
    for number, kiln in case.filed.kilns.items():
        made = {row.product for row in case.filed.clinker_of(number) if row.output}
        slag = any(row.material == "carbide_slag" for row in case.filed.substitutes_of(number))
        kind = kiln.text("kind")
        if made and ((kind == "white") != ("white" in made) or (kind == "carbide_slag" and not slag)):
            yield hit(kiln.place("kind"), line=number)


@CHECKS.warn("CM-022")
def boiler_on_a_line(case: CementCase) -> Iterator[Hit]:
    """CM-022: boilers belong to the plant; what a line burns is burnt in its kiln.

    Line 1, power boiler, coal → warning: enter it under 全厂 unless it serves this line alone.
    """
    for row in case.filed.fuels:
        if row.quantity and row.number != WHOLE and row.facility.endswith("boiler"):
            yield hit(row.line.place("facility"), line=row.number)


@CHECKS.warn("CM-023")
def kiln_of_the_plant(case: CementCase) -> Iterator[Hit]:
    """CM-023: fuel of a kiln is entered under its line, or it would not count.

    全厂, kiln, coal 100,000 t → warning.
    """
    for row in case.filed.fuels:
        if row.quantity and row.number == WHOLE and row.facility == KILN:
            yield hit(row.line.place("line"), value=row.quantity)
