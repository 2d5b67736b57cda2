"""Checks of plans by facility and line: what there is, what belongs where, what each line and fuel needs."""

from __future__ import annotations

from collections.abc import Iterator

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.core.workbook import Line
from domain.monitoring_plan import rules
from domain.monitoring_plan.checks.case import OWNER, Case, needed, parameter_facts, unit_facts
from domain.monitoring_plan.workbook import MOST_NUMBER

GUIDE_FACILITIES = "企业温室气体排放核算与报告指南 核算边界和主要排放设施"
# Of all forms by facility; of those that know production lines.
CHECKS = Register[Case](owner=OWNER, citation=GUIDE_FACILITIES)
INDUSTRY = Register[Case](owner=OWNER, citation=GUIDE_FACILITIES)
# What no fuel or material is named for.
WITHOUT_ITEM = (
    "electricity",
    "purchased_heat",
    "anode_effect",
    "generation",
    "heat",
    "hours",
    "turnover",
    "throughput",
)


@CHECKS.stop("MP-FACILITY-NONE")
def some_facility(case: Case) -> Iterator[Hit]:
    """MP-FACILITY-NONE: the plan lists the facilities that emit (guide, B.3; template, C-2).

    A boundary without one facility in it stops.
    """
    if not any(case.lines.rows(key) for key in case.form.places if key != "lines"):
        yield hit(Place(case.form.workbook.sheet("facilities").title_zh))


@CHECKS.stop("MP-FACILITY-REPEATED")
def none_repeated(case: Case) -> Iterator[Hit]:
    """MP-FACILITY-REPEATED: a number stands for one facility or line, on whichever sheet.

    Boiler B1 on two lines, or a line named as a boiler is → stop: nobody could tell whose data are whose.
    """
    seen: set[str] = set()
    for line in _numbered(case):
        if line.text("number") in seen:
            yield hit(line.place("number"), number=line.text("number"))
        seen.add(line.text("number"))


@CHECKS.stop("MP-NUMBER-LENGTH")
def numbers_fit(case: Case) -> Iterator[Hit]:
    """MP-NUMBER-LENGTH: numbers are short enough to be carried into report and ledger (20 signs).

    A sentence in the place of a number stops.
    """
    for line in _numbered(case):
        if len(line.text("number")) > MOST_NUMBER:
            yield hit(line.place("number"), number=line.text("number")[:MOST_NUMBER], most=MOST_NUMBER)


@CHECKS.stop("MP-FACILITY-DETAIL")
def facilities_are_described(case: Case) -> Iterator[Hit]:
    """MP-FACILITY-DETAIL: a facility has a name, a type and a place (guide, B.3; template, C-2).

    B1 without a place stops at its cell.
    """
    for line in _facilities(case):
        yield from needed(line, ("name", "kind", "location"), number=line.text("number"))


@INDUSTRY.stop("MP-FACILITY-GASES")
def gases_are_named(case: Case) -> Iterator[Hit]:
    """MP-FACILITY-GASES: of every facility the greenhouse gases are named (guide of 2024, B.3).

    An aluminium cell names CO2, CF4 and C2F6.
    """
    for line in case.lines.rows("facilities"):
        yield from needed(line, ("gases",), number=line.text("number"))


@INDUSTRY.stop("MP-FACILITY-LINE")
def lines_exist(case: Case) -> Iterator[Hit]:
    """MP-FACILITY-LINE: a facility belongs to a line that the plan lists.

    Kiln 1 belongs to L3, the lines are L1 and L2 → stop. A facility of no line names none.
    """
    numbers = {line.text("number") for line in case.lines.rows("lines")}
    for line in case.lines.rows("facilities"):
        if line.text("line") and line.text("line") not in numbers:
            yield hit(line.place("line"), number=line.text("number"), line=line.text("line"))


@INDUSTRY.stop("MP-LINE-NONE")
def some_line(case: Case) -> Iterator[Hit]:
    """MP-LINE-NONE: sectors that report by line list their production lines or processes (guides of 2024).

    A cement works without a kiln line stops; a paper mill may leave the sheet empty.
    """
    key = f"plan.required_line.{case.form.sector}"
    if rules.required_of_lines(case.form.sector, case.known.law) and not case.lines.rows("lines"):
        yield hit(Place(case.form.workbook.sheet("lines").title_zh), case.cited(key))


@INDUSTRY.stop("MP-LINE-PRODUCT")
def products_are_named(case: Case) -> Iterator[Hit]:
    """MP-LINE-PRODUCT: of every production line the product is named.

    Without it no output can be set beside the emissions.
    """
    for line in case.lines.rows("lines"):
        yield from needed(line, ("product",), number=line.text("number"))


@INDUSTRY.stop("MP-LINE-OUTPUT")
def lines_are_measured(case: Case) -> Iterator[Hit]:
    """MP-LINE-OUTPUT: how each line's output is determined is told, of the line or of the whole plant (guide, B.5).

    Lines L1 and L2, clinker of L1 alone → L2 stops; a line without a number for the plant serves both.
    """
    there = {(datum.unit, datum.parameter) for datum in case.data()}
    sheet = case.form.workbook.sheet("production")
    key = f"plan.required_line.{case.form.sector}"
    for line in case.lines.rows("lines"):
        for parameter in rules.required_of_lines(case.form.sector, case.known.law):
            if there.isdisjoint({(line.text("number"), parameter), ("", parameter)}):
                facts = {**unit_facts(line.text("number")), **parameter_facts(sheet, parameter)}
                yield hit(line.place("number"), case.cited(key), **facts)


@CHECKS.stop("MP-ITEM")
def items_are_named(case: Case) -> Iterator[Hit]:
    """MP-ITEM: a datum says which fuel, material or product it is of; power, heat and traffic need none.

    "Fuel consumption" without a fuel stops.
    """
    for datum in case.data():
        if datum.parameter not in ("", *WITHOUT_ITEM) and not datum.line.text("item"):
            yield datum.hit("item")


@CHECKS.stop("MP-FUEL-PARAMETERS")
def fuels_are_whole(case: Case) -> Iterator[Hit]:
    """MP-FUEL-PARAMETERS: of each fuel whose consumption is determined, so are heat value and carbon, or a factor.

    Washed coal with a consumption and no heat value stops; jet kerosene with an emission factor does not (guide, B.4).
    """
    wanted = rules.needed_beside_fuel(case.known.law)
    there = {(datum.line.text("item"), datum.parameter) for datum in case.data()}
    for datum in case.data():
        item = datum.line.text("item")
        if datum.parameter != "fuel_consumption" or not item or (item, "emission_factor") in there:
            continue
        for parameter in wanted:
            if (item, parameter) not in there:
                lacking = parameter_facts(datum.sheet, parameter)
                yield hit(datum.line.place("item"), case.cited("plan.fuel_parameters"), item=item, **lacking)


def _facilities(case: Case) -> Iterator[Line]:
    return (line for key in case.form.places if key != "lines" for line in case.lines.rows(key))


def _numbered(case: Case) -> Iterator[Line]:
    rows = (line for key in case.form.places for line in case.lines.rows(key))
    return (line for line in rows if line.text("number"))
