"""What is done with one month: upload, attach, submit, look, return, accept, a finding set aside."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Response, post
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.duties import Duty
from domain.core.findings import Refused
from domain.monthly_evidence import acts, queries
from portal.clock import now
from portal.monthly_evidence.own import own_page
from portal.monthly_evidence.pages import show_month, show_version
from portal.monthly_evidence.views import Ask, known_id, known_year, version_card
from portal.page import done, typed_text, whole_number

LONGEST_DAY = 10


async def _file(form: FormMultiDict, name: str) -> tuple[bytes, str]:
    """The bytes and the name of a file that was sent; empty where none was."""
    sent = form.get(name)
    return (await sent.read(), sent.filename or "") if isinstance(sent, UploadFile) else (b"", "")


@post("/months/month/{month_id:int}/upload", duty=Duty.MONTH_FILE)
async def upload(request: Ask, month_id: FromPath[int]) -> Response[Any]:
    """Take in a filled workbook; a refusal shows the month again, with every earlier version still there."""
    content, name = await _file(await request.form(), "workbook")
    try:
        version_id = await acts.receive(known_id(month_id), content, name, actor=request.user, at=now())
    except Refused as refused:
        return await show_month(request, month_id, 422, refused.findings)
    return done(request, f"/months/versions/{version_id}", "monthly_evidence:received")


@post("/months/month/{month_id:int}/attach", duty=Duty.MONTH_FILE)
async def attach(request: Ask, month_id: FromPath[int]) -> Response[Any]:
    """Attach an original record under its kind."""
    form = await request.form()
    content, name = await _file(form, "record")
    kind = typed_text(form, "kind", 20)
    try:
        await acts.attach(known_id(month_id), kind, content, name, actor=request.user, at=now())
    except Refused as refused:
        return await show_month(request, month_id, 422, refused.findings, {"kind": kind})
    return done(request, f"/months/month/{month_id}", "monthly_evidence:attached")


@post("/months/month/{month_id:int}/submit", duty=Duty.MONTH_FILE)
async def submit(request: Ask, month_id: FromPath[int]) -> Response[Any]:
    """Submit the version that the page showed."""
    seen = typed_text(await request.form(), "version_id", 10)
    version_id = known_id(whole_number(seen)) if seen else None
    try:
        await acts.submit(known_id(month_id), actor=request.user, at=now(), version_id=version_id)
    except Refused as refused:
        return await show_month(request, month_id, 422, refused.findings)
    return done(request, f"/months/month/{month_id}", "monthly_evidence:submitted")


@post("/months/month/{month_id:int}/look", duty=Duty.FIRST_LOOK)
async def look(request: Ask, month_id: FromPath[int]) -> Response[Any]:
    """The city officer's first look, with a remark where something is unusual."""
    form = await request.form()
    remark, unusual = typed_text(form, "remark"), typed_text(form, "unusual", 3) == "yes"
    try:
        await acts.first_look(known_id(month_id), remark, unusual=unusual, actor=request.user, at=now())
    except Refused as refused:
        typed = {"remark": remark, "unusual": "yes" if unusual else ""}
        return await show_month(request, month_id, 422, refused.findings, typed)
    return done(request, f"/months/month/{month_id}", "monthly_evidence:looked")


@post("/months/month/{month_id:int}/return", duty=Duty.MONTH_REVIEW)
async def return_(request: Ask, month_id: FromPath[int]) -> Response[Any]:
    reason = typed_text(await request.form(), "reason")
    try:
        await acts.return_(known_id(month_id), reason, actor=request.user, at=now())
    except Refused as refused:
        return await show_month(request, month_id, 422, refused.findings)
    return done(request, f"/months/month/{month_id}", "monthly_evidence:returned")


@post("/months/month/{month_id:int}/accept", duty=Duty.MONTH_REVIEW)
async def accept(request: Ask, month_id: FromPath[int]) -> Response[Any]:
    await acts.accept(known_id(month_id), actor=request.user, at=now())
    return done(request, f"/months/month/{month_id}", "monthly_evidence:accepted")


@post("/months/enterprises/{enterprise_id:int}/{year:int}/open", duty=Duty.MONTH_REVIEW)
async def open_one(request: Ask, enterprise_id: FromPath[int], year: FromPath[int]) -> Response[Any]:
    """Open the chosen months of one enterprise."""
    form = await request.form()
    months = [whole_number(each) for each in form.getall("month", [])]
    reason, until = typed_text(form, "reason"), typed_text(form, "until", LONGEST_DAY)
    asked = (known_id(enterprise_id), known_year(year))
    try:
        count = await acts.open_one(*asked, months, reason, until=_day(until), actor=request.user, at=now())
    except Refused as refused:
        typed = {"reason": reason, "until": until, **{f"month-{each}": "yes" for each in months}}
        return await own_page(request, year, enterprise_id, 422, refused.findings, typed)
    return done(request, f"/months/enterprises/{enterprise_id}/{year}", "monthly_evidence:opened", count=count)


def _day(text: str) -> date | None:
    """A day as the form sends it; None for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@post("/months/findings/{finding_id:int}/waive", duty=Duty.MONTH_REVIEW)
async def waive(request: Ask, finding_id: FromPath[int]) -> Response[Any]:
    """Set one finding aside with its reason."""
    found = await queries.finding(known_id(finding_id), actor=request.user)
    if found is None:
        raise NotFoundException
    version = await version_card(request, found.version_id)
    reason = typed_text(await request.form(), "reason")
    try:
        await acts.waive(finding_id, reason, actor=request.user, at=now())
    except Refused as refused:
        return await show_version(request, version.id, 422, refused.findings)
    return done(request, f"/months/versions/{version.id}", "monthly_evidence:waived")


routes = [upload, attach, submit, look, return_, accept, open_one, waive]
