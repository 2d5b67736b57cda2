"""The small parts of a workbook that say what its sheets mean: their names, its texts, its formats of days."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import IO
from xml.etree import ElementTree
from xml.parsers import expat

from domain.core.findings import refuse

BOOK = "xl/workbook.xml"
_BOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
# No cell of a spreadsheet program holds more; what is longer was made by hand.
MOST_TEXT = 32_767
_RELATION_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
# Formats that need no text of their own: days and times of every edition, those of Chinese editions among them.
_BUILT_IN_DAYS = frozenset((*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58))
_BUILT_IN_TIMES = frozenset((*range(18, 22), *range(32, 36), 45, 46, 47, 55, 56))
_BUILT_IN_SHARES = frozenset((9, 10))
# What a format says literally is no pattern: quoted words, escaped signs, padding, colours and conditions.
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_OF_DAYS = re.compile(r"[dye]", re.IGNORECASE)
_OF_TIMES = re.compile(r"[hms]", re.IGNORECASE)


class Shown(Enum):
    """What a number format makes of a number."""

    NUMBER = auto()
    SHARE = auto()
    DAY = auto()
    TIME = auto()


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One sheet of cells: its title, its part of the zip, whether it is hidden."""

    title: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Book:
    """What all sheets share. `from_1904`: days are counted from 1904, as old Macintosh editions did."""

    sheets: tuple[SheetPart, ...]
    texts: tuple[str, ...]
    formats: tuple[Shown, ...]
    from_1904: bool


def refuse_doctype(*_: object) -> None:
    """A workbook has no document type; whoever writes one wants entities expanded."""
    raise refuse("SHEET-DOCTYPE")


def plain_parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_doctype
    return parser


def book_of(archive: zipfile.ZipFile) -> Book:
    """The book's own parts. Raises what `zipfile`, `expat` and look-ups raise where the file is damaged."""
    check_parts(archive)
    relations = [
        (each.get("Id", ""), each.get("Type", "").rpartition("/")[2], _part(each.get("Target", "")))
        for each in _tree(archive, _BOOK_RELATIONS)
    ]
    parts = {kind: part for _, kind, part in reversed(relations)}
    book = _tree(archive, BOOK)
    return Book(
        tuple(_sheets(book, {name: part for name, _, part in relations})),
        _texts(archive, parts.get("sharedStrings", "")),
        tuple(_formats(archive, parts.get("styles", ""))),
        any(each.get("date1904") in ("1", "true") for each in book.iter() if _local(each.tag) == "workbookPr"),
    )


def check_parts(archive: zipfile.ZipFile) -> None:
    """No part but the sheets (which have their own reader) may carry a document type.

    Macros may hide under another name: then the list of contents tells of them.
    """
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")) and not name.startswith("xl/worksheets/sheet"):
            with archive.open(name) as stream:
                plain_parser().ParseFile(stream)
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise refuse("SHEET-MACROS")


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _sheets(book: ElementTree.Element, parts: dict[str, str]) -> Iterator[SheetPart]:
    for sheet in book.iter():
        if _local(sheet.tag) != "sheet":
            continue
        relation = next((sheet.get(name, "") for name in _RELATION_IDS if sheet.get(name)), "")
        part = parts.get(relation, "")
        # A sheet of charts holds no cells.
        if part.startswith("xl/worksheets/"):
            yield SheetPart(sheet.get("name", ""), part, sheet.get("state", "visible") != "visible")


def _tree(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    """A small part as a tree. `check_parts` has made sure that it declares no entities."""
    return ElementTree.fromstring(archive.read(part))  # noqa: S314


def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _texts(archive: zipfile.ZipFile, part: str) -> tuple[str, ...]:
    if part not in archive.namelist():
        return ()
    with archive.open(part) as stream:
        return tuple(_SharedTexts().read(stream))


class _SharedTexts:
    """The texts that cells name by number. Readings printed above characters (phonetic runs) are no part of a text."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._pieces: list[str] = []
        self._length = 0
        self._in_text = self._in_reading = False

    def read(self, stream: IO[bytes]) -> list[str]:
        parser = plain_parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.ParseFile(stream)
        return self._texts

    def _start(self, name: str, _: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "si":
            self._pieces, self._length = [], 0
        elif name == "rPh":
            self._in_reading = True
        elif name == "t":
            self._in_text = not self._in_reading

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "si":
            self._texts.append("".join(self._pieces)[:MOST_TEXT])
        elif name == "rPh":
            self._in_reading = False
        elif name == "t":
            self._in_text = False

    def _characters(self, text: str) -> None:
        if self._in_text and self._length < MOST_TEXT:
            self._pieces.append(text)
            self._length += len(text)


def _formats(archive: zipfile.ZipFile, part: str) -> Iterator[Shown]:
    """What each cell format makes of a number, in the order in which cells name them."""
    if part not in archive.namelist():
        return
    styles = _tree(archive, part)
    own = {
        each.get("numFmtId", ""): _shown_by(each.get("formatCode", ""))
        for each in styles.iter()
        if _local(each.tag) == "numFmt"
    }
    for table in styles:
        if _local(table.tag) == "cellXfs":
            for each in table:
                number = each.get("numFmtId", "0")
                yield own.get(number) or _built_in(int(number))


def _built_in(number: int) -> Shown:
    if number in _BUILT_IN_DAYS:
        return Shown.DAY
    if number in _BUILT_IN_TIMES:
        return Shown.TIME
    return Shown.SHARE if number in _BUILT_IN_SHARES else Shown.NUMBER


def _shown_by(code: str) -> Shown:
    """What a format code makes of a number; the first of its sections is the one for positive numbers."""
    pattern = _LITERAL.sub("", code).partition(";")[0]
    if pattern.strip().lower() in ("", "general", "@"):
        return Shown.NUMBER
    if _OF_DAYS.search(pattern.replace("E+", "").replace("E-", "").replace("e+", "").replace("e-", "")):
        return Shown.DAY
    if _OF_TIMES.search(pattern.replace("General", "")):
        return Shown.TIME
    return Shown.SHARE if "%" in pattern else Shown.NUMBER
