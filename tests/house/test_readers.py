"""What a reader sees is said to that reader, and written as the language writes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portal import words
from portal.told import value
from portal.words_law import provision_value


@pytest.fixture(params=words.LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    speaking, reading = words.speaking.set(request.param), words.reading.set("public")
    yield request.param
    words.speaking.reset(speaking)
    words.reading.reset(reading)


@pytest.mark.parametrize(
    ("reader", "zh", "en"),
    [
        ("enterprise", "已提交，等省级受理", "submitted, with the province"),
        ("province", "待受理", "to be accepted"),
        ("city", "已提交", "submitted"),
        ("public", "已提交", "submitted"),
    ],
)
def test_a_state_is_called_by_what_it_means_to_its_reader(language: str, reader: str, zh: str, en: str) -> None:
    words.reading.set(reader)
    assert words.label("state", "emission_report", "report", "submitted") == {"zh": zh, "en": en}[language]


def test_a_code_without_words_for_the_reader_has_those_for_all(language: str) -> None:
    words.reading.set("enterprise")
    assert words.label("post", "filer") == words.say("post:filer")
    assert words.label("post", "unheard_of") == "unheard_of"


def test_amounts_as_the_language_writes_them(language: str) -> None:
    chinese = language == "zh"
    assert words.tonnage(1234567) == ("1,234,567 吨" if chinese else "1,234,567 t")
    assert words.tonnage(Decimal("1234567.80")) == ("1,234,567.80 吨" if chinese else "1,234,567.80 t")
    assert words.yuan(Decimal(4678560)) == ("4,678,560.00 元" if chinese else "CNY 4,678,560.00")
    assert words.yuan(Decimal("-0.005")) == ("-0.00 元" if chinese else "CNY -0.00")
    assert words.working_days(1) == ("1 个工作日" if chinese else "1 working day")
    assert words.working_days(7) == ("7 个工作日" if chinese else "7 working days")
    assert words.percent(Decimal("0.0312")) == "3.12%"
    assert words.percent(Decimal("0.2"), 0) == "20%"
    assert words.day(date(2025, 12, 31)) == ("2025年12月31日" if chinese else "Dec 31, 2025")
    at = datetime(2025, 12, 31, 17, 30, tzinfo=UTC)
    assert words.instant(at) == ("2026年1月1日 01:30" if chinese else "Jan 1, 2026 01:30")
    assert words.minute(at) == "2026-01-01 01:30"
    for write in (words.tonnes, words.tonnage, words.yuan, words.percent, words.day, words.instant):
        assert write(None) == words.NOTHING  # type: ignore[operator]


def test_days_in_a_text_as_the_language_writes_them(language: str) -> None:
    chinese = language == "zh"
    assert words.dated("2025-12-31") == ("2025年12月31日" if chinese else "Dec 31, 2025")
    span = "2025年12月1日 – 2025年12月31日" if chinese else "Dec 1, 2025 – Dec 31, 2025"
    assert words.dated("2025-12-01/2025-12-31") == span
    assert [words.dated(text) for text in ("", "1#", "4411", "2025-02-30", "a/b")] == [
        "",
        "1#",
        "4411",
        "2025-02-30",
        "a/b",
    ]


def test_a_derivation_shows_what_a_reader_can_take_in() -> None:
    assert words.figured("1327010.703312536781", "t") == "1,327,010.70331253…"
    assert words.figured("0.8049", "t_per_mwh") == "0.8049"
    assert words.figured("2024", "year") == "2024"
    assert words.figured("4411", "") == "4411"  # a code of a trade is no number


def test_a_formula_says_figures_of_a_year(language: str) -> None:
    said = words.formula("emissions_2022 ≥ nothing.known")
    assert said == f"{words.label('figure', 'emissions_2022')} ≥ nothing.known"
    assert "emissions_2022" not in said


def test_a_year_is_never_grouped() -> None:
    assert words.grouped("2024", "year") == "2024"
    assert words.grouped("2024", "t") == "2,024"
    assert value("latest", 2024, "year") == "2024"
    assert value("total", 2024, "t") == "2,024"


def test_a_notice_writes_days_and_amounts_for_its_reader(language: str) -> None:
    facts = {"year": "2025", "due": "1234567", "deadline": "2026-12-31", "name": "2026-13-45"}
    told = words.fact_words(facts)
    assert told["deadline"] == ("2026年12月31日" if language == "zh" else "Dec 31, 2026")
    assert (told["due"], told["year"], told["name"]) == ("1,234,567", "2025", "2026-13-45")
    assert told["deadline"] in words.notice_sentence("surrender.opened", facts)


@pytest.mark.parametrize(
    ("key", "code", "unit", "zh", "en"),
    [
        ("allocation.special.treatment", "excluded", "text", "不纳入配额管理", "outside the plan"),
        ("surrender.offset.covered_projects", "refused", "text", "不得用于抵消", "refused"),
        ("pilot.offset.beijing.kinds", "ccer,forestry", "text", None, None),
        ("rounding.final", "half_up:2", "rounding", "四舍五入，保留 2 位小数", "half up, 2 decimals"),
        ("deadline.report", "2026-03-31", "date", "2026年3月31日", "Mar 31, 2026"),
        ("surrender.vintage.latest", "2024", "year", "2024", "2024"),
        ("allocation.plan.total", "1234567", "t", "1,234,567", "1,234,567"),
        ("province.abbreviation", "鄂", "text", "鄂", "鄂"),
    ],
)
def test_a_value_of_the_law_in_words(language: str, key: str, code: str, unit: str, zh: str, en: str) -> None:
    told = provision_value(key, code, unit)
    if zh is None:
        assert "ccer" not in told
        assert ("、" if language == "zh" else ", ") in told
    else:
        assert told == {"zh": zh, "en": en}[language]
