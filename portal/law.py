"""The lawbook at the front door: what is law on a day, a provision's history, enacting and confirming."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from domain.core.actors import THE_PUBLIC, Actor
from domain.core.duties import Duty
from domain.core.findings import Refused, refuse
from domain.core.law import Confidence, Provision
from domain.records.journal import queries as journal
from domain.records.lawbook import acts, queries
from domain.records.lawbook.states import MOVES, State
from portal.clock import now, today
from portal.page import done, download, page, typed_text, whole_number

Ask = Request[Actor, str, Any]
UNITS = (
    "share",
    "number",
    "t",
    "t/MWh",
    "t/GJ",
    "tC/GJ",
    "GJ/t",
    "MW",
    "yuan",
    "working_days",
    "calendar_days",
    "months",
    "years",
    "year",
    "persons",
    "date",
    "text",
    "rounding",
)
FIELDS = ("subject", "key", "value", "unit", "from", "until", "citation", "confidence", "instrument", "note", "reason")


@get("/law", duty=Duty.PUBLIC)
async def law_page(request: Ask, day: FromQuery[str] = "") -> Response[Any]:
    """The provisions in force on a day, subject by subject, each with how well it is known."""
    chosen = day_or(day, today())
    cards = await queries.provisions(chosen)
    subjects = [(subject, list(rows)) for subject, rows in groupby(cards, key=lambda card: card.subject)]
    doubtful = sum(card.confidence != Confidence.FOUND for card in cards)
    return page(request, "law/list.html", day=chosen, subjects=subjects, count=len(cards), doubtful=doubtful)


@get("/law/provisions/{key:str}", duty=Duty.PUBLIC)
async def provision_page(request: Ask, key: FromPath[str]) -> Response[Any]:
    """Every value a key has had. What is only proposed is shown to those who may enact or confirm."""
    cards = await queries.history(key)
    if not any(request.user.holds(duty) for duty in (Duty.LAW_ENACT, Duty.LAW_CONFIRM)):
        cards = [card for card in cards if card.state == State.CONFIRMED]
    if not cards:
        raise NotFoundException
    entries = [] if request.user is THE_PUBLIC else await journal.of_subjects([f"provision:{c.id}" for c in cards])
    corrected = {card.corrects for card in cards if card.state == State.CONFIRMED and card.corrects}
    return page(request, "law/provision.html", key=key, cards=cards, history=entries, corrected=corrected, day=today())


@get("/law/files/{subject:str}", duty=Duty.PUBLIC)
async def subject_file(request: Ask, subject: FromPath[str]) -> Response[Any]:
    """One subject as YAML, the same bytes that an edition is loaded from."""
    files = await queries.edition()
    if subject not in files:
        raise NotFoundException
    return download(files[subject].encode(), f"{subject}.yaml", "application/yaml")


@get("/law/enact", duty=Duty.LAW_ENACT)
async def enact_form(request: Ask, key: FromQuery[str] = "", corrects: FromQuery[int] = 0) -> Response[Any]:
    """A form for a new dated value, filled in from the one it follows or corrects."""
    return await _enact_page(request, await _prefilled(key, corrects), corrects)


@post("/law/enact", duty=Duty.LAW_ENACT)
async def enact(request: Ask) -> Response[Any]:
    """Propose the value; a refusal shows the form again as it was typed."""
    form = await request.form()
    typed = {name: typed_text(form, name) for name in FIELDS}
    corrects = whole_number(typed_text(form, "corrects"))
    try:
        provision = provision_from(typed)
        await acts.enact(
            provision,
            typed["subject"][:40],
            reason=typed["reason"],
            corrects=corrects or None,
            actor=request.user,
            at=now(),
        )
    except Refused as refused:
        return await _enact_page(request, typed, corrects, refused)
    return done(request, f"/law/provisions/{provision.key}", "law:enacted", key=provision.key)


@get("/law/proposed", duty=Duty.LAW_CONFIRM)
async def proposed_page(request: Ask) -> Response[Any]:
    """What waits for a second person."""
    cards = await queries.proposed()
    moves = MOVES.open_to(State.PROPOSED, request.user.duties)
    entries = await journal.of_subjects([f"provision:{card.id}" for card in cards])
    reasons = {entry.subject: entry for entry in entries}
    return page(request, "law/proposed.html", cards=cards, moves=moves, reasons=reasons)


@post("/law/proposed/{provision_id:int}/confirm", duty=Duty.LAW_CONFIRM)
async def confirm(request: Ask, provision_id: FromPath[int]) -> Response[Any]:
    await acts.confirm(provision_id, actor=request.user, at=now())
    return done(request, "/law/proposed", "law:confirmed")


@post("/law/proposed/{provision_id:int}/decline", duty=Duty.LAW_CONFIRM)
async def decline(request: Ask, provision_id: FromPath[int]) -> Response[Any]:
    reason = typed_text(await request.form(), "reason")
    await acts.decline(provision_id, reason=reason, actor=request.user, at=now())
    return done(request, "/law/proposed", "law:declined")


@get("/law/calendar", duty=Duty.LAW_ENACT)
async def calendar_form(request: Ask) -> Response[Any]:
    """Up to when holidays are known, and a form for the next notice."""
    calendar = await queries.working_calendar()
    return page(request, "law/calendar.html", known_until=calendar.known_until)


@post("/law/calendar", duty=Duty.LAW_ENACT)
async def enter_calendar(request: Ask) -> Response[Any]:
    form = await request.form()
    typed = {name: typed_text(form, name) for name in ("year", "holidays", "makeup_days", "citation")}
    try:
        holidays, makeup_days = days_in(typed["holidays"], "holidays"), days_in(typed["makeup_days"], "makeup_days")
        year = whole_number(typed["year"])
        await acts.enter_calendar(
            year, holidays, makeup_days, citation=typed["citation"][:240], actor=request.user, at=now()
        )
    except Refused as refused:
        calendar = await queries.working_calendar()
        return page(
            request,
            "law/calendar.html",
            422,
            known_until=calendar.known_until,
            findings=refused.findings,
            typed=typed,
        )
    return done(request, "/law/calendar", "law:calendar", year=year)


def day_or(written: str, otherwise: date) -> date:
    """The day as written in ISO form, otherwise the other one."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return otherwise


