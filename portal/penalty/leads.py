"""Leads (线索), and the form that opens a case on one."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.duties import Duty
from domain.core.findings import Finding, Refused
from domain.penalty import acts, queries
from domain.penalty.states import Ground
from domain.records.computed import computed
from domain.records.lists import Column, Kind, Line
from portal import lists
from portal.clock import now, today
from portal.page import done, page, whole_number
from portal.penalty.views import Ask, Form, texts

LEADS = computed(
    "penalty_leads",
    (
        Column("name", ""),
        Column("ground", "", Kind.CODE, "ground:penalty", filtered=True, choices=tuple(Ground)),
        Column("deadline_on", "", Kind.DAY),
        Column("shortfall", "", Kind.TONNES),
    ),
    ("name",),
    "ground",
)


async def lead_lines(request: Ask, year: int) -> list[Line]:
    """Leads as lines of a list: an enterprise may have failed twice in a year."""
    names = ("enterprise_id", "name", "ground", "deadline_on", "shortfall")
    return [
        Line(
            card.enterprise_id * len(Ground) + tuple(Ground).index(Ground(card.ground)),
            {name: getattr(card, name) for name in names},
        )
        for card in await queries.leads(year, today(), actor=request.user)
    ]


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
    typed = texts(await request.form())
    opens = acts.open_from_report if typed.get("ground") == Ground.REPORT else acts.open_from_shortfall
    inspectors = [typed.get("inspector_1", ""), typed.get("inspector_2", "")]
    enterprise_id = whole_number(typed.get("enterprise", ""))
    try:
        facts = typed.get("facts", "")
        case_id = await opens(year, enterprise_id, inspectors, actor=request.user, at=now(), facts=facts)
    except Refused as refused:
        return await _lead(request, year, typed.get("ground", ""), enterprise_id, 422, refused.findings, typed)
    return done(request, f"/penalties/cases/{case_id}", "penalty:opened")


routes = [leads_page, leads_export, lead_page, open_case]
