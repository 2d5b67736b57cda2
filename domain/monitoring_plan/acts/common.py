"""What the acts of the room share: the version under one lock, notes, notices."""

from __future__ import annotations

from domain.core.actors import Actor
from domain.core.findings import refuse
from domain.monitoring_plan import queries
from domain.monitoring_plan.queries import VersionCard
from domain.monitoring_plan.states import State
from domain.records.database import ask
from domain.records.journal.writes import Note


async def one_at_a_time(enterprise_id: int) -> None:
    """Two people of one enterprise, or two officers over it, wait for each other here."""
    await ask("SELECT id FROM enterprise WHERE id = {} FOR NO KEY UPDATE", enterprise_id)


def note_of(card: VersionCard, *, reason: str = "", **basis: object) -> Note:
    """What the journal keeps of an act on a version: year and whatever the act adds, with the workbook as evidence."""
    kept = {"year": card.year, **basis}
    return Note(reason=reason, basis=kept, evidence=card.original, enterprise_id=card.enterprise_id)


async def others_in(card: VersionCard, state: State) -> list[int]:
    """Other versions of the same enterprise and year in that state; the indexes allow one at most."""
    rows = await ask(
        "SELECT id FROM plan WHERE enterprise_id = {} AND year = {} AND state = {} AND id <> {}",
        card.enterprise_id,
        card.year,
        state.value,
        card.id,
    )
    return [row["id"] for row in rows]


def facts_of(card: VersionCard, **more: str) -> dict[str, str]:
    """What every notice about a version tells."""
    return {"name": card.name, "year": str(card.year), "version": str(card.version), **more}


def page_of(card: VersionCard) -> str:
    return f"/plans/versions/{card.id}"


async def seen(plan_id: int, actor: Actor) -> VersionCard:
    """The version; refused (MP-UNKNOWN) when there is none that the actor may see."""
    card = await queries.plan(plan_id, actor=actor)
    if card is None:
        raise refuse("MP-UNKNOWN")
    return card


async def locked(plan_id: int, actor: Actor) -> VersionCard:
    """The version as it stands once nobody else is acting on the enterprise's plans."""
    card = await seen(plan_id, actor)
    await one_at_a_time(card.enterprise_id)
    return await seen(plan_id, actor)
