"""What a .docx by GB/T 9704 is drawn with: runs, lines, tables, rules, and the file in bytes that never vary."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from docx import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from portal.documents.text import Table

# Named, never carried along: the machine that prints has them.
BODY, TITLE, BLACK, KAI, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
WESTERN = "Times New Roman"
# Sizes in points: 三号, 二号, 四号, 小四, 五号, 小五.
BODY_SIZE, TITLE_SIZE, NOTE_SIZE, TABLE_SIZE, SMALL_SIZE, LEAST_SIZE = 16.0, 22.0, 14.0, 12.0, 10.5, 9.0
# 22 lines in 225 mm; lines of a title and of a table.
LINE, TITLE_LINE, NOTE_LINE, TABLE_LINE = 28.95, 34.0, 20.0, 17.0
INK, RED, GREY = RGBColor(0, 0, 0), RGBColor(0xD9, 0x00, 0x00), RGBColor(0x59, 0x59, 0x59)
# Between text and table, in points; widths in a table, in millimetres.
GAP = 9.0
FIGURE_WIDTH, CELL_MARGINS, NUMBER_WIDTH, LEAST_WIDTH = 1.75, 4.2, 9.0, 15.0
MANY_COLUMNS = 6
TEXT_WIDTH, LABEL_WIDTH, BLANK_HEIGHT = 156, 68, 12
LEFT, CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def run(paragraph: Any, text: str, font: str = BODY, size: float = 0.0, colour: RGBColor = INK) -> Any:
    """Text in a font named for Chinese and one for the rest."""
    made = paragraph.add_run(text)
    fonts(made._r.get_or_add_rPr(), font)
    if size:
        made.font.size = Pt(size)
    if colour is not INK:
        made.font.color.rgb = colour
    return made


def fonts(properties: Any, font: str) -> None:
    named = properties.get_or_add_rFonts()
    put(named, ascii=WESTERN, hAnsi=WESTERN, cs=WESTERN, eastAsia=font)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        named.attrib.pop(qn(f"w:{theme}"), None)


def line(
    made: Any,
    text: str,
    font: str = BODY,
    size: float = 0.0,
    *,
    align: WD_ALIGN_PARAGRAPH | None = None,
    indent: int = 0,
    colour: RGBColor = INK,
) -> Any:
    """A paragraph; `indent` are the characters by which its first line stands in."""
    paragraph = made.add_paragraph()
    if align is not None:
        paragraph.alignment = align
    if indent:
        width = str(int(indent * (size or BODY_SIZE) * 20))
        put(child(paragraph._p.get_or_add_pPr(), "w:ind"), firstLineChars=str(indent * 100), firstLine=width)
    run(paragraph, text, font, size, colour)
    return paragraph


def spaced(paragraph: Any, *, above: float = 0.0, below: float = 0.0, height: float = 0.0) -> Any:
    """Room above and below, and the height of its lines, in points."""
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(above), Pt(below)
    if height:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(height)
        put(child(paragraph._element.get_or_add_pPr(), "w:snapToGrid"), val="0")
    return paragraph


def single(paragraph: Any) -> Any:
    """Lines as high as their type: for type larger than the grid."""
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    return paragraph


def kept(paragraph: Any) -> Any:
    """On the same page as what follows."""
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def from_right(paragraph: Any, characters: int) -> Any:
    put(
        child(paragraph._p.get_or_add_pPr(), "w:ind"),
        rightChars=str(characters * 100),
        right=str(int(characters * BODY_SIZE * 20)),
    )
    return paragraph


def tab_right(paragraph: Any) -> Any:
    """A tab that ends at the right margin."""
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    return paragraph


def ruled(paragraph: Any, side: str, colour: str = "000000", eighths: int = 6, room: int = 4) -> Any:
    """A line over or under a paragraph, as wide as the text; `eighths` of a point thick."""
    borders = child(paragraph._p.get_or_add_pPr(), "w:pBdr")
    put(child(borders, f"w:{side}"), val="single", sz=str(eighths), space=str(room), color=colour)
    return paragraph


def table(made: Any, told: Table) -> Any:
    """Rows under a header that is repeated on every page, or labels with their values; answers the gap below."""
    columns = len(told.header) or 2
    spaced(made.add_paragraph(), height=GAP)
    drawn = made.add_table(rows=0, cols=columns)
    drawn.style = "Table Grid"
    drawn.alignment = WD_TABLE_ALIGNMENT.CENTER
    drawn.autofit = False
    widths = _widths(told, columns)
    for place, column in enumerate(drawn.columns):
        column.width = Mm(widths[place])
    if told.header:
        header = drawn.add_row()
        put(child(header._tr.get_or_add_trPr(), "w:tblHeader"), val="true")
        _cells(header, told.header, widths, BLACK, (CENTRE,) * columns)
    for values in told.rows:
        row = drawn.add_row()
        put(child(row._tr.get_or_add_trPr(), "w:cantSplit"), val="true")
        if told.blank:
            row.height, row.height_rule = Mm(BLANK_HEIGHT), WD_ROW_HEIGHT_RULE.AT_LEAST
        sides = tuple(RIGHT if figure else LEFT for figure in told.figures) or (LEFT,) * columns
        _cells(row, values, widths, BODY, sides)
    return spaced(made.add_paragraph(), height=GAP)


def _widths(told: Table, columns: int) -> tuple[float, ...]:
    """Labels have their own width. In a table figures get what they need, and texts share what is left."""
    if not told.header:
        return LABEL_WIDTH, TEXT_WIDTH - LABEL_WIDTH
    longest = [max((_wide(row[place]) for row in told.rows), default=1) for place in range(columns)]
    needed = {
        place: max(longest[place] * FIGURE_WIDTH + CELL_MARGINS, LEAST_WIDTH)
        for place in range(columns)
        if told.figures[place]
    }
    needed[0] = NUMBER_WIDTH
    shared = [0 if place in needed else min(max(longest[place], 8), 30) for place in range(columns)]
    left = max(TEXT_WIDTH - sum(needed.values()), 0)
    return tuple(needed.get(place) or left * shared[place] / (sum(shared) or 1) for place in range(columns))


def _wide(text: str) -> int:
    """How wide a text is, in half characters."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)


