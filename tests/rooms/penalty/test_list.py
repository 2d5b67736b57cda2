"""Cases and leads as lists: in every order, veiled for the enterprise until the decision is served."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.penalty import acts, queries
from domain.records.database import ask
from tests.doors import Browser, opened_portal, people_the_town
from tests.rolls import every, exports_what_is_seen, over, pages_through_every_order
from tests.rooms.penalty.sample import AT, OFFICER, YEAR, Desk, Outcome, decided, later, noticed, on, opened, own
from tests.statements import statements

BASE = f"/penalties/{YEAR}"
QUESTION = over(queries.roll(OFFICER), *queries.of_year(YEAR, actor=OFFICER))


@pytest.fixture(scope="module")
async def cases(desk: Desk) -> dict[str, int]:
    """A case opened, one noticed, one decided, one served; and a lead on which none is open."""
    town = await people_the_town()
    found = {"opened": await opened(desk), "noticed": await noticed(desk)}
    found |= {"decided": await decided(desk), "served": await decided(desk)}
    await acts.serve(found["served"], "direct", later(AT).date(), actor=OFFICER, at=later(AT))
    desk.outcomes.append(Outcome(town.enterprise_id, "示例第1电厂"))
    return found


@pytest.fixture
async def officer(cases: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Browser]:
    on(monkeypatch, AT)
    async with opened_portal(tmp_path) as client:
        browser = Browser(client)
        await browser.sign_in("enforcement_officer")
        yield browser


async def test_every_order_pages_through_all_lines_once(cases: dict[str, int]) -> None:
    await pages_through_every_order(queries.roll(OFFICER), QUESTION, len(cases))


async def test_it_is_narrowed_by_state_and_number(cases: dict[str, int]) -> None:
    assert [line.id for line in await every(QUESTION, filters={"state": "noticed"})] == [cases["noticed"]]
    rows = await ask("SELECT number FROM penalty_case WHERE id = {}", cases["served"])
    assert [line.id for line in await every(QUESTION, search=rows[0]["number"])] == [cases["served"]]


async def test_the_enterprise_learns_the_decision_when_it_is_served(cases: dict[str, int]) -> None:
    for name, count, state in (("opened", 0, ""), ("decided", 1, "reviewed"), ("served", 1, "served")):
        mine = await own(cases[name])
        question = over(queries.roll(mine), *queries.of_year(YEAR, actor=mine))
        for sort in ("", "-fine_yuan", "law", "decided_on", "state"):
            lines = await every(question, sort=sort)
            assert [line["state"] for line in lines] == [state] * count
            told = [line["fine_yuan"] is not None and bool(line["law"]) for line in lines]
            assert told == [name == "served"] * count
        if name == "decided":
            assert await every(question, filters={"state": "decided"}) == []


@pytest.mark.parametrize("query", ["", "sort=-fine_yuan&columns=state&columns=fine_yuan", "state=served"])
async def test_the_exports_are_what_is_seen(officer: Browser, query: str) -> None:
    await exports_what_is_seen(officer, BASE, queries.roll(OFFICER), QUESTION, query)
    assert (await officer.get(f"{BASE}/leads/export")).content[:2] == b"PK"


async def test_pages_cost_little(officer: Browser) -> None:
    for path in (f"{BASE}?state=", f"{BASE}/leads"):
        with statements() as asked:
            assert (await officer.get(path)).status_code == 200
        assert len(asked) <= 6, asked


async def test_a_lead_leads_to_the_form_that_opens_the_case(officer: Browser) -> None:
    listed = (await officer.get(f"{BASE}/leads?search=示例第1电厂")).text
    path = listed.split(f'href="{BASE}/leads/shortfall/')[1].split('"')[0]
    form = await officer.get(f"{BASE}/leads/shortfall/{path}")
    assert 'name="inspector_2"' in form.text
    typed = {"enterprise": path, "ground": "shortfall", "inspector_1": "张某", "inspector_2": "李某"}
    assert (await officer.post(f"{BASE}/open", typed)).status_code == 303
    assert "示例第1电厂</a>" not in (await officer.get(f"{BASE}/leads")).text
    assert (await officer.get(f"{BASE}/leads/shortfall/{path}")).status_code == 404
    again = await officer.post(f"{BASE}/open", typed)
    assert (again.status_code, "PENALTY-" in again.text) == (422, True)
    assert (await officer.post(f"{BASE}/open", {"enterprise": "x"})).status_code == 422
