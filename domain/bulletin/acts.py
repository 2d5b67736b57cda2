"""What is done with a bulletin: one person drafts it, another publishes it. Each verb is one transaction."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime

from domain.bulletin import checks, queries
from domain.bulletin.queries import BulletinCard
from domain.bulletin.rules import Wording, cleaned
from domain.bulletin.states import MOVES, State
from domain.bulletin.tables import Bulletin
from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Stale, refuse, stop_on
from domain.records.database import ask, transaction
from domain.records.journal.writes import Note, begin, move, record, require


async def draft(wording: Wording, *, actor: Actor, at: datetime) -> int:
    """Draft a bulletin; answers its id. Refused with a finding at each field that is wrong."""
    require(actor, Duty.BULLETIN_PREPARE)
    wording = _kept(wording)
    async with transaction():
        row = Bulletin(**asdict(wording), state=State.DRAFTED.value, drafted_by=actor.account_id, drafted_at=at)
        bulletin_id = int((await Bulletin.insert(row))[0]["id"])
        await begin(Bulletin, bulletin_id, MOVES, "draft", actor=actor, at=at, note=_basis(wording))
    return bulletin_id


async def revise(bulletin_id: int, wording: Wording, seen: str, *, actor: Actor, at: datetime) -> None:
    """Change the words of a draft. `seen` is the digest of the wording that was changed: another one is `Stale`."""
    require(actor, Duty.BULLETIN_PREPARE)
    wording = _kept(wording)
    async with transaction():
        await _as_seen(bulletin_id, seen, actor)
        await ask(
            "UPDATE bulletin SET number = {}, topic = {}, title = {}, title_en = {}, text = {}, text_en = {}, "
            "drafted_by = {} WHERE id = {}",
            *asdict(wording).values(),
            actor.account_id,
            bulletin_id,
        )
        subject, duty = f"bulletin:{bulletin_id}", Duty.BULLETIN_PREPARE
        await record("bulletin:bulletin:revise", subject, actor=actor, at=at, duty=duty, note=_basis(wording))


async def publish(bulletin_id: int, seen: str, *, actor: Actor, at: datetime) -> None:
    """Publish the wording that was read (`seen` is its digest). Refused (BULLETIN-OWN) to whoever drafted it."""
    require(actor, Duty.BULLETIN_PUBLISH)
    async with transaction():
        card = await _as_seen(bulletin_id, seen, actor)
        stop_on(checks.another_hand(card.drafted_by, actor.account_id))
        await move(Bulletin, bulletin_id, MOVES, "publish", actor=actor, at=at, note=_basis(card.wording))
        await ask(
            "UPDATE bulletin SET published_at = {}, published_by = {} WHERE id = {}", at, actor.account_id, bulletin_id
        )


async def withdraw(bulletin_id: int, reason: str, *, actor: Actor, at: datetime) -> None:
    """Take a published bulletin back; its title and the reason stay public."""
    require(actor, Duty.BULLETIN_PUBLISH)
    reason = cleaned(reason)
    stop_on(checks.of_reason(reason))
    await _end(bulletin_id, "withdraw", reason, actor, at)


async def drop(bulletin_id: int, *, actor: Actor, at: datetime) -> None:
    """Give a draft up before anybody has read it."""
    require(actor, Duty.BULLETIN_PREPARE)
    await _end(bulletin_id, "drop", "", actor, at)


async def _end(bulletin_id: int, name: str, reason: str, actor: Actor, at: datetime) -> None:
    async with transaction():
        await _found(bulletin_id, actor)
        await move(Bulletin, bulletin_id, MOVES, name, actor=actor, at=at, note=Note(reason=reason))
        await ask("UPDATE bulletin SET withdrawn_at = {}, reason = {} WHERE id = {}", at, reason, bulletin_id)


async def _found(bulletin_id: int, actor: Actor) -> BulletinCard:
    card = await queries.bulletin(bulletin_id, actor=actor)
    if card is None:
        raise refuse("BULLETIN-UNKNOWN")
    return card


async def _as_seen(bulletin_id: int, seen: str, actor: Actor) -> BulletinCard:
    """The draft, locked; `Stale` when it is no draft any more or its words are no longer those that were seen."""
    await _found(bulletin_id, actor)
    await ask("SELECT id FROM bulletin WHERE id = {} FOR UPDATE", bulletin_id)
    card = await _found(bulletin_id, actor)
    if card.state != State.DRAFTED or card.digest != seen:
        raise Stale(f"bulletin:{bulletin_id}", State.DRAFTED.value)
    return card


def _kept(wording: Wording) -> Wording:
    """The wording as it is kept, refused where something is wrong with it."""
    kept = replace(wording, **{name: cleaned(text) for name, text in asdict(wording).items()})
    stop_on(checks.of_wording(kept))
    return kept


def _basis(wording: Wording) -> Note:
    """The journal keeps which words it was, not the words."""
    return Note(basis={"title": wording.title, "topic": wording.topic, "wording": wording.digest})
