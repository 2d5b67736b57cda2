"""A report with all that is told beside it, in one statement."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from domain.core.actors import Actor
from domain.core.calendar import CHINA
from domain.emission_report.queries.cards import LookCard, ReportFile, SealCard, Signed, VersionCard
from domain.emission_report.queries.reports import REPORT, card_of
from domain.records.database import ask_one
from domain.records.people.bounds import bound

# Figures and instants as text: they are read back as what they are.
_VERSIONS = """SELECT json_agg(json_build_object('id', v.id, 'report_id', v.report_id, 'number', v.number,
    'form', v.form, 'state', v.state, 'evidence', v.evidence, 'file_name', v.file_name, 'received_at', v.received_at,
    'received_from', v.received_from, 'read_at', v.read_at, 'plan_version', v.plan_version,
    'emissions_tonnes', v.emissions_tonnes::text, 'stops', v.stops, 'warns', v.warns, 'notes', v.notes,
    'on_screen', v.on_screen) ORDER BY v.number DESC) FROM report_version v WHERE v.report_id = b.id"""
_SEALS = """SELECT json_agg(json_build_object('id', s.id, 'report_id', s.report_id, 'version_number', s.version_number,
    'evidence', s.evidence, 'file_name', s.file_name, 'size', s.size, 'received_at', s.received_at,
    'received_from', s.received_from, 'state', s.state, 'signatures', s.signatures) ORDER BY s.id DESC)
    FROM report_seal s WHERE s.report_id = b.id"""
_LOOKS = """SELECT json_agg(json_build_array(v.number, k.conforms, k.remark, k.actor_name, k.city, k.looked_at)
    ORDER BY k.id DESC) FROM report_look k JOIN report_version v ON v.id = k.version_id WHERE k.report_id = b.id"""
_DRAFTS = """SELECT json_agg(d.version_id ORDER BY d.version_id DESC) FROM typed_draft d
    WHERE d.subject = 'report:' || b.id"""


async def report_file(report_id: int, *, actor: Actor) -> ReportFile | None:
    """A report with its versions, seals, looks and drafts, each newest first. One statement."""
    row = await ask_one(
        f"SELECT b.*, ({_VERSIONS}) AS kept_versions, ({_SEALS}) AS kept_seals, ({_LOOKS}) AS kept_looks, "
        f"({_DRAFTS}) AS kept_drafts FROM ({REPORT} WHERE r.id = {{}} AND {bound(actor, 'r.enterprise_id')}) b",
        report_id,
    )
    if row is None:
        return None
    told = {name: json.loads(row.pop(f"kept_{name}") or "[]") for name in ("versions", "seals", "looks", "drafts")}
    card = card_of(row)
    return ReportFile(
        card,
        tuple(_version(each, card.enterprise_id, card.year) for each in told["versions"]),
        tuple(seal_of(each) for each in told["seals"]),
        tuple(_look(*each) for each in told["looks"]),
        tuple(told["drafts"]),
    )


def _version(told: dict[str, Any], enterprise_id: int, year: int) -> VersionCard:
    emissions = told.pop("emissions_tonnes")
    instants = {name: _instant(told.pop(name)) for name in ("received_at", "read_at")}
    figure = None if emissions is None else Decimal(emissions)
    return VersionCard(enterprise_id=enterprise_id, year=year, emissions_tonnes=figure, **instants, **told)


def _look(number: int, conforms: bool, remark: str, name: str, city: str, at: str) -> LookCard:
    return LookCard(number, conforms, remark, name, city, datetime.fromisoformat(at))


def _zoned(text: str) -> datetime | None:
    """The time of a signature; one that names no zone is taken for China's."""
    at = datetime.fromisoformat(text) if text else None
    return at.replace(tzinfo=CHINA) if at and at.tzinfo is None else at


def _instant(text: str | None) -> Any:
    return datetime.fromisoformat(text) if text else None


def seal_of(told: dict[str, Any]) -> SealCard:
    """A seal from its row as JSON."""
    signatures = tuple(
        Signed(each["signer"], each["issuer"], _zoned(each["signed_at"]), each["state"])
        for each in told.pop("signatures")
    )
    return SealCard(received_at=_instant(told.pop("received_at")), signatures=signatures, **told)


async def seal(seal_id: int, *, actor: Actor) -> SealCard | None:
    """One sealed PDF, or None when there is none that the actor may see."""
    row = await ask_one(
        "SELECT to_jsonb(s) AS told FROM report_seal s JOIN report r ON r.id = s.report_id "
        f"WHERE s.id = {{}} AND {bound(actor, 'r.enterprise_id')}",
        seal_id,
    )
    return seal_of(json.loads(row["told"])) if row else None
