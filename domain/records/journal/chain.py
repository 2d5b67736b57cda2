"""The hash chain, pure: each entry's hash covers its content and the hash of the entry before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

FIRST = "0" * 64
FIELDS = (
    "number",
    "at",
    "actor_id",
    "actor_name",
    "duty",
    "on_behalf",
    "tag",
    "subject",
    "enterprise_id",
    "before",
    "after",
    "basis",
    "evidence",
    "reason",
)


def content_of(row: Mapping[str, Any]) -> str:
    """The canonical text of an entry: fields in fixed order, instants in UTC, keys sorted."""
    values = {name: row[name] for name in FIELDS}
    at = values["at"]
    values["at"] = at.astimezone(UTC).isoformat() if isinstance(at, datetime) else at
    basis = values["basis"]
    values["basis"] = json.loads(basis) if isinstance(basis, str) else basis
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(row: Mapping[str, Any], previous_hash: str) -> str:
    return hashlib.sha256(f"{previous_hash}\n{content_of(row)}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold."""

    number: int
    what: str


def first_break(rows: Iterable[Mapping[str, Any]], after: int = 0, previous_hash: str = FIRST) -> Break | None:
    """Walk entries in order; None when every number follows and every hash fits."""
    number = after
    for row in rows:
        number += 1
        if row["number"] != number:
            return Break(number, "missing")
        if row["previous_hash"] != previous_hash:
            return Break(number, "unlinked")
        if row["hash"] != hash_of(row, previous_hash):
            return Break(number, "altered")
        previous_hash = row["hash"]
    return None
