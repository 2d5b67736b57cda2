"""What a stranger, a thief and a clumsy hand meet at the front door."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jose import jwt
from litestar import Litestar
from litestar.testing import AsyncTestClient

from domain.core.duties import POSTS, Duty
from domain.records.database import ask
from domain.records.people import acts, queries
from portal.settings import settings
from tests.doors import PASSWORD, Browser, Town, credit_code, opened_portal, people_the_town, plant
from tests.house.test_duty_matrix import Door


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    return await people_the_town()


@pytest.fixture
async def door(town: Town, tmp_path: Path) -> AsyncIterator[AsyncTestClient[Litestar]]:
    async with opened_portal(tmp_path) as client:
        yield client


@pytest.fixture
async def small_door(town: Town, tmp_path: Path) -> AsyncIterator[AsyncTestClient[Litestar]]:
    """A portal that takes uploads of one megabyte and cookies over https alone."""
    async with opened_portal(tmp_path, PORTAL_UPLOAD_LIMIT_MB="1", PORTAL_SECURE_COOKIES="1") as client:
        yield client


async def signed_in(door: AsyncTestClient[Litestar], name: str) -> Browser:
    browser = Browser(door)
    answer = await browser.sign_in(name)
    assert answer.status_code == 303, answer.text
    return browser


async def test_every_answer_carries_the_headers(door: AsyncTestClient[Litestar]) -> None:
    for path in ("/sign-in", "/desk", "/no-such-page", "/static/portal.css"):
        headers = (await Browser(door).get(path)).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "frame-ancestors 'none'" in policy, path
        assert "unsafe" not in policy, path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "same-origin", path


async def test_pages_for_one_person_are_kept_by_nobody(door: AsyncTestClient[Litestar]) -> None:
    browser = await signed_in(door, "leader")
    assert "no-store" in (await browser.get("/desk")).headers.get("cache-control", "")


@pytest.mark.parametrize("token", ["", "forged", "0" * 128])
async def test_a_form_without_its_token_is_refused_with_a_page(door: AsyncTestClient[Litestar], token: str) -> None:
    browser = await signed_in(door, "system_administrator")
    answer = await browser.post("/accounts", {"_csrf_token": token}, headers={"x-csrftoken": token})
    assert answer.status_code == 403
    assert answer.headers["content-type"].startswith("text/html")
    assert "<main" in answer.text
    assert not await ask("SELECT id FROM account WHERE sign_in_name = ''")


async def test_another_sites_form_has_no_token_and_signs_nobody_out(door: AsyncTestClient[Litestar]) -> None:
    browser = await signed_in(door, "leader")
    cookie = f"session={browser.cookies['session']}"
    answer = await door.post("/sign-out", headers={"cookie": cookie}, follow_redirects=False)
    assert answer.status_code == 403
    assert (await browser.get("/desk")).status_code == 200


async def test_wrong_name_and_wrong_password_look_alike(door: AsyncTestClient[Litestar]) -> None:
    pages = []
    for name, password in (("leader", "wrong password"), ("nobody", PASSWORD)):
        browser = Browser(door)
        answer = await browser.sign_in(name, password)
        assert answer.status_code == 422
        assert "session" not in browser.cookies
        pages.append(answer.text.replace(name, "·").replace(browser.cookies["csrf"], "·"))
    assert pages[0] == pages[1]


async def test_a_refused_sign_in_keeps_the_name_and_not_the_password(door: AsyncTestClient[Litestar]) -> None:
    answer = await Browser(door).sign_in("nobody<script>", "a wrong password")
    assert "nobody&lt;script&gt;" in answer.text
    assert "a wrong password" not in answer.text


async def test_the_session_cookie_is_out_of_reach(door: AsyncTestClient[Litestar]) -> None:
    answer = await Browser(door).sign_in("leader")
    (cookie,) = [line for line in answer.headers.get_list("set-cookie") if line.startswith("session=")]
    assert "httponly" in cookie.lower()
    assert "samesite=lax" in cookie.lower()
    assert "path=/" in cookie.lower()


async def test_behind_https_every_cookie_is_secure(small_door: AsyncTestClient[Litestar]) -> None:
    answer = await Browser(small_door).sign_in("leader")
    cookies = answer.headers.get_list("set-cookie")
    assert cookies
    assert all("secure" in line.lower() for line in cookies), cookies


async def test_a_stolen_cookie_is_worth_nothing_after_signing_out(door: AsyncTestClient[Litestar]) -> None:
    browser = await signed_in(door, "leader")
    stolen = Browser(door, dict(browser.cookies))
    assert (await stolen.get("/desk")).status_code == 200
    await browser.post("/sign-out")
    assert (await stolen.get("/desk")).headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("algorithm", ["none", "HS512"])
async def test_a_token_of_another_make_opens_nothing(door: AsyncTestClient[Litestar], algorithm: str) -> None:
    opened = await acts.sign_in("leader", PASSWORD, at=datetime.now(UTC))
    claims = {"sub": str(opened.account_id), "key": opened.secret, "exp": int(opened.expires_at.timestamp())}
    if algorithm == "none":
        parts = jwt.encode(claims, "x", algorithm="HS256").split(".")
        token = f"eyJhbGciOiJub25lIn0.{parts[1]}."
    else:
        token = jwt.encode(claims, settings().cookie_key, algorithm=algorithm)
    assert (await Browser(door, {"session": token}).get("/desk")).headers["location"].startswith("/sign-in")
    good = jwt.encode(claims, settings().cookie_key, algorithm="HS256")
    assert (await Browser(door, {"session": good}).get("/desk")).status_code == 200


@pytest.mark.parametrize("onward", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example"])
async def test_signing_in_never_leads_elsewhere(door: AsyncTestClient[Litestar], onward: str) -> None:
    browser = Browser(door)
    answer = await browser.post("/sign-in", {"sign_in_name": "leader", "password": PASSWORD, "next": onward})
    assert answer.headers["location"] == "/desk"


async def test_a_missing_duty_is_a_page_and_an_entry(door: AsyncTestClient[Litestar]) -> None:
    browser = await signed_in(door, "leader")
    answer = await browser.get("/accounts")
    assert answer.status_code == 403
    assert "<main" in answer.text
    rows = await ask("SELECT reason, basis FROM journal_entry WHERE tag = 'people:access:refuse' ORDER BY number DESC")
    assert (rows[0]["reason"], "/accounts" in rows[0]["basis"]) == ("people.manage", True)


async def test_a_foreign_number_and_an_unknown_one_look_alike(door: AsyncTestClient[Litestar], town: Town) -> None:
    """A filer asks for the list entry of another enterprise, and for one that nobody has."""
    foreign = await _foreign_entry(town)
    browser = await signed_in(door, "filer")
    allowed = await signed_in(door, "leader")
    assert (await allowed.get(f"/listing/entries/{foreign}")).status_code == 200
    # A filer holds no duty of the list; a city officer does, and is bounded to the city.
    assert (await browser.get(f"/listing/entries/{foreign}")).status_code == 403
    officer = await signed_in(door, "city_officer")
    there, nowhere = [await officer.get(f"/listing/entries/{number}") for number in (foreign, 999_999)]
    assert (there.status_code, nowhere.status_code) == (404, 404)
    same = [answer.text.replace(f"/entries/{number}", "·") for answer, number in ((there, foreign), (nowhere, 999_999))]
    assert same[0] == same[1]


async def _foreign_entry(town: Town) -> int:
    """A list entry of an enterprise in another city."""
    await ask("UPDATE enterprise SET city = '黄石市' WHERE id = {}", town.other_enterprise_id)
    return await plant(
        "list_entry",
        year=2024,
        enterprise_id=town.other_enterprise_id,
        state="published",
        verdict="list",
        explanation=EXPLANATION,
    )


RESULT = {"name": "listing_emissions", "formula": "", "value": "1", "unit": "t", "unrounded": "1", "rounding": ""}
EXPLANATION = json.dumps(
    {
        "question": "listing.screen",
        "edition": "",
        "law_day": "2023-09-20",
        "inputs": [],
        "provisions": [],
        "steps": [],
        "result": RESULT,
    }
)


async def test_an_upload_over_the_limit_is_a_page(small_door: AsyncTestClient[Litestar]) -> None:
    browser = await signed_in(small_door, "listing_officer")
    files = {"workbook": ("big.xlsx", b"x" * (2 * 1024 * 1024), "application/octet-stream")}
    answer = await browser.post("/listing/import/preview", {}, files=files)
    assert answer.status_code == 413
    assert "<main" in answer.text


async def test_an_upload_that_is_no_workbook_is_a_finding(door: AsyncTestClient[Litestar]) -> None:
    browser = await signed_in(door, "listing_officer")
    files = {"workbook": ("a.xlsx", b"this is no workbook", "application/octet-stream")}
    answer = await browser.post("/listing/import/preview", {}, files=files)
    assert answer.status_code == 422
    assert "SHEET" in answer.text or "finding" in answer.text


async def test_a_bearer_token_opens_machine_routes_alone(door: AsyncTestClient[Litestar]) -> None:
    filer = await queries.actor_by_name("filer")
    assert filer is not None
    from portal.guards import token_for

    bearer = token_for(await acts.open_machine_session(actor=filer, at=datetime.now(UTC)))
    headers = {"authorization": f"Bearer {bearer}"}
    for path in ("/desk", "/reports", "/plans"):
        assert (await door.get(path, headers=headers, follow_redirects=False)).status_code == 401, path
    assert (await Browser(door, {"session": bearer}).get("/desk")).headers["location"].startswith("/sign-in")


async def test_a_browsers_session_is_no_bearer_token(door: AsyncTestClient[Litestar]) -> None:
    browser = await signed_in(door, "filer")
    machine = [
        route
        for route in door.app.routes
        for handler in getattr(route, "route_handlers", ())
        if handler.opt.get("machine")
    ]
    headers = {"authorization": f"Bearer {browser.cookies['session']}"}
    for route in machine:
        path = "/".join("1" if part.startswith("{") else part for part in route.path_format.split("/"))
        answer = await door.post(path, headers=headers, follow_redirects=False)
        assert answer.status_code in (401, 404, 405), path


@pytest.mark.slow
@pytest.mark.parametrize("value", ["99999999999999999999", "-1", "%00", "%27%3B--", "x" * 3000])
async def test_strange_questions_are_never_a_bug(door: AsyncTestClient[Litestar], value: str) -> None:
    """Every query parameter of every page, asked by somebody who may open the page."""
    asked = sorted(_questions(door.app))
    assert asked
    browsers: dict[str, Browser] = {}
    bugs = []
    for duty, path, name in asked:
        post = next((post.code for post in POSTS if Duty(duty) in post.duties), "leader")
        if post not in browsers:
            browsers[post] = await signed_in(door, post)
        answer = await browsers[post].get(f"{path}?{name}={value}")
        bugs += [f"{path}?{name}= {answer.status_code}"] if answer.status_code >= 500 else []
    assert bugs == []


def _questions(app: Litestar) -> Iterator[tuple[str, str, str]]:
    """(duty, address, query parameter) of every page that asks one."""
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            if "GET" in handler.http_methods and isinstance(handler.opt.get("duty"), Duty):
                address = Door(route.path, "GET", "", False).address
                inside = set(route.path_parameters) | {"request", "scope", "receive", "send"}
                for name in set(handler.parsed_fn_signature.parameters) - inside:
                    yield handler.opt["duty"].value, address, name


async def test_cookies_of_nonsense_are_no_cookies(door: AsyncTestClient[Litestar]) -> None:
    cookies = {"session": "x" * 5000, "message": "!!!", "language": "../..", "csrf": "<b>"}
    answer = await Browser(door, cookies).get("/sign-in")
    assert answer.status_code == 200
    assert "<b>" not in answer.text


async def test_asking_what_is_allowed_tells_nothing_and_breaks_nothing(door: AsyncTestClient[Litestar]) -> None:
    for path in ("/desk", "/accounts", "/listing/2024", "/no-such-page"):
        assert (await door.options(path)).status_code < 500, path


async def test_the_code_of_an_enterprise_is_told_to_administrators_only_by_form(
    door: AsyncTestClient[Litestar],
) -> None:
    browser = await signed_in(door, "system_administrator")
    form = {
        "sign_in_name": "new.filer",
        "name": "新",
        "post": "filer",
        "enterprise": credit_code(77),
        "password": PASSWORD,
    }
    answer = await browser.post("/accounts", form)
    assert answer.status_code == 422
    assert 'value="new.filer"' in answer.text
    assert PASSWORD not in answer.text
    answer = await browser.post("/accounts", form | {"enterprise": credit_code(1)})
    assert answer.status_code == 303, answer.text
