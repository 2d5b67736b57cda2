"""A year's allocation: the list, and the steps of the whole year, each looked at before it is made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.allocation import acts, queries
from domain.allocation.states import MOVES, State
from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Finding, Refused
from domain.listing import queries as listing
from domain.listing.states import State as Listed
from domain.recheck import queries as recheck
from domain.records.account import queries as account
from domain.records.lists import Line, whole
from portal import acting, lists
from portal.clock import current_year, now
from portal.page import done, page, typed_text

Ask = Request[Actor, str, Any]
KIND = ("allocation", "allocation")
# What a step asks for beside, and the figures it is about.
ASKS = {"return_pre": "reason", "return_final": "reason", "confirm_final": "reference"}
FIGURES = {
    "return_pre": ("pre",),
    "approve_pre": ("pre",),
    "issue_pre": ("pre_issued",),
    "propose_final": ("pre",),
    "issue_final": ("final_issue",),
}
# Made with `propose_pre`, never by itself.
AGAIN = "propose_pre_again"


@get("/allocation", duty=Duty.ALLOCATION_SEE)
async def this_year(request: Ask) -> Response[Any]:
    return done(request, f"/allocation/{current_year()}")


@get("/allocation/{year:int}", duty=Duty.ALLOCATION_SEE)
async def list_page(request: Ask, year: FromPath[int]) -> Response[Any]:
    """One year's allocation: sums, what may be done next, the enterprises."""
    user = request.user
    view = await lists.view_of(request, queries.roll(user), f"/allocation/{year}", *queries.of_year(year, actor=user))
    totals = await queries.totals(year, actor=user)
    return lists.list_page(
        request,
        "allocation/list.html",
        view,
        year=year,
        totals=totals,
        states=[state.value for state in State if state is not State.PRE_RETURNED or state in totals.states],
        steps=await _steps(user, year, totals),
    )


async def _steps(user: Actor, year: int, totals: queries.Totals) -> list[str]:
    """The steps that would change something."""
    found = [
        move.name
        for move in MOVES
        if user.holds(move.duty) and move.name != AGAIN and any(state in totals.states for state in move.before)
    ]
    if user.holds(MOVES["propose_pre"].duty) and (
        State.PRE_RETURNED in totals.states or await queries.unproposed(year, actor=user)
    ):
        found.insert(0, "propose_pre")
    return found


@get("/allocation/{year:int}/export", duty=Duty.ALLOCATION_SEE)
async def export(request: Ask, year: FromPath[int]) -> Response[Any]:
    """What the page shows, whole, as xlsx."""
    name = lists.file_name(request, "room:allocation", year)
    return await lists.export(request, queries.roll(request.user), name, *queries.of_year(year, actor=request.user))


@get("/allocation/{year:int}/preview/{name:str}", duty=Duty.ALLOCATION_SEE)
async def preview(request: Ask, year: FromPath[int], name: FromPath[str]) -> Response[Any]:
    """Whom a step affects, before it is made."""
    move = next((one for one in MOVES if one.name == name and name != AGAIN), None)
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
    user, back = request.user, f"/allocation/{year}"
    if name == "propose_pre":
        entries = await whole(listing.ROLL, *listing.of_year(year, actor=user))
        step = acting.Step(listing.ROLL, KIND, name, back, await _unproposed(user, year))
        return acting.preview(request, step, entries, status, findings, typed)
    roll = queries.roll(user)
    lines = await whole(roll, *queries.of_year(year, actor=user))
    why_not = await _why_not(user, year, name, lines)
    step = acting.Step(roll, KIND, name, back, why_not, ASKS.get(name, ""), figures=FIGURES.get(name, ()))
    return acting.preview(request, step, lines, status, findings, typed)


async def _unproposed(user: Actor, year: int) -> acting.WhyNot:
    """Power enterprises on the published list that have none yet, and those that were sent back."""
    there = await queries.states_of(year, actor=user)

    def why_not(line: Line) -> str:
        if line["state"] != Listed.PUBLISHED:
            return acting.STATE
        if line["sector"] != queries.POWER:
            return "other_sector"
        return "proposed" if there.get(line["enterprise_id"], State.PRE_RETURNED) != State.PRE_RETURNED else ""

    return why_not


async def _why_not(user: Actor, year: int, name: str, lines: Sequence[Line]) -> acting.WhyNot:
    """By the questions that the act itself asks: confirmed emissions, drafts of law, what is held."""
    before = MOVES[name].before
    if name == "propose_final":
        return await _unconfirmed(user, year)
    if name not in ("issue_pre", "issue_final"):
        return acting.open_in(before)
    drafts = {line.id for line in lines if line["state"] in before and line["draft_keys"]}
    held = await account.holdings(actor=user) if name == "issue_final" else {}

    def why_not(line: Line) -> str:
        if line["state"] not in before:
            return acting.STATE
        if drafts:
            return "draft" if line.id in drafts else "drafts_of_others"
        back = -(line["final_issue"] or 0) if name == "issue_final" else 0
        return "cannot_take_back" if back > held.get((line["enterprise_id"], year), 0) else ""

    return why_not


