"""A plan filed by a program, by the same rules as a report."""

from __future__ import annotations

import json

from domain.core.actors import THE_CLOCK
from domain.monitoring_plan import acts
from portal.clock import now
from tests.cast import actor
from tests.machine.ground import XLSX, Program
from tests.rooms.emission_report.ground import Enterprise
from tests.rooms.emission_report.sample import YEAR

PLANS = f"/machine/plans/{YEAR}"


async def test_the_form_sent_back_is_read_and_its_findings_point_into_it(program: Program, mine: Enterprise) -> None:
    form = (await program.get(f"{PLANS}/form")).json()
    data = form["data"]
    assert data["form"] == form["form"]
    assert form["schema"]["properties"]["form"]["const"] == form["form"]
    sent = await program.send(PLANS, json.dumps(data).encode(), Idempotency_Key="plan-1")
    assert sent.status_code == 201, sent.text
    again = await program.send(PLANS, json.dumps(data).encode(), Idempotency_Key="plan-1")
    assert again.json() == sent.json()
    plan_id = sent.json()["plan"]
    await acts.read(plan_id, actor=THE_CLOCK, at=now())
    found = (await program.get(sent.json()["findings_at"])).json()
    assert found["plan"]["state"] in ("stopped", "clean")
    required = [each for each in found["findings"] if each["code"] == "SHEET-REQUIRED"]
    assert required
    assert all(each["pointer"].startswith("/sheets/") for each in required)
    stands = (await program.get(PLANS)).json()
    assert plan_id in [each["plan"] for each in stands["versions"]]


async def test_a_workbook_is_taken_too_and_what_is_no_plan_is_refused(program: Program, mine: Enterprise) -> None:
    blank = await program.get(f"{PLANS}/blank")
    assert (blank.status_code, blank.content[:2]) == (200, b"PK")
    assert (await program.send(PLANS, blank.content, XLSX)).status_code == 201
    wrong = await program.send(PLANS, b'{"form": "x", "edition": "y", "sheets": {"nothing": 1}}')
    assert (wrong.status_code, wrong.json()["code"]) == (422, "SHEET-JSON-UNKNOWN")
    assert (await program.get("/machine/plans/1990/form")).status_code == 404


async def test_a_plan_of_another_enterprise_is_not_there(program: Program, foreign: Enterprise) -> None:

    filer = actor("filer", enterprise_id=foreign.id)
    plan_id = await acts.receive(foreign.id, YEAR, b"PK\x03\x04", "x.xlsx", actor=filer, at=now())
    assert (await program.get(f"/machine/plans/versions/{plan_id}")).status_code == 404
