"""The national registry's statement: read, reconciled with the portal's account, and booked once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import Finding, refuse, stop_on
from domain.core.law import last_day_of
from domain.core.workbook import read
from domain.records.account import queries as account
from domain.records.account.rules import MARKET, Entry, holding, surrendered
from domain.records.account.writes import post
from domain.records.database import ask, copy_rows, transaction
from domain.records.evidence.writes import XLSX, clean_name, keep
from domain.records.journal.writes import Note, record, require, subject_of
from domain.records.lawbook.queries import as_of
from domain.records.people import queries as people
from domain.records.sheets.reader import grid_of_in_thread
from domain.surrender import checks, queries
from domain.surrender.acts.bulk import one_at_a_time
from domain.surrender.checks import Account, Booked, Difference, Owner, Reconciled, Row
from domain.surrender.queries import DifferenceCard
from domain.surrender.states import ALLOWANCE_KINDS, MovementKind
from domain.surrender.tables import SurrenderDifference, SurrenderMovement, SurrenderStatement
from domain.surrender.workbook import WORKBOOK

_MOVEMENT = [
    "statement_id",
    "year",
    "enterprise_id",
    "obligation_id",
    "kind",
    "vintage",
    "tonnes",
    "on_day",
    "reference",
    "place",
]
_DIFFERENCE = [
    "statement_id",
    "year",
    "enterprise_id",
    "code",
    "severity",
    "about",
    "credit_code",
    "name",
    "place",
    "facts",
    "citation",
    "found_at",
    "resolved_by",
    "resolution",
]


@dataclass(frozen=True, slots=True)
class Preview:
    """What importing a statement would do: tonnes to be booked by kind, lines known before, and what differs."""

    rows: int
    booked: int
    tonnes: dict[str, int]
    repeated: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a statement. `again` is whether this very file had been imported before."""

    statement_id: int
    booked: int
    repeated: int
    differences: int
    again: bool = False


async def preview_statement(year: int, original: bytes, *, actor: Actor, at: datetime) -> Preview:
    """Read a statement and say what importing it would do. Changes nothing."""
    require(actor, Duty.SURRENDER_RECORD)
    rows, findings = await _rows(original)
    stop_on(findings)
    made = await _reconcile(year, rows, actor=actor, today=legal_day(at))
    tonnes: dict[str, int] = defaultdict(int)
    for row, _ in made.accepted:
        tonnes[row.kind.value] += row.tonnes
    findings += [one.finding for one in made.differences]
    return Preview(len(rows), len(made.accepted), dict(tonnes), made.repeated, tuple(findings))


async def keep_statement(original: bytes, file_name: str, *, actor: Actor, at: datetime) -> str:
    """Keep a previewed statement, so that the import itself need not be sent again; answers its digest."""
    require(actor, Duty.SURRENDER_RECORD)
    async with transaction():
        digest = await keep(original, file_name=file_name, media_type=XLSX, at=at)
        duty, note = Duty.SURRENDER_RECORD, Note(evidence=digest)
        await record("surrender:statement:preview", f"evidence:{digest[:16]}", actor=actor, at=at, duty=duty, note=note)
    return digest


async def import_statement(year: int, original: bytes, file_name: str, *, actor: Actor, at: datetime) -> Imported:
    """Reconcile the registry's statement with the portal's account and book what is new and agrees.

    Each difference is kept as a task; a difference that waited and that this statement clears up is settled by it. The
    same file again answers the same import, a line booked before is passed over. Refused with the findings of the sheet
    when it cannot be read whole (nothing is booked then), and SURRENDER-NOT-OPENED without obligations.
    """
    require(actor, Duty.SURRENDER_RECORD)
    rows, findings = await _rows(original)
    stop_on(findings)
    async with transaction():
        await one_at_a_time(year)
        digest = await keep(original, file_name=file_name, media_type=XLSX, at=at)
        if (known := await queries.statement_of(year, digest)) is not None:
            return await _again(known, actor=actor)
        made = await _reconcile(year, rows, actor=actor, today=legal_day(at))
        done = await _keep(year, digest, file_name, len(rows), made, actor=actor, at=at)
        await _book(year, done.statement_id, made, at=at)
        await _keep_differences(year, done.statement_id, made, actor=actor, at=at)
        basis = {"year": year, "booked": done.booked, "repeated": done.repeated, "differences": done.differences}
        note, duty = Note(basis=basis, evidence=digest), Duty.SURRENDER_RECORD
        subject = subject_of(SurrenderStatement, done.statement_id)
        await record("surrender:statement:import", subject, actor=actor, at=at, duty=duty, note=note)
    return done


async def _rows(original: bytes) -> tuple[list[Row], list[Finding]]:
    lines, findings = read(WORKBOOK, await grid_of_in_thread(original))
    rows = checks.rows_of(lines.rows("movements"))
    if not rows and not any(finding.stops for finding in findings):
        findings.append(Finding("SURRENDER-EMPTY"))
    return rows, findings


async def _again(statement_id: int, *, actor: Actor) -> Imported:
    card = await queries.statement(statement_id, actor=actor)
    if card is None:
        raise refuse("SURRENDER-UNKNOWN")
    return Imported(card.id, card.booked, card.repeated, card.differences, again=True)


async def _keep(
    year: int, digest: str, file_name: str, rows: int, made: Reconciled, *, actor: Actor, at: datetime
) -> Imported:
    kept = SurrenderStatement(
        year=year,
        sha256=digest,
        file_name=clean_name(file_name),
        rows=rows,
        booked=len(made.accepted),
        repeated=made.repeated,
        differences=len(made.differences),
        imported_at=at,
        imported_by=actor.name[:60],
    )
    statement_id = int((await SurrenderStatement.insert(kept))[0]["id"])
    return Imported(statement_id, len(made.accepted), made.repeated, len(made.differences))


