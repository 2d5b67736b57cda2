"""The front door as tests use it: the real application, a session for every post, requests as a browser sends them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from litestar import Litestar
from litestar.testing import AsyncTestClient

from domain.core.duties import POSTS, Kind
from domain.records.database import ask, transaction
from domain.records.people import acts, queries
from domain.records.people.rules import check_digit
from domain.records.people.tables import VerificationBody
from domain.records.people.writes import enter_enterprises
from portal.settings import settings

PASSWORD = "correct horse battery"
LONG_AGO = datetime(2023, 9, 1, 1, 0, tzinfo=UTC)


def credit_code(number: int) -> str:
    """A made-up code with a valid check digit."""
    first = f"91420000{number:09}"
    return first + check_digit(first)


@dataclass
class Browser:
    """One reader: keeps the cookies, sends the form's token with every post."""

    client: AsyncTestClient[Litestar]
    cookies: dict[str, str] = field(default_factory=dict)

    async def get(self, path: str, **more: Any) -> Response:
        return await self._send("GET", path, **more)

    async def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> Response:
        if "csrf" not in self.cookies:
            await self.get("/sign-in")
        headers = {"x-csrftoken": self.cookies["csrf"], **more.pop("headers", {})}
        return await self._send("POST", path, data=data or {}, headers=headers, **more)

    async def _send(self, method: str, path: str, **more: Any) -> Response:
        headers = dict(more.pop("headers", {}))
        headers["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        # Cookies are this browser's own; the client under it serves several.
        self.client.cookies.clear()
        answer = await self.client.request(method, path, headers=headers, follow_redirects=False, **more)
        for cookie in answer.headers.get_list("set-cookie"):
            name, _, rest = cookie.partition("=")
            value = rest.partition(";")[0].strip('"')
            if re.search(r"max-age=0\b", cookie, re.IGNORECASE) or not value:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return answer

    async def sign_in(self, name: str, password: str = PASSWORD) -> Response:
        return await self.post("/sign-in", {"sign_in_name": name, "password": password})


@asynccontextmanager
async def opened_portal(tmp_path: Path, **environment: str) -> AsyncIterator[AsyncTestClient[Litestar]]:
    """The application over the test's database, with settings of its own."""
    from portal.application import application

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTAL_DATA_DIR", str(tmp_path))
        for name, value in environment.items():
            patch.setenv(name, value)
        settings.cache_clear()
        # As served: a bug is a page with status 500, never an exception out of the server.
        async with AsyncTestClient(application(), raise_server_exceptions=False) as client:
            yield client
        settings.cache_clear()


@dataclass
class Town:
    """An enterprise, a body, and an account of every post, each named after it. A second enterprise for strangers."""

    enterprise_id: int
    other_enterprise_id: int
    body_id: int


async def people_the_town() -> Town:
    """Found a portal and create one account a post."""
    await acts.found("system_administrator", "系统管理员", PASSWORD, at=LONG_AGO)
    manager = await queries.actor_by_name("system_administrator")
    assert manager is not None
    async with transaction():
        ids = await enter_enterprises([_facts(1), _facts(2)])
        body = VerificationBody(name="示例核查中心", credit_code=credit_code(900), capacity=10)
        body_id = int((await VerificationBody.insert(body))[0]["id"])
    one, other = ids.values()
    town = Town(one, other, body_id)
    for post in POSTS:
        if post.code != "system_administrator":
            bound = _bound(post.kind, town)
            name = f"{post.code}"
            await acts.create_account(name, name, post.code, PASSWORD, actor=manager, at=LONG_AGO, **bound)
    return town


def _facts(number: int) -> dict[str, Any]:
    return {
        "credit_code": credit_code(number),
        "name": f"示例第{number}电厂",
        "name_en": f"Sample plant {number}",
        "city": "武汉市",
        "sector": "power",
        "sector_code": "4411",
        "synthetic": True,
    }


def _bound(kind: Kind, town: Town) -> dict[str, Any]:
    if kind is Kind.ENTERPRISE:
        return {"enterprise_id": town.enterprise_id}
    if kind is Kind.BODY:
        return {"body_id": town.body_id}
    return {"city": "武汉市"} if kind is Kind.CITY else {}


STAND_INS = {"date": "'2025-01-01'", "timestamp with time zone": "'2025-01-01'", "jsonb": "'{{}}'", "boolean": "FALSE"}
NUMBERS = ("integer", "bigint", "smallint", "numeric")


async def plant(table: str, **values: Any) -> int:
    """Put a row straight into a table, around the acts, to see what a page makes of it; what is not named is filled."""
    columns = await ask(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = {} AND is_nullable = 'NO' "
        "AND column_default IS NULL",
        table,
    )
    given = {name: _literal(value) for name, value in values.items()}
    for column in columns:
        kind = column["data_type"]
        stand_in = "0" if kind in NUMBERS else STAND_INS.get(kind, "''")
        given.setdefault(column["column_name"], stand_in)
    rows = await ask(f"INSERT INTO {table} ({', '.join(given)}) VALUES ({', '.join(given.values())}) RETURNING id")
    return int(rows[0]["id"])


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    # Braces mark values in a question, so those of a text are doubled.
    text = str(value).replace("'", "''").replace("{", "{{").replace("}", "}}")
    return str(value) if isinstance(value, int) else f"'{text}'"
