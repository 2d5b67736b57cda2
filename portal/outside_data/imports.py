"""Files of outside data: what came in, what it would change, importing it, taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Finding, Refused
from domain.outside_data import acts, queries
from domain.outside_data.states import MOVES
from domain.outside_data.workbook import TELLS, UNITS, WORKBOOKS, Source
from domain.records.evidence import queries as evidence
from domain.records.journal import queries as journal
from domain.records.sheets.writer import blank_in_thread
from portal import lists
from portal.clock import current_year, now
from portal.page import LONGEST_NUMBER, XLSX, done, download, language_of, page, typed_text

Ask = Request[Actor, str, Any]
HOME = "/outside"


@get(HOME, duty=Duty.OUTSIDE_SEE)
async def list_of_imports(request: Ask) -> Response[Any]:
    """Every file that came in, the newest first."""
    view = await lists.view_of(request, queries.IMPORTS, HOME, *queries.all_imports(request.user))
    return lists.list_page(request, "outside_data/list.html", view, latest=current_year())


@get(f"{HOME}/export", duty=Duty.OUTSIDE_SEE)
async def export(request: Ask) -> Response[Any]:
    name = lists.file_name(request, "room:outside_data")
    return await lists.export(request, queries.IMPORTS, name, *queries.all_imports(request.user))


@get(f"{HOME}/new", duty=Duty.OUTSIDE_IMPORT)
async def new_form(request: Ask, source: FromQuery[str] = "") -> Response[Any]:
    return _form(request, {"source": source})


def _form(request: Ask, typed: dict[str, str], status: int = 200, findings: Sequence[Finding] = ()) -> Response[Any]:
    """The upload; beside it what each source tells, in which units."""
    english = language_of(request) == "en"
    tells = [
        (source.value, [(one.title_en if english else one.title_zh, one.unit) for one in figures])
        for source, figures in TELLS.items()
    ]
    context = {"tells": tells, "units": UNITS, "typed": typed, "findings": findings}
    return page(request, "outside_data/new.html", status, **context)


@get(f"{HOME}/blank/{{source:str}}", duty=Duty.OUTSIDE_IMPORT)
async def blank(request: Ask, source: FromPath[str]) -> Response[Any]:
    """The blank table of a source."""
    if source not in set(Source):
        raise NotFoundException
    workbook = WORKBOOKS[Source(source)]
    return download(await blank_in_thread(workbook), f"{workbook.title_zh}.xlsx", XLSX)


@post(f"{HOME}/new", duty=Duty.OUTSIDE_IMPORT)
async def receive(request: Ask) -> Response[Any]:
    """Read a file and show what it would change; one that cannot be read shows the form again."""
    form = await request.form()
    source, sent = typed_text(form, "source", 20), form.get("workbook")
    content = await sent.read() if isinstance(sent, UploadFile) else b""
    name = (sent.filename or "") if isinstance(sent, UploadFile) else ""
    try:
        import_id = await acts.receive(source, content, name, actor=request.user, at=now())
    except Refused as refused:
        return _form(request, {"source": source}, 422, refused.findings)
    return done(request, f"{HOME}/imports/{import_id}", "outside_data:received")


@get(f"{HOME}/imports/{{import_id:int}}", duty=Duty.OUTSIDE_SEE)
async def import_page(request: Ask, import_id: FromPath[int]) -> Response[Any]:
    """One file: what it would change or has changed, its faults by cell, its lines, its history."""
    return await _import_page(request, import_id)


async def _import_page(
    request: Ask, import_id: int, status: int = 200, refused: Sequence[Finding] = ()
) -> Response[Any]:
    card = await _card(request, import_id)
    path = f"{HOME}/imports/{import_id}"
    view = await lists.view_of(request, queries.ROWS, path, *queries.rows_of_import(import_id, actor=request.user))
    return lists.list_page(
        request,
        "outside_data/import.html",
        view,
        status,
        card=card,
        findings=refused,
        moves=[move.name for move in MOVES.open_to(card.state, request.user.duties)],
        history=await journal.of_subject(f"outside_import:{import_id}"),
    )


@get(f"{HOME}/imports/{{import_id:int}}/export", duty=Duty.OUTSIDE_SEE)
async def export_lines(request: Ask, import_id: FromPath[int]) -> Response[Any]:
    """The lines of a file as its page shows them, whole."""
    card = await _card(request, import_id)
    name = f"{card.file_name.rpartition('.')[0] or card.file_name}-{import_id}"
    return await lists.export(request, queries.ROWS, name, *queries.rows_of_import(import_id, actor=request.user))


@get(f"{HOME}/imports/{{import_id:int}}/original", duty=Duty.OUTSIDE_IMPORT)
async def original(request: Ask, import_id: FromPath[int]) -> Response[Any]:
    """The file as it came in."""
    card = await _card(request, import_id)
    content = await evidence.fetch(await queries.original(import_id, actor=request.user))
    if content is None:
        raise NotFoundException
    return download(content, card.file_name, card.media_type)


@post(f"{HOME}/imports/{{import_id:int}}/import", duty=Duty.OUTSIDE_IMPORT)
async def import_now(request: Ask, import_id: FromPath[int]) -> Response[Any]:
    await _card(request, import_id)
    try:
        await acts.import_(import_id, actor=request.user, at=now())
    except Refused as refused:
        return await _import_page(request, import_id, 422, refused.findings)
    return done(request, f"{HOME}/imports/{import_id}", "outside_data:imported")


@post(f"{HOME}/imports/{{import_id:int}}/drop", duty=Duty.OUTSIDE_IMPORT)
async def drop(request: Ask, import_id: FromPath[int]) -> Response[Any]:
    await _card(request, import_id)
    await acts.drop(import_id, actor=request.user, at=now())
    return done(request, f"{HOME}/imports/{import_id}", "outside_data:dropped")


@post(f"{HOME}/imports/{{import_id:int}}/take_back", duty=Duty.OUTSIDE_IMPORT)
async def take_back(request: Ask, import_id: FromPath[int]) -> Response[Any]:
    reason = typed_text(await request.form(), "reason", 500)
    await _card(request, import_id)
    try:
        await acts.take_back(import_id, reason, actor=request.user, at=now())
    except Refused as refused:
        return await _import_page(request, import_id, 422, refused.findings)
    return done(request, f"{HOME}/imports/{import_id}", "outside_data:taken_back")


async def _card(request: Ask, import_id: int) -> queries.ImportCard:
    """The import, or no page."""
    card = await queries.import_card(import_id, actor=request.user) if 0 < import_id < 10**LONGEST_NUMBER else None
    if card is None:
        raise NotFoundException
    return card


routes = [
    list_of_imports,
    export,
    new_form,
    blank,
    receive,
    import_page,
    export_lines,
    original,
    import_now,
    drop,
    take_back,
]
