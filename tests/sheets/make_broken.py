"""Breaks a good workbook in every way that an upload can be broken.

`CONTAINERS` are files that must be refused as a whole, `KEPT` those of them that are kept in the corpus (`make.py`);
`broken_cells` changes single cells of a readable one.
"""

from __future__ import annotations

import gzip
import io
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from openpyxl import Workbook, load_workbook

from tests.sheets.files import always, members_of, with_members, zipped

CENTRAL_HEADER = b"PK\x01\x02"


@dataclass(frozen=True, slots=True)
class Broken:
    """One way of being broken and the code that must be told."""

    name: str
    code: str
    make: Callable[[bytes], bytes]


rezipped = with_members


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
    return members_of(good)[name]


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


def spread(good: bytes, last: str) -> bytes:
    """A workbook with one stray sign in its last cell, as a slip of the hand leaves it."""
    book = load_workbook(io.BytesIO(good))
    book.worksheets[1][last].value = "."
    return always(saved(book))


MAIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


def million_rows(good: bytes) -> bytes:
    """Empty rows to the end of the sheet, of which none says anything."""
    return rezipped(good, replace={"xl/worksheets/sheet2.xml": MAIN % (b"<row/>" * 1_048_576)})


def repeated_sheets(good: bytes) -> bytes:
    book = load_workbook(io.BytesIO(good))
    for number in range(70):
        book.create_sheet(f"附页{number}")
    return always(saved(book))


def cells_without_end(good: bytes) -> bytes:
    """More cells than any report has."""
    rows = b"".join(
        b"<row>%s</row>" % b"".join(b"<c><v>%d</v></c>" % (row * n % 9973) for n in range(390)) for row in range(530)
    )
    return rezipped(good, replace={"xl/worksheets/sheet2.xml": MAIN % rows})


def not_packed(good: bytes) -> bytes:
    return always(good, packed=False)


def without_part(good: bytes, name: str) -> bytes:
    return zipped({member_: content for member_, content in members_of(good).items() if member_ != name})


def with_sheet(good: bytes, cell: bytes) -> bytes:
    return rezipped(good, replace={"xl/worksheets/sheet2.xml": MAIN % (b'<row r="1">' + cell + b"</row>")})


LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
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
    Broken("cells without end", "SHEET-TOO-MANY-CELLS", cells_without_end),
)


def another_zip() -> bytes:
    return zipped({"word/document.xml": b"<document/>"})


