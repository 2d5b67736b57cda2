"""Signing in: back to the page that was asked for, a form that came too late, and how often one may try."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from litestar import Litestar
from litestar.testing import AsyncTestClient

from domain.records.database import ask
from portal.returning import MOST_BYTES, MOST_FIELDS, field_words, kept_again
from portal.words import speaking
from tests.doors import PASSWORD, Browser, Town, opened_portal

FORM = {"reason": "第一行\n第二行", "enterprise": ["1", "2"], "password": "secret words", "answer-3": "是"}
TO = "/listing/2024/propose"


def carried(answer: Response) -> dict[str, Any]:
    """The hidden fields of the sign-in form."""
    found: dict[str, Any] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text):
        found.setdefault(unescape(name), []).append(unescape(value))
    return found


async def test_the_way_back_has_path_and_query(door: AsyncTestClient[Litestar]) -> None:
    browser = Browser(door)
    answer = await browser.get("/reports/2024?search=电厂&after=3")
    shown = await browser.get(answer.headers["location"])
    onward = carried(shown)["next"][0]
    signed = await browser.post("/sign-in", {"sign_in_name": "leader", "password": PASSWORD, "next": onward})
    assert signed.headers["location"] == "/reports/2024?search=%E7%94%B5%E5%8E%82&after=3"


async def test_a_form_that_came_too_late_is_shown_again_and_sent_by_hand(door: AsyncTestClient[Litestar]) -> None:
    browser = Browser(door)
    referer = {"referer": "http://testserver.local/listing/2024/candidates?x=1", "host": "testserver.local"}
    late = await browser.post(TO, FORM, headers=referer, files={"workbook": ("a.xlsx", b"1")})
    assert (late.status_code, late.headers["cache-control"]) == (401, "no-store")
    assert "secret words" not in late.text
    fields = carried(late)
    assert fields["kept.enterprise"] == ["1", "2"]
    assert fields["next"] == ["/listing/2024/candidates?x=1"]
    wrong = await browser.post("/sign-in", fields | {"sign_in_name": "listing_officer", "password": "no"})
    assert wrong.status_code == 422
    fields = carried(wrong)
    before = await ask("SELECT count(*) AS number FROM journal_entry")
    shown = await browser.post("/sign-in", fields | {"sign_in_name": "listing_officer", "password": PASSWORD})
    assert shown.status_code == 200
    assert f'action="{TO}"' in shown.text
    assert "第一行\n第二行</textarea>" in shown.text
    assert shown.text.count('name="enterprise"') == 2
    assert 'type="file"' in shown.text, "the file has to be chosen anew"
    assert 'href="/listing/2024/candidates?x=1"' in shown.text
    assert "listing_officer" in shown.text, "the frame knows who is there"
    (sign_in,) = await ask("SELECT tag FROM journal_entry WHERE number > {}", before[0]["number"])
    assert sign_in["tag"] == "people:session:open", "signing in sends nothing"
    assert (await browser.get("/desk")).status_code == 200


async def test_where_it_goes_cannot_be_forged(door: AsyncTestClient[Litestar]) -> None:
    browser = Browser(door)
    stolen = Browser(door)
    await stolen.sign_in("leader")
    for seal in ("", "x", "a.b.c", stolen.cookies["session"]):
        form = {"sign_in_name": "leader", "password": PASSWORD, "kept": seal, "kept.reason": "x", "next": "/law"}
        answer = await browser.post("/sign-in", form)
        assert (answer.status_code, answer.headers.get("location")) == (303, "/law"), seal


async def test_a_seal_opens_no_door(door: AsyncTestClient[Litestar]) -> None:
    late = await Browser(door).post(TO, {"reason": "x"})
    thief = Browser(door, {"session": carried(late)["kept"][0]})
    assert (await thief.get("/desk")).headers["location"].startswith("/sign-in")


@pytest.mark.parametrize(
    "form", [{"reason": "x" * (MOST_BYTES + 1)}, {f"answer-{number}": "x" for number in range(MOST_FIELDS + 1)}]
)
async def test_too_much_is_not_kept_by_halves(door: AsyncTestClient[Litestar], form: dict[str, str]) -> None:
    browser = Browser(door)
    late = await browser.post(TO, form)
    assert late.status_code == 401
    assert not [name for name in carried(late) if name.startswith("kept.")]
    shown = await browser.post("/sign-in", carried(late) | {"sign_in_name": "leader", "password": PASSWORD})
    assert (shown.status_code, "<button>现在提交" in shown.text) == (200, False)


async def test_another_sites_page_is_no_way_back(door: AsyncTestClient[Litestar]) -> None:
    late = await Browser(door).post(TO, {"reason": "x"}, headers={"referer": "https://elsewhere.example/listing"})
    assert carried(late)["next"] == ["/desk"]


async def test_signing_out_twice_asks_for_nothing(door: AsyncTestClient[Litestar]) -> None:
    assert (await Browser(door).post("/sign-out")).headers["location"] == "/sign-in"


def test_fields_are_called_by_their_words() -> None:
    speaking.set("zh")
    assert [field_words(name) for name in ("reason", "answer-3", "inspector_2", "no_such", "x9")] == [
        "理由",
        "答复 3",
        "执法人员 2",
        "no_such",
        "x 9",
    ]
    assert kept_again({}) is None


async def test_trying_is_limited_by_the_minute(town: Town, tmp_path: Path) -> None:
    async with opened_portal(tmp_path, PORTAL_ATTEMPTS_A_MINUTE="2") as client:
        browser = Browser(client)
        for _ in range(5):
            await browser.get("/sign-in")
        answers = [await browser.sign_in("nobody", "wrong words") for _ in range(4)]
        assert {answer.status_code for answer in answers} == {422, 429}
        last = answers[-1]
        assert 1 <= int(last.headers["retry-after"]) <= 60
        assert "操作过于频繁" in last.text
        searched = [(await browser.get("/public/list/2024?search=a")).status_code for _ in range(4)]
        assert (searched[0], 429 in searched) == (200, True), "another door has a count of its own"
        assert (await browser.get("/public/list/2024")).status_code == 200


async def test_who_is_known_searches_freely(town: Town, tmp_path: Path) -> None:
    async with opened_portal(tmp_path, PORTAL_ATTEMPTS_A_MINUTE="2") as client:
        browser = Browser(client)
        await browser.sign_in("leader")
        assert {(await browser.get("/listing/2024?search=a")).status_code for _ in range(5)} == {200}
