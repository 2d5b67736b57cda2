"""What the documents say: every kind, in both languages, with all its facts and nothing left open by mistake."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from domain.records.documents.rules import FORMS, Kind
from portal import words
from portal.documents import amounts
from portal.documents.kinds import LAYOUTS
from portal.documents.text import Paper, paper_of
from tests.rooms.documents.sample import CODE, FACTS, NAME, document

# Facts that no reader needs to see: they choose the words, or stand in other facts.
UNSEEN = {
    "synthetic",
    "fictional",
    "units",
    "conduct_on",
    "handed_over_at",
    "correct_by_on",
    "shortfall_tonnes",
    "deadline_shortfall_tonnes",
    "offsets_tonnes",
    "city",
}
# A record of service is about the decision, not about the breach.
UNSERVED = {"due_tonnes", "surrendered_tonnes", "found", "legal_person", "fine_yuan", "year"}
PLACEHOLDER = re.compile(r"%\(|paper[:_]|\{\{|—")
BLANK_BY_HAND = "＿"


def all_of(paper: Paper) -> str:
    """Every word of a document."""
    tables = [part.table for part in (*paper.parts, *([paper.annex] if paper.annex else [])) if part.table]
    cells = [cell for table in tables for row in (table.header, *table.rows) for cell in row]
    told = [part.text for part in paper.parts] + ([paper.annex.text] if paper.annex else [])
    ends = [paper.masthead, paper.number, paper.signer, paper.title, paper.addressee, paper.signature, paper.day]
    return "\n".join([*ends, *told, *cells, paper.copies, paper.printing, paper.check, paper.mark])


def test_every_kind_has_a_layout_a_mark_of_its_own_and_a_sample() -> None:
    assert set(LAYOUTS) == set(Kind) == set(FORMS) == set(FACTS)
    assert len({form.mark for form in FORMS.values()}) == len(FORMS)


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_a_document_says_everything_and_leaves_no_placeholder(kind: Kind, language: str) -> None:
    told = all_of(paper_of(document(kind), language))
    assert not PLACEHOLDER.search(told), told
    assert BLANK_BY_HAND not in told
    for name in ("number", "check_code"):
        assert {"number": document(kind).number, "check_code": CODE}[name] in told
    flat = told.replace(" ", "").replace(",", "")
    unseen = UNSEEN | (UNSERVED if kind is Kind.SERVICE_RECORD else set())
    for name, value in FACTS[kind].items():
        if value and name not in unseen and not name.endswith(("_on", "_at", "_length", "_unit", "itation")):
            assert words_of(name, value, language) in flat, name


def words_of(name: str, value: str, language: str) -> str:
    """A fact without its blanks and thousands, as the text has it; what is a code by its words."""
    before, reader = words.speaking.set(language), words.reading.set("")
    try:
        codes = {"basis": "recheck", "method": "penalty", "status": "", "ground": "", "factors": "penalty"}
        if name in ("status", "ground", "late", "upheld", "hearing_offered", "on_screen"):
            return ""
        if name == "what":
            value = words.label("room", value)
        if name in codes:
            room = {"method": "service", "factors": "factor"}.get(name, name)
            value = words.label(room, codes[name], value.split(",")[0])
    finally:
        words.speaking.reset(before)
        words.reading.reset(reader)
    return value.splitlines()[0].replace(" ", "").replace(",", "")


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_days_and_instants_are_written_out(kind: Kind, language: str) -> None:
    """No day stays as the machine writes it, except to the minute."""
    told = all_of(paper_of(document(kind), language))
    assert not re.search(r"\d{4}-\d{2}-\d{2}(?! \d{2}:\d{2})", told), told
    assert "T02:00" not in told


def test_the_same_facts_give_the_same_text_whoever_reads_it() -> None:
    first = paper_of(document(Kind.SURRENDER_CERTIFICATE))
    before = words.reading.set("enterprise")
    try:
        assert paper_of(document(Kind.SURRENDER_CERTIFICATE)) == first
        assert words.reading.get() == "enterprise"
    finally:
        words.reading.reset(before)


def test_what_the_law_of_the_day_lacks_is_left_to_the_hand_and_said() -> None:
    lacking = {f"{name}_length": "" for name in ("reconsideration", "lawsuit", "payment", "late")}
    told = all_of(paper_of(document(Kind.PENALTY_DECISION, **lacking)))
    assert told.count(BLANK_BY_HAND * 4) == 3
    assert "由承办人填写" in told
    assert "60日" not in told
    assert "3%" not in told


@pytest.mark.parametrize(
    ("facts", "said", "unsaid"),
    [
        ({"ground": "report"}, "未报送2024年度", "未按时足额清缴"),
        ({"statement": ""}, "未提出陈述、申辩意见", "资金紧张"),
        ({"hearing_on": ""}, "罚款人民币60,500,000.00元（大写：陆仟零伍拾万元整）", "依法举行听证"),
        ({"deducted_tonnes": ""}, "五十七条", "等量核减"),
    ],
)
def test_a_decision_says_what_was(facts: dict[str, str], said: str, unsaid: str) -> None:
    told = all_of(paper_of(document(Kind.PENALTY_DECISION, **facts)))
    assert said in told
    assert unsaid not in told


def test_a_certificate_tells_late_from_in_time() -> None:
    late = all_of(paper_of(document(Kind.SURRENDER_CERTIFICATE)))
    in_time = all_of(paper_of(document(Kind.SURRENDER_CERTIFICATE, status="on_time", completed_on="2025-12-01")))
    assert "尚缺23,456吨" in late
    assert "不免除" in late
    assert "前已足额清缴" in in_time
    assert "不免除" not in in_time


def test_a_name_is_never_read_as_words() -> None:
    """What looks like a fact, a formula or a tag in a name stays as it is; what no page can hold is left out."""
    name = "=1+1%(year)s<b>{{x}}&\x07\x00厂"
    told = all_of(paper_of(document(Kind.PLAN_FILING, addressee=name)))
    assert "=1+1%(year)s<b>{{x}}&厂：" in told


def test_invented_data_say_so_on_every_document() -> None:
    assert "不具有法律效力" in paper_of(document(Kind.PENALTY_DECISION)).mark
    assert paper_of(document(Kind.PENALTY_DECISION, synthetic="")).mark == ""


def test_only_the_slip_to_the_ministry_names_who_signs() -> None:
    signers = {kind: paper_of(document(kind)).signer for kind in Kind}
    assert {kind for kind, signer in signers.items() if signer} == {Kind.HAND_OVER}
    assert paper_of(document(Kind.HAND_OVER)).addressee == "生态环境部："
    assert paper_of(document(Kind.PLAN_FILING)).addressee == f"{NAME}："


@pytest.mark.parametrize(
    ("amount", "capital"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("10", "壹拾元整"),
        ("1005.20", "壹仟零伍元贰角"),
        ("10005", "壹万零伍元整"),
        ("50000", "伍万元整"),
        ("1000000", "壹佰万元整"),
        ("100010000", "壹亿零壹万元整"),
        ("20300400.01", "贰仟零叁拾万零肆佰元零壹分"),
    ],
)
def test_money_in_capital_characters(amount: str, capital: str) -> None:
    assert amounts.capital_yuan(Decimal(amount)) == capital
