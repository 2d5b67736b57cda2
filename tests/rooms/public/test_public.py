"""The public site shows what is published and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.listing.states import State as ListState
from domain.records.database import ask, transaction
from domain.records.people.writes import enter_enterprises
from domain.surrender.queries import PAGE
from tests.doors import Browser, credit_code, opened_portal, plant

YEAR = 2024


@pytest.fixture(scope="module")
async def enterprises(database: object) -> dict[str, int]:
    """One enterprise for each state of the list, named after it, and a page full of published ones."""
    names = [f"state-{state}" for state in ListState] + [f"listed-{number}" for number in range(PAGE + 5)]
    facts = [
        {"credit_code": credit_code(number), "name": name, "city": "武汉市", "sector": "power", "synthetic": True}
        for number, name in enumerate(names)
    ]
    async with transaction():
        ids = await enter_enterprises(facts)
    found = dict(zip(names, ids.values(), strict=True))
    for name, enterprise_id in found.items():
        state = name.removeprefix("state-") if name.startswith("state-") else "published"
        await plant("list_entry", year=YEAR, enterprise_id=enterprise_id, state=state, verdict="list")
    await _obligations(found)
    await _cases(found)
    return found


async def _obligations(found: dict[str, int]) -> None:
    """A published result that has since been computed anew, and one that was never published."""
    for name, published in (("listed-0", True), ("listed-1", False)):
        about = {"enterprise_id": found[name], "year": YEAR}
        obligation = await plant("obligation", state="settled", due=1234567, **about)
        for status, shortfall in (("short", 4321), ("late", 0)):
            result = await plant(
                "surrender_result", obligation_id=obligation, status=status, shortfall=shortfall, **about
            )
            column = "published_result_id" if published and status == "short" else "result_id"
            await ask(f"UPDATE obligation SET {column} = {{}} WHERE id = {{}}", result, obligation)


async def _cases(found: dict[str, int]) -> None:
    for name, published_at in (("listed-2", "2026-03-01"), ("listed-3", None)):
        about = {"enterprise_id": found[name], "year": YEAR, "number": f"case-of-{name}", "serial": found[name]}
        decided = {"state": "served", "fine_yuan": 777777, "decided_on": "2026-02-01", "published_at": published_at}
        await plant("penalty_case", ground="shortfall", law="decree", shortfall=4321, **about, **decided)


@pytest.fixture
async def reader(enterprises: dict[str, int], tmp_path: Path) -> AsyncIterator[Browser]:
    async with opened_portal(tmp_path) as client:
        yield Browser(client)


async def everything(reader: Browser, path: str) -> str:
    """The page and all that further links lead to."""
    text = ""
    while path:
        answer = await reader.get(path)
        assert answer.status_code == 200, answer.text
        text += answer.text
        _, found, rest = answer.text.partition('rel="next" href="')
        path = rest.partition('"')[0].replace("&amp;", "&") if found else ""
    return text


async def test_only_the_published_entries_of_the_list_show(reader: Browser) -> None:
    shown = await everything(reader, f"/public/list/{YEAR}")
    assert [state.value for state in ListState if f"state-{state}" in shown] == ["published"]
    assert [number for number in range(PAGE + 5) if f"listed-{number}<" not in shown.replace(" ", "")] == []


async def test_the_list_is_searched(reader: Browser) -> None:
    shown = await everything(reader, f"/public/list/{YEAR}?search=listed-7")
    assert "listed-7" in shown
    assert "listed-8" not in shown
    assert "没有符合的单位" in await everything(reader, f"/public/list/{YEAR}?search=state-proposed")


async def test_a_result_shows_as_published_and_not_as_it_stands_inside(reader: Browser) -> None:
    shown = await everything(reader, f"/public/surrender/{YEAR}")
    assert "listed-0" in shown
    assert "4,321" in shown, "the published shortfall"
    assert "listed-1" not in shown
    assert "listed-0" in await everything(reader, f"/public/surrender/{YEAR}?status=short")
    assert "listed-0" not in await everything(reader, f"/public/surrender/{YEAR}?status=late")


async def test_an_unpublished_decision_does_not_show(reader: Browser) -> None:
    shown = await everything(reader, "/public/penalties")
    assert "listed-2" in shown
    assert "listed-3" not in shown


async def test_the_first_page_counts_what_is_published(reader: Browser) -> None:
    shown = await everything(reader, "/public")
    assert f"<strong>{PAGE + 6}</strong>" in shown, "entries of the list"
    assert "<strong>0 / 1</strong>" in shown, "results in time of those published"
    assert "<strong>1</strong>" in shown, "decisions"


@pytest.mark.parametrize(
    "path",
    ["/public", "/public/list", "/public/surrender", "/public/prices", "/public/list/1999", "/public/surrender/1999"],
)
async def test_every_page_opens_for_everybody_in_both_languages(reader: Browser, path: str) -> None:
    for language in ("zh", "en"):
        reader.cookies["language"] = language
        answer = await reader.get(path)
        if answer.status_code == 303:
            answer = await reader.get(answer.headers["location"])
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("query", ["search=%25", "status=nothing", "after=" + "9" * 500])
async def test_strange_questions_are_answered(reader: Browser, query: str) -> None:
    for room in ("list", "surrender"):
        assert (await reader.get(f"/public/{room}/{YEAR}?{query}")).status_code == 200


def test_nobody_is_told_more_than_the_public_site_asks_for(app_routes: list[str]) -> None:
    """Public routes stand under few roots: a new one is looked at by somebody."""
    roots = {"/" + route.strip("/").split("/")[0] for route in app_routes}
    assert roots <= {"/", "/sign-in", "/language", "/public", "/law", "/trial", "/static", "/recheck", "/{rest:path}"}


@pytest.fixture
def app_routes() -> list[str]:
    from portal.application import application
    from tests.house.test_duty_matrix import doors

    return [door.path for door in doors(application()) if door.duty == "public"]
