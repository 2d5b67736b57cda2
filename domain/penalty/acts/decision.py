"""Legal review by another person, and the leader's decision."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import Finding, refuse, stop_on
from domain.core.law import Law
from domain.penalty import checks
from domain.penalty.acts.cases import LONGEST, case_of, needed, other_person, step, to_duty, to_enterprise
from domain.penalty.acts.opening import chosen_of, possible_on, stored
from domain.penalty.acts.papers import issue_paper
from domain.penalty.checks import Option
from domain.penalty.queries import CaseFile, Possible
from domain.penalty.states import MOVES, Factor, State
from domain.records.database import transaction
from domain.records.documents.rules import clock
from domain.records.journal.writes import Note, require
from domain.records.lawbook.queries import as_of
from domain.records.notices.writes import tell


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the leader decides: of which option, how much, why, and by which factors of discretion.

    `law_reason` says why the law of that day applies where two could. `deduct` also takes the shortfall from the next
    year's allowances, where the law applied knows that.
    """

    fine_yuan: Decimal
    reasons: str
    factors: tuple[str, ...]
    option: str = "conduct:failed"
    law_reason: str = ""
    deduct: bool = False


async def review(case_id: int, opinion: str, *, actor: Actor, at: datetime) -> None:
    """Legal review (法制审核): agreed by someone who had no part in the investigation (行政处罚法 art 58).

    Refused: PENALTY-OPINION, PENALTY-SAME-PERSON, PENALTY-CLOCK while the enterprise may answer and has not,
    PENALTY-HEARING-OPEN.
    """
    await _judge(case_id, "review", opinion, actor=actor, at=at)


async def send_back(case_id: int, opinion: str, *, actor: Actor, at: datetime) -> None:
    """Legal review that does not agree: the case goes back, and a new prior notice will be needed."""
    await _judge(case_id, "send_back", opinion, actor=actor, at=at)


async def _judge(case_id: int, name: str, opinion: str, *, actor: Actor, at: datetime) -> None:
    require(actor, Duty.PENALTY_REVIEW)
    said = needed(opinion, "PENALTY-OPINION", "opinion")
    day = legal_day(at)
    async with transaction():
        case = await case_of(case_id, actor=actor)
        other_person(actor, (case.opened_by, case.noticed_by))
        if name == "review":
            stop_on(_ready_for_review(case, at))
        changes = {"opinion": said, "reviewed_by": actor.account_id, "reviewed_on": day}
        await step(case, name, changes, Note(reason=said), actor=actor, at=at)
        reviewed = name == "review"
        duty = Duty.PENALTY_DECIDE if reviewed else Duty.PENALTY_HANDLE
        await tell("penalty.reviewed" if reviewed else "penalty.sent_back", at=at, **to_duty(case, duty))


def _ready_for_review(case: CaseFile, at: datetime) -> Sequence[Finding]:
    return [
        *checks.answer_clock_over(State(case.state), case.answer_by, legal_day(at)),
        *checks.hearing_over(case.hearing_asked, case.hearing_record),
    ]


async def decide(case_id: int, ruling: Ruling, *, actor: Actor, at: datetime) -> None:
    """The leader decides the fine, within the range of the law that is applied and no heavier than was told.

    Refused: PENALTY-RANGE or PENALTY-NO-AMOUNT with the range, the law and the article; PENALTY-OPTION; PENALTY-FEN;
    PENALTY-HEAVIER; PENALTY-NOT-UNCORRECTED; PENALTY-NO-DEDUCTION; PENALTY-LAW-REASON where two laws are in question
    and it is not said why one applies; PENALTY-REASONS; PENALTY-FACTORS; PENALTY-SAME-PERSON.
    """
    require(actor, Duty.PENALTY_DECIDE)
    needed(ruling.reasons, "PENALTY-REASONS", "reasons")
    factors = _factors(ruling.factors)
    stop_on(checks.to_the_fen(ruling.fine_yuan))
    day = legal_day(at)
    case = await case_of(case_id, actor=actor)
    other_person(actor, (case.opened_by, case.noticed_by, case.reviewed_by))
    possible = await possible_on(case, day)
    chosen = _judged(case, possible, ruling, day)
    ruled = _ruled(ruling, chosen, factors)
    changes = {**stored(possible), **ruled, "decided_on": day, "decided_by": actor.account_id}
    note = Note(reason=ruled["reasons"], basis=_basis(ruling, chosen, ruled, checks.two_laws(possible.options)))
    async with transaction():
        await step(case, "decide", changes, note, actor=actor, at=at)
        await tell("penalty.decided", at=at, **to_duty(case, Duty.PENALTY_HANDLE))
        await issue_paper("penalty_decision", case, actor=actor, at=at, **_told(case, changes, await as_of(day)))


