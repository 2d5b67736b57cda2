"""Making law: one person enacts, another confirms. What is confirmed is never changed, only followed or corrected."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import Finding, Place, Severity, Stale, refuse, stop_on
from domain.core.law import Confidence, Provision
from domain.records.database import ask, ask_one, copy_rows, transaction
from domain.records.journal.writes import Note, begin, move, record, require
from domain.records.lawbook import checks, yaml
from domain.records.lawbook.queries import provision_card, standing
from domain.records.lawbook.rules import Enacted
from domain.records.lawbook.states import MOVES, State
from domain.records.lawbook.tables import CalendarDay, ProvisionRow

# Two persons confirming at once would each see a book without the other's value.
BOOK_LOCK = 775_2025
_COLUMNS = (
    "subject",
    "key",
    "value",
    "unit",
    "in_force_from",
    "in_force_until",
    "citation",
    "confidence",
    "instrument",
    "note",
    "state",
    "enacted_by",
    "enacted_at",
    "confirmed_by",
    "confirmed_at",
    "corrects",
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many provisions an edition brought and how many the book had already."""

    added: int
    kept: int


async def enact(
    provision: Provision, subject: str, *, reason: str, actor: Actor, at: datetime, corrects: int | None = None
) -> int:
    """Propose a dated value; it is law when a second person confirms it. Refused (LAW-…) with all that is wrong."""
    async with transaction():
        require(actor, Duty.LAW_ENACT)
        stop_on(await _findings(provision, corrects, legal_day(at)))
        if not reason.strip():
            raise refuse("LAW-REASON", field_name="reason")
        row = _row(provision, subject, State.PROPOSED, actor.account_id, at, corrects)
        inserted = await ProvisionRow.insert(ProvisionRow(**row))
        provision_id = int(inserted[0]["id"])
        note = Note(reason, _basis(provision, corrects))
        await begin(ProvisionRow, provision_id, MOVES, "enact", actor=actor, at=at, note=note)
    return provision_id


async def confirm(provision_id: int, *, actor: Actor, at: datetime) -> None:
    """Make a proposed value law. Refused (LAW-SAME-PERSON) to whoever enacted it; checked against the book of now."""
    async with transaction():
        require(actor, Duty.LAW_CONFIRM)
        await ask("SELECT pg_advisory_xact_lock({})", BOOK_LOCK)
        proposed, corrects, subject = await _proposal(provision_id, actor)
        stop_on(await _findings(proposed, corrects, legal_day(at)))
        note = Note(subject, _basis(proposed, corrects))
        await move(ProvisionRow, provision_id, MOVES, "confirm", actor=actor, at=at, note=note)
        await _set_verdict(provision_id, actor, at)


async def decline(provision_id: int, *, reason: str, actor: Actor, at: datetime) -> None:
    """Turn a proposed value down; it stays in the book's history and never becomes law."""
    async with transaction():
        require(actor, Duty.LAW_CONFIRM)
        if not reason.strip():
            raise refuse("LAW-REASON", field_name="reason")
        proposed, corrects, _ = await _proposal(provision_id, actor)
        note = Note(reason, _basis(proposed, corrects))
        await move(ProvisionRow, provision_id, MOVES, "decline", actor=actor, at=at, note=note)


async def load_edition(files: Mapping[str, str], *, actor: Actor, at: datetime) -> Loaded:
    """Enter a shipped edition (subject → YAML). What the book has already stays; what contradicts it is refused whole.

    Done by the clock at set-up: an edition is what the portal ships with, not one official's word.
    """
    async with transaction():
        require(actor, Duty.CLOCK)
        await ask("SELECT pg_advisory_xact_lock({})", BOOK_LOCK)
        shipped = [(subject, one) for subject in sorted(files) for one in yaml.read(files[subject], subject)]
        book = await standing()
        held = {(row.provision.key, row.provision.in_force_from) for row in book}
        fresh = [(subject, one) for subject, one in shipped if (one.key, one.in_force_from) not in held]
        stop_on(_edition_findings([one for _, one in fresh], book))
        await _insert_edition(fresh, at)
        if fresh:
            basis = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in sorted(files.items())}
            note = Note(basis={"files": basis, "added": len(fresh)})
            await record("law:edition:load", "edition:1", actor=actor, at=at, duty=Duty.CLOCK, note=note)
    return Loaded(len(fresh), len(shipped) - len(fresh))


