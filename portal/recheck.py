"""The recheck room at the front door: draws, rechecks, confirmation, objections."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from domain.core.duties import Duty
from domain.core.findings import Finding, Refused, refuse
from domain.recheck import acts, checks, queries
from domain.recheck.queries import ConfirmationCard, DrawCard, RecheckCard
from domain.recheck.rules.drawing import commitment
from domain.recheck.states import (
    CONFIRMATION_MOVES,
    DRAW_MOVES,
    TASK_MOVES,
    Basis,
    DrawState,
    Group,
    Quantity,
)
from domain.records.documents import queries as documents
from domain.records.evidence import queries as evidence
from domain.records.journal import queries as journal
from domain.verification import queries as verification
from portal import recheck_year
from portal.clock import now
from portal.page import XLSX, done, download, page, typed_text, whole_number
from portal.verification.parts import MOST_ID, PAGES, Ask, Form, known_year, origins, row_id

PAPERS = {"application/pdf", "image/png", "image/jpeg", XLSX}


# ------------------------------------------------------------------------------------------------- the draw


@get("/recheck/{year:int}/commit", duty=Duty.RECHECK_DRAW)
async def commit_form(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Name enterprises for the ministry, then commit to a seed. The seed shown is made for this page, and not kept."""
    return await _commit_page(request, known_year(year))


async def _commit_page(
    request: Ask, year: int, status: int = 200, found: Sequence[Finding] = (), typed: Mapping[str, str] | None = None
) -> Response[Any]:
    seed = secrets.token_hex(16)
    cards = await verification.delivered(year, actor=request.user)
    framed = await queries.framed(year)
    return page(
        request,
        "recheck/commit.html",
        status,
        year=year,
        seed=seed,
        commitment=commitment(seed),
        cards=[card for card in cards if card.enterprise_id not in framed],
        named=await queries.namings(year, actor=request.user),
        findings=found,
        typed=typed or {},
    )


@post("/recheck/{year:int}/name", duty=Duty.RECHECK_DRAW)
async def name_for_recheck(request: Ask, year: FromPath[int]) -> Response[Any]:
    form = await request.form()
    typed = {name: typed_text(form, name) for name in ("enterprise_id", "reference")}
    enterprise_id = whole_number(typed["enterprise_id"])
    try:
        if not 0 < enterprise_id <= MOST_ID:
            raise refuse("RECHECK-UNKNOWN", field_name="enterprise_id")
        await acts.name_for_recheck(known_year(year), enterprise_id, typed["reference"], actor=request.user, at=now())
    except Refused as refused:
        return await _commit_page(request, year, 422, refused.findings, typed)
    return done(request, f"/recheck/{year}/commit", "recheck:named")


@post("/recheck/{year:int}/commit", duty=Duty.RECHECK_DRAW)
async def commit_draw(request: Ask, year: FromPath[int]) -> Response[Any]:
    text = typed_text(await request.form(), "commitment", 200)
    try:
        draw_id = await acts.commit_draw(known_year(year), text, actor=request.user, at=now())
    except Refused as refused:
        return await _commit_page(request, year, 422, refused.findings, {"commitment": text})
    return done(request, f"/recheck/draws/{draw_id}", "recheck:committed")


@get("/recheck/public/{year:int}", duty=Duty.PUBLIC)
async def public_draws(request: Ask, year: FromPath[int]) -> Response[Any]:
    """The draws of a year, for everyone."""
    return page(request, "recheck/draws.html", year=known_year(year), draws=await queries.draws(year))


@get("/recheck/draws/{draw_id:int}", duty=Duty.PUBLIC)
async def draw_page(request: Ask, draw_id: FromPath[int]) -> Response[Any]:
    """One draw, for everyone: frame and commitment before, seed and result after, and how to repeat it."""
    return await _draw_page(request, draw_id)


async def _draw_page(
    request: Ask, draw_id: int, status: int = 200, found: Sequence[Finding] = (), typed: Mapping[str, str] | None = None
) -> Response[Any]:
    card = await _draw(draw_id)
    rows = await queries.frame(draw_id)
    return page(
        request,
        "recheck/draw.html",
        status,
        card=card,
        rows=rows,
        lots=[(group.value, sum(row.grouped == group.value for row in rows)) for group in Group],
        inspectors=await queries.frame_inspectors(draw_id),
        moves=[move.name for move in DRAW_MOVES.open_to(card.state, request.user.duties)],
        drawn=card.state == DrawState.DRAWN,
        findings=found,
        typed=typed or {},
    )


async def _draw(draw_id: int) -> DrawCard:
    card = await queries.draw(row_id(draw_id))
    if card is None:
        raise NotFoundException
    return card


@get("/recheck/draws/{draw_id:int}/frame.txt", duty=Duty.PUBLIC)
async def frame_text(request: Ask, draw_id: FromPath[int]) -> Response[Any]:
    """The published frame, byte for byte: its SHA-256 is the digest on the page."""
    card = await _draw(draw_id)
    return Response(card.frame.encode(), media_type="text/plain; charset=utf-8")


