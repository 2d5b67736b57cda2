"""The surrender room at the front door."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Finding, Place, Refused, Severity, refuse
from domain.core.law import last_day_of
from domain.core.workings import Explanation
from domain.records.evidence import queries as evidence
from domain.records.journal import queries as journal
from domain.records.lawbook.queries import as_of, working_calendar
from domain.records.sheets.writer import Heading, annotated_in_thread, blank_in_thread, table_in_thread
from domain.surrender import acts, queries
from domain.surrender.rules import Status
from domain.surrender.states import State
from domain.surrender.workbook import WORKBOOK
from portal.clock import current_year, now, today
from portal.page import XLSX, done, download, page, typed_text
from portal.words import finding_sentence, label, say

Ask = Request[Actor, str, Any]
COLUMNS = ("credit_code", "name", "city", "due", "surrendered", "offsets", "offsets_refused", "shortfall")
COLUMNS_AFTER = ("deadline_shortfall", "completed_on", "status", "state")


@get("/surrender", duty=Duty.SURRENDER_SEE)
async def this_year(request: Ask) -> Response[Any]:
    return done(request, f"/surrender/{current_year()}")


@get("/surrender/{year:int}", duty=Duty.SURRENDER_SEE)
async def list_page(
    request: Ask,
    year: FromPath[int],
    after: FromQuery[str] = "",
    search: FromQuery[str] = "",
    status: FromQuery[str] = "",
) -> Response[Any]:
    """One year's obligations: sums, what may be done next, who stands how."""
    chosen = status if status in set(Status) else ""
    asked = {"after": after, "search": search, "status": chosen}
    cards = await queries.outcomes(year, actor=request.user, limit=queries.PAGE, **asked)
    totals = await queries.totals(year, actor=request.user)
    further = ""
    if len(cards) == queries.PAGE:
        further = f"/surrender/{year}?" + urlencode({**asked, "after": cards[-1].credit_code})
    deadline_on = await _deadline(year)
    return page(
        request,
        "surrender/list.html",
        year=year,
        cards=cards,
        totals=totals,
        further=further,
        search=search,
        chosen=chosen,
        statuses=[each.value for each in Status],
        moves=_moves(request.user, totals, deadline_on),
        deadline_on=deadline_on,
        days_left=await _days_left(deadline_on),
    )


def _moves(user: Actor, totals: queries.Totals, deadline_on: date | None) -> list[str]:
    """The moves that would change something today."""
    found = []
    over = deadline_on is not None and today() > deadline_on
    if user.holds(Duty.SURRENDER_RECORD):
        found.append("open_year")
        if over and totals.states.get(State.OPEN):
            found.append("settle")
        elif over and totals.outdated:
            found.append("settle_again")
    if user.holds(Duty.SURRENDER_PUBLISH) and totals.states.get(State.SETTLED):
        found.append("publish")
    return found


async def _deadline(year: int) -> date | None:
    """The last day for surrender, where the law of the year knows one yet."""
    law = await as_of(last_day_of(year))
    return law.on("deadline.surrender") if law.has("deadline.surrender") else None


async def _days_left(deadline_on: date | None) -> int | None:
    """Working days from today to the deadline; None when it is over or not known."""
    if deadline_on is None or today() > deadline_on:
        return None
    return (await working_calendar()).between(today(), deadline_on)


@get("/surrender/{year:int}/export", duty=Duty.SURRENDER_SEE)
async def export(
    request: Ask, year: FromPath[int], search: FromQuery[str] = "", status: FromQuery[str] = ""
) -> Response[Any]:
    """What the page shows, whole, as xlsx."""
    cards = await queries.outcomes(year, actor=request.user, search=search, status=status)
    names = (*COLUMNS, *COLUMNS_AFTER)
    headings = [Heading(say(f"column:surrender:{name}")) for name in names]
    rows = [[_shown(name, getattr(card, name)) for name in names] for card in cards]
    content = await table_in_thread(headings, rows, title=str(year))
    return download(content, f"{say('room:surrender')}-{year}.xlsx", XLSX)


def _shown(name: str, value: object) -> object:
    if name == "status":
        return label("status", "surrender", value)
    return label("state", "surrender", "obligation", value) if name == "state" else value


@get("/surrender/{year:int}/on", duty=Duty.SURRENDER_SEE)
async def on_day(
    request: Ask, year: FromPath[int], day: FromQuery[str] = "", after: FromQuery[str] = ""
) -> Response[Any]:
    """How everybody stood at the end of a day, from what is dated up to it."""
    chosen = _date(day) or today()
    cards = await queries.status_as_of(year, chosen, actor=request.user, after=after, limit=queries.PAGE)
    further = ""
    if len(cards) == queries.PAGE:
        further = f"/surrender/{year}/on?" + urlencode({"day": chosen.isoformat(), "after": cards[-1].credit_code})
    return page(request, "surrender/on_day.html", year=year, day=chosen, cards=cards, further=further)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@post("/surrender/{year:int}/open_year", duty=Duty.SURRENDER_RECORD)
