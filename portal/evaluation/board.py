"""The charts of the dashboard, each from sums that the rooms have recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.law import last_day_of
from domain.evaluation.queries import By, Total
from domain.evaluation.rules import intensity
from domain.records.market.queries import PriceCard
from portal.charts import Value
from portal.evaluation.figures import Figure, figure, shown
from portal.evaluation.unit import draft_note, gap_note, intensity_note
from portal.evaluation.view import View
from portal.words import label, say

# Days of prices that still find room beside one another; more are shown by month.
MOST_DAYS = 31
# The years whose figure is not known are said with the reason: (has it, code of the reason).
_Reason = tuple[Callable[[Total], bool], str]


def board_of(view: View, actor: Actor) -> list[tuple[str, list[Figure]]]:
    """The sections of the dashboard with their charts. What belongs to a room is for whoever may look into it."""
    sections = [
        ("emissions", [_emissions(view), *_of_classes(view), *_by_part(view)]),
        ("allocation", [_allocation(view), _gap(view), _gap_by_city(view)]),
        ("compliance", [_compliance(view), _short(view), *([_fines(view)] if actor.holds(Duty.PENALTY_SEE) else [])]),
        ("quality", [_reports(view), _corrections(view), _findings(view)]),
        ("price", [_price(view)]),
    ]
    return [(code, figures) for code, figures in sections if figures]


def _series(view: View, *named: tuple[str, Callable[[Total], Value]]) -> list[tuple[str, list[Value]]]:
    by_year = view.by_year
    return [(name, [told(by_year[year]) for year in view.years]) for name, told in named]


def _not_yet(view: View, *reasons: _Reason) -> list[str]:
    """What is missing in the year that is looked at, and what it waits for."""
    if view.now is None:
        return [f"{view.asked.year}{say(': ')}{label('not_yet', 'anything')}"]
    if view.before_the_portal:
        return [f"{view.asked.year}{say(': ')}{label('not_yet', 'before')}"]
    return [f"{view.asked.year}{say(': ')}{label('not_yet', why)}" for has, why in reasons if not has(view.now)]


def _emissions(view: View) -> Figure:
    now = view.now
    notes = _not_yet(view, (lambda one: one.confirmed > 0, "confirmed"))
    if now and 0 < now.confirmed < now.reports:
        told = say("%(confirmed)s of %(reports)s enterprises are confirmed.")
        notes.append(told % {"confirmed": now.confirmed, "reports": now.reports})
    if not view.before_the_portal and any(not one.confirmed and one.emissions_tonnes for one in view.by_year.values()):
        notes.append(say("Years before the portal: as they were brought along."))
    series = _series(
        view,
        ("reported", lambda one: one.reported_tonnes),
        ("verified", lambda one: one.verified_tonnes),
        ("confirmed", lambda one: one.emissions_tonnes),
    )
    href = view.asked.behind(sort="-emissions")
    return figure("emissions", "bar", view.years, series, unit="t", notes=notes, href=href)


def _of_classes(view: View) -> Iterator[Figure]:
    """Intensity against the benchmark of the year, by class of generating unit."""
    law = view.laws[last_day_of(view.asked.year)]
    found = {
        one.unit_class: told
        for one in view.classes
        if one.year == view.asked.year
        and (told := intensity(law, one.unit_class, one.emissions_tonnes, one.generation_mwh, one.heat_gj))
    }
    if found:
        draft = [draft_note([view.asked.year])] if any(told.draft for told in found.values()) else []
        yield figure(
            "intensity",
            "bar",
            found,
            [
                ("intensity", [shown(told.power) for told in found.values()]),
                ("benchmark", [told.benchmark for told in found.values()]),
            ],
            unit="t/MWh",
            first="class",
            notes=[intensity_note(), *draft],
            title=f"{label('chart', 'intensity')} · {view.asked.year}",
        )


def _by_part(view: View) -> Iterator[Figure]:
    """Emissions by city, by industry served, and by sector where there are several."""
    for by in (By.CITY, By.CAPTIVE, By.SECTOR):
        groups = [one for one in view.groups(by) if one.emissions_tonnes is not None]
        if len(groups) > 1:
            yield figure(
                f"emissions-{by.value}",
                "bar",
                [_named(by, one.key) for one in groups],
                [("confirmed", [one.emissions_tonnes for one in groups])],
                unit="t",
                first=by.value,
                notes=_not_yet(view) if view.before_the_portal else (),
                title=f"{label('chart', f'emissions_by_{by.value}')} · {view.asked.year}",
            )


def _named(by: By, key: str) -> str:
    if by is By.SECTOR:
        return label("sector", key)
    return key or label("captive", "none" if by is By.CAPTIVE else "unknown")


def _allocation(view: View) -> Figure:
    series = _series(
        view,
        ("pre", lambda one: one.pre),
        ("final", lambda one: one.final),
        ("owed", lambda one: one.owed),
    )
    notes = _not_yet(view, (lambda one: one.pre_allocated > 0, "pre"), (lambda one: one.allocated > 0, "allocated"))
    return figure("allocation", "bar", view.years, series, unit="t", notes=notes, href=view.asked.behind(sort="-final"))


def _gap(view: View) -> Figure:
    def below(one: Total) -> Value:
        return None if one.deficit is None else -one.deficit

    series = _series(view, ("surplus", lambda one: one.surplus), ("deficit", below))
    notes = [gap_note(), *_not_yet(view, (lambda one: one.allocated > 0, "allocated"))]
    return figure("gap", "stacked", view.years, series, unit="t", notes=notes, href=view.asked.behind(sort="gap"))


def _gap_by_city(view: View) -> Figure:
    groups = [one for one in view.groups(By.CITY) if one.gap is not None]
    return figure(
        "gap-city",
        "bar",
        [_named(By.CITY, one.key) for one in groups],
        [("gap", [one.gap for one in groups])],
        unit="t",
        first="city",
        notes=_not_yet(view, (lambda one: one.allocated > 0, "allocated")),
        title=f"{label('chart', 'gap_by_city')} · {view.asked.year}",
    )


def _compliance(view: View) -> Figure:
    def counted(told: Callable[[Total], int]) -> Callable[[Total], Value]:
        return lambda one: told(one) if one.obligations else None

    series = _series(
        view,
        ("on_time", counted(lambda one: one.on_time)),
        ("met_late", counted(lambda one: one.met_late)),
        ("short", counted(lambda one: one.short)),
        ("still_open", counted(lambda one: one.still_open)),
    )
    notes = _not_yet(view, (lambda one: one.obligations > 0, "obligations"))
    href = view.asked.behind(sort="status")
    return figure("compliance", "stacked", view.years, series, unit="enterprises", notes=notes, href=href)


def _short(view: View) -> Figure:
    series = _series(view, ("shortfall", lambda one: one.shortfall), ("missing", lambda one: one.missing))
    notes = _not_yet(view, (lambda one: one.shortfall is not None, "settled"))
    href = view.asked.behind(sort="-shortfall")
    return figure("shortfall", "bar", view.years, series, unit="t", notes=notes, href=href)


def _fines(view: View) -> Figure:
    series = _series(view, ("fines", lambda one: one.fine_yuan))
    notes = _not_yet(view, (lambda one: one.fined > 0, "fined"))
    return figure("fines", "bar", view.years, series, unit="yuan", notes=notes, href=view.asked.behind(penalised="yes"))


def _reports(view: View) -> Figure:
    def counted(told: Callable[[Total], int]) -> Callable[[Total], Value]:
        return lambda one: told(one) if one.reports else None

    series = _series(
        view,
        ("late", counted(lambda one: one.reports_late)),
        ("returned", counted(lambda one: one.reports_returned)),
        ("determined", counted(lambda one: one.reports_determined)),
        ("corrected", counted(lambda one: one.corrected)),
    )
    notes = _not_yet(view, (lambda one: one.reports > 0, "reports"))
    href = view.asked.behind(reporting="late")
    return figure("reports", "bar", view.years, series, unit="reports", notes=notes, href=href)


def _corrections(view: View) -> Figure:
    """Tonnes that verification, and then recheck and objection, added or took away."""

    def down(value: Value) -> Value:
        return None if value is None else -value

    series = _series(
        view,
        ("verified_up", lambda one: one.corrected_up),
        ("verified_down", lambda one: down(one.corrected_down)),
        ("rechecked_up", lambda one: one.rechecked_up),
        ("rechecked_down", lambda one: down(one.rechecked_down)),
    )
    notes = _not_yet(view, (lambda one: one.verified > 0, "verified"), (lambda one: one.confirmed > 0, "confirmed"))
    href = view.asked.behind(corrected="yes")
    return figure("corrections", "stacked", view.years, series, unit="t", notes=notes, href=href)


def _findings(view: View) -> Figure:
    """Findings that stopped an upload, and nonconformities that verification found."""
    series = _series(
        view,
        ("stopping", lambda one: one.stopping_findings if one.versions else None),
        ("nonconforming", lambda one: one.verification_findings if one.verified else None),
    )
    notes = _not_yet(view, (lambda one: one.reports > 0, "reports"))
    href = view.asked.behind(stopped="yes")
    return figure("findings", "bar", view.years, series, unit="findings", notes=notes, href=href)


def _price(view: View) -> Figure:
    """The price in the calendar year in which the compliance year is settled."""
    days, settled_in = view.prices, view.asked.year + 1
    title = f"{label('chart', 'price')} · {settled_in}"
    if len(days) > MOST_DAYS:
        months = _by_month(days)
        notes = [say("Average of the month, weighted by volume.")]
        return _prices(
            list(months), [("average", [shown(average) for average in months.values()])], notes, "month", title
        )
    none = f"{settled_in}{say(': ')}{label('not_yet', 'prices')}"
    notes = [say("Only the days whose prices were entered.") if days else none]
    closing = [card.close_yuan for card in days]
    return _prices([card.on_day.strftime("%m-%d") for card in days], [("closing", closing)], notes, "day", title)


def _prices(
    labels: list[str], series: list[tuple[str, Sequence[Value]]], notes: list[str], first: str, title: str
) -> Figure:
    return figure(
        "price", "line", labels, series, unit="yuan/t", first=first, notes=notes, href="/public/prices", title=title
    )


def _by_month(days: Sequence[PriceCard]) -> dict[str, Decimal]:
    """Amount over volume of each month in which anything was traded."""
    sums: dict[str, tuple[Decimal, int]] = defaultdict(lambda: (Decimal(0), 0))
    for card in days:
        amount, volume = sums[month := card.on_day.strftime("%Y-%m")]
        sums[month] = (amount + card.amount_yuan, volume + card.volume_tonnes)
    return {month: amount / volume for month, (amount, volume) in sums.items() if volume}
