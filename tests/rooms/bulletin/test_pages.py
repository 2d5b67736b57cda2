"""Bulletins as readers and officers meet them; the feed."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from domain.records.database import ask
from tests.doors import Browser, Town, opened_portal, people_the_town

ATOM = "{http://www.w3.org/2005/Atom}"
TYPED = {
    "topic": "surrender",
    "number": "演示〔2026〕2号",
    "title": "<b>标题</b>",
    "text": "第一段 <script>alert(1)</script>\n\n- 甲\n- 乙",
    "title_en": "",
    "text_en": "",
}


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    return await people_the_town()


@pytest.fixture
async def hands(town: Town, tmp_path: Path) -> AsyncIterator[dict[str, Browser]]:
    """An officer, the leader, an enterprise, and a reader who has not signed in."""
    async with opened_portal(tmp_path) as client:
        found = {"reader": Browser(client)}
        for post in ("summary_officer", "leader", "filer"):
            found[post] = Browser(client)
            await found[post].sign_in(post)
        yield found


async def drafted(hands: dict[str, Browser], **typed: str) -> str:
    answer = await hands["summary_officer"].post("/bulletins/new", TYPED | typed)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def published(hands: dict[str, Browser], **typed: str) -> str:
    path = await drafted(hands, **typed)
    answer = await hands["leader"].post(f"{path}/publish", {"seen": await seen(hands["leader"], path)})
    assert answer.status_code == 303, answer.text
    return path


async def seen(browser: Browser, path: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', (await browser.get(path)).text)
    assert found
    return found.group(1)


async def test_a_draft_is_read_by_those_who_make_and_publish_it_alone(hands: dict[str, Browser]) -> None:
    path = await drafted(hands)
    for name, status in (("summary_officer", 200), ("leader", 200), ("filer", 404), ("reader", 404)):
        assert (await hands[name].get(path)).status_code == status, name
    assert "drafts" in (await hands["leader"].get("/bulletins")).text
    assert path not in (await hands["reader"].get("/bulletins")).text


async def test_a_text_is_text_and_nothing_in_it_runs(hands: dict[str, Browser]) -> None:
    shown = (await hands["reader"].get(await published(hands))).text
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<li>甲</li><li>乙</li>" in shown
    assert "&lt;b&gt;标题" in (await hands["reader"].get("/bulletins")).text


async def test_a_wrong_form_comes_back_with_what_was_typed(hands: dict[str, Browser]) -> None:
    answer = await hands["summary_officer"].post("/bulletins/new", TYPED | {"title": "", "topic": "weather"})
    assert answer.status_code == 422
    assert "- 甲" in answer.text
    assert 'aria-invalid="true"' in answer.text


@pytest.mark.parametrize("verb", ["new", "1/edit", "1/publish", "1/withdraw", "1/drop"])
async def test_a_stranger_does_nothing(hands: dict[str, Browser], verb: str) -> None:
    assert (await hands["filer"].post(f"/bulletins/{verb}", TYPED)).status_code == 403
    assert (await hands["reader"].post(f"/bulletins/{verb}", TYPED)).status_code in (303, 401, 403)


async def test_twice_and_too_late_is_told(hands: dict[str, Browser]) -> None:
    path = await published(hands)
    digest = (await ask("SELECT id FROM bulletin ORDER BY id DESC LIMIT 1"))[0]["id"]
    assert path.endswith(str(digest))
    assert (await hands["leader"].post(f"{path}/publish", {"seen": "0" * 16})).status_code == 409
    assert (await hands["summary_officer"].get(f"{path}/edit")).status_code == 404


async def test_the_words_of_a_draft_are_changed(hands: dict[str, Browser]) -> None:
    path = await drafted(hands)
    officer = hands["summary_officer"]
    form = {**TYPED, "title": "新标题", "seen": await seen(officer, f"{path}/edit")}
    assert (await officer.post(f"{path}/edit", form)).status_code == 303
    assert "新标题" in (await officer.get(path)).text
    assert (await officer.post(f"{path}/edit", form)).status_code == 409


async def test_a_withdrawal_says_why_and_the_text_is_gone(hands: dict[str, Browser]) -> None:
    path = await published(hands, title="要撤回的")
    assert (await hands["leader"].post(f"{path}/withdraw", {"reason": ""})).status_code == 422
    assert (await hands["leader"].post(f"{path}/withdraw", {"reason": "数据有误"})).status_code == 303
    shown = await hands["reader"].get(path)
    assert shown.status_code == 200
    assert "数据有误" in shown.text
    assert "<li>甲</li>" not in shown.text
    assert "要撤回的" not in (await hands["reader"].get("/bulletins")).text


async def test_english_where_it_is_given_and_a_word_where_it_is_not(hands: dict[str, Browser]) -> None:
    chinese, english = await published(hands), await published(hands, title_en="Notice", text_en="Read me")
    hands["reader"].cookies["language"] = "en"
    assert "in Chinese only" in (await hands["reader"].get(chinese)).text
    shown = (await hands["reader"].get(english)).text
    assert "Read me" in shown
    assert "in Chinese only" not in shown
    assert "Notice" in (await hands["reader"].get("/bulletins?search=notice")).text


async def test_the_feed_is_well_formed_and_tells_what_is_public(hands: dict[str, Browser]) -> None:
    path, hidden = await published(hands, title="在订阅中 & <好>"), await drafted(hands, title="不在订阅中")
    answer = await hands["reader"].get("/bulletins/feed.xml")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]
    links = [link.get("href", "") for link in feed.iter(f"{ATOM}link")]
    assert "在订阅中 & <好>" in titles
    assert "不在订阅中" not in titles
    assert any(link.endswith(path) for link in links)
    assert not any(link.endswith(hidden) for link in links)
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("query", ["topic=nothing", "year=x", "search=%25", "sort=-drafted_by", "after=9~9", "reset=1"])
async def test_strange_questions_are_answered(hands: dict[str, Browser], query: str) -> None:
    assert (await hands["reader"].get(f"/bulletins?{query}")).status_code in (200, 303)
