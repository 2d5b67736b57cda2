"""The lawbook at the front door: two persons to change it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.records.lawbook import queries
from tests.cast import enact_the_law
from tests.doors import Browser, opened_portal, people_the_town

TYPED = {
    "subject": "clocks",
    "key": "urging.pages",
    "new_key": "yes",
    "value": "5",
    "unit": "calendar_days",
    "from": "2999-01-01",
    "until": "",
    "citation": "某通知 第一条",
    "instrument": "某通知",
    "confidence": "found",
    "note": "",
    "reason": "新规定",
}


@pytest.fixture(scope="module")
async def browsers(database: object, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, Browser]]:
    await enact_the_law()
    await people_the_town()
    async with opened_portal(Path(tmp_path_factory.mktemp("portal"))) as client:
        found = {"": Browser(client)}
        for name in ("summary_officer", "legal_reviewer", "filer"):
            found[name] = Browser(client)
            await found[name].sign_in(name)
        yield found


async def test_one_enacts_another_confirms(browsers: dict[str, Browser]) -> None:
    editor, jurist = browsers["summary_officer"], browsers["legal_reviewer"]
    form = await editor.get("/law/enact?key=clock.evidence")
    assert 'value="clock.evidence"' in form.text
    answer = await editor.post("/law/enact", TYPED)
    assert answer.status_code == 303
    assert (await browsers[""].get("/law/provisions/urging.pages")).status_code == 404
    assert "urging.pages" in (await editor.get("/law/provisions/urging.pages")).text
    (card,) = await queries.proposed()
    waiting = await jurist.get("/law/proposed")
    assert "urging.pages" in waiting.text
    assert "新规定" in waiting.text
    assert (await jurist.post(f"/law/proposed/{card.id}/decline", {"reason": ""})).status_code == 422
    assert (await jurist.post(f"/law/proposed/{card.id}/confirm")).status_code == 303
    assert (await jurist.post(f"/law/proposed/{card.id}/confirm")).status_code == 409
    assert (await browsers[""].get("/law/provisions/urging.pages")).status_code == 200
    assert (await jurist.post("/law/proposed/999999/confirm")).status_code == 422


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"value": "five"}, "LAW-VALUE"),
        ({"from": "soon"}, "LAW-DAY"),
        ({"citation": ""}, "LAW-CITATION"),
        ({"reason": ""}, "LAW-REASON"),
        ({"key": "NO KEY"}, "LAW-KEY"),
        ({"value": "x" * 9000}, "LAW-VALUE"),
        ({"confidence": "certain", "until": "never"}, "LAW-CONFIDENCE"),
        ({"confidence": "certain", "until": "never"}, "LAW-DAY"),
        ({"new_key": ""}, "LAW-KEY-UNKNOWN"),
        ({"unit": "percent"}, "LAW-UNIT-UNKNOWN"),
        ({"subject": "clocs"}, "LAW-SUBJECT"),
    ],
)
async def test_what_was_typed_stays_and_what_is_wrong_is_said(
    browsers: dict[str, Browser], change: dict[str, str], code: str
) -> None:
    answer = await browsers["summary_officer"].post("/law/enact", {**TYPED, "key": "urging.wrong", **change})
    assert answer.status_code == 422
    assert code in answer.text
    assert "新规定" in answer.text or change.get("reason") == ""


async def test_the_law_is_closed_to_everybody_else(browsers: dict[str, Browser]) -> None:
    for path in ("/law/enact", "/law/calendar", "/law/proposed"):
        assert (await browsers["filer"].get(path)).status_code == 403
        assert (await browsers[""].get(path)).status_code == 303
    assert (await browsers["summary_officer"].post("/law/proposed/1/confirm")).status_code == 403
    assert (await browsers["legal_reviewer"].post("/law/enact", TYPED)).status_code == 403


async def test_a_holiday_notice_is_entered(browsers: dict[str, Browser]) -> None:
    editor = browsers["summary_officer"]
    typed = {"year": "2031", "holidays": "2031-01-01，2031-01-02", "makeup_days": "", "citation": "国办发明电"}
    wrong = await editor.post("/law/calendar", {**typed, "holidays": "2031-01-01 tomorrow"})
    assert wrong.status_code == 422
    assert "LAW-DAY" in wrong.text
    assert (await editor.post("/law/calendar", typed)).status_code == 303
    assert (await editor.post("/law/calendar", typed)).status_code == 422
    assert "2031" in (await editor.get("/law/calendar")).text
