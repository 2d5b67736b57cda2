"""Imports and their lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Finding, Place, Severity
from domain.outside_data.rules import Key, Standing
from domain.outside_data.states import State
from domain.outside_data.workbook import Source
from domain.records.database import ask, ask_one
from domain.records.lists import Column, Kind, Roll
from domain.records.people.bounds import bound
from domain.records.standing import Subjects


@dataclass(frozen=True, slots=True)
class ImportCard:
    """One import. Counts are of lines."""

    id: int
    source: str
    state: str
    file_name: str
    media_type: str
    evidence: str
    received_at: datetime
    received_by: str
    imported_at: datetime | None
    imported_by: str
    ended_at: datetime | None
    reason: str
    first_year: int | None
    last_year: int | None
    lines: int
    new: int
    changed: int
    unchanged: int
    unknown: int
    stops: int
    findings: tuple[Finding, ...]


IMPORTS = Roll(
    "outside_import",
    "outside_import i",
    "i.id",
    (
        Column("file_name", "i.file_name"),
        Column("source", "i.source", Kind.CODE, "choice:outside_source", filtered=True, choices=tuple(Source)),
        Column("state", "i.state", Kind.CODE, "state:outside_data:import", filtered=True, choices=tuple(State)),
        Column("received_at", "i.received_at", Kind.INSTANT),
        Column("received_by", "i.received_by", shown=False),
        Column("imported_at", "i.imported_at", Kind.INSTANT, shown=False),
        Column("first_year", "i.first_year", Kind.HIDDEN),
        Column("last_year", "i.last_year", Kind.HIDDEN),
        Column("lines", "i.lines", Kind.NUMBER),
        Column("new", "i.new", Kind.NUMBER),
        Column("changed", "i.changed", Kind.NUMBER),
        Column("unknown", "i.unknown", Kind.NUMBER, shown=False),
        Column("stops", "i.stops", Kind.NUMBER, shown=False),
    ),
    ("i.file_name", "i.received_by"),
    "-received_at",
)
# How a line stands to what its source tells now.
_STANDING = (
    f"CASE WHEN x.enterprise_id IS NULL THEN '{Standing.UNKNOWN}' WHEN t.value IS NULL THEN '{Standing.NEW}' "
    f"WHEN t.value = x.value THEN '{Standing.UNCHANGED}' ELSE '{Standing.CHANGED}' END"
)
ROWS = Roll(
    "outside_row",
    "outside_row x JOIN outside_import i ON i.id = x.import_id LEFT JOIN enterprise e ON e.id = x.enterprise_id "
    "LEFT JOIN told_figure t ON t.enterprise_id = x.enterprise_id AND t.year = x.year AND t.source = i.source "
    "AND t.number = '' AND t.code = x.code AND t.month = x.month",
    "x.id",
    (
        Column("name", "coalesce(e.name, x.name)", sort="e.initials"),
        Column("credit_code", "x.credit_code", shown=False),
        Column("year", "x.year", Kind.CODE, filtered=True),
        Column("month", "x.month", Kind.CODE),
        Column("figure", "x.code", Kind.CODE, "told_figure", filtered=True),
        Column("value", "trim_scale(x.value)", Kind.NUMBER),
        Column("unit", "x.unit"),
        Column("written", "x.written || ' ' || x.written_unit", shown=False),
        Column("before", "trim_scale(t.value)", Kind.NUMBER),
        Column("standing", _STANDING, Kind.CODE, "choice:outside_standing", filtered=True, choices=tuple(Standing)),
        Column("cell", "x.cell", shown=False),
        Column("synthetic", "coalesce(e.synthetic, FALSE)", Kind.HIDDEN),
        Column("fictional", "coalesce(e.fictional, FALSE)", Kind.HIDDEN),
        Column("enterprise_id", "x.enterprise_id", Kind.HIDDEN),
    ),
    ("e.name", "e.initials", "x.name", "x.credit_code"),
    "name",
)


def all_imports(actor: Actor) -> tuple[str]:
    """The condition of the roll of imports: the files are the province's; a city sees those, and its own lines."""
    return ("TRUE" if actor.holds(Duty.OUTSIDE_SEE) else "FALSE",)


def rows_of_import(import_id: int, *, actor: Actor) -> tuple[str, int]:
    """The condition of the roll of an import's lines. Lines of nobody on the register are the province's."""
    return f"x.import_id = {{}} AND {bound(actor, 'x.enterprise_id')}", import_id


async def import_card(import_id: int, *, actor: Actor) -> ImportCard | None:
    row = await ask_one(
        f"SELECT {', '.join(f'i.{name}' for name in ImportCard.__slots__)} FROM outside_import i "
        f"WHERE i.id = {{}} AND {all_imports(actor)[0]}",
        import_id,
    )
    if row is None:
        return None
    found = tuple(_finding(one) for one in json.loads(row.pop("findings")))
    return ImportCard(findings=found, **row)


def finding_as_json(found: Finding) -> dict[str, object]:
    place = [found.place.sheet, found.place.cell, found.place.field]
    return {
        "code": found.code,
        "severity": found.severity.value,
        "place": place,
        "facts": dict(found.facts),
        "citation": found.citation,
    }


def _finding(told: Mapping[str, Any]) -> Finding:
    return Finding(told["code"], Severity(told["severity"]), Place(*told["place"]), told["facts"], told["citation"])


async def original(import_id: int, *, actor: Actor) -> str:
    """The digest of an import's original; empty where the actor may not have it: it tells of every enterprise."""
    card = await import_card(import_id, actor=actor)
    return card.evidence if card and actor.holds(Duty.OUTSIDE_IMPORT) else ""


@dataclass(frozen=True, slots=True)
class Landing:
    """What lines of a source would land on: enterprises by credit code, and what the source told before."""

    ids: Mapping[str, int]
    names: Mapping[str, str]
    before: Mapping[Key, Decimal]


async def landing(source: str, credit_codes: Iterable[str], years: Iterable[int], *, actor: Actor) -> Landing:
    """What these lines would land on, in two statements."""
    codes = sorted(set(credit_codes))
    rows = await ask(
        f"SELECT e.id, e.credit_code, e.name FROM enterprise e WHERE e.credit_code = ANY({{}}) "
        f"AND {bound(actor, 'e.id')}",
        codes,
    )
    told = await ask(
        "SELECT e.credit_code, t.year, t.month, t.code, t.value FROM told_figure t "
        "JOIN enterprise e ON e.id = t.enterprise_id WHERE t.source = {} AND t.number = '' "
        f"AND e.credit_code = ANY({{}}) AND t.year = ANY({{}}) AND {bound(actor, 'e.id')}",
        source,
        codes,
        sorted(set(years)),
    )
    return Landing(
        {row["credit_code"]: row["id"] for row in rows},
        {row["credit_code"]: row["name"] for row in rows},
        {(row["credit_code"], row["year"], row["month"], row["code"]): row["value"] for row in told},
    )


def standing_subjects(actor: Actor) -> tuple[Subjects, ...]:
    """Files that were received and neither imported nor dropped, by the year they end with."""
    seen = "TRUE" if actor.holds(Duty.OUTSIDE_IMPORT) else "FALSE"
    year = "coalesce(x.last_year, extract(year FROM x.received_at))"
    return (Subjects("import", "outside_import x", seen, year=year),)
