"""Rows of the lawbook as acts write them, and what the journal keeps of a value."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from domain.core.law import Confidence, Provision
from domain.records.database import ask, copy_rows
from domain.records.lawbook.queries import ProvisionCard
from domain.records.lawbook.rules import Entry
from domain.records.lawbook.states import State
from domain.records.lawbook.tables import ProvisionRow

# Two persons confirming at once would each see a book without the other's value.
BOOK_LOCK = 775_2025
_COLUMNS = (
    "id",
    "subject",
    "key",
    "value",
    "unit",
    "in_force_from",
    "in_force_until",
    "citation",
    "confidence",
    "instrument",
    "note",
    "state",
    "enacted_by",
    "enacted_at",
    "confirmed_by",
    "confirmed_at",
    "corrects",
    "batch",
)


async def one_at_a_time() -> None:
    """Let one act on the book wait for the other, until its transaction ends."""
    await ask("SELECT pg_advisory_xact_lock({})", BOOK_LOCK)


async def insert(
    entries: Sequence[Entry],
    state: State,
    enacted_by: int,
    at: datetime,
    batch: str = "",
    confirmed_by: int | None = None,
) -> list[int]:
    """Write the values in the order given; answers their numbers. One statement for the numbers, one COPY."""
    ids = await _new_ids(len(entries))
    confirmed_at = None if confirmed_by is None else at
    verdict = (state.value, enacted_by, at, confirmed_by, confirmed_at)
    rows = [
        (number, entry.subject, *_written(entry.provision), *verdict, entry.corrects, batch)
        for number, entry in zip(ids, entries, strict=True)
    ]
    await copy_rows(ProvisionRow._meta.tablename, _COLUMNS, rows)
    return ids


async def _new_ids(count: int) -> list[int]:
    rows = await ask(
        "SELECT nextval(pg_get_serial_sequence('provision', 'id')) AS id FROM generate_series(1, {}::int)", count
    )
    return [int(row["id"]) for row in rows]


def _written(one: Provision) -> tuple[object, ...]:
    days = (one.in_force_from, one.in_force_until)
    return (one.key, one.value, one.unit, *days, one.citation, one.confidence.value, one.instrument, one.note)


def entry_of(card: ProvisionCard) -> Entry:
    """A proposed row as an entry again."""
    provision = Provision(
        card.key,
        card.value,
        card.unit,
        card.in_force_from,
        card.in_force_until,
        card.citation,
        Confidence(card.confidence),
        card.instrument,
        card.note,
    )
    return Entry(card.subject, provision, card.corrects)


def basis(entry: Entry, batch: str = "") -> dict[str, Any]:
    """What the journal keeps of a value."""
    one, until = entry.provision, entry.provision.in_force_until
    return {
        "key": one.key,
        "value": one.value,
        "unit": one.unit,
        "from": one.in_force_from.isoformat(),
        "until": until.isoformat() if until else "",
        "citation": one.citation,
        "corrects": entry.corrects or 0,
        **({"batch": batch} if batch else {}),
    }


def same_proposal(card: ProvisionCard, entry: Entry) -> bool:
    """Whether a proposal that waits already says the same of the same days."""
    one = entry.provision
    proposed = (card.key, card.value, card.unit, card.in_force_from, card.in_force_until, card.corrects)
    return proposed == (one.key, one.value, one.unit, one.in_force_from, one.in_force_until, entry.corrects)
