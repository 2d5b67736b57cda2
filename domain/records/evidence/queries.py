"""Originals by their digest. Who may see one is decided by the room whose subject it belongs to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from domain.records.database import ask_one


@dataclass(frozen=True, slots=True)
class EvidenceCard:
    """What is known of an original without fetching it. `size` in bytes."""

    sha256: str
    file_name: str
    media_type: str
    size: int
    received_at: datetime


async def card(sha256: str) -> EvidenceCard | None:
    row = await ask_one(
        "SELECT sha256, file_name, media_type, size, received_at FROM evidence WHERE sha256 = {}", sha256
    )
    return EvidenceCard(**dict(row)) if row else None


async def fetch(sha256: str) -> bytes | None:
    """The original, proved by its digest; None when it was never kept. ValueError when the store has altered it."""
    row = await ask_one("SELECT content FROM evidence WHERE sha256 = {}", sha256)
    if row is None:
        return None
    content: bytes = row["content"]
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError(f"the content kept under {sha256} is no longer the same")
    return content
