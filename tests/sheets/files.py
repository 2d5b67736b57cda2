"""Workbooks as files that can be kept: the same content makes the same file, whenever and wherever it is made."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Collection, Mapping

from openpyxl import Workbook, load_workbook

ALWAYS = (1980, 1, 1, 0, 0, 0)
CORE, THEME = "docProps/core.xml", "xl/theme/theme1.xml"
TYPES, RELATIONS = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
_OF_THEME = re.compile(rb"<(Override|Relationship)\b[^>]*theme[^>]*/>")
# Who made it, and nothing that changes from day to day.
CORE_CONTENT = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<cp:coreProperties '
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>portal</dc:creator></cp:coreProperties>'
)
Change = Callable[[Workbook], object]


def always(content: bytes, *, packed: bool = True) -> bytes:
    """The same zip with fixed dates, without the day on which it was saved and without colours to choose from."""
    members = members_of(content)
    if CORE in members:
        members[CORE] = CORE_CONTENT
    if members.pop(THEME, None):
        for name in (TYPES, RELATIONS):
            members[name] = _OF_THEME.sub(b"", members[name])
    return zipped(members, packed=packed)


def members_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(members: Mapping[str, bytes], *, packed: bool = True) -> bytes:
    """A zip of these members in their order. `packed=False`: the bytes stand as they are, whatever packs elsewhere."""
    kept = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(kept, "w", method, compresslevel=9 if packed else None) as archive:
        for name, content in members.items():
            about = zipfile.ZipInfo(name, ALWAYS)
            about.compress_type, about.create_system = method, 0
            archive.writestr(about, content)
    return kept.getvalue()


def changed(content: bytes, change: Change) -> bytes:
    """The workbook after somebody has changed it in a spreadsheet."""
    book = load_workbook(io.BytesIO(content))
    change(book)
    kept = io.BytesIO()
    book.save(kept)
    return always(kept.getvalue())


def lean(content: bytes, sheets: Collection[str] = ()) -> bytes:
    """The same cells without looks, as a system writes a workbook, of all sheets or of those named.

    What is kept of the corpus weighs little.
    """
    source, made = load_workbook(io.BytesIO(content)), Workbook()
    made.remove(made.worksheets[0])
    for page in (each for each in source.worksheets if not sheets or each.title in sheets):
        copy = made.create_sheet(page.title)
        for row in page.iter_rows():
            for cell in row:
                if cell.value is not None:
                    put = copy.cell(cell.row, cell.column, cell.value)
                    put.data_type = cell.data_type
    kept = io.BytesIO()
    made.save(kept)
    return always(kept.getvalue())


_INLINE = re.compile(rb'<c ([^>]*?) ?t="inlineStr"><is><t[^>]*>(.*?)</t></is></c>', re.DOTALL)
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHARED = "xl/sharedStrings.xml"


def shared(content: bytes) -> bytes:
    """The same workbook with its texts in one list, as spreadsheet programs keep them; every second one in two runs,
    with its reading above it."""
    texts: dict[bytes, int] = {}

    def numbered(found: re.Match[bytes]) -> bytes:
        return b'<c %s t="s"><v>%d</v></c>' % (found[1], texts.setdefault(found[2], len(texts)))

    members = {
        name: _INLINE.sub(numbered, kept) if name.startswith("xl/worksheets/") else kept
        for name, kept in members_of(content).items()
    }
    items = b"".join(_item(text, number) for text, number in texts.items())
    members[_SHARED] = b'<sst xmlns="%s" count="%d">%s</sst>' % (_MAIN, len(texts), items)
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = b'<Relationship Id="rIdTexts" Type="%s" Target="sharedStrings.xml"/></Relationships>' % kind
    members[RELATIONS] = members[RELATIONS].replace(b"</Relationships>", relation)
    named = b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    members[TYPES] = members[TYPES].replace(b"</Types>", named + b'spreadsheetml.sharedStrings+xml"/></Types>')
    return zipped(members)


def _item(text: bytes, number: int) -> bytes:
    # A character of several bytes, or of markup, is not cut.
    if number % 2 or not text.isascii() or b"&" in text or len(text) < 2:
        reading = '<rPh sb="0" eb="1"><t>注音</t></rPh>'.encode() if number % 2 else b""
        return b'<si><t xml:space="preserve">%s</t>%s</si>' % (text, reading)
    return b"<si><r><t>%s</t></r><r><rPr><b/></rPr><t>%s</t></r></si>" % (text[:1], text[1:])


def with_members(
    content: bytes, *, replace: Mapping[str, bytes] | None = None, add: Mapping[str, bytes] | None = None
) -> bytes:
    """The same zip with some members replaced or added."""
    members = {name: (replace or {}).get(name, kept) for name, kept in members_of(content).items()}
    return zipped({**members, **(add or {})})


def same(one: bytes, other: bytes) -> bool:
    """Whether two files are the same; of two zips the members count, for packing differs between machines."""
    if one == other:
        return True
    try:
        return members_of(one) == members_of(other)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, KeyError):
        return False
