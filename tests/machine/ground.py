"""An enterprise that owes its report, and a program of its filer with a token."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from httpx import Response
from litestar import Litestar
from litestar.testing import AsyncTestClient

from domain.core.actors import THE_CLOCK
from domain.core.workbook import data_from
from domain.emission_report import acts
from domain.emission_report.rules import FORMS
from domain.records.people import acts as people
from domain.records.people import queries
from portal.clock import now
from portal.guards import token_for
from tests.rooms.emission_report.ground import Enterprise
from tests.rooms.emission_report.sample import YEAR, Entries, entries

POWER = FORMS["power.A22"].workbook
REPORTS = f"/machine/reports/{YEAR}"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_json(plant: Enterprise, contact: str = "程序", **changes: Any) -> bytes:
    """The honest report of an enterprise as JSON; another contact makes another file."""
    filled: Entries = entries(code=plant.credit_code, name=plant.name)
    filled["enterprise"][0]["contact"] = contact
    return json.dumps(data_from(POWER, filled) | changes, ensure_ascii=False).encode()


@dataclass
class Program:
    """Sends as a program does: a token, no cookies."""

    client: AsyncTestClient[Litestar]
    token: str
    headers: dict[str, str] = field(default_factory=dict)

    async def get(self, path: str, **headers: str) -> Response:
        return await self.client.get(path, headers=self._headers(headers), follow_redirects=False)

    async def send(self, path: str, content: bytes, media_type: str = "application/json", **headers: str) -> Response:
        headers = {"Content-Type": media_type, **headers} if media_type else headers
        return await self.client.post(path, content=content, headers=self._headers(headers), follow_redirects=False)

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        self.client.cookies.clear()
        told = {name.replace("_", "-"): value for name, value in more.items()}
        return {"Authorization": f"Bearer {self.token}", **self.headers, **told}


async def program_of(client: AsyncTestClient[Litestar], sign_in_name: str = "filer", name: str = "能源系统") -> Program:
    filer = await queries.actor_by_name(sign_in_name)
    assert filer is not None
    return Program(client, token_for(await people.open_machine_session(actor=filer, at=now(), name=name)))


async def read(version_id: int) -> None:
    await acts.read(version_id, actor=THE_CLOCK, at=now())
