"""The surrender room at the front door."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Finding, Place, Refused, Severity, refuse
from domain.core.law import last_day_of
from domain.core.workings import Explanation
from domain.records.documents import queries as documents
from domain.records.evidence import queries as evidence
from domain.records.journal import queries as journal
from domain.records.lawbook.queries import as_of
from domain.records.lists import MOST, Line
from domain.records.sheets.writer import annotated_in_thread, blank_in_thread
from domain.surrender import acts, queries
from domain.surrender.rules import Status
from domain.surrender.workbook import WORKBOOK
from portal import acting, lists, surrender_year
from portal.clock import now, today
from portal.page import XLSX, done, download, language_of, page, typed_text
from portal.surrender_year import day_of, days_left, deadline_in
from portal.words import finding_sentence, say, speaking

Ask = Request[Actor, str, Any]
LONGEST_REASON = 500


@get("/surrender/obligations/{obligation_id:int}", duty=Duty.SURRENDER_SEE)
async def obligation_page(request: Ask, obligation_id: FromPath[int], on: FromQuery[str] = "") -> Response[Any]:
    return await _obligation(request, obligation_id, day_of(on))


async def _obligation(
    request: Ask,
    obligation_id: int,
    on: date | None = None,
    status: int = 200,
    findings: tuple[Finding, ...] = (),
    typed: dict[str, str] | None = None,
) -> Response[Any]:
    """One obligation: what is due, what is missing, by when and at what price; everything dated; its history."""
    user = request.user
    card = await queries.obligation(obligation_id, actor=user)
    if card is None:
        raise NotFoundException
    day = on or today()
    law = await as_of(last_day_of(card.year))
    hand_ins = (await queries.hand_ins_of(card.year, actor=user, obligation_id=obligation_id)).get(obligation_id, [])
    deadline_on = deadline_in(law)
    settled = card.status != Status.OPEN
    return page(
        request,
        "surrender/obligation.html",
        status,
        card=card,
        day=day,
        standing=queries.standing_on(law, card.due, hand_ins, day),
        hand_ins=hand_ins,
        offsets=await queries.offsets_of(obligation_id, actor=user),
        results=await queries.results_of(obligation_id, actor=user) if settled else [],
        price=await queries.price_of_missing(law, card.missing_now, today()),
        differences=await _differences(user, card) if card.differing else [],
        deadline_on=deadline_on,
        days_left=await days_left(deadline_on),
        papers=await documents.of_subjects([f"obligation:{obligation_id}"], actor=user) if settled else [],
        history=await journal.of_subject(f"obligation:{obligation_id}") if user.sees_province else [],
        told=_told,
        findings=findings,
        typed=typed or {},
    )


async def _differences(user: Actor, card: queries.OutcomeCard) -> list[queries.DifferenceCard]:
    return await queries.differences(card.year, actor=user, enterprise_id=card.enterprise_id)


def _told(card: queries.DifferenceCard) -> str:
    return finding_sentence(_finding(card))


def _finding(card: queries.DifferenceCard) -> Finding:
    """A stored difference as the finding it was."""
    sheet, _, cell = card.place.partition("!")
    return Finding(card.code, Severity(card.severity), Place(sheet, cell), card.facts, card.citation)


@get("/surrender/obligations/{obligation_id:int}/why/{figure:str}", duty=Duty.SURRENDER_SEE)
async def why(
    request: Ask, obligation_id: FromPath[int], figure: FromPath[str], on: FromQuery[str] = ""
) -> Response[Any]:
    """How a figure came about: `due`, `standing` as of a day, or `cost`."""
    card = await queries.obligation(obligation_id, actor=request.user)
    told = await _explanation(request.user, card, figure, day_of(on) or today()) if card else None
    if card is None or told is None:
        raise NotFoundException
    return page(request, "surrender/why.html", card=card, told=told)


async def _explanation(user: Actor, card: queries.OutcomeCard, figure: str, day: date) -> Explanation | None:
    if figure == "due":
        return await queries.explanation(card.obligation_id, actor=user)
    if figure == "standing":
        found = await queries.status_as_of(card.year, day, actor=user, obligation_id=card.obligation_id)
        return found[0].explanation if found else None
    if figure != "cost":
        return None
    price = await queries.price_of_missing(await as_of(last_day_of(card.year)), card.missing_now, today())
    return price.explanation if price else None


@get("/surrender/results/{result_id:int}/why", duty=Duty.SURRENDER_SEE)
async def result_why(request: Ask, result_id: FromPath[int]) -> Response[Any]:
    """How a result, also one that was replaced since, came about."""
    return await _why(request, await queries.result_explanation(result_id, actor=request.user))


@get("/surrender/offsets/{offset_id:int}/why", duty=Duty.SURRENDER_SEE)
async def offset_why(request: Ask, offset_id: FromPath[int]) -> Response[Any]:
    """How the cap of a lot of reductions came about."""
    return await _why(request, await queries.offset_explanation(offset_id, actor=request.user))


async def _why(request: Ask, found: tuple[int, Explanation] | None) -> Response[Any]:
    card = await queries.obligation(found[0], actor=request.user) if found else None
    if found is None or card is None:
        raise NotFoundException
    return page(request, "surrender/why.html", card=card, told=found[1])


@post("/surrender/obligations/{obligation_id:int}/offsets", duty=Duty.SURRENDER_RECORD)
async def propose_offset(request: Ask, obligation_id: FromPath[int]) -> Response[Any]:
    """Record certified reductions; what does not count is said at once and stays on the page."""
    form = await request.form()
    names = ("tonnes", "project", "registered_on", "handed_in_on")
    typed = {name: typed_text(form, name, 120) for name in names}
    tonnes = typed["tonnes"].replace(",", "")
    try:
        answer = await acts.propose_offset(
            obligation_id,
            int(tonnes) if tonnes.isascii() and tonnes.isdecimal() and len(tonnes) <= len("999999999") else 0,
            typed["project"],
            _required(typed, "registered_on"),
            actor=request.user,
            at=now(),
            handed_in_on=_required(typed, "handed_in_on") if typed["handed_in_on"] else None,
        )
    except Refused as refused:
        return await _obligation(request, obligation_id, None, 422, refused.findings, typed)
    refused_tonnes = answer.over_cap + answer.ineligible
    code = "surrender:offset_partly" if refused_tonnes else "surrender:offset_counted"
    facts = {"accepted": answer.accepted, "refused": refused_tonnes, "cap": f"{answer.cap:,}"}
    return done(request, f"/surrender/obligations/{obligation_id}", code, **facts)


def _required(typed: dict[str, str], name: str) -> date:
    found = day_of(typed[name])
    if found is None:
        raise refuse("SURRENDER-DAY", field_name=name, text=typed[name])
    return found


@get("/surrender/{year:int}/statements", duty=Duty.SURRENDER_SEE)
async def statements(request: Ask, year: FromPath[int]) -> Response[Any]:
    return await _statements(request, year)


async def _statements(request: Ask, year: int, status: int = 200, **more: Any) -> Response[Any]:
    """The registry's statements imported so far, and the form for the next."""
    bounded = queries.statements_in(year, actor=request.user)
    view = await lists.view_of(request, queries.STATEMENTS, f"/surrender/{year}/statements", *bounded)
    shown = {"preview": None, "token": "", "file_name": "", **more}
    return lists.list_page(request, "surrender/statements.html", view, status, year=year, **shown)


