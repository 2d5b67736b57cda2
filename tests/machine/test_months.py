"""Monthly evidence filed by a program: form, sending, original records, findings, and what is refused."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.core.actors import THE_CLOCK
from domain.core.workbook import data_from
from domain.monthly_evidence import acts, queries
from domain.records.database import ask
from portal.clock import now
from tests.cast import actor
from tests.machine.ground import XLSX, Program
from tests.rooms.emission_report.ground import Enterprise
from tests.rooms.monthly_evidence.ground import PDF, Plant
from tests.rooms.monthly_evidence.sample import MONTH, WORKBOOK, YEAR, entries

MONTHS = f"/machine/months/{YEAR}"
MARCH = f"{MONTHS}/{MONTH}"
FEBRUARY = f"{MONTHS}/2"


@pytest.fixture
def plant(plants: dict[int, Plant], mine: Enterprise) -> Plant:
    return plants[mine.id]


@pytest.fixture
def stranger(plants: dict[int, Plant], foreign: Enterprise) -> Plant:
    return plants[foreign.id]


def as_json(plant: Plant, contact: str, month: int = MONTH, **changes: Any) -> bytes:
    filled = entries(month, code=plant.credit_code, name=plant.name)
    filled["enterprise"][0]["contact"] = contact
    return json.dumps(data_from(WORKBOOK, filled) | changes, ensure_ascii=False).encode()


async def read(version_id: int) -> None:
    await acts.read(version_id, actor=THE_CLOCK, at=now())


async def test_the_year_names_every_month_with_its_own_last_day(program: Program, plant: Plant) -> None:
    told = (await program.get(MONTHS)).json()
    assert [each["month"] for each in told["months"]] == list(range(1, 13))
    days = [each["last_day"] for each in told["months"]]
    assert days[2] == (await plant.card(3)).due_on.isoformat()
    assert None not in days
    assert days == sorted(days)
    assert [each["state"] for each in told["months"]] == ["open"] * 3 + [""] * 9
    assert [each["owed"] for each in told["months"]] == [True] * 3 + [False] * 9
    assert (await program.get("/machine/months/1990")).json()["months"][0]["last_day"] is None


async def test_a_program_fills_in_the_form_and_files_the_month(program: Program, plant: Plant) -> None:
    form = (await program.get(f"{MARCH}/form")).json()
    assert (form["form"], form["year"]) == (WORKBOOK.key, YEAR)
    assert form["data"]["sheets"]["enterprise"]["month"] == MONTH
    sent = await program.send(f"{MARCH}?file_name=三月", as_json(plant, "一"))
    assert sent.status_code == 201, sent.text
    told = sent.json()
    await read(told["version"])
    found = (await program.get(told["findings_at"])).json()
    assert found["version"]["state"] == "clean", found
    assert found["version"]["sha256"] == told["sha256"]
    assert float(found["version"]["emissions_tonnes"]) > 0
    stands = (await program.get(MARCH)).json()
    assert (stands["submittable"], stands["versions"][0]["version"]) == (True, told["version"])
    back = (await program.get(f"{told['findings_at']}/data")).json()
    assert back["sheets"]["fuels"] == json.loads(as_json(plant, "一"))["sheets"]["fuels"]


async def test_findings_name_cell_and_pointer_also_behind_an_empty_line(program: Program, plant: Plant) -> None:
    data = json.loads(as_json(plant, "二"))
    data["sheets"]["fuels"].insert(0, {})
    data["sheets"]["fuels"][2]["quantity"] = "8.5万吨"
    data["sheets"]["production"][0]["hours"] = "1e999"
    version = (await program.send(MARCH, json.dumps(data).encode())).json()["version"]
    await read(version)
    told = (await program.get(f"/machine/months/versions/{version}", Accept_Language="en")).json()
    found = {each["code"]: each for each in told["findings"]}
    assert told["version"]["state"] == "stopped"
    assert found["SHEET-UNIT-IN-CELL"]["pointer"] == "/sheets/fuels/2/quantity"
    assert found["SHEET-UNIT-IN-CELL"]["cell"]
    assert "/sheets/production/0/hours" in [each["pointer"] for each in told["findings"]]


async def test_a_workbook_is_kept_as_it_came(program: Program, plant: Plant) -> None:
    content = plant.filled(lambda filled: filled["enterprise"][0].update(contact="工作簿"))
    sent = (await program.send(MARCH, content, XLSX)).json()
    assert sent["sha256"] == hashlib.sha256(content).hexdigest()
    again = await program.send(MARCH, content, XLSX)
    assert (again.status_code, again.json()["code"]) == (422, "MONTH-SAME")
    blank = await program.get(f"{MARCH}/blank")
    assert (blank.headers["content-type"], blank.content[:2]) == (XLSX, b"PK")


async def test_the_same_key_is_answered_the_same(program: Program, plant: Plant) -> None:
    content = as_json(plant, "键")
    first = await program.send(MARCH, content, Idempotency_Key="m-1")
    again = await program.send(MARCH, content, Idempotency_Key="m-1")
    assert (first.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotency-replayed"] == "true"
    elsewhere = await program.send(FEBRUARY, content, Idempotency_Key="m-1")
    assert elsewhere.json()["code"] == "MACHINE-KEY-REUSED"


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        (b"{", "SHEET-JSON", "/"),
        (b'{"form": "x", "edition": "y", "sheets": {"emissions": []}}', "SHEET-JSON-UNKNOWN", "/sheets/emissions"),
        (b"", "SHEET-JSON", "/"),
    ],
)
async def test_what_cannot_be_taken_is_a_problem_with_its_place(
    program: Program, plant: Plant, content: bytes, code: str, place: str
) -> None:
    answer = await program.send(MARCH, content)
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert answer.json()["findings"][0]["pointer"] == place


async def test_an_original_record_is_sent_under_its_kind_and_proves_it(program: Program, plant: Plant) -> None:
    path = f"{FEBRUARY}/records?kind=meter_reading&file_name=皮带秤.pdf"
    before = {each["proved"]: each["there"] for each in (await program.get(FEBRUARY)).json()["proofs"]}
    sent = await program.send(path, PDF, "application/pdf", Idempotency_Key="r-1")
    assert sent.status_code == 201, sent.text
    assert (sent.json()["media_type"], sent.json()["sha256"]) == ("application/pdf", hashlib.sha256(PDF).hexdigest())
    assert (await program.send(path, PDF, "application/pdf", Idempotency_Key="r-1")).json() == sent.json()
    other = await program.send(f"{FEBRUARY}/records?kind=bill", PDF, "application/pdf", Idempotency_Key="r-1")
    assert other.json()["code"] == "MACHINE-KEY-REUSED"
    assert (await program.send(path, PDF, "application/pdf")).json()["code"] == "MONTH-RECORD-SAME"
    stands = (await program.get(FEBRUARY)).json()
    assert [each["file_name"] for each in stands["records"]] == ["皮带秤.pdf"]
    after = {each["proved"]: each["there"] for each in stands["proofs"]}
    assert after != before
    assert stands["month"]["records"] == 1


async def test_what_is_no_record_is_refused(program: Program, plant: Plant) -> None:
    bad_type = await program.send(f"{FEBRUARY}/records?kind=bill", b"MZ", "application/octet-stream")
    assert (bad_type.status_code, bad_type.json()["code"]) == (422, "MONTH-RECORD-TYPE")
    assert (await program.send(f"{FEBRUARY}/records?kind=nothing", PDF, "application/pdf")).status_code == 400
    assert (await program.send(f"{FEBRUARY}/records", PDF, "application/pdf")).status_code == 400
    assert (await program.send(f"{FEBRUARY}/records?kind=bill", PDF, "text/html")).status_code == 415


async def test_a_month_that_is_filed_or_not_open_takes_nothing(program: Program, plant: Plant) -> None:
    await plant.submitted(datetime(2024, 4, 11, tzinfo=UTC), month=1)
    answer = await program.send(f"{MONTHS}/1", as_json(plant, "晚", 1))
    assert (answer.status_code, answer.json()["code"]) == (409, "MACHINE-STALE")
    for path in (f"{MONTHS}/7", f"{MONTHS}/13", f"{MONTHS}/0", "/machine/months/1990/3"):
        assert (await program.get(path)).status_code == 404
        assert (await program.send(path, as_json(plant, "空"))).status_code == 404


async def test_nothing_of_another_enterprise_is_there(program: Program, plant: Plant, stranger: Plant) -> None:
    version = await stranger.upload(stranger.filled(), now(), read=False)
    for path in (f"/machine/months/versions/{version}", f"/machine/months/versions/{version}/data"):
        assert (await program.get(path)).status_code == 404
    seen = (await program.get(MARCH)).json()
    own = await queries.versions(plant.month_id, actor=actor("filer", enterprise_id=plant.id))
    assert [each["version"] for each in seen["versions"]] == [each.id for each in own]
    assert await ask("SELECT id FROM month_version WHERE id = {} AND state = 'received'", version)