async def open_year(request: Ask, year: FromPath[int]) -> Response[Any]:
    count = await acts.open_year(year, actor=request.user, at=now())
    return done(request, f"/surrender/{year}", "surrender:opened", count=count)


@post("/surrender/{year:int}/settle", duty=Duty.SURRENDER_RECORD)
async def settle(request: Ask, year: FromPath[int]) -> Response[Any]:
    settled = await acts.settle(year, actor=request.user, at=now())
    facts = {each.value: settled.statuses.get(each.value, 0) for each in Status}
    return done(request, f"/surrender/{year}", "surrender:settled", changed=settled.changed, **facts)


@post("/surrender/{year:int}/publish", duty=Duty.SURRENDER_PUBLISH)
async def publish(request: Ask, year: FromPath[int]) -> Response[Any]:
    count = await acts.publish(year, actor=request.user, at=now())
    return done(request, f"/surrender/{year}", "surrender:published", count=count)


@get("/surrender/obligations/{obligation_id:int}", duty=Duty.SURRENDER_SEE)
async def obligation_page(request: Ask, obligation_id: FromPath[int], on: FromQuery[str] = "") -> Response[Any]:
    return await _obligation(request, obligation_id, _date(on))


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
    standings = await queries.status_as_of(card.year, day, actor=user, obligation_id=obligation_id)
    hand_ins = await queries.hand_ins_of(card.year, actor=user, obligation_id=obligation_id)
    deadline_on = await _deadline(card.year)
    return page(
        request,
        "surrender/obligation.html",
        status,
        card=card,
        day=day,
        standing=standings[0],
        hand_ins=hand_ins.get(obligation_id, []),
        offsets=await queries.offsets_of(obligation_id, actor=user),
        results=await queries.results_of(obligation_id, actor=user),
        price=await queries.price_of_missing(card.year, card.missing_now, today()),
        differences=await queries.differences(card.year, actor=user, enterprise_id=card.enterprise_id),
        deadline_on=deadline_on,
        days_left=await _days_left(deadline_on),
        history=await journal.of_subject(f"obligation:{obligation_id}") if user.sees_province else [],
        told=_told,
        findings=findings,
        typed=typed or {},
    )


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
    told = await _explanation(request.user, card, figure, _date(on) or today()) if card else None
    if card is None or told is None:
        raise NotFoundException
    return page(request, "surrender/why.html", card=card, told=told)


async def _explanation(user: Actor, card: queries.OutcomeCard, figure: str, day: date) -> Explanation | None:
    if figure == "due":
        return await queries.explanation(card.obligation_id, actor=user)
    if figure == "standing":
        found = await queries.status_as_of(card.year, day, actor=user, obligation_id=card.obligation_id)
        return found[0].explanation if found else None
    price = await queries.price_of_missing(card.year, card.missing_now, today()) if figure == "cost" else None
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
    found = _date(typed[name])
    if found is None:
        raise refuse("SURRENDER-DAY", field_name=name, text=typed[name])
    return found


@get("/surrender/{year:int}/statements", duty=Duty.SURRENDER_SEE)
async def statements(request: Ask, year: FromPath[int]) -> Response[Any]:
    return await _statements(request, year)


async def _statements(request: Ask, year: int, status: int = 200, **more: Any) -> Response[Any]:
    """The registry's statements imported so far, and the form for the next."""
    cards = await queries.statements(year, actor=request.user)
    shown = {"preview": None, "token": "", "file_name": "", **more}
    return page(request, "surrender/statements.html", status, year=year, cards=cards, **shown)


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


@get("/surrender/{year:int}/differences", duty=Duty.SURRENDER_SEE)
async def differences(request: Ask, year: FromPath[int], after: FromQuery[int] = 0) -> Response[Any]:
    """What waits to be cleared up with the registry."""
    cards = await queries.differences(year, actor=request.user, after=after)
    further = f"/surrender/{year}/differences?after={cards[-1].id}" if len(cards) == queries.PAGE else ""
    return page(request, "surrender/differences.html", year=year, cards=cards, further=further, told=_told)


@post("/surrender/differences/{difference_id:int}/resolve", duty=Duty.SURRENDER_RECORD)
async def resolve(request: Ask, difference_id: FromPath[int]) -> Response[Any]:
    card = await queries.difference(difference_id, actor=request.user)
    if card is None:
        raise NotFoundException
    reason = typed_text(await request.form(), "reason", 500)
    await acts.resolve_difference(difference_id, reason, actor=request.user, at=now())
    return done(request, f"/surrender/{card.year}/differences", "surrender:resolved")


routes = [
    this_year,
    list_page,
    export,
    on_day,
    open_year,
    settle,
    publish,
    obligation_page,
    why,
    result_why,
    offset_why,
    propose_offset,
    statements,
    blank_statement,
    preview_statement,
    import_statement,
    statement_page,
    original_statement,
    annotated_statement,
    differences,
    resolve,
]
