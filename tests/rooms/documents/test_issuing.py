"""Issuing: numbers without gaps, check codes, one journal entry a document, nothing ever changed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import asyncpg
import pytest

from domain.core.actors import THE_PUBLIC, Actor
from domain.core.duties import Kind as UserKind
from domain.core.findings import Refused
from domain.core.law import Law
from domain.records.database import ask, engine, transaction
from domain.records.documents import queries, rules, writes
from domain.records.documents.rules import ALPHABET
from domain.records.documents.writes import Draft
from domain.records.journal import queries as journal
from domain.records.people.tables import Enterprise
from tests.cast import AT, actor, codes, enact_the_law, entries_for

OFFICER = actor("enforcement_officer")
LEADER = actor("leader")
FACTS = {"addressee": "示例电厂", "year": "2023"}


@pytest.fixture(autouse=True, scope="module")
async def law(database: object) -> None:
    await enact_the_law()


async def issue(kind: str = "correction_order", at: datetime = AT, by: Actor = OFFICER, **more: object) -> str:
    async with transaction():
        return await writes.issue(kind, subject="penalty_case:1", facts=FACTS, at=at, actor=by, **more)  # type: ignore[arg-type]


async def serials(kind: str, year: int) -> list[int]:
    rows = await ask("SELECT serial FROM document WHERE kind = {} AND year = {} ORDER BY id", kind, year)
    return [row["serial"] for row in rows]


async def test_numbers_run_on_within_kind_and_calendar_year() -> None:
    assert [await issue(), await issue()] == ["鄂环碳责改〔2023〕1号", "鄂环碳责改〔2023〕2号"]
    assert await issue("penalty_notice") == "鄂环碳罚告〔2023〕1号"
    # The year is the legal day's: it is 2024 in China while it is 2023 in Greenwich.
    assert await issue(at=datetime(2023, 12, 31, 16, 30, tzinfo=UTC)) == "鄂环碳责改〔2024〕1号"
    assert await issue() == "鄂环碳责改〔2023〕3号"


async def test_what_was_rolled_back_leaves_no_gap() -> None:
    before = await serials("service_record", 2023)

    async def fails() -> None:
        async with transaction():
            await writes.issue("service_record", subject="x:1", facts=FACTS, at=AT, actor=OFFICER)
            raise LookupError

    with pytest.raises(LookupError):
        await fails()
    assert await issue("service_record") == f"鄂环碳送〔2023〕{len(before) + 1}号"


async def test_acts_at_the_same_time_get_different_numbers_without_a_gap() -> None:
    kind, year = "penalty_decision", 2023
    numbers = await asyncio.gather(*(issue(kind, by=LEADER) for _ in range(8)))
    assert len(set(numbers)) == 8
    assert sorted(await serials(kind, year)) == list(range(1, 9))
    assert (await journal.verify())[1] is None


async def test_the_second_waits_for_the_first_to_be_done() -> None:
    """The first has its number and is not done: the second comes after it, not beside it."""
    begun, told = asyncio.Event(), []

    async def first() -> None:
        async with transaction():
            told.append(await writes.issue("hand_over", subject="a:1", facts=FACTS, at=AT, actor=_summary()))
            begun.set()
            await asyncio.sleep(0.3)
            told.append("done")

    async def second() -> None:
        await begun.wait()
        async with transaction():
            told.append(await writes.issue("hand_over", subject="b:1", facts=FACTS, at=AT, actor=_summary()))

    await asyncio.gather(first(), second())
    assert told == ["鄂环碳报〔2023〕1号", "done", "鄂环碳报〔2023〕2号"]


def _summary() -> Actor:
    return actor("summary_officer")


async def test_many_are_issued_in_a_fixed_number_of_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    run = engine().run_querystring

    async def counted(querystring: object, *rest: object, **more: object) -> object:
        asked.append(str(querystring))
        return await run(querystring, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(engine(), "run_querystring", counted)
    drafts = [Draft(f"allocation:{number}", FACTS) for number in range(300)]
    async with transaction():
        numbers = await writes.issue_many("pre_allocation", drafts, at=AT, actor=actor("allocation_officer"))
    assert numbers == [f"鄂环碳预配〔2023〕{serial}号" for serial in range(1, 301)]
    assert len(asked) <= 8
    subjects = await ask("SELECT subject, serial FROM document WHERE kind = 'pre_allocation' ORDER BY serial")
    assert [row["subject"] for row in subjects] == [draft.subject for draft in drafts]


async def test_nothing_to_issue_takes_no_number() -> None:
    async with transaction():
        assert await writes.issue_many("final_allocation", [], at=AT, actor=actor("allocation_officer")) == []


async def test_a_document_writes_one_entry_that_does_not_tell_its_code() -> None:
    number = await issue(enterprise_id=None)
    row = (await ask("SELECT id, check_code FROM document WHERE number = {}", number))[0]
    assert await entries_for(f"document:{row['id']}") == ["records:document:issue"]
    entry = (await ask("SELECT * FROM journal_entry WHERE subject = {}", f"document:{row['id']}"))[0]
    assert number in entry["basis"]
    assert "penalty_case:1" in entry["basis"]
    assert row["check_code"] not in str(entry)


async def test_check_codes_are_readable_and_never_the_same() -> None:
    found = [row["check_code"] for row in await ask("SELECT check_code FROM document")]
    assert len(set(found)) == len(found) > 300
    assert all(rules.tidy_code(code) == code and set(code) <= {*ALPHABET, "-"} for code in found)
    assert not {"0", "O", "1", "I"} & set(ALPHABET)
    assert len(ALPHABET) ** rules.CODE_LENGTH > 10**18


async def test_a_document_is_never_changed_or_taken_back() -> None:
    number = await issue()
    for statement in ("UPDATE document SET public = TRUE WHERE number = {}", "DELETE FROM document WHERE number = {}"):
        with pytest.raises(asyncpg.PostgresError, match="append-only"):
            await ask(statement, number)


@pytest.mark.parametrize("by", [actor("leader"), actor("filer", enterprise_id=1), THE_PUBLIC])
async def test_a_document_is_issued_under_the_duty_of_its_act(by: Actor) -> None:
    with pytest.raises(Refused) as caught:
        await issue(by=by)
    assert codes(caught) == {"PEOPLE-DUTY"}


async def test_an_unknown_kind_and_a_fact_that_is_no_text_are_bugs() -> None:
    with pytest.raises(ValueError, match="letter"):
        await issue("letter")
    with pytest.raises(TypeError, match="tonnes"):
        writes._stored({"tonnes": 5})  # type: ignore[dict-item]


async def test_what_the_database_cannot_hold_is_left_out() -> None:
    async with transaction():
        facts = {"addressee": "厂\0名\ud800"}
        number = await writes.issue("correction_order", subject="x:2", facts=facts, at=AT, actor=OFFICER)
    rows = await ask("SELECT facts->>'addressee' AS name FROM document WHERE number = {}", number)
    assert rows[0]["name"] == "厂名"


async def test_without_the_abbreviation_in_the_lawbook_the_number_says_the_province(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def nothing(day: object) -> Law:
        return Law(AT.date(), {})

    monkeypatch.setattr(writes, "as_of", nothing)
    assert (await issue("plan_filing", by=actor("listing_officer"))) == "省环碳备〔2023〕1号"


async def enterprise(name: str, city: str, number: int) -> int:
    row = Enterprise(credit_code=f"{number:018d}", name=name, city=city, sector="power", sector_code="4411")
    return int((await Enterprise.insert(row))[0]["id"])


async def test_each_sees_its_own() -> None:
    wuhan, other = await enterprise("武汉厂", "武汉市", 1), await enterprise("宜昌厂", "宜昌市", 2)
    subject = "verification_task:7"
    async with transaction():
        drafts = [Draft(subject, FACTS, wuhan, 5), Draft(subject, FACTS, other, 6)]
        officer = actor("verification_officer")
        mine, theirs = await writes.issue_many("verification_task", drafts, at=AT, actor=officer)
    rows = await ask("SELECT id, number FROM document WHERE subject = {}", subject)
    ids = {row["number"]: row["id"] for row in rows}
    for reader, seen in (
        (officer, {mine, theirs}),
        (actor("filer", enterprise_id=wuhan), {mine}),
        (actor("filer", enterprise_id=other), {theirs}),
        (actor("body_manager", body_id=5), {mine}),
        (actor("verifier", body_id=6), {theirs}),
        (actor("body_manager", body_id=99), set()),
        (actor("ministry"), set()),
        (actor("system_administrator"), set()),
        (THE_PUBLIC, set()),
    ):
        assert {card.number for card in await queries.of_subjects([subject], actor=reader)} == seen, reader.post
        for number, document_id in ids.items():
            found = await queries.document(document_id, actor=reader)
            assert (found is not None) == (number in seen), (reader.post, number)


async def test_what_is_public_is_everybodys() -> None:
    async with transaction():
        facts = {"year": "2023", "units": rules.table([])}
        subject = "listing:2023"
        await writes.issue("listing_notice", subject=subject, facts=facts, at=AT, actor=LEADER, public=True)
    for reader in (THE_PUBLIC, actor("filer", enterprise_id=3), actor("verifier", body_id=1)):
        assert len(await queries.of_subjects([subject], actor=reader)) == 1


def test_a_kind_of_user_that_nobody_thought_of_sees_nothing_of_others() -> None:
    condition, _ = queries.seen_by(Actor(1, "甲", UserKind.BODY))
    assert "FALSE" in condition
