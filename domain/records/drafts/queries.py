"""Questions about what is being typed. Every one is bounded."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from domain.core.actors import Actor
from domain.core.workbook import Content, from_json
from domain.records.database import ask, ask_one
from domain.records.people.bounds import bound

BLANK = 0


@dataclass(frozen=True, slots=True)
class DraftCard:
    """What has been typed on screen so far, on top of which version (`BLANK`: of the pre-filled blank)."""

    version_id: int
    revision: int
    lines: Content
    saved_at: datetime
    saved_by: str


async def draft(subject: str, version_id: int, *, actor: Actor) -> DraftCard | None:
    """What is being typed on top of a version, or None when nothing is that the actor may see."""
    row = await ask_one(
        "SELECT version_id, revision, lines, saved_at, saved_by FROM typed_draft "
        f"WHERE subject = {{}} AND version_id = {{}} AND {bound(actor)}",
        subject,
        version_id,
    )
    return DraftCard(**{**row, "lines": from_json(json.loads(row["lines"]))}) if row else None


async def drafts(subject: str, *, actor: Actor) -> tuple[int, ...]:
    """The versions on top of which something is being typed, newest first."""
    rows = await ask(
        f"SELECT version_id FROM typed_draft WHERE subject = {{}} AND {bound(actor)} ORDER BY version_id DESC", subject
    )
    return tuple(row["version_id"] for row in rows)
