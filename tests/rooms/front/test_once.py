"""The back button repeats no act: what changes something answers by leading on, and no page is kept by the browser."""

from __future__ import annotations

import pytest
from httpx import Response
from litestar import Litestar
from litestar.testing import AsyncTestClient

from tests.house.test_duty_matrix import LAST, Door, doors
from tests.house.test_no_500 import Hands

# What answers a form with a page although nothing was refused: it only looks, or shows what is shown once.
ONLY_LOOK = ("/preview", "/chosen", "/verify", "/machine/tokens", "/trial", "/check")


async def answered(hands: Hands, door: Door) -> Response:
    browser = await hands.browser(door)
    return await (browser.get(door.address) if door.method == "GET" else browser.post(door.address))


@pytest.mark.slow
async def test_no_page_is_kept_and_no_act_is_answered_by_a_page(door: AsyncTestClient[Litestar]) -> None:
    hands, kept, shown = Hands(door), [], []
    asked = [one for one in sorted(doors(door.app)) if one.path != LAST and not one.machine]
    for one in asked:
        if one.path.startswith("/static"):
            continue
        answer = await answered(hands, one)
        if "text/html" in answer.headers["content-type"] and "no-store" not in answer.headers.get("cache-control", ""):
            kept.append(str(one))
        if one.method == "POST" and answer.status_code == 200 and not any(word in one.path for word in ONLY_LOOK):
            shown.append(str(one))
    assert (kept, shown) == ([], [])


async def test_a_refused_form_is_shown_again_and_a_good_one_leads_on(door: AsyncTestClient[Litestar]) -> None:
    hands = Hands(door)
    browser = await hands.browser(Door("/accounts", "POST", "people.manage", False))
    wrong = await browser.post("/accounts", {"sign_in_name": "once.only"})
    assert (wrong.status_code, 'value="once.only"' in wrong.text) == (422, True)
    form = {"sign_in_name": "once.only", "name": "一次", "post": "inspector", "password": "correct horse battery"}
    good = await browser.post("/accounts", form)
    assert (good.status_code, good.headers["location"]) == (303, "/accounts")
    again = await browser.post("/accounts", form)
    assert again.status_code in (409, 422), "the same form once more makes nothing twice"
