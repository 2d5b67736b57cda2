"""The allocation room at the front door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from domain.allocation import acts, queries
from domain.allocation.states import MOVES
from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Finding, refuse
from domain.records.account import queries as account
from domain.records.journal import queries as journal
from domain.records.people import queries as people
from domain.records.sheets.writer import Heading, table_in_thread
from portal.clock import current_year, now
from portal.page import XLSX, done, download, page, typed_text, whole_number
from portal.words import label, say

Ask = Request[Actor, str, Any]
COLUMNS = ("credit_code", "name", "city", "pre", "initial", "gas_topup", "cap_topup", "final", "due")
COLUMNS_AFTER = ("gap_rate", "true_up", "final_issue", "still_to_deduct", "state")


@get("/allocation", duty=Duty.ALLOCATION_SEE)
async def this_year(request: Ask) -> Response[Any]:
    return done(request, f"/allocation/{current_year()}")


@get("/allocation/{year:int}", duty=Duty.ALLOCATION_SEE)
async def list_page(
    request: Ask, year: FromPath[int], after: FromQuery[str] = "", search: FromQuery[str] = ""
) -> Response[Any]:
    """One year's allocation: sums, what may be done next, the enterprises."""
    cards = await queries.allocations(year, actor=request.user, after=after, search=search)
    totals = await queries.totals(year, actor=request.user)
    further = f"/allocation/{year}?after={cards[-1].credit_code}&search={search}" if len(cards) == queries.PAGE else ""
    moves = [
        move for move in MOVES if request.user.holds(move.duty) and any(state in totals.states for state in move.before)
    ]
    return page(
        request,
        "allocation/list.html",
        year=year,
        cards=cards,
        totals=totals,
        further=further,
        search=search,
        moves=[move for move in moves if move.name != "propose_pre_again"],
    )


@get("/allocation/{year:int}/export", duty=Duty.ALLOCATION_SEE)
async def export(request: Ask, year: FromPath[int], search: FromQuery[str] = "") -> Response[Any]:
    """What the page shows, whole, as xlsx."""
    cards = await queries.allocations(year, actor=request.user, search=search, limit=None)
    names = (*COLUMNS, *COLUMNS_AFTER)
    headings = [Heading(say(f"column:allocation:{name}")) for name in names]
    rows = [[*(getattr(card, name) for name in names[:-1]), _state(card.state)] for card in cards]
    content = await table_in_thread(headings, rows, title=str(year))
    return download(content, f"{say('room:allocation')}-{year}.xlsx", XLSX)


@get("/allocation/entries/{allocation_id:int}", duty=Duty.ALLOCATION_SEE)
async def entry_page(request: Ask, allocation_id: FromPath[int]) -> Response[Any]:
    """One enterprise's allocation: its figures, its units, its history."""
    card = await queries.allocation(allocation_id, actor=request.user)
    if card is None:
        raise NotFoundException
    return page(
        request,
        "allocation/entry.html",
        card=card,
        units=await queries.units_of(allocation_id, actor=request.user),
        pre_units=await queries.pre_units_of(allocation_id, actor=request.user),
        history=await _history(request.user, allocation_id),
    )


@get("/allocation/entries/{allocation_id:int}/why/{figure:str}", duty=Duty.ALLOCATION_SEE)
async def why(request: Ask, allocation_id: FromPath[int], figure: FromPath[str]) -> Response[Any]:
    """How a figure of an enterprise came about."""
    card = await queries.allocation(allocation_id, actor=request.user)
    told = await queries.explanation(allocation_id, figure, actor=request.user)
    if card is None or told is None:
        raise NotFoundException
    return page(request, "allocation/why.html", card=card, told=told)


@get("/allocation/units/{unit_id:int}/why", duty=Duty.ALLOCATION_SEE)
async def unit_why(request: Ask, unit_id: FromPath[int], pre: FromQuery[bool] = False) -> Response[Any]:
    """How the allocation, or with `pre` the pre-allocation, of a generating unit came about."""
    found = await queries.unit_explanation(unit_id, actor=request.user, pre=pre)
    card = await queries.allocation(found[0], actor=request.user) if found else None
    if found is None or card is None:
        raise NotFoundException
    return page(request, "allocation/why.html", card=card, told=found[1])


@get("/allocation/accounts/{enterprise_id:int}", duty=Duty.ALLOCATION_SEE)
async def account_page(request: Ask, enterprise_id: FromPath[int], before: FromQuery[int] = 0) -> Response[Any]:
    """An enterprise's allowance account: balances per vintage, postings newest first."""
    card = await people.enterprise(enterprise_id, actor=request.user)
    if card is None:
        raise NotFoundException
    postings = await account.postings(enterprise_id, actor=request.user, before_id=before or None)
    path = f"/allocation/accounts/{enterprise_id}"
    return page(
        request,
        "allocation/account.html",
        card=card,
        balances=await account.balances([enterprise_id], actor=request.user),
        postings=postings,
        further=f"{path}?before={postings[-1].id}" if len(postings) == account.PAGE else "",
    )


