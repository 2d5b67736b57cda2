"""Pages of trouble: what happened, that nothing was changed, what to do and whom to ask, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from httpx import Response
from litestar import Litestar
from litestar.testing import AsyncTestClient

from domain.core.duties import Duty
from domain.core.findings import Stale, refuse
from domain.core.law import NotInForce
from domain.records.database import transaction
from domain.records.journal.writes import Note, record
from domain.records.people import queries
from portal.words import translations
from tests.doors import Browser, Town
from tests.rooms.front.ways import KINDS, answer_of

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
ACT = "domain.listing.acts.publish"


def say_in(language: str, code: str) -> str:
    return str(translations(language).ugettext(code))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
async def test_a_trouble_says_all_there_is_to_say(
    door: AsyncTestClient[Litestar], monkeypatch: pytest.MonkeyPatch, kind: str, language: str
) -> None:
    answer = await answer_of(kind, Browser(door, {"language": language}), monkeypatch)
    assert answer.status_code == KINDS[kind]
    for code in (f"trouble:{kind}", f"happened:{kind}", f"advice:{kind}", "No. Nothing was changed.", "Whom to ask"):
        words = say_in(language, code)
        assert words in answer.text.replace("&#39;", "'"), code
        assert not words.startswith(("trouble:", "happened:", "advice:")), code
    assert 'href="/help"' in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_an_unknown_status_is_told_as_the_first_of_its_hundred(door: AsyncTestClient[Litestar]) -> None:
    answer = await door.request("DELETE", "/desk", headers={"x-csrftoken": "x"})
    assert answer.status_code in (403, 405)
    assert "<main" in answer.text


async def stale(door: AsyncTestClient[Litestar], monkeypatch: pytest.MonkeyPatch, name: str, subject: str) -> Response:
    async def moved_on(*_: object, **__: object) -> int:
        raise Stale(subject, "noticed")

    monkeypatch.setattr(ACT, moved_on)
    monkeypatch.setattr("domain.emission_report.acts.submit", moved_on)
    browser = Browser(door)
    await browser.sign_in(name)
    path = "/listing/2024/publish" if name == "leader" else "/reports/report/1/submit"
    back = {"referer": "http://testserver.local/listing/2024?state=noticed", "host": "testserver.local"}
    return await browser.post(path, {"version_id": "1"}, headers=back)


async def test_what_was_moved_on_leads_to_how_it_stands(
    door: AsyncTestClient[Litestar], monkeypatch: pytest.MonkeyPatch, town: Town
) -> None:
    """The province learns who and why; an enterprise learns it of its own acts alone."""
    officer = await queries.actor_by_name("listing_officer")
    assert officer is not None
    async with transaction():
        note = Note(reason="已由同事公布")
        await record(
            "listing:entry:report", "list_entry:77", actor=officer, at=AT, duty=Duty.LISTING_PREPARE, note=note
        )
    answer = await stale(door, monkeypatch, "leader", "list_entry:77")
    assert answer.status_code == 409
    for shown in (
        'href="/listing/entries/77"',
        'href="/listing/2024?state=noticed"',
        "listing_officer",
        "已由同事公布",
    ):
        assert shown in answer.text, shown
    strangers = await stale(door, monkeypatch, "signatory", "list_entry:77")
    assert strangers.status_code == 409
    assert "listing_officer" not in strangers.text
    assert 'href="/listing/entries/77"' not in strangers.text, "a page that the reader may not open is not offered"


async def test_a_machine_is_told_in_its_own_way(
    door: AsyncTestClient[Litestar], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = await door.get("/no-such", headers={"authorization": "Bearer x"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert (answer.json()["status"], answer.json()["code"]) == (404, "HTTP-404")


@pytest.mark.parametrize(
    ("trouble", "shown"),
    [
        (refuse("HOUSE-TOO-LONG"), "HOUSE-TOO-LONG"),
        (NotInForce("listing.threshold.emissions", date(1999, 1, 2)), "listing.threshold.emissions"),
    ],
)
async def test_a_refusal_names_its_reason(
    door: AsyncTestClient[Litestar], monkeypatch: pytest.MonkeyPatch, trouble: Exception, shown: str
) -> None:
    async def refuses(*_: object, **__: object) -> int:
        raise trouble

    monkeypatch.setattr(ACT, refuses)
    browser = Browser(door)
    await browser.sign_in("leader")
    answer = await browser.post("/listing/2024/publish")
    assert (answer.status_code, shown in answer.text) == (422, True)
