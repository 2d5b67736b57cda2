"""The help desk, the glossary and the tour through the front door."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from piccolo.engine.postgres import PostgresEngine

from domain.core.duties import POSTS
from portal.help_desk.tour import steps_for
from tests.doors import Browser, Town, opened_portal

MOST_STATEMENTS = 6
QUESTION = {"topic": "surrender", "title": "抵消上限怎么看？", "text": "本厂（示例第1电厂）想知道上限。"}
ANSWER = {"answer": "见清缴页“抵消”部分。", "citation": "《碳排放权交易管理办法（试行）》第二十九条"}
PUBLIC = {"title": "抵消的上限怎么看？", "text": "想知道上限。"}


@pytest.fixture
async def door(town: Town, tmp_path: Path) -> AsyncIterator[AsyncTestClient[Litestar]]:
    async with opened_portal(tmp_path) as client:
        yield client


async def signed_in(door: AsyncTestClient[Litestar], name: str) -> Browser:
    browser = Browser(door)
    assert (await browser.sign_in(name)).status_code == 303
    return browser


async def asked(browser: Browser, **changes: str) -> str:
    """The address of a question just asked."""
    answer = await browser.post("/help/ask", QUESTION | changes)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """Every statement that goes to the database meanwhile."""
    asked_: list[str] = []
    run = PostgresEngine.run_querystring

    async def counting(self: PostgresEngine, querystring: Any, in_pool: bool = True) -> Any:
        asked_.append(str(querystring))
        return await run(self, querystring, in_pool)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PostgresEngine, "run_querystring", counting)
        yield asked_


async def test_a_question_is_asked_answered_published_and_found(door: AsyncTestClient[Litestar]) -> None:
    filer, officer, public = await signed_in(door, "filer"), await signed_in(door, "listing_officer"), Browser(door)
    path = await asked(filer)
    assert (await public.get(path)).status_code == 404
    assert path in (await filer.get("/help/mine")).text
    assert path in (await officer.get("/help/queue")).text
    assert f'href="{path}"' in (await officer.get("/desk")).text
    assert "帮助台" in (await filer.get("/desk")).text
    assert (await officer.post(f"{path}/answer", ANSWER)).headers["location"] == path
    assert ANSWER["answer"] in (await filer.get(path)).text
    assert (await public.get(path)).status_code == 404
    assert (await officer.post(f"{path}/publish", PUBLIC)).status_code == 303
    shown = (await public.get(path)).text
    assert PUBLIC["title"] in shown
    assert ANSWER["citation"] in shown
    assert "示例第1电厂" not in shown
    assert "示例第1电厂" in (await filer.get(path)).text
    found = (await public.get("/help?search=抵消&topic=surrender")).text
    assert path in found
    assert "/help/glossary#offset" in found
    taken = await officer.post(f"{path}/take_back", {"reason": "条文已修改"})
    assert taken.status_code == 303
    assert (await public.get(path)).status_code == 404
    assert "条文已修改" in (await officer.get(path)).text
    assert "条文已修改" not in (await filer.get(path)).text


async def test_what_would_tell_who_asked_comes_back_as_typed(door: AsyncTestClient[Litestar]) -> None:
    filer, officer = await signed_in(door, "filer"), await signed_in(door, "listing_officer")
    path = await asked(filer)
    await officer.post(f"{path}/answer", ANSWER)
    answer = await officer.post(f"{path}/publish", {"title": "示例第1电厂的上限", "text": "照旧"})
    assert answer.status_code == 422
    assert "HELP-NAMES" in answer.text
    assert 'value="示例第1电厂的上限"' in answer.text
    assert "照旧</textarea>" in answer.text
    assert (await Browser(door).get(path)).status_code == 404


async def test_a_form_without_substance_comes_back(door: AsyncTestClient[Litestar]) -> None:
    filer, officer = await signed_in(door, "filer"), await signed_in(door, "listing_officer")
    empty = await filer.post("/help/ask", {"topic": "nonsense", "title": "写好的题目", "text": ""})
    assert empty.status_code == 422
    assert 'value="写好的题目"' in empty.text
    assert {"HELP-TOPIC", "HELP-TEXT"} <= set(re.findall(r"HELP-[A-Z]+", empty.text))
    long = await filer.post("/help/ask", QUESTION | {"title": "长" * 300})
    assert long.status_code == 422
    assert "HELP-LONG" in long.text
    path = await asked(filer)
    silent = await officer.post(f"{path}/answer", {"answer": "有答复", "citation": ""})
    assert silent.status_code == 422
    assert "有答复</textarea>" in silent.text


async def test_others_see_nothing_and_do_nothing(door: AsyncTestClient[Litestar]) -> None:
    filer, stranger = await signed_in(door, "filer"), await signed_in(door, "stranger")
    path = await asked(filer)
    assert (await stranger.get(path)).status_code == 404
    assert path not in (await stranger.get("/help/mine")).text
    assert (await stranger.post(f"{path}/close")).status_code == 404
    for name in ("answer", "amend", "publish", "take_back"):
        assert (await stranger.post(f"{path}/{name}", {})).status_code == 403
    assert (await stranger.get("/help/queue")).status_code == 403
    assert (await Browser(door).get("/help/ask")).status_code == 303
    signatory = await signed_in(door, "signatory")
    assert f'action="{path}/close"' in (await signatory.get(path)).text
    assert (await signatory.post(f"{path}/close")).status_code == 303
    assert (await signatory.post(f"{path}/close")).status_code == 409


@pytest.mark.parametrize(
    "query",
    [
        "?search=%25%25",
        "?search=" + "x" * 5000,
        "?topic=nothing",
        "?after=-1",
        "?after=99999999999",
        "?after=x&search=%5C",
    ],
)
async def test_strange_searches_are_searches(door: AsyncTestClient[Litestar], query: str) -> None:
    for path in ("/help", "/help/glossary", "/help/mine", "/help/queue"):
        browser = await signed_in(door, "listing_officer")
        assert (await browser.get(f"{path}{query}")).status_code == 200, path


async def test_a_search_finds_pages_and_terms_in_the_other_language_too(door: AsyncTestClient[Litestar]) -> None:
    public = Browser(door)
    found = (await public.get("/help?search=double random")).text
    assert "/help/glossary#double_random" in found
    everything = (await public.get("/help/glossary")).text
    assert everything.count("<dt id=") > 80
    assert "没有与" in (await public.get("/help/glossary?search=zzzz")).text
    public.cookies["language"] = "en"
    assert 'id="benchmark">benchmark' in (await public.get("/help/glossary?search=基准值")).text


async def test_every_page_costs_few_statements(door: AsyncTestClient[Litestar]) -> None:
    filer, officer = await signed_in(door, "filer"), await signed_in(door, "listing_officer")
    path = await asked(filer)
    addresses = ["/help?search=抵消", "/help", path, "/help/mine", "/help/glossary", "/help/ask", "/tour/1"]
    for browser, further in ((filer, []), (officer, ["/help/queue"])):
        for address in (*addresses, *further):
            with counted_statements() as asked_:
                assert (await browser.get(address)).status_code == 200
            assert len(asked_) <= MOST_STATEMENTS, "\n".join(asked_)


async def test_the_about_box_says_what_the_page_is(door: AsyncTestClient[Litestar]) -> None:
    officer = await signed_in(door, "listing_officer")
    text = (await officer.get("/listing/2024")).text
    assert 'class="about-page"' in text
    assert "第八至十一条" in text
    assert 'href="/help?topic=listing"' in text
    sign_in = (await Browser(door).get("/sign-in")).text
    assert 'class="about-page"' in sign_in
    assert "<dt>依据</dt>" not in sign_in


# ----------------------------------------------------------------------------------------------------- the tour


@pytest.mark.parametrize("post", [post.code for post in POSTS])
async def test_every_step_leads_to_a_page_that_is_open(door: AsyncTestClient[Litestar], post: str) -> None:
    browser = await signed_in(door, post)
    for number, step in enumerate(steps_for(post), start=1):
        text = (await browser.get(f"/tour/{number}")).text
        assert f'href="{step.path}" target="_blank" rel="noopener"' in text
        answer = await browser.get(step.path)
        while answer.status_code == 303:
            answer = await browser.get(answer.headers["location"])
        assert answer.status_code == 200, step.path
    assert (await browser.get("/tour/6")).status_code == 404
    assert (await browser.get("/tour/0")).status_code == 404


async def test_the_desk_offers_the_tour_until_it_is_over(door: AsyncTestClient[Litestar]) -> None:
    browser = await signed_in(door, "reviewer")
    assert 'href="/tour/1"' in (await browser.get("/desk")).text
    for _ in range(2):
        assert (await browser.post("/tour/finish")).headers["location"] == "/desk"
    assert 'href="/tour/1"' not in (await browser.get("/desk")).text
    assert (await browser.get("/tour/1")).status_code == 200
    assert 'href="/tour/1"' in (await (await signed_in(door, "verifier")).get("/desk")).text
