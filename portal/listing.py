"""The list room at the front door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Finding, Refused
from domain.listing import acts, queries
from domain.listing.states import MOVES, State
from domain.listing.workbook import WORKBOOK
from domain.records.documents import queries as documents
from domain.records.evidence import queries as evidence
from domain.records.journal import queries as journal
from domain.records.lawbook.queries import as_of
from domain.records.lists import Line, whole
from domain.records.sheets.writer import blank_in_thread
from portal import acting, lists
from portal.clock import current_year, now, today
from portal.page import XLSX, done, download, page, typed_text, whole_number

Ask = Request[Actor, str, Any]


# They are ticked to be proposed together, so a page of them is a long one.
MOST_CANDIDATES = 500


@get("/listing", duty=Duty.LISTING_SEE)
async def this_year(request: Ask) -> Response[Any]:
    return done(request, f"/listing/{current_year()}")


@get("/listing/{year:int}", duty=Duty.LISTING_SEE)
async def year_page(request: Ask, year: FromPath[int]) -> Response[Any]:
    """One year's list: how many stand where, what may be done next, the entries."""
    user = request.user
    view = await lists.view_of(request, queries.ROLL, f"/listing/{year}", *queries.of_year(year, actor=user))
    counts = await queries.counts(year, actor=user)
    moves = [move for move in MOVES if user.holds(move.duty) and any(s.value in counts for s in move.before)]
    return lists.list_page(
        request,
        "listing/list.html",
        view,
        year=year,
        counts=counts,
        moves=[move for move in moves if move.name != "withdraw"],
        bulk=[move.name for move in moves if move.name == "withdraw"],
    )


@get("/listing/{year:int}/export", duty=Duty.LISTING_SEE)
async def export(request: Ask, year: FromPath[int]) -> Response[Any]:
    """What the page shows, whole, as xlsx."""
    name = lists.file_name(request, "room:listing", year)
    return await lists.export(request, queries.ROLL, name, *queries.of_year(year, actor=request.user))


@get("/listing/{year:int}/preview/{name:str}", duty=Duty.LISTING_SEE)
async def preview(request: Ask, year: FromPath[int], name: FromPath[str]) -> Response[Any]:
    """Whom a step of the whole list affects, before it is made."""
    move = next((one for one in MOVES if one.name == name and one.before and name != "withdraw"), None)
    if move is None or not request.user.holds(move.duty):
        raise NotFoundException
    return await _preview(request, year, name)


async def _preview(
    request: Ask,
    year: int,
    name: str,
    status: int = 200,
    findings: Sequence[Finding] = (),
    typed: dict[str, str] | None = None,
) -> Response[Any]:
    lines = await whole(queries.ROLL, *queries.of_year(year, actor=request.user))
    why_not = _notice_over(lines) if name == "report" else acting.open_in(MOVES[name].before)
    asks = "reference" if name == "confirm" else ""
    step = acting.Step(queries.ROLL, ("listing", "entry"), name, f"/listing/{year}", why_not, asks)
    return acting.preview(request, step, lines, status, findings, typed)


def _notice_over(lines: Sequence[Line]) -> acting.WhyNot:
    """The list goes to the ministry as one: nobody goes while the notice of anybody runs."""
    running = {line.id for line in lines if line["state"] == State.NOTICED and not queries.is_over(line, today())}

    def why_not(line: Line) -> str:
        if line["state"] != State.NOTICED:
            return acting.STATE
        if line.id in running:
            return "notice_runs"
        return "notice_of_others" if running else ""

    return why_not


