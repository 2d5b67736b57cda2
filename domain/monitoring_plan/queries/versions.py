"""Versions of plans: what each says, what was found in it, what belongs to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from domain.core.actors import Actor
from domain.core.duties import Kind
from domain.core.findings import Finding, Place, Severity
from domain.core.workbook import Content, from_json
from domain.monitoring_plan.queries.cards import ChangeCard, ReviewCard, VersionCard, VersionFile
from domain.monitoring_plan.queries.changes import CHANGE
from domain.monitoring_plan.states import ONCE_FILED, ReviewState, State
from domain.records.database import ask, ask_one
from domain.records.people.bounds import bound

IN_FORCE = (
    "SELECT f.version FROM plan f WHERE f.enterprise_id = p.enterprise_id AND f.year = p.year "
    f"AND f.state = '{State.FILED.value}'"
)
_COLUMNS = f"""p.id, p.enterprise_id, e.credit_code, e.name, e.city, e.sector, e.synthetic, e.fictional, p.year,
    p.state, p.form, p.version, COALESCE(({IN_FORCE}), 0) AS in_force, p.late, p.stops, p.warnings, p.original,
    p.file_name, p.received_at, p.received_by, p.submitted_at, p.submitted_by, p.filed_at, p.rules_from,
    p.filing_number, p.change_id, p.readable, p.on_screen"""
_SOURCE = "FROM plan p JOIN enterprise e ON e.id = p.enterprise_id"
_VERSION = f"SELECT {_COLUMNS} {_SOURCE}"


async def plan(plan_id: int, *, actor: Actor) -> VersionCard | None:
    """One version, or None when there is none that the actor may see."""
    row = await ask_one(f"{_VERSION} WHERE p.id = {{}} AND {bound(actor, 'p.enterprise_id')}", plan_id)
    return VersionCard(**row) if row else None


def review_seen(actor: Actor) -> str:
    """SQL that is true for reviews that the actor may see: a body's own, for the province all, for others the given."""
    if actor.sees_province:
        return "TRUE"
    if actor.kind is Kind.BODY and actor.body_id is not None:
        return f"r.body_id = {int(actor.body_id)}"
    return f"r.state = '{ReviewState.GIVEN.value}'"


REVIEW = {
    "id": "r.id",
    "plan_id": "r.plan_id",
    "body_id": "r.body_id",
    "body_name": "b.name",
    "state": "r.state",
    "asked_at": "r.asked_at",
    "conforms": "r.conforms",
    "text": "r.text",
    "given_at": "r.given_at",
    "verifier": "coalesce(a.name, '')",
    "parts": "r.parts",
}


async def version_file(plan_id: int, *, actor: Actor) -> VersionFile | None:
    """A version with all that belongs to it, in one statement; None when there is none that the actor may see."""
    more = [f"{sql} AS change_{name}" for name, sql in CHANGE.items()]
    more += [f"{sql} AS review_{name}" for name, sql in REVIEW.items()]
    row = await ask_one(
        f"SELECT {_COLUMNS}, p.content, f.id AS force_id, f.content AS force_content, "
        f"{', '.join(more)} {_SOURCE} "
        "LEFT JOIN plan f ON f.enterprise_id = p.enterprise_id AND f.year = p.year AND f.id <> p.id "
        f"AND f.form = p.form AND f.state = '{State.FILED.value}' "
        "LEFT JOIN plan_change c ON c.id = p.change_id LEFT JOIN plan v ON v.id = c.plan_id "
        f"LEFT JOIN LATERAL (SELECT * FROM plan_review r WHERE r.plan_id = p.id AND {review_seen(actor)} "
        f"AND r.state <> '{ReviewState.WITHDRAWN.value}' ORDER BY r.id DESC LIMIT 1) r ON TRUE "
        "LEFT JOIN verification_body b ON b.id = r.body_id LEFT JOIN account a ON a.id = r.given_by "
        f"WHERE p.id = {{}} AND {bound(actor, 'p.enterprise_id')}",
        plan_id,
    )
    return _file(row) if row else None


def _file(row: Mapping[str, Any]) -> VersionFile:
    change = {name: row[f"change_{name}"] for name in CHANGE}
    review = {name: row[f"review_{name}"] for name in REVIEW}
    return VersionFile(
        VersionCard(**{name: row[name] for name in VersionCard.__slots__}),
        from_json(json.loads(row["content"])),
        row["force_id"],
        from_json(json.loads(row["force_content"] or "{}")),
        ChangeCard(**change) if change["id"] else None,
        ReviewCard(**{**review, "parts": json.loads(review["parts"])}) if review["id"] else None,
    )


async def versions(enterprise_id: int, year: int, *, actor: Actor) -> list[VersionCard]:
    """All versions of an enterprise's year, newest first."""
    rows = await ask(
        f"{_VERSION} WHERE p.enterprise_id = {{}} AND p.year = {{}} AND {bound(actor, 'p.enterprise_id')} "
        "ORDER BY p.id DESC",
        enterprise_id,
        year,
    )
    return [VersionCard(**row) for row in rows]


async def content(plan_id: int, *, actor: Actor) -> Content:
    """What the version says, sheet by sheet; empty when it could not be read."""
    row = await ask_one(
        f"SELECT content FROM plan WHERE id = {{}} AND {bound(actor)}",
        plan_id,
    )
    return from_json(json.loads(row["content"])) if row else {}


async def findings(plan_id: int, *, actor: Actor) -> list[Finding]:
    """The findings of a version in the order found."""
    rows = await ask(
        "SELECT f.code, f.severity, f.sheet, f.cell, f.facts, f.citation FROM plan_finding f "
        f"JOIN plan p ON p.id = f.plan_id WHERE f.plan_id = {{}} AND {bound(actor, 'p.enterprise_id')} "
        "ORDER BY f.position",
        plan_id,
    )
    return [
        Finding(
            row["code"],
            Severity(row["severity"]),
            Place(row["sheet"], row["cell"]),
            json.loads(row["facts"]),
            row["citation"],
        )
        for row in rows
    ]


async def filed_version(enterprise_id: int, year: int, *, actor: Actor) -> int:
    """The highest version number ever filed for the year; 0 before the first."""
    row = await ask_one(
        "SELECT COALESCE(max(version), 0) AS version FROM plan WHERE enterprise_id = {} AND year = {} "
        f"AND state = ANY({{}}) AND {bound(actor)}",
        enterprise_id,
        year,
        [state.value for state in ONCE_FILED],
    )
    return int(row["version"]) if row else 0
