"""Asking, answering, publishing: each once, by whom it belongs to, and never telling who asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from domain.core.actors import Actor
from domain.core.findings import Refused, Stale
from domain.help_desk import acts, checks, queries
from domain.help_desk.states import State, Topic
from domain.records.database import ask as run
from domain.records.people import acts as people_acts
from domain.records.people import queries as people_queries
from domain.records.standing import standing_of
from tests.cast import codes, entries_for
from tests.rooms.help_desk.conftest import People

AT = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=3)
TITLE, TEXT = "示例第1电厂的缺口怎么算？", "我们厂今年缺口较大，请问怎么算？"
ANSWER, CITATION = "按核定配额与应清缴量之差计算。", "《碳排放权交易管理办法（试行）》第二十八条"
PUBLIC = ("缺口怎么算？", "缺口较大时怎么计算？")


async def asked(actor: Actor, title: str = TITLE) -> int:
    return await acts.ask(Topic.ALLOCATION, title, TEXT, actor=actor, at=AT)


async def answered(people: People, title: str = TITLE) -> int:
    number = await asked(people.filer, title)
    await acts.answer(number, ANSWER, CITATION, actor=people.officer, at=AT)
    return number


async def published(people: People, title: str = TITLE) -> int:
    number = await answered(people, title)
    await acts.publish(number, *PUBLIC, actor=people.officer, at=AT)
    return number


async def state_of(number: int) -> str:
    return str((await run("SELECT state FROM help_question WHERE id = {}", number))[0]["state"])


async def notices(code: str, link: str) -> list[dict[str, object]]:
    return await run("SELECT enterprise_id, body_id, duty FROM notice WHERE code = {} AND link = {}", code, link)


async def test_a_question_goes_its_way_and_every_step_is_journalled(people: People) -> None:
    number = await published(people)
    await acts.take_back(number, "条文已修改", actor=people.officer, at=LATER)
    await acts.amend(number, "按新方案计算。", CITATION, actor=people.officer, at=LATER)
    await acts.publish(number, *PUBLIC, actor=people.officer, at=LATER)
    tags = [tag.rpartition(":")[2] for tag in await entries_for(f"help_question:{number}")]
    assert tags == ["ask", "answer", "publish", "take_back", "amend", "publish"]
    card = await queries.published_one(number)
    assert card is not None
    assert (card.title, card.answer, card.published_at) == (PUBLIC[0], "按新方案计算。", LATER)


async def test_officers_are_told_of_a_question_and_the_asker_of_the_answer(people: People) -> None:
    number = await published(people)
    link = f"/help/questions/{number}"
    assert [row["duty"] for row in await notices("help.asked", link)] == ["help.answer"]
    for code in ("help.answered", "help.published"):
        assert [row["enterprise_id"] for row in await notices(code, link)] == [people.filer.enterprise_id]
    of_body = await asked(people.verifier)
    await acts.answer(of_body, ANSWER, CITATION, actor=people.officer, at=AT)
    told = await notices("help.answered", f"/help/questions/{of_body}")
    assert [row["body_id"] for row in told] == [people.verifier.body_id]


async def test_who_belongs_to_no_organisation_is_not_told_by_a_notice(people: People) -> None:
    number = await asked(people.city)
    await acts.answer(number, ANSWER, CITATION, actor=people.officer, at=AT)
    assert await notices("help.answered", f"/help/questions/{number}") == []
    assert [card.id for card in await queries.mine(actor=people.city)] == [number]


async def test_until_published_only_the_organisation_and_the_province_see_it(people: People) -> None:
    number = await answered(people)
    for actor in (people.filer, people.signatory, people.officer, people.inspector):
        assert await queries.question(number, actor=actor) is not None
    for actor in (people.stranger, people.verifier, people.city, people.ministry):
        assert await queries.question(number, actor=actor) is None
        assert number not in {card.id for card in await queries.mine(actor=actor)}
    assert await queries.published_one(number) is None
    assert number not in {card.id for card in await queries.published("缺口")}
    seen = await queries.counts(actor=people.stranger)
    assert seen.get("answered", 0) == 0


@pytest.mark.parametrize(
    "act",
    [
        lambda number, who: acts.answer(number, ANSWER, CITATION, actor=who, at=AT),
        lambda number, who: acts.amend(number, ANSWER, CITATION, actor=who, at=AT),
        lambda number, who: acts.publish(number, *PUBLIC, actor=who, at=AT),
        lambda number, who: acts.take_back(number, "理由", actor=who, at=AT),
    ],
)
async def test_only_officers_speak_for_the_province(
    people: People, act: Callable[[int, Actor], Awaitable[None]]
) -> None:
    number = await asked(people.filer)
    for actor in (people.filer, people.inspector, people.stranger):
        with pytest.raises(Refused, match="PEOPLE-DUTY"):
            await act(number, actor)
    assert await state_of(number) == State.ASKED


async def test_nothing_is_done_twice_or_out_of_order(people: People) -> None:
    number = await asked(people.filer)
    with pytest.raises(Stale):
        await acts.publish(number, *PUBLIC, actor=people.officer, at=AT)
    with pytest.raises(Stale):
        await acts.amend(number, ANSWER, CITATION, actor=people.officer, at=AT)
    await acts.answer(number, ANSWER, CITATION, actor=people.officer, at=AT)
    with pytest.raises(Stale):
        await acts.answer(number, "另一答复", CITATION, actor=people.officer, at=AT)
    with pytest.raises(Stale):
        await acts.close(number, actor=people.filer, at=AT)
    with pytest.raises(Stale):
        await acts.take_back(number, "理由", actor=people.officer, at=AT)
    card = await queries.question(number, actor=people.filer)
    assert card is not None
    assert (card.state, card.answer) == ("answered", ANSWER)
    assert len(await entries_for(f"help_question:{number}")) == 2


async def test_a_question_is_withdrawn_by_those_who_asked_it(people: People) -> None:
    number = await asked(people.filer)
    for actor in (people.stranger, people.officer, people.city):
        with pytest.raises(Refused, match="HELP-UNKNOWN"):
            await acts.close(number, actor=actor, at=AT)
    await acts.close(number, actor=people.signatory, at=AT)
    assert await state_of(number) == State.CLOSED
    with pytest.raises(Stale):
        await acts.close(number, actor=people.filer, at=AT)


@pytest.mark.parametrize(
    ("title", "text", "field"),
    [
        ("示例第1电厂怎么算", "如何计算？", "title"),
        ("怎么算", "我是FILER，请问", "text"),
        ("怎么算", "代码 91420000000000001{} 的单位", "text"),
    ],
)
async def test_what_is_published_does_not_tell_who_asked(people: People, title: str, text: str, field: str) -> None:
    number = await answered(people)
    known = await queries.asker(number)
    assert known is not None
    code = next(name for name in known.names if name.startswith("9142"))
    with pytest.raises(Refused) as caught:
        await acts.publish(number, title, text.replace("91420000000000001{}", code), actor=people.officer, at=AT)
    assert codes(caught) == {"HELP-NAMES"}
    assert {finding.place.field for finding in caught.value.findings} == {field}
    assert await state_of(number) == State.ANSWERED
    assert len(await entries_for(f"help_question:{number}")) == 2


async def test_an_answer_that_names_the_asker_is_not_published_either(people: People) -> None:
    number = await asked(people.filer)
    await acts.answer(number, "示例第1电厂应补交材料。", CITATION, actor=people.officer, at=AT)
    with pytest.raises(Refused) as caught:
        await acts.publish(number, *PUBLIC, actor=people.officer, at=AT)
    assert [finding.place.field for finding in caught.value.findings] == ["answer"]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (("nothing", "", ""), {"HELP-TOPIC", "HELP-TITLE", "HELP-TEXT"}),
        (("surrender", "x" * 121, "y" * 4001), {"HELP-LONG"}),
        (("surrender", " ", "  "), {"HELP-TITLE", "HELP-TEXT"}),
    ],
)
async def test_a_question_without_substance_is_refused(
    people: People, given: tuple[str, str, str], found: set[str]
) -> None:
    with pytest.raises(Refused) as caught:
        await acts.ask(*given, actor=people.filer, at=AT)
    assert codes(caught) == found


async def test_an_answer_names_what_it_rests_on(people: People) -> None:
    number = await asked(people.filer)
    with pytest.raises(Refused) as caught:
        await acts.answer(number, " ", "", actor=people.officer, at=AT)
    assert codes(caught) == {"HELP-ANSWER", "HELP-CITATION"}
    with pytest.raises(Refused, match="HELP-UNKNOWN"):
        await acts.answer(999_999, ANSWER, CITATION, actor=people.officer, at=AT)
    published_ = await published(people)
    with pytest.raises(Refused, match="HELP-REASON"):
        await acts.take_back(published_, "  ", actor=people.officer, at=AT)


async def test_so_many_questions_may_wait_and_no_more(people: People) -> None:
    while await queries.waiting_of(people.ministry.account_id) < queries.MOST_WAITING:
        await asked(people.ministry)
    with pytest.raises(Refused, match="HELP-MANY"):
        await asked(people.ministry)
    await acts.close((await queries.mine(actor=people.ministry))[0].id, actor=people.ministry, at=AT)
    await asked(people.ministry)


async def test_a_search_takes_signs_as_they_are_and_every_word(people: People) -> None:
    number = await answered(people, "百分比")
    await acts.publish(number, "缺口率为 50% 时", "a_b", actor=people.officer, at=AT)
    assert number in {card.id for card in await queries.published("50% 缺口率")}
    assert number in {card.id for card in await queries.published("a_b")}
    assert number not in {card.id for card in await queries.published("50% 没有这个词")}
    assert number not in {card.id for card in await queries.published("5_%")}
    assert [card.id for card in await queries.published("%%")] == []
    assert number not in {card.id for card in await queries.published(topic="surrender")}
    assert (await queries.published_counts())["allocation"] >= 1


async def test_pages_of_answers_follow_one_another(people: People) -> None:
    for _ in range(3):
        await published(people)
    first = await queries.published(limit=2)
    rest = await queries.published(after=first[-1].id, limit=100)
    everything = await queries.published(limit=200)
    assert [card.id for card in (*first, *rest)] == [card.id for card in everything]
    assert len(everything) >= 3


async def test_the_oldest_question_is_answered_first(people: People) -> None:
    numbers = [await asked(people.filer), await asked(people.verifier)]
    waiting = [card.id for card in await queries.queue(State.ASKED, actor=people.officer, after=numbers[0] - 1)]
    assert waiting[:2] == numbers
    behind = await queries.queue(State.ASKED, actor=people.officer, after=numbers[0])
    assert behind[0].id == numbers[1]


async def test_a_desk_counts_what_its_reader_may_see(people: People) -> None:
    await asked(people.filer)
    day = AT.date()
    officers = await standing_of(queries.standing_subjects(people.officer), day)
    strangers = await standing_of(queries.standing_subjects(people.stranger), day)
    assert sum(row.count for row in officers if row.state == "asked") >= 1
    assert strangers == []


async def test_the_tour_is_over_once(people: People) -> None:
    subject = f"account:{people.inspector.account_id}"
    assert not people.inspector.toured
    assert await people_acts.finish_tour(actor=people.inspector, at=AT)
    assert not await people_acts.finish_tour(actor=people.inspector, at=LATER)
    again = await people_queries.actor_by_name("inspector")
    assert again is not None
    assert again.toured
    assert (await entries_for(subject)).count("people:account:tour") == 1


def test_a_name_of_one_sign_tells_nobody() -> None:
    assert list(checks.of_publication("甲方乙方", "x", "y", ["甲"])) == []
    assert [finding.code for finding in checks.of_publication("甲乙丙", "x", "y", ["乙丙"])] == ["HELP-NAMES"]
