"""What the monitoring plan template of 2017 to 2021 asks besides: its author, the enterprise, the fuels burnt."""

from __future__ import annotations

from collections.abc import Iterator

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.monitoring_plan.checks.case import OWNER, Case, needed

TEMPLATE = "发改办气候〔2017〕1989号 附件4 排放监测计划模板"
CHECKS = Register[Case](owner=OWNER, citation=TEMPLATE)


@CHECKS.stop("MP-AUTHOR")
def author_is_named(case: Case) -> Iterator[Hit]:
    """MP-AUTHOR: the template names who made the plan and how to reach them (part B).

    An author without a telephone stops.
    """
    yield from needed(case.lines.fields("enterprise"), ("author", "author_telephone"))


@CHECKS.warn("MP-PROFILE")
def entity_is_described(case: Case) -> Iterator[Hit]:
    """MP-PROFILE: the entity, its products and its process are described (part B).

    An empty profile is questioned.
    """
    yield from needed(case.lines.fields("enterprise"), ("profile", "products", "process"))


@CHECKS.stop("MP-BURNS")
def fuels_of_facilities(case: Case) -> Iterator[Hit]:
    """MP-BURNS: a facility that burns fuel says which (part C-2-1).

    Boiler B1 without a fuel stops.
    """
    for line in case.lines.rows("facilities"):
        yield from needed(line, ("fuel",), number=line.text("number"))


@CHECKS.warn("MP-SUPPLEMENT")
def supplement_is_planned(case: Case) -> Iterator[Hit]:
    """MP-SUPPLEMENT: the plan says how the data of the supplementary table are determined (part E).

    An empty sheet is questioned: without output there is no benchmark.
    """
    if not case.lines.rows("production"):
        yield hit(Place(case.form.workbook.sheet("production").title_zh))
