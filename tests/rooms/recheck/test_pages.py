"""The room through the front door: draw, recheck, confirmation and objection by forms; the public page of the draw."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from domain.recheck import acts, queries
from domain.recheck.rules.drawing import commitment
from domain.records import database
from portal import application
from tests.doors import Browser, opened_portal
from tests.rooms.verification import province
from tests.rooms.verification.province import AT, reported, who

MOST_STATEMENTS = 7
SEED = "种子 'x' $1"


@pytest.fixture(scope="module")
async def cast(database: object) -> None:
    await province.officers()
    await province.body(1, capacity=100)


@pytest.fixture
async def door(cast: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[AsyncTestClient[Litestar]]:
    """This room's pages and the sign-in alone: other rooms have their own tests."""
    monkeypatch.setattr(application, "ROOMS", ("front", "recheck"))
    async with opened_portal(tmp_path) as client:
        yield client


async def signed_in(door: AsyncTestClient[Litestar], name: str) -> Browser:
    browser = Browser(door)
    assert (await browser.sign_in(name)).status_code == 303
    return browser


async def verified(year: int, *numbers: int) -> None:
    for number in numbers:
        _, report_id = await reported(number, year=year)
        await province.delivered(report_id, 1)


async def test_from_the_draw_to_the_decision_by_forms(door: AsyncTestClient[Litestar]) -> None:
    year = 2051
    await verified(year, 1)
    officer, leader = await signed_in(door, "verification_officer"), await signed_in(door, "leader")
    form = (await officer.get(f"/recheck/{year}/commit")).text
    shown = re.search(r"<strong><code>([0-9a-f]{32})</code></strong>", form)
    assert shown
    assert commitment(shown[1]) in form
    wrong = await officer.post(f"/recheck/{year}/commit", {"commitment": SEED})
    assert wrong.status_code == 422
    assert "不要填写种子本身" in wrong.text
    answer = await officer.post(f"/recheck/{year}/commit", {"commitment": commitment(SEED)})
    path = answer.headers["location"]
    bad = await officer.post(f"{path}/draw", {"seed": "other"})
    assert bad.status_code == 422
    assert (await officer.post(f"{path}/draw", {"seed": SEED})).status_code == 303
    assert (await officer.post(f"{path}/draw", {"seed": SEED})).status_code == 409
    (task,) = await queries.tasks(year, actor=await who("verification_officer"))
    page = f"/recheck/tasks/{task.id}"
    inspector = await signed_in(door, task.inspectors[0])
    assert f'action="{page}/record_result"' in (await inspector.get(page)).text
    assert f'action="{page}/record_result"' not in (await officer.get(page)).text
    odd = await inspector.post(f"{page}/record_result", {"text": "复算", "emissions-1#": "1e3"})
    assert odd.status_code == 422
    assert "复算" in odd.text
    assert (await inspector.post(f"{page}/record_result", {"text": "复算", "emissions-1#": "1060"})).status_code == 303
    assert (await officer.post(f"/recheck/{year}/prepare")).status_code == 303
    assert (await leader.post(f"/recheck/{year}/notify")).status_code == 303
    signatory = await signed_in(door, "signatory1")
    text = (await signatory.get(f"/recheck/{year}")).text
    (found,) = set(re.findall(r'href="(/recheck/confirmations/\d+)"', text))
    text = (await signatory.get(found)).text
    assert "3,060.00" in text
    paper = {"attachment": ("证书.pdf", b"%PDF-1.7", "application/pdf")}
    assert (await signatory.post(f"{found}/object", {"grounds": "已校准"}, files=paper)).status_code == 303
    text = (await leader.get(found)).text
    (decision,) = re.findall(r'action="(/recheck/objections/\d+/decide)"', text)
    empty = await leader.post(decision, {"upheld": "yes", "reasons": "采信"})
    assert empty.status_code == 422
    assert "采信" in empty.text
    form_ = {"upheld": "yes", "reasons": "采信", "emissions-1#": "1,030"}
    assert (await leader.post(decision, form_)).status_code == 303
    assert (await officer.post(f"/recheck/{year}/finalise")).status_code == 303
    text = (await signatory.get(found)).text
    assert "3,030.00" in text
    assert (await signatory.get(decision.replace("decide", "evidence"))).content == b"%PDF-1.7"
    told = (await signatory.get(f"{found}/explanation?unit=1%23&quantity=emissions_tonnes")).text
    assert "异议决定值" in told
    assert re.search(r'href="/recheck/tasks/\d+"', told)
    objection = decision.removesuffix("/decide")
    for page_ in (told, text):
        assert f'href="{objection}"' in page_
        assert "objection:" not in page_
    assert "依据对该单位异议的复核决定" in told
    assert (await signatory.get(objection)).headers["location"] == f"{found}#objection"
    await reported(2, year=year)
    assert (await (await signed_in(door, "signatory2")).get(objection)).status_code == 404
    await signatory.get("/language/en")
    english = (await signatory.get(f"{found}/explanation?unit=1%23&quantity=emissions_tonnes")).text
    assert "as decided on the enterprise&#39;s objection" in english
    assert (await signatory.get(f"/recheck/{year}/export")).content[:2] == b"PK"


