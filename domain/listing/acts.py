"""What is done with the list. Each verb is one transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import Finding, refuse, stop_on
from domain.core.law import Law
from domain.core.workbook import Line, Lines, read
from domain.listing import checks, queries
from domain.listing.rules import sector_of
from domain.listing.states import MOVES, State
from domain.listing.tables import ListEntry
from domain.listing.workbook import WORKBOOK
from domain.records.database import ask, transaction
from domain.records.documents import rules as paper
from domain.records.documents import writes as documents
from domain.records.emissions.writes import Known, enter
from domain.records.evidence.writes import keep
from domain.records.journal.writes import Note, begin, move, move_many, record, record_many, require
from domain.records.lawbook.queries import as_of, working_calendar
from domain.records.notices.writes import tell
from domain.records.people.rules import is_credit_code
from domain.records.people.writes import enter_enterprises, enter_units
from domain.records.sheets.reader import grid_of_in_thread

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would change, before it is made."""

    new: tuple[tuple[str, str], ...]
    known: tuple[tuple[str, str], ...]
    emission_rows: int
    unit_rows: int
    findings: tuple[Finding, ...]


async def _lines(original: bytes) -> tuple[Lines, list[Finding]]:
    lines, findings = read(WORKBOOK, await grid_of_in_thread(original))
    rows, units = lines.rows("enterprises"), lines.rows("units")
    findings += checks.credit_codes(rows, is_credit_code)
    findings += checks.repeated(rows)
    findings += checks.orphan_units(units, rows)
    return lines, findings


async def preview_import(original: bytes, *, actor: Actor) -> Preview:
    """Read a workbook of candidates and say what importing it would do. Changes nothing."""
    require(actor, Duty.LISTING_PREPARE)
    lines, findings = await _lines(original)
    named = {row.text("credit_code"): row.text("name") for row in lines.rows("enterprises")}
    rows = await ask("SELECT credit_code FROM enterprise WHERE credit_code = ANY({})", list(named))
    there = {row["credit_code"] for row in rows}
    return Preview(
        tuple((code, name) for code, name in named.items() if code not in there),
        tuple((code, name) for code, name in named.items() if code in there),
        len(lines.rows("enterprises")),
        len(lines.rows("units")),
        tuple(findings),
    )


async def keep_for_import(original: bytes, file_name: str, *, actor: Actor, at: datetime) -> str:
    """Keep a previewed workbook, so that the import itself need not be sent again; answers its digest."""
    require(actor, Duty.LISTING_PREPARE)
    async with transaction():
        digest = await keep(original, file_name=file_name, media_type=XLSX, at=at)
        duty, note = Duty.LISTING_PREPARE, Note(evidence=digest)
        await record("listing:candidate:preview", f"evidence:{digest[:16]}", actor=actor, at=at, duty=duty, note=note)
    return digest


async def import_candidates(original: bytes, file_name: str, *, actor: Actor, at: datetime) -> int:
    """Enter the enterprises, generating units and known emissions of a workbook; answers how many enterprises.

    Refused with the findings of the workbook when any of them stops; then nothing is entered.
    """
    require(actor, Duty.LISTING_PREPARE)
    lines, findings = await _lines(original)
    stop_on(findings)
    law = await as_of(legal_day(at))
    async with transaction():
        digest = await keep(original, file_name=file_name, media_type=XLSX, at=at)
        facts = {row.text("credit_code"): _facts(row, law) for row in lines.rows("enterprises")}
        ids = await enter_enterprises(list(facts.values()))
        await enter_units(_units(lines.rows("units"), ids))
        await enter(_known(lines, ids), origin="imported", at=at)
        entries = [
            (f"enterprise:{enterprise_id}", "", "", Note(evidence=digest, enterprise_id=enterprise_id))
            for enterprise_id in ids.values()
        ]
        await record_many("listing:candidate:import", entries, actor=actor, at=at, duty=Duty.LISTING_PREPARE)
    return len(ids)


def _facts(row: Line, law: Law) -> dict[str, Any]:
    names = ("credit_code", "name", "name_en", "city", "address", "legal_person", "sector_code", "captive_industry")
    return {
        **{name: row.text(name) for name in names},
        "sector": sector_of(row.text("sector_code"), bool(row.text("captive_industry")), law),
        "fictional": row.text("fictional") == "yes",
        "synthetic": row.text("synthetic") == "yes",
    }


def _units(rows: Sequence[Line], ids: dict[str, int]) -> list[dict[str, Any]]:
    units = {
        (row.text("credit_code"), row.text("number")): {
            "enterprise_id": ids[row.text("credit_code")],
            "number": row.text("number"),
            "capacity_mw": row.decimal("capacity_mw"),
            "technology": row.text("technology"),
            "fuel": row.text("fuel"),
            "unit_class": row.text("unit_class"),
            "cogeneration": row.text("cogeneration") == "yes",
            "commissioned_year": row.integer("commissioned_year"),
        }
        for row in rows
    }
    return list(units.values())


def _known(lines: Lines, ids: dict[str, int]) -> list[Known]:
    rows = [(row, "") for row in lines.rows("enterprises")]
    rows += [(row, row.text("number")) for row in lines.rows("units") if row.decimal("emissions_tonnes") is not None]
    return [
        Known(
            ids[row.text("credit_code")],
            row.integer("year") or 0,
            number,
            row.decimal("emissions_tonnes") or Decimal(0),
            row.decimal("generation_mwh"),
            row.decimal("heat_gj"),
        )
        for row, number in rows
    ]


