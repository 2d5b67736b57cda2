"""Coal bought, burnt and in stock: ER-106 to ER-111. The sheet may be left out; what stands there has to add up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.core.workbook import Line
from domain.emission_report.checks.case import GUIDE, PowerCase
from domain.emission_report.checks.power.lines import ZERO, rows, source, tolerance
from domain.emission_report.checks.titles import titles
from domain.emission_report.rules import COAL_CODES

CHECKS = Register[PowerCase](owner="verification_officer", citation=GUIDE)


def _where(line: Line) -> dict[str, object]:
    return {"month": line.integer("month") or 0, **titles("fuel", line.text("fuel"))}


def _burnt(case: PowerCase) -> dict[tuple[int, str], Decimal]:
    """Tonnes that all units burnt, by month and coal."""
    found: dict[tuple[int, str], Decimal] = {}
    for row in case.filed.fuels:
        if row.fuel in COAL_CODES and row.quantity:
            found[row.month, row.fuel] = found.get((row.month, row.fuel), ZERO) + row.quantity
    return found


def _left(case: PowerCase) -> Iterator[tuple[Line, Decimal, Decimal]]:
    """Lines with what was burnt, and what should be left: opening + bought − burnt − other uses."""
    burnt = _burnt(case)
    for line in rows(case, "coal"):
        opening, bought = line.decimal("opening_t"), line.decimal("bought_t")
        if opening is not None and bought is not None:
            used = burnt.get((line.integer("month") or 0, line.text("fuel")), ZERO)
            yield line, used, opening + bought - used - (line.decimal("other_t") or ZERO)


@CHECKS.warn("ER-106")
def stock_adds_up(case: PowerCase) -> Iterator[Hit]:
    """ER-106: opening stock + bought − burnt − other uses is the closing stock (province's share for stock-taking).

    50,000 + 90,000 − 80,000 = 60,000 t; filed 45,000 t → warning.
    """
    most = tolerance(case, "stock_tolerance")
    for line, used, left in _left(case):
        closing = line.decimal("closing_t")
        if most is not None and closing is not None and left >= 0 and abs(closing - left) > max(used, left) * most:
            facts = {**_where(line), "stated": closing, "computed": left}
            yield hit(line.place("closing_t"), source(case, "stock_tolerance"), **facts)


@CHECKS.stop("ER-107")
def negative_stock(case: PowerCase) -> Iterator[Hit]:
    """ER-107: no more coal is burnt than was there.

    10,000 t in stock, 50,000 t bought, 80,000 t burnt → stop.
    """
    for line, used, left in _left(case):
        if left < 0:
            yield hit(line.place("opening_t"), **_where(line), value=used, computed=left)


@CHECKS.warn("ER-108")
def stock_goes_on(case: PowerCase) -> Iterator[Hit]:
    """ER-108: a month begins with the stock that the month before ended with.

    April ends with 60,000 t, May begins with 52,000 t → warning.
    """
    closing = {
        (line.integer("month") or 0, line.text("fuel")): line.decimal("closing_t") for line in rows(case, "coal")
    }
    for line in rows(case, "coal"):
        before, opening = closing.get(((line.integer("month") or 0) - 1, line.text("fuel"))), line.decimal("opening_t")
        if before is not None and opening is not None and opening != before:
            yield hit(line.place("opening_t"), **_where(line), stated=opening, before=before)


@CHECKS.warn("ER-109")
def origin_missing(case: PowerCase) -> Iterator[Hit]:
    """ER-109: coal that was bought comes from somewhere (power guide, auxiliary parameters).

    Bought 90,000 t, 来源 empty → warning.
    """
    for line in rows(case, "coal"):
        if line.decimal("bought_t") and not line.text("origin"):
            yield hit(line.place("origin"), **_where(line))


@CHECKS.warn("ER-110")
def burnt_and_not_bought(case: PowerCase) -> Iterator[Hit]:
    """ER-110: the sheet of coal has every month and coal that was burnt, once it was begun.

    August: lignite burnt, no line of lignite in August → warning, once for the coal.
    """
    told = {(line.integer("month") or 0, line.text("fuel")) for line in rows(case, "coal")}
    missing: dict[str, list[int]] = {}
    for month, fuel in sorted(_burnt(case)) if told else ():
        if (month, fuel) not in told:
            missing.setdefault(fuel, []).append(month)
    for fuel, months in missing.items():
        yield hit(rows(case, "coal")[0].place("fuel"), months=", ".join(map(str, months)), **titles("fuel", fuel))


@CHECKS.warn("ER-111")
def bought_and_burnt(case: PowerCase) -> Iterator[Hit]:
    """ER-111: what is bought in a year is near what is burnt (province's share).

    Bought 700,000 t, burnt 950,000 t, usual ±20 % → warning.
    """
    most, burnt = tolerance(case, "bought_deviation"), _burnt(case)
    for fuel in dict.fromkeys(line.text("fuel") for line in rows(case, "coal")):
        lines = [line for line in rows(case, "coal") if line.text("fuel") == fuel]
        months = {line.integer("month") for line in lines}
        used = sum((value for (month, name), value in burnt.items() if name == fuel and month in months), ZERO)
        bought = sum((line.decimal("bought_t") or ZERO for line in lines), ZERO)
        if most is not None and used and abs(bought - used) > used * most:
            facts = {**titles("fuel", fuel), "stated": bought, "computed": used, "most": most * 100}
            yield hit(lines[0].place("bought_t"), source(case, "bought_deviation"), **facts)
