"""Against the sector in the year before: AG-030 to AG-034."""

from __future__ import annotations

from collections.abc import Iterator

from domain.core.checks import Hit, Register, hit
from domain.emission_report.checks.against.figures import (
    BOUGHT,
    EMISSIONS,
    FUEL,
    OUTPUT,
    Of,
    begins,
    is_,
    years,
)
from domain.emission_report.checks.case import REPORTING, AnyCase
from domain.emission_report.rules import Usual
from domain.outside_data.rules import GENERATION

CHECKS = Register[AnyCase](owner="verification_officer", citation=REPORTING)

MARGIN = "outside.sector.margin"


def _sector(case: AnyCase, above: Of, below: Of) -> Iterator[Hit]:
    if not case.law.has(MARGIN):
        return
    now, margin = years(case), case.law.value(MARGIN)
    for ratio, usual in case.known.others.sector.items():
        upper, _, lower = ratio.partition("/")
        one, of = now.get(upper), now.get(lower)
        if not (above(upper) and below(lower) and one and of) or of.value <= 0:
            continue
        value = one.value / of.value
        if not usual.least * (1 - margin) <= value <= usual.most * (1 + margin):
            facts = {"figure": upper, "per": lower, "value": value}
            yield hit(one.place, case.law.provision(MARGIN).citation, **facts, **_usual(usual))


def _usual(usual: Usual) -> dict[str, object]:
    return {"least": usual.least, "most": usual.most, "reports": usual.reports}


@CHECKS.warn("AG-030")
def emissions_per_mwh(case: AnyCase) -> Iterator[Hit]:
    """AG-030: emissions per MWh lie where the sector's lay the year before.

    The sector 0.72 to 0.98 t/MWh, this plant 0.55 → warning.
    """
    yield from _sector(case, is_(EMISSIONS), is_(GENERATION))


@CHECKS.warn("AG-031")
def emissions_per_output(case: AnyCase) -> Iterator[Hit]:
    """AG-031: emissions per product lie where the sector's lay the year before.

    The sector 0.82 to 0.90 t per t of clinker, this plant 0.61 → warning.
    """
    yield from _sector(case, is_(EMISSIONS), begins(OUTPUT))


@CHECKS.note("AG-032")
def fuel_per_mwh(case: AnyCase) -> Iterator[Hit]:
    """AG-032: fuel per MWh lies where the sector's lay the year before.

    The sector 0.38 to 0.52 t/MWh of bituminous coal, this plant 0.25 → note.
    """
    yield from _sector(case, begins(FUEL), is_(GENERATION))


@CHECKS.note("AG-033")
def fuel_per_output(case: AnyCase) -> Iterator[Hit]:
    """AG-033: fuel per product lies where the sector's lay the year before.

    The sector 0.13 to 0.16 t of coal per t of clinker, this plant 0.22 → note.
    """
    yield from _sector(case, begins(FUEL), begins(OUTPUT))


@CHECKS.note("AG-034")
def electricity_per_output(case: AnyCase) -> Iterator[Hit]:
    """AG-034: electricity bought per product lies where the sector's lay the year before.

    The sector 13,100 to 13,800 kWh per t of aluminium, this plant 9,000 → note.
    """
    yield from _sector(case, is_(BOUGHT), begins(OUTPUT))
