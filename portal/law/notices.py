"""Holiday notices at the front door: one person enters the days of a year, another confirms them."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Finding, Refused, refuse
from domain.records.lawbook import acts, queries
from domain.records.lawbook.checks import day_written
from portal.clock import now
from portal.law.window import LONGEST
from portal.page import done, page, typed_text, whole_number

Ask = Request[Actor, str, Any]
FIELDS = ("year", "holidays", "makeup_days", "citation")


@get("/law/calendar", duty=Duty.LAW_ENACT)
async def calendar_form(request: Ask) -> Response[Any]:
    """Up to when holidays are known, what waits, and a form for the next notice."""
    return await _page(request, {})


@post("/law/calendar", duty=Duty.LAW_ENACT)
async def enter_calendar(request: Ask) -> Response[Any]:
    form = await request.form()
    typed = {name: typed_text(form, name) for name in FIELDS}
    year = whole_number(typed["year"])
    try:
        holidays, makeup_days = days_in(typed["holidays"], "holidays"), days_in(typed["makeup_days"], "makeup_days")
        if not date.min.year <= year <= date.max.year:
            raise refuse("CALENDAR-YEAR", field_name="year", year=typed["year"][:LONGEST])
        citation = typed["citation"]
        await acts.enter_calendar(year, holidays, makeup_days, citation=citation, actor=request.user, at=now())
    except Refused as refused:
        return await _page(request, typed, refused.findings)
    return done(request, "/law/calendar", "law:calendar", year=year)


@post("/law/calendar/{notice_id:int}/confirm", duty=Duty.LAW_CONFIRM)
async def confirm_calendar(request: Ask, notice_id: FromPath[int]) -> Response[Any]:
    await acts.confirm_calendar(notice_id, actor=request.user, at=now())
    return done(request, "/law/proposed", "law:calendar_confirmed")


@post("/law/calendar/{notice_id:int}/decline", duty=Duty.LAW_CONFIRM)
async def decline_calendar(request: Ask, notice_id: FromPath[int]) -> Response[Any]:
    reason = typed_text(await request.form(), "reason")
    await acts.decline_calendar(notice_id, reason=reason, actor=request.user, at=now())
    return done(request, "/law/proposed", "law:calendar_declined")


def days_in(written: str, field: str) -> list[date]:
    """The days of a text, separated by spaces, commas or lines; each once. Refused (LAW-DAY) where one is none."""
    words = written.replace(",", " ").replace("，", " ").replace("、", " ").split()
    days = {word: day_written(word) for word in words}
    if wrong := [word for word, day in days.items() if day is None]:
        raise refuse("LAW-DAY", field_name=field, written=wrong[0][:LONGEST])
    return sorted({day for day in days.values() if day})


async def _page(request: Ask, typed: dict[str, str], findings: tuple[Finding, ...] = ()) -> Response[Any]:
    calendar = await queries.working_calendar()
    return page(
        request,
        "law/calendar.html",
        422 if findings else 200,
        known_until=calendar.known_until,
        notices=await queries.notices(),
        findings=findings,
        typed=typed,
    )


routes = [calendar_form, enter_calendar, confirm_calendar, decline_calendar]
