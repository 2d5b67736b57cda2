"""Values by the sheet: what an upload would do, and proposing it; for a new plan, and for the final text of a draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Finding, refuse, stop_on
from domain.core.workbook import read
from domain.records.database import transaction
from domain.records.evidence.writes import XLSX, keep
from domain.records.journal.writes import Note, record, require
from domain.records.lawbook import checks, workbook
from domain.records.lawbook.acts.enacting import enact_together, findings
from domain.records.lawbook.queries import drafts_of, standing
from domain.records.lawbook.rules import Entry
from domain.records.lawbook.workbook import Row
from domain.records.sheets.reader import grid_of_in_thread

Lines = Sequence[tuple[str, Entry | None]]


@dataclass(frozen=True, slots=True)
class Preview:
    """What proposing would do: every line beside the book, and everything wrong at its place."""

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]

    @property
    def entries(self) -> list[Entry]:
        """What would be proposed."""
        return [row.entry for row in self.rows if row.entry is not None and row.proposes]

    @property
    def stops(self) -> bool:
        return any(finding.stops for finding in self.findings)


async def preview_sheet(original: bytes, *, draft: str = "", actor: Actor, at: datetime) -> Preview:
    """Read a sheet and say what proposing it would do. Changes nothing.

    With `draft` its values are the final ones of that draft instrument, each in the place of the drafted one.
    """
    require(actor, Duty.LAW_ENACT)
    lines, found = await _read(original)
    return await _preview(lines, found, draft, at)


async def preview_values(values: Iterable[Entry], *, draft: str, actor: Actor, at: datetime) -> Preview:
    """The same for final values typed into a form."""
    require(actor, Duty.LAW_ENACT)
    return await _preview([(entry.provision.key, entry) for entry in values], [], draft, at)


async def keep_sheet(original: bytes, file_name: str, *, actor: Actor, at: datetime) -> str:
    """Keep a previewed sheet, so that it need not be sent again to be proposed; answers its digest."""
    require(actor, Duty.LAW_ENACT)
    async with transaction():
        digest = await keep(original, file_name=file_name, media_type=XLSX, at=at)
        duty, note = Duty.LAW_ENACT, Note(evidence=digest)
        await record("law:sheet:preview", f"evidence:{digest[:16]}", actor=actor, at=at, duty=duty, note=note)
    return digest


async def propose_sheet(
    original: bytes, evidence: str, *, reason: str, draft: str = "", actor: Actor, at: datetime
) -> str:
    """Propose the values of a kept sheet as one batch; answers the batch. Refused with everything that is wrong."""
    preview = await preview_sheet(original, draft=draft, actor=actor, at=at)
    stop_on(preview.findings)
    return await enact_together(preview.entries, reason=reason, actor=actor, at=at, evidence=evidence)


async def propose_values(values: Iterable[Entry], *, reason: str, draft: str, actor: Actor, at: datetime) -> str:
    """Propose final values typed into a form as corrections of the drafted ones, in one batch."""
    preview = await preview_values(values, draft=draft, actor=actor, at=at)
    stop_on(preview.findings)
    return await enact_together(preview.entries, reason=reason, actor=actor, at=at)


async def _read(original: bytes) -> tuple[Lines, list[Finding]]:
    lines, found = read(workbook.WORKBOOK, await grid_of_in_thread(original))
    return list(workbook.entries_of(lines)), [*found, *workbook.unsaid(lines, found)]


async def _preview(lines: Lines, found: list[Finding], draft: str, at: datetime) -> Preview:
    if draft:
        lines, stray = await _correcting(lines, draft)
        found += stray
    book = await standing()
    rows = tuple(workbook.compared(key, entry, book) for key, entry in lines)
    entries = Preview(rows, ()).entries
    warnings = checks.ends_what_had_no_end(entries, book)
    return Preview(rows, (*found, *await findings(entries, at), *warnings))


async def _correcting(lines: Lines, draft: str) -> tuple[Lines, list[Finding]]:
    """The lines as corrections of the drafted values of their days; those that correct nothing are told."""
    drafted = {(row.provision.key, row.provision.in_force_from): row for row in await drafts_of(draft)}
    if not drafted:
        raise refuse("LAW-NO-DRAFT", instrument=draft)
    told = [(key, workbook.correcting(entry, drafted) if entry else None) for key, entry in lines]
    stray = [one for _, one in told if isinstance(one, Finding)]
    return [(key, one) for key, one in told if not isinstance(one, Finding)], stray
