"""Nothing that can be typed into an address or a form is a bug of the portal."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from asyncpg.exceptions import (
    DeadlockDetectedError,
    SerializationError,
    StringDataRightTruncationError,
    UniqueViolationError,
)
from litestar import Litestar
from litestar.testing import AsyncTestClient

from domain.core.duties import POSTS, Duty
from portal.front import own_path
from portal.page import whole_number
from tests.doors import Browser, Town, opened_portal, people_the_town
from tests.hostile import GARBAGE, absurd_addresses, fields, filled_with
from tests.house.test_duty_matrix import LAST, Door, doors

LEADER = "leader"


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    return await people_the_town()


@pytest.fixture
async def door(town: Town, tmp_path: Path) -> AsyncIterator[AsyncTestClient[Litestar]]:
    async with opened_portal(tmp_path) as client:
        yield client


class Hands:
    """One browser a post, opened when it is first needed; tells what each answer that is a bug was asked."""

    def __init__(self, client: AsyncTestClient[Litestar]) -> None:
        self.client, self.browsers, self.bugs = client, dict[str, Browser](), list[str]()

    async def browser(self, door: Door) -> Browser:
        """Of somebody to whom the door is open; the strangest things are asked by those who may come in."""
        code = next((post.code for post in POSTS if Duty(door.duty) in post.duties), LEADER)
        if code not in self.browsers:
            self.browsers[code] = Browser(self.client)
            await self.browsers[code].sign_in(code)
        return self.browsers[code]

    async def ask(self, door: Door, address: str, value: str | None = None) -> int:
        browser = await self.browser(door)
        form = {} if value is None else filled_with(value)
        answer = await (browser.get(address) if door.method == "GET" else browser.post(address, form))
        if answer.status_code >= 500:
            self.bugs.append(f"{door.method} {address[:120]} {value and ascii(value[:12])} → {answer.status_code}")
        return answer.status_code


def open_doors(client: AsyncTestClient[Litestar]) -> list[Door]:
    return [door for door in sorted(doors(client.app)) if door.path != LAST and not door.machine]


@pytest.mark.slow
async def test_no_address_is_a_bug(door: AsyncTestClient[Litestar]) -> None:
    """Years and numbers that nothing could have, NULs, halves of characters, very long words."""
    hands = Hands(door)
    asked = [(one, address) for one in open_doors(door) for address in absurd_addresses(one)]
    assert len(asked) > 500
    for one, address in asked:
        await hands.ask(one, address)
    assert hands.bugs == []


@pytest.mark.slow
async def test_no_form_is_a_bug(door: AsyncTestClient[Litestar]) -> None:
    """Every form empty, then with the same garbage in all of its fields."""
    hands = Hands(door)
    assert {"reason", "reference", "enterprise", "tonnes"} <= set(fields())
    for one in open_doors(door):
        if one.method == "POST":
            for value in (None, *GARBAGE):
                await hands.ask(one, one.address, value)
    assert hands.bugs == []


PART = b'--a\r\nContent-Disposition: form-data; name="reason"%s\r\n\r\n\xff\xfe\r\n--a--\r\n'


@pytest.mark.parametrize(
    "told", [b"", b"\r\nContent-Type: text/plain; charset=none", b"\r\nContent-Type: application/json"]
)
async def test_a_form_in_no_encoding_is_the_senders_mistake(door: AsyncTestClient[Litestar], told: bytes) -> None:
    """Also when the token is sought in it, before any room has looked."""
    browser = Browser(door)
    await browser.sign_in("system_administrator")
    for token in ({"x-csrftoken": browser.cookies["csrf"]}, {}):
        headers = {"content-type": "multipart/form-data; boundary=a", **token}
        answer = await browser._send("POST", "/accounts", content=PART % told, headers=headers)
        assert answer.status_code in (400, 403, 422), answer.status_code
        assert "<main" in answer.text


@pytest.mark.parametrize(("language", "said"), [("zh", "文件太大"), ("en", "too large")])
async def test_an_upload_over_the_limit_is_said_in_the_readers_language(
    town: Town, tmp_path: Path, language: str, said: str
) -> None:
    async with opened_portal(tmp_path, PORTAL_UPLOAD_LIMIT_MB="1") as client:
        browser = Browser(client, {"language": language})
        await browser.sign_in("listing_officer")
        files = {"workbook": ("big.xlsx", bytes(2 * 1024 * 1024), "application/octet-stream")}
        answer = await browser.post("/listing/import/preview", {}, files=files)
        assert (answer.status_code, said in answer.text) == (413, True), answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_what_is_taken_away_is_kept_by_no_cache(door: AsyncTestClient[Litestar]) -> None:
    browser = Browser(door)
    await browser.sign_in("listing_officer")
    for path in ("/listing/import/blank", "/listing/2024/export"):
        assert (await browser.get(path)).headers["cache-control"] == "no-store", path


async def test_the_way_back_after_signing_in_is_one_value(door: AsyncTestClient[Litestar]) -> None:
    answer = await Browser(door).get("/surrender/obligations/1/why/a%26next=b")
    assert answer.headers["location"].count("&") == 0


@pytest.mark.parametrize(
    ("lost", "status"),
    [
        (UniqueViolationError, 409),
        (DeadlockDetectedError, 409),
        (SerializationError, 409),
        (StringDataRightTruncationError, 422),
    ],
)
async def test_what_the_database_refuses_is_said_and_is_no_bug(
    door: AsyncTestClient[Litestar], monkeypatch: pytest.MonkeyPatch, lost: type[Exception], status: int
) -> None:
    """What the database itself lets through only once, and what does not fit its columns."""

    async def loses(*_: object, **__: object) -> int:
        raise lost("duplicate key")

    monkeypatch.setattr("domain.listing.acts.publish", loses)
    browser = Browser(door)
    await browser.sign_in(LEADER)
    answer = await browser.post("/listing/2024/publish")
    assert answer.status_code == status
    assert "<main" in answer.text


@pytest.mark.parametrize(
    "text", ["", "²", "٣", "-1", "+1", "1_0", " 1", "1e3", "0x1", "9" * 5000, "12345678901", None, 7, b"7"]
)
def test_what_is_no_number_is_zero(text: object) -> None:
    assert whole_number(text) == 0


def test_a_number_is_itself() -> None:
    assert (whole_number("7"), whole_number("007"), whole_number("999999999")) == (7, 7, 999_999_999)


@pytest.mark.parametrize(
    "path",
    [
        "https://elsewhere.example",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "/\t/elsewhere.example",
        "/\n/elsewhere.example",
        "\t//elsewhere.example",
        "/\x00/elsewhere.example",
        "/\u200b/elsewhere.example",
        "/desk\\..\\..",
        "javascript:alert(1)",
        "desk",
        "",
    ],
)
def test_no_path_leads_elsewhere(path: str) -> None:
    assert own_path(path) == "/desk"


@pytest.mark.parametrize("path", ["/desk", "/listing/2024?search=电厂", "/public"])
def test_a_path_of_ones_own_is_kept(path: str) -> None:
    assert own_path(path) == path
