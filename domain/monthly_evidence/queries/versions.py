"""Questions about versions and original records. Every one is bounded."""

from __future__ import annotations

import json
from typing import Any

from domain.core.actors import Actor
from domain.core.findings import Finding, Place, Severity
from domain.core.workbook import Content, from_json
from domain.monthly_evidence.queries.cards import AttachmentCard, FindingCard, VersionCard
from domain.records.database import ask, ask_one
from domain.records.people.bounds import bound

_VERSION = """SELECT v.id, v.month_id, m.enterprise_id, m.year, m.month, v.number, v.form, v.state, v.evidence,
    v.file_name, v.received_at, v.received_from, v.read_at, v.plan_version, v.emissions_tonnes, v.stops, v.warns,
    v.notes, v.on_screen, v.lines <> jsonb_build_object() AS readable
    FROM month_version v JOIN month_evidence m ON m.id = v.month_id"""
_FINDING = """SELECT f.id, f.version_id, f.code, f.severity, f.sheet, f.cell, f.facts, f.citation, f.answered_by,
    coalesce(a.file_name, '') AS answered_with, coalesce(w.actor_name, '') AS waived_by, w.waived_at,
    coalesce(w.reason, '') AS reason
    FROM month_finding f JOIN month_version v ON v.id = f.version_id JOIN month_evidence m ON m.id = v.month_id
    LEFT JOIN month_attachment a ON a.id = f.answered_by LEFT JOIN month_waiver w ON w.finding_id = f.id"""
_ATTACHMENT = """SELECT a.id, a.month_id, a.kind, a.evidence, a.file_name, a.media_type, a.size, a.attached_at,
    a.attached_by FROM month_attachment a JOIN month_evidence m ON m.id = a.month_id"""


async def versions(month_id: int, *, actor: Actor) -> list[VersionCard]:
    """All versions of a month, newest first."""
    rows = await ask(
        f"{_VERSION} WHERE v.month_id = {{}} AND {bound(actor, 'm.enterprise_id')} ORDER BY v.number DESC", month_id
    )
    return [VersionCard(**row) for row in rows]


async def version(version_id: int, *, actor: Actor) -> VersionCard | None:
    row = await ask_one(f"{_VERSION} WHERE v.id = {{}} AND {bound(actor, 'm.enterprise_id')}", version_id)
    return VersionCard(**row) if row else None


async def findings(version_id: int, *, actor: Actor) -> list[FindingCard]:
    """Findings of a version: what stops first, then in the order of the codes."""
    rows = await ask(
        f"{_FINDING} WHERE f.version_id = {{}} AND {bound(actor, 'm.enterprise_id')} "
        "ORDER BY array_position(ARRAY['stop', 'warn', 'note'], f.severity::text), f.id",
        version_id,
    )
    return [_finding(row) for row in rows]


async def finding(finding_id: int, *, actor: Actor) -> FindingCard | None:
    row = await ask_one(f"{_FINDING} WHERE f.id = {{}} AND {bound(actor, 'm.enterprise_id')}", finding_id)
    return _finding(row) if row else None


def _finding(row: dict[str, Any]) -> FindingCard:
    place = Place(row["sheet"], row["cell"])
    told = Finding(row["code"], Severity(row["severity"]), place, json.loads(row["facts"]), row["citation"])
    answer, waiver = (row["answered_by"], row["answered_with"]), (row["waived_by"], row["waived_at"], row["reason"])
    return FindingCard(row["id"], row["version_id"], told, *answer, *waiver)


async def lines(version_id: int, *, actor: Actor) -> Content:
    """What was read from a version; empty when the actor may not see it or nothing could be read."""
    row = await ask_one(
        "SELECT v.lines FROM month_version v JOIN month_evidence m ON m.id = v.month_id "
        f"WHERE v.id = {{}} AND {bound(actor, 'm.enterprise_id')}",
        version_id,
    )
    return from_json(json.loads(row["lines"])) if row else {}


async def attachments(month_id: int, *, actor: Actor) -> list[AttachmentCard]:
    """The original records of a month in the order attached."""
    rows = await ask(
        f"{_ATTACHMENT} WHERE a.month_id = {{}} AND {bound(actor, 'm.enterprise_id')} ORDER BY a.id", month_id
    )
    return [AttachmentCard(**row) for row in rows]


async def attachment(attachment_id: int, *, actor: Actor) -> AttachmentCard | None:
    row = await ask_one(f"{_ATTACHMENT} WHERE a.id = {{}} AND {bound(actor, 'm.enterprise_id')}", attachment_id)
    return AttachmentCard(**row) if row else None