@post("/listing/{year:int}/chosen", duty=Duty.LISTING_PREPARE)
async def act_on_chosen(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Withdraw the chosen entries, each by itself."""

    async def take_back(entry_id: int, reason: str) -> None:
        await acts.withdraw(entry_id, reason, actor=request.user, at=now())

    doings = [acting.Doing("withdraw", acting.open_in(MOVES["withdraw"].before), take_back, reasoned=True)]
    bounded = queries.of_year(year, actor=request.user)
    return await acting.chosen(request, queries.ROLL, ("listing", "entry"), f"/listing/{year}", doings, *bounded)


@get("/listing/entries/{entry_id:int}", duty=Duty.LISTING_SEE)
async def entry_page(request: Ask, entry_id: FromPath[int]) -> Response[Any]:
    """One entry: facts, the working that put it on the list, its history."""
    card = await queries.entry(entry_id, actor=request.user)
    told = await queries.explanation(entry_id, actor=request.user)
    if card is None or told is None:
        raise NotFoundException
    history = await journal.of_subject(f"list_entry:{entry_id}")
    moves = [move for move in MOVES.open_to(card.state, request.user.duties) if move.name == "withdraw"]
    papers = await documents.of_subjects([f"listing:{card.year}"], actor=request.user)
    return page(request, "listing/entry.html", card=card, told=told, history=history, moves=moves, papers=papers)


@get("/listing/{year:int}/candidates", duty=Duty.LISTING_PREPARE)
async def candidates(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Every enterprise screened against the threshold of today."""
    lines = queries.candidate_lines(await queries.candidates(year, await as_of(today()), actor=request.user))
    view = lists.view_over(request, queries.CANDIDATES, f"/listing/{year}/candidates", lines, MOST_CANDIDATES)
    return lists.list_page(request, "listing/candidates.html", view, year=year)


@get("/listing/{year:int}/candidates/export", duty=Duty.LISTING_PREPARE)
async def candidates_export(request: Ask, year: FromPath[int]) -> Response[Any]:
    lines = queries.candidate_lines(await queries.candidates(year, await as_of(today()), actor=request.user))
    name = lists.file_name(request, "Candidates", year)
    return await lists.export_over(request, queries.CANDIDATES, name, lines)


@post("/listing/{year:int}/propose", duty=Duty.LISTING_PREPARE)
async def propose(request: Ask, year: FromPath[int]) -> Response[Any]:
    form = await request.form()
    chosen = [number for value in form.getall("enterprise", []) if (number := whole_number(value))]
    count = await acts.propose(year, chosen, actor=request.user, at=now())
    return done(request, f"/listing/{year}", "listing:proposed", count=count)


@post("/listing/{year:int}/notice", duty=Duty.LISTING_PREPARE)
async def notice(request: Ask, year: FromPath[int]) -> Response[Any]:
    until = await acts.notice(year, actor=request.user, at=now())
    return done(request, f"/listing/{year}", "listing:noticed", until=until)


@post("/listing/{year:int}/report", duty=Duty.LISTING_PREPARE)
async def report(request: Ask, year: FromPath[int]) -> Response[Any]:
    count = await acts.report(year, actor=request.user, at=now())
    return done(request, f"/listing/{year}", "listing:reported", count=count)


@post("/listing/{year:int}/confirm", duty=Duty.LISTING_PREPARE)
async def confirm(request: Ask, year: FromPath[int]) -> Response[Any]:
    reference = typed_text(await request.form(), "reference", 60)
    try:
        count = await acts.confirm(year, reference, actor=request.user, at=now())
    except Refused as refused:
        return await _preview(request, year, "confirm", 422, refused.findings, {"reference": reference})
    return done(request, f"/listing/{year}", "listing:confirmed", count=count)


@post("/listing/{year:int}/publish", duty=Duty.LISTING_APPROVE)
async def publish(request: Ask, year: FromPath[int]) -> Response[Any]:
    count = await acts.publish(year, actor=request.user, at=now())
    return done(request, f"/listing/{year}", "listing:published", count=count)


@post("/listing/entries/{entry_id:int}/withdraw", duty=Duty.LISTING_PREPARE)
async def withdraw(request: Ask, entry_id: FromPath[int]) -> Response[Any]:
    reason = typed_text(await request.form(), "reason")
    await acts.withdraw(entry_id, reason, actor=request.user, at=now())
    return done(request, f"/listing/entries/{entry_id}", "listing:withdrawn")


@get("/listing/import", duty=Duty.LISTING_PREPARE)
async def import_form(request: Ask) -> Response[Any]:
    return page(request, "listing/import.html", preview=None, token="")


@get("/listing/import/blank", duty=Duty.LISTING_PREPARE)
async def import_blank(request: Ask) -> Response[Any]:
    return download(await blank_in_thread(WORKBOOK), f"{WORKBOOK.title_zh}.xlsx", XLSX)


@post("/listing/import/preview", duty=Duty.LISTING_PREPARE)
async def import_preview(request: Ask) -> Response[Any]:
    """Read the workbook and say what it would change; the file is kept, so it need not be sent twice."""
    sent = (await request.form()).get("workbook")
    if not isinstance(sent, UploadFile):
        return done(request, "/listing/import", "no_file")
    content = await sent.read()
    try:
        preview = await acts.preview_import(content, actor=request.user)
    except Refused as refused:
        return page(request, "listing/import.html", 422, preview=None, token="", findings=refused.findings)
    token = await acts.keep_for_import(content, sent.filename or "", actor=request.user, at=now())
    return page(request, "listing/import.html", preview=preview, token=token, findings=preview.findings)


@post("/listing/import", duty=Duty.LISTING_PREPARE)
async def import_now(request: Ask) -> Response[Any]:
    """Make the previewed import."""
    digest = typed_text(await request.form(), "token", 64)
    original = await evidence.fetch(digest)
    if original is None:
        raise NotFoundException
    count = await acts.import_candidates(original, digest, actor=request.user, at=now())
    return done(request, f"/listing/{current_year()}/candidates", "listing:imported", count=count)


routes = [
    this_year,
    year_page,
    export,
    preview,
    act_on_chosen,
    entry_page,
    candidates,
    candidates_export,
    propose,
    notice,
    report,
    confirm,
    publish,
    withdraw,
    import_form,
    import_blank,
    import_preview,
    import_now,
]
