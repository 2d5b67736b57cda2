"""Many values by one sheet at the front door: a blank with the values of before, a preview, proposing them together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.exceptions import NotFoundException

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Finding, Refused, refuse, stop_on
from domain.core.law import Provision, last_day_of
from domain.records.evidence import queries as evidence
from domain.records.lawbook import acts, queries, workbook
from domain.records.lawbook.acts import Preview
from domain.records.lawbook.rules import SUBJECTS
from domain.records.sheets.writer import blank_in_thread
from portal.clock import current_year, now
from portal.law import figures
from portal.law.tallies import room_of
from portal.law.window import day_faults, window_of
from portal.page import XLSX, done, download, page, typed_text
from portal.words import label

Ask = Request[Actor, str, Any]
FIELDS = ("instrument", "from", "until", "citation", "number")


@get("/law/sheet", duty=Duty.LAW_ENACT)
async def sheet_page(request: Ask) -> Response[Any]:
    """Which keys and days a blank is wanted for; and where a filled one is sent."""
    return await _chooser(request, {})


@get("/law/sheet/blank", duty=Duty.LAW_ENACT)
async def sheet_blank(request: Ask) -> Response[Any]:
    """A blank for subjects or for what one document gave values for, over the days chosen."""
    asked = request.query_params
    typed = {name: typed_text(asked, name) for name in FIELDS}
    chosen = [subject for subject in asked.getall("subject", []) if subject in SUBJECTS]
    try:
        begins, until = _window(typed)
        rows = workbook.asked_for(await queries.standing(), chosen, typed["instrument"], begins)
        if not rows:
            raise refuse("LAW-NOTHING", field_name="subject")
    except Refused as refused:
        return await _chooser(request, typed, chosen, refused.findings)
    return await blank_of(rows, begins, until, typed["citation"], typed["number"])


@post("/law/sheet/preview", duty=Duty.LAW_ENACT)
async def sheet_preview(request: Ask) -> Response[Any]:
    """Read the sheet and say what it would do; it is kept, so it need not be sent twice."""
    return await preview_upload(request, "")


@post("/law/sheet", duty=Duty.LAW_ENACT)
async def sheet_propose(request: Ask) -> Response[Any]:
    """Propose what was previewed, all of it together."""
    form = await request.form()
    digest, draft = typed_text(form, "token", 64), typed_text(form, "draft", 80)
    original, reason = await evidence.fetch(digest), typed_text(form, "reason")
    if original is None:
        raise NotFoundException
    preview = await acts.preview_sheet(original, draft=draft, actor=request.user, at=now())
    try:
        await acts.propose_sheet(original, digest, reason=reason, draft=draft, actor=request.user, at=now())
    except Refused as refused:
        return await preview_page(request, preview, digest, draft, refused.findings)
    return done(request, "/law/final" if draft else "/law/sheet", "law:proposed", count=len(preview.entries))


async def preview_upload(request: Ask, draft: str) -> Response[Any]:
    """The preview of an uploaded sheet; what is no sheet at all is said on the page that it came from."""
    sent = (await request.form()).get("workbook")
    back = "/law/final" if draft else "/law/sheet"
    if not isinstance(sent, UploadFile):
        return done(request, back, "no_file")
    content = await sent.read()
    try:
        preview = await acts.preview_sheet(content, draft=draft, actor=request.user, at=now())
    except Refused as refused:
        return await preview_page(request, Preview((), refused.findings), "", draft, refused.findings)
    token = await acts.keep_sheet(content, sent.filename or "", actor=request.user, at=now())
    return await preview_page(request, preview, token, draft, preview.findings)


async def preview_page(
    request: Ask,
    preview: Preview,
    token: str,
    draft: str,
    findings: Sequence[Finding],
    typed: dict[str, str] | None = None,
) -> Response[Any]:
    """Every value beside the one before, everything wrong, and for the final text of a draft the figures it moves."""
    changes = [row.change for row in preview.rows if row.change and row.entry and row.entry.corrects]
    return page(
        request,
        "law/preview.html",
        422 if any(finding.stops for finding in findings) else 200,
        preview=preview,
        token=token,
        draft=draft,
        findings=findings,
        typed=typed or {},
        rooms=await figures.moved(changes, actor=request.user),
        pages=figures.PAGES,
        left=await _left(preview, draft),
    )


async def blank_of(
    rows: Sequence[tuple[str, Provision]], begins: date | None, until: date | None, citation: str, number: str
) -> Response[Any]:
    """The sheet as a file, its keys told in the reader's words."""
    meanings = {one.key: label("provision", one.key) for _, one in rows}
    lines = workbook.prefilled(rows, meanings, begins, until, citation, number)
    content = await blank_in_thread(workbook.WORKBOOK, {workbook.VALUES.key: lines})
    return download(content, f"{workbook.WORKBOOK.title_zh}.xlsx", XLSX)


async def _left(preview: Preview, draft: str) -> int:
    """How many values of the draft the sheet or form says nothing about: they stay drafts."""
    if not draft:
        return 0
    corrected = {entry.corrects for entry in preview.entries}
    return sum(row.id not in corrected for row in await queries.drafts_of(draft))


def _window(typed: dict[str, str]) -> tuple[date, date | None]:
    stop_on(day_faults(typed))
    begins, until = window_of(typed)
    if until is not None and until < begins:
        raise refuse("LAW-WINDOW", field_name="until", begins=begins, ends=until)
    return begins, until


async def _chooser(
    request: Ask, typed: dict[str, str], chosen: Sequence[str] = (), findings: Sequence[Finding] = ()
) -> Response[Any]:
    """The rooms with their subjects, the documents, and the next compliance year as the days first thought of."""
    year, book = current_year() + 1, await queries.standing()
    first = {"from": date(year, 1, 1).isoformat(), "until": last_day_of(year).isoformat()}
    rooms: dict[str, list[str]] = {}
    for subject in dict.fromkeys(row.subject for row in book):
        rooms.setdefault(room_of(subject), []).append(subject)
    return page(
        request,
        "law/sheet.html",
        422 if findings else 200,
        typed=first | {name: value for name, value in typed.items() if value},
        chosen=chosen,
        rooms=rooms,
        instruments=sorted({row.provision.instrument for row in book if row.provision.instrument}),
        findings=findings,
    )


routes = [sheet_page, sheet_blank, sheet_preview, sheet_propose]
