"""A plan on screen: a version corrected, or the next one filled in, without a spreadsheet program."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.duties import Duty
from domain.core.findings import Finding
from domain.monitoring_plan import acts, queries
from domain.monitoring_plan.queries import Typed, VersionCard
from domain.records.drafts.queries import BLANK, draft
from portal.clock import now
from portal.monitoring_plan.views import Ask, no_form_page, own, version_card, year_form
from portal.on_screen import Doings, Edits, Typing, answered, shown


async def _of_version(request: Ask, plan_id: int) -> tuple[Typed, Typing, VersionCard]:
    """On top of a version: the newest one, while it is to be corrected."""
    card = await version_card(request, plan_id)
    typed = await queries.typed(card.enterprise_id, card.year, plan_id, actor=request.user)
    if typed is None:
        raise NotFoundException
    kept = await draft(typed.subject, plan_id, actor=request.user)
    found = await queries.findings(plan_id, actor=request.user)
    path, content = f"/plans/versions/{plan_id}/correct", kept.lines if kept else typed.content
    return typed, Typing(path, plan_id, typed.form.workbook, content, kept, found, typed.content), card


async def _of_blank(request: Ask, year: int) -> tuple[Typed, Typing]:
    """On top of the pre-filled form of the next version, while none waits or is to be corrected."""
    typed = await queries.typed(own(request), year, BLANK, actor=request.user)
    if typed is None:
        raise NotFoundException
    kept = await draft(typed.subject, BLANK, actor=request.user)
    return typed, Typing(f"/plans/{year}/fill", BLANK, typed.form.workbook, kept.lines if kept else {}, kept)


@get("/plans/versions/{plan_id:int}/correct", duty=Duty.PLAN_FILE)
async def correct_page(request: Ask, plan_id: FromPath[int]) -> Response[Any]:
    """One page of a sheet of the version as a form; `sheet` and `page` in the address say which."""
    typed, typing, card = await _of_version(request, plan_id)
    return _shown(request, typed, card, typing)


@post("/plans/versions/{plan_id:int}/correct", duty=Duty.PLAN_FILE)
async def correct(request: Ask, plan_id: FromPath[int]) -> Response[Any]:
    """Keep what was typed, or send the whole as the next version."""
    typed, typing, card = await _of_version(request, plan_id)
    return await _answered(request, typed, card, typing)


@get("/plans/{year:int}/fill", duty=Duty.PLAN_FILE)
async def fill_page(request: Ask, year: FromPath[int]) -> Response[Any]:
    """The pre-filled form of the next version."""
    if await year_form(request, year) is None:
        return no_form_page(request, year)
    typed, typing = await _of_blank(request, year)
    return _shown(request, typed, None, typing)


@post("/plans/{year:int}/fill", duty=Duty.PLAN_FILE)
async def fill(request: Ask, year: FromPath[int]) -> Response[Any]:
    if await year_form(request, year) is None:
        return no_form_page(request, year, 422)
    typed, typing = await _of_blank(request, year)
    return await _answered(request, typed, None, typing)


def _shown(
    request: Ask,
    typed: Typed,
    card: VersionCard | None,
    typing: Typing,
    refused: Sequence[Finding] = (),
    status: int = 200,
) -> Response[Any]:
    return shown(request, typing, "monitoring_plan/screen.html", status, refused, card=card, year=typed.year)


async def _answered(request: Ask, typed: Typed, card: VersionCard | None, typing: Typing) -> Response[Any]:
    """What the button does, by the room's own acts."""
    user, at, whose = request.user, now(), (typed.enterprise_id, typed.year)
    version_id = typing.version_id

    async def save(sheet: str, edits: Edits, removed: list[int], revision: int) -> object:
        return await acts.save_typed(*whose, version_id, sheet, edits, removed, revision=revision, actor=user, at=at)

    doings = Doings(
        save,
        partial(acts.send_typed, *whose, version_id, actor=user, at=at),
        partial(acts.discard_typed, *whose, version_id, actor=user, at=at),
        versions="/plans/versions",
        home=f"/plans/{typed.year}",
        messages="monitoring_plan",
        begin=None if version_id else partial(acts.begin_typing, *whose, actor=user, at=at),
    )
    return await answered(request, typing, doings, lambda form, found: _shown(request, typed, card, form, found, 422))


routes = [correct_page, correct, fill_page, fill]