def day_in(written: str, field: str) -> date:
    """A day of a form; refused (LAW-DAY) at its field."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise refuse("LAW-DAY", field_name=field, written=written) from None


def days_in(written: str, field: str) -> list[date]:
    """The days of a text, separated by spaces, commas or lines; each once."""
    words = written.replace(",", " ").replace("，", " ").replace("、", " ").split()
    return sorted({day_in(word, field) for word in words})


def provision_from(typed: dict[str, str]) -> Provision:
    """The provision that a form describes; what it says is checked by the act."""
    confidence = typed["confidence"] if typed["confidence"] in tuple(Confidence) else Confidence.INFERRED
    return Provision(
        typed["key"][:80],
        typed["value"],
        typed["unit"][:24],
        day_in(typed["from"], "from"),
        day_in(typed["until"], "until") if typed["until"] else None,
        typed["citation"][:240],
        Confidence(confidence),
        typed["instrument"][:80],
        typed["note"],
    )


async def _prefilled(key: str, corrects: int) -> dict[str, str]:
    """What is known of the key; the days only when a value is corrected, since those stay."""
    cards = await queries.history(key) if key else []
    card = next((card for card in cards if not corrects or card.id == corrects), None)
    if card is None:
        return {}
    known = {"subject": card.subject, "key": card.key, "unit": card.unit, "confidence": "found"}
    if corrects:
        until = card.in_force_until.isoformat() if card.in_force_until else ""
        known |= {"from": card.in_force_from.isoformat(), "until": until}
    return known


async def _enact_page(
    request: Ask, typed: dict[str, str], corrects: int, refused: Refused | None = None
) -> Response[Any]:
    findings = refused.findings if refused else ()
    return page(
        request,
        "law/enact.html",
        422 if refused else 200,
        typed=typed,
        findings=findings,
        corrects=corrects,
        units=UNITS,
        confidences=[confidence.value for confidence in Confidence],
    )


routes = [
    law_page,
    provision_page,
    subject_file,
    enact_form,
    enact,
    proposed_page,
    confirm,
    decline,
    calendar_form,
    enter_calendar,
]
