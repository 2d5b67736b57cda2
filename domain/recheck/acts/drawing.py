"""Named by the ministry, the commitment, the draw and the result of a recheck."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import Stale, refuse, stop_on
from domain.core.law import Law
from domain.emission_report import queries as reports
from domain.recheck import checks, queries
from domain.recheck.rules.drawing import SHARE, Frame, lots
from domain.recheck.rules.drawing import draw as cast_lots
from domain.recheck.rules.drawing import frame as make_frame
from domain.recheck.rules.figures import UnitValue
from domain.recheck.rules.signals import Raised, Verified, group, signals
from domain.recheck.states import DRAW_MOVES, TASK_MOVES, DrawState, Group, TaskState
from domain.recheck.tables import FrameEntry, FrameInspector, RecheckDraw, RecheckNaming, RecheckTask, TaskInspector
from domain.records.database import ask, transaction
from domain.records.emissions import queries as emissions
from domain.records.journal.writes import Note, begin, move, record, record_many, require, subject_of
from domain.records.lawbook.queries import as_of
from domain.records.notices.writes import tell
from domain.records.people import queries as people
from domain.records.people.queries import PersonCard
from domain.verification import queries as verification
from domain.verification.queries import VerifiedCard


async def name_for_recheck(year: int, enterprise_id: int, reference: str, *, actor: Actor, at: datetime) -> None:
    """Record that the ministry has named an enterprise for recheck, by the number of its letter.

    Refused: RECHECK-REFERENCE, RECHECK-UNKNOWN, RECHECK-FRAMED when its frame is published already.
    """
    require(actor, Duty.RECHECK_DRAW)
    if not reference.strip():
        raise refuse("RECHECK-REFERENCE", field_name="reference")
    async with transaction():
        if await people.enterprise(enterprise_id, actor=actor) is None:
            raise refuse("RECHECK-UNKNOWN")
        if enterprise_id in await queries.framed(year):
            raise refuse("RECHECK-FRAMED", field_name="enterprise_id", year=year)
        if await ask("SELECT id FROM recheck_naming WHERE year = {} AND enterprise_id = {}", year, enterprise_id):
            raise Stale(f"recheck_naming:{year}:{enterprise_id}", "new")
        naming = RecheckNaming(
            year=year,
            enterprise_id=enterprise_id,
            reference=reference.strip()[:120],
            named_by=actor.account_id,
            named_at=at,
        )
        naming_id = int((await RecheckNaming.insert(naming))[0]["id"])
        note = Note(reason=reference, basis={"year": year}, enterprise_id=enterprise_id)
        subject, tag = f"recheck_naming:{naming_id}", "recheck:naming:name"
        await record(tag, subject, actor=actor, at=at, duty=Duty.RECHECK_DRAW, note=note)


async def commit_draw(year: int, seed_commitment: str, *, actor: Actor, at: datetime) -> int:
    """Fix and publish the frame and the SHA-256 of a seed that stays secret until the draw. Answers the draw.

    The frame holds every delivered verification of the year that no earlier frame held, and all inspectors.
    Refused: RECHECK-COMMITMENT, RECHECK-DRAW-OPEN, RECHECK-FRAME-EMPTY, RECHECK-INSPECTORS.
    """
    require(actor, Duty.RECHECK_DRAW)
    commitment = seed_commitment.strip().lower()
    stop_on(checks.commitment_findings(commitment))
    law = await as_of(legal_day(at))
    async with transaction():
        await ask("LOCK TABLE recheck_draw IN SHARE ROW EXCLUSIVE MODE")
        if any(card.state == DrawState.COMMITTED for card in await queries.draws(year)):
            raise refuse("RECHECK-DRAW-OPEN", year=year)
        delivered, raised = await _raised(year, law, actor)
        inspectors = await people.holders(["inspector"])
        groups = {card.credit_code: group(facts, found, law) for card, facts, found in raised}
        frame = make_frame(year, groups.items(), [card.id for card in inspectors], law)
        stop_on(checks.frame_findings(frame))
        draw_id = await _keep_draw(frame, commitment, law, at)
        await _keep_frame(draw_id, raised, groups, inspectors)
        basis = {"frame": frame.digest(), "commitment": commitment, "enterprises": len(delivered)}
        await begin(RecheckDraw, draw_id, DRAW_MOVES, "commit", actor=actor, at=at, note=Note(basis=basis))
    return draw_id


Facts = list[tuple[VerifiedCard, Verified, tuple[Raised, ...]]]


async def _raised(year: int, law: Law, actor: Actor) -> tuple[list[VerifiedCard], Facts]:
    """Every enterprise of the new frame with its signals."""
    before = await queries.framed(year)
    delivered = [card for card in await verification.delivered(year, actor=actor) if card.enterprise_id not in before]
    named = {card.enterprise_id for card in await queries.namings(year, actor=actor)}
    late = {card.enterprise_id for card in await reports.accepted(year, actor=actor) if card.late}
    past = {
        card.enterprise_id: card.emissions_tonnes
        for card in await emissions.of_year(year - 1, actor=actor)
        if not card.unit_number
    }
    found: Facts = []
    for card in delivered:
        facts = Verified(
            card.credit_code,
            card.reported_tonnes,
            card.emissions_tonnes,
            card.findings,
            card.unresolved,
            card.enterprise_id in late,
            past.get(card.enterprise_id),
            card.enterprise_id in named,
            f"verification_task:{card.task_id}",
        )
        found.append((card, facts, signals(facts, law)))
    return delivered, found


async def _keep_draw(frame: Frame, commitment: str, law: Law, at: datetime) -> int:
    share = law.provision(SHARE)
    draw = RecheckDraw(
        year=frame.year,
        state=DrawState.COMMITTED.value,
        frame=frame.text(),
        frame_digest=frame.digest(),
        commitment=commitment,
        drawn_of_share=frame.drawn_of_share,
        inspectors_each=frame.inspectors_each,
        share=share.value,
        share_confidence=share.confidence.value,
        share_citation=share.citation,
        committed_at=at,
    )
    return int((await RecheckDraw.insert(draw))[0]["id"])


async def _keep_frame(draw_id: int, raised: Facts, groups: dict[str, Group], inspectors: Sequence[PersonCard]) -> None:
    entries = [
        FrameEntry(
            draw_id=draw_id,
            enterprise_id=card.enterprise_id,
            verification_task_id=card.task_id,
            credit_code=card.credit_code,
            grouped=groups[card.credit_code].value,
            signals=json.dumps(
                [{"signal": one.signal.value, "explanation": one.explanation.as_json()} for one in found],
                ensure_ascii=False,
            ),
        )
        for card, _, found in raised
    ]
    for start in range(0, len(entries), 1000):
        await FrameEntry.insert(*entries[start : start + 1000])
    await FrameInspector.insert(
        *(FrameInspector(draw_id=draw_id, account_id=card.id, name=card.name) for card in inspectors)
    )


async def draw(draw_id: int, seed: str, *, actor: Actor, at: datetime) -> int:
    """Reveal the seed and draw from the published frame; answers how many rechecks begin.

    Refused: RECHECK-SEED when the seed is not the one committed to.
    """
    require(actor, Duty.RECHECK_DRAW)
    async with transaction():
        card = await queries.draw(draw_id)
        if card is None:
            raise refuse("RECHECK-UNKNOWN")
        note = Note(basis={"frame": card.frame_digest, "seed": seed[: checks.LONGEST_SEED]})
        await move(RecheckDraw, draw_id, DRAW_MOVES, "draw", actor=actor, at=at, note=note)
        stop_on(checks.seed_findings(seed, card.commitment))
        await ask("UPDATE recheck_draw SET seed = {}, drawn_at = {} WHERE id = {}", seed, at, draw_id)
        frame = _frame_of(card)
        drawn, every_lot = cast_lots(frame, seed), lots(frame, seed)
        await ask(
            "UPDATE recheck_frame_entry AS f SET lot = l.lot FROM unnest({}::text[], {}::text[]) AS l (code, lot) "
            "WHERE f.draw_id = {} AND f.credit_code = l.code",
            list(every_lot),
            list(every_lot.values()),
            draw_id,
        )
        await _begin_tasks(card, drawn, actor=actor, at=at)
    return len(drawn)


def _frame_of(card: queries.DrawCard) -> Frame:
    """The frame as published: the draw rests on the text that everyone could read, and on nothing else."""
    lines = [line.split(" ") for line in card.frame.splitlines()]
    return Frame(
        card.year,
        tuple((words[1], Group(words[2])) for words in lines if words[0] == "enterprise"),
        tuple(int(words[1]) for words in lines if words[0] == "inspector"),
        card.drawn_of_share,
        card.inspectors_each,
    )


async def _begin_tasks(card: queries.DrawCard, drawn: Sequence[Any], *, actor: Actor, at: datetime) -> None:
    """One recheck for each drawn enterprise, its inspectors, its journal entry; the enterprises are told."""
    rows = await ask(
        "SELECT credit_code, enterprise_id, verification_task_id FROM recheck_frame_entry WHERE draw_id = {}", card.id
    )
    known = {row["credit_code"]: row for row in rows}
    if not drawn:
        return
    tasks = [
        RecheckTask(
            draw_id=card.id,
            year=card.year,
            enterprise_id=known[one.code]["enterprise_id"],
            verification_task_id=known[one.code]["verification_task_id"],
            grouped=one.group.value,
            state=TaskState.DRAWN.value,
        )
        for one in drawn
    ]
    ids = [int(row["id"]) for row in await RecheckTask.insert(*tasks)]
    await TaskInspector.insert(
        *(
            TaskInspector(task_id=task_id, account_id=number)
            for task_id, one in zip(ids, drawn, strict=True)
            for number in one.inspectors
        )
    )
    entries = [
        (
            subject_of(RecheckTask, task_id),
            "",
            TaskState.DRAWN.value,
            Note(
                basis={"draw": card.id, "group": one.group.value, "lot": one.lot, "inspectors": list(one.inspectors)},
                enterprise_id=known[one.code]["enterprise_id"],
            ),
        )
        for task_id, one in zip(ids, drawn, strict=True)
    ]
    await record_many(TASK_MOVES.tag("draw"), entries, actor=actor, at=at, duty=TASK_MOVES["draw"].duty)
    for task_id, one in zip(ids, drawn, strict=True):
        await tell(
            "recheck.drawn",
            at=at,
            facts={"year": str(card.year)},
            enterprise_id=known[one.code]["enterprise_id"],
            link=f"/recheck/tasks/{task_id}",
        )
    facts = {"year": str(card.year), "count": str(len(drawn))}
    await tell("recheck.to_perform", at=at, facts=facts, duty=Duty.RECHECK_PERFORM, link=f"/recheck/{card.year}")


def as_json(values: Sequence[UnitValue]) -> str:
    """Unit values as stored: numbers as text, so that no digit is lost."""

    def text(value: object) -> object:
        return str(value) if isinstance(value, Decimal) else value

    return json.dumps([{name: text(value) for name, value in asdict(one).items()} for one in values])


async def record_result(
    task_id: int, unit_values: Sequence[UnitValue], text: str, *, actor: Actor, at: datetime
) -> None:
    """Record what a recheck found. Units that are not named stay as verified.

    Refused: RECHECK-TEXT, RECHECK-NOT-DRAWN-FOR (an inspector who was not drawn for it), RECHECK-UNIT….
    """
    require(actor, Duty.RECHECK_PERFORM)
    if not text.strip():
        raise refuse("RECHECK-TEXT", field_name="text")
    async with transaction():
        card = await queries.task(task_id, actor=actor)
        if card is None:
            raise refuse("RECHECK-UNKNOWN")
        if actor.account_id not in card.inspector_ids:
            raise refuse("RECHECK-NOT-DRAWN-FOR")
        units = await verification.units_of_task(card.verification_task_id, actor=actor)
        stop_on(checks.value_findings(unit_values, {unit.unit_number for unit in units}))
        basis = {"changed": [value.unit_number for value in unit_values], "inspectors": list(card.inspector_ids)}
        note = Note(reason=text, basis=basis, enterprise_id=card.enterprise_id)
        await move(RecheckTask, task_id, TASK_MOVES, "record_result", actor=actor, at=at, note=note)
        await ask(
            "UPDATE recheck_task SET text = {}, unit_values = {}, done_by = {}, done_on = {} WHERE id = {}",
            text,
            as_json(unit_values),
            actor.account_id,
            legal_day(at),
            task_id,
        )
        facts = {"year": str(card.year), "name": card.name}
        await tell("recheck.done", at=at, facts=facts, duty=Duty.RECHECK_DRAW, link=f"/recheck/tasks/{task_id}")
