"""The penalty room at the front door."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import date
from decimal import Decimal
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Finding, Refused, refuse
from domain.core.law import NotInForce
from domain.penalty import acts, checks, queries
from domain.penalty.acts import Ruling
from domain.penalty.queries import CaseFile, Possible
from domain.penalty.states import (
    AWAITING_CORRECTION,
    BEFORE_DECISION,
    HEAVIER,
    MOVES,
    PUBLISHABLE,
    Factor,
    Ground,
    Service,
    State,
)
from domain.records.computed import computed
from domain.records.documents import queries as documents
from domain.records.journal import queries as journal
from domain.records.lists import Column, Kind, Line
from portal import lists
from portal.clock import current_year, now, today
from portal.page import done, page, typed_text, whole_number

Ask = Request[Actor, str, Any]
Form = dict[str, str]
# Yuan and fen as people write them, the thousands already taken together.
YUAN = re.compile(r"[0-9]{1,13}(\.[0-9]{1,2})?", re.ASCII)


LEADS = computed(
    "penalty_leads",
    (
        Column("name", ""),
        Column("ground", "", Kind.CODE, "ground:penalty", filtered=True, choices=tuple(Ground)),
        Column("shortfall", "", Kind.TONNES),
    ),
    ("name",),
    "ground",
)


async def lead_lines(request: Ask, year: int) -> list[Line]:
    """Leads as lines of a list: an enterprise may have failed twice in a year."""
    names = ("enterprise_id", "name", "ground", "shortfall")
    return [
        Line(
            card.enterprise_id * len(Ground) + tuple(Ground).index(Ground(card.ground)),
            {name: getattr(card, name) for name in names},
        )
        for card in await queries.leads(year, today(), actor=request.user)
    ]


@get("/penalties", duty=Duty.PENALTY_SEE)
async def this_year(request: Ask) -> Response[Any]:
    return done(request, f"/penalties/{current_year()}")


@get("/penalties/{year:int}", duty=Duty.PENALTY_SEE)
async def list_page(request: Ask, year: FromPath[int]) -> Response[Any]:
    """A year's cases: how many stand where, and the cases, newest first."""
    user = request.user
    view = await lists.view_of(request, queries.roll(user), f"/penalties/{year}", *queries.of_year(year, actor=user))
    counts = await queries.counts(year, actor=user)
    shown = [state.value for state in State if state is not State.WITHDRAWN or state in counts]
    return lists.list_page(request, "penalty/list.html", view, year=year, counts=counts, states=shown)


@get("/penalties/{year:int}/export", duty=Duty.PENALTY_SEE)
async def export(request: Ask, year: FromPath[int]) -> Response[Any]:
    """What the page shows, whole, as xlsx."""
    user = request.user
    name = lists.file_name(request, "room:penalty", year)
    return await lists.export(request, queries.roll(user), name, *queries.of_year(year, actor=user))


@get("/penalties/{year:int}/leads", duty=Duty.PENALTY_HANDLE)
async def leads_page(request: Ask, year: FromPath[int]) -> Response[Any]:
    """What a case could be opened on; each leads to the form that opens one."""
    view = lists.view_over(request, LEADS, f"/penalties/{year}/leads", await lead_lines(request, year))
    return lists.list_page(request, "penalty/leads.html", view, year=year)


@get("/penalties/{year:int}/leads/export", duty=Duty.PENALTY_HANDLE)
async def leads_export(request: Ask, year: FromPath[int]) -> Response[Any]:
    lines = await lead_lines(request, year)
    return await lists.export_over(request, LEADS, lists.file_name(request, "Leads", year), lines)


@get("/penalties/{year:int}/leads/{ground:str}/{enterprise_id:int}", duty=Duty.PENALTY_HANDLE)
async def lead_page(
    request: Ask, year: FromPath[int], ground: FromPath[str], enterprise_id: FromPath[int]
) -> Response[Any]:
    """One lead with the form that opens the case."""
    return await _lead(request, year, ground, enterprise_id)


async def _lead(
    request: Ask,
    year: int,
    ground: str,
    enterprise_id: int,
    status: int = 200,
    findings: tuple[Finding, ...] = (),
    typed: Form | None = None,
) -> Response[Any]:
    """A lead that is gone, because its case is open already or never was one, is no page; what was refused is said."""
    leads = await queries.leads(year, today(), actor=request.user)
    found = [card for card in leads if (card.enterprise_id, card.ground) == (enterprise_id, ground)]
    if not found and not findings:
        raise NotFoundException
    context = {"card": found[0] if found else None, "findings": findings, "typed": typed or {}}
    return page(request, "penalty/lead.html", status, year=year, **context)


