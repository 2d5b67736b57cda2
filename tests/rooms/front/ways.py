"""Ways into every trouble there is, as a reader would come into it."""

from __future__ import annotations

from datetime import date

import pytest
from httpx import Response
from litestar.exceptions import ClientException, TooManyRequestsException

from domain.core.findings import Stale, refuse
from domain.core.law import NotInForce
from tests.doors import Browser

# Each page of trouble with its status.
KINDS = {
    "400": 400,
    "403": 403,
    "404": 404,
    "405": 405,
    "409": 409,
    "413": 413,
    "422": 422,
    "429": 429,
    "500": 500,
    "expired": 403,
    "law": 422,
}
ADDRESSES = {"400": "/law?day=%00", "403": "/accounts", "404": "/no-such-page", "405": "/sign-out"}
RAISED: dict[str, Exception] = {
    "409": Stale("list_entry:1", "noticed"),
    "413": ClientException(status_code=413),
    "422": refuse("HOUSE-TOO-LONG"),
    "429": TooManyRequestsException(),
    "500": RuntimeError("a bug"),
    "law": NotInForce("listing.threshold.emissions", date(1999, 1, 2)),
}


async def answer_of(kind: str, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Response:
    """The leader's answer on the way into a trouble."""
    await browser.sign_in("leader")
    if kind in ADDRESSES:
        return await browser.get(ADDRESSES[kind])
    if kind == "expired":
        return await browser.post("/listing/2024/publish", headers={"x-csrftoken": "x"})

    async def act(*_: object, **__: object) -> int:
        raise RAISED[kind]

    monkeypatch.setattr("domain.listing.acts.publish", act)
    return await browser.post("/listing/2024/publish")
