"""A document as .docx by GB/T 9704-2012: A4, 37/35/28/26 mm, 22 lines of 28 characters, 仿宋 三号.

The same document gives the same bytes, on any day.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from portal.documents.kinds import Shape
from portal.documents.strokes import (
    BLACK,
    BODY,
    BODY_SIZE,
    CENTRE,
    GREY,
    KAI,
    LEFT,
    LINE,
    NOTE_LINE,
    NOTE_SIZE,
    RED,
    RIGHT,
    SONG,
    TABLE_SIZE,
    TITLE,
    TITLE_LINE,
    TITLE_SIZE,
    blank,
    child,
    fonts,
    from_right,
    kept,
    line,
    put,
    ruled,
    run,
    same_bytes,
    single,
    spaced,
    tab_right,
    table,
)
from portal.documents.text import Paper, Part

# The masthead is as large as its line allows.
MASTHEAD_SIZE, MASTHEAD_WIDTH = 42.0, 416.0
# In twentieths of a point: the height of a line, and what 28 characters of 16 points lack of room in 156 mm. Said of
# the type itself: programs differ in how they read a grid of characters.
LINE_PITCH, CHARACTER_SPACE = "579", "-4"
# The masthead of a 文件 stands 35 mm below the edge of the text; letters, receipts and certificates begin higher.
ABOVE_MASTHEAD, ABOVE_LETTER = 90.0, 32.0
MOST_IN_TITLE = 20
# Words after which a title may be broken.
WORD_ENDS = re.compile(r"年度|市场|配额|温室气体|排放报告|排放量|管理|的|）")
PAGE, MARGINS = (210, 297), {"top": 37, "bottom": 35, "left": 28, "right": 26}
HEADER, FOOTER = 15, 22


def docx_of(paper: Paper) -> bytes:
    """The file, ready for the seal."""
    made = blank()
    _page(made)
    _properties(made, paper)
    _head(made, paper)
    for part in paper.parts:
        last = _part(made, part)
    # No page bears a signature and no text.
    kept(last)
    _signature(made, paper)
    check = spaced(line(made, paper.check, size=TABLE_SIZE, indent=2), above=LINE / 3, height=NOTE_LINE)
    check.paragraph_format.keep_together = True
    check.paragraph_format.keep_with_next = paper.annex is None and bool(paper.printing)
    if paper.annex is not None:
        _annex(made, paper.annex, paper.annex_word)
    _imprint(made, paper)
    return same_bytes(made)


def _page(made: Any) -> None:
    """Size, margins, grid, page numbers, and the type of the text."""
    section = made.sections[0]
    section.page_width, section.page_height = (Mm(size) for size in PAGE)
    for side, size in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(size))
    section.header_distance, section.footer_distance = Mm(HEADER), Mm(FOOTER)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    put(grid, type="lines", linePitch=LINE_PITCH)
    made.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer, RIGHT)
    _page_number(section.even_page_footer, LEFT)
    normal = made.styles["Normal"]
    normal.font.size = Pt(BODY_SIZE)
    fonts(normal.element.get_or_add_rPr(), BODY)
    spacing = OxmlElement("w:spacing")
    put(spacing, val=CHARACTER_SPACE)
    normal.element.get_or_add_rPr().find(qn("w:sz")).addprevious(spacing)
    normal.paragraph_format.widow_control = False
    spaced(normal, height=LINE)


def _page_number(footer: Any, side: Any) -> None:
    """— 1 — at the outer edge, one character in."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = side
    edge = "right" if side is RIGHT else "left"
    put(child(paragraph._p.get_or_add_pPr(), "w:ind"), **{f"{edge}Chars": "100", edge: str(int(NOTE_SIZE * 20))})
    run(paragraph, "— ", SONG, NOTE_SIZE)
    for kind in ("begin", "PAGE", "end"):
        field = run(paragraph, "", SONG, NOTE_SIZE)._r
        if kind == "PAGE":
            told = OxmlElement("w:instrText")
            told.text = kind
        else:
            told = OxmlElement("w:fldChar")
            put(told, fldCharType=kind)
        field.append(told)
    run(paragraph, " —", SONG, NOTE_SIZE)


def _properties(made: Any, paper: Paper) -> None:
    told = made.core_properties
    told.author = told.last_modified_by = paper.signature[:255]
    told.title, told.subject, told.comments, told.keywords = paper.title[:255], paper.number, "", ""
    told.created = told.modified = datetime.combine(paper.issued_on, time(), UTC)
    told.revision = 1


