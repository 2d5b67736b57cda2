"""The charts of one enterprise: emissions, intensity against the benchmark, gap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.law import Law, last_day_of
from domain.evaluation.queries import EnterpriseYear
from domain.evaluation.rules import Intensity, intensity
from portal.evaluation.figures import Figure, figure, shown
from portal.words import label, say

# So many years stand beside one another, in the table and on the charts.
MOST_YEARS = 6


def figures_of(years: Sequence[EnterpriseYear], laws: Mapping[date, Law], actor: Actor) -> list[Figure]:
    """The charts of these years, oldest first on each. A chart of which nothing is known is left out.

    What was reported and verified is for whoever may look into those rooms.
    """
    in_order = list(reversed(years))
    labels = [one.year for one in in_order]
    emissions = figure(
        "emissions",
        "bar",
        labels,
        [
            *([("reported", [one.reported_tonnes for one in in_order])] if actor.holds(Duty.REPORT_SEE) else []),
            *([("verified", [one.verified_tonnes for one in in_order])] if actor.holds(Duty.VERIFICATION_SEE) else []),
            ("confirmed", [one.emissions_tonnes for one in in_order]),
        ],
        unit="t",
        notes=[say("Years before the portal: as they were brought along.")] if _brought_along(in_order) else (),
    )
    allocation = figure(
        "allocation",
        "bar",
        labels,
        [("final", [one.final for one in in_order]), ("owed", [one.owed for one in in_order])],
        unit="t",
    )
    gap = figure("gap", "bar", labels, [("gap", [one.gap for one in in_order])], unit="t", notes=[gap_note()])
    found = [emissions, *_intensities(in_order, laws), allocation, gap]
    return [one for one in found if not one.chart.empty]


def gap_note() -> str:
    return say("Final allocation less what is due: above zero a surplus, below zero a gap.")


def intensity_note() -> str:
    return say("Emissions less heat supplied × the heat benchmark, divided by generation: comparable to the benchmark.")


def draft_note(years: Sequence[int]) -> str:
    return say("The benchmark is only a draft: ") + ", ".join(map(str, years))


def _brought_along(years: Sequence[EnterpriseYear]) -> bool:
    return any(one.confirmed_tonnes is None and one.known_tonnes is not None for one in years)


def _intensities(years: Sequence[EnterpriseYear], laws: Mapping[date, Law]) -> list[Figure]:
    """One chart for each class of the enterprise's units."""
    found: dict[str, dict[int, Intensity]] = defaultdict(dict)
    for one in years:
        law = laws[last_day_of(one.year)]
        for each in one.classes:
            told = intensity(law, each.unit_class, each.emissions_tonnes, each.generation_mwh, each.heat_gj)
            if told is not None:
                found[each.unit_class][one.year] = told
    return [intensity_figure(unit_class, told) for unit_class, told in sorted(found.items())]


def intensity_figure(unit_class: str, told: Mapping[int, Intensity]) -> Figure:
    """The intensity of a class beside the benchmark of each year."""
    years = sorted(told)
    notes = [intensity_note()]
    if drafts := [year for year in years if told[year].draft]:
        notes.append(draft_note(drafts))
    return figure(
        f"intensity-{unit_class}",
        "line" if len(years) > 1 else "bar",
        years,
        [
            ("intensity", [shown(told[year].power) for year in years]),
            ("benchmark", [told[year].benchmark for year in years]),
        ],
        unit="t/MWh",
        notes=notes,
        title=f"{label('chart', 'intensity')} · {label('choice', 'class', unit_class)}",
    )