@get("/surrender/{year:int}/statements/export", duty=Duty.SURRENDER_SEE)
async def statements_export(request: Ask, year: FromPath[int]) -> Response[Any]:
    name = lists.file_name(request, "The registry's statements", year)
    return await lists.export(request, queries.STATEMENTS, name, *queries.statements_in(year, actor=request.user))


@get("/surrender/statement/blank", duty=Duty.SURRENDER_RECORD)
async def blank_statement(request: Ask) -> Response[Any]:
    return download(await blank_in_thread(WORKBOOK), f"{WORKBOOK.title_zh}.xlsx", XLSX)


@post("/surrender/{year:int}/statements/preview", duty=Duty.SURRENDER_RECORD)
async def preview_statement(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Read the statement and say what it would change; the file is kept, so it need not be sent twice."""
    sent = (await request.form()).get("workbook")
    if not isinstance(sent, UploadFile):
        return done(request, f"/surrender/{year}/statements", "no_file")
    content = await sent.read()
    try:
        preview = await acts.preview_statement(year, content, actor=request.user, at=now())
    except Refused as refused:
        return await _statements(request, year, 422, findings=refused.findings)
    token = await acts.keep_statement(content, sent.filename or "", actor=request.user, at=now())
    return await _statements(request, year, preview=preview, token=token)


@post("/surrender/{year:int}/statements", duty=Duty.SURRENDER_RECORD)
async def import_statement(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Make the previewed import."""
    digest = typed_text(await request.form(), "token", 64)
    original, kept = await evidence.fetch(digest), await evidence.card(digest)
    if original is None or kept is None:
        raise NotFoundException
    answer = await acts.import_statement(year, original, kept.file_name, actor=request.user, at=now())
    code = "surrender:imported_before" if answer.again else "surrender:imported"
    facts = {"booked": answer.booked, "repeated": answer.repeated, "differences": answer.differences}
    return done(request, f"/surrender/statements/{answer.statement_id}", code, **facts)


@get("/surrender/statements/{statement_id:int}", duty=Duty.SURRENDER_SEE)
async def statement_page(request: Ask, statement_id: FromPath[int], after: FromQuery[int] = 0) -> Response[Any]:
    """One statement: what it brought, and everything in which it differed."""
    card = await _statement(request, statement_id)
    cards = await queries.differences(
        card.year, actor=request.user, statement_id=statement_id, open_only=False, after=after
    )
    further = f"/surrender/statements/{statement_id}?after={cards[-1].id}" if len(cards) == queries.PAGE else ""
    history = await journal.of_subject(f"surrender_statement:{statement_id}")
    return page(
        request, "surrender/statement.html", card=card, cards=cards, further=further, history=history, told=_told
    )


async def _statement(request: Ask, statement_id: int) -> queries.StatementCard:
    card = await queries.statement(statement_id, actor=request.user)
    if card is None:
        raise NotFoundException
    return card


@get("/surrender/statements/{statement_id:int}/original", duty=Duty.SURRENDER_SEE)
async def original_statement(request: Ask, statement_id: FromPath[int]) -> Response[Any]:
    card = await _statement(request, statement_id)
    return download(await evidence.fetch(card.sha256) or b"", card.file_name, XLSX)


@get("/surrender/statements/{statement_id:int}/annotated", duty=Duty.SURRENDER_SEE)
async def annotated_statement(request: Ask, statement_id: FromPath[int]) -> Response[Any]:
    """A copy with every difference written at its cell."""
    card = await _statement(request, statement_id)
    found = await queries.differences(
        card.year, actor=request.user, statement_id=statement_id, open_only=False, limit=card.differences
    )
    remarks = [(_finding(each).place, f"{each.code} {_told(each)}") for each in found]
    content = await annotated_in_thread(await evidence.fetch(card.sha256) or b"", remarks)
    return download(content, f"{say('Differences to the registry')}-{card.file_name}", XLSX)


async def _difference_lines(request: Ask, year: int) -> list[Line]:
    """What differs, in the reader's words, what is still open first."""
    speaking.set(language_of(request))
    found = await queries.differences(year, actor=request.user, open_only=False, limit=MOST)
    names = ("name", "credit_code", "code", "severity", "place", "citation", "found_at", "statement_id")
    return [
        Line(
            one.id,
            {name: getattr(one, name) for name in names}
            | {
                "what": _told(one),
                "state": "resolved" if one.resolved_at else "open",
                "resolution": f"{one.resolved_by}: {one.resolution}" if one.resolution else "",
                "resolved_at": one.resolved_at,
                "resolved_by_statement": one.resolved_by_statement,
            },
        )
        for one in found
    ]


@get("/surrender/{year:int}/differences", duty=Duty.SURRENDER_SEE)
async def differences(request: Ask, year: FromPath[int]) -> Response[Any]:
    """What is, or was, to be cleared up with the registry."""
    lines = await _difference_lines(request, year)
    view = lists.view_over(request, queries.DIFFERENCES, f"/surrender/{year}/differences", lines)
    counts = Counter(line["state"] for line in lines)
    bulk = ("resolve",) if request.user.holds(Duty.SURRENDER_RECORD) and counts["open"] else ()
    return lists.list_page(request, "surrender/differences.html", view, year=year, counts=counts, bulk=bulk)


@get("/surrender/{year:int}/differences/export", duty=Duty.SURRENDER_SEE)
async def differences_export(request: Ask, year: FromPath[int]) -> Response[Any]:
    name = lists.file_name(request, "Differences to the registry", year)
    return await lists.export_over(request, queries.DIFFERENCES, name, await _difference_lines(request, year))


@post("/surrender/{year:int}/differences/chosen", duty=Duty.SURRENDER_RECORD)
async def act_on_chosen(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Write down for the chosen differences how they were cleared up, each by itself."""

    async def clear_up(difference_id: int, reason: str) -> None:
        await acts.resolve_difference(difference_id, reason[:LONGEST_REASON], actor=request.user, at=now())

    doings = [acting.Doing("resolve", acting.open_in(("open",)), clear_up, reasoned=True)]
    lines = await _difference_lines(request, year)
    path = f"/surrender/{year}/differences"
    return await acting.chosen_of(request, queries.DIFFERENCES, ("surrender", "difference"), path, doings, lines)


@post("/surrender/differences/{difference_id:int}/resolve", duty=Duty.SURRENDER_RECORD)
async def resolve(request: Ask, difference_id: FromPath[int]) -> Response[Any]:
    card = await queries.difference(difference_id, actor=request.user)
    if card is None:
        raise NotFoundException
    reason = typed_text(await request.form(), "reason", LONGEST_REASON)
    await acts.resolve_difference(difference_id, reason, actor=request.user, at=now())
    return done(request, f"/surrender/{card.year}/differences", "surrender:resolved")


routes = [
    *surrender_year.routes,
    obligation_page,
    why,
    result_why,
    offset_why,
    propose_offset,
    statements,
    statements_export,
    blank_statement,
    preview_statement,
    import_statement,
    statement_page,
    original_statement,
    annotated_statement,
    differences,
    differences_export,
    act_on_chosen,
    resolve,
]
