"""Breaks a good workbook in every way that an upload can be broken.

`CONTAINERS` are files that must be refused as a whole; `broken_cells` changes single cells of a readable one.
Run as a script it writes the whole corpus into a folder, to try it by hand:

    python -m tests.sheets.make_broken good.xlsx FOLDER
"""

from __future__ import annotations

import io
import struct
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook, load_workbook

CENTRAL_HEADER = b"PK\x01\x02"


@dataclass(frozen=True, slots=True)
class Broken:
    """One way of being broken and the code that must be told."""

    name: str
    code: str
    make: Callable[[bytes], bytes]


def rezipped(
    good: bytes, *, replace: Mapping[str, bytes] | None = None, add: Mapping[str, bytes] | None = None
) -> bytes:
    """The same zip with some members replaced or added."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, (replace or {}).get(name, source.read(name)))
        for name, content in (add or {}).items():
            target.writestr(name, content)
    return kept.getvalue()


def broken_cells(good: bytes, cells: Mapping[tuple[str, str], object]) -> bytes:
    """The same workbook with some cells overwritten, as a filer would in a spreadsheet."""
    book = load_workbook(io.BytesIO(good))
    for (sheet, cell), value in cells.items():
        book[sheet][cell].value = value
    return saved(book)


def without_sheet(good: bytes, title: str) -> bytes:
    book = load_workbook(io.BytesIO(good))
    del book[title]
    return saved(book)


def renamed_sheet(good: bytes, title: str, new_title: str) -> bytes:
    book = load_workbook(io.BytesIO(good))
    book[title].title = new_title
    return saved(book)


def saved(book: Workbook) -> bytes:
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def member(good: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        return archive.read(name)


def many_rows(_: bytes, rows: int = 100_000) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("燃料")
    for row in range(rows):
        sheet.append([row])
    return saved(book)


def many_columns(_: bytes) -> bytes:
    book = Workbook(write_only=True)
    book.create_sheet("燃料").append([1] * 2000)
    return saved(book)


def many_sheets(_: bytes) -> bytes:
    book = Workbook(write_only=True)
    for number in range(80):
        book.create_sheet(f"表{number}")
    return saved(book)


def macro_free_name(good: bytes) -> bytes:
    """Macros announced by the content type alone."""
    types = member(good, "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    return rezipped(good, replace={"[Content_Types].xml": types})


def doctype(good: bytes, part: str) -> bytes:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    content = member(good, part)
    start = content.find(b"?>") + 2 if content.startswith(b"<?xml") else 0
    return rezipped(good, replace={part: content[:start] + bomb + content[start:]})


def lying_directory(good: bytes) -> bytes:
    """The directory states a much smaller unpacked size than the member has."""
    changed = bytearray(good)
    where = changed.find(CENTRAL_HEADER)
    while where >= 0:
        length = struct.unpack_from("<H", changed, where + 28)[0]
        if changed[where + 46 : where + 46 + length] == b"xl/worksheets/sheet2.xml":
            struct.pack_into("<I", changed, where + 24, 64)
        where = changed.find(CENTRAL_HEADER, where + 4)
    return bytes(changed)


def password_flag(good: bytes) -> bytes:
    """Every member of the zip marked as encrypted, in the directory and in front of the member."""
    changed = bytearray(good)
    for header, offset in ((CENTRAL_HEADER, 8), (b"PK\x03\x04", 6)):
        where = changed.find(header)
        while where >= 0:
            changed[where + offset] |= 1
            where = changed.find(header, where + 4)
    return bytes(changed)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
CSV = "机组,月份,消耗量\n1,1,1000\n".encode()

CONTAINERS: tuple[Broken, ...] = (
    Broken("empty", "SHEET-EMPTY", lambda _: b""),
    Broken("too large", "SHEET-TOO-LARGE", lambda good: good + bytes(11 * 1024 * 1024)),
    Broken("a picture", "SHEET-NOT-WORKBOOK", lambda _: b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
    Broken("another zip", "SHEET-NOT-WORKBOOK", lambda _: another_zip()),
    Broken("csv renamed", "SHEET-TEXT-FILE", lambda _: CSV),
    Broken("csv renamed, Chinese encoding", "SHEET-TEXT-FILE", lambda _: CSV.decode().encode("gb18030")),
    Broken("html renamed", "SHEET-TEXT-FILE", lambda _: b"<html><table><tr><td>1</td></tr></table></html>"),
    Broken("old .xls", "SHEET-OLD-FORMAT", lambda _: OLE),
    Broken("encrypted workbook", "SHEET-ENCRYPTED", lambda _: OLE + "EncryptedPackage".encode("utf-16-le")),
    Broken("encrypted zip", "SHEET-ENCRYPTED", password_flag),
    Broken("truncated", "SHEET-TRUNCATED", lambda good: good[: len(good) // 2]),
    Broken("macros", "SHEET-MACROS", lambda good: rezipped(good, add={"xl/vbaProject.bin": b"macro"})),
    Broken("macros by type", "SHEET-MACROS", macro_free_name),
    Broken(
        "external links",
        "SHEET-EXTERNAL-LINKS",
        lambda good: rezipped(good, add={"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}),
    ),
    Broken(
        "embedded file", "SHEET-ACTIVE-CONTENT", lambda good: rezipped(good, add={"xl/embeddings/oleObject1.bin": b"x"})
    ),
    Broken("zip bomb", "SHEET-BOMB", lambda good: rezipped(good, add={"xl/media/image1.png": bytes(30_000_000)})),
    Broken(
        "many members", "SHEET-BOMB", lambda good: rezipped(good, add={f"xl/media/{n}.png": b"x" for n in range(500)})
    ),
    Broken("lying directory", "SHEET-UNREADABLE", lying_directory),
    Broken("document type in a sheet", "SHEET-DOCTYPE", lambda good: doctype(good, "xl/worksheets/sheet2.xml")),
    Broken("document type in styles", "SHEET-DOCTYPE", lambda good: doctype(good, "xl/styles.xml")),
    Broken(
        "sheet is no XML",
        "SHEET-UNREADABLE",
        lambda good: rezipped(good, replace={"xl/worksheets/sheet2.xml": b"<worksheet><sheetData><row"}),
    ),
    Broken(
        "nonsense in a cell",
        "SHEET-UNREADABLE",
        lambda good: rezipped(
            good,
            replace={
                "xl/worksheets/sheet2.xml": b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                b'<sheetData><row r="1"><c r="A1" t="s"><v>999999</v></c></row></sheetData></worksheet>'
            },
        ),
    ),
    Broken("100,000 rows", "SHEET-TOO-MANY-ROWS", many_rows),
    Broken("2,000 columns", "SHEET-TOO-MANY-COLUMNS", many_columns),
    Broken("80 sheets", "SHEET-TOO-MANY-SHEETS", many_sheets),
)


def another_zip() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    return kept.getvalue()


def main(good: str, folder: str) -> None:
    content = Path(good).read_bytes()
    Path(folder).mkdir(parents=True, exist_ok=True)
    for broken in CONTAINERS:
        Path(folder, f"{broken.name.replace(' ', '_').replace(',', '')}.xlsx").write_bytes(broken.make(content))


if __name__ == "__main__":
    main(*sys.argv[1:3])
