"""Against the year before: AG-020 to AG-026. Power plants are held against it by ER-054 to ER-057."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.emission_report.checks.against.figures import (
    BOUGHT,
    EMISSIONS,
    FUEL,
    HEAT_BOUGHT,
    OUTPUT,
    Of,
    begins,
    figures_of,
    is_,
    years,
)
from domain.emission_report.checks.case import REPORTING, AnyCase
from domain.emission_report.rules import Part

CHECKS = Register[AnyCase](owner="verification_officer", citation=REPORTING)

CHANGE, CHANGE_OF_FIGURE = "check.change.prior_year", "outside.change.figure"
POWER, ENTERPRISE = "power", ""


def _change(
    case: AnyCase, key: str, place: Place, now: Decimal, before: Decimal | None, **facts: object
) -> Iterator[Hit]:
    if not case.law.has(key) or not before or before <= 0:
        return
    change = now / before - 1
    if abs(change) > case.law.value(key):
        told = {"now": now, "before": before, "change": change * 100, "most": case.law.value(key) * 100}
        yield hit(place, case.law.provision(key).citation, **facts, **told)


@CHECKS.warn("AG-020")
def emissions_last_year(case: AnyCase) -> Iterator[Hit]:
    """AG-020: an enterprise's emissions changed by more than the province takes for usual (sectors other than power).

    1,000,000 t last year, 1,300,000 t now, usual ±20 % → warning.
    """
    past, now = case.known.past.get(ENTERPRISE), years(case).get(EMISSIONS)
    if past and now and case.known.sector != POWER:
        yield from _change(case, CHANGE, now.place, now.value, past.emissions_tonnes, part=case.known.name)


@CHECKS.warn("AG-021")
def part_last_year(case: AnyCase) -> Iterator[Hit]:
    """AG-021: a line's emissions changed by more than the province takes for usual (sectors other than power).

    Line 1: 600,000 t last year, 400,000 t now → warning.
    """
    for part in case.results.parts if case.results and case.known.sector != POWER else ():
        past = case.known.past.get(part.number) if part.number else None
        if past:
            place = _place_of(case, part)
            yield from _change(case, CHANGE, place, part.emissions.value, past.emissions_tonnes, part=part.number)


def _place_of(case: AnyCase, part: Part) -> Place:
    """The cell of a part's emissions, else of anything of it, else of the enterprise."""
    mine = [one for one in figures_of(case) if one.number == part.number]
    emitted = [one for one in mine if one.code == EMISSIONS]
    found = (*emitted, *mine, *years(case).values())
    return found[0].place if found else Place()


def _before(case: AnyCase, of: Of, key: str) -> Iterator[Hit]:
    for code, one in years(case).items():
        if of(code):
            before = case.known.others.before.get(code)
            yield from _change(case, key, one.place, one.value, before, figure=code, measure=one.unit)


@CHECKS.warn("AG-022")
def intensity_last_year(case: AnyCase) -> Iterator[Hit]:
    """AG-022: emissions per product changed by more than the province takes for usual: one of the two moved alone.

    0.86 t per t of clinker last year, 0.60 now → warning.
    """
    now, before = years(case), case.known.others.before
    emitted, emitted_before = now.get(EMISSIONS), before.get(EMISSIONS)
    for code, one in now.items() if emitted and emitted_before else ():
        if code.startswith(OUTPUT) and one.value > 0 and before.get(code) and emitted and emitted_before:
            ratio, ratio_before = emitted.value / one.value, emitted_before / before[code]
            yield from _change(case, CHANGE, one.place, ratio, ratio_before, figure=code)


@CHECKS.warn("AG-023")
def output_last_year(case: AnyCase) -> Iterator[Hit]:
    """AG-023: the output of a product changed by more than the province takes for usual.

    1,500,000 t last year, 800,000 t now → warning.
    """
    yield from _before(case, begins(OUTPUT), CHANGE_OF_FIGURE)


@CHECKS.note("AG-024")
def fuel_last_year(case: AnyCase) -> Iterator[Hit]:
    """AG-024: the consumption of a fuel changed by more than the province takes for usual.

    700,000 t of bituminous coal last year, 300,000 t now → note.
    """
    yield from _before(case, begins(FUEL), CHANGE_OF_FIGURE)


@CHECKS.note("AG-025")
def energy_last_year(case: AnyCase) -> Iterator[Hit]:
    """AG-025: electricity or heat bought changed by more than the province takes for usual.

    120,000 MWh last year, 60,000 MWh now → note.
    """
    yield from _before(case, is_(BOUGHT, HEAT_BOUGHT), CHANGE_OF_FIGURE)


@CHECKS.note("AG-026")
def fuel_gone(case: AnyCase) -> Iterator[Hit]:
    """AG-026: a fuel that was burnt last year is burnt this year too, or has been replaced and the plan says so.

    40,000 t of diesel last year, no line of diesel now → note.
    """
    now = years(case)
    for code, before in case.known.others.before.items():
        if now and code.startswith(FUEL) and before > 0 and code not in now:
            yield hit(next(iter(now.values())).place, figure=code, before=before)
