"""A report on screen: a version corrected, or the first one filled in, without a spreadsheet program."""

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
from domain.emission_report import acts, queries, rules
from domain.emission_report.queries import ReportCard
from domain.emission_report.states import OWED
from domain.records.drafts.queries import BLANK, draft
from domain.records.lawbook.queries import as_of
from portal.clock import now
from portal.emission_report.views import Ask, known_id, report_card
from portal.on_screen import Doings, Edits, Typing, answered, shown

Asked = tuple[ReportCard, Typing]


async def _of_version(request: Ask, version_id: int) -> Asked:
    """On top of a version: the newest one, while the report is owed."""
    file = await queries.version_file(known_id(version_id), actor=request.user)
    if file is None:
        raise NotFoundException
    card = await report_card(request, file.card.report_id)
    if card.state not in OWED or card.version_id != version_id or not file.lines:
        raise NotFoundException
    kept = await draft(f"report:{card.id}", version_id, actor=request.user)
    told = await queries.findings(version_id, actor=request.user)
    found = [each.finding for each in told if each.waived_at is None]
    path, workbook = f"/reports/versions/{version_id}/correct", rules.FORMS[file.card.form].workbook
    content = kept.lines if kept else file.lines
    return card, Typing(path, version_id, workbook, content, kept, found, file.lines, card.sections)


async def _of_blank(request: Ask, report_id: int) -> Asked:
    """On top of the blank, while the report is owed."""
    card = await report_card(request, report_id)
    if card.state not in OWED:
        raise NotFoundException
    form = rules.form_of(await as_of(last_day_of(card.year)), card.sector, card.sector_code)
    kept = await draft(f"report:{card.id}", BLANK, actor=request.user)
    path = f"/reports/report/{report_id}/fill"
    content = kept.lines if kept else {}
    return card, Typing(path, BLANK, form.workbook, content, kept, only=card.sections)


@get("/reports/versions/{version_id:int}/correct", duty=Duty.REPORT_FILE)
async def correct_page(request: Ask, version_id: FromPath[int]) -> Response[Any]:
    """One page of a sheet of the version as a form; `sheet` and `page` in the address say which."""
    return _shown(request, *await _of_version(request, version_id))


@post("/reports/versions/{version_id:int}/correct", duty=Duty.REPORT_FILE)
async def correct(request: Ask, version_id: FromPath[int]) -> Response[Any]:
    """Keep what was typed, or send the whole as the next version."""
    return await _answered(request, *await _of_version(request, version_id))


@get("/reports/report/{report_id:int}/fill", duty=Duty.REPORT_FILE)
async def fill_page(request: Ask, report_id: FromPath[int]) -> Response[Any]:
    """The pre-filled blank as a form."""
    return _shown(request, *await _of_blank(request, report_id))


@post("/reports/report/{report_id:int}/fill", duty=Duty.REPORT_FILE)
async def fill(request: Ask, report_id: FromPath[int]) -> Response[Any]:
    return await _answered(request, *await _of_blank(request, report_id))


def _shown(
    request: Ask, card: ReportCard, typing: Typing, refused: Sequence[Finding] = (), status: int = 200
) -> Response[Any]:
    return shown(request, typing, "emission_report/screen.html", status, refused, card=card)


async def _answered(request: Ask, card: ReportCard, typing: Typing) -> Response[Any]:
    """What the button does, by the room's own acts."""
    user, at, version_id = request.user, now(), typing.version_id

    async def save(sheet: str, edits: Edits, removed: list[int], revision: int) -> object:
        return await acts.save_typed(card.id, version_id, sheet, edits, removed, revision=revision, actor=user, at=at)

    doings = Doings(
        save,
        partial(acts.send_typed, card.id, version_id, actor=user, at=at),
        partial(acts.discard_typed, card.id, version_id, actor=user, at=at),
        versions="/reports/versions",
        home=f"/reports/report/{card.id}",
        messages="emission_report",
        begin=partial(acts.begin_typing, card.id, actor=user, at=at),
    )
    return await answered(request, typing, doings, lambda form, found: _shown(request, card, form, found, status=422))


routes = [correct_page, correct, fill_page, fill]