async def _reconcile(year: int, rows: Sequence[Row], *, actor: Actor, today: date) -> Reconciled:
    """The portal's side of the year, gathered in a fixed number of statements, and the comparison."""
    owners = await _owners(year, {row.credit_code for row in rows}, actor=actor)
    changes: dict[tuple[int, int], list[tuple[date, int]]] = defaultdict(list)
    for change in await account.holding_changes([owner.enterprise_id for owner in owners.values()], actor=actor):
        changes[change.enterprise_id, change.vintage].append((change.on_day, change.tonnes))
    held = {key: sum(tonnes for _, tonnes in lines) for key, lines in changes.items()}
    known = await queries.known_movements([row.reference for row in rows if row.reference])
    booked = {
        reference: Booked(one.enterprise_id, (one.kind, one.vintage, one.tonnes, one.on_day))
        for reference, one in known.items()
    }
    law = await as_of(last_day_of(year))
    return checks.reconcile(rows, Account(year, today, owners, held, changes, booked), law)


async def _owners(year: int, named: set[str], *, actor: Actor) -> dict[str, Owner]:
    """Those of the enterprises named that the portal knows. Refused (SURRENDER-NOT-OPENED) without obligations."""
    obligations = {card.enterprise_id: card for card in await queries.obligations(year, actor=actor)}
    if not obligations:
        raise refuse("SURRENDER-NOT-OPENED", year=year)
    cancelled = await queries.cancelled_offsets(year, actor=actor)
    owners: dict[str, Owner] = {}
    for card in await people.enterprises(actor=actor):
        if card.credit_code not in named:
            continue
        owners[card.credit_code] = Owner(card.id, card.name)
        if (owed := obligations.get(card.id)) is not None:
            sums = (owed.due, owed.surrendered, owed.offsets, cancelled.get(card.id, 0))
            owners[card.credit_code] = Owner(card.id, card.name, owed.id, *sums)
    return owners


async def _book(year: int, statement_id: int, made: Reconciled, *, at: datetime) -> None:
    """Post the allowances, keep every line, and add what was surrendered to the obligations."""
    await post([_entry(row, owner) for row, owner in made.accepted if row.kind in ALLOWANCE_KINDS], at=at)
    rows = [_movement(row, owner, statement_id, year) for row, owner in made.accepted]
    await copy_rows(SurrenderMovement._meta.tablename, _MOVEMENT, rows)
    await ask(
        "UPDATE obligation SET surrendered = obligation.surrendered + given.tonnes FROM "
        "(SELECT obligation_id, sum(tonnes)::bigint AS tonnes FROM surrender_movement "
        "WHERE statement_id = {} AND kind = {} GROUP BY obligation_id) AS given "
        "WHERE obligation.id = given.obligation_id",
        statement_id,
        MovementKind.SURRENDER.value,
    )


def _entry(row: Row, owner: Owner) -> Entry:
    own = holding(owner.enterprise_id)
    source, target, why = {
        MovementKind.SURRENDER: (own, surrendered(owner.enterprise_id), "surrender"),
        MovementKind.PURCHASE: (MARKET, own, "bought"),
        MovementKind.SALE: (own, MARKET, "sold"),
    }[row.kind]
    subject = f"obligation:{owner.obligation_id}" if owner.obligation_id else f"enterprise:{owner.enterprise_id}"
    return Entry(row.vintage or 0, source, target, row.tonnes, row.on_day, why, subject, row.reference)


def _movement(row: Row, owner: Owner, statement_id: int, year: int) -> tuple[object, ...]:
    whose = (statement_id, year, owner.enterprise_id, owner.obligation_id)
    return (*whose, row.kind.value, row.vintage, row.tonnes, row.on_day, row.reference, str(row.place))


async def _keep_differences(year: int, statement_id: int, made: Reconciled, *, actor: Actor, at: datetime) -> None:
    """New differences become tasks; those that waited over the same matter stay, or are settled by this statement."""
    waiting = await queries.open_differences(year, actor=actor)
    again = {_key(one) for one in made.differences}
    settled = [card.id for card in waiting if card.about in made.examined and _key_of(card) not in again]
    await ask(
        "UPDATE surrender_difference SET resolved_at = {}, resolved_by_statement = {} WHERE id = ANY({})",
        at,
        statement_id,
        settled,
    )
    there = {_key_of(card) for card in waiting}
    fresh = {_key(one): one for one in made.differences if _key(one) not in there}
    rows = [_stored(one, statement_id, year, at) for one in fresh.values()]
    await copy_rows(SurrenderDifference._meta.tablename, _DIFFERENCE, rows)


def _key(one: Difference) -> tuple[str, str, str]:
    return one.finding.code, one.about, _facts(one.finding.facts)


def _key_of(card: DifferenceCard) -> tuple[str, str, str]:
    return card.code, card.about, _facts(card.facts)


def _facts(facts: Mapping[str, str]) -> str:
    return json.dumps(dict(facts), ensure_ascii=False, sort_keys=True)


def _stored(one: Difference, statement_id: int, year: int, at: datetime) -> tuple[object, ...]:
    finding = one.finding
    whose = (statement_id, year, one.enterprise_id, finding.code, finding.severity.value, one.about)
    said = (one.credit_code[:40], one.name[:120], str(finding.place)[:60], _facts(finding.facts), finding.citation)
    return (*whose, *said, at, "", "")
