"""The room through the front door: completeness, a package from order to receipt, and the checker for everyone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from domain.core.actors import THE_CLOCK
from domain.records import database
from domain.records.database import ask
from domain.summary import acts, queries
from domain.summary.rules import completeness as completeness_of
from portal import application, keys, summary
from portal.summary import CHECKER
from tests.cast import actor
from tests.doors import Browser, Town, opened_portal, people_the_town
from tests.rolls import among, every, exports_what_is_seen, over, pages_through_every_order
from tests.rooms.summary.sample import AT, OFFICER, ORIGINAL, YEAR, Record, complete, year

MOST_STATEMENTS = 6


@pytest.fixture(scope="module")
async def town(record: Record) -> Town:
    return await people_the_town()


@pytest.fixture(autouse=True)
async def fresh(record: Record) -> None:
    record.bundles, record.originals = year(), {"original": ORIGINAL}
    await ask("DELETE FROM package")


@pytest.fixture
async def door(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[AsyncTestClient[Litestar]]:
    monkeypatch.setattr(application, "ROOMS", ("front", "summary"))
    monkeypatch.setattr(summary, "now", lambda: AT)
    keys.signing_key.cache_clear()
    async with opened_portal(tmp_path) as client:
        yield client
    keys.signing_key.cache_clear()


async def signed_in(door: AsyncTestClient[Litestar], name: str) -> Browser:
    browser = Browser(door)
    assert (await browser.sign_in(name)).status_code == 303
    return browser


async def ordered(officer: Browser, reason: str = "") -> tuple[str, int]:
    answer = await officer.post(f"/summary/{YEAR}/order", {"reason": reason})
    assert answer.status_code == 303, answer.text
    path = answer.headers["location"]
    return path, int(path.rpartition("/")[2])


async def test_from_the_order_to_the_receipt(door: AsyncTestClient[Litestar], tmp_path: Path) -> None:
    officer, leader = await signed_in(door, "summary_officer"), await signed_in(door, "leader")
    path, package_id = await ordered(officer)
    waiting = (await officer.get(path)).text
    assert '<meta http-equiv="refresh"' in waiting
    assert (await officer.get(f"{path}/zip")).status_code == 404
    await acts.build(package_id, actor=THE_CLOCK, at=AT)
    built = (await leader.get(path)).text
    assert '<meta http-equiv="refresh"' not in built
    assert f'action="{path}/sign"' in built
    assert f'action="{path}/sign"' not in (await officer.get(path)).text
    assert (await officer.post(f"{path}/sign")).status_code == 403
    assert (await leader.post(f"{path}/sign")).status_code == 303
    assert (await leader.post(f"{path}/sign")).status_code == 409
    empty = await officer.post(f"{path}/hand_over", {"receipt": " "})
    assert (empty.status_code, "请填写生态环境部回执编号" in empty.text) == (422, True)
    assert (await officer.post(f"{path}/hand_over", {"receipt": "收1号"})).status_code == 303
    assert "收1号" in (await officer.get(path)).text
    await _holds(officer, path, tmp_path)


async def _holds(officer: Browser, path: str, folder: Path) -> None:
    """What was downloaded is checked by the tool that was downloaded, with the key that was downloaded."""
    everyone = Browser(officer.client)
    page = (await everyone.get("/public/package-checker")).text
    link = page.split('href="/public/package-checker/keys/')[1].split('"')[0]
    for name, browser, source in (
        ("package.zip", officer, f"{path}/zip"),
        ("checker.py", everyone, "/public/package-checker/checker.py"),
        ("public.pem", everyone, f"/public/package-checker/keys/{link}"),
    ):
        answer = await browser.get(source)
        assert answer.status_code == 200
        (folder / name).write_bytes(answer.content)
    assert (await officer.get(f"{path}/key")).content == (folder / "public.pem").read_bytes()
    words = [sys.executable, "-I", "checker.py", "package.zip", "public.pem"]
    ended = subprocess.run(words, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    assert ended.returncode == 0, ended.stdout


async def test_what_lacks_is_shown_and_asks_for_a_reason(door: AsyncTestClient[Litestar], record: Record) -> None:
    record.bundles = [replace(complete(), plan=None, report=None), complete(2)]
    officer = await signed_in(door, "summary_officer")
    text = (await officer.get(f"/summary/{YEAR}/completeness")).text
    assert "名录内 2 家单位，1 家资料齐全" in text
    assert text.index("示例第1电厂") < text.index("示例第2电厂")
    lacking = (await officer.get(f"/summary/{YEAR}/completeness?plan=lacking")).text
    assert "示例第1电厂" in lacking
    assert "示例第2电厂" not in lacking
    await officer.get(f"/summary/{YEAR}/completeness?reset=1")
    refused = await officer.post(f"/summary/{YEAR}/order", {"reason": ""})
    assert refused.status_code == 422
    assert "1 家单位资料不全" in refused.text
    lines = queries.completeness_lines([completeness_of(one) for one in record.bundles])
    question = among(queries.COMPLETENESS, lines)
    await pages_through_every_order(queries.COMPLETENESS, question, 2)
    path = f"/summary/{YEAR}/completeness"
    for query in ("", "complete=false", "sort=-credit_code&columns=plan"):
        await exports_what_is_seen(officer, path, queries.COMPLETENESS, question, query)
    await ordered(officer, "企业停产")


async def test_a_package_that_failed_says_why(door: AsyncTestClient[Litestar], record: Record) -> None:
    record.originals = {}
    officer = await signed_in(door, "summary_officer")
    path, package_id = await ordered(officer)
    await acts.build(package_id, actor=THE_CLOCK, at=AT)
    text = (await officer.get(path)).text
    assert "SUMMARY-ORIGINAL" in text
    assert "不在存档中" in text


async def test_the_checker_is_the_projects_own_file(door: AsyncTestClient[Litestar]) -> None:
    answer = await Browser(door).get("/public/package-checker/checker.py")
    assert answer.content == CHECKER.read_bytes()
    assert (await Browser(door).get("/public/package-checker/keys/nothing")).status_code == 404


async def test_readers_without_the_duty(door: AsyncTestClient[Litestar]) -> None:
    path, _ = await ordered(await signed_in(door, "summary_officer"))
    ministry, filer = await signed_in(door, "ministry"), await signed_in(door, "filer")
    assert (await ministry.get(path)).status_code == 200
    assert (await ministry.post(f"/summary/{YEAR}/order")).status_code == 403
    for where in (path, f"/summary/{YEAR}", f"{path}/zip", f"{path}/key"):
        assert (await filer.get(where)).status_code == 403
    assert (await ministry.get("/summary/packages/999999")).status_code == 404


async def test_pages_speak_english_too(door: AsyncTestClient[Litestar]) -> None:
    officer = await signed_in(door, "summary_officer")
    path, package_id = await ordered(officer)
    await acts.build(package_id, actor=THE_CLOCK, at=AT)
    await officer.get("/language/en")
    for where in (path, f"/summary/{YEAR}", f"/summary/{YEAR}/completeness", "/public/package-checker"):
        answer = await officer.get(where)
        assert answer.status_code == 200
        for code in ("state:summary", "column:summary", "part:summary", "next:summary", "tag:summary"):
            assert code not in answer.text
    assert "bear no seal" in (await officer.get(path)).text


async def test_the_pages_cost_the_same_however_many(
    door: AsyncTestClient[Litestar], record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = await signed_in(door, "summary_officer")
    counted: list[str] = []
    run = database.PostgresEngine.run_querystring

    async def counting(self: object, *arguments: object, **more: object) -> object:
        counted.append(str(arguments[0]))
        return await run(self, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(database.PostgresEngine, "run_querystring", counting)
    await officer.get(f"/summary/{YEAR}")
    few = len(counted)
    for _ in range(2):
        package_id = await acts.order(YEAR, actor=OFFICER, at=AT)
        await acts.build(package_id, actor=THE_CLOCK, at=AT)
    counted.clear()
    await officer.get(f"/summary/{YEAR}")
    assert len(counted) == few <= MOST_STATEMENTS


async def test_the_packages_are_a_list(door: AsyncTestClient[Litestar]) -> None:
    officer = await signed_in(door, "summary_officer")
    for _ in range(2):
        _, package_id = await ordered(officer)
        await acts.build(package_id, actor=THE_CLOCK, at=AT)
    question = over(queries.ROLL, *queries.of_year(YEAR, actor=OFFICER))
    await pages_through_every_order(queries.ROLL, question, 2)
    assert next(iter(await every(question))).id == package_id
    assert len(await every(question, filters={"state": "built"})) == 2
    await exports_what_is_seen(officer, f"/summary/{YEAR}", queries.ROLL, question, "sort=ordered_at")
    stranger = over(queries.ROLL, *queries.of_year(YEAR, actor=actor("filer", enterprise_id=1)))
    assert await every(stranger) == []
