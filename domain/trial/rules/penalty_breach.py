"""Questions about breaches of reporting, of technical bodies, of the market, of monitoring. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from domain.core.facts import not_negative, whole
from domain.core.findings import refuse
from domain.core.law import Law
from domain.core.workings import Explanation
from domain.penalty import rules
from domain.penalty.rules import Follows, ReportFine
from domain.trial.rules.question import Answer, Asked, Book, Facts, Field, Kind, Question, Value, fields_of

ZERO = Decimal(0)
MARKET = Field("market", Kind.CHOICE, needed=False, choices=rules.MARKETS)
GAIN = Field("gain", unit="yuan", needed=False)
TRADED = Field("traded", unit="yuan", needed=False)
CONDUCT = Field("conduct_on", Kind.DAY)
AMOUNTS = (
    "fine_min",
    "fine_max",
    "persons_min",
    "persons_max",
    "serious_min",
    "serious_max",
    "confiscated",
    "deduct",
    "deduct_share_min",
    "deduct_share_max",
    "deduct_min",
    "deduct_max",
    "ban_years",
    "ban_years_serious",
)
UNITS = {"deduct": "t", "deduct_min": "t", "deduct_max": "t", "ban_years": "years", "ban_years_serious": "years"}
UNITS |= {"deduct_share_min": "share", "deduct_share_max": "share"}
# What every breach may lead to, and what besides: deductions for reports, bans for bodies, serious cases.
RANGES, GAINS = AMOUNTS[:4], ("confiscated",)
SERIOUS, DEDUCTIONS, BANS = AMOUNTS[4:6], AMOUNTS[7:12], AMOUNTS[12:]
REPORT_FIGURES = (*RANGES, *SERIOUS, *GAINS, *DEDUCTIONS)
BODY_FIGURES = (*RANGES, *GAINS, *BANS[:1])
MARKET_FIGURES = (*RANGES, *GAINS)
MONITORING_FIGURES = (*RANGES, *SERIOUS, *GAINS, *BANS)
# Norms that one act may breach together, by the group of questions that each belongs to.
NORMS = dict.fromkeys((*rules.REPORT_BREACHES, "not_disclosed.decree"), "report")
NORMS |= dict.fromkeys(rules.BODIES, "body") | dict.fromkeys(("manipulation", "disturbance"), "market")
NORMS |= dict.fromkeys(rules.MONITORING_BREACHES, "monitoring")


def figures(names: Iterable[str]) -> dict[str, str]:
    """The figures of a breach with their units, its article first, what else follows last."""
    return {"law": ""} | {name: UNITS.get(name, "yuan") for name in names} | {"measures": "", "readings": ""}


def day_of_conduct(facts: Facts, year: int | None, today: date, book: Book) -> date:
    day: date = facts["conduct_on"]
    return day


def _report(asked: Asked) -> Answer:
    return _breach(_report_fine(asked.law, asked.facts), REPORT_FIGURES)


def _report_fine(law: Law, facts: Facts) -> ReportFine:
    hidden = Decimal(whole("hidden_t", facts.get("hidden_t", ZERO)))
    allowances = not_negative("next_allowances", facts["next_allowances"]) if "next_allowances" in facts else None
    return rules.report_fine(law, facts["what"], _gain(facts), hidden, allowances, _market_of(facts))


def _compare_report(asked: Asked) -> Answer:
    """The laws of the conduct and of the decision on one breach of reporting."""
    at_conduct = _report_fine(asked.law, asked.facts)
    at_decision = _report_fine(asked.book.as_of(asked.facts["decided_on"]), asked.facts)
    found = rules.compare_reports(at_conduct, at_decision)
    values: dict[str, Value] = {
        "needs_review": found.at_decision is not None,
        "lighter": found.lighter.value,
        "conduct_law": at_conduct.law,
        "decision_law": at_decision.law,
        "laws": [_row(fine) for fine in (at_conduct, at_decision)],
    }
    return Answer(values, _explained((at_conduct, at_decision)))


def _body(asked: Asked) -> Answer:
    fine = rules.body_fine(asked.law, asked.facts["body"], _gain(asked.facts), _market_of(asked.facts))
    return _breach(fine, BODY_FIGURES)


def _market_abuse(asked: Asked) -> Answer:
    facts = asked.facts
    traded = not_negative("traded", facts["traded"]) if "traded" in facts else None
    return _breach(rules.market_fine(asked.law, facts["what"], _gain(facts), traded), MARKET_FIGURES)


def _monitoring(asked: Asked) -> Answer:
    """The Code's articles on environmental monitoring, with the decree's that holds by default beside them."""
    fine = rules.monitoring_fine(asked.law, asked.facts["what"], _gain(asked.facts))
    answer = _breach(fine, MONITORING_FIGURES)
    default = fine.readings[0].law if fine.readings else None
    return Answer({**answer.values, "default_law": default}, answer.explanations)


def _market_of(facts: Facts) -> str:
    return str(facts.get("market", rules.NATIONAL))


def _gain(facts: Facts) -> Decimal:
    return not_negative("gain", facts.get("gain", ZERO))


def _breach(fine: ReportFine, names: Iterable[str]) -> Answer:
    values = {"law": fine.law} | fields_of(fine, *names)
    values["measures"] = _followed(fine.measures)
    values["readings"] = [_row(other) for other in fine.readings]
    return Answer(values, _explained((fine,)))


def _followed(measures: Iterable[Follows]) -> list[Mapping[str, Value]]:
    return [{"when": one.when, "measure": one.measure} for one in measures]


def _row(fine: ReportFine) -> Mapping[str, Value]:
    return {"law": fine.law} | fields_of(fine, *RANGES, *SERIOUS)


def _explained(fines: Iterable[ReportFine]) -> tuple[Explanation, ...]:
    return tuple(one.explanation for fine in fines for one in (fine, *fine.readings))


def _higher(asked: Asked) -> Answer:
    """Several norms breached by one act: the one with the higher fine, where the ranges show it."""
    if not asked.facts["norms"]:
        raise refuse("TRIAL-MISSING", field_name="norms", fact="norms")
    whats = [str(row["what"]) for row in asked.facts["norms"]]
    fines = [
        rules.breach_fine(asked.law, NORMS[what], what, rules.BreachFacts(_gain(row)))
        for what, row in zip(whats, asked.facts["norms"], strict=True)
    ]
    found = rules.higher_fine(asked.law, fines)
    values: dict[str, Value] = {
        "verdict": found.verdict,
        "what": None if found.place is None else whats[found.place],
        "law": None if found.place is None else fines[found.place].law,
        "norms": [{"what": what} | dict(_row(fine)) for what, fine in zip(whats, fines, strict=True)],
    }
    return Answer(values, (found.explanation, *_explained(fines)))


QUESTIONS = (
    Question(
        "penalty.report",
        "penalty",
        (
            CONDUCT,
            Field("what", Kind.CHOICE, choices=rules.REPORT_BREACHES),
            GAIN,
            Field("hidden_t", unit="t", needed=False),
            Field("next_allowances", unit="t", needed=False),
            MARKET,
        ),
        figures(REPORT_FIGURES),
        _report,
        day_of_conduct,
        example={"conduct_on": "2025-04-01", "what": "false", "gain": "600000", "next_allowances": "800000"},
    ),
    Question(
        "penalty.compare_report",
        "penalty",
        (
            CONDUCT,
            Field("decided_on", Kind.DAY),
            Field("what", Kind.CHOICE, choices=rules.REPORT_BREACHES),
            GAIN,
            Field("hidden_t", unit="t", needed=False),
        ),
        {"needs_review": "", "lighter": "", "conduct_law": "", "decision_law": "", "laws": ""},
        _compare_report,
        day_of_conduct,
        example={"conduct_on": "2026-04-01", "decided_on": "2026-09-01", "what": "obstructed"},
    ),
    Question(
        "penalty.technical_body",
        "penalty",
        (CONDUCT, Field("body", Kind.CHOICE, choices=rules.BODIES), GAIN, MARKET),
        figures(BODY_FIGURES),
        _body,
        day_of_conduct,
        example={"conduct_on": "2025-05-01", "body": "review", "gain": "199999"},
    ),
    Question(
        "penalty.market_abuse",
        "penalty",
        (
            CONDUCT,
            Field("what", Kind.CHOICE, choices=rules.MARKET_BREACHES),
            GAIN,
            Field("traded", unit="yuan", needed=False),
        ),
        figures(MARKET_FIGURES),
        _market_abuse,
        day_of_conduct,
        example={"conduct_on": "2025-06-01", "what": "manipulation", "gain": "500000"},
    ),
    Question(
        "penalty.monitoring",
        "penalty",
        (CONDUCT, Field("what", Kind.CHOICE, choices=rules.MONITORING_BREACHES), GAIN),
        figures(MONITORING_FIGURES) | {"default_law": ""},
        _monitoring,
        day_of_conduct,
        example={"conduct_on": "2026-09-01", "what": "unit_fraud"},
    ),
    Question(
        "penalty.higher_fine",
        "penalty",
        (CONDUCT, Field("norms", Kind.ROWS, rows=(Field("what", Kind.CHOICE, choices=tuple(NORMS)), GAIN))),
        {"verdict": "", "what": "", "law": "", "norms": ""},
        _higher,
        day_of_conduct,
        example={"conduct_on": "2026-09-01", "norms": [{"what": "not_disclosed"}, {"what": "obstructed"}]},
    ),
)