async def enter_calendar(
    year: int, holidays: Sequence[date], makeup_days: Sequence[date], *, citation: str, actor: Actor, at: datetime
) -> None:
    """Enter the State Council's holiday notice of a year. Refused (CALENDAR-…) when entered or of another year."""
    async with transaction():
        require(actor, Duty.LAW_ENACT)
        stop_on(_calendar_findings(year, holidays, makeup_days, citation))
        if await ask_one("SELECT 1 AS entered FROM calendar_day WHERE year = {}", year):
            raise refuse("CALENDAR-ENTERED", field_name="year", year=year)
        kinds = [(day, "holiday") for day in holidays] + [(day, "makeup") for day in makeup_days]
        rows = [(day, year, kind, citation, actor.account_id, at) for day, kind in kinds]
        columns = ("day", "year", "kind", "citation", "entered_by", "entered_at")
        await copy_rows(CalendarDay._meta.tablename, columns, rows)
        note = Note(citation, {"holidays": len(holidays), "makeup_days": len(makeup_days)})
        await record("law:calendar:enter", f"calendar:{year}", actor=actor, at=at, duty=Duty.LAW_ENACT, note=note)


async def _findings(provision: Provision, corrects: int | None, today: date) -> tuple[Finding, ...]:
    malformed = tuple(checks.well_formed(provision))
    if malformed:
        return malformed
    book = await standing()
    if corrects is None:
        return tuple(checks.fits_the_book(provision, book, today))
    corrected = next((row for row in book if row.id == corrects), None)
    return tuple(checks.fits_as_correction(provision, corrected))


async def _proposal(provision_id: int, actor: Actor) -> tuple[Provision, int | None, str]:
    """The proposed provision, when this person may judge it. `Stale` when it is proposed no longer."""
    card = await provision_card(provision_id)
    if card is None:
        raise refuse("LAW-UNKNOWN", provision=provision_id)
    if card.state != State.PROPOSED:
        raise Stale(f"provision:{provision_id}", State.PROPOSED.value)
    row = await ask_one("SELECT enacted_by FROM provision WHERE id = {}", provision_id)
    if row is None or row["enacted_by"] == actor.account_id:
        raise refuse("LAW-SAME-PERSON", key=card.key)
    provision = Provision(
        card.key,
        card.value,
        card.unit,
        card.in_force_from,
        card.in_force_until,
        card.citation,
        Confidence(card.confidence),
        card.instrument,
        card.note,
    )
    return provision, card.corrects, card.subject


async def _set_verdict(provision_id: int, actor: Actor, at: datetime) -> None:
    await ask(
        "UPDATE provision SET confirmed_by = {}, confirmed_at = {} WHERE id = {}", actor.account_id, at, provision_id
    )


def _edition_findings(fresh: list[Provision], book: Iterable[Enacted]) -> list[Finding]:
    """Every fresh provision is well formed, and together with the book no day has two values of a key."""
    wrong = [finding for one in fresh for finding in checks.well_formed(one)]
    return wrong or list(checks.overlaps([*(row.provision for row in book), *fresh]))


async def _insert_edition(fresh: list[tuple[str, Provision]], at: datetime) -> None:
    rows = []
    for subject, provision in fresh:
        row = _row(provision, subject, State.CONFIRMED, 0, at, None) | {"confirmed_by": 0, "confirmed_at": at}
        rows.append(tuple(row[name] for name in _COLUMNS))
    await copy_rows(ProvisionRow._meta.tablename, _COLUMNS, rows)


def _row(
    provision: Provision, subject: str, state: State, enacted_by: int, at: datetime, corrects: int | None
) -> dict[str, Any]:
    return {
        "subject": subject,
        "key": provision.key,
        "value": provision.value,
        "unit": provision.unit,
        "in_force_from": provision.in_force_from,
        "in_force_until": provision.in_force_until,
        "citation": provision.citation,
        "confidence": provision.confidence.value,
        "instrument": provision.instrument,
        "note": provision.note,
        "state": state.value,
        "enacted_by": enacted_by,
        "enacted_at": at,
        "confirmed_by": None,
        "confirmed_at": None,
        "corrects": corrects,
    }


def _basis(provision: Provision, corrects: int | None) -> dict[str, object]:
    until = provision.in_force_until
    return {
        "key": provision.key,
        "value": provision.value,
        "unit": provision.unit,
        "from": provision.in_force_from.isoformat(),
        "until": until.isoformat() if until else "",
        "citation": provision.citation,
        "corrects": corrects or 0,
    }


def _calendar_findings(
    year: int, holidays: Sequence[date], makeup_days: Sequence[date], citation: str
) -> list[Finding]:
    wrong = [day for day in (*holidays, *makeup_days) if day.year != year]
    twice = set(holidays) & set(makeup_days)
    findings = []
    if wrong or not holidays:
        findings.append(Finding("CALENDAR-YEAR", Severity.STOP, Place(field="holidays"), {"year": str(year)}))
    if twice:
        findings.append(
            Finding("CALENDAR-TWICE", Severity.STOP, Place(field="makeup_days"), {"day": min(twice).isoformat()})
        )
    if not citation.strip():
        findings.append(Finding("LAW-CITATION", Severity.STOP, Place(field="citation"), {"key": "calendar"}))
    return findings
