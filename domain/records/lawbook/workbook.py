"""One sheet of provisions: described once, made as a blank with last values, and read back. Pure.

The same sheet brings a new plan's values and the final values of a draft. An empty value is no mistake: it is missing,
and nothing is proposed for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from domain.core.findings import Finding, Place
from domain.core.law import Confidence, Provision
from domain.core.workbook import Choice, Column, Kind, Layout, Line, Lines, Note, Sheet, Workbook
from domain.records.lawbook.rules import Change, Enacted, Entry, change, preceding

MOST_ROWS = 2000
CONFIDENCES = (
    Choice(Confidence.FOUND.value, "已核对原文", "read in the rule"),
    Choice(Confidence.MEMORY.value, "凭记忆", "from memory"),
    Choice(Confidence.INFERRED.value, "推断", "inferred"),
    Choice(Confidence.DRAFT.value, "征求意见稿", "draft"),
)
_AS_PRINTED = Note(
    "与规则原文逐字一致，包括末尾的零；日期如 2026-12-31，修约如 half_up:2。留空即暂不录入。",
    "Exactly as the rule prints it, zeros at the end too; a day as 2026-12-31, a rounding as half_up:2. "
    "Leave it empty where there is no value yet.",
)
VALUES = Sheet(
    "values",
    "条款",
    "Provisions",
    Layout.ROWS,
    (
        Column("subject", "类别", "Subject", required=True, locked=True),
        Column("key", "键名", "Key", required=True, locked=True, width=36),
        Column("meaning", "内容", "Meaning", locked=True, width=44),
        Column("unit", "单位", "Unit", required=True, locked=True),
        Column("last", "前值（对照）", "Value before, to compare", locked=True),
        Column("value", "新值", "New value", note=_AS_PRINTED),
        Column("from", "生效日", "In force from", Kind.DATE, required=True),
        Column("until", "失效日", "In force until", Kind.DATE),
        Column("citation", "出处：文件与条款", "Citation: document and article", width=48),
        Column("confidence", "把握程度", "How well it is known", Kind.CHOICE, choices=CONFIDENCES),
        Column("instrument", "文号", "Number of the document", width=28),
        Column("note", "说明", "Note", width=28),
    ),
    most_rows=MOST_ROWS,
    notes=(
        Note("每行一个值。灰色单元格由门户填写。", "One value a line. Grey cells are filled in by the portal."),
        Note(
            "上传后先预览，与前值对照；确认无误再一并提出，由另一人确认后生效。",
            "After the upload you see every value beside the one before; then all are proposed together, and are law "
            "when another official confirms them.",
        ),
    ),
)
WORKBOOK = Workbook("law.provisions", "1", "条款录入表", "Sheet of provisions", (VALUES,))


class Fate(StrEnum):
    """What a line of the sheet comes to."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    RUNNING = "running"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the sheet beside the book: what it would replace or follow, and what becomes of it.

    RUNNING: the value of before is in force without an end and stays the same, so there is nothing to propose.
    """

    key: str
    fate: Fate
    change: Change | None
    entry: Entry | None = None

    @property
    def proposes(self) -> bool:
        return self.entry is not None and self.fate is not Fate.RUNNING


def prefilled(
    rows: Iterable[tuple[str, Provision]],
    meanings: Mapping[str, str],
    begins: date | None,
    until: date | None,
    citation: str = "",
    instrument: str = "",
) -> list[dict[str, object]]:
    """The lines of a blank: keys with the values of before, and the days for which new ones are asked.

    What was in force without an end is asked for without one. Without `begins` each line keeps the days of the value
    that it is to correct.
    """
    return [
        {
            "subject": subject,
            "key": one.key,
            "meaning": meanings.get(one.key, one.key),
            "unit": one.unit,
            "last": one.value,
            "from": begins or one.in_force_from,
            "until": until if begins and one.in_force_until else one.in_force_until,
            "citation": citation,
            "confidence": Confidence.FOUND.value,
            "instrument": instrument,
        }
        for subject, one in rows
    ]


def asked_for(
    book: Sequence[Enacted], subjects: Iterable[str], instrument: str, begins: date
) -> list[tuple[str, Provision]]:
    """The keys of subjects, or of an instrument, with their last value before a day; not those that have one since."""
    chosen = set(subjects)
    keys = {row.provision.key for row in book if row.subject in chosen or row.provision.instrument == instrument != ""}
    later = {row.provision.key for row in book if row.provision.in_force_from >= begins}
    last: dict[str, tuple[str, Provision]] = {}
    for row in book:
        one = row.provision
        if one.key in keys - later and one.in_force_from < begins:
            held = last.get(one.key)
            last[one.key] = (row.subject, one) if held is None or held[1].in_force_from < one.in_force_from else held
    return list(last.values())


def entries_of(lines: Lines) -> Iterator[tuple[str, Entry | None]]:
    """Key and entry of each line; none without a value or a first day, which the reader then has told."""
    for line in lines.rows(VALUES.key):
        begins = line.day("from")
        yield line.text("key"), _entry(line, begins) if line.text("value") and begins else None


def _entry(line: Line, begins: date) -> Entry:
    names = ("key", "value", "unit", "citation", "instrument", "note")
    key, value, unit, citation, instrument, note = (line.text(name) for name in names)
    confidence = Confidence(line.text("confidence") or Confidence.INFERRED)
    provision = Provision(key, value, unit, begins, line.day("until"), citation, confidence, instrument, note)
    places = {column.key: line.place(column.key) for column in VALUES.columns}
    return Entry(line.text("subject"), provision, places=places)


def unsaid(lines: Lines, found: Iterable[Finding]) -> Iterator[Finding]:
    """SHEET-REQUIRED: a line with a value says how well it is known. What else is missing the lawbook tells."""
    column, told = VALUES.column("confidence"), {finding.place for finding in found}
    for line in lines.rows(VALUES.key):
        if line.text("value") and not line.text("confidence") and line.place("confidence") not in told:
            facts = {"column": column.title_zh, "column_en": column.title_en}
            yield Finding("SHEET-REQUIRED", place=line.place("confidence"), facts=facts)


def compared(key: str, entry: Entry | None, book: Sequence[Enacted]) -> Row:
    """A line beside the value that it would replace or follow."""
    if entry is None:
        return Row(key, Fate.MISSING, None)
    old = preceding(entry.provision, book, entry.corrects)
    told = change(old, entry.provision)
    if old is None:
        return Row(key, Fate.NEW, told, entry)
    if not told.same:
        return Row(key, Fate.CHANGED, told, entry)
    running = entry.corrects is None and old.in_force_until is None
    return Row(key, Fate.RUNNING if running else Fate.UNCHANGED, told, entry)


def correcting(entry: Entry, drafts: Mapping[tuple[str, date], Enacted]) -> Entry | Finding:
    """The entry as a correction of the draft of its key and days; LAW-NOT-DRAFT where there is none."""
    one = entry.provision
    draft = drafts.get((one.key, one.in_force_from))
    if draft is None:
        facts = {"key": one.key, "begins": one.in_force_from.isoformat()}
        return Finding("LAW-NOT-DRAFT", place=entry.places.get("key", Place(one.key)), facts=facts)
    return replace(entry, corrects=draft.id)
