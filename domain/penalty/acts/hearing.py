"""What the enterprise answers, and the hearing that it may ask for."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import refuse, stop_on
from domain.penalty import checks
from domain.penalty.acts.cases import case_of, needed, step, to_duty, to_enterprise
from domain.penalty.states import APL
from domain.records.database import transaction
from domain.records.journal.writes import Note, require
from domain.records.lawbook.queries import as_of
from domain.records.notices.writes import tell


async def state(case_id: int, text: str, *, actor: Actor, at: datetime, hearing: bool = False) -> None:
    """The enterprise states and defends itself, and may ask for a hearing where one was offered.

    行政处罚法 art 45, 64. Refused: PENALTY-TEXT without a text, PENALTY-ANSWER-LATE after the last day,
    PENALTY-NO-HEARING where the fine is too small for one.
    """
    require(actor, Duty.PENALTY_ANSWER)
    said = needed(text, "PENALTY-TEXT", "text")
    day = legal_day(at)
    async with transaction():
        case = await case_of(case_id, actor=actor)
        if case.answer_by is not None and day > case.answer_by:
            raise refuse("PENALTY-ANSWER-LATE", citation=f"{APL} 第四十五条", until=case.answer_by)
        if hearing and not case.hearing_offered:
            raise refuse("PENALTY-NO-HEARING", field_name="hearing", citation=checks.ORDER_30_HEARING)
        changes = {"statement": said, "stated_on": day, "hearing_asked": hearing}
        await step(case, "state", changes, Note(basis={"hearing": hearing}), actor=actor, at=at)
        await tell("penalty.stated", at=at, **to_duty(case, Duty.PENALTY_HANDLE))


async def invite(case_id: int, on: date, place: str, *, actor: Actor, at: datetime) -> None:
    """Invite the enterprise to the hearing it asked for, seven days ahead at least (行政处罚法 art 64).

    Refused: PENALTY-HEARING-NOT-ASKED, PENALTY-HEARING-SOON, PENALTY-PLACE.
    """
    require(actor, Duty.PENALTY_HANDLE)
    where = needed(place, "PENALTY-PLACE", "place", most=120)
    law = await as_of(legal_day(at))
    earliest = legal_day(at) + timedelta(days=int(law.value("clock.penalty.hearing_notice")))
    if on < earliest:
        raise refuse("PENALTY-HEARING-SOON", field_name="on", citation=f"{APL} 第六十四条", earliest=earliest)
    async with transaction():
        case = await case_of(case_id, actor=actor)
        if not case.hearing_asked:
            raise refuse("PENALTY-HEARING-NOT-ASKED")
        changes = {"hearing_on": on, "hearing_place": where}
        await step(case, "invite", changes, Note(basis={"on": on.isoformat(), "place": where}), actor=actor, at=at)
        await tell("penalty.invited", at=at, **to_enterprise(case, on=on, place=where))


async def hear(case_id: int, chair: str, record: str, *, actor: Actor, at: datetime) -> None:
    """Record the hearing: who chaired it and what was said. The chair is none of the inspectors (行政处罚法 art 64).

    Refused: PENALTY-HEARING-NOT-ASKED, PENALTY-HEARING-NOT-YET before the day, PENALTY-CHAIR, PENALTY-TEXT.
    """
    require(actor, Duty.PENALTY_HANDLE)
    chaired, said = needed(chair, "PENALTY-CHAIR", "chair", most=60), needed(record, "PENALTY-TEXT", "record")
    async with transaction():
        case = await case_of(case_id, actor=actor)
        if not case.hearing_asked or case.hearing_on is None:
            raise refuse("PENALTY-HEARING-NOT-ASKED")
        if legal_day(at) < case.hearing_on:
            raise refuse("PENALTY-HEARING-NOT-YET", on=case.hearing_on)
        stop_on(checks.independent_chair(chaired, case.inspectors))
        note = Note(basis={"chair": chaired, "on": case.hearing_on.isoformat()})
        await step(case, "hear", {"hearing_chair": chaired, "hearing_record": said}, note, actor=actor, at=at)
        await tell("penalty.heard", at=at, **to_duty(case, Duty.PENALTY_REVIEW))