def _head(made: Any, paper: Paper) -> None:
    """发文机关标志 in red, 发文字号 and 签发人, the red line, the title, 主送机关."""
    if paper.mark:
        line(made, paper.mark, BLACK, NOTE_SIZE, align=CENTRE, colour=GREY)
    size = min(MASTHEAD_SIZE, MASTHEAD_WIDTH / len(paper.masthead))
    masthead = single(line(made, paper.masthead, TITLE, size, align=CENTRE, colour=RED))
    above = ABOVE_MASTHEAD if paper.file else ABOVE_LETTER
    spaced(masthead, above=above - (LINE if paper.mark else 0))
    _numbered(made, paper)
    _title(made, paper.title, LINE if paper.file else LINE / 2)
    if paper.addressee:
        line(made, paper.addressee)


def _title(made: Any, text: str, room: float) -> None:
    """The title in lines of about one length, broken where a word ends."""
    lines = balanced(text, MOST_IN_TITLE)
    for place, each in enumerate(lines):
        above, below = room if place == 0 else 0, LINE / 2 if place == len(lines) - 1 else 0
        kept(spaced(line(made, each, TITLE, TITLE_SIZE, align=CENTRE), above=above, below=below, height=TITLE_LINE))


def balanced(text: str, most: int) -> list[str]:
    """A title in as few lines as it needs, none much shorter than the others.

    >>> balanced("关于公布2024年度全国碳排放权交易市场重点排放单位名录的公告", 20)
    ['关于公布2024年度全国碳排放权交易市场', '重点排放单位名录的公告']
    """
    if len(text) <= most:
        return [text]
    count = -(-len(text) // most)
    middle = len(text) // count
    ends = [found.end() for found in WORD_ENDS.finditer(text) if len(text) - most * (count - 1) <= found.end() <= most]
    cut = min(ends, key=lambda end: abs(end - middle), default=most)
    return [text[:cut], *balanced(text[cut:], most)]


def _numbered(made: Any, paper: Paper) -> None:
    """The number in the middle, or on the left with whoever signs on the right; under it the red line."""
    number = spaced(made.add_paragraph(), above=LINE if paper.file else LINE / 2)
    if paper.signer:
        label, colon, name = paper.signer.partition("：")
        run(tab_right(number), f"　{paper.number}\t{label}{colon}")
        run(number, f"{name}　", KAI)
    else:
        number.alignment = CENTRE
        run(number, paper.number)
    ruled(number, "bottom", "D90000", eighths=16, room=8)


def _part(made: Any, part: Part) -> Any:
    """Draw a part; answers its last paragraph."""
    if part.table is not None:
        return table(made, part.table)
    if part.shape is Shape.HEADING:
        return kept(line(made, part.text, BLACK, indent=2))
    return line(made, part.text, indent=2)


def _signature(made: Any, paper: Paper) -> None:
    """发文机关署名, 成文日期 four characters from the right, the place of the seal."""
    above = LINE * 2 if paper.printing else LINE / 2
    kept(spaced(from_right(line(made, paper.signature, align=RIGHT), 2), above=above))
    kept(from_right(line(made, paper.day, align=RIGHT), 4))
    seal = from_right(line(made, paper.seal, KAI, TABLE_SIZE, align=RIGHT, colour=GREY), 5)
    kept(spaced(seal, height=NOTE_LINE))


def _annex(made: Any, annex: Part, word: str) -> None:
    """附件, on a page of its own."""
    line(made, word, BLACK).paragraph_format.page_break_before = True
    _title(made, annex.text, LINE)
    if annex.table is not None:
        table(made, annex.table)


def _imprint(made: Any, paper: Paper) -> None:
    """版记: who gets copies, who printed it and when, between lines."""
    if not paper.printing:
        return
    if paper.copies:
        copies = kept(spaced(line(made, f"　{paper.copies}", size=NOTE_SIZE), above=LINE * 2))
        ruled(copies, "top", eighths=8)
    printing = tab_right(line(made, f"　{paper.signature}\t{paper.printing}　", size=NOTE_SIZE))
    spaced(printing, above=0 if paper.copies else LINE * 2)
    ruled(ruled(printing, "top", eighths=4 if paper.copies else 8), "bottom", eighths=8)
