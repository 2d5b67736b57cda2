"""A month on screen: a version corrected, or the first one filled in, without a spreadsheet program."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.duties import Duty
from domain.core.findings import Finding
from domain.core.law import last_day_of
from domain.emission_report.rules import form_of
from domain.monthly_evidence import acts, queries
from domain.monthly_evidence.queries import MonthCard
from domain.records.drafts.queries import BLANK, draft
from domain.records.lawbook.queries import as_of
from portal.clock import now
from portal.monthly_evidence.views import Ask, month_card, version_card, workbook
from portal.on_screen import Doings, Edits, Typing, answered, shown

Asked = tuple[MonthCard, Typing]


async def _of_version(request: Ask, version_id: int) -> Asked:
    """On top of a version: the newest one, while the month is owed."""
    version = await version_card(request, version_id)
    card = await month_card(request, version.month_id)
    content = await queries.lines(version_id, actor=request.user)
    if not card.owed or card.version_id != version_id or not content:
        raise NotFoundException
    kept = await draft(f"month_evidence:{card.id}", version_id, actor=request.user)
    told = await queries.findings(version_id, actor=request.user)
    found = [each.finding for each in told if each.stands]
    path, now_there = f"/months/versions/{version_id}/correct", kept.lines if kept else content
    return card, Typing(path, version_id, workbook(version.form), now_there, kept, found, content)


async def _of_blank(request: Ask, month_id: int) -> Asked:
    """On top of the blank, while the month is owed."""
    card = await month_card(request, month_id)
    if not card.owed:
        raise NotFoundException
    form = form_of(await as_of(last_day_of(card.year)), card.sector)
    kept = await draft(f"month_evidence:{card.id}", BLANK, actor=request.user)
    path = f"/months/month/{month_id}/fill"
    return card, Typing(path, BLANK, workbook(form.code), kept.lines if kept else {}, kept)


@get("/months/versions/{version_id:int}/correct", duty=Duty.MONTH_FILE)
async def correct_page(request: Ask, version_id: FromPath[int]) -> Response[Any]:
    """One page of a sheet of the version as a form; `sheet` and `page` in the address say which."""
    return _shown(request, *await _of_version(request, version_id))


@post("/months/versions/{version_id:int}/correct", duty=Duty.MONTH_FILE)
async def correct(request: Ask, version_id: FromPath[int]) -> Response[Any]:
    """Keep what was typed, or send the whole as the next version."""
    return await _answered(request, *await _of_version(request, version_id))


@get("/months/month/{month_id:int}/fill", duty=Duty.MONTH_FILE)
async def fill_page(request: Ask, month_id: FromPath[int]) -> Response[Any]:
    """The pre-filled blank as a form."""
    return _shown(request, *await _of_blank(request, month_id))


@post("/months/month/{month_id:int}/fill", duty=Duty.MONTH_FILE)
async def fill(request: Ask, month_id: FromPath[int]) -> Response[Any]:
    return await _answered(request, *await _of_blank(request, month_id))


def _shown(
    request: Ask, card: MonthCard, typing: Typing, refused: Sequence[Finding] = (), status: int = 200
) -> Response[Any]:
    return shown(request, typing, "monthly_evidence/screen.html", status, refused, card=card)


async def _answered(request: Ask, card: MonthCard, typing: Typing) -> Response[Any]:
    """What the button does, by the room's own acts."""
    user, at, version_id = request.user, now(), typing.version_id

    async def save(sheet: str, edits: Edits, removed: list[int], revision: int) -> object:
        return await acts.save_typed(card.id, version_id, sheet, edits, removed, revision=revision, actor=user, at=at)

    doings = Doings(
        save,
        partial(acts.send_typed, card.id, version_id, actor=user, at=at),
        partial(acts.discard_typed, card.id, version_id, actor=user, at=at),
        versions="/months/versions",
        home=f"/months/month/{card.id}",
        messages="monthly_evidence",
        begin=partial(acts.begin_typing, card.id, actor=user, at=at),
    )
    return await answered(request, typing, doings, lambda form, found: _shown(request, card, form, found, status=422))


routes = [correct_page, correct, fill_page, fill]