@post("/allocation/{year:int}/propose_pre", duty=Duty.ALLOCATION_PREPARE)
async def propose_pre(request: Ask, year: FromPath[int]) -> Response[Any]:
    count = await acts.propose_pre(year, actor=request.user, at=now())
    return done(request, f"/allocation/{year}", "allocation:proposed", count=count)


@post("/allocation/{year:int}/return_pre", duty=Duty.ALLOCATION_APPROVE)
async def return_pre(request: Ask, year: FromPath[int]) -> Response[Any]:
    reason = typed_text(await request.form(), "reason")
    count = await acts.return_pre(year, reason, actor=request.user, at=now())
    return done(request, f"/allocation/{year}", "allocation:returned", count=count)


@post("/allocation/{year:int}/approve_pre", duty=Duty.ALLOCATION_APPROVE)
async def approve_pre(request: Ask, year: FromPath[int]) -> Response[Any]:
    count = await acts.approve_pre(year, actor=request.user, at=now())
    return done(request, f"/allocation/{year}", "allocation:approved", count=count)


@post("/allocation/{year:int}/issue_pre", duty=Duty.ALLOCATION_PREPARE)
async def issue_pre(request: Ask, year: FromPath[int]) -> Response[Any]:
    count = await acts.issue_pre(year, actor=request.user, at=now())
    return done(request, f"/allocation/{year}", "allocation:issued", count=count)


@post("/allocation/{year:int}/propose_final", duty=Duty.ALLOCATION_PREPARE)
async def propose_final(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Compute and propose; what should be looked at is shown at once."""
    proposed = await acts.propose_final(year, actor=request.user, at=now())
    return _told(request, year, "allocation:proposed", proposed.count, proposed.findings)


@post("/allocation/{year:int}/return_final", duty=Duty.ALLOCATION_APPROVE)
async def return_final(request: Ask, year: FromPath[int]) -> Response[Any]:
    reason = typed_text(await request.form(), "reason")
    count = await acts.return_final(year, reason, actor=request.user, at=now())
    return done(request, f"/allocation/{year}", "allocation:returned", count=count)


@post("/allocation/{year:int}/approve_final", duty=Duty.ALLOCATION_APPROVE)
async def approve_final(request: Ask, year: FromPath[int]) -> Response[Any]:
    count = await acts.approve_final(year, actor=request.user, at=now())
    return done(request, f"/allocation/{year}", "allocation:approved", count=count)


@post("/allocation/{year:int}/confirm_final", duty=Duty.ALLOCATION_PREPARE)
async def confirm_final(request: Ask, year: FromPath[int]) -> Response[Any]:
    reference = typed_text(await request.form(), "reference", 60)
    count = await acts.confirm_final(year, reference, actor=request.user, at=now())
    return done(request, f"/allocation/{year}", "allocation:confirmed", count=count)


@post("/allocation/{year:int}/issue_final", duty=Duty.ALLOCATION_PREPARE)
async def issue_final(request: Ask, year: FromPath[int]) -> Response[Any]:
    issued = await acts.issue_final(year, actor=request.user, at=now())
    return _told(request, year, "allocation:issued", issued.count, issued.findings)


@post("/allocation/{year:int}/deductions", duty=Duty.ALLOCATION_PREPARE)
async def order_deduction(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Note a decision that takes allowances from the year's allocation."""
    form = await request.form()
    card = await people.enterprise_by_code(typed_text(form, "credit_code", 18), actor=request.user)
    if card is None:
        raise refuse("ALLOCATION-UNKNOWN", field_name="credit_code")
    tonnes, reference = whole_number(typed_text(form, "tonnes")), typed_text(form, "reference", 80)
    await acts.order_deduction(card.id, year, tonnes, reference, actor=request.user, at=now())
    return done(request, f"/allocation/{year}", "allocation:deducted", name=card.name, tonnes=f"{tonnes:,}")


def _told(request: Ask, year: int, code: str, count: int, findings: Sequence[Finding]) -> Response[Any]:
    """Done; with findings, a page that lists them first."""
    if not findings:
        return done(request, f"/allocation/{year}", code, count=count)
    return page(request, "allocation/look.html", year=year, count=count, findings=findings)


def _state(state: str) -> str:
    return label("state", "allocation", "allocation", state)


async def _history(actor: Actor, allocation_id: int) -> list[journal.EntryCard]:
    """The journal of an allocation is the province's; the enterprise has its figures and notices."""
    return await journal.of_subject(f"allocation:{allocation_id}") if actor.sees_province else []


routes = [
    this_year,
    list_page,
    export,
    entry_page,
    why,
    unit_why,
    account_page,
    propose_pre,
    return_pre,
    approve_pre,
    issue_pre,
    propose_final,
    return_final,
    approve_final,
    confirm_final,
    issue_final,
    order_deduction,
]