def _cells(
    row: Any, values: tuple[str, ...], widths: tuple[float, ...], font: str, sides: tuple[WD_ALIGN_PARAGRAPH, ...]
) -> None:
    for cell, value, width, side in zip(row.cells, values, widths, sides, strict=True):
        cell.width = Mm(width)
        paragraph = spaced(cell.paragraphs[0], above=1, below=1, height=TABLE_LINE)
        paragraph.alignment = side
        run(paragraph, value, font, _size(len(values)))
        cell.vertical_alignment = 1


def _size(columns: int) -> float:
    """The more columns, the smaller the type."""
    if columns == 2:
        return TABLE_SIZE
    return SMALL_SIZE if columns < MANY_COLUMNS else LEAST_SIZE


def child(parent: Any, tag: str) -> Any:
    """The child of that name, made where it lacks, in the place that the format asks for."""
    found = parent.find(qn(tag))
    if found is None:
        found = OxmlElement(tag)
        put_in_order(parent, found)
    return found


# The order in which the format wants the children of a paragraph's properties.
_NAMES = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs",
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd",
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment",
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
)
_ORDER = [qn(f"w:{name}") for names in _NAMES for name in names.split()]


def put_in_order(parent: Any, made: Any) -> None:
    if made.tag in _ORDER:
        later = set(_ORDER[_ORDER.index(made.tag) + 1 :])
        for place, other in enumerate(parent):
            if other.tag in later:
                parent.insert(place, made)
                return
    parent.append(made)


def put(element: Any, **values: str) -> None:
    for name, value in values.items():
        element.set(qn(f"w:{name}"), value)


def blank() -> Any:
    """An empty file."""
    return Document()


def same_bytes(made: Any) -> bytes:
    """The file with no time of its making inside."""
    written, kept_in = io.BytesIO(), io.BytesIO()
    made.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(kept_in, "w") as target:
        for entry in source.infolist():
            told = zipfile.ZipInfo(entry.filename, _ZIP_TIME)
            told.compress_type, told.create_system = zipfile.ZIP_DEFLATED, 3
            target.writestr(told, source.read(entry.filename))
    return kept_in.getvalue()
