"""Entering editions: whole files of provisions, and the legal documents that they name. Done by the clock."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Finding, stop_on
from domain.records.database import ask, copy_rows, transaction
from domain.records.journal.writes import Note, record, require
from domain.records.lawbook import checks, yaml
from domain.records.lawbook.acts.rows import insert, one_at_a_time
from domain.records.lawbook.queries import confirmed, standing
from domain.records.lawbook.rules import Entry, Instrument
from domain.records.lawbook.states import State
from domain.records.lawbook.tables import InstrumentRow

_OF_INSTRUMENT = (
    "number",
    "title",
    "title_en",
    "issuer",
    "issued_on",
    "in_force_from",
    "in_force_until",
    "confidence",
    "read_where",
    "note",
    "entered_by",
    "entered_at",
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many provisions or instruments an edition brought and how many the book had already."""

    added: int
    kept: int


async def load_edition(
    files: Mapping[str, str], *, actor: Actor, at: datetime, known: Collection[str] | None = None
) -> Loaded:
    """Enter an edition (subject → YAML). What the book has already stays; whatever is wrong refuses the whole of it.

    The edition that the portal ships with may bring new keys; files from elsewhere may use those of the book and the
    `known` ones. Done by the clock at set-up: an edition is not one official's word.
    """
    async with transaction():
        require(actor, Duty.CLOCK)
        await one_at_a_time()
        entries, findings = _read(files)
        ever = await confirmed()
        keys = None if known is None else {*known, *(row.provision.key for row in ever)}
        stop_on([*findings, *checks.edition(entries, ever, await standing(), keys)])
        fresh = checks.fresh(entries, ever)
        await insert(fresh, State.CONFIRMED, 0, at, confirmed_by=0)
        if fresh:
            digests = {name: _digest(text) for name, text in sorted(files.items())}
            note = Note(basis={"files": digests, "added": len(fresh)})
            await record("law:edition:load", "edition:1", actor=actor, at=at, duty=Duty.CLOCK, note=note)
    return Loaded(len(fresh), len(entries) - len(fresh))


def _read(files: Mapping[str, str]) -> tuple[list[Entry], list[Finding]]:
    """Every entry of every file that can be read, and what cannot."""
    entries: list[Entry] = []
    findings: list[Finding] = []
    for subject in sorted(files):
        readable, faults = yaml.entries_of(files[subject], subject)
        entries += readable
        findings += faults
    return entries, findings


async def load_instruments(text: str, *, actor: Actor, at: datetime) -> Loaded:
    """Enter the legal documents that a shipped edition names (YAML). What the book has of a number already stays.

    Done by the clock at set-up, together with the edition.
    """
    async with transaction():
        require(actor, Duty.CLOCK)
        await one_at_a_time()
        shipped = yaml.read_instruments(text)
        held = {row["number"] for row in await ask("SELECT number FROM instrument")}
        fresh = [one for one in shipped if one.number not in held]
        await copy_rows(InstrumentRow._meta.tablename, _OF_INSTRUMENT, [_instrument_row(one, at) for one in fresh])
        if fresh:
            note = Note(basis={"file": _digest(text), "added": len(fresh)})
            await record("law:instruments:load", "edition:1", actor=actor, at=at, duty=Duty.CLOCK, note=note)
    return Loaded(len(fresh), len(shipped) - len(fresh))


def _instrument_row(one: Instrument, at: datetime) -> tuple[object, ...]:
    written = (one.number, one.title, one.title_en, one.issuer, one.issued_on, one.in_force_from, one.in_force_until)
    return (*written, one.confidence.value, one.read_where, one.note, 0, at)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
