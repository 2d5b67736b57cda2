"""The public site shows what is published and nothing else."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from piccolo.engine.postgres import PostgresEngine

from domain.listing.states import State as ListState
from domain.records.database import ask, transaction
from domain.records.lists import PAGE
from domain.records.people.writes import enter_enterprises
from domain.records.sheets.reader import USUAL, grid_of
from tests.doors import Browser, credit_code, opened_portal, plant

YEAR = 2024
MOST_STATEMENTS = 8
ROOTS = {
    *("/", "/sign-in", "/language", "/look", "/public", "/law", "/trial", "/static", "/recheck", "/{rest:path}"),
    *("/bulletins", "/help", "/parts", "/checks", "/machine"),
}
LISTS = [f"/public/list/{YEAR}", f"/public/surrender/{YEAR}", "/public/penalties", "/public/enterprises"]


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


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """Every statement that goes to the database meanwhile."""
    asked: list[str] = []
    run = PostgresEngine.run_querystring

    async def counting(self: PostgresEngine, querystring: Any, in_pool: bool = True) -> Any:
        asked.append(str(querystring))
        return await run(self, querystring, in_pool)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PostgresEngine, "run_querystring", counting)
        yield asked


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
    assert [number for number in range(PAGE + 5) if f">listed-{number}<" not in shown] == []


async def test_the_list_is_searched(reader: Browser) -> None:
    shown = await everything(reader, f"/public/list/{YEAR}?search=listed-7")
    assert "listed-7" in shown
    assert "listed-8" not in shown
    assert "没有符合条件的记录" in await everything(reader, f"/public/list/{YEAR}?search=state-proposed")


async def test_a_result_shows_as_published_and_not_as_it_stands_inside(reader: Browser) -> None:
    shown = await everything(reader, f"/public/surrender/{YEAR}")
    assert "listed-0" in shown
    assert "4,321" in shown, "the published shortfall"
    assert "listed-1" not in shown
    assert "listed-0" in await everything(reader, f"/public/surrender/{YEAR}?status=short")
    assert "listed-0" not in await everything(reader, f"/public/surrender/{YEAR}?status=late")


async def test_what_is_on_public_notice_has_a_page_of_its_own(reader: Browser) -> None:
    shown = await everything(reader, f"/public/notice/{YEAR}")
    assert [state.value for state in ListState if f"state-{state}" in shown] == ["noticed"]
    assert f"/public/notice/{YEAR}" in await everything(reader, f"/public/list/{YEAR}")
    assert "没有正在公示的名录" in await everything(reader, "/public/notice/1999")


async def test_an_enterprise_is_found_by_its_initials_and_shows_what_is_published_of_it(reader: Browser) -> None:
    await ask("UPDATE enterprise SET initials = 'xyzq' WHERE name = 'listed-0'")
    await ask("UPDATE enterprise SET initials = 'xyzq' WHERE name = 'state-confirmed'")
    shown = await everything(reader, "/public/enterprises?search=XYZQ")
    assert "listed-0" in shown
    assert "state-confirmed" not in shown, "not on a published list"


@pytest.mark.parametrize(
    ("name", "there", "absent"),
    [
        ("listed-0", ["1,234,567", "4,321", "未足额"], ["逾期完成"]),
        ("listed-1", ["清缴结果尚未公布"], ["1,234,567", "4,321"]),
        ("listed-2", ["case-of-listed-2", "777,777"], []),
        ("listed-3", ["没有对该单位的公示处罚决定"], ["case-of-listed-3", "777,777"]),
    ],
)
async def test_a_disclosure_tells_what_is_published_and_no_more(
    reader: Browser, enterprises: dict[str, int], name: str, there: list[str], absent: list[str]
) -> None:
    rows = await ask("SELECT credit_code FROM enterprise WHERE name = {}", name)
    shown = await everything(reader, f"/public/enterprises/{rows[0]['credit_code']}")
    assert [text for text in there if text not in shown] == []
    assert [text for text in absent if text in shown] == []


@pytest.mark.parametrize("state", [state.value for state in ListState if state is not ListState.PUBLISHED])
async def test_who_was_never_published_has_no_page(reader: Browser, enterprises: dict[str, int], state: str) -> None:
    rows = await ask("SELECT credit_code FROM enterprise WHERE name = {}", f"state-{state}")
    assert (await reader.get(f"/public/enterprises/{rows[0]['credit_code']}")).status_code == 404


@pytest.mark.parametrize("path", LISTS)
async def test_an_export_holds_what_is_seen_and_no_more(reader: Browser, path: str) -> None:
    answer = await reader.get(f"{path}/export")
    assert answer.status_code == 200, answer.text
    grid = grid_of(answer.content, limits=USUAL)
    text = " ".join(cell.text for cells in grid.sheets.values() for cell in cells.values())
    assert "state-proposed" not in text
    assert "listed-3" not in text or path != "/public/penalties"


@pytest.mark.parametrize("path", ["/public", *LISTS, "/public/prices", "/public/data", "/bulletins"])
async def test_a_page_costs_few_statements(reader: Browser, path: str) -> None:
    with counted_statements() as asked:
        assert (await reader.get(path)).status_code == 200
    assert len(asked) <= MOST_STATEMENTS, "\n".join(asked)


async def test_the_landing_page_is_light(reader: Browser) -> None:
    answer = await reader.get("/public", headers={"accept-encoding": "identity"})
    assert len(gzip.compress(answer.content)) < 12 * 1024


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
    [
        *("/public", "/public/list", "/public/surrender", "/public/prices", "/public/list/1999"),
        *("/public/surrender/1999", "/public/notice/1999", "/public/penalties", "/public/enterprises", "/public/data"),
        *("/public/data/dictionary", "/public/data/listing", "/public/data/prices", "/bulletins"),
    ],
)
async def test_every_page_opens_for_everybody_in_both_languages(reader: Browser, path: str) -> None:
    for language in ("zh", "en"):
        reader.cookies["language"] = language
        answer = await reader.get(path)
        if answer.status_code == 303:
            answer = await reader.get(answer.headers["location"])
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("path", ["/public/prices/2024/average", "/public/enterprises/x", "/public/data/nothing"])
async def test_what_there_is_not_is_not_found(reader: Browser, path: str) -> None:
    assert (await reader.get(path)).status_code == 404


@pytest.mark.parametrize("query", ["search=%25", "status=nothing", "after=" + "9" * 500, "year=x", "sort=-secret"])
async def test_strange_questions_are_answered(reader: Browser, query: str) -> None:
    for path in (*LISTS, "/public/prices"):
        assert (await reader.get(f"{path}?{query}")).status_code == 200


def test_nobody_is_told_more_than_the_public_site_asks_for(app_routes: list[str]) -> None:
    """Public routes stand under few roots: a new one is looked at by somebody."""
    roots = {"/" + route.strip("/").split("/")[0] for route in app_routes}
    assert roots <= ROOTS


@pytest.fixture
def app_routes() -> list[str]:
    from portal.application import application
    from tests.house.test_duty_matrix import doors

    return [door.path for door in doors(application()) if door.duty == "public"]
