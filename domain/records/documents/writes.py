"""Issuing documents, inside the transaction of the act that they put into words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.records.database import ask, copy_rows
from domain.records.documents.rules import ANY_PROVINCE, FORMS, Kind, new_check_code, number_of
from domain.records.documents.tables import Document
from domain.records.journal.writes import CHAIN_LOCK, Note, record_many, require
from domain.records.lawbook.queries import as_of

PROVINCE = "province.abbreviation"
_COLUMNS = (
    "id",
    "kind",
    "number",
    "year",
    "serial",
    "subject",
    "enterprise_id",
    "body_id",
    "facts",
    "check_code",
    "issued_at",
    "issued_by",
    "public",
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A document before it has a number: its subject, all that its text needs, and whose it is.

    `facts` are texts under names that end in their units: tonnes and yuan as plain numbers, days and instants as ISO
    writes them, codes as codes. `addressee` among them is whom it is for.
    """

    subject: str
    facts: Mapping[str, str]
    enterprise_id: int | None = None
    body_id: int | None = None


async def issue(
    kind: str,
    *,
    subject: str,
    facts: Mapping[str, str],
    at: datetime,
    actor: Actor,
    enterprise_id: int | None = None,
    body_id: int | None = None,
    public: bool = False,
) -> str:
    """Issue one document and answer its number. See `issue_many`."""
    draft = Draft(subject, facts, enterprise_id, body_id)
    (number,) = await issue_many(kind, [draft], at=at, actor=actor, public=public)
    return number


async def issue_many(
    kind: str, drafts: Sequence[Draft], *, at: datetime, actor: Actor, public: bool = False
) -> list[str]:
    """Issue documents of one kind, numbered in the order given, in a fixed number of statements; answers the numbers.

    Numbers run on within kind and calendar year without a gap: whoever comes second waits for the first to be done. The
    lock is that of the journal's end, which every act takes anyway, so that no two acts wait for each other.
    """
    chosen = Kind(kind)
    require(actor, FORMS[chosen].duty)
    if not drafts:
        return []
    day = legal_day(at)
    law = await as_of(day)
    province = law.text(PROVINCE) if law.has(PROVINCE) else ANY_PROVINCE
    await ask("SELECT pg_advisory_xact_lock({})", CHAIN_LOCK)
    first = await _next_serial(chosen, day.year)
    ids = await _new_ids(len(drafts))
    numbers = [number_of(chosen, province, day.year, serial) for serial in range(first, first + len(drafts))]
    rows = [
        (
            document_id,
            chosen.value,
            number,
            day.year,
            serial,
            draft.subject,
            draft.enterprise_id,
            draft.body_id,
            _stored(draft.facts),
            new_check_code(),
            at,
            actor.account_id,
            public,
        )
        for serial, (document_id, number, draft) in enumerate(zip(ids, numbers, drafts, strict=True), first)
    ]
    await copy_rows(Document._meta.tablename, _COLUMNS, rows)
    entries = [
        (f"document:{document_id}", "", "", _note(chosen, number, draft))
        for document_id, number, draft in zip(ids, numbers, drafts, strict=True)
    ]
    await record_many("records:document:issue", entries, actor=actor, at=at, duty=FORMS[chosen].duty)
    return numbers


async def _next_serial(kind: Kind, year: int) -> int:
    rows = await ask(
        "SELECT coalesce(max(serial), 0) + 1 AS serial FROM document WHERE kind = {} AND year = {}", kind.value, year
    )
    return int(rows[0]["serial"])


async def _new_ids(count: int) -> list[int]:
    rows = await ask(
        "SELECT nextval(pg_get_serial_sequence('document', 'id')) AS id FROM generate_series(1, {}::int)", count
    )
    return [int(row["id"]) for row in rows]


def _stored(facts: Mapping[str, str]) -> str:
    """Facts as they are kept: texts only, so that the same document can be made again on any day."""
    for name, value in facts.items():
        if not isinstance(value, str):
            raise TypeError(f"the fact {name} of a document is no text")
    return json.dumps({name: _clean(value) for name, value in facts.items()}, ensure_ascii=False)


def _clean(text: str) -> str:
    """Without what the database cannot hold."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def _note(kind: Kind, number: str, draft: Draft) -> Note:
    """The check code stays out of the journal: whoever reads that need not hold the paper."""
    basis = {"kind": kind.value, "number": number, "about": draft.subject}
    return Note(basis=basis, enterprise_id=draft.enterprise_id)
