"""The pages of the inbox and of letters: bounded, few questions, nothing breaks them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from domain.records.database import ask
from tests.doors import PASSWORD, Browser, Town, opened_portal
from tests.rooms.notices.conftest import empty, person, told, town
from tests.statements import statements

MOST_STATEMENTS = 6
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
__all__ = ["town"]


@pytest.fixture
async def door(town: Town, tmp_path: Path) -> AsyncIterator[AsyncTestClient[Litestar]]:
    await empty()
    async with opened_portal(tmp_path) as client:
        yield client


async def signed_in(door: AsyncTestClient[Litestar], name: str, language: str = "zh") -> Browser:
    browser = Browser(door, {"language": language})
    await browser.sign_in(name, PASSWORD)
    return browser


async def entries(tag: str) -> int:
    return int((await ask("SELECT count(*) AS n FROM journal_entry WHERE tag = {}", tag))[0]["n"])


@pytest.mark.parametrize(
    ("language", "nothing", "line"),
    [
        ("zh", "暂无消息", "示例第1电厂 已列入 2025 年度重点排放单位名录。"),
        ("en", "No notice so far", "示例第1电厂 is on the list of key emitting units for 2025."),
    ],
)
async def test_the_inbox_in_both_languages(
    door: AsyncTestClient[Litestar], town: Town, language: str, nothing: str, line: str
) -> None:
    browser = await signed_in(door, "filer", language)
    assert nothing in (await browser.get("/inbox")).text
    notice = await told(enterprise_id=town.enterprise_id)
    await told(enterprise_id=town.other_enterprise_id, name="别家电厂")
    with statements() as asked:
        shown = (await browser.get("/inbox")).text
    assert line in shown
    assert f'href="/inbox/{notice}"' in shown
    assert "别家电厂" not in shown
    assert len(asked) <= MOST_STATEMENTS


async def test_opening_one_leads_on_and_marks_it_read(door: AsyncTestClient[Litestar], town: Town) -> None:
    notice, other = await told(enterprise_id=town.enterprise_id), await told(enterprise_id=town.other_enterprise_id)
    browser = await signed_in(door, "filer")
    assert 'class="unread"' in (await browser.get("/inbox")).text
    with statements() as asked:
        answer = await browser.get(f"/inbox/{notice}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/listing")
    assert len(asked) <= MOST_STATEMENTS
    assert 'class="unread"' not in (await browser.get("/inbox")).text
    assert "没有符合条件" in (await browser.get("/inbox?unread=1")).text
    for nobody in (other, 99_999_999, 0):
        assert (await browser.get(f"/inbox/{nobody}")).status_code == 404
    assert (await ask("SELECT read_at FROM notice WHERE id = {}", other))[0]["read_at"] is None


async def test_all_are_marked_up_to_the_newest_seen(door: AsyncTestClient[Litestar], town: Town) -> None:
    for _ in range(3):
        await told(enterprise_id=town.enterprise_id)
    browser = await signed_in(door, "filer")
    seen = re.search(r'name="up_to" value="(\d+)"', (await browser.get("/inbox")).text)
    assert seen is not None
    await told(enterprise_id=town.enterprise_id)
    answer = await browser.post("/inbox/read", {"up_to": seen.group(1)})
    assert answer.status_code == 303
    assert "3 条" in (await browser.get("/inbox")).text
    assert (await ask("SELECT count(*) AS n FROM notice WHERE read_at IS NULL"))[0]["n"] == 1
    for nonsense in ("", "x", "-1", "9" * 40):
        assert (await browser.post("/inbox/read", {"up_to": nonsense})).status_code == 303
    assert (await ask("SELECT count(*) AS n FROM notice WHERE read_at IS NULL"))[0]["n"] == 1


async def test_the_inbox_is_searched_filtered_and_paged(door: AsyncTestClient[Litestar], town: Town) -> None:
    for number in range(31):
        await told("plan.filed", enterprise_id=town.enterprise_id, version=str(number))
    await told("penalty.noticed", enterprise_id=town.enterprise_id, number="罚字7号", fine="1", until="2026-04-01")
    browser = await signed_in(door, "filer")
    first = (await browser.get("/inbox")).text
    further = re.search(r'rel="next" href="([^"]+)"', first)
    assert further is not None
    second = (await browser.get(further.group(1))).text
    assert (first.count('<li class="unread"'), second.count('<li class="unread"')) == (30, 2)
    found = (await browser.get("/inbox?search=申辩")).text
    assert "罚字7号" in found
    assert "2026年4月1日" in found
    assert found.count('<li class="unread"') == 1
    assert (await browser.get("/inbox?topic=penalty")).text.count('<li class="unread"') == 1
    assert (await browser.get("/inbox?topic=unheard&before=x&unread=maybe")).text.count('<li class="unread"') == 30
    hostile = (await browser.get("/inbox?search=%25_%27%22%3Cscript%3E" + "x" * 500)).text
    assert "<script>" not in hostile


async def test_nobody_reads_without_signing_in(door: AsyncTestClient[Litestar], town: Town) -> None:
    browser = Browser(door)
    for path in ("/inbox", "/inbox/1", "/inbox/settings"):
        answer = await browser.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={path}")


async def test_the_own_address_is_chosen_checked_and_journalled(door: AsyncTestClient[Litestar], town: Town) -> None:
    browser, before = await signed_in(door, "filer"), await entries("people:account:letters")
    chosen = {"email": "filer@example.cn", "letters": "1", "language": "en"}
    with statements() as asked:
        assert (await browser.get("/inbox/settings")).status_code == 200
    assert len(asked) <= MOST_STATEMENTS
    for _ in range(2):
        assert (await browser.post("/inbox/settings", chosen)).status_code == 303
    assert await entries("people:account:letters") == before + 1, "nothing changed the second time"
    rows = await ask("SELECT email, letters, language FROM account WHERE sign_in_name = 'filer'")
    assert rows == [{"email": "filer@example.cn", "letters": True, "language": "en"}]
    assert "filer@example.cn" not in str(await ask("SELECT * FROM journal_entry"))
    shown = (await browser.get("/inbox/settings")).text
    assert 'value="filer@example.cn"' in shown
    assert re.search(r'name="letters" value="1" checked', shown)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"email": "no address"}, "PEOPLE-EMAIL"),
        ({"email": "a@b.cn\r\nBcc: c@d.cn"}, "PEOPLE-EMAIL"),
        ({"email": "a@b.cn, c@d.cn"}, "PEOPLE-EMAIL"),
        ({"email": "x" * 65 + "@b.cn"}, "PEOPLE-EMAIL"),
        ({"email": "x@" + "b" * 116 + ".cn"}, "PEOPLE-EMAIL"),
        ({"language": "fr"}, "PEOPLE-LANGUAGE"),
    ],
)
async def test_what_is_no_address_shows_the_form_again(
    door: AsyncTestClient[Litestar], town: Town, changes: dict[str, str], code: str
) -> None:
    browser = await signed_in(door, "filer")
    typed = {"email": "filer@example.cn", "letters": "", "language": "zh"} | changes
    answer = await browser.post("/inbox/settings", typed)
    assert answer.status_code == 422
    assert code in answer.text
    assert 'name="letters" value="1" checked' not in answer.text
    assert (await ask("SELECT email FROM account WHERE sign_in_name = 'filer'"))[0]["email"] == ""


async def test_the_administrator_enters_an_address_with_the_account(
    door: AsyncTestClient[Litestar], town: Town
) -> None:
    browser = await signed_in(door, "system_administrator")
    typed = {"sign_in_name": "fresh", "name": "新人", "post": "inspector", "password": PASSWORD, "email": "bad"}
    answer = await browser.post("/accounts", typed)
    assert (answer.status_code, "PEOPLE-EMAIL" in answer.text) == (422, True)
    assert 'value="bad"' in answer.text
    assert (await browser.post("/accounts", typed | {"email": "fresh@example.cn"})).status_code == 303
    assert (await ask("SELECT email FROM account WHERE sign_in_name = 'fresh'"))[0]["email"] == "fresh@example.cn"
    await ask("DELETE FROM account WHERE sign_in_name = 'fresh'")


async def test_the_administrator_sees_what_is_kept_back_and_sends_again(
    door: AsyncTestClient[Litestar], town: Town
) -> None:
    notice, filer = await told(enterprise_id=town.enterprise_id), await person("filer")
    rows = await ask(
        "INSERT INTO letter (notice_id, account_id, address, state, tries, next_try_at, trouble) "
        "VALUES ({}, {}, 'filer@example.cn', 'failed', 7, NULL, 'recipient: 550 <b>no</b> such user') RETURNING id",
        notice,
        filer.account_id,
    )
    browser, path = await signed_in(door, "system_administrator"), f"/accounts/letters/{rows[0]['id']}/again"
    with statements() as asked:
        shown = (await browser.get("/accounts/letters")).text
    assert len(asked) <= MOST_STATEMENTS
    assert "对方邮件服务器拒收该地址" in shown
    assert "550 &lt;b&gt;no&lt;/b&gt; such user" in shown
    assert f'action="{path}"' in shown
    assert (await browser.post(path)).status_code == 303
    assert (await browser.post(path)).status_code == 409
    assert (await browser.post("/accounts/letters/99999999/again")).status_code == 409
    stranger = await signed_in(door, "filer")
    assert (await stranger.get("/accounts/letters")).status_code == 403
    assert (await stranger.post(path)).status_code == 403
