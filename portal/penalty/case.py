"""One case: its facts, what the laws in question allow, what may be done now, and how each amount came about."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Finding, Refused
from domain.core.law import NotInForce
from domain.penalty import checks, queries
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
)
from domain.records.documents import queries as documents
from domain.records.journal import queries as journal
from portal.clock import today
from portal.page import page
from portal.penalty.views import Ask, Form


@get("/penalties/cases/{case_id:int}", duty=Duty.PENALTY_SEE)
async def case_page(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    return await show_case(request, case_id)


async def show_case(
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


routes = [case_page, explanation_page]
