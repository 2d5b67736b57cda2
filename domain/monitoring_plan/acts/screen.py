"""A plan typed on screen: kept as it is typed, and made into a workbook that is received like any other.

Typing is no act of the procedure and has no entry in the journal; sending is, and has.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import Stale
from domain.core.workbook import drafting
from domain.monitoring_plan import queries
from domain.monitoring_plan.acts.common import one_at_a_time
from domain.monitoring_plan.acts.entering import enter_version, whose
from domain.monitoring_plan.queries import Typed
from domain.records.database import transaction
from domain.records.drafts import writes as drafts
from domain.records.drafts.queries import BLANK
from domain.records.drafts.writes import Ground
from domain.records.journal.writes import require


async def begin_typing(enterprise_id: int, year: int, *, actor: Actor, at: datetime) -> None:
    """Begin the next version from the pre-filled form; what was typed before on top of it stays.

    Refused: MP-ENTERPRISE. `Stale` while a version waits or is to be corrected. NotInForce: no form for that year.
    """
    require(actor, Duty.PLAN_FILE)
    async with transaction():
        await whose(enterprise_id, actor)
        await one_at_a_time(enterprise_id)
        typed = await _open(enterprise_id, year, BLANK, actor)
        filled = await queries.prefill(enterprise_id, year, legal_day(at), actor=actor)
        await drafts.begin(_ground(typed), drafting.from_values(filled or {}), actor=actor, at=at)


async def save_typed(
    enterprise_id: int,
    year: int,
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

    `version_id` is the newest version, or 0 for the pre-filled form. Numbers beyond the last line are new lines.
    Refused: MP-ENTERPRISE, DRAFT-MOVED when somebody has saved since `revision` was shown. `Stale` when the version is
    not the newest, or is no longer to be corrected.
    """
    require(actor, Duty.PLAN_FILE)
    async with transaction():
        await whose(enterprise_id, actor)
        await one_at_a_time(enterprise_id)
        typed = await _open(enterprise_id, year, version_id, actor)
        found = [one.place for one in await queries.findings(version_id, actor=actor)] if version_id else []
        ground = _ground(typed)
        return await drafts.save(ground, sheet, edits, removed, revision=revision, found=found, actor=actor, at=at)


async def discard_typed(enterprise_id: int, year: int, version_id: int, *, actor: Actor, at: datetime) -> None:
    """Throw away what was typed on screen; versions stay."""
    require(actor, Duty.PLAN_FILE)
    async with transaction():
        await whose(enterprise_id, actor)
        await drafts.discard(queries.typing_subject(enterprise_id, year), version_id)


async def send_typed(enterprise_id: int, year: int, version_id: int, *, actor: Actor, at: datetime) -> int:
    """Make a workbook of what was typed, receive it as the next version, and answer that version.

    A corrected version answers the same application as before, a revision the newest that was granted. Refused as
    `receive`, and DRAFT-NOTHING when nothing was typed. What was typed stays until the version is there.
    """
    require(actor, Duty.PLAN_FILE)
    enterprise = await whose(enterprise_id, actor)
    typed = await _open(enterprise_id, year, version_id, actor)
    ground = _ground(typed)
    made = await drafts.made(ground, enterprise.synthetic, actor=actor)
    name = f"{ground.workbook.title_zh}-{year}-{enterprise.credit_code}.xlsx"
    async with transaction():
        plan_id = await enter_version(
            enterprise_id, year, made.workbook, name, change_id=typed.change_id, actor=actor, at=at, on_screen=True
        )
        await drafts.sent(ground, made, actor=actor)
    return plan_id


async def _open(enterprise_id: int, year: int, version_id: int, actor: Actor) -> Typed:
    typed = await queries.typed(enterprise_id, year, version_id, actor=actor)
    if typed is None:
        raise Stale(f"plan:{version_id}" if version_id else queries.typing_subject(enterprise_id, year), "newest")
    return typed


def _ground(typed: Typed) -> Ground:
    content = typed.content if typed.version_id else None
    return Ground(typed.subject, typed.enterprise_id, typed.form.workbook, typed.version_id, content)
