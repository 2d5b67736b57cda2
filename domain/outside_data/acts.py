"""What is done with outside data: a file is received and looked at, imported or dropped; an import is taken back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.checks import run
from domain.core.duties import Duty
from domain.core.findings import Finding, refuse
from domain.core.workbook import Lines
from domain.core.workbook import read as read_lines
from domain.outside_data import queries, rules
from domain.outside_data.checks import CHECKS, Case
from domain.outside_data.queries import ImportCard, Landing
from domain.outside_data.queries.imports import finding_as_json
from domain.outside_data.rules import Row, Standing
from domain.outside_data.states import MOVES, State
from domain.outside_data.tables import OutsideImport
from domain.outside_data.workbook import SHEET, WORKBOOKS, Source, found_in, is_text, text_of
from domain.records.database import ask, copy_rows, transaction
from domain.records.evidence.writes import XLSX, clean_name, keep
from domain.records.figures import writes as figures
from domain.records.journal.writes import Note, begin, move, require
from domain.records.people.rules import is_credit_code
from domain.records.sheets.reader import grid_of_in_thread

CSV = "text/csv"
# So many findings are kept with an import; what stops comes first, and the rest is counted.
MOST_FINDINGS = 500
ROW_COLUMNS = (
    "import_id",
    "enterprise_id",
    "credit_code",
    "name",
    "year",
    "month",
    "code",
    "value",
    "unit",
    "written",
    "written_unit",
    "cell",
)


@dataclass(frozen=True, slots=True)
class Read:
    """A file as read: its lines, what they would land on, and what is wrong."""

    rows: tuple[Row, ...]
    landing: Landing
    findings: tuple[Finding, ...]

    def count(self, wanted: Standing) -> int:
        return sum(self.standing(row) is wanted for row in self.rows)

    def standing(self, row: Row) -> Standing:
        return rules.standing(row, self.landing.ids, self.landing.before)

    @property
    def stops(self) -> int:
        return sum(finding.stops for finding in self.findings)


async def receive(source: str, original: bytes, file_name: str, *, actor: Actor, at: datetime) -> int:
    """Take in a file of a source and read it: what importing it would change is shown before it is imported.

    Answers the import. Refused: OD-SOURCE, and what makes a file unreadable (SHEET-…, OD-TEXT-…); nothing is kept then.
    """
    require(actor, Duty.OUTSIDE_IMPORT)
    if source not in set(Source):
        raise refuse("OD-SOURCE", field_name="source")
    lines, findings = await _lines(Source(source), original)
    read = await _checked(source, lines, findings, actor, at)
    async with transaction():
        media_type = CSV if is_text(original) else XLSX
        digest = await keep(original, file_name=file_name, media_type=media_type, at=at)
        import_id = await _insert(source, read, clean_name(file_name), media_type, digest, actor, at)
        await _keep_rows(import_id, read)
        basis = {"source": source, "lines": len(read.rows), "stops": read.stops}
        note = Note(basis=basis, evidence=digest)
        await begin(OutsideImport, import_id, MOVES, "receive", actor=actor, at=at, note=note)
    return import_id


async def _lines(source: Source, original: bytes) -> tuple[Lines, list[Finding]]:
    """A workbook by its description; a table of text by the same, with the places of the file."""
    workbook = WORKBOOKS[source]
    if not is_text(original):
        grid = await grid_of_in_thread(original)
        return await asyncio.to_thread(read_lines, workbook, grid)
    text = await asyncio.to_thread(text_of, original, workbook.sheet(SHEET))
    return found_in(text, *await asyncio.to_thread(read_lines, workbook, text.grid))


async def _checked(source: str, lines: Lines, findings: Sequence[Finding], actor: Actor, at: datetime) -> Read:
    rows = rules.rows_of(source, lines)
    landing = await queries.landing(source, {row.credit_code for row in rows}, {row.year for row in rows}, actor=actor)
    case = Case(source, rows, landing.names, landing.before, legal_day(at).year, is_credit_code)
    return Read(rows, landing, _capped([*findings, *await asyncio.to_thread(run, CHECKS, case)]))


def _capped(findings: list[Finding]) -> tuple[Finding, ...]:
    ordered = sorted(findings, key=lambda finding: not finding.stops)
    if len(ordered) <= MOST_FINDINGS:
        return tuple(ordered)
    more = Finding("SHEET-MORE", ordered[0].severity, facts={"more": str(len(ordered) - MOST_FINDINGS)})
    return (*ordered[:MOST_FINDINGS], more)


async def _insert(
    source: str, read: Read, file_name: str, media_type: str, digest: str, actor: Actor, at: datetime
) -> int:
    years = [row.year for row in read.rows if row.year]
    row = OutsideImport(
        source=source,
        state=State.RECEIVED.value,
        file_name=file_name,
        media_type=media_type,
        evidence=digest,
        received_at=at,
        received_by=actor.name,
        first_year=min(years, default=None),
        last_year=max(years, default=None),
        lines=len(read.rows),
        new=read.count(Standing.NEW),
        changed=read.count(Standing.CHANGED),
        unchanged=read.count(Standing.UNCHANGED),
        unknown=read.count(Standing.UNKNOWN),
        stops=read.stops,
        findings=json.dumps([finding_as_json(found) for found in read.findings], ensure_ascii=False),
    )
    return int((await OutsideImport.insert(row))[0]["id"])


async def _keep_rows(import_id: int, read: Read) -> None:
    rows = [
        (
            import_id,
            read.landing.ids.get(row.credit_code),
            row.credit_code[:40],
            row.name[:120],
            row.year,
            row.month,
            row.code,
            row.value,
            row.unit,
            row.written[:60],
            row.written_unit[:40],
            row.line.place("value").cell,
        )
        for row in read.rows
    ]
    await copy_rows("outside_row", ROW_COLUMNS, rows)


async def import_(import_id: int, *, actor: Actor, at: datetime) -> int:
    """Import a received file: what it tells replaces what the source told before of the same. Answers how many lines.

    Refused: OD-UNKNOWN, OD-STOPS while something stops it, OD-NONE when no line is of an enterprise on the register.
    """
    require(actor, Duty.OUTSIDE_IMPORT)
    async with transaction():
        card = await _card(import_id, actor)
        if card.stops:
            raise refuse("OD-STOPS", stops=card.stops)
        note = Note(basis={"source": card.source, "lines": card.lines}, evidence=card.evidence)
        await move(OutsideImport, import_id, MOVES, "import", actor=actor, at=at, note=note)
        counted = await _counted(card)
        entered = await _entered(import_id)
        if not entered:
            raise refuse("OD-NONE")
        await figures.enter(entered, source=card.source, subject=f"outside_import:{import_id}", at=at)
        await ask(
            "UPDATE outside_import SET imported_at = {}, imported_by = {}, new = {}, changed = {}, unchanged = {}, "
            "unknown = {} WHERE id = {}",
            at,
            actor.name,
            *(counted.get(wanted.value, 0) for wanted in Standing),
            import_id,
        )
    return len(entered)


async def _counted(card: ImportCard) -> dict[str, int]:
    """How many lines do what at the moment of importing: another import may have come between."""
    standing = next(column.sql for column in queries.ROWS.columns if column.code == "standing")
    rows = await ask(
        f"SELECT {standing} AS standing, count(*) AS lines FROM {queries.ROWS.source} WHERE x.import_id = {{}} "
        "GROUP BY 1",
        card.id,
    )
    return {row["standing"]: row["lines"] for row in rows}


async def _entered(import_id: int) -> list[figures.Told]:
    rows = await ask(
        "SELECT enterprise_id, year, code, value, unit, month FROM outside_row "
        "WHERE import_id = {} AND enterprise_id IS NOT NULL AND value IS NOT NULL",
        import_id,
    )
    return [_told(row) for row in rows]


def _told(row: dict[str, object]) -> figures.Told:
    return figures.Told(**row)  # type: ignore[arg-type]


async def drop(import_id: int, *, actor: Actor, at: datetime) -> None:
    """Give a received file up: nothing of it was ever entered."""
    require(actor, Duty.OUTSIDE_IMPORT)
    async with transaction():
        card = await _card(import_id, actor)
        note = Note(basis={"source": card.source}, evidence=card.evidence)
        await move(OutsideImport, import_id, MOVES, "drop", actor=actor, at=at, note=note)
        await ask("UPDATE outside_import SET ended_at = {} WHERE id = {}", at, import_id)


async def take_back(import_id: int, reason: str, *, actor: Actor, at: datetime) -> None:
    """Take an import back, with the reason. What an earlier import had told of the same stands again.

    Refused: OD-UNKNOWN, OD-REASON.
    """
    require(actor, Duty.OUTSIDE_IMPORT)
    if not reason.strip():
        raise refuse("OD-REASON", field_name="reason")
    async with transaction():
        card = await _card(import_id, actor)
        note = Note(reason=reason.strip(), basis={"source": card.source}, evidence=card.evidence)
        await move(OutsideImport, import_id, MOVES, "take_back", actor=actor, at=at, note=note)
        await ask(
            "UPDATE outside_import SET ended_at = {}, reason = {} WHERE id = {}", at, reason.strip()[:500], import_id
        )
        await figures.take_back(source=card.source, subject=f"outside_import:{import_id}")
        await _stand_again(card, at)


async def _stand_again(card: ImportCard, at: datetime) -> None:
    """Of what the import had told, the newest that an earlier import still standing tells."""
    rows = await ask(
        "SELECT DISTINCT ON (x.enterprise_id, x.year, x.code, x.month) x.import_id, x.enterprise_id, x.year, x.code, "
        "x.value, x.unit, x.month FROM outside_row x JOIN outside_import i ON i.id = x.import_id "
        "JOIN outside_row was ON was.import_id = {} AND was.enterprise_id = x.enterprise_id AND was.year = x.year "
        "AND was.code = x.code AND was.month = x.month "
        "WHERE i.source = {} AND i.state = {} AND x.value IS NOT NULL AND NOT EXISTS (SELECT 1 FROM told_figure t "
        "WHERE t.enterprise_id = x.enterprise_id AND t.year = x.year AND t.source = i.source AND t.number = '' "
        "AND t.code = x.code AND t.month = x.month) "
        "ORDER BY x.enterprise_id, x.year, x.code, x.month, i.imported_at DESC, i.id DESC",
        card.id,
        card.source,
        State.IMPORTED.value,
    )
    grouped: dict[int, list[figures.Told]] = {}
    for row in rows:
        grouped.setdefault(row.pop("import_id"), []).append(_told(row))
    for import_id, told in grouped.items():
        await figures.enter(told, source=card.source, subject=f"outside_import:{import_id}", at=at)


async def _card(import_id: int, actor: Actor) -> ImportCard:
    card = await queries.import_card(import_id, actor=actor)
    if card is None:
        raise refuse("OD-UNKNOWN")
    return card
