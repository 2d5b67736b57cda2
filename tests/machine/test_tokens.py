"""Tokens: made with a name and a last day, shown once, ended by any filer of the enterprise."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from domain.core.findings import Refused, Stale
from domain.records.people import acts, queries
from domain.records.people.rules import LONGEST_TOKEN_DAYS
from portal.clock import now, today
from tests.cast import actor, codes, entries_for
from tests.doors import Browser
from tests.machine.ground import REPORTS, Program
from tests.rooms.emission_report.ground import Enterprise

TOKEN = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+")


async def browser_of(door: AsyncTestClient[Litestar], name: str = "filer") -> Browser:
    browser = Browser(door)
    assert (await browser.sign_in(name)).status_code == 303
    return browser


async def test_a_token_is_made_used_and_ended(door: AsyncTestClient[Litestar]) -> None:
    browser = await browser_of(door)
    until = (today() + timedelta(days=30)).isoformat()
    shown = await browser.post("/machine/tokens", {"name": "能源管理系统", "until": until})
    assert shown.status_code == 200
    token = max(TOKEN.findall(shown.text), key=len)
    program = Program(door, token)
    assert (await program.get(REPORTS)).status_code == 200
    listed = (await browser.get("/machine/tokens")).text
    assert "能源管理系统" in listed
    assert token not in listed, "a token is shown once"
    card = (await queries.tokens(actor=actor("filer", enterprise_id=1)))[0]
    assert card.last_day.isoformat() == until
    assert (await browser.post(f"/machine/tokens/{card.id}/end")).status_code == 303
    assert (await program.get(REPORTS)).status_code == 401
    filer = await queries.actor_by_name("filer")
    assert filer is not None
    journal = await entries_for(f"account:{filer.account_id}")
    assert journal[-2:] == ["people:session:open_machine", "people:session:end_machine"]
    twice = await browser.post(f"/machine/tokens/{card.id}/end")
    assert twice.status_code == 409


@pytest.mark.parametrize(
    ("name", "until", "code"),
    [
        ("", "2026-12-31", "PEOPLE-TOKEN-NAME"),
        ("甲", "", "PEOPLE-TOKEN-DAY"),
        ("甲", "2019-01-01", "PEOPLE-TOKEN-DAY"),
        ("甲", "9999-12-31", "PEOPLE-TOKEN-DAY"),
        ("甲", "0001-01-01", "PEOPLE-TOKEN-DAY"),
    ],
)
async def test_a_refusal_shows_the_form_again(
    door: AsyncTestClient[Litestar], name: str, until: str, code: str
) -> None:
    answer = await (await browser_of(door)).post("/machine/tokens", {"name": name, "until": until})
    assert (answer.status_code, code in answer.text) == (422, True)
    assert f'value="{name}"' in answer.text


async def test_only_filers_make_tokens_and_only_for_their_enterprise(
    door: AsyncTestClient[Litestar], mine: Enterprise, foreign: Enterprise
) -> None:
    signatory = await browser_of(door, "signatory")
    assert (await signatory.get("/machine/tokens")).status_code == 403
    filer = await queries.actor_by_name("filer")
    assert filer is not None
    await acts.open_machine_session(actor=filer, at=now(), name="甲")
    card = (await queries.tokens(actor=filer))[0]
    stranger = actor("filer", enterprise_id=foreign.id)
    assert await queries.tokens(actor=stranger) == []
    with pytest.raises(Stale):
        await acts.end_machine_session(card.id, actor=stranger, at=now())
    colleague = actor("filer", number=7, enterprise_id=mine.id)
    await acts.end_machine_session(card.id, actor=colleague, at=now())
    with pytest.raises(Refused):
        await acts.open_machine_session(actor=actor("leader"), at=now())


async def test_an_enterprise_has_only_so_many(door: AsyncTestClient[Litestar], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "MOST_TOKENS", 1)
    filer = await queries.actor_by_name("filer")
    assert filer is not None
    for card in await queries.tokens(actor=filer):
        if card.revoked_at is None:
            await acts.end_machine_session(card.id, actor=filer, at=now())
    await acts.open_machine_session(actor=filer, at=now(), until=today() + timedelta(days=LONGEST_TOKEN_DAYS))
    with pytest.raises(Refused) as caught:
        await acts.open_machine_session(actor=filer, at=now())
    assert codes(caught) == {"PEOPLE-TOKENS"}


@pytest.mark.parametrize(("language", "said"), [("zh", "程序填报接口"), ("en", "Filing by programs")])
async def test_the_page_says_how_in_both_languages(door: AsyncTestClient[Litestar], language: str, said: str) -> None:
    page = await Browser(door, {"language": language}).get("/machine")
    assert page.status_code == 200
    assert said in page.text
    assert "/machine/reports/{year}" in page.text
    assert "machine_address:" not in page.text
    assert 'id="trouble-422"' in page.text
