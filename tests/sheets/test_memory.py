"""Hostile files in a process of their own: refused or read, in little memory and little time."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.records.sheets.reader import USUAL, grid_of
from tests.sheets.files import members_of
from tests.sheets.honest import POWER, honest

MOST_MEGABYTES, MOST_SECONDS = 300, 60
MAIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"
CHILD = textwrap.dedent(
    """
    import re, sys
    from domain.core.findings import Refused
    from domain.core.workbook import as_json, content_of, read
    from domain.emission_report.rules import FORMS
    from domain.records.sheets.reader import USUAL, grid_of
    book, content = FORMS["power.A22"].workbook, open(sys.argv[1], "rb").read()
    try:
        lines, findings = read(book, grid_of(content, limits=USUAL))
        as_json(content_of(lines))
    except Refused as refused:
        findings = refused.findings
    # Its own most: what `getrusage` tells begins with the memory of the process that started this one.
    most = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024
    print(most, len(content), *{one.code for one in findings})
    """
)
Pieces = Iterator[bytes]


def empty_rows() -> Pieces:
    """A million numbered rows without a cell."""
    yield MAIN
    for start in range(1, 1_048_577, 4096):
        yield b"".join(b'<row r="%d"/>' % row for row in range(start, min(start + 4096, 1_048_577)))
    yield END


def formatted_rows() -> Pieces:
    """Whole columns formatted: as many empty cells with a look as the limit of the unpacked size lets through."""
    yield MAIN
    for row in range(1, 500_001):
        yield b'<row r="%d"><c r="A%d" s="1"/><c r="B%d" s="2"/><c r="C%d" s="1"/></row>' % (row, row, row, row)
    yield END


def numbers() -> Pieces:
    """Cells that hold something, more than any report has."""
    yield MAIN
    for row in range(1, 19_001):
        cells = b"".join(b"<c><v>%d</v></c>" % (row * column % 99991) for column in range(1, 121))
        yield b'<row r="%d">' % row + cells + b"</row>"
    yield END


def one_text() -> Pieces:
    """One text of seventy megabytes, which packs to nothing."""
    yield MAIN + b'<row r="6"><c r="A6" t="inlineStr"><is><t>'
    for number in range(7_000):
        yield b"%09d " % number * 1000
    yield b"</t></is></c></row>" + END


def deep() -> Pieces:
    yield MAIN + b"<row>" * 2_000_000


def merges() -> Pieces:
    yield MAIN + b'<row r="6"><c r="A6"><v>1</v></c></row></sheetData><mergeCells>'
    for row in range(6, 300_000):
        yield b'<mergeCell ref="A%d:XFD1048576"/>' % row
    yield b"</mergeCells></worksheet>"


def attributes() -> Pieces:
    yield MAIN + b'<row r="6" '
    for number in range(400_000):
        yield b'a%d="%d" ' % (number, number)
    yield b"/>" + END


def many_texts() -> Pieces:
    """Not a sheet but the list of texts: very many."""
    yield b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    for number in range(1_500_000):
        yield b"<si><t>%d</t></si>" % number
    yield b"</sst>"


SHEET, TEXTS = "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml"
HOSTILE: tuple[tuple[str, str, Callable[[], Pieces]], ...] = (
    ("a million empty rows", SHEET, empty_rows),
    ("whole columns formatted", SHEET, formatted_rows),
    ("more cells than any report has", SHEET, numbers),
    ("one endless text", SHEET, one_text),
    ("two million levels", SHEET, deep),
    ("three hundred thousand merges", SHEET, merges),
    ("four hundred thousand attributes", SHEET, attributes),
    ("a million and a half texts", TEXTS, many_texts),
    ("the same for the styles", "xl/styles.xml", deep),
    ("the same for the book", "xl/workbook.xml", attributes),
)


@pytest.mark.slow
@pytest.mark.parametrize(("part", "pieces"), [one[1:] for one in HOSTILE], ids=[one[0] for one in HOSTILE])
def test_a_hostile_file_costs_little(tmp_path: Path, part: str, pieces: Callable[[], Pieces]) -> None:
    file = tmp_path / "hostile.xlsx"
    build(file, part, pieces())
    ran = subprocess.run(
        [sys.executable, "-c", CHILD, str(file)], capture_output=True, text=True, timeout=MOST_SECONDS, check=False
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    megabytes = int(ran.stdout.split()[0])
    print(part, pieces.__name__, ran.stdout.strip())
    assert megabytes < MOST_MEGABYTES


def build(file: Path, part: str, pieces: Pieces) -> None:
    """The honest workbook with one part of another making, streamed."""
    members = members_of(honest()[POWER].good().content)
    if part == TEXTS:
        relation = b'<Relationship Id="rIdT" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
        name = "xl/_rels/workbook.xml.rels"
        members[name] = members[name].replace(b"</Relationships>", relation)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            if name != part:
                archive.writestr(name, content)
        with archive.open(part, "w") as stream:
            for piece in pieces:
                stream.write(piece)


def test_a_million_empty_rows_are_only_empty(tmp_path: Path) -> None:
    """Nothing is wrong with them: the sheet is read as if it were empty."""
    file = tmp_path / "rows.xlsx"
    build(file, SHEET, empty_rows())
    assert grid_of(file.read_bytes(), limits=USUAL).cells("单位信息") == {}
