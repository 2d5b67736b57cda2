"""An actor's notices."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from domain.core.actors import Actor
from domain.records.database import ask


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """A notice as the inbox shows it; `code` and `facts` become words at the front door."""

    id: int
    code: str
    facts: dict[str, str]
    link: str
    told_at: datetime
    read_at: datetime | None


async def notices_for(actor: Actor, limit: int = 30) -> list[NoticeCard]:
    """Newest first, bounded to the actor's enterprise, body, or provincial duties."""
    rows = await ask(
        "SELECT id, code, facts, link, told_at, read_at FROM notice WHERE enterprise_id = {} OR body_id = {} "
        "OR (duty <> '' AND duty = ANY({})) ORDER BY id DESC LIMIT {}",
        actor.enterprise_id,
        actor.body_id,
        sorted(duty.value for duty in actor.duties),
        limit,
    )
    return [NoticeCard(**{**row, "facts": json.loads(row["facts"])}) for row in rows]
