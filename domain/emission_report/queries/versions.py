"""Questions about versions: their findings, lines, units and differences. Every one is bounded."""

from __future__ import annotations

import json
from typing import Any

from domain.core.actors import Actor
from domain.core.findings import Finding, Place, Severity
from domain.core.workbook import Content, from_json
from domain.core.workings import Explanation
from domain.emission_report.queries.cards import FindingCard, UnitYear, VersionCard, VersionFile
from domain.emission_report.states import OWED
from domain.records.database import ask, ask_one
from domain.records.people.bounds import bound

_VERSION = """SELECT v.id, v.report_id, r.enterprise_id, r.year, v.number, v.form, v.state, v.evidence, v.file_name,
    v.received_at, v.received_from, v.read_at, v.plan_version, v.emissions_tonnes, v.stops, v.warns, v.notes,
    v.on_screen FROM report_version v JOIN report r ON r.id = v.report_id"""

_UNIT = """SELECT u.id, u.report_id, r.enterprise_id, u.unit_number, u.unit_class, u.fuel, u.cogeneration,
    u.capacity_mw, u.emissions_tonnes, u.generation_mwh, u.heat_gj, u.hours, u.load_factor,
    u.product, u.output, u.output_unit
    FROM report_unit u JOIN report r ON r.id = u.report_id"""

_FINDING = """SELECT f.id, f.version_id, f.code, f.severity, f.sheet, f.cell, f.facts, f.citation,
    COALESCE(w.actor_name, '') AS waived_by, w.waived_at, COALESCE(w.reason, '') AS reason
    FROM report_finding f JOIN report_version v ON v.id = f.version_id JOIN report r ON r.id = v.report_id
    LEFT JOIN report_waiver w ON w.finding_id = f.id"""


async def unit_years(report_ids: list[int], *, actor: Actor) -> list[UnitYear]:
    """Units of these reports: of the submitted version, or as determined. Nothing while a report is still owed."""
    rows = await ask(
        f"{_UNIT} WHERE u.report_id = ANY({{}}) AND u.version_id IS NOT DISTINCT FROM r.version_id "
        f"AND {bound(actor, 'r.enterprise_id')} ORDER BY u.report_id, u.id",
        report_ids,
    )
    return [UnitYear(**row) for row in rows]


async def units_shown(report_id: int, *, actor: Actor) -> list[UnitYear]:
    """Units of a report: of the submitted version or as determined, and while it is owed of the newest version."""
    newest = "SELECT v.id FROM report_version v WHERE v.report_id = r.id ORDER BY v.number DESC LIMIT 1"
    owed = ", ".join(f"'{state.value}'" for state in OWED)
    rows = await ask(
        f"{_UNIT} WHERE u.report_id = {{}} AND u.version_id IS NOT DISTINCT FROM "
        f"CASE WHEN r.state IN ({owed}) THEN ({newest}) ELSE r.version_id END "
        f"AND {bound(actor, 'r.enterprise_id')} ORDER BY u.id",
        report_id,
    )
    return [UnitYear(**row) for row in rows]


async def units_of_version(version_id: int, *, actor: Actor) -> list[UnitYear]:
    """Units as computed from one version, also before it is submitted."""
    rows = await ask(
        f"{_UNIT} WHERE u.version_id = {{}} AND {bound(actor, 'r.enterprise_id')} ORDER BY u.id", version_id
    )
    return [UnitYear(**row) for row in rows]


async def versions(report_id: int, *, actor: Actor) -> list[VersionCard]:
    """All versions of a report, newest first."""
    rows = await ask(
        f"{_VERSION} WHERE v.report_id = {{}} AND {bound(actor, 'r.enterprise_id')} ORDER BY v.number DESC", report_id
    )
    return [VersionCard(**row) for row in rows]


async def version(version_id: int, *, actor: Actor) -> VersionCard | None:
    row = await ask_one(f"{_VERSION} WHERE v.id = {{}} AND {bound(actor, 'r.enterprise_id')}", version_id)
    return VersionCard(**row) if row else None


async def version_file(version_id: int, *, actor: Actor) -> VersionFile | None:
    """One version with its lines and the other versions of its report, newest first. One statement."""
    others = "SELECT json_agg(json_build_array(o.id, o.number) ORDER BY o.number DESC) FROM report_version o"
    told = f"v.lines, ({others} WHERE o.report_id = v.report_id AND o.id <> v.id) AS others FROM report_version v"
    row = await ask_one(
        f"{_VERSION.replace('FROM report_version v', f', {told}', 1)} "
        f"WHERE v.id = {{}} AND {bound(actor, 'r.enterprise_id')}",
        version_id,
    )
    if row is None:
        return None
    content = from_json(json.loads(row.pop("lines")))
    beside = json.loads(row.pop("others") or "[]")
    return VersionFile(VersionCard(**row), content, tuple((each, number) for each, number in beside))


async def findings(version_id: int, *, actor: Actor) -> list[FindingCard]:
    """Findings of a version: what stops first, then in the order of the workbook as far as cells tell."""
    rows = await ask(
        f"{_FINDING} WHERE f.version_id = {{}} AND {bound(actor, 'r.enterprise_id')} "
        "ORDER BY array_position(ARRAY['stop', 'warn', 'note'], f.severity::text), f.id",
        version_id,
    )
    return [_finding(row) for row in rows]


async def finding(finding_id: int, *, actor: Actor) -> FindingCard | None:
    row = await ask_one(f"{_FINDING} WHERE f.id = {{}} AND {bound(actor, 'r.enterprise_id')}", finding_id)
    return _finding(row) if row else None


def _finding(row: dict[str, Any]) -> FindingCard:
    place = Place(row["sheet"], row["cell"])
    told = Finding(row["code"], Severity(row["severity"]), place, json.loads(row["facts"]), row["citation"])
    return FindingCard(row["id"], row["version_id"], told, row["waived_by"], row["waived_at"], row["reason"])


async def lines(version_id: int, *, actor: Actor) -> Content:
    """What was read from a version, line by line; empty when the actor may not see it or nothing could be read."""
    row = await ask_one(
        "SELECT v.lines FROM report_version v JOIN report r ON r.id = v.report_id "
        f"WHERE v.id = {{}} AND {bound(actor, 'r.enterprise_id')}",
        version_id,
    )
    return from_json(json.loads(row["lines"])) if row else {}


async def version_explanation(version_id: int, *, actor: Actor) -> Explanation | None:
    row = await ask_one(
        "SELECT v.explanation FROM report_version v JOIN report r ON r.id = v.report_id "
        f"WHERE v.id = {{}} AND {bound(actor, 'r.enterprise_id')}",
        version_id,
    )
    return explained(row)


async def unit_explanation(unit_id: int, *, actor: Actor) -> tuple[UnitYear, Explanation] | None:
    """A unit's year and how its emissions came about."""
    row = await ask_one(f"{_UNIT} WHERE u.id = {{}} AND {bound(actor, 'r.enterprise_id')}", unit_id)
    told = await ask_one("SELECT u.explanation FROM report_unit u WHERE u.id = {}", unit_id) if row else None
    found = explained(told)
    return (UnitYear(**row), found) if row and found else None


def explained(row: dict[str, Any] | None) -> Explanation | None:
    data = json.loads(row["explanation"]) if row else {}
    return Explanation.from_json(data) if data else None