@post("/recheck/draws/{draw_id:int}/draw", duty=Duty.RECHECK_DRAW)
async def draw(request: Ask, draw_id: FromPath[int]) -> Response[Any]:
    # Not trimmed: a space may belong to the seed.
    seed = str((await request.form()).get("seed", ""))[: checks.LONGEST_SEED + 1]
    try:
        count = await acts.draw(row_id(draw_id), seed, actor=request.user, at=now())
    except Refused as refused:
        return await _draw_page(request, draw_id, 422, refused.findings, {"seed": seed})
    return done(request, f"/recheck/draws/{draw_id}", "recheck:drawn", count=count)


# ---------------------------------------------------------------------------------------------- one recheck


@get("/recheck/tasks/{task_id:int}", duty=Duty.RECHECK_SEE)
async def task_page(request: Ask, task_id: FromPath[int]) -> Response[Any]:
    """One recheck: why, by whom, what was found."""
    return await _task_page(request, task_id)


async def _task_page(
    request: Ask, task_id: int, status: int = 200, found: Sequence[Finding] = (), typed: Mapping[str, str] | None = None
) -> Response[Any]:
    user = request.user
    card = await _task(request, task_id)
    names = [move.name for move in TASK_MOVES.open_to(card.state, user.duties)]
    return page(
        request,
        "recheck/task.html",
        status,
        card=card,
        raised=await queries.signals(card.draw_id, card.enterprise_id, actor=user),
        units=await verification.units_of_task(card.verification_task_id, actor=user),
        values={value.unit_number: value for value in card.unit_values},
        may_record="record_result" in names and user.account_id in card.inspector_ids,
        history=await journal.of_subject(f"recheck_task:{task_id}") if user.sees_province else [],
        quote=quote,
        findings=found,
        typed=typed or {},
    )


async def _task(request: Ask, task_id: int) -> RecheckCard:
    card = await queries.task(row_id(task_id), actor=request.user)
    if card is None:
        raise NotFoundException
    return card


@post("/recheck/tasks/{task_id:int}/record_result", duty=Duty.RECHECK_PERFORM)
async def record_result(request: Ask, task_id: FromPath[int]) -> Response[Any]:
    form = await request.form()
    card = await _task(request, task_id)
    units = await verification.units_of_task(card.verification_task_id, actor=request.user)
    try:
        values = _values(form, [unit.unit_number for unit in units])
        await acts.record_result(task_id, values, typed_text(form, "text"), actor=request.user, at=now())
    except Refused as refused:
        return await _task_page(request, task_id, 422, refused.findings, _texts(form))
    return done(request, f"/recheck/tasks/{task_id}", "recheck:recorded")


def _values(form: Form, units: Sequence[str]) -> list[acts.UnitValue]:
    """The values of units that were filled in; an empty field leaves the value as it is."""
    found = []
    for unit in units:
        numbers = [
            checks.number(typed_text(form, f"{name}-{unit}", 40), f"{name}-{unit}")
            for name in ("emissions", "generation", "heat")
        ]
        if any(number is not None for number in numbers):
            found.append(acts.UnitValue(unit, *numbers))
    return found


def _texts(form: Form) -> dict[str, str]:
    return {name: value for name, value in form.items() if isinstance(value, str)}


# ------------------------------------------------------------------------------- confirmation and objection


@get("/recheck/confirmations/{confirmation_id:int}", duty=Duty.RECHECK_SEE)
async def confirmation_page(request: Ask, confirmation_id: FromPath[int]) -> Response[Any]:
    """The confirmed emissions of one enterprise, where they come from, objection and decision."""
    return await _confirmation_page(request, confirmation_id)


async def _confirmation_page(
    request: Ask,
    confirmation_id: int,
    status: int = 200,
    found: Sequence[Finding] = (),
    typed: Mapping[str, str] | None = None,
) -> Response[Any]:
    user, card = request.user, await _confirmation(request, confirmation_id)
    subjects = [f"confirmation:{card.id}", f"objection:{card.objection_id or 0}"]
    return page(
        request,
        "recheck/confirmation.html",
        status,
        card=card,
        units=await queries.units_of(card.id, actor=user),
        origins=_origins(await queries.chain(card.id, actor=user), card),
        objection=await queries.objection(card.objection_id, actor=user) if card.objection_id else None,
        moves=[
            move.name
            for move in CONFIRMATION_MOVES.open_to(card.state, user.duties)
            if move.name not in recheck_year.STEPS
        ],
        papers=await documents.of_subjects([f"confirmation:{card.id}"], actor=user),
        history=await journal.of_subjects(subjects) if user.sees_province else [],
        quote=quote,
        findings=found,
        typed=typed or {},
    )


