"""A report typed on screen: kept as it is typed, and made into a workbook that is received like any other.

Typing is no act of the procedure and has no entry in the journal; sending is, and has.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Mapping
from datetime import datetime

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Stale, refuse
from domain.core.law import last_day_of
from domain.core.workbook import Content, Workbook, as_json
from domain.emission_report import queries, rules
from domain.emission_report.acts.entering import enter_version, owed
from domain.emission_report.queries import DraftCard, ReportCard
from domain.emission_report.rules import drafting
from domain.records.database import ask, transaction
from domain.records.journal.writes import require
from domain.records.lawbook.queries import as_of
from domain.records.sheets.writer import blank

# Printed on every sheet that the portal makes for an enterprise with invented figures, in both languages at once.
SYNTHETIC = "演示数据，运行数据均为虚构 synthetic figures"
BLANK = 0


async def begin_typing(report_id: int, *, actor: Actor, at: datetime) -> None:
    """Begin a report on screen from the pre-filled blank; what was typed before on top of it stays."""
    require(actor, Duty.REPORT_FILE)
    async with transaction():
        card = await owed(report_id, actor)
        if await queries.draft(report_id, BLANK, actor=actor):
            return
        form = rules.form_of(await as_of(last_day_of(card.year)), card.sector, card.sector_code)
        known = await queries.known(card, actor=actor)
        prefilled = form.prefill(known, await as_of(last_day_of(card.year)))
        await _keep(report_id, BLANK, 1, drafting.from_values(prefilled), actor, at)


async def save_typed(
    report_id: int,
    version_id: int,
    sheet: str,
    edits: Mapping[int, Mapping[str, str]],
    removed: Collection[int] = (),
    *,
    revision: int,
    actor: Actor,
    at: datetime,
) -> int:
    """Keep what was typed on a sheet, by number of the line and key of the column; answers the new revision.

    Numbers beyond the last line are new lines. Refused: REPORT-DRAFT-MOVED when somebody has saved since `revision`
    was shown. `Stale` when the report is no longer owed or the version is no longer the newest.
    """
    require(actor, Duty.REPORT_FILE)
    async with transaction():
        await ask("SELECT id FROM report WHERE id = {} FOR UPDATE", report_id)
        card = await owed(report_id, actor)
        workbook, content, kept = await _typed(card, version_id, actor)
        if kept and kept.revision != revision:
            raise refuse("REPORT-DRAFT-MOVED", who=kept.saved_by)
        open_cells = await _pointed_at(workbook, content, version_id, sheet, actor)
        described = workbook.sheet(sheet)
        lines = drafting.edited(described, content.get(sheet, ()), edits, removed, open_cells)
        await _keep(report_id, version_id, revision + 1, {**content, sheet: lines}, actor, at)
    return revision + 1


async def _typed(card: ReportCard, version_id: int, actor: Actor) -> tuple[Workbook, Content, DraftCard | None]:
    """The form, what stands in it now, and the draft, if there is one."""
    kept = await queries.draft(card.id, version_id, actor=actor)
    if version_id == BLANK:
        if kept is None:
            raise Stale(f"report:{card.id}", "draft")
        form = rules.form_of(await as_of(last_day_of(card.year)), card.sector, card.sector_code)
        return form.workbook, kept.lines, kept
    version = await queries.version(version_id, actor=actor)
    if version is None or version.report_id != card.id:
        raise refuse("REPORT-UNKNOWN")
    if card.version_id != version_id:
        raise Stale(f"report_version:{version_id}", "newest")
    content = kept.lines if kept else await queries.lines(version_id, actor=actor)
    return rules.FORMS[version.form].workbook, content, kept


async def _pointed_at(
    workbook: Workbook, content: Content, version_id: int, sheet: str, actor: Actor
) -> set[tuple[int, str]]:
    """Locked cells that a finding points at: what was pre-filled wrongly can be put right."""
    found = await queries.findings(version_id, actor=actor) if version_id else []
    cells = {each.finding.place.cell for each in found if each.finding.place.sheet == workbook.sheet(sheet).title_zh}
    return {
        (number, key)
        for number, line in enumerate(content.get(sheet, ()))
        for key, cell in line.cells.items()
        if cell in cells
    }


async def _keep(report_id: int, version_id: int, revision: int, content: Content, actor: Actor, at: datetime) -> None:
    await ask(
        "INSERT INTO report_draft (report_id, version_id, revision, lines, saved_at, saved_by) "
        "VALUES ({}, {}, {}, {}::jsonb, {}, {}) ON CONFLICT (report_id, version_id) DO UPDATE "
        "SET revision = EXCLUDED.revision, lines = EXCLUDED.lines, saved_at = EXCLUDED.saved_at, "
        "saved_by = EXCLUDED.saved_by",
        report_id,
        version_id,
        revision,
        json.dumps(as_json(content), ensure_ascii=False),
        at,
        actor.name,
    )


async def discard_typed(report_id: int, version_id: int, *, actor: Actor, at: datetime) -> None:
    """Throw away what was typed on screen; versions stay."""
    require(actor, Duty.REPORT_FILE)
    async with transaction():
        await owed(report_id, actor)
        await ask("DELETE FROM report_draft WHERE report_id = {} AND version_id = {}", report_id, version_id)


async def send_typed(report_id: int, version_id: int, *, actor: Actor, at: datetime) -> int:
    """Make a workbook of what was typed, receive it as the next version, and answer that version.

    Formulas of the form are written as the values they give. Refused as `receive`, and REPORT-NOTHING-TYPED when
    nothing differs from the version it began with. What was typed stays until the version is there.
    """
    require(actor, Duty.REPORT_FILE)
    card = await owed(report_id, actor)
    workbook, content, kept = await _typed(card, version_id, actor)
    if kept is None:
        raise refuse("REPORT-NOTHING-TYPED")
    made = await asyncio.to_thread(_workbook, workbook, content, SYNTHETIC if card.synthetic else "")
    name = f"{workbook.title_zh}-{card.year}-{card.credit_code}.xlsx"
    async with transaction():
        newest = await queries.draft(report_id, version_id, actor=actor)
        if newest is None or newest.revision != kept.revision:
            raise refuse("REPORT-DRAFT-MOVED", who=newest.saved_by if newest else "")
        sent = await enter_version(report_id, made, name, actor=actor, at=at, on_screen=True)
        await ask("DELETE FROM report_draft WHERE report_id = {}", report_id)
    return sent


def _workbook(workbook: Workbook, content: Content, banner: str) -> bytes:
    """The workbook as a person would have filled it in, its formulas computed."""
    return blank(workbook, drafting.rows_of(workbook, drafting.calculated(workbook, content)), banner=banner)
