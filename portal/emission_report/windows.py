"""One unit by itself: its report opened, its last day moved, the city's first look at it."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from domain.core.duties import Duty
from domain.core.findings import Finding, Refused
from domain.core.law import last_day_of
from domain.emission_report import acts, rules
from domain.records.lawbook.queries import as_of
from portal.clock import now, today
from portal.emission_report.pages import show_report
from portal.emission_report.views import Ask, known_id, known_year
from portal.page import done, page, typed_text, whole_number

LONGEST_DAY, LONGEST_CODE = 10, 40


@get("/reports/{year:int}/open-one", duty=Duty.REPORT_ACCEPT)
async def open_one_form(request: Ask, year: FromPath[int]) -> Response[Any]:
    """The form by which the report of one enterprise is opened."""
    return await _open_one_form(request, known_year(year), {})


async def _open_one_form(
    request: Ask, year: int, typed: dict[str, str], status: int = 200, refused: tuple[Finding, ...] = ()
) -> Response[Any]:
    law = await as_of(last_day_of(year))
    # A day of its own has to be named once the last of the sectors' days is over; before, the act knows the sector.
    days = rules.sector_days(law).values()
    past = bool(days) and today() > max(days)
    context = {"year": year, "deadlines": rules.deadlines(law), "past": past, "typed": typed, "findings": refused}
    return page(request, "emission_report/open_one.html", status, **context)


@post("/reports/{year:int}/open-one", duty=Duty.REPORT_ACCEPT)
async def open_one(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Open the report of a listed enterprise, or of one that only has to report."""
    form = await request.form()
    names = (("credit_code", LONGEST_CODE), ("until", LONGEST_DAY), ("reason", 4000))
    typed = {name: typed_text(form, name, most) for name, most in names}
    try:
        report_id = await acts.open_one(
            known_year(year),
            typed["credit_code"],
            typed["reason"],
            actor=request.user,
            at=now(),
            until=_day(typed["until"]),
        )
    except Refused as refused:
        return await _open_one_form(request, year, typed, 422, refused.findings)
    return done(request, f"/reports/report/{report_id}", "emission_report:opened", count=1)


@post("/reports/report/{report_id:int}/extend", duty=Duty.REPORT_ACCEPT)
async def extend(request: Ask, report_id: FromPath[int]) -> Response[Any]:
    """Give one report a last day of its own."""
    form = await request.form()
    typed = {"until": typed_text(form, "until", LONGEST_DAY), "extend-reason": typed_text(form, "reason")}
    try:
        until, reason = _day(typed["until"]), typed["extend-reason"]
        await acts.extend(known_id(report_id), until, reason, actor=request.user, at=now())
    except Refused as refused:
        return await show_report(request, report_id, 422, refused.findings, typed)
    return done(request, f"/reports/report/{report_id}", "emission_report:extended")


def _day(text: str) -> date | None:
    """A day as the form sends it; None for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@post("/reports/report/{report_id:int}/look", duty=Duty.FIRST_LOOK)
async def look(request: Ask, report_id: FromPath[int]) -> Response[Any]:
    """Say what the city's first look came to."""
    form = await request.form()
    remark, verdict = typed_text(form, "remark"), typed_text(form, "verdict", 10)
    seen = known_id(whole_number(typed_text(form, "version_id", 10)))
    try:
        conforms = verdict == "conforms"
        await acts.first_look(known_id(report_id), conforms, remark, actor=request.user, at=now(), version_id=seen)
    except Refused as refused:
        typed = {"remark": remark, "verdict": verdict}
        return await show_report(request, report_id, 422, refused.findings, typed)
    return done(request, f"/reports/report/{report_id}", "emission_report:looked")


routes = [open_one_form, open_one, extend, look]
