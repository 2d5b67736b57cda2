"""Questions about documents. Whoever may read the room that issued one, and may see whom it is about, may read it."""

from __future__ import annotations

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.core.actors import Actor
from domain.core.duties import Kind as UserKind
from domain.records.database import ask, ask_one
from domain.records.documents.rules import CODE_LENGTH, FORMS, Kind, content_digest, grouped, tidy_code, tidy_number
from domain.records.lists import Column, Roll
from domain.records.lists import Kind as Holds
from domain.records.people.bounds import bound

LONGEST_NUMBER = 60
# Compared where there is no document, so that both kinds of mistake take the same way.
_NO_CODE = grouped("-" * CODE_LENGTH)


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """A document as the papers of its subject list it."""

    id: int
    kind: str
    number: str
    subject: str
    addressee: str
    issued_at: datetime
    public: bool


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A whole document: all that its text is made from."""

    id: int
    kind: str
    number: str
    subject: str
    facts: dict[str, str]
    check_code: str
    issued_at: datetime
    public: bool

    @property
    def synthetic(self) -> bool:
        return bool(self.facts.get("synthetic"))

    @property
    def fictional(self) -> bool:
        return bool(self.facts.get("fictional"))

    @property
    def addressee(self) -> str:
        return self.facts.get("addressee", "")

    @property
    def digest(self) -> str:
        """SHA-256 of what it says."""
        return content_digest(self.kind, self.number, self.facts)


ROLL = Roll(
    "documents",
    "document d LEFT JOIN enterprise e ON e.id = d.enterprise_id",
    "d.id",
    (
        Column("number", "d.number", sort="d.kind || lpad(d.year::text, 6, '0') || lpad(d.serial::text, 8, '0')"),
        Column("kind", "d.kind", Holds.CODE, "document", filtered=True, choices=tuple(Kind)),
        Column("addressee", "coalesce(d.facts->>'addressee', '')"),
        Column("year", "d.year", Holds.NUMBER, shown=False),
        Column("issued_at", "d.issued_at", Holds.INSTANT),
        Column("synthetic", "coalesce(e.synthetic, FALSE)", Holds.HIDDEN),
        Column("fictional", "coalesce(e.fictional, FALSE)", Holds.HIDDEN),
    ),
    ("d.number", "d.facts->>'addressee'", "e.initials", "e.credit_code"),
    "-issued_at",
)


def seen_by(actor: Actor) -> tuple[str, list[str]]:
    """The condition for documents `d` that the actor may read, and what fills it: the kinds the actor's duties open.

    An enterprise reads its own, a body those about its own tasks, a city those of its enterprises, the province all.
    What is public is everybody's.
    """
    kinds = [kind.value for kind, form in FORMS.items() if actor.holds(form.see)]
    whose = bound(actor, "d.enterprise_id")
    if actor.kind is UserKind.BODY:
        whose = f"d.body_id = {int(actor.body_id)}" if actor.body_id is not None else "FALSE"
    return f"(d.public OR (d.kind = ANY({{}}) AND {whose}))", kinds


_CARD = """SELECT d.id, d.kind, d.number, d.subject, coalesce(d.facts->>'addressee', '') AS addressee, d.issued_at,
    d.public FROM document d"""
_FILE = """SELECT d.id, d.kind, d.number, d.subject, d.facts, d.check_code, d.issued_at, d.public FROM document d"""


async def of_subjects(subjects: Sequence[str], *, actor: Actor) -> list[DocumentCard]:
    """The documents about these subjects (`table:id`), newest first. One statement."""
    condition, kinds = seen_by(actor)
    rows = await ask(
        f"{_CARD} WHERE d.subject = ANY({{}}) AND {condition} ORDER BY d.id DESC LIMIT 100", list(subjects), kinds
    )
    return [DocumentCard(**row) for row in rows]


async def of_enterprise(enterprise_id: int, *, actor: Actor, limit: int = 20) -> list[DocumentCard]:
    """The newest documents about an enterprise, whatever their subject. One statement."""
    condition, kinds = seen_by(actor)
    rows = await ask(
        f"{_CARD} WHERE d.enterprise_id = {{}} AND {condition} ORDER BY d.id DESC LIMIT {{}}",
        enterprise_id,
        kinds,
        limit,
    )
    return [DocumentCard(**row) for row in rows]


async def document(document_id: int, *, actor: Actor) -> DocumentFile | None:
    """One document, or None when there is none that the actor may read: the two cannot be told apart."""
    condition, kinds = seen_by(actor)
    row = await ask_one(f"{_FILE} WHERE d.id = {{}} AND {condition}", document_id, kinds)
    return _file(row) if row else None


async def verified(number: str, check_code: str) -> DocumentFile | None:
    """The document with this number and this check code, as anybody may ask who holds a copy.

    A wrong number and a wrong code are answered alike and in the same way: one statement, one comparison.
    """
    row = await ask_one(f"{_FILE} WHERE d.number = {{}}", tidy_number(number)[:LONGEST_NUMBER])
    kept = row["check_code"] if row else _NO_CODE
    right = hmac.compare_digest(kept.encode(), tidy_code(check_code).encode())
    return _file(row) if row and right else None


async def number_about(kind: str, subject: str) -> str:
    """The number of the newest document of a kind about a subject, for an act that refers to it; empty without one."""
    row = await ask_one(
        "SELECT number FROM document WHERE kind = {} AND subject = {} ORDER BY id DESC LIMIT 1", kind, subject
    )
    return str(row["number"]) if row else ""


def _file(row: dict[str, Any]) -> DocumentFile:
    return DocumentFile(**{**row, "facts": json.loads(row["facts"])})
