"""A report filed by a program: form, sending, findings, and what is refused."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from domain.records.database import ask
from domain.records.evidence import queries as evidence
from domain.records.people import acts as people
from domain.records.people import queries
from portal.clock import now
from tests.doors import Browser, opened_portal
from tests.machine.ground import REPORTS, XLSX, Program, as_json, program_of, read
from tests.rooms.emission_report.ground import Enterprise
from tests.rooms.emission_report.sample import YEAR


async def test_a_program_fills_in_the_form_and_files_it(program: Program, mine: Enterprise) -> None:
    """What the form answers, completed and sent back, is a clean report; its original is kept as JSON."""
    form = (await program.get(f"/machine/forms/power/{YEAR}")).json()
    assert (form["form"], form["edition"], form["year"]) == ("emission_report.power", "A22", YEAR)
    assert form["data"]["sheets"]["enterprise"]["credit_code"] == mine.credit_code
    assert len(form["data"]["sheets"]["fuels"]) == 24
    assert form["schema"]["$schema"].endswith("2020-12/schema")
    content = as_json(mine, "一次填报")
    sent = await program.send(REPORTS, content)
    assert sent.status_code == 201, sent.text
    told = sent.json()
    assert (told["sha256"], told["size"], told["state"]) == (
        hashlib.sha256(content).hexdigest(),
        len(content),
        "received",
    )
    kept = await evidence.card(told["sha256"])
    assert kept is not None
    assert kept.media_type == "application/json"
    await read(told["version"])
    found = (await program.get(told["findings_at"])).json()
    assert (found["version"]["state"], found["findings"]) == ("clean", [])
    assert float(found["version"]["emissions_tonnes"]) > 0
    stands = (await program.get(REPORTS)).json()
    assert (stands["owed"], stands["submittable"], stands["versions"][0]["version"]) == (True, True, told["version"])
    back = (await program.get(f"/machine/versions/{told['version']}/data")).json()
    sent_sheets = json.loads(content)["sheets"]
    assert back["sheets"]["fuels"] == sent_sheets["fuels"]


async def test_a_finding_names_cell_and_pointer_in_the_language_asked_for(program: Program, mine: Enterprise) -> None:
    data = json.loads(as_json(mine, "二次填报"))
    data["sheets"]["fuels"][3]["oxidation"] = "990"
    data["sheets"]["fuels"][4]["quantity"] = "8.5万吨"
    del data["sheets"]["production"][0]["hours"]
    version = (await program.send(REPORTS, json.dumps(data).encode())).json()["version"]
    await read(version)
    zh = {each["code"]: each for each in (await program.get(f"/machine/versions/{version}")).json()["findings"]}
    answer = await program.get(f"/machine/versions/{version}", Accept_Language="en-GB, zh;q=0.5")
    en = {each["code"]: each for each in answer.json()["findings"]}
    assert (zh["SHEET-ABOVE"]["cell"], zh["SHEET-ABOVE"]["pointer"]) == ("J9", "/sheets/fuels/3/oxidation")
    assert zh["SHEET-UNIT-IN-CELL"]["pointer"] == "/sheets/fuels/4/quantity"
    assert zh["SHEET-REQUIRED"]["pointer"] == "/sheets/production/0/hours"
    assert "不能大于" in zh["SHEET-ABOVE"]["text"]
    assert answer.headers["content-language"] == "en"
    assert "cannot be above 100" in en["SHEET-ABOVE"]["text"]


async def test_a_workbook_is_taken_as_it_always_was(program: Program, mine: Enterprise) -> None:
    """`curl --data-binary` names no type that fits; the bytes do."""
    content = mine.filled(lambda filled: filled["enterprise"][0].update(contact="机器"))
    for media_type, contact in (
        (XLSX, "a"),
        ("application/x-www-form-urlencoded", "b"),
        ("application/octet-stream", "c"),
    ):
        content = mine.filled(lambda filled, contact=contact: filled["enterprise"][0].update(contact=contact))  # type: ignore[misc]
        sent = await program.send(REPORTS, content, media_type)
        assert sent.status_code == 201, sent.text
    version = sent.json()["version"]
    await read(version)
    found = (await program.get(f"/machine/versions/{version}")).json()
    assert (found["version"]["state"], found["findings"]) == ("clean", [])
    again = await program.send(REPORTS, content, XLSX)
    assert (again.status_code, again.json()["code"]) == (422, "REPORT-SAME")


async def test_the_blank_is_the_one_of_the_page(program: Program) -> None:
    answer = await program.get(f"{REPORTS}/blank")
    assert (answer.status_code, answer.headers["content-type"], answer.content[:2]) == (200, XLSX, b"PK")


async def test_what_has_not_changed_is_not_sent_again(program: Program) -> None:
    for path in (REPORTS, f"/machine/forms/power/{YEAR}"):
        first = await program.get(path)
        again = await program.get(path, If_None_Match=f"W/{first.headers['etag']}")
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
        assert (await program.get(path, If_None_Match='"other"')).status_code == 200


@pytest.mark.parametrize(
    ("content", "media_type", "status", "code", "place"),
    [
        (b"{", "application/json", 422, "SHEET-JSON", "/"),
        (b"no json", "application/json", 422, "SHEET-JSON", "/"),
        (b'{"form": 1e400}', "application/json", 422, "SHEET-JSON-SHAPE", "/form"),
        (b"[" * 50_000, "application/json", 422, "SHEET-JSON", "/"),
        (b"[]", "application/json", 422, "SHEET-JSON-SHAPE", "/"),
        (
            b'{"form":"x","edition":"y","sheets":{"fuel":[]}}',
            "application/json",
            422,
            "SHEET-JSON-UNKNOWN",
            "/sheets/fuel",
        ),
        (
            b'{"form":"x","edition":"y","sheets":{"fuels":[{"quantity":{}}]}}',
            "application/json",
            422,
            "SHEET-JSON-SHAPE",
            "/sheets/fuels/0/quantity",
        ),
        (b"", XLSX, 422, "REPORT-EMPTY", ""),
        (b"<a/>", "application/xml", 415, "HTTP-415", ""),
    ],
)
async def test_what_cannot_be_taken_is_a_problem_with_its_place(
    program: Program, content: bytes, media_type: str, status: int, code: str, place: str
) -> None:
    answer = await program.send(REPORTS, content, media_type)
    assert answer.status_code == status, answer.text
    told = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (told["status"], told["code"]) == (status, code)
    assert told["title"]
    assert told["detail"]
    assert told["advice"]
    if place:
        assert told["findings"][0]["pointer"] == place


async def test_strange_signs_in_json_are_no_bug(program: Program, mine: Enterprise) -> None:
    """NUL, half characters and numbers without end are read like anything else."""
    data = json.loads(as_json(mine))
    data["sheets"]["enterprise"]["contact"] = "\x00a\ud800b"
    data["sheets"]["fuels"][0]["quantity"] = "9" * 400
    data["sheets"]["fuels"][1]["unit_number"] = "机" * 300
    data["sheets"]["production"][2]["hours"] = True
    raw = json.dumps(data).replace('"hours": true', '"hours": 1e9999')
    version = (await program.send(REPORTS, raw.encode())).json()["version"]
    await read(version)
    found = (await program.get(f"/machine/versions/{version}")).json()
    assert found["version"]["state"] == "stopped"
    beyond = {each["pointer"] for each in found["findings"] if each["code"] == "SHEET-BEYOND"}
    assert {"/sheets/fuels/0/quantity", "/sheets/production/2/hours"} <= beyond


async def test_a_result_that_no_row_could_hold_stops_the_version(program: Program, mine: Enterprise) -> None:
    data = json.loads(as_json(mine, "极大"))
    for line in data["sheets"]["fuels"]:
        line |= {"quantity": "999999999999999", "ncv": "999999999999999", "carbon": "999999999999999"}
    version = (await program.send(REPORTS, json.dumps(data).encode())).json()["version"]
    await read(version)
    found = (await program.get(f"/machine/versions/{version}")).json()
    assert "SHEET-BEYOND-RESULT" in {each["code"] for each in found["findings"]}
    assert found["version"]["emissions_tonnes"] is None


async def test_nothing_of_another_enterprise_is_there(program: Program, foreign: Enterprise) -> None:
    version = await foreign.upload(foreign.filled(), read=False)
    for path in (f"/machine/versions/{version}", f"/machine/versions/{version}/data"):
        answer = await program.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "HTTP-404")


async def test_who_may_come_in(door: AsyncTestClient[Litestar], program: Program, mine: Enterprise) -> None:
    content = as_json(mine, "谁")
    none = await door.post(REPORTS, content=content, follow_redirects=False)
    assert (none.status_code, none.headers["www-authenticate"]) == (401, "Bearer")
    assert (await Program(door, "forged").send(REPORTS, content)).json()["code"] == "HTTP-401"
    signatory = await queries.actor_by_name("signatory")
    assert signatory is not None
    browser = Browser(door)
    await browser.sign_in("filer")
    assert (await Program(door, browser.cookies["session"]).get(REPORTS)).status_code == 401
    assert (await program.get("/machine/reports/2031")).status_code == 404
    assert (await program.get("/machine/forms/nothing/2024")).status_code == 404
    assert (await program.get("/machine/forms/power/1990")).status_code == 404


async def test_a_program_asks_only_so_often(ground: list[Enterprise], tmp_path: Path) -> None:
    async with opened_portal(tmp_path, PORTAL_MACHINE_REQUESTS_A_MINUTE="3") as client:
        program = await program_of(client, name="急")
        answers = [await program.get(REPORTS) for _ in range(9)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) >= 3, "a minute may have begun meanwhile"
    assert 0 < int(refused[0].headers["retry-after"]) <= 60
    assert refused[0].json()["code"] == "HTTP-429"


async def test_too_large_is_said(ground: list[Enterprise], tmp_path: Path) -> None:
    async with opened_portal(tmp_path, PORTAL_UPLOAD_LIMIT_MB="1") as client:
        program = await program_of(client, name="大")
        answer = await program.send(REPORTS, b"PK\x03\x04" + bytes(2 * 1024 * 1024), XLSX)
    assert (answer.status_code, answer.json()["code"]) == (413, "HTTP-413")


async def test_a_token_ends_with_its_account(door: AsyncTestClient[Litestar], mine: Enterprise) -> None:
    officer = await queries.actor_by_name("security_administrator")
    filer = await queries.actor_by_name("filer")
    assert officer is not None
    assert filer is not None
    program = await program_of(door, name="停")
    await people.disable_account(filer.account_id, "离职", actor=officer, at=now())
    assert (await program.get(REPORTS)).status_code == 401
    await people.enable_account(filer.account_id, "返岗", actor=officer, at=now())
    assert (await program.get(REPORTS)).status_code == 401, "a token ended with the account is not given back"
    assert (await ask("SELECT count(*) AS held FROM sign_in_session WHERE revoked_at IS NULL AND machine"))[0][
        "held"
    ] == 0