async def _unconfirmed(user: Actor, year: int) -> acting.WhyNot:
    confirmed = {card.enterprise_id for card in await recheck.confirmed(year, actor=user)}
    detailed = {unit.enterprise_id for unit in await recheck.confirmed_units(year, actor=user)}

    def why_not(line: Line) -> str:
        if line["state"] not in MOVES["propose_final"].before:
            return acting.STATE
        if line["enterprise_id"] not in confirmed:
            return "unconfirmed"
        return "" if line["enterprise_id"] in detailed else "no_units"

    return why_not


async def _made(
    request: Ask, year: int, name: str, code: str, act: Callable[..., Awaitable[int]], *given: str
) -> Response[Any]:
    """Make a step; after a refusal its preview again, with what was typed."""
    at: datetime = now()
    try:
        count = await act(year, *given, actor=request.user, at=at)
    except Refused as refused:
        typed = dict(zip([ASKS.get(name, "")], given, strict=False))
        return await _preview(request, year, name, 422, refused.findings, typed)
    return done(request, f"/allocation/{year}", code, count=count)


@post("/allocation/{year:int}/propose_pre", duty=Duty.ALLOCATION_PREPARE)
async def propose_pre(request: Ask, year: FromPath[int]) -> Response[Any]:
    return await _made(request, year, "propose_pre", "allocation:proposed", acts.propose_pre)


@post("/allocation/{year:int}/return_pre", duty=Duty.ALLOCATION_APPROVE)
async def return_pre(request: Ask, year: FromPath[int]) -> Response[Any]:
    reason = typed_text(await request.form(), "reason")
    return await _made(request, year, "return_pre", "allocation:returned", acts.return_pre, reason)


@post("/allocation/{year:int}/approve_pre", duty=Duty.ALLOCATION_APPROVE)
async def approve_pre(request: Ask, year: FromPath[int]) -> Response[Any]:
    return await _made(request, year, "approve_pre", "allocation:approved", acts.approve_pre)


@post("/allocation/{year:int}/issue_pre", duty=Duty.ALLOCATION_PREPARE)
async def issue_pre(request: Ask, year: FromPath[int]) -> Response[Any]:
    return await _made(request, year, "issue_pre", "allocation:issued", acts.issue_pre)


@post("/allocation/{year:int}/propose_final", duty=Duty.ALLOCATION_PREPARE)
async def propose_final(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Compute and propose; what should be looked at is shown at once."""
    try:
        proposed = await acts.propose_final(year, actor=request.user, at=now())
    except Refused as refused:
        return await _preview(request, year, "propose_final", 422, refused.findings)
    return _told(request, year, "allocation:proposed", proposed.count, proposed.findings)


@post("/allocation/{year:int}/return_final", duty=Duty.ALLOCATION_APPROVE)
async def return_final(request: Ask, year: FromPath[int]) -> Response[Any]:
    reason = typed_text(await request.form(), "reason")
    return await _made(request, year, "return_final", "allocation:returned", acts.return_final, reason)


@post("/allocation/{year:int}/approve_final", duty=Duty.ALLOCATION_APPROVE)
async def approve_final(request: Ask, year: FromPath[int]) -> Response[Any]:
    return await _made(request, year, "approve_final", "allocation:approved", acts.approve_final)


@post("/allocation/{year:int}/confirm_final", duty=Duty.ALLOCATION_PREPARE)
async def confirm_final(request: Ask, year: FromPath[int]) -> Response[Any]:
    reference = typed_text(await request.form(), "reference", 60)
    return await _made(request, year, "confirm_final", "allocation:confirmed", acts.confirm_final, reference)


@post("/allocation/{year:int}/issue_final", duty=Duty.ALLOCATION_PREPARE)
async def issue_final(request: Ask, year: FromPath[int]) -> Response[Any]:
    try:
        issued = await acts.issue_final(year, actor=request.user, at=now())
    except Refused as refused:
        return await _preview(request, year, "issue_final", 422, refused.findings)
    return _told(request, year, "allocation:issued", issued.count, issued.findings)


def _told(request: Ask, year: int, code: str, count: int, findings: Sequence[Finding]) -> Response[Any]:
    """Done; with findings, a page that lists them first."""
    if not findings:
        return done(request, f"/allocation/{year}", code, count=count)
    return page(request, "allocation/look.html", year=year, count=count, findings=findings)


routes = [
    this_year,
    list_page,
    export,
    preview,
    propose_pre,
    return_pre,
    approve_pre,
    issue_pre,
    propose_final,
    return_final,
    approve_final,
    confirm_final,
    issue_final,
]
