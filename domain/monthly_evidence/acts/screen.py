"""A month typed on screen: kept as it is typed, and made into a workbook that is received like any other.

Typing is no act of the procedure and has no entry in the journal; sending is, and has.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Stale, refuse
from domain.core.law import last_day_of
from domain.core.workbook import Workbook, drafting
from domain.emission_report.rules import FORMS, form_of
from domain.monthly_evidence import queries, rules
from domain.monthly_evidence.acts.entering import enter_version, owed
from domain.monthly_evidence.queries import MonthCard
from domain.monthly_evidence.workbook import workbook_of
from domain.records.database import ask, transaction
from domain.records.drafts import writes as drafts
from domain.records.drafts.queries import BLANK
from domain.records.drafts.writes import Ground
from domain.records.journal.writes import require
from domain.records.lawbook.queries import as_of


async def begin_typing(month_id: int, *, actor: Actor, at: datetime) -> None:
    """Begin a month on screen from the pre-filled blank; what was typed before on top of it stays."""
    require(actor, Duty.MONTH_FILE)
    async with transaction():
        card = await owed(month_id, actor)
        law, known = await as_of(last_day_of(card.year)), await queries.known(card, actor=actor)
        ground = await _ground(card, BLANK, actor)
        prefilled = rules.prefill(form_of(law, card.sector), ground.workbook, known, card.month, law)
        await drafts.begin(ground, drafting.from_values(prefilled), actor=actor, at=at)


async def save_typed(
    month_id: int,
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
    shown. `Stale` when the month is no longer owed or the version is no longer the newest.
    """
    require(actor, Duty.MONTH_FILE)
    async with transaction():
        await ask("SELECT id FROM month_evidence WHERE id = {} FOR UPDATE", month_id)
        ground = await _ground(await owed(month_id, actor), version_id, actor)
        told = await queries.findings(version_id, actor=actor) if version_id else []
        found = [each.finding.place for each in told]
        return await drafts.save(ground, sheet, edits, removed, revision=revision, found=found, actor=actor, at=at)


async def _ground(card: MonthCard, version_id: int, actor: Actor) -> Ground:
    """What is typed on: the newest version, or the blank of the month."""
    subject = f"month_evidence:{card.id}"
    if version_id == BLANK:
        form = form_of(await as_of(last_day_of(card.year)), card.sector)
        return Ground(subject, card.enterprise_id, _workbook(form.code))
    version = await queries.version(version_id, actor=actor)
    if version is None or version.month_id != card.id:
        raise refuse("MONTH-UNKNOWN")
    if card.version_id != version_id:
        raise Stale(f"month_version:{version_id}", "newest")
    content = await queries.lines(version_id, actor=actor)
    return Ground(subject, card.enterprise_id, _workbook(version.form), version_id, content)


def _workbook(form: str) -> Workbook:
    """The workbook of a month that was opened: months are opened of forms that have one alone."""
    found = workbook_of(FORMS[form].code)
    if found is None:
        raise KeyError(form)
    return found


async def discard_typed(month_id: int, version_id: int, *, actor: Actor, at: datetime) -> None:
    """Throw away what was typed on screen; versions stay."""
    require(actor, Duty.MONTH_FILE)
    async with transaction():
        await owed(month_id, actor)
        await drafts.discard(f"month_evidence:{month_id}", version_id)


async def send_typed(month_id: int, version_id: int, *, actor: Actor, at: datetime) -> int:
    """Make a workbook of what was typed, receive it as the next version, and answer that version.

    Formulas of the form are written as the values they give. Refused as `receive`, and DRAFT-NOTHING when nothing was
    typed. What was typed stays until the version is there.
    """
    require(actor, Duty.MONTH_FILE)
    card = await owed(month_id, actor)
    ground = await _ground(card, version_id, actor)
    made = await drafts.made(ground, card.synthetic, actor=actor)
    name = f"月度存证-{card.year}-{card.month:02}-{card.credit_code}.xlsx"
    async with transaction():
        version = await enter_version(month_id, made.workbook, name, actor=actor, at=at, on_screen=True)
        await drafts.sent(ground, made, actor=actor)
    return version
