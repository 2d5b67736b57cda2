"""Review of a plan by a verification body: whom the officer may ask, and the opinion that the body gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.duties import Duty
from domain.core.findings import Finding, Place, Refused
from domain.monitoring_plan import acts, queries, rules
from domain.monitoring_plan.queries import VersionCard
from domain.monitoring_plan.states import ReviewState, State
from domain.records.lawbook.queries import as_of
from domain.records.people import queries as people
from domain.records.people.queries import BodyCard
from domain.verification import queries as verification
from domain.verification.rules.eligibility import Body, Enterprise, Excluded, Tie, exclusions
from domain.verification.states import TieKind
from portal.clock import now, today
from portal.monitoring_plan.views import Ask, known_id, version_card, workbook_of
from portal.page import done, language_of, page, typed_text, whole_number
from portal.workbooks import sheet_views, title


@dataclass(frozen=True, slots=True)
class Choice:
    """A body with what keeps it from this enterprise; nothing: it may be asked."""

    body: BodyCard
    reasons: tuple[Excluded, ...]


@get("/plans/versions/{plan_id:int}/review", duty=Duty.PLAN_REVIEW)
async def review_form(request: Ask, plan_id: FromPath[int]) -> Response[Any]:
    """Which bodies may be asked for an opinion on a version that waits, and which may not and why."""
    return await _review_form(request, plan_id)


async def _review_form(
    request: Ask, plan_id: int, status: int = 200, refused: Sequence[Finding] = (), typed: dict[str, str] | None = None
) -> Response[Any]:
    card = await version_card(request, plan_id)
    choices = await _choices(request, card)
    return page(
        request,
        "monitoring_plan/review.html",
        status,
        card=card,
        waits=card.state == State.SUBMITTED,
        called_for=await queries.called_for(card),
        able=[(choice.body.id, choice.body.name) for choice in choices if not choice.reasons],
        tied=[choice for choice in choices if choice.reasons],
        findings=refused,
        typed=typed or {},
    )


async def _choices(request: Ask, card: VersionCard) -> list[Choice]:
    """Every body, judged by the rules of verification: its ties with the enterprise and what it does here."""
    ties: dict[int, list[Tie]] = {}
    for one in await verification.ties(actor=request.user):
        tie = Tie(one.body_id, one.enterprise_id, TieKind(one.kind), one.since, one.until, one.person_id)
        ties.setdefault(one.body_id, []).append(tie)
    law, enterprise = await as_of(today()), Enterprise(card.enterprise_id, card.credit_code)
    return [
        Choice(
            body,
            exclusions(
                enterprise,
                Body(body.id, body.capacity, body.prepares_reports),
                ties.get(body.id, ()),
                year=card.year,
                day=today(),
                law=law,
            ),
        )
        for body in await people.bodies()
    ]


@post("/plans/versions/{plan_id:int}/review", duty=Duty.PLAN_REVIEW)
async def ask_review(request: Ask, plan_id: FromPath[int]) -> Response[Any]:
    """Ask one body."""
    card = await version_card(request, plan_id)
    typed = {"body": typed_text(await request.form(), "body", 10)}
    tied = {choice.body.id for choice in await _choices(request, card) if choice.reasons}
    try:
        await acts.ask_review(plan_id, whole_number(typed["body"]), actor=request.user, at=now(), tied=tied)
    except Refused as refused:
        return await _review_form(request, plan_id, 422, refused.findings, typed)
    return done(request, f"/plans/versions/{plan_id}", "monitoring_plan:review_asked")


@post("/plans/versions/{plan_id:int}/review/withdraw", duty=Duty.PLAN_REVIEW)
async def withdraw_review(request: Ask, plan_id: FromPath[int]) -> Response[Any]:
    await version_card(request, plan_id)
    await acts.withdraw_review(plan_id, actor=request.user, at=now())
    return done(request, f"/plans/versions/{plan_id}", "monitoring_plan:review_withdrawn")


@get("/plans/versions/{plan_id:int}/opinion", duty=Duty.PLAN_VERIFY)
async def opinion_form(request: Ask, plan_id: FromPath[int]) -> Response[Any]:
    """The plan part by part, with room for what the verifier says of each."""
    return await _opinion_form(request, plan_id)


async def _opinion_form(
    request: Ask, plan_id: int, status: int = 200, refused: Sequence[Finding] = (), typed: dict[str, str] | None = None
) -> Response[Any]:
    told = await queries.version_file(known_id(plan_id), actor=request.user)
    if told is None or told.review is None or told.review.state != ReviewState.ASKED:
        raise NotFoundException
    found = await queries.findings(plan_id, actor=request.user)
    workbook, language = workbook_of(told.card.form), language_of(request)
    return page(
        request,
        "monitoring_plan/opinion.html",
        status,
        card=told.card,
        review=told.review,
        parts_of=[(sheet.key, title(sheet, language)) for sheet in workbook],
        sheets={view.key: view for view in sheet_views(workbook, told.content, found, language)},
        found=found,
        findings=refused,
        typed=typed or {},
    )


@post("/plans/versions/{plan_id:int}/opinion", duty=Duty.PLAN_VERIFY)
async def give_opinion(request: Ask, plan_id: FromPath[int]) -> Response[Any]:
    """Give the opinion; a refusal shows the form again with what was typed."""
    card = await version_card(request, plan_id)
    form = await request.form()
    keys = [sheet.key for sheet in workbook_of(card.form)]
    typed = {name: typed_text(form, name) for name in ("conforms", "text", *(f"part-{key}" for key in keys))}
    try:
        if typed["conforms"] not in ("yes", "no"):
            raise Refused(Finding("MP-OPINION-CHOICE", place=Place(field="conforms")))
        parts = {key: typed[f"part-{key}"] for key in keys}
        opinion = rules.Opinion(typed["conforms"] == "yes", typed["text"], parts)
        await acts.give_opinion(plan_id, opinion, actor=request.user, at=now())
    except Refused as refused:
        return await _opinion_form(request, plan_id, 422, refused.findings, typed)
    return done(request, f"/plans/versions/{plan_id}", "monitoring_plan:opinion_given")


routes = [review_form, ask_review, withdraw_review, opinion_form, give_opinion]
