"""Making the law at the front door: proposing one value, by a form that keeps what was typed."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromQuery

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Refused, stop_on
from domain.core.law import Confidence, Provision
from domain.records.lawbook import acts, queries
from domain.records.lawbook.checks import UNITS, stop
from domain.records.lawbook.rules import SUBJECTS
from portal.clock import now
from portal.law import final, judging, notices, sheets
from portal.law.window import LONGEST, day_faults, window_of
from portal.page import done, page, typed_text, whole_number

Ask = Request[Actor, str, Any]
FIELDS = (
    "subject",
    "key",
    "new_key",
    "value",
    "unit",
    "from",
    "until",
    "citation",
    "confidence",
    "instrument",
    "note",
    "reason",
)


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
            typed["subject"],
            reason=typed["reason"],
            corrects=corrects or None,
            new_key=typed["new_key"] == "yes",
            actor=request.user,
            at=now(),
        )
    except Refused as refused:
        return await _enact_page(request, typed, corrects, refused)
    return done(request, f"/law/provisions/{provision.key}", "law:enacted", key=provision.key)


def provision_from(typed: dict[str, str]) -> Provision:
    """The provision that a form describes; what it says is checked by the act."""
    found = [*day_faults(typed)]
    if typed["confidence"] not in tuple(Confidence):
        found.append(stop("LAW-CONFIDENCE", "confidence", written=typed["confidence"][:LONGEST], nearest="—"))
    stop_on(found)
    begins, until = window_of(typed)
    return Provision(
        typed["key"],
        typed["value"],
        typed["unit"],
        begins,
        until,
        typed["citation"],
        Confidence(typed["confidence"]),
        typed["instrument"],
        typed["note"],
    )


async def _prefilled(key: str, corrects: int) -> dict[str, str]:
    """What is known of the key; the days only when a value is corrected, since those stay."""
    rows = [row for row in await queries.standing() if row.provision.key == key]
    row = next((row for row in rows if row.id == corrects), rows[-1] if rows else None)
    if row is None:
        return {}
    one = row.provision
    known = {"subject": row.subject, "key": one.key, "unit": one.unit, "confidence": "found"}
    if corrects:
        until = one.in_force_until.isoformat() if one.in_force_until else ""
        known |= {"from": one.in_force_from.isoformat(), "until": until}
    return known


async def _enact_page(
    request: Ask, typed: dict[str, str], corrects: int, refused: Refused | None = None
) -> Response[Any]:
    rows = [row.provision for row in await queries.standing()]
    same = [one for one in rows if one.key == typed.get("key")]
    return page(
        request,
        "law/enact.html",
        422 if refused else 200,
        typed=typed,
        findings=refused.findings if refused else (),
        corrects=corrects,
        standing=sorted(same, key=lambda one: one.in_force_from, reverse=True),
        subjects=list(SUBJECTS),
        units=list(UNITS),
        confidences=[confidence.value for confidence in Confidence],
        instruments=sorted({one.instrument for one in rows if one.instrument}),
    )


routes = [enact_form, enact, *judging.routes, *notices.routes, *sheets.routes, *final.routes]
