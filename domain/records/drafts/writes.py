"""Typing on screen, inside the transaction of a room's act: begun, kept by sheet, made into a workbook, forgotten.

Typing is no act of the procedure and has no entry in the journal; what is made of it is received as every upload is.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.core.actors import Actor
from domain.core.findings import Place, Stale, refuse
from domain.core.workbook import Content, Workbook, as_json, drafting
from domain.records.database import ask
from domain.records.drafts import queries
from domain.records.drafts.queries import BLANK, DraftCard
from domain.records.sheets.writer import SYNTHETIC, blank


@dataclass(frozen=True, slots=True)
class Ground:
    """What is typed on: whose workbook, on top of which version (`BLANK`), and what was read from that version."""

    subject: str
    enterprise_id: int
    workbook: Workbook
    version_id: int = BLANK
    content: Content | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A workbook made of what was typed, and the saving it was made of."""

    workbook: bytes
    revision: int


async def begin(ground: Ground, content: Content, *, actor: Actor, at: datetime) -> None:
    """Begin with this content; what was typed before stays."""
    if await queries.draft(ground.subject, ground.version_id, actor=actor) is None:
        await _keep(ground, content, 1, actor, at)


async def save(
    ground: Ground,
    sheet: str,
    edits: Mapping[int, Mapping[str, str]],
    removed: Collection[int],
    *,
    revision: int,
    found: Iterable[Place],
    actor: Actor,
    at: datetime,
) -> int:
    """Keep what was typed on a sheet, by number of the line and key of the column; answers the new revision.

    Numbers beyond the last line are new lines. Of what is locked, only cells that a finding points at are changed:
    what was pre-filled wrongly can be put right. Refused: DRAFT-MOVED when somebody has saved since `revision` was
    shown. `Stale` when the blank was not begun. The caller holds the row of the subject.
    """
    content, kept = await _standing(ground, actor)
    if kept and kept.revision != revision:
        raise refuse("DRAFT-MOVED", who=kept.saved_by)
    described = ground.workbook.sheet(sheet)
    cells = {place.cell for place in found if place.sheet == described.title_zh}
    open_cells = {
        (number, key)
        for number, line in enumerate(content.get(sheet, ()))
        for key, cell in line.cells.items()
        if cell in cells
    }
    lines = drafting.edited(described, content.get(sheet, ()), edits, removed, open_cells)
    await _keep(ground, {**content, sheet: lines}, revision + 1, actor, at)
    return revision + 1


async def made(ground: Ground, synthetic: bool, *, actor: Actor) -> Made:
    """The workbook as a person would have filled it in, its formulas written as the values they give.

    Refused: DRAFT-NOTHING when nothing was typed.
    """
    kept = await queries.draft(ground.subject, ground.version_id, actor=actor)
    if kept is None:
        raise refuse("DRAFT-NOTHING")
    banner = SYNTHETIC if synthetic else ""
    return Made(await asyncio.to_thread(_workbook, ground.workbook, kept.lines, banner), kept.revision)


def _workbook(workbook: Workbook, content: Content, banner: str) -> bytes:
    return blank(workbook, drafting.rows_of(workbook, drafting.calculated(workbook, content)), banner=banner)


async def sent(ground: Ground, of: Made, *, actor: Actor) -> None:
    """Forget everything that was typed of the subject, in the transaction in which `of` was received.

    Refused: DRAFT-MOVED when somebody has saved since the workbook was made.
    """
    newest = await queries.draft(ground.subject, ground.version_id, actor=actor)
    if newest is None or newest.revision != of.revision:
        raise refuse("DRAFT-MOVED", who=newest.saved_by if newest else "")
    await ask("DELETE FROM typed_draft WHERE subject = {}", ground.subject)


async def discard(subject: str, version_id: int) -> None:
    """Throw away what was typed on top of a version; the caller has seen that it is the actor's."""
    await ask("DELETE FROM typed_draft WHERE subject = {} AND version_id = {}", subject, version_id)


async def _standing(ground: Ground, actor: Actor) -> tuple[Content, DraftCard | None]:
    """What stands there now, and the draft, if there is one."""
    kept = await queries.draft(ground.subject, ground.version_id, actor=actor)
    if kept is not None:
        return kept.lines, kept
    if ground.content is None:
        raise Stale(ground.subject, "draft")
    return ground.content, None


async def _keep(ground: Ground, content: Content, revision: int, actor: Actor, at: datetime) -> None:
    await ask(
        "INSERT INTO typed_draft (subject, enterprise_id, version_id, revision, lines, saved_at, saved_by) "
        "VALUES ({}, {}, {}, {}, {}::jsonb, {}, {}) ON CONFLICT (subject, version_id) DO UPDATE "
        "SET revision = EXCLUDED.revision, lines = EXCLUDED.lines, saved_at = EXCLUDED.saved_at, "
        "saved_by = EXCLUDED.saved_by",
        ground.subject,
        ground.enterprise_id,
        ground.version_id,
        revision,
        json.dumps(as_json(content), ensure_ascii=False),
        at,
        actor.name,
    )
