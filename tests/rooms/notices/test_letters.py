"""Every notice of the house as a line of the inbox and as a letter, in both languages; nothing typed breaks one."""

from __future__ import annotations

import re
from dataclasses import replace
from email.message import EmailMessage
from fnmatch import fnmatch
from html import unescape

import pytest

from domain.core.duties import Kind
from domain.records.notices.acts import Envelope
from portal import words
from portal.inbox import topics
from portal.letters import LONGEST_SUBJECT, MOST_LINES, compose, key_of, shortened
from portal.words import LANGUAGES
from tests.house import told
from tests.house.sources import sources
from tests.rooms.notices.conftest import MAIL, MORNING, PORTAL

A_FACT = re.compile(r"%\((\w+)\)s")
HOUSE = sources("domain")
GIVEN = told.fact_names(HOUSE)
CODES = sorted(GIVEN)
RAW = re.compile(r"\b[a-z]+_[a-z_]+\b|\b(notice|letter|inbox_topic):|%\(")
HOSTILE = "<script>alert(1)</script>\r\nBcc: all@example.cn\u2028\x00<img src=x> %(name)s &amp;"
SAMPLES = {
    "year": "2025",
    "deadline": "2026-03-31",
    "until": "2026-04-15",
    "on": "2026-04-20",
    "day": "2025-12-30",
    "tonnes": "1234567",
    "due": "1234567",
    "shortfall": "12000",
    "fine": "4,678,560.00",
    "number": "省环碳罚〔2026〕12号",
    "name": "示例第一热电有限责任公司",
    "body": "示例核查认证中心有限公司",
    "reason": "燃煤低位发热量与检测报告不一致，请核对后重新报送。",
    "place": "省生态环境厅三楼会议室",
    "title": "机组停运检修期间的排放如何填报？",
}


def facts_of(code: str) -> dict[str, str]:
    """Every fact that the words of a notice name, with a value as the house tells it."""
    names = {name for key in ("notice", "letter") for name in A_FACT.findall(words.say(f"{key}:{code}"))}
    return {name: SAMPLES.get(name, "3") for name in names}


def envelope(code: str, language: str = "zh", facts: dict[str, str] | None = None) -> Envelope:
    words.speaking.set(language)
    given = facts_of(code) if facts is None else facts
    return Envelope(
        id=1,
        account_id=7,
        address="filer@example.cn",
        name="张三",
        kind=Kind.ENTERPRISE,
        organisation="示例第一热电有限责任公司",
        language=language,
        tries=1,
        notice_id=42,
        code=code,
        facts=given,
        link="/listing",
        told_at=MORNING,
    )


def parts(message: EmailMessage) -> tuple[str, str]:
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    return plain.get_content(), html.get_content()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_a_notice_is_a_line_and_a_letter(code: str, language: str) -> None:
    letter = envelope(code, language)
    line = words.notice_sentence(code, letter.facts)
    message = compose([letter], PORTAL, MAIL, MORNING)
    plain, html = parts(message)
    subject = str(message["Subject"])
    for text in (line, subject, plain, unescape(re.sub(r"<[^>]*>|href=\"[^\"]*\"", "", html))):
        assert not RAW.search(text.replace("https://portal.example.cn/inbox", "")), text
        assert words.NOTHING not in text.replace("— ", ""), f"a fact is missing: {text}"
    assert 6 <= len(subject) <= LONGEST_SUBJECT
    assert not subject.endswith("…"), "the short words of a notice fit without a cut"
    assert line in plain
    assert f"{MAIL.address}/inbox/42" in plain
    assert f"{MAIL.address}/inbox/42" in html
    assert f"{MAIL.address}/inbox/settings" in plain
    assert "张三" in plain


@pytest.mark.parametrize("code", CODES)
def test_whoever_tells_a_notice_gives_the_facts_of_its_words(code: str) -> None:
    assert [name for name in facts_of(code) if not any(fnmatch(name, given) for given in GIVEN[code])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notice_has_a_topic_with_words(language: str) -> None:
    words.speaking.set(language)
    assert {code.partition(".")[0] for code in CODES} == set(topics(language))
    assert [topic for topic in topics(language) if words.label("inbox_topic", topic) == topic] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_nothing_typed_breaks_a_letter(code: str, language: str) -> None:
    letter = envelope(code, language, dict.fromkeys(SAMPLES, HOSTILE) | {"count": HOSTILE, "version": HOSTILE})
    letter = replace(letter, name=HOSTILE, organisation=HOSTILE)
    message = compose([letter], PORTAL, MAIL, MORNING)
    assert message["Bcc"] is None
    assert len(message["To"].addresses) == 1
    head = message.as_bytes().partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert [sum(line.startswith(name) for line in head) for name in (b"Subject:", b"To:", b"Bcc:")] == [1, 1, 0]
    _, html = parts(message)
    assert "<script" not in html
    assert "<img" not in html
    assert len(str(message["Subject"])) <= LONGEST_SUBJECT


def test_the_headers_say_what_a_letter_is() -> None:
    message = compose([envelope("plan.filed")], PORTAL, MAIL, MORNING)
    assert message["From"].addresses[0].addr_spec == MAIL.sender
    assert message["To"].addresses[0].addr_spec == "filer@example.cn"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == "<https://portal.example.cn/inbox/settings>"
    assert str(message["Date"]).startswith("Mon, 02 Mar 2026")
    assert str(message["Message-ID"]).endswith("@example.cn>")
    assert message["Message-ID"] == compose([envelope("plan.filed")], PORTAL, MAIL, MORNING)["Message-ID"]


@pytest.mark.parametrize(("language", "told"), [("zh", "您有 30 条新消息"), ("en", "30 notices for you")])
def test_many_notices_come_in_one_letter(language: str, told: str) -> None:
    letters = [replace(envelope("plan.filed", language), id=number, notice_id=number) for number in range(1, 31)]
    message = compose(letters, PORTAL, MAIL, MORNING)
    plain, html = parts(message)
    assert str(message["Subject"]).startswith(told)
    assert len(str(message["Subject"])) <= LONGEST_SUBJECT
    assert plain.count(f"{MAIL.address}/inbox/") == MOST_LINES + 1
    assert "10" in plain.partition("inbox/20")[2]
    assert html.count("<br>") >= MOST_LINES
    assert key_of(letters) != key_of(letters[:-1])


def test_a_letter_speaks_to_its_reader_and_leaves_no_trace() -> None:
    words.speaking.set("zh")
    words.reading.set("province")
    compose([envelope("plan.filed", "en")], PORTAL, MAIL, MORNING)
    assert words.reading.get() == "province"


def test_a_subject_too_long_is_cut() -> None:
    assert shortened("x" * 79) == "x" * 77 + "…"
    assert shortened("x" * 78) == "x" * 78
