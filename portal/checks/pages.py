"""The catalogue's pages, and what the authority does there: suppress a check for a time, or end that earlier."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Finding, Refused
from domain.records.journal import queries as journal
from domain.records.lists import Line
from domain.records.suppressions import acts, queries
from domain.records.suppressions.acts import MOST_DOCUMENT, MOST_REASON, Wish
from portal import lists, words
from portal.checks import told
from portal.checks.catalogue import Entry, catalogue
from portal.clock import now, today
from portal.page import LONGEST_NUMBER, done, language_of, page, typed_text

Ask = Request[Actor, str, Any]
HOME = "/checks"
FIELDS = ("scope", "sector", "credit_code", "from_on", "until_on", "document", "reason")
LONGEST_CODE = 18


@get(HOME, duty=Duty.PUBLIC)
async def catalogue_page(request: Ask) -> Response[Any]:
    """Every check: what it says, how much it weighs, under which rule, and what is suppressed today."""
    ruling, lines = await _lines(request)
    view = lists.view_over(request, told.ROLL, HOME, lines)
    return lists.list_page(request, "checks/list.html", view, ruling=ruling, count=len(lines))


async def _lines(request: Ask) -> tuple[list[queries.SuppressionCard], list[Line]]:
    """What is suppressed today, and the lines of the catalogue in the reader's language."""
    words.speaking.set(language_of(request))
    made = await queries.suppressions(actor=request.user)
    ruling = [one for one in made if one.rules_on(today())]
    sector = lists.asked_of(request, told.ROLL).filters.get("sector", "")
    return ruling, told.lines(catalogue().values(), ruling, sector)


@get(f"{HOME}/export", duty=Duty.PUBLIC)
async def export(request: Ask) -> Response[Any]:
    _, lines = await _lines(request)
    return await lists.export_over(request, told.ROLL, lists.file_name(request, "room:checks"), lines)


@get(f"{HOME}/suppressions", duty=Duty.PUBLIC)
async def suppressions_page(request: Ask) -> Response[Any]:
    """Every suppression that was ever made, the newest first."""
    made = await queries.suppressions(actor=request.user)
    return page(request, "checks/suppressions.html", made=made)


@get(f"{HOME}/{{code:str}}", duty=Duty.PUBLIC)
async def check_page(request: Ask, code: FromPath[str]) -> Response[Any]:
    """One check at its permanent address."""
    return await _check_page(request, _entry(code))


async def _check_page(
    request: Ask, entry: Entry, status: int = 200, findings: Sequence[Finding] = (), typed: dict[str, str] | None = None
) -> Response[Any]:
    words.speaking.set(language_of(request))
    made = await queries.suppressions(actor=request.user, code=entry.code)
    subjects = [f"check_suppression:{one.id}" for one in made]
    may = request.user.holds(Duty.CHECK_SUPPRESS)
    return page(
        request,
        "checks/check.html",
        status,
        entry=entry,
        sentence=told.sentence(entry.code),
        example=told.example(entry.code),
        sectors=told.sectors(entry),
        made=made,
        may_suppress=may and entry.suppressible,
        every_sector=told.SECTORS,
        history=await journal.of_subjects(subjects) if may and subjects else [],
        findings=findings,
        typed=typed or {"from_on": today().isoformat()},
    )


def _entry(code: str) -> Entry:
    found = catalogue().get(code)
    if found is None:
        raise NotFoundException
    return found


@post(f"{HOME}/{{code:str}}/suppress", duty=Duty.CHECK_SUPPRESS)
async def suppress(request: Ask, code: FromPath[str]) -> Response[Any]:
    """Suppress a check; a refusal shows the page again with what was typed."""
    entry = _entry(code)
    form = await request.form()
    typed = {name: typed_text(form, name, MOST_REASON if name == "reason" else MOST_DOCUMENT) for name in FIELDS}
    try:
        await acts.suppress(_wish(entry, typed), actor=request.user, at=now())
    except Refused as refused:
        return await _check_page(request, entry, 422, refused.findings, typed)
    return done(request, f"{HOME}/{code}", "checks:suppressed", check=code)


def _wish(entry: Entry, typed: dict[str, str]) -> Wish:
    return Wish(
        entry.code,
        _day(typed["from_on"]),
        _day(typed["until_on"]),
        typed["document"],
        typed["reason"],
        typed["sector"] if typed["sector"] in told.SECTORS else "",
        typed["credit_code"][:LONGEST_CODE].upper(),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@post(f"{HOME}/suppressions/{{suppression_id:int}}/end", duty=Duty.CHECK_SUPPRESS)
async def end(request: Ask, suppression_id: FromPath[int]) -> Response[Any]:
    """End a suppression earlier."""
    known = 0 < suppression_id < 10**LONGEST_NUMBER
    card = await queries.suppression(suppression_id, actor=request.user) if known else None
    if card is None:
        raise NotFoundException
    reason = typed_text(await request.form(), "reason", 500)
    try:
        await acts.end(suppression_id, reason, actor=request.user, at=now())
    except Refused as refused:
        return await _check_page(request, _entry(card.code), 422, refused.findings)
    return done(request, f"{HOME}/{card.code}", "checks:ended", check=card.code)


routes = [catalogue_page, export, suppressions_page, check_page, suppress, end]
