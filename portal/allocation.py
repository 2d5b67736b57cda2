"""The allocation room at the front door."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from domain.allocation import acts, queries
from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import refuse
from domain.records.account import queries as account
from domain.records.documents import queries as documents
from domain.records.journal import queries as journal
from domain.records.people import queries as people
from portal import allocation_year
from portal.clock import now
from portal.page import done, page, typed_text, whole_number

Ask = Request[Actor, str, Any]


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
        papers=await documents.of_subjects([f"allocation:{allocation_id}"], actor=request.user),
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


async def _history(actor: Actor, allocation_id: int) -> list[journal.EntryCard]:
    """The journal of an allocation is the province's; the enterprise has its figures and notices."""
    return await journal.of_subject(f"allocation:{allocation_id}") if actor.sees_province else []


routes = [*allocation_year.routes, entry_page, why, unit_why, account_page, order_deduction]