# Those that weigh little and are the same wherever they are made.
KEPT: tuple[Broken, ...] = (
    Broken("nothing at all", "SHEET-EMPTY", lambda _: b""),
    Broken("a picture", "SHEET-NOT-WORKBOOK", lambda _: b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
    Broken("a letter", "SHEET-NOT-WORKBOOK", lambda _: another_zip()),
    Broken("a scan as pdf", "SHEET-PDF", lambda _: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
    Broken("csv renamed", "SHEET-TEXT-FILE", lambda _: CSV),
    Broken("csv renamed in Chinese encoding", "SHEET-TEXT-FILE", lambda _: CSV.decode().encode("gb18030")),
    Broken(
        "a page of the web renamed", "SHEET-TEXT-FILE", lambda _: b"<html><table><tr><td>1</td></tr></table></html>"
    ),
    Broken("xml of 2003", "SHEET-TEXT-FILE", lambda _: b'<?xml version="1.0"?><Workbook/>'),
    Broken("old xls", "SHEET-OLD-FORMAT", lambda _: OLE),
    Broken("et of wps", "SHEET-WPS-FORMAT", lambda _: OLE + "ETExtData".encode("utf-16-le")),
    Broken("with a password", "SHEET-ENCRYPTED", lambda _: OLE + "EncryptedPackage".encode("utf-16-le")),
    Broken("zip with a password", "SHEET-ENCRYPTED", lambda good: password_flag(always(good))),
    Broken("ods", "SHEET-OTHER-OFFICE", lambda _: zipped({"mimetype": b"ods", "content.xml": b"<x/>"})),
    Broken("xlsb", "SHEET-OTHER-OFFICE", lambda _: zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.bin": b"x"})),
    Broken("packed once more", "SHEET-ZIPPED", lambda good: zipped({"报告.xlsx": good})),
    Broken("rar", "SHEET-ZIPPED", lambda _: b"Rar!\x1a\x07\x01\x00" + bytes(20)),
    Broken("gzip", "SHEET-ZIPPED", lambda _: gzip.compress(b"x", mtime=0)),
    Broken("broken off in the middle", "SHEET-TRUNCATED", lambda good: not_packed(good)[:4000]),
    Broken("without its end", "SHEET-TRUNCATED", lambda good: not_packed(good)[:-60][:9000]),
    Broken("macros", "SHEET-MACROS", lambda good: rezipped(good, add={"xl/vbaProject.bin": b"macro"})),
    Broken("macros by type", "SHEET-MACROS", macro_free_name),
    Broken(
        "linked to another workbook",
        "SHEET-EXTERNAL-LINKS",
        lambda good: rezipped(good, add={"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}),
    ),
    Broken(
        "embedded file", "SHEET-ACTIVE-CONTENT", lambda good: rezipped(good, add={"xl/embeddings/oleObject1.bin": b"x"})
    ),
    Broken("a control", "SHEET-ACTIVE-CONTENT", lambda good: rezipped(good, add={"xl/activeX/activeX1.xml": b"<x/>"})),
    Broken(
        "connected to data", "SHEET-ACTIVE-CONTENT", lambda good: rezipped(good, add={"xl/connections.xml": b"<x/>"})
    ),
    Broken("a million empty rows", "SHEET-BOMB", million_rows),
    Broken("zip bomb", "SHEET-BOMB", lambda good: rezipped(good, add={"xl/media/image1.png": bytes(20_000_000)})),
    Broken("document type in a sheet", "SHEET-DOCTYPE", lambda good: doctype(good, "xl/worksheets/sheet2.xml")),
    Broken("document type in styles", "SHEET-DOCTYPE", lambda good: doctype(good, "xl/styles.xml")),
    Broken(
        "billion laughs",
        "SHEET-DOCTYPE",
        lambda good: rezipped(
            good,
            add={
                "xl/sharedStrings.xml": b'<!DOCTYPE x [<!ENTITY l0 "ha">'
                + LAUGHS
                + b"]><sst><si><t>&l9;</t></si></sst>"
            },
        ),
    ),
    Broken(
        "sheet is no xml",
        "SHEET-UNREADABLE",
        lambda good: rezipped(good, replace={"xl/worksheets/sheet2.xml": b"<worksheet><sheetData><row"}),
    ),
    Broken(
        "text out of range",
        "SHEET-UNREADABLE",
        lambda good: with_sheet(good, b'<c r="A1" t="s"><v>999999</v></c>'),
    ),
    Broken(
        "look out of range", "SHEET-UNREADABLE", lambda good: with_sheet(good, b'<c r="A1" s="999999"><v>1</v></c>')
    ),
    Broken(
        "a cell beyond the sheet",
        "SHEET-UNREADABLE",
        lambda good: with_sheet(good, b'<c r="ZZZ1"><v>1</v></c>'),
    ),
    Broken("sheet is not there", "SHEET-UNREADABLE", lambda good: without_part(good, "xl/worksheets/sheet2.xml")),
    Broken(
        "relations are not there", "SHEET-UNREADABLE", lambda good: without_part(good, "xl/_rels/workbook.xml.rels")
    ),
    Broken("a sign in the last row", "SHEET-TOO-MANY-ROWS", lambda good: spread(good, "A1048576")),
    Broken("a sign in the last column", "SHEET-TOO-MANY-COLUMNS", lambda good: spread(good, "XFD1")),
    Broken("seventy more sheets", "SHEET-TOO-MANY-SHEETS", repeated_sheets),
)
