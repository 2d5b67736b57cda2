"""How a workbook becomes the next version of a plan, however it came; inside the transaction of an act."""

from __future__ import annotations

from datetime import datetime

from domain.core.actors import Actor
from domain.core.findings import refuse
from domain.monitoring_plan import queries
from domain.monitoring_plan.acts.common import one_at_a_time
from domain.monitoring_plan.states import MOVES, ChangeState, State
from domain.monitoring_plan.tables import Plan
from domain.records.database import ask
from domain.records.documents import writes as documents
from domain.records.documents.rules import about
from domain.records.evidence.writes import clean_name, keep, media_type_of
from domain.records.journal.writes import Note, begin
from domain.records.people import queries as people
from domain.records.people.queries import EnterpriseCard


async def whose(enterprise_id: int, actor: Actor) -> EnterpriseCard:
    """The enterprise; refused (MP-ENTERPRISE) when there is none that the actor may see."""
    enterprise = await people.enterprise(enterprise_id, actor=actor)
    if enterprise is None:
        raise refuse("MP-ENTERPRISE")
    return enterprise


async def enter_version(
    enterprise_id: int,
    year: int,
    original: bytes,
    file_name: str,
    *,
    actor: Actor,
    at: datetime,
    change_id: int | None = None,
    on_screen: bool = False,
) -> int:
    """The next version of the plan of a year, in the form of sector and year, with its receipt (上传回执).

    The very same file answers the newest.
    """
    enterprise = await whose(enterprise_id, actor)
    form = await queries.form_for(enterprise, year)
    await one_at_a_time(enterprise_id)
    digest = await keep(original, file_name=file_name, media_type=media_type_of(original), at=at)
    again = await _same_again(enterprise_id, year, digest)
    if again is not None:
        return again
    await _check_change(change_id, enterprise_id, year, actor)
    plan = Plan(
        enterprise_id=enterprise_id,
        year=year,
        state=State.RECEIVED.value,
        form=form.code,
        change_id=change_id,
        on_screen=on_screen,
        original=digest,
        file_name=clean_name(file_name),
        received_at=at,
        received_by=actor.account_id,
    )
    plan_id = int((await Plan.insert(plan))[0]["id"])
    named = ({"change": change_id} if change_id else {}) | ({"on_screen": True} if on_screen else {})
    note = Note(basis={"year": year, "form": form.code, **named}, evidence=digest, enterprise_id=enterprise_id)
    await begin(Plan, plan_id, MOVES, "receive", actor=actor, at=at, note=note)
    told = {"file_name": clean_name(file_name), "file_size": len(original), "sha256": digest, "on_screen": on_screen}
    facts = about(enterprise, what="monitoring_plan", year=year, received_at=at, **told)
    subject, owner = f"plan:{plan_id}", enterprise_id
    await documents.issue("upload_receipt", subject=subject, facts=facts, enterprise_id=owner, actor=actor, at=at)
    return plan_id


async def _check_change(change_id: int | None, enterprise_id: int, year: int, actor: Actor) -> None:
    """Only a granted application of the same enterprise and year is named."""
    if change_id is None:
        return
    card = await queries.change(change_id, actor=actor)
    if card is None or (card.enterprise_id, card.year, card.state) != (enterprise_id, year, ChangeState.GRANTED):
        raise refuse("MP-CHANGE-UNKNOWN", field_name="change")


async def _same_again(enterprise_id: int, year: int, digest: str) -> int | None:
    rows = await ask(
        "SELECT id, original, state FROM plan WHERE enterprise_id = {} AND year = {} ORDER BY id DESC LIMIT 1",
        enterprise_id,
        year,
    )
    same = [row["id"] for row in rows if row["original"] == digest and row["state"] in (State.RECEIVED, State.CLEAN)]
    return int(same[0]) if same else None