async def propose(year: int, enterprise_ids: Sequence[int], *, actor: Actor, at: datetime) -> int:
    """Propose screened enterprises for the list of a year; answers how many. Each must have been found to belong on it.

    Refused: LISTING-NOTHING without a choice, LISTING-SCREEN for one that screening does not support.
    """
    require(actor, Duty.LISTING_PREPARE)
    if not enterprise_ids:
        raise refuse("LISTING-NOTHING")
    law = await as_of(legal_day(at))
    async with transaction():
        found = {card.enterprise.id: card for card in await queries.candidates(year, law, actor=actor)}
        for enterprise_id in enterprise_ids:
            candidate = found.get(enterprise_id)
            if candidate is None or not queries.proposable(candidate):
                raise refuse("LISTING-SCREEN", citation=checks.CITATION, enterprise=enterprise_id)
            screened = candidate.screened
            entry = ListEntry(
                year=year,
                enterprise_id=enterprise_id,
                state=State.PROPOSED.value,
                verdict=screened.verdict.value,
                explanation=json.dumps(screened.explanation.as_json(), ensure_ascii=False),
            )
            entry_id = int((await ListEntry.insert(entry))[0]["id"])
            note = Note(basis={"verdict": screened.verdict.value, "year": year}, enterprise_id=enterprise_id)
            await begin(ListEntry, entry_id, MOVES, "propose", actor=actor, at=at, note=note)
    return len(enterprise_ids)


async def _advance(
    year: int, name: str, basis: dict[str, Any], *, actor: Actor, at: datetime
) -> list[queries.ListedCard]:
    """Make one move on every entry of the year that stands before it, inside the caller's transaction."""
    before = tuple(State(state) for state in MOVES[name].before)
    cards = await queries.in_states(year, before, actor=actor)
    if not cards:
        raise refuse("LISTING-NOTHING")
    notes = {card.entry_id: Note(basis=basis, enterprise_id=card.enterprise_id) for card in cards}
    await move_many(ListEntry, [card.entry_id for card in cards], MOVES, name, actor=actor, at=at, notes=notes)
    return cards


async def notice(year: int, *, actor: Actor, at: datetime) -> date:
    """Put every proposed entry on public notice; answers the last day of the notice."""
    require(actor, Duty.LISTING_PREPARE)
    law, calendar = await as_of(legal_day(at)), await working_calendar()
    due = calendar.after(legal_day(at), int(law.value("clock.listing.public_notice")))
    async with transaction():
        cards = await _advance(year, "notice", {"until": due.on.isoformat()}, actor=actor, at=at)
        ids = [card.entry_id for card in cards]
        await ask("UPDATE list_entry SET noticed_until = {} WHERE id = ANY({})", due.on, ids)
    return due.on


async def report(year: int, *, actor: Actor, at: datetime) -> int:
    """Report the noticed entries to the ministry. Refused (LISTING-NOTICE) while the notice runs."""
    require(actor, Duty.LISTING_PREPARE)
    async with transaction():
        cards = await queries.in_states(year, (State.NOTICED,), actor=actor)
        stop_on(checks.notice_over([card.noticed_until for card in cards if card.noticed_until], legal_day(at)))
        return len(await _advance(year, "report", {}, actor=actor, at=at))


async def confirm(year: int, reference: str, *, actor: Actor, at: datetime) -> int:
    """Record the ministry's confirmation by its number."""
    require(actor, Duty.LISTING_PREPARE)
    if not reference.strip():
        raise refuse("LISTING-REFERENCE", field_name="reference")
    async with transaction():
        cards = await _advance(year, "confirm", {"reference": reference}, actor=actor, at=at)
        ids = [card.entry_id for card in cards]
        await ask("UPDATE list_entry SET ministry_reference = {} WHERE id = ANY({})", reference.strip()[:60], ids)
    return len(cards)


async def publish(year: int, *, actor: Actor, at: datetime) -> int:
    """Publish the confirmed list and tell every enterprise on it."""
    require(actor, Duty.LISTING_APPROVE)
    async with transaction():
        cards = await _advance(year, "publish", {}, actor=actor, at=at)
        for card in cards:
            facts = {"year": str(year), "name": card.name}
            link = f"/listing/entries/{card.entry_id}"
            await tell("listing.published", at=at, facts=facts, enterprise_id=card.enterprise_id, link=link)
        subject, facts = f"listing:{year}", _announced(year, cards)
        await documents.issue("listing_notice", subject=subject, facts=facts, at=at, actor=actor, public=True)
    return len(cards)


def _announced(year: int, cards: Sequence[queries.ListedCard]) -> dict[str, str]:
    """What the public notice of the list says."""
    names = ("name", "credit_code", "city", "sector_code")
    return paper.texts(
        year=year,
        count=len(cards),
        reference=next((card.ministry_reference for card in cards if card.ministry_reference), ""),
        citation=MOVES["publish"].citation,
        units=paper.table([{name: getattr(card, name) for name in names} for card in cards]),
        synthetic=any(card.synthetic for card in cards),
        fictional=any(card.fictional for card in cards),
    )


async def withdraw(entry_id: int, reason: str, *, actor: Actor, at: datetime) -> None:
    """Take an entry back before the ministry has confirmed it."""
    if not reason.strip():
        raise refuse("LISTING-REASON", field_name="reason")
    async with transaction():
        card = await queries.entry(entry_id, actor=actor)
        if card is None:
            raise refuse("LISTING-UNKNOWN")
        note = Note(reason=reason, enterprise_id=card.enterprise_id)
        await move(ListEntry, entry_id, MOVES, "withdraw", actor=actor, at=at, note=note)
