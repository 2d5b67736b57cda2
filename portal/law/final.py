"""The final text of a draft at the front door: all drafted values, the final ones beside them, what they would move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Place, Refused, refuse
from domain.core.law import Confidence
from domain.records.lawbook import acts, queries
from domain.records.lawbook.rules import Enacted, Entry
from portal.clock import now
from portal.law.sheets import blank_of, preview_page, preview_upload
from portal.page import done, page, typed_text

Ask = Request[Actor, str, Any]


@get("/law/final", duty=Duty.LAW_ENACT)
async def final_page(request: Ask, instrument: FromQuery[str] = "") -> Response[Any]:
    """The draft documents; or every value of one of them, to be replaced by those of the final text."""
    drafts = await queries.draft_instruments()
    rows = await queries.drafts_of(instrument) if instrument else []
    return page(request, "law/final.html", drafts=drafts, instrument=instrument, rows=rows, typed={})


@get("/law/final/blank", duty=Duty.LAW_ENACT)
async def final_blank(request: Ask, instrument: FromQuery[str] = "") -> Response[Any]:
    """The sheet of a draft's values, each with its own days."""
    rows = await queries.drafts_of(instrument)
    if not rows:
        raise NotFoundException
    return await blank_of([(row.subject, row.provision) for row in rows], None, None, "", "")


@post("/law/final/preview", duty=Duty.LAW_ENACT)
async def final_preview(request: Ask) -> Response[Any]:
    """What a sheet of final values would do, and every stored figure that it would move."""
    draft = typed_text(await request.form(), "draft", 80)
    await _drafted(draft)
    return await preview_upload(request, draft)


@post("/law/final/values", duty=Duty.LAW_ENACT)
async def final_values(request: Ask) -> Response[Any]:
    """The same for values typed into the form."""
    form = await request.form()
    draft = typed_text(form, "draft", 80)
    rows = await _drafted(draft)
    preview = await acts.preview_values(_entries(form, rows), draft=draft, actor=request.user, at=now())
    return await preview_page(request, preview, "", draft, preview.findings, _kept(form, rows))


@post("/law/final", duty=Duty.LAW_ENACT)
async def final_propose(request: Ask) -> Response[Any]:
    """Propose all final values as corrections of the drafted ones, in one batch."""
    form = await request.form()
    draft = typed_text(form, "draft", 80)
    rows = await _drafted(draft)
    entries, reason = _entries(form, rows), typed_text(form, "reason")
    try:
        await acts.propose_values(entries, reason=reason, draft=draft, actor=request.user, at=now())
    except Refused as refused:
        preview = await acts.preview_values(entries, draft=draft, actor=request.user, at=now())
        return await preview_page(request, preview, "", draft, refused.findings, _kept(form, rows))
    return done(request, "/law/final", "law:proposed", count=len(entries))


async def _drafted(draft: str) -> list[Enacted]:
    """The values of a draft; refused (LAW-NO-DRAFT) when it has none, or none any more."""
    if not (rows := await queries.drafts_of(draft)):
        raise refuse("LAW-NO-DRAFT", instrument=draft)
    return rows


def _entries(form: Mapping[str, Any], rows: list[Enacted]) -> list[Entry]:
    """The final values that were typed, with key, unit and days of the drafted ones. An empty field stays a draft."""
    found = []
    for row in rows:
        if value := typed_text(form, f"value-{row.id}"):
            final = replace(
                row.provision,
                value=value,
                citation=typed_text(form, "citation"),
                confidence=Confidence.FOUND,
                instrument=typed_text(form, "number"),
                note="",
            )
            places = {"value": Place(row.provision.key), "key": Place(row.provision.key)}
            found.append(Entry(row.subject, final, row.id, places))
    return found


def _kept(form: Mapping[str, Any], rows: list[Enacted]) -> dict[str, str]:
    """What was typed, for the preview to send again."""
    names = ("citation", "number", "reason", *(f"value-{row.id}" for row in rows))
    return {name: written for name in names if (written := typed_text(form, name))}


routes = [final_page, final_blank, final_preview, final_values, final_propose]
