"""A report typed on screen: kept as it is typed, and made into a workbook that is received like any other.

Typing is no act of the procedure and has no entry in the journal; sending is, and has.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Stale, refuse
from domain.core.law import last_day_of
from domain.core.workbook import drafting
from domain.emission_report import queries, rules
from domain.emission_report.acts.entering import enter_version, owed
from domain.emission_report.queries import ReportCard
from domain.records.database import ask, transaction
from domain.records.drafts import writes as drafts
from domain.records.drafts.queries import BLANK
from domain.records.drafts.writes import Ground
from domain.records.journal.writes import require
from domain.records.lawbook.queries import as_of


async def begin_typing(report_id: int, *, actor: Actor, at: datetime) -> None:
    """Begin a report on screen from the pre-filled blank; what was typed before on top of it stays."""
    require(actor, Duty.REPORT_FILE)
    async with transaction():
        card = await owed(report_id, actor)
        law, known = await as_of(last_day_of(card.year)), await queries.known(card, actor=actor)
        prefilled = rules.form_of(law, card.sector, card.sector_code).prefill(known, law)
        ground = await _ground(card, BLANK, actor)
        await drafts.begin(ground, drafting.from_values(prefilled), actor=actor, at=at)


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

    Numbers beyond the last line are new lines. Refused: DRAFT-MOVED when somebody has saved since `revision` was
    shown. `Stale` when the report is no longer owed or the version is no longer the newest.
    """
    require(actor, Duty.REPORT_FILE)
    async with transaction():
        await ask("SELECT id FROM report WHERE id = {} FOR UPDATE", report_id)
        ground = await _ground(await owed(report_id, actor), version_id, actor)
        told = await queries.findings(version_id, actor=actor) if version_id else []
        found = [each.finding.place for each in told]
        return await drafts.save(ground, sheet, edits, removed, revision=revision, found=found, actor=actor, at=at)


async def _ground(card: ReportCard, version_id: int, actor: Actor) -> Ground:
    """What is typed on: the newest version, or the blank of the year."""
    subject = f"report:{card.id}"
    if version_id == BLANK:
        form = rules.form_of(await as_of(last_day_of(card.year)), card.sector, card.sector_code)
        return Ground(subject, card.enterprise_id, form.workbook)
    version = await queries.version(version_id, actor=actor)
    if version is None or version.report_id != card.id:
        raise refuse("REPORT-UNKNOWN")
    if card.version_id != version_id:
        raise Stale(f"report_version:{version_id}", "newest")
    content = await queries.lines(version_id, actor=actor)
    return Ground(subject, card.enterprise_id, rules.FORMS[version.form].workbook, version_id, content)


async def discard_typed(report_id: int, version_id: int, *, actor: Actor, at: datetime) -> None:
    """Throw away what was typed on screen; versions stay."""
    require(actor, Duty.REPORT_FILE)
    async with transaction():
        await owed(report_id, actor)
        await drafts.discard(f"report:{report_id}", version_id)


async def send_typed(report_id: int, version_id: int, *, actor: Actor, at: datetime) -> int:
    """Make a workbook of what was typed, receive it as the next version, and answer that version.

    Formulas of the form are written as the values they give. Refused as `receive`, and DRAFT-NOTHING when nothing was
    typed. What was typed stays until the version is there.
    """
    require(actor, Duty.REPORT_FILE)
    card = await owed(report_id, actor)
    ground = await _ground(card, version_id, actor)
    made = await drafts.made(ground, card.synthetic, actor=actor)
    name = f"{ground.workbook.title_zh}-{card.year}-{card.credit_code}.xlsx"
    async with transaction():
        version = await enter_version(report_id, made.workbook, name, actor=actor, at=at, on_screen=True)
        await drafts.sent(ground, made, actor=actor)
    return version
