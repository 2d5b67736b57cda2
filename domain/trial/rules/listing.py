"""Questions about the list of key emitting units. Pure."""

from __future__ import annotations

from datetime import date

from domain.core.law import last_day_of
from domain.listing import rules
from domain.trial.rules.question import Answer, Asked, Book, Facts, Field, Kind, Question

ROUTES = ("blast_furnace", "electric_furnace")
# The fact that holds what a standard measures.
MEASURED = {rules.EMISSIONS: "emissions", rules.ENERGY: "energy_tce"}


def _screen(asked: Asked) -> Answer:
    """Whether an enterprise belongs on the list of that year, and whether it has to report."""
    facts = asked.facts
    one = rules.Candidate(
        facts["sector_code"],
        facts.get("captive_power", False),
        facts.get("emissions", {}),
        facts.get("listed", False),
        facts.get("energy_tce", {}),
        facts.get("closed", False),
        facts.get("expected"),
        facts.get("route", ""),
    )
    if not one.closed and one.expected is None:
        facts.needed(MEASURED[rules.measured_by(asked.law)])
    card = rules.screen(one, asked.law)
    duty = rules.reporting(one, card.verdict, asked.law)
    values = {"verdict": card.verdict.value, "sector": card.sector or None}
    return Answer(
        values | {"reports": duty.reports, "report_only": duty.report_only}, (card.explanation, duty.explanation)
    )


def _year_of_the_facts(facts: Facts, year: int | None, today: date, book: Book) -> date:
    """The year named; otherwise the latest one of which something is known."""
    known = [*facts.get("emissions", {}), *facts.get("energy_tce", {})]
    if year is None and not known:
        return today
    return last_day_of(max(known) if year is None else year)


QUESTIONS = (
    Question(
        "listing.screen",
        "listing",
        (
            Field("sector_code", Kind.TEXT),
            Field("captive_power", Kind.YES, needed=False),
            Field("emissions", Kind.BY_YEAR, "t", needed=False),
            Field("energy_tce", Kind.BY_YEAR, "tce", needed=False),
            Field("listed", Kind.YES, needed=False),
            Field("closed", Kind.YES, needed=False),
            Field("expected", unit="t", needed=False),
            Field("route", Kind.CHOICE, needed=False, choices=ROUTES),
        ),
        {"verdict": "", "sector": "", "reports": "", "report_only": ""},
        _screen,
        _year_of_the_facts,
        example={
            "year": 2025,
            "sector_code": "4411",
            "captive_power": False,
            "listed": True,
            "emissions": {2024: "25000", 2025: "25999.99"},
        },
    ),
)