@post("/penalties/{year:int}/open", duty=Duty.PENALTY_HANDLE)
async def open_case(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Open a case on one lead with the inspectors named."""
    typed = _typed(await request.form())
    opens = acts.open_from_report if typed.get("ground") == Ground.REPORT else acts.open_from_shortfall
    inspectors = [typed.get("inspector_1", ""), typed.get("inspector_2", "")]
    enterprise_id = whole_number(typed.get("enterprise", ""))
    try:
        facts = typed.get("facts", "")
        case_id = await opens(year, enterprise_id, inspectors, actor=request.user, at=now(), facts=facts)
    except Refused as refused:
        return await _lead(request, year, typed.get("ground", ""), enterprise_id, 422, refused.findings, typed)
    return done(request, f"/penalties/cases/{case_id}", "penalty:opened")


@get("/penalties/cases/{case_id:int}", duty=Duty.PENALTY_SEE)
async def case_page(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    return await _case(request, case_id)


async def _case(
    request: Ask, case_id: int, status: int = 200, findings: tuple[Finding, ...] = (), typed: Form | None = None
) -> Response[Any]:
    """One case: its facts, what the laws in question allow, what may be done now, its history."""
    case = await queries.case(case_id, actor=request.user)
    if case is None:
        raise NotFoundException
    possible, unknown = await _possible(case, request.user)
    return page(
        request,
        "penalty/case.html",
        status,
        case=case,
        possible=possible,
        unknown=unknown,
        flags=list(checks.flags(possible.options)) if request.user.sees_province else [],
        moves=[move.name for move in MOVES.open_to(case.state, request.user.duties)],
        more=_more(case, request.user),
        factors=[factor.value for factor in Factor],
        heavier=[factor.value for factor in HEAVIER],
        services=[service.value for service in Service],
        papers=await documents.of_subjects([f"penalty_case:{case_id}"], actor=request.user),
        history=await journal.of_subject(f"penalty_case:{case_id}") if request.user.sees_province else [],
        findings=findings,
        typed=typed or {},
    )


async def _possible(case: CaseFile, user: Actor) -> tuple[Possible, tuple[Finding, ...]]:
    """What may be imposed as of today while nothing is decided; what was found then, afterwards.

    The enterprise sees what its prior notice or its decision was founded on.
    """
    if case.state not in BEFORE_DECISION or not user.sees_province:
        return Possible(case.options, case.price), ()
    try:
        still_open = case.correction.still_open(today())
        found = await queries.possible(
            case.ground, case.conduct_on, case.deadline_on, case.shortfall, today(), still_open
        )
    except Refused as refused:
        return Possible((), None), refused.findings
    except NotInForce as missing:
        facts = {"key": missing.key, "day": missing.day.isoformat()}
        return Possible((), None), (Finding("PENALTY-NO-LAW", facts=facts),)
    return found, ()


def _more(case: CaseFile, user: Actor) -> list[str]:
    """What may be recorded without the case moving on."""
    if not user.holds(Duty.PENALTY_HANDLE):
        return []
    found = []
    if case.ground == Ground.SHORTFALL and case.state in AWAITING_CORRECTION and not case.correction.made_good():
        found.append("make_good")
    if case.state in PUBLISHABLE and case.published_at is None:
        found.append("publish")
    return found


@get("/penalties/cases/{case_id:int}/explanation/{what:str}", duty=Duty.PENALTY_SEE)
async def explanation_page(request: Ask, case_id: FromPath[int], what: FromPath[str]) -> Response[Any]:
    """How one amount of the case came about: `price`, `late`, or the code of an option."""
    case = await queries.case(case_id, actor=request.user)
    if case is None:
        raise NotFoundException
    possible, _ = await _possible(case, request.user)
    told = {option.code: option.explanation for option in possible.options}
    if possible.price is not None:
        told["price"] = possible.price
    if case.late_fine is not None:
        told["late"] = case.late_fine
    if what not in told:
        raise NotFoundException
    return page(request, "penalty/explanation.html", case=case, what=what, told=told[what])


async def _done(
    request: Ask, case_id: int, code: str, work: Callable[[Form, list[str]], Awaitable[object]]
) -> Response[Any]:
    """Do one act with what was typed. Refused, the page comes again with all of it and says what is wrong."""
    form = await request.form()
    typed = _typed(form)
    factors = [str(value) for value in form.getall("factor", [])]
    try:
        await work(typed, factors)
    except Refused as refused:
        typed |= {f"factor-{factor}": "yes" for factor in factors}
        return await _case(request, case_id, 422, refused.findings, typed)
    return done(request, f"/penalties/cases/{case_id}", code)


@post("/penalties/cases/{case_id:int}/order", duty=Duty.PENALTY_HANDLE)
async def order(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, _: list[str]) -> None:
        until = _day(typed, "until") if typed.get("until") else None
        await acts.order(case_id, until, actor=request.user, at=now(), text=typed.get("text", ""))

    return await _done(request, case_id, "penalty:ordered", work)


@post("/penalties/cases/{case_id:int}/notice", duty=Duty.PENALTY_HANDLE)
async def notice(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, _: list[str]) -> None:
        fine, option = _yuan(typed, "fine_yuan"), typed.get("option", "")
        await acts.notice(case_id, fine, typed.get("reasons", ""), actor=request.user, at=now(), option=option)

    return await _done(request, case_id, "penalty:noticed", work)


@post("/penalties/cases/{case_id:int}/state", duty=Duty.PENALTY_ANSWER)
async def state(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, _: list[str]) -> None:
        hearing = typed.get("hearing") == "yes"
        await acts.state(case_id, typed.get("text", ""), actor=request.user, at=now(), hearing=hearing)

    return await _done(request, case_id, "penalty:stated", work)


@post("/penalties/cases/{case_id:int}/invite", duty=Duty.PENALTY_HANDLE)
async def invite(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, _: list[str]) -> None:
        on, place = _day(typed, "hearing_on"), typed.get("place", "")
        await acts.invite(case_id, on, place, actor=request.user, at=now())

    return await _done(request, case_id, "penalty:invited", work)


@post("/penalties/cases/{case_id:int}/hear", duty=Duty.PENALTY_HANDLE)
async def hear(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, _: list[str]) -> None:
        await acts.hear(case_id, typed.get("chair", ""), typed.get("record", ""), actor=request.user, at=now())

    return await _done(request, case_id, "penalty:heard", work)


@post("/penalties/cases/{case_id:int}/review", duty=Duty.PENALTY_REVIEW)
async def review(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, _: list[str]) -> None:
        await acts.review(case_id, typed.get("opinion", ""), actor=request.user, at=now())

    return await _done(request, case_id, "penalty:reviewed", work)


@post("/penalties/cases/{case_id:int}/send_back", duty=Duty.PENALTY_REVIEW)
async def send_back(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, _: list[str]) -> None:
        await acts.send_back(case_id, typed.get("opinion", ""), actor=request.user, at=now())

    return await _done(request, case_id, "penalty:sent_back", work)


@post("/penalties/cases/{case_id:int}/decide", duty=Duty.PENALTY_DECIDE)
async def decide(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, factors: list[str]) -> None:
        ruling = Ruling(
            _yuan(typed, "fine_yuan"),
            typed.get("reasons", ""),
            tuple(factors),
            typed.get("option", ""),
            typed.get("law_reason", ""),
            typed.get("deduct") == "yes",
        )
        await acts.decide(case_id, ruling, actor=request.user, at=now())

    return await _done(request, case_id, "penalty:decided", work)


@post("/penalties/cases/{case_id:int}/serve", duty=Duty.PENALTY_HANDLE)
async def serve(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, _: list[str]) -> None:
        await acts.serve(case_id, typed.get("method", ""), _day(typed, "on"), actor=request.user, at=now())

    return await _done(request, case_id, "penalty:served", work)


@post("/penalties/cases/{case_id:int}/make_good", duty=Duty.PENALTY_HANDLE)
async def make_good(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, _: list[str]) -> None:
        tonnes, on = _whole(typed, "tonnes"), _day(typed, "made_good_on")
        await acts.make_good(case_id, tonnes, on, actor=request.user, at=now())

    return await _done(request, case_id, "penalty:made_good", work)


@post("/penalties/cases/{case_id:int}/execute", duty=Duty.PENALTY_HANDLE)
async def execute(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, _: list[str]) -> None:
        await acts.execute(case_id, _day(typed, "paid_on"), actor=request.user, at=now())

    return await _done(request, case_id, "penalty:executed", work)


@post("/penalties/cases/{case_id:int}/close", duty=Duty.PENALTY_HANDLE)
async def close(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, _: list[str]) -> None:
        await acts.close(case_id, typed.get("credit_entry", ""), actor=request.user, at=now())

    return await _done(request, case_id, "penalty:closed", work)


@post("/penalties/cases/{case_id:int}/publish", duty=Duty.PENALTY_HANDLE)
async def publish(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(_: Form, __: list[str]) -> None:
        await acts.publish(case_id, actor=request.user, at=now())

    return await _done(request, case_id, "penalty:published", work)


@post("/penalties/cases/{case_id:int}/withdraw", duty=Duty.PENALTY_DECIDE)
async def withdraw(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, _: list[str]) -> None:
        await acts.withdraw(case_id, typed.get("reason", ""), actor=request.user, at=now())

    return await _done(request, case_id, "penalty:withdrawn", work)


def _typed(form: Any) -> Form:
    """The text fields of a form as they were typed, without the token."""
    return {name: typed_text(form, name) for name in form if not name.startswith("_")}


def _day(typed: Form, field: str) -> date:
    try:
        return date.fromisoformat(typed.get(field, ""))
    except ValueError:
        raise refuse("PENALTY-DAY-TEXT", field_name=field, text=typed.get(field, "")) from None


def _yuan(typed: Form, field: str) -> Decimal:
    text = typed.get(field, "").replace(",", "")
    if not YUAN.fullmatch(text):
        raise refuse("PENALTY-AMOUNT-TEXT", field_name=field, text=text[:40])
    return Decimal(text)


def _whole(typed: Form, field: str) -> int:
    text = typed.get(field, "").replace(",", "")
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise refuse("PENALTY-AMOUNT-TEXT", field_name=field, text=text)
    return int(text)


routes = [
    this_year,
    list_page,
    export,
    leads_page,
    leads_export,
    lead_page,
    open_case,
    case_page,
    explanation_page,
    order,
    notice,
    state,
    invite,
    hear,
    review,
    send_back,
    decide,
    serve,
    make_good,
    execute,
    close,
    publish,
    withdraw,
]