def _judged(case: CaseFile, possible: Possible, ruling: Ruling, day: date) -> Option:
    """The option that the ruling takes; refused when the ruling does not keep within it."""
    chosen = chosen_of(possible, ruling.option)
    if checks.two_laws(possible.options) and not ruling.law_reason.strip():
        raise refuse("PENALTY-LAW-REASON", field_name="law_reason", citation=checks.CODE_1057)
    stop_on(
        [
            *checks.amount(chosen, ruling.fine_yuan),
            *checks.not_heavier(ruling.fine_yuan, case.notice_fine_yuan),
            *checks.uncorrected(chosen, case.correction, day, deduct=ruling.deduct),
        ]
    )
    return chosen


def _ruled(ruling: Ruling, chosen: Option, factors: Sequence[Factor]) -> dict[str, Any]:
    """What the case keeps of the ruling, and of the option that it applies."""
    return {
        "law": chosen.law,
        "citation": chosen.citation,
        "legal_day": chosen.legal_day.value,
        "step": chosen.step.value,
        "fine_min": chosen.fine_min,
        "fine_max": chosen.fine_max,
        "law_reason": ruling.law_reason.strip()[:LONGEST],
        "fine_yuan": ruling.fine_yuan,
        "deduct_tonnes": chosen.deduct if ruling.deduct else 0,
        "factors": json.dumps([factor.value for factor in factors]),
        "reasons": ruling.reasons.strip()[:LONGEST],
    }


def _basis(ruling: Ruling, chosen: Option, ruled: Mapping[str, Any], two_laws: bool) -> dict[str, Any]:
    """What the journal keeps of a decision: the fine within its range, the law, and what weighed."""
    return {
        "fine_yuan": str(ruling.fine_yuan),
        "law": chosen.law,
        "citation": chosen.citation,
        "option": chosen.code,
        "fine_min": str(chosen.fine_min),
        "fine_max": str(chosen.fine_max),
        "two_laws": two_laws,
        "law_reason": ruled["law_reason"],
        "factors": json.loads(ruled["factors"]),
        "deduct_tonnes": ruled["deduct_tonnes"],
    }


def _told(case: CaseFile, changes: Mapping[str, object], law: Law) -> dict[str, object]:
    """What the decision (处罚决定书) says beside the case's own facts. Lengths that the law lacks stay empty."""
    return {
        "fine_yuan": changes["fine_yuan"],
        "fine_citation": changes["citation"],
        "law_reason": changes["law_reason"],
        "reasons": changes["reasons"],
        "factors": ",".join(json.loads(str(changes["factors"]))),
        "deducted_tonnes": changes["deduct_tonnes"] or None,
        "statement": case.statement,
        "stated_on": case.stated_on,
        "noticed_on": case.noticed_on,
        "hearing_on": case.hearing_on if case.hearing_record else None,
        "correct_by_on": case.correct_by,
        "citation": MOVES["decide"].citation,
        **clock("payment", law, "clock.penalty.payment"),
        **clock("late", law, "penalty.late.daily_share"),
        **clock("reconsideration", law, "clock.penalty.reconsideration"),
        **clock("lawsuit", law, "clock.penalty.lawsuit"),
    }


def _factors(named: Sequence[str]) -> list[Factor]:
    """Known factors, each once, in the order of the table; at least one (PENALTY-FACTORS)."""
    chosen = [factor for factor in Factor if factor.value in named]
    if not chosen:
        raise refuse("PENALTY-FACTORS", field_name="factors")
    return chosen


async def withdraw(case_id: int, reason: str, *, actor: Actor, at: datetime) -> None:
    """The leader withdraws a case before any decision; the enterprise hears of it when it knew of the case."""
    require(actor, Duty.PENALTY_DECIDE)
    said = needed(reason, "PENALTY-REASONS", "reason")
    async with transaction():
        case = await case_of(case_id, actor=actor)
        await step(case, "withdraw", {}, Note(reason=said), actor=actor, at=at)
        if case.state != State.OPENED:
            await tell("penalty.withdrawn", at=at, **to_enterprise(case))
