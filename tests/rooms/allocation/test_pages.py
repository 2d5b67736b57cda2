"""The allocation room at the front door, as each post sees it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.allocation import queries
from domain.records import database
from tests.cast import actor, enact_the_law
from tests.doors import Browser, credit_code, opened_portal, people_the_town
from tests.rooms.allocation import province
from tests.rooms.allocation.province import COAL, GAS, LARGE

OFFICER = actor("allocation_officer")
YEAR = 2024
BASE = f"/allocation/{YEAR}"


@pytest.fixture(scope="module")
async def browsers(database: object, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, Browser]]:
    """A portal with a town, and a province of three plants of which the filer's is one."""
    await enact_the_law()
    town = await people_the_town()
    await province.list_and_confirm(town.enterprise_id, YEAR, [LARGE, COAL])
    await province.enterprise(301, YEAR, [GAS])
    await province.enterprise(302, YEAR, [COAL], confirmed=False)
    async with opened_portal(Path(tmp_path_factory.mktemp("portal"))) as client:
        found = {"": Browser(client)}
        for name in ("allocation_officer", "leader", "filer", "city_officer"):
            found[name] = Browser(client)
            await found[name].sign_in(name)
        yield found


async def move(browser: Browser, name: str, **typed: str) -> int:
    return (await browser.post(f"{BASE}/{name}", typed)).status_code


async def test_the_whole_way_through_the_pages(browsers: dict[str, Browser]) -> None:
    officer, leader, filer = browsers["allocation_officer"], browsers["leader"], browsers["filer"]
    empty = await officer.get(BASE)
    assert empty.status_code == 200
    assert f"{BASE}/preview/propose_pre" in empty.text
    deduction = {"credit_code": credit_code(1), "tonnes": "1000", "reference": "罚〔2024〕7号"}
    assert (await officer.post(f"{BASE}/deductions", deduction)).status_code == 303
    assert await move(officer, "propose_pre") == 303
    assert await move(officer, "propose_pre") == 422
    assert "/allocation/entries/" not in (await filer.get(BASE)).text
    assert f"{BASE}/preview/propose_pre" not in (await officer.get(BASE)).text
    assert f"{BASE}/preview/approve_pre" in (await leader.get(BASE)).text
    assert await move(leader, "return_pre", reason="") == 422
    assert await move(leader, "return_pre", reason="核对") == 303
    assert await move(officer, "propose_pre") == 303
    assert await move(leader, "approve_pre") == 303
    assert await move(leader, "approve_pre") == 422
    assert await move(officer, "issue_pre") == 303
    looked = await officer.post(f"{BASE}/propose_final")
    assert looked.status_code == 200
    assert "ALLOCATION-UNCONFIRMED" in looked.text
    assert await move(leader, "approve_final") == 303
    assert await move(officer, "confirm_final", reference=" ") == 422
    assert await move(officer, "confirm_final", reference="环气函〔2025〕9号") == 303
    assert await move(officer, "issue_final") == 303
    card = next(card for card in await queries.finals(YEAR, actor=OFFICER) if "示例第1电厂" in card.name)
    assert (card.pre_deducted, card.final) == (1000, 3_646_373)
    page = await filer.get(f"/allocation/entries/{card.id}")
    assert "3,646,373" in page.text
    assert "3,650,000" in page.text


@pytest.fixture(scope="module")
async def cards(browsers: dict[str, Browser]) -> dict[str, queries.AllocationCard]:
    return {card.name: card for card in await queries.finals(YEAR, actor=OFFICER)}


async def test_every_figure_opens_in_both_languages(
    browsers: dict[str, Browser], cards: dict[str, queries.AllocationCard]
) -> None:
    officer, card = browsers["allocation_officer"], cards["示例第1电厂"]
    units = await queries.units_of(card.id, actor=OFFICER)
    pre_units = await queries.pre_units_of(card.id, actor=OFFICER)
    paths = [f"/allocation/entries/{card.id}/why/{figure}" for figure in ("due", "final", "final_issue")]
    paths += [f"/allocation/units/{unit.id}/why" for unit in units]
    paths += [f"/allocation/units/{unit.id}/why?pre=true" for unit in pre_units]
    paths += [f"/allocation/accounts/{card.enterprise_id}", f"/allocation/entries/{card.id}"]
    for language in ("en", "zh"):
        await officer.get(f"/language/{language}")
        for path in paths:
            answer = await officer.get(path)
            assert answer.status_code == 200, path
    assert "1.015" in (await officer.get(paths[3])).text


async def test_a_list_costs_few_statements(browsers: dict[str, Browser], monkeypatch: pytest.MonkeyPatch) -> None:
    engine, asked = database.engine(), list[str]()
    ask = engine._run_in_pool

    async def counted(query: str, *values: object) -> object:
        asked.append(query)
        return await ask(query, *values)

    monkeypatch.setattr(engine, "_run_in_pool", counted)
    assert (await browsers["allocation_officer"].get(BASE)).status_code == 200
    assert 0 < len(asked) <= 6


async def test_an_enterprise_and_a_city_see_their_own(
    browsers: dict[str, Browser], cards: dict[str, queries.AllocationCard]
) -> None:
    own, other = cards["示例第1电厂"], cards["示例电厂301"]
    filer = browsers["filer"]
    assert "示例电厂301" not in (await filer.get(BASE)).text
    for path in (f"entries/{other.id}", f"entries/{other.id}/why/due", f"accounts/{other.enterprise_id}"):
        assert (await filer.get(f"/allocation/{path}")).status_code == 404
    (unit,) = await queries.units_of(other.id, actor=OFFICER)
    assert (await filer.get(f"/allocation/units/{unit.id}/why")).status_code == 404
    assert (await filer.get(f"/allocation/accounts/{own.enterprise_id}")).status_code == 200
    assert (await browsers["city_officer"].get(f"/allocation/entries/{other.id}")).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/allocation/entries/999999",
        "/allocation/entries/1/why/nothing",
        "/allocation/units/999999/why",
        "/allocation/accounts/999999",
    ],
)
async def test_what_is_not_there_is_not_found(browsers: dict[str, Browser], path: str) -> None:
    assert (await browsers["allocation_officer"].get(path)).status_code == 404


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"credit_code": "nobody", "tonnes": "5", "reference": "x"}, "ALLOCATION-UNKNOWN"),
        ({"credit_code": credit_code(2), "tonnes": "-5", "reference": "x"}, "ALLOCATION-TONNES"),
        ({"credit_code": credit_code(2), "tonnes": "٣", "reference": ""}, "ALLOCATION-REFERENCE"),
        ({"credit_code": credit_code(2), "tonnes": "9" * 40, "reference": "x"}, ""),
        ({}, "ALLOCATION-UNKNOWN"),
    ],
)
async def test_bad_input_is_told_what_is_wrong(browsers: dict[str, Browser], typed: dict[str, str], code: str) -> None:
    answer = await browsers["allocation_officer"].post(f"{BASE}/deductions", typed)
    assert answer.status_code in (303, 422)
    assert code in answer.text


async def test_doors_are_closed_to_others(browsers: dict[str, Browser]) -> None:
    for name in ("propose_pre", "issue_final", "deductions"):
        assert (await browsers["filer"].post(f"{BASE}/{name}")).status_code == 403
        assert (await browsers["leader"].post(f"{BASE}/{name}")).status_code == 403
    assert (await browsers["allocation_officer"].post(f"{BASE}/approve_final")).status_code == 403
    assert (await browsers[""].get(BASE)).status_code == 303
