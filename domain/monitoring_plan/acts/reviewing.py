"""Review of a submitted version by a verification body: asked for by the authority, given by a verifier of the body."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Stale, refuse
from domain.monitoring_plan import queries
from domain.monitoring_plan.acts.common import facts_of, locked, note_of, page_of, seen
from domain.monitoring_plan.queries import ReviewCard, VersionCard
from domain.monitoring_plan.rules import FORMS, Opinion
from domain.monitoring_plan.states import REVIEW_MOVES, ReviewState, State
from domain.monitoring_plan.tables import PlanReview
from domain.records.database import ask, transaction
from domain.records.journal.writes import Note, begin, move, require
from domain.records.notices.writes import tell
from domain.records.people import queries as people
from domain.records.people.queries import BodyCard
from domain.records.people.writes import end_mandate, grant_mandate

MOST_TEXT = 4000
MOST_PART = 2000


async def ask_review(
    plan_id: int, body_id: int, *, actor: Actor, at: datetime, tied: Collection[int] = frozenset()
) -> int:
    """Ask a body for its opinion on a submitted version (the listing officer); answers the review's id.

    `tied` are the bodies that a tie keeps from this enterprise: ties are kept by a later room, so the door tells them.
    Refused: MP-UNKNOWN, MP-REVIEW-OPEN, MP-BODY-UNKNOWN, MP-BODY-TIED (also a body that prepares reports here,
    Decree 775 art 13). Stale when the version does not wait for a decision.
    """
    require(actor, Duty.PLAN_REVIEW)
    async with transaction():
        card = await locked(plan_id, actor)
        if card.state != State.SUBMITTED:
            raise Stale(f"plan:{plan_id}", State.SUBMITTED.value)
        if await queries.open_review(plan_id, actor=actor) is not None:
            raise refuse("MP-REVIEW-OPEN")
        body = await _body(body_id, tied)
        mandated = not await _has_mandate(body_id, card)
        review = PlanReview(
            plan_id=plan_id, body_id=body_id, state=ReviewState.ASKED.value, asked_at=at, mandated=mandated
        )
        review_id = int((await PlanReview.insert(review))[0]["id"])
        note = note_of(card, version=card.version, body=body.id)
        await begin(PlanReview, review_id, REVIEW_MOVES, "ask", actor=actor, at=at, note=note)
        await grant_mandate(body_id, card.enterprise_id, card.year)
        await tell("plan.review_asked", at=at, facts=facts_of(card), body_id=body_id, link=page_of(card))
    return review_id


async def _body(body_id: int, tied: Collection[int]) -> BodyCard:
    body = next((one for one in await people.bodies() if one.id == body_id), None)
    if body is None:
        raise refuse("MP-BODY-UNKNOWN", field_name="body")
    if body.prepares_reports or body.id in tied:
        raise refuse("MP-BODY-TIED", field_name="body", name=body.name)
    return body


async def _has_mandate(body_id: int, card: VersionCard) -> bool:
    rows = await ask(
        "SELECT 1 FROM mandate WHERE body_id = {} AND enterprise_id = {} AND year = {} AND ended_at IS NULL",
        body_id,
        card.enterprise_id,
        card.year,
    )
    return bool(rows)


async def withdraw_review(plan_id: int, *, actor: Actor, at: datetime) -> None:
    """Take the question back (the listing officer); a mandate that was granted for it ends. Refused: MP-REVIEW-NONE."""
    require(actor, Duty.PLAN_REVIEW)
    async with transaction():
        card = await locked(plan_id, actor)
        review = await _open(plan_id, actor)
        note = note_of(card, version=card.version, body=review.body_id)
        await move(PlanReview, review.id, REVIEW_MOVES, "withdraw", actor=actor, at=at, note=note)
        rows = await ask("SELECT mandated FROM plan_review WHERE id = {}", review.id)
        if rows[0]["mandated"]:
            await end_mandate(review.body_id, card.enterprise_id, card.year, at=at)
        await tell("plan.review_withdrawn", at=at, facts=facts_of(card), body_id=review.body_id, link="/plans")


async def give_opinion(plan_id: int, opinion: Opinion, *, actor: Actor, at: datetime) -> None:
    """Say whether a version conforms, and what there is to say of its parts (a verifier of the body that was asked).

    Refused: MP-REVIEW-NONE, MP-OPINION-TEXT (a reason is needed), MP-OPINION-PART (the form has no such part).
    """
    require(actor, Duty.PLAN_VERIFY)
    if not opinion.text.strip():
        raise refuse("MP-OPINION-TEXT", field_name="text")
    async with transaction():
        card = await seen(plan_id, actor)
        review = await _open(plan_id, actor)
        if review.body_id != actor.body_id:
            raise refuse("MP-REVIEW-NONE")
        parts = _parts(card, opinion.parts)
        basis = {"year": card.year, "conforms": opinion.conforms, "parts": parts}
        note = Note(reason=opinion.text.strip()[:MOST_TEXT], basis=basis, enterprise_id=card.enterprise_id)
        await move(PlanReview, review.id, REVIEW_MOVES, "give", actor=actor, at=at, note=note)
        await ask(
            "UPDATE plan_review SET conforms = {}, text = {}, parts = {}, given_at = {}, given_by = {} WHERE id = {}",
            opinion.conforms,
            opinion.text.strip()[:MOST_TEXT],
            json.dumps(parts, ensure_ascii=False),
            at,
            actor.account_id,
            review.id,
        )
        facts = {**facts_of(card), "body": review.body_name}
        code = "plan.opinion_conforms" if opinion.conforms else "plan.opinion_against"
        await tell(code, at=at, facts=facts, duty=Duty.PLAN_REVIEW, link=page_of(card))


def _parts(card: VersionCard, given: Mapping[str, str]) -> dict[str, str]:
    """What was said of the form's sheets, those of which nothing was said left out."""
    known = {sheet.key for sheet in FORMS[card.form].workbook}
    if not known.issuperset(given):
        raise refuse("MP-OPINION-PART")
    return {key: text.strip()[:MOST_PART] for key, text in given.items() if text.strip()}


async def _open(plan_id: int, actor: Actor) -> ReviewCard:
    review = await queries.open_review(plan_id, actor=actor)
    if review is None:
        raise refuse("MP-REVIEW-NONE")
    return review