async def test_the_draw_is_public_and_its_page_holds_all_that_repeats_it(door: AsyncTestClient[Litestar]) -> None:
    year, officer = 2052, await who("verification_officer")
    await verified(year, *range(11, 14))
    draw_id = await acts.commit_draw(year, commitment(SEED), actor=officer, at=AT)
    public, path = Browser(door), f"/recheck/draws/{draw_id}"
    before = (await public.get(path)).text
    assert commitment(SEED) in before
    assert "抽取前保密" in before
    assert f'action="{path}/draw"' not in before
    await acts.draw(draw_id, SEED, actor=officer, at=AT)
    after = (await public.get(path)).text
    assert SEED in unescape(after)
    frame = await public.get(f"{path}/frame.txt")
    assert hashlib.sha256(frame.content).hexdigest() in after
    assert all(f"enterprise {province.credit_code(number)} share" in frame.text for number in (11, 12, 13))
    assert path in (await public.get(f"/recheck/public/{year}")).text
    assert "未抽中" in after
    await public.get("/language/en")
    assert "Repeat the draw yourself" in (await public.get(path)).text


async def test_a_late_objection_shows_the_clock_and_keeps_what_was_typed(door: AsyncTestClient[Litestar]) -> None:
    year, officer = 2053, await who("verification_officer")
    await verified(year, 21)
    draw_id = await acts.commit_draw(year, commitment(SEED), actor=officer, at=AT)
    await acts.draw(draw_id, SEED, actor=officer, at=AT)
    for task in await queries.tasks(year, actor=officer):
        await acts.record_result(task.id, (), "一致", actor=await who(task.inspectors[0]), at=AT)
    await acts.prepare(year, actor=officer, at=AT)
    await acts.notify(year, actor=await who("leader"), at=AT + timedelta(hours=1))
    signatory = await signed_in(door, "signatory21")
    (card,) = await queries.confirmations(year, actor=await who("signatory21"))
    answer = await signatory.post(f"/recheck/confirmations/{card.id}/object", {"grounds": "锅炉效率偏低"})
    assert answer.status_code == 422
    assert "异议已逾期" in answer.text
    assert "2025-05-26" in answer.text
    assert "锅炉效率偏低" in answer.text


async def test_lists_cost_the_same_whatever_their_length(
    door: AsyncTestClient[Litestar], monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = await signed_in(door, "verification_officer")
    asked: list[str] = []
    run = database.engine().run_querystring

    async def counted(querystring: object, *rest: object, **more: object) -> object:
        asked.append(str(querystring))
        return await run(querystring, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(database.engine(), "run_querystring", counted)
    for path in ("/recheck/2051", "/recheck/2052", "/recheck/2053?search=电厂", "/recheck/public/2052"):
        for language in ("zh", "en"):
            await officer.get(f"/language/{language}")
            asked.clear()
            answer = await officer.get(path)
            assert answer.status_code == 200
            assert 0 < len(asked) <= MOST_STATEMENTS, (path, asked)
            assert not re.search(r">[a-z_]+:[a-z_:]+<", answer.text), path


async def test_a_foreign_or_absurd_number_is_no_page(door: AsyncTestClient[Litestar]) -> None:
    officer = await who("verification_officer")
    (mine,) = await queries.confirmations(2051, actor=officer)
    stranger = await signed_in(door, "signatory21")
    for path in (
        f"/recheck/confirmations/{mine.id}",
        f"/recheck/confirmations/{mine.id}/explanation",
        "/recheck/draws/99999999999999999999",
        "/recheck/tasks/0",
        "/recheck/123456789",
    ):
        assert (await stranger.get(path)).status_code == 404, path
    assert (await stranger.post(f"/recheck/confirmations/{mine.id}/object", {"grounds": "x"})).status_code == 404
    assert (await stranger.post("/recheck/2051/prepare")).status_code == 403
