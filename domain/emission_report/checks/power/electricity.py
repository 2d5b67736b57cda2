"""Electricity sent to the grid and bought, and lines of the sheets that may be left out: ER-093 to ER-097, ER-140,
ER-141.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.emission_report.checks.bands import band
from domain.emission_report.checks.case import GUIDE, PowerCase
from domain.emission_report.checks.power.lines import (
    POWER,
    ZERO,
    hours_in,
    month_of,
    named,
    production,
    rows,
    source,
    tolerance,
)
from domain.emission_report.rules.power_facts import told
from domain.emission_report.rules.purchased import TOTAL_EDITION, counted
from domain.emission_report.workbook.power_sheets import (
    AUXILIARY,
    BIOMASS,
    DETERMINATION,
    ELECTRICITY,
    FACILITIES,
    HEAT,
)

CHECKS = Register[PowerCase](owner="verification_officer", citation=GUIDE)
# Sheets that hold one line of a unit's month; determination holds one of each coal.
ONCE = (ELECTRICITY, AUXILIARY, BIOMASS)
OF_UNITS = (FACILITIES, *ONCE, DETERMINATION, HEAT)


@CHECKS.stop("ER-093")
def more_sent_than_generated(case: PowerCase) -> Iterator[Hit]:
    """ER-093: a unit sends no more electricity to the grid than it generates.

    March: generated 120,000 MWh, sent 125,000 MWh → stop.
    """
    made = production(case)
    for line in rows(case, "auxiliary"):
        row, sent = made.get(month_of(line)), line.decimal("on_grid_mwh")
        if row and sent is not None and row.generation_mwh is not None and sent > row.generation_mwh:
            yield hit(line.place("on_grid_mwh"), **named(line), value=sent, most=row.generation_mwh)


@CHECKS.warn("ER-094")
def station_service(case: PowerCase) -> Iterator[Hit]:
    """ER-094: what a plant uses itself has a usual share of what it generates (province's band).

    Generated 100,000 MWh, sent 70,000: 30 % own use, usual 1 to 15 % → warning.
    """
    found, made = band(case.law, f"{POWER}.station_service"), production(case)
    for line in rows(case, "auxiliary"):
        row, sent = made.get(month_of(line)), line.decimal("on_grid_mwh")
        if found is None or sent is None or not row or not row.generation_mwh or sent > row.generation_mwh:
            continue
        own = 1 - sent / row.generation_mwh
        if not found.holds(own):
            facts = {"value": own * 100, "least": found.least * 100, "most": found.most * 100}
            yield hit(line.place("on_grid_mwh"), found.citation, **named(line), **facts)


@CHECKS.warn("ER-095")
def bought_while_running(case: PowerCase) -> Iterator[Hit]:
    """ER-095: a unit that ran the whole month has little need to buy electricity (power guide, purchased electricity).

    January: 744 h, bought 300 MWh → warning.
    """
    made = production(case)
    for line in rows(case, "electricity"):
        row, bought = made.get(month_of(line)), line.decimal("purchased_mwh")
        in_a_month = row is not None and 1 <= row.month <= 12
        if row and in_a_month and bought and (row.hours or ZERO) >= hours_in(case.known.year, row.month):
            yield hit(line.place("purchased_mwh"), **named(line), value=bought, hours=row.hours)


@CHECKS.warn("ER-096")
def bought_is_not_told(case: PowerCase) -> Iterator[Hit]:
    """ER-096: to 2022 purchased electricity is part of the emissions; who bought none says 0 (power guide).

    Year 2021, sheet of purchased electricity empty → warning.
    """
    if counted(case.law) and all(line.decimal("purchased_mwh") is None for line in rows(case, "electricity")):
        yield hit(Place(ELECTRICITY.title_zh), case.law.provision(TOTAL_EDITION).citation, year=case.known.year)


@CHECKS.warn("ER-097")
def much_bought(case: PowerCase) -> Iterator[Hit]:
    """ER-097: a unit that generates buys little beside it (province's share).

    Generated 100,000 MWh, bought 12,000 MWh: 12 %, usual to 5 % → warning.
    """
    most, made = tolerance(case, "purchased_share"), production(case)
    for line in rows(case, "electricity"):
        row, bought = made.get(month_of(line)), line.decimal("purchased_mwh") or ZERO
        if most is not None and row and row.generation_mwh and bought > row.generation_mwh * most:
            facts = {"value": bought / row.generation_mwh * 100, "most": most * 100}
            yield hit(line.place("purchased_mwh"), source(case, "purchased_share"), **named(line), **facts)


@CHECKS.stop("ER-140")
def month_twice(case: PowerCase) -> Iterator[Hit]:
    """ER-140: purchased electricity, auxiliary parameters and co-firing of a unit's month stand in one line each.

    Unit 1, May in two lines of 购入电力 → stop at the second.
    """
    for sheet in ONCE:
        seen: Counter[tuple[str, int]] = Counter()
        for line in rows(case, sheet.key):
            seen[month_of(line)] += 1
            if seen[month_of(line)] > 1:
                yield hit(line.place("unit_number"), **named(line), sheet=sheet.title_zh, sheet_en=sheet.title_en)


@CHECKS.stop("ER-141")
def unit_without_year(case: PowerCase) -> Iterator[Hit]:
    """ER-141: what is told of a unit belongs to a unit of the report.

    Steam of unit 3, no unit 3 in the year's sheet → stop, once for the sheet.
    """
    known = {total.unit_number for total in case.filed.totals}
    for sheet in OF_UNITS:
        told_of = {line.text("unit_number"): line for line in reversed(rows(case, sheet.key)) if told(line, "month")}
        for number, line in told_of.items():
            if number not in known:
                yield hit(line.place("unit_number"), unit=number, sheet=sheet.title_zh, sheet_en=sheet.title_en)
