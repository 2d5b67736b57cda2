"""The OpenAPI document: a generated client can live by it, and no request breaks what it promises."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from litestar import Litestar
from litestar.testing import AsyncTestClient
from schemathesis.checks import CHECKS, load_all_checks

from portal import application
from portal.machine.described import description, operations
from tests.doors import opened_portal
from tests.house.test_duty_matrix import doors
from tests.machine.conftest import ROOMS
from tests.machine.ground import Program, as_json, program_of, read
from tests.rooms.emission_report.ground import Enterprise
from tests.rooms.emission_report.sample import YEAR

# What schemathesis holds against every answer; that a check promises more than the document is not asked.
load_all_checks()
HELD = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
)
EXAMPLES = 25


async def test_the_document_is_public_and_names_every_address_for_programs(door: AsyncTestClient[Litestar]) -> None:
    answer = await door.get("/machine/openapi.json")
    assert answer.status_code == 200
    document = answer.json()
    assert document["openapi"].startswith("3.1")
    assert document == json.loads(json.dumps(description()))
    named = {(one["method"], one["path"]) for one in operations()}
    held = {(one.method, path_of(one.path)) for one in doors(door.app) if one.machine}
    assert named == held
    again = await door.get("/machine/openapi.json", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def path_of(declared: str) -> str:
    """/machine/reports/{year:int} as the document writes it."""
    return "/".join(part.partition(":")[0] + "}" if ":" in part else part for part in declared.split("/"))


class Client:
    """As a generator would write it: a method of each operation, its path and places out of the document alone."""

    def __init__(self, document: dict[str, Any], program: Program) -> None:
        self._program = program
        self._operations = {
            operation["operationId"]: (method, path)
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
        }

    async def call(self, operation: str, content: bytes = b"", **places: object) -> httpx.Response:
        method, path = self._operations[operation]
        address = path.format(**places)
        return await (self._program.get(address) if method == "get" else self._program.send(address, content))


async def test_a_generated_client_files_a_report(
    door: AsyncTestClient[Litestar], program: Program, mine: Enterprise
) -> None:
    client = Client((await door.get("/machine/openapi.json")).json(), program)
    form = (await client.call("report_form", sector="power", year=YEAR)).json()
    assert form["data"]["form"] == "emission_report.power"
    received = await client.call("send_report", as_json(mine, "生成的客户端"), year=YEAR)
    assert received.status_code == 201
    version = received.json()["version"]
    await read(version)
    found = (await client.call("version_findings", version_id=version)).json()
    assert found["version"]["state"] == "clean"
    assert (await client.call("report_standing", year=YEAR)).json()["submittable"]
    assert (await client.call("report_blank", year=YEAR)).content.startswith(b"PK")


@pytest.fixture
async def served(ground: list[Enterprise], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Program]:
    monkeypatch.setattr(application, "ROOMS", ROOMS)
    async with opened_portal(tmp_path, PORTAL_MACHINE_REQUESTS_A_MINUTE="100000") as client:
        yield await program_of(client, name="检查")


@pytest.mark.slow
@pytest.mark.parametrize("operation", [one["id"] for one in operations()])
async def test_no_request_breaks_what_the_document_promises(served: Program, operation: str, mine: Enterprise) -> None:
    """Requests that schemathesis makes, sent to the application over a real database."""
    schema = schemathesis.openapi.from_dict(description()).include(operation_id=operation)
    await first_version(served, mine)
    cases = list(made(schema))
    assert cases
    for case in cases:
        sent = case.as_transport_kwargs(base_url="http://portal")
        answer = await served.client.request(
            case.method,
            case.formatted_path,
            headers={**plain(sent.get("headers")), "Authorization": f"Bearer {served.token}"},
            params=sent.get("params"),
            cookies=None,
            follow_redirects=False,
            **body_of(sent),
        )
        request = httpx.Request(case.method, f"http://portal{case.formatted_path}", **body_of(sent))
        answer.request = request
        case.validate_response(
            schemathesis.Response.from_httpx(answer, verify=False),
            checks=[CHECKS.get_one(name) for name in HELD],
        )


async def first_version(program: Program, plant: Enterprise) -> None:
    """Something for the numbers to meet: version 1 is there."""
    sent = await program.send(f"/machine/reports/{YEAR}", as_json(plant, "检查"))
    assert sent.status_code in (201, 422)


def made(schema: Any) -> Iterator[Any]:
    """So many cases of an operation, those that fit the document and those that do not, the same in every run."""
    found: list[Any] = []
    for result in schema.get_all_operations():

        @settings(
            max_examples=EXAMPLES,
            database=None,
            derandomize=True,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @schemathesis_given(result.ok())
        def gather(case: Any) -> None:
            found.append(case)

        gather()
    yield from found


def schemathesis_given(operation: Any) -> Any:
    from hypothesis import given

    return given(case=operation.as_strategy())


def plain(headers: Any) -> dict[str, str]:
    """Headers as HTTP can carry them."""
    kept = {str(name): str(value) for name, value in dict(headers or {}).items()}
    return {
        name: value
        for name, value in kept.items()
        if name.isascii() and value.isascii() and value.isprintable() and name.lower() != "authorization"
    }


def body_of(sent: dict[str, Any]) -> dict[str, Any]:
    if "json" in sent:
        return {"json": sent["json"]}
    data = sent.get("data")
    return {"content": data if isinstance(data, bytes) else str(data).encode()} if data is not None else {}
