"""Certified reductions against an obligation: what counts is counted, what does not is kept with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import Finding, refuse
from domain.core.law import Law, last_day_of
from domain.records.database import ask, transaction
from domain.records.journal.writes import Note, record, require, subject_of
from domain.records.lawbook.queries import as_of
from domain.surrender import checks, queries
from domain.surrender.acts.bulk import one_at_a_time, stored
from domain.surrender.queries import OutcomeCard
from domain.surrender.rules import Offset, OffsetsTaken, take_offsets
from domain.surrender.tables import SurrenderOffset


@dataclass(frozen=True, slots=True)
class Offsetting:
    """What became of reductions handed in, tonnes, with a finding for every reason that some do not count."""

    offset_id: int
    accepted: int
    ineligible: int
    over_cap: int
    cap: int
    findings: tuple[Finding, ...]


async def propose_offset(
    obligation_id: int,
    tonnes: int,
    project: str,
    registered_on: date,
    *,
    actor: Actor,
    at: datetime,
    handed_in_on: date | None = None,
) -> Offsetting:
    """Record certified reductions handed in against an obligation; what is over the cap, or too old, does not count.

    Nothing is lost by it: the whole lot is kept, with the tonnes that count and those refused. `handed_in_on` is the
    day the enterprise handed them in; the day of recording when it is not given. Refused: SURRENDER-OFFSET-TONNES,
    SURRENDER-OFFSET-PROJECT, SURRENDER-OFFSET-DAY, SURRENDER-OFFSET-TWICE, SURRENDER-UNKNOWN.
    """
    require(actor, Duty.SURRENDER_RECORD)
    lot = Offset(tonnes, registered_on, project.strip()[:120])
    handed_in = handed_in_on or legal_day(at)
    _readable(lot, handed_in, legal_day(at))
    async with transaction():
        card = await _locked(obligation_id, actor=actor)
        before = [
            Offset(one.tonnes, one.registered_on, one.project)
            for one in await queries.offsets_of(obligation_id, actor=actor)
        ]
        if any((one.project, one.registered_on) == (lot.project, lot.registered_on) for one in before):
            raise refuse("SURRENDER-OFFSET-TWICE", field_name="project", citation=checks.OFFSETS, project=lot.project)
        law = await as_of(last_day_of(card.year))
        taken = take_offsets(law, card.due, [*before, lot])
        offset_id = int((await SurrenderOffset.insert(_row(card, lot, handed_in, taken, at)))[0]["id"])
        await _add_up(card, taken)
        basis = {"tonnes": tonnes, "accepted": taken.accepted[-1], "cap": int(taken.cap.value), "project": lot.project}
        note = Note(basis=basis, enterprise_id=card.enterprise_id)
        subject, duty = subject_of(SurrenderOffset, offset_id), Duty.SURRENDER_RECORD
        await record("surrender:offset:propose", subject, actor=actor, at=at, duty=duty, note=note)
    return _answer(offset_id, taken, law, card.due)


def _readable(lot: Offset, handed_in_on: date, today: date) -> None:
    if lot.tonnes <= 0:
        raise refuse("SURRENDER-OFFSET-TONNES", field_name="tonnes", citation=checks.OFFSETS)
    if not lot.project:
        raise refuse("SURRENDER-OFFSET-PROJECT", field_name="project", citation=checks.OFFSETS)
    for name, day in (("registered_on", lot.registered_on), ("handed_in_on", handed_in_on)):
        if day > today:
            raise refuse("SURRENDER-OFFSET-DAY", field_name=name, day=day.isoformat(), today=today.isoformat())


async def _locked(obligation_id: int, *, actor: Actor) -> OutcomeCard:
    """The obligation, for this act alone until it is over: the cap is shared by all lots recorded against it."""
    card = await queries.obligation(obligation_id, actor=actor)
    if card is None:
        raise refuse("SURRENDER-UNKNOWN")
    await one_at_a_time(card.year)
    return card


def _row(card: OutcomeCard, lot: Offset, handed_in_on: date, taken: OffsetsTaken, at: datetime) -> SurrenderOffset:
    return SurrenderOffset(
        obligation_id=card.obligation_id,
        enterprise_id=card.enterprise_id,
        year=card.year,
        project=lot.project,
        registered_on=lot.registered_on,
        handed_in_on=handed_in_on,
        tonnes=lot.tonnes,
        accepted=taken.accepted[-1],
        ineligible=taken.ineligible[-1],
        over_cap=taken.over_cap[-1],
        explanation=stored(taken.cap),
        recorded_at=at,
    )


async def _add_up(card: OutcomeCard, taken: OffsetsTaken) -> None:
    await ask(
        "UPDATE obligation SET offsets = {}, offsets_refused = {} WHERE id = {}",
        taken.tonnes,
        taken.refused,
        card.obligation_id,
    )


def _answer(offset_id: int, taken: OffsetsTaken, law: Law, due: int) -> Offsetting:
    ineligible, over_cap, cap = taken.ineligible[-1], taken.over_cap[-1], int(taken.cap.value)
    first_day = law.text("surrender.offset.eligible_from")
    findings = tuple(checks.offset_refusals(ineligible, over_cap, cap, first_day, due))
    return Offsetting(offset_id, taken.accepted[-1], ineligible, over_cap, cap, findings)
