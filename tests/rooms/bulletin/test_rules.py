"""How the plain text of a bulletin is read, and what is wrong with a wording. No database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.bulletin.checks import MOST, of_reason, of_wording
from domain.bulletin.rules import BlockKind, Wording, blocks, cleaned

GOOD = Wording("", "portal", "标题", "", "正文", "")


def shapes(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(block.kind.value, block.lines) for block in blocks(text)]


def test_a_blank_line_ends_a_paragraph_and_a_line_keeps_its_end() -> None:
    assert shapes("一\n二\n\n三") == [("paragraph", ("一", "二")), ("paragraph", ("三",))]
    assert shapes("一\r\n \t\r\n\r\n二") == [("paragraph", ("一",)), ("paragraph", ("二",))]
    assert shapes("  \n\n") == []


def test_lines_with_a_dash_are_a_list_and_a_dash_alone_is_none() -> None:
    assert shapes("要求：\n- 一\n  - 二\n结束") == [
        ("paragraph", ("要求：",)),
        ("list", ("一", "二")),
        ("paragraph", ("结束",)),
    ]
    assert shapes("-一\n—二") == [("paragraph", ("-一", "—二"))]


def test_nothing_else_has_a_meaning() -> None:
    text = "<script>alert(1)</script> **粗** [链接](http://x)"
    assert shapes(text) == [("paragraph", (text,))]


def test_what_cannot_be_shown_is_taken_out() -> None:
    assert cleaned("\0一\x0b二\ud800\n三 ") == "一二\n三"


@given(st.text())
def test_no_text_breaks_it_and_no_word_is_lost(text: str) -> None:
    found = blocks(text)
    assert all(block.lines and all(line == line.strip() for line in block.lines) for block in found)
    said = "".join(line for block in found for line in block.lines)
    assert [sign for sign in said if not sign.isspace() and sign != "-"] == [
        sign for sign in cleaned(text) if not sign.isspace() and sign != "-"
    ]
    assert {block.kind for block in found} <= set(BlockKind)


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"title": ""}, "BULLETIN-EMPTY", "title"),
        ({"text": ""}, "BULLETIN-EMPTY", "text"),
        ({"topic": "weather"}, "BULLETIN-TOPIC", "topic"),
        ({"title_en": "Title"}, "BULLETIN-ENGLISH", "text_en"),
        ({"text_en": "Text"}, "BULLETIN-ENGLISH", "title_en"),
    ],
)
def test_a_wrong_wording_is_told_at_its_field(wrong: dict[str, str], code: str, field: str) -> None:
    assert [(one.code, one.place.field) for one in of_wording(replace(GOOD, **wrong))] == [(code, field)]


@pytest.mark.parametrize("name", MOST)
def test_no_field_holds_more_than_its_column(name: str) -> None:
    full = replace(replace(GOOD, title_en="x", text_en="x"), **{name: "字" * (MOST[name] + 1)})
    assert [(one.code, one.place.field) for one in of_wording(full)] == [("BULLETIN-LONG", name)]
    assert list(of_wording(replace(full, **{name: "字" * MOST[name]}))) == []


def test_a_good_wording_and_a_reason_pass() -> None:
    assert list(of_wording(GOOD)) == []
    assert list(of_reason("误发")) == []
    assert [one.code for one in of_reason("")] == ["BULLETIN-REASON"]


def test_the_digest_tells_wordings_apart() -> None:
    others = [replace(GOOD, **{name: "另"}) for name in ("number", "topic", "title", "title_en", "text", "text_en")]
    assert len({one.digest for one in [GOOD, *others]}) == 7
