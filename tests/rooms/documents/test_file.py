"""The .docx by GB/T 9704: its page, its fonts, its text, and that the same document gives the same bytes."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile

import pytest
from docx import Document
from docx.shared import Mm

from domain.records.documents.rules import Kind
from portal.documents.layout import balanced, docx_of
from portal.documents.text import paper_of
from tests.rooms.documents.sample import document


def made(kind: Kind, **facts: str) -> bytes:
    return docx_of(paper_of(document(kind, **facts)))


def xml(content: bytes, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as kept:
        return kept.read(name).decode()


def text_of(content: bytes) -> str:
    opened = Document(io.BytesIO(content))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in opened.paragraphs), *cells])


@pytest.mark.parametrize("kind", Kind)
def test_the_file_holds_the_whole_text_and_the_same_bytes(kind: Kind) -> None:
    content, paper = made(kind), paper_of(document(kind))
    told = text_of(content).replace("\n", "")
    for part in paper.parts:
        assert part.text in told
        for row in part.table.rows if part.table else ():
            assert all(cell in told for cell in row)
    assert paper.number in told
    assert paper.check in told
    assert made(kind) == content


def test_bytes_tell_no_time_of_their_making() -> None:
    with zipfile.ZipFile(io.BytesIO(made(Kind.PENALTY_DECISION))) as kept:
        assert {entry.date_time for entry in kept.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        told = kept.read("docProps/core.xml").decode()
    assert re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", told) == ["2026-03-10T00:00:00Z"] * 2


def test_another_fact_gives_another_file() -> None:
    digests = {hashlib.sha256(made(Kind.PLAN_FILING, version=version)).hexdigest() for version in ("1", "2")}
    assert len(digests) == 2


def test_page_and_type_are_those_of_the_standard() -> None:
    content = made(Kind.PENALTY_DECISION)
    section = Document(io.BytesIO(content)).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(size / Mm(1)) for size in margins] == [37, 35, 28, 26]
    assert 'w:linePitch="579"' in xml(content)
    styles = xml(content, "word/styles.xml")
    assert 'w:eastAsia="仿宋_GB2312"' in styles
    assert '<w:sz w:val="32"/>' in styles
    for font in ("方正小标宋简体", "黑体"):
        assert f'w:eastAsia="{font}"' in xml(content)
    assert "<w:evenAndOddHeaders" in xml(content, "word/settings.xml")
    with zipfile.ZipFile(io.BytesIO(content)) as kept:
        feet = [kept.read(name).decode() for name in kept.namelist() if name.startswith("word/footer")]
        assert not [name for name in kept.namelist() if "font" in name.lower() and name != "word/fontTable.xml"]
    assert len(feet) == 2
    assert all("PAGE" in foot and "— " in foot for foot in feet)


def test_a_long_list_repeats_its_header_and_begins_a_page() -> None:
    told = xml(made(Kind.LISTING_NOTICE))
    assert told.count("<w:tblHeader") == 1
    assert told.count("<w:pageBreakBefore") == 1
    assert told.count("<w:tr>") + told.count("<w:tr ") == 61


def test_markup_in_a_name_is_text() -> None:
    name = '</w:t><w:p>&"=cmd|x\x0b\x07厂'
    content = made(Kind.PLAN_FILING, addressee=name)
    assert '</w:t><w:p>&"=cmd|x厂：' in text_of(content)


@pytest.mark.parametrize(
    "title",
    [
        "送达回证",
        "关于公布2024年度全国碳排放权交易市场重点排放单位名录的公告",
        "没有地方可以断开的很长很长很长很长很长很长很长很长标题",
    ],
)
def test_a_title_is_broken_into_lines_that_fit(title: str) -> None:
    lines = balanced(title, 20)
    assert "".join(lines) == title
    assert all(0 < len(line) <= 20 for line in lines)
