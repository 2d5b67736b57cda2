"""The second person at the front door: what waits, one value or a whole batch, beside what it replaces or follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.records.evidence import queries as evidence
from domain.records.journal import queries as journal
from domain.records.journal.queries import EntryCard
from domain.records.lawbook import acts, queries
from domain.records.lawbook.queries import ProvisionCard
from domain.records.lawbook.rules import Change, Enacted, change, preceding, timeline
from domain.records.lawbook.states import MOVES, NOTICE_MOVES, State
from portal.clock import now
from portal.law import figures
from portal.page import XLSX, done, download, page, typed_text, whole_number

Ask = Request[Actor, str, Any]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposed value beside the one that it replaces or follows, with the entry of who proposed it and why."""

    card: ProvisionCard
    change: Change
    entry: EntryCard | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Values proposed together: how many, how many of them change something, and who proposed them."""

    batch: str
    values: tuple[Waiting, ...]

    @property
    def changed(self) -> int:
        return sum(not one.change.same for one in self.values)


@get("/law/proposed", duty=Duty.LAW_CONFIRM)
async def proposed_page(request: Ask) -> Response[Any]:
    """What waits for a second person: batches, single values, holiday notices."""
    waiting = await _told(await queries.proposed())
    together = sorted((one for one in waiting if one.card.batch), key=lambda one: one.card.batch)
    return page(
        request,
        "law/proposed.html",
        singles=[one for one in waiting if not one.card.batch],
        batches=[Batch(batch, tuple(values)) for batch, values in groupby(together, lambda one: one.card.batch)],
        notices=await queries.notices(State.PROPOSED),
        moves=MOVES.open_to(State.PROPOSED, request.user.duties),
        notice_moves=NOTICE_MOVES.open_to(State.PROPOSED, request.user.duties),
    )


@get("/law/batches/{batch:str}", duty=Duty.LAW_CONFIRM)
async def batch_page(request: Ask, batch: FromPath[str]) -> Response[Any]:
    """Every value of a batch beside the one before, and every stored figure that the corrections would move."""
    waiting = await _told(await queries.batch_cards(_batch(batch))) if _batch(batch) else []
    if not waiting:
        raise NotFoundException
    undecided = [one for one in waiting if one.card.state == State.PROPOSED]
    return page(
        request,
        "law/batch.html",
        batch=batch,
        waiting=waiting,
        count=len(undecided),
        moves=MOVES.open_to(State.PROPOSED, request.user.duties) if undecided else (),
        rooms=await figures.moved([one.change for one in undecided if one.card.corrects], actor=request.user),
        pages=figures.PAGES,
    )


@get("/law/batches/{batch:str}/original", duty=Duty.LAW_CONFIRM)
async def batch_original(request: Ask, batch: FromPath[str]) -> Response[Any]:
    """The sheet that the values were read from, as it was sent."""
    cards = await queries.batch_cards(_batch(batch)) if _batch(batch) else []
    entries = await journal.of_subjects([f"provision:{card.id}" for card in cards[:1]])
    digest = entries[0].evidence if entries else ""
    content = await evidence.fetch(digest) if digest else None
    if content is None:
        raise NotFoundException
    return download(content, f"{batch}.xlsx", XLSX)


@post("/law/proposed/{provision_id:int}/confirm", duty=Duty.LAW_CONFIRM)
async def confirm(request: Ask, provision_id: FromPath[int]) -> Response[Any]:
    await acts.confirm(provision_id, actor=request.user, at=now())
    return done(request, "/law/proposed", "law:confirmed")


@post("/law/proposed/{provision_id:int}/decline", duty=Duty.LAW_CONFIRM)
async def decline(request: Ask, provision_id: FromPath[int]) -> Response[Any]:
    reason = typed_text(await request.form(), "reason")
    await acts.decline(provision_id, reason=reason, actor=request.user, at=now())
    return done(request, "/law/proposed", "law:declined")


@post("/law/batches/{batch:str}/confirm", duty=Duty.LAW_CONFIRM)
async def confirm_batch(request: Ask, batch: FromPath[str]) -> Response[Any]:
    """All values of a batch that wait, in one step."""
    count = whole_number(typed_text(await request.form(), "count"))
    confirmed = await acts.confirm_batch(_batch(batch), count, actor=request.user, at=now())
    return done(request, "/law/proposed", "law:batch_confirmed", count=confirmed)


@post("/law/batches/{batch:str}/decline", duty=Duty.LAW_CONFIRM)
async def decline_batch(request: Ask, batch: FromPath[str]) -> Response[Any]:
    form = await request.form()
    count, reason = whole_number(typed_text(form, "count")), typed_text(form, "reason")
    declined = await acts.decline_batch(_batch(batch), count, reason=reason, actor=request.user, at=now())
    return done(request, "/law/proposed", "law:batch_declined", count=declined)


def _batch(written: str) -> str:
    """A batch as it comes in an address; nothing for what no batch is called."""
    return written[:36] if written.isascii() and written.isalnum() else ""


async def _told(cards: Sequence[ProvisionCard]) -> list[Waiting]:
    """Proposals with what they change. One statement for the journal, one for the book."""
    entries = await journal.of_subjects([f"provision:{card.id}" for card in cards])
    proposed = {entry.subject: entry for entry in reversed(entries)}
    book = await _book_beside(cards)
    return [
        Waiting(card, _change(card, book.get(card.key, ())), proposed.get(f"provision:{card.id}")) for card in cards
    ]


async def _book_beside(cards: Sequence[ProvisionCard]) -> dict[str, list[Enacted]]:
    """What is law of these keys, by key, and what they replaced; without the values themselves once they are law."""
    own, replaced = {card.id for card in cards}, {card.corrects for card in cards}
    ever = await queries.confirmed()
    law = timeline(ever)
    there = {row.id for row in law}
    found: dict[str, list[Enacted]] = {card.key: [] for card in cards}
    for row in (*law, *(row for row in ever if row.id in replaced - there)):
        if row.provision.key in found and row.id not in own:
            found[row.provision.key].append(row)
    return found


def _change(card: ProvisionCard, book: Sequence[Enacted]) -> Change:
    new = acts.entry_of(card).provision
    return change(preceding(new, book, card.corrects), new)


routes = [proposed_page, batch_page, batch_original, confirm, decline, confirm_batch, decline_batch]