async def _confirmation(request: Ask, confirmation_id: int) -> ConfirmationCard:
    card = await queries.confirmation(row_id(confirmation_id), actor=request.user)
    if card is None:
        raise NotFoundException
    return card


def _origins(chain: Mapping[str, Any], card: ConfirmationCard) -> list[tuple[str, str]]:
    """Where the figures come from, in order: (what it is, its page)."""
    determined = chain["base"] == Basis.DETERMINED
    found = [(str(chain["base"]) if determined else "reported", PAGES["report"].format(card.report_id))]
    stages = [] if determined else [(chain["base"], chain["base_origin"])]
    for basis, origin in [*stages, *((stage["basis"], stage["origin"]) for stage in chain["stages"])]:
        kind, _, number = origin.partition(":")
        found.append((basis, PAGES[kind].format(number) if kind in PAGES else ""))
    return found


@get("/recheck/confirmations/{confirmation_id:int}/explanation", duty=Duty.RECHECK_SEE)
async def explanation(
    request: Ask, confirmation_id: FromPath[int], unit: FromQuery[str] = "", quantity: FromQuery[str] = ""
) -> Response[Any]:
    """How a confirmed figure came about: of the enterprise, or of one quantity of one unit."""
    card = await _confirmation(request, confirmation_id)
    if unit:
        chosen = next((one for one in Quantity if one.value == quantity), Quantity.EMISSIONS)
        told = await queries.unit_explanation(card.id, unit, chosen, actor=request.user)
    else:
        told = await queries.explanation(card.id, actor=request.user)
    if told is None:
        raise NotFoundException
    return page(request, "recheck/explanation.html", card=card, unit=unit, told=told, origins=origins(told))


@post("/recheck/confirmations/{confirmation_id:int}/object", duty=Duty.OBJECT)
async def object_to(request: Ask, confirmation_id: FromPath[int]) -> Response[Any]:
    form = await request.form()
    card = await _confirmation(request, confirmation_id)
    try:
        sent = await _attachment(form.get("attachment"))
        grounds = typed_text(form, "grounds")
        await acts.object(card.id, grounds, attachment=sent, actor=request.user, at=now())
    except Refused as refused:
        return await _confirmation_page(request, confirmation_id, 422, refused.findings, _texts(form))
    return done(request, f"/recheck/confirmations/{confirmation_id}", "recheck:objected")


async def _attachment(sent: object) -> acts.Attachment | None:
    """A paper that came with a form: PDF, image or workbook; None when none was chosen."""
    if not isinstance(sent, UploadFile) or not sent.filename:
        return None
    content = await sent.read()
    if sent.content_type not in PAPERS:
        raise refuse("RECHECK-ATTACHMENT", field_name="attachment")
    return acts.Attachment(sent.filename, sent.content_type, content)


@get("/recheck/objections/{objection_id:int}", duty=Duty.RECHECK_SEE)
async def objection_page(request: Ask, objection_id: FromPath[int]) -> Response[Any]:
    """An objection stands on the page of the confirmation that it is about."""
    found = await queries.objection(row_id(objection_id), actor=request.user)
    if found is None:
        raise NotFoundException
    return done(request, f"/recheck/confirmations/{found.confirmation_id}#objection")


@get("/recheck/objections/{objection_id:int}/evidence", duty=Duty.RECHECK_SEE)
async def objection_evidence(request: Ask, objection_id: FromPath[int]) -> Response[Any]:
    """The paper that came with an objection."""
    found = await queries.objection(row_id(objection_id), actor=request.user)
    card = await evidence.card(found.evidence) if found and found.evidence else None
    content = await evidence.fetch(card.sha256) if card else None
    if card is None or content is None:
        raise NotFoundException
    return download(content, card.file_name, card.media_type)


@post("/recheck/objections/{objection_id:int}/decide", duty=Duty.OBJECTION_DECIDE)
async def decide(request: Ask, objection_id: FromPath[int]) -> Response[Any]:
    form = await request.form()
    filed = await queries.objection(row_id(objection_id), actor=request.user)
    if filed is None:
        raise NotFoundException
    units = await queries.units_of(filed.confirmation_id, actor=request.user)
    upheld, reasons = typed_text(form, "upheld") == "yes", typed_text(form, "reasons")
    try:
        values = _values(form, [unit.unit_number for unit in units])
        await acts.decide(objection_id, upheld, values, reasons, actor=request.user, at=now())
    except Refused as refused:
        return await _confirmation_page(request, filed.confirmation_id, 422, refused.findings, _texts(form))
    return done(request, f"/recheck/confirmations/{filed.confirmation_id}", "recheck:decided")


routes = [
    *recheck_year.routes,
    commit_form,
    name_for_recheck,
    commit_draw,
    public_draws,
    draw_page,
    frame_text,
    draw,
    task_page,
    record_result,
    confirmation_page,
    explanation,
    object_to,
    objection_page,
    objection_evidence,
    decide,
]
