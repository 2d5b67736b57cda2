"""Suppressing a check for a time: who may, what it does to findings, how it ends, and that nothing vanishes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import asyncpg
import pytest

from domain.core.findings import Finding, Place, Refused, Severity, Stale
from domain.records.database import ask
from domain.records.suppressions import acts, queries
from domain.records.suppressions.acts import Wish
from domain.records.suppressions.rules import Suppression, apply
from portal.words import finding_sentence, speaking
from tests.cast import actor, codes, entries_for
from tests.doors import Town, credit_code, people_the_town

AT = datetime(2026, 5, 20, 2, 0, tzinfo=UTC)
TODAY = date(2026, 5, 20)
OFFICER = actor("summary_officer")


@pytest.fixture(scope="module", autouse=True)
async def town(database: object) -> Town:
    return await people_the_town()


def wish(code: str = "ER-033", **changes: object) -> Wish:
    given = {
        "from_on": TODAY,
        "until_on": TODAY + timedelta(days=30),
        "document": "鄂环函〔2026〕12号",
        "reason": "煤质",
    }
    return Wish(code, **{**given, **changes})  # type: ignore[arg-type]


def ruling(code: str, **more: object) -> Suppression:
    return Suppression(code, "鄂环函〔2026〕12号", TODAY, TODAY, **more)  # type: ignore[arg-type]


def test_a_suppressed_finding_stays_as_a_note_that_names_the_document() -> None:
    cell = Place("化石燃料", "E6")
    findings = (Finding("ER-033", Severity.WARN, cell, {"value": "40"}, "指南"), Finding("ER-001", Severity.STOP))
    noted, other = apply(findings, [ruling("ER-033")])
    assert (noted.severity, noted.place, noted.citation) == (Severity.NOTE, cell, "指南")
    assert noted.facts == {"value": "40", "suppressed": "鄂环函〔2026〕12号", "suppressed_until": "2026-05-20"}
    assert other == findings[1]
    assert apply(findings, []) == findings


@pytest.mark.parametrize(("language", "told"), [("zh", "2026年5月20日"), ("en", "May 20, 2026")])
def test_its_sentence_says_so(language: str, told: str) -> None:
    (noted,) = apply([Finding("ER-006", Severity.WARN, facts={"year": "2024"})], [ruling("ER-006")])
    token = speaking.set(language)
    said = finding_sentence(noted)
    speaking.reset(token)
    assert "鄂环函〔2026〕12号" in said
    assert told in said


async def test_a_suppression_rules_on_its_days_for_whom_it_is(town: Town) -> None:
    await acts.suppress(wish("ER-040"), actor=OFFICER, at=AT)
    await acts.suppress(wish("ER-041", sector="cement"), actor=OFFICER, at=AT)
    await acts.suppress(wish("ER-042", credit_code=credit_code(1)), actor=OFFICER, at=AT)
    last, after = TODAY + timedelta(days=30), TODAY + timedelta(days=31)
    mine = {one.code for one in await queries.ruling("power", town.enterprise_id, last)}
    assert mine == {"ER-040", "ER-042"}
    assert {one.code for one in await queries.ruling("cement", town.other_enterprise_id, TODAY)} == {"ER-040", "ER-041"}
    assert await queries.ruling("power", town.enterprise_id, after) == []
    assert await queries.ruling("power", town.enterprise_id, TODAY - timedelta(days=1)) == []


async def test_the_narrowest_suppression_is_named(town: Town) -> None:
    await acts.suppress(wish("ER-050", document="全省"), actor=OFFICER, at=AT)
    await acts.suppress(wish("ER-050", document="一家", credit_code=credit_code(1)), actor=OFFICER, at=AT)
    found = await queries.ruling("power", town.enterprise_id, TODAY)
    (noted,) = apply([Finding("ER-050")], [one for one in found if one.code == "ER-050"])
    assert noted.facts["suppressed"] == "一家"


async def test_it_is_ended_earlier_once_and_journalled() -> None:
    suppression_id = await acts.suppress(wish("ER-055"), actor=OFFICER, at=AT)
    later = AT + timedelta(days=3)
    await acts.end(suppression_id, "煤质已稳定", actor=OFFICER, at=later)
    card = await queries.suppression(suppression_id, actor=OFFICER)
    assert card is not None
    assert (card.until_on, card.end_reason) == (TODAY + timedelta(days=3), "煤质已稳定")
    assert await entries_for(f"check_suppression:{suppression_id}") == [
        "suppressions:check:suppress",
        "suppressions:check:end",
    ]
    with pytest.raises(Stale):
        await acts.end(suppression_id, "再次", actor=OFFICER, at=later)


async def test_one_that_has_not_begun_never_rules(town: Town) -> None:
    begins = TODAY + timedelta(days=10)
    suppression_id = await acts.suppress(wish("ER-056", from_on=begins), actor=OFFICER, at=AT)
    await acts.end(suppression_id, "撤销", actor=OFFICER, at=AT)
    found = await queries.ruling("power", town.enterprise_id, begins)
    assert "ER-056" not in {one.code for one in found}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"code": "no code"}, "SUPPRESS-CODE"),
        ({"code": "SHEET-MACROS"}, "SUPPRESS-READING"),
        ({"from_on": None}, "SUPPRESS-DAYS"),
        ({"from_on": TODAY - timedelta(days=1)}, "SUPPRESS-DAYS"),
        ({"until_on": TODAY - timedelta(days=1)}, "SUPPRESS-DAYS"),
        ({"until_on": None}, "SUPPRESS-DAYS"),
        ({"document": " "}, "SUPPRESS-DOCUMENT"),
        ({"reason": ""}, "SUPPRESS-REASON"),
        ({"sector": "power", "credit_code": credit_code(1)}, "SUPPRESS-BOTH"),
        ({"credit_code": credit_code(500)}, "SUPPRESS-ENTERPRISE"),
    ],
)
async def test_what_is_wrong_with_a_wish_is_refused(changes: dict[str, object], code: str) -> None:
    asked = wish(str(changes.pop("code", "ER-033")), **changes)
    with pytest.raises(Refused) as caught:
        await acts.suppress(asked, actor=OFFICER, at=AT)
    assert codes(caught) == {code}


async def test_nobody_else_suppresses(town: Town) -> None:
    suppression_id = await acts.suppress(wish("ER-057"), actor=OFFICER, at=AT)
    for post in ("verification_officer", "leader", "filer", "city_officer"):
        stranger = actor(post, enterprise_id=town.enterprise_id if post == "filer" else None)
        for act in (
            acts.suppress(wish("ER-057"), actor=stranger, at=AT),
            acts.end(suppression_id, "x", actor=stranger, at=AT),
        ):
            with pytest.raises(Refused) as caught:
                await act
            assert codes(caught) == {"PEOPLE-DUTY"}
    for reason, number, code in (("", suppression_id, "SUPPRESS-REASON"), ("x", 999_999, "SUPPRESS-UNKNOWN")):
        with pytest.raises(Refused) as caught:
            await acts.end(number, reason, actor=OFFICER, at=AT)
        assert codes(caught) == {code}


async def test_an_enterprise_is_named_to_whoever_may_see_it(town: Town) -> None:
    await acts.suppress(wish("ER-058", credit_code=credit_code(1)), actor=OFFICER, at=AT)
    own = actor("filer", enterprise_id=town.enterprise_id)
    other = actor("filer", enterprise_id=town.other_enterprise_id)
    names = [(await queries.suppressions(actor=who, code="ER-058"))[0].enterprise_name for who in (OFFICER, own, other)]
    assert names == ["示例第1电厂", "示例第1电厂", ""]


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM check_suppression",
        "UPDATE check_suppression SET until_on = until_on + 1",
        "UPDATE check_suppression SET reason = 'another'",
    ],
)
async def test_the_database_keeps_what_was_suppressed(change: str) -> None:
    await acts.suppress(wish("ER-059"), actor=OFFICER, at=AT)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await ask(change)
