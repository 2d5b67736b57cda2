"""A month corrected or filled in on screen, and its receipts: nothing lost, received like an upload."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from domain.core.actors import THE_CLOCK
from domain.core.findings import Refused, Stale
from domain.monthly_evidence import acts, queries
from domain.records.database import ask
from domain.records.documents import queries as documents
from domain.records.drafts.queries import draft
from domain.records.evidence import queries as evidence
from portal import application
from portal.clock import now
from tests.cast import codes
from tests.doors import Browser, Town, opened_portal, people_the_town
from tests.rooms.emission_report.test_screen import fields_of
from tests.rooms.monthly_evidence.ground import IN_TIME, OFFICER, Plant, settle
from tests.rooms.monthly_evidence.sample import MONTH, WORKBOOK, YEAR, entries
from tests.rooms.monthly_evidence.test_acts import STRANGER
from tests.rooms.monthly_evidence.test_waivers import wrong_oxidation
from tests.statements import statements

MOST_STATEMENTS = 8
MOST_COMPRESSED = 60_000


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    return await people_the_town()


@pytest.fixture(scope="module")
async def ground(town: Town) -> list[Plant]:
    return await settle(8)


@pytest.fixture
def mine(town: Town, ground: list[Plant]) -> Plant:
    return next(each for each in ground if each.id == town.enterprise_id)


@pytest.fixture
def plant(ground: list[Plant], town: Town) -> Plant:
    """One that nobody has used, and nobody signs in for."""
    index = next(i for i, each in enumerate(ground) if each.id not in (town.enterprise_id, town.other_enterprise_id))
    return ground.pop(index)


@pytest.fixture
async def door(
    ground: list[Plant], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[AsyncTestClient[Litestar]]:
    monkeypatch.setattr(application, "ROOMS", ("front", "documents", "monthly_evidence"))
    async with opened_portal(tmp_path) as client:
        yield client


async def signed_in(door: AsyncTestClient[Litestar], name: str) -> Browser:
    browser = Browser(door)
    assert (await browser.sign_in(name)).status_code == 303
    return browser


async def test_a_stopped_version_is_corrected_on_screen_and_has_its_receipt(
    door: AsyncTestClient[Litestar], mine: Plant
) -> None:
    version_id = await mine.upload(mine.filled(wrong_oxidation), now())
    filer = await signed_in(door, "filer")
    assert f"/months/versions/{version_id}/correct" in (await filer.get(f"/months/versions/{version_id}")).text
    path = f"/months/versions/{version_id}/correct?sheet=fuels"
    page = (await filer.get(path)).text
    assert "MO-026" in page
    assert "aria-invalid" in page
    typed = fields_of(page)
    assert typed["0.oxidation"] == "98"
    assert (await filer.post(path, {**typed, "0.oxidation": "约99", "then": "save"})).status_code == 303
    again = (await filer.get(path)).text
    assert "SHEET-NOT-A-NUMBER" in again
    assert f"/months/versions/{version_id}/correct" in (await filer.get(f"/months/month/{mine.month_id}")).text
    sent = await filer.post(path, {**fields_of(again), "0.oxidation": "99", "then": "send"})
    assert sent.status_code == 303, sent.text
    newest = int(sent.headers["location"].rpartition("/")[2])
    await acts.read(newest, actor=THE_CLOCK, at=now())
    card = await queries.version(newest, actor=OFFICER)
    assert card is not None
    assert (card.number, card.state, card.on_screen) == (2, "clean", True)
    assert "在线填报" in (await filer.get(f"/months/versions/{newest}")).text
    assert (await filer.get(path)).status_code == 404
    assert await ask("SELECT id FROM typed_draft WHERE subject = {}", f"month_evidence:{mine.month_id}") == []
    second, first = await documents.of_subjects([f"month_evidence:{mine.month_id}"], actor=mine.filer)
    assert [first.kind, second.kind] == ["upload_receipt", "upload_receipt"]
    shown = await filer.get(f"/documents/{second.id}")
    assert card.evidence in shown.text.replace("<wbr>", "").replace(" ", "")
    assert f"{YEAR}年{MONTH}月的月度存证第2版" in shown.text
    assert "在线填写" in shown.text
    assert (await filer.get(f"/documents/{second.id}/file")).content.startswith(b"PK")
    assert second.number in (await filer.get(f"/months/month/{mine.month_id}")).text
    checked = await documents.verified(second.number, await code_of(second.id))
    assert checked is not None


async def code_of(document_id: int) -> str:
    (row,) = await ask("SELECT check_code FROM document WHERE id = {}", document_id)
    return str(row["check_code"])


async def test_a_receipt_says_which_file_came_in(plant: Plant) -> None:
    content = plant.filled()
    version_id = await plant.upload(content)
    version = await queries.version(version_id, actor=plant.filer)
    assert version is not None
    (card,) = await documents.of_subjects([f"month_evidence:{plant.month_id}"], actor=plant.filer)
    (row,) = await ask("SELECT facts FROM document WHERE id = {}", card.id)
    for told in (
        version.evidence,
        f'"month": "{MONTH}"',
        '"what": "monthly_evidence"',
        f'"file_size": "{len(content)}"',
    ):
        assert told in str(row["facts"])
    assert await evidence.fetch(version.evidence) == content
    assert await documents.of_subjects([f"month_evidence:{plant.month_id}"], actor=STRANGER) == []
    with pytest.raises(Refused):
        await plant.upload(content)
    assert len(await documents.of_subjects([f"month_evidence:{plant.month_id}"], actor=plant.filer)) == 1


async def test_a_month_is_filled_in_from_the_blank(plant: Plant) -> None:
    """Every cell of an honest month typed sheet by sheet."""
    await acts.begin_typing(plant.month_id, actor=plant.filer, at=IN_TIME)
    honest, revision = entries(code=plant.credit_code, name=plant.name), 1
    for sheet in WORKBOOK:
        formulas = {column.key for column in sheet.columns if column.formula}
        edits = {
            number: {key: str(value) for key, value in line.items() if key not in formulas and value is not None}
            for number, line in enumerate(honest.get(sheet.key, []))
        }
        revision = await acts.save_typed(
            plant.month_id, 0, sheet.key, edits, revision=revision, actor=plant.filer, at=IN_TIME
        )
    assert (await plant.card()).drafts == (0,)
    version_id = await acts.send_typed(plant.month_id, 0, actor=plant.filer, at=IN_TIME)
    await acts.read(version_id, actor=THE_CLOCK, at=IN_TIME)
    assert not [each for each in await queries.findings(version_id, actor=OFFICER) if each.finding.stops]
    card = await plant.card()
    assert (card.version_state, card.version_number, card.drafts) == ("clean", 1, ())
    assert card.emissions_tonnes


async def test_two_who_type_notice_each_other_and_lose_nothing(door: AsyncTestClient[Litestar], mine: Plant) -> None:
    version_id = await mine.upload(mine.filled(month=2), now(), month=2)
    filer = await signed_in(door, "filer")
    path = f"/months/versions/{version_id}/correct?sheet=enterprise"
    typed = {**fields_of((await filer.get(path)).text), "0.contact": "第一人", "then": "save"}
    assert (await filer.post(path, typed)).status_code == 303
    late = await filer.post(path, {**typed, "0.contact": "第二人"})
    assert late.status_code == 422
    assert "DRAFT-MOVED" in late.text
    assert 'value="第二人"' in late.text
    assert (await filer.post(path, {**fields_of(late.text), "then": "save"})).status_code == 303
    kept = await draft(f"month_evidence:{mine.months[2]}", version_id, actor=mine.filer)
    assert kept is not None
    assert kept.lines["enterprise"][0].values["contact"] == "第二人"
    assert (await filer.post(path, {"then": "discard"})).status_code == 303
    assert await draft(f"month_evidence:{mine.months[2]}", version_id, actor=mine.filer) is None


async def test_the_form_is_light_costs_little_and_takes_nonsense(door: AsyncTestClient[Litestar], mine: Plant) -> None:
    version_id = await mine.upload(mine.filled(wrong_oxidation, month=1), now(), month=1)
    filer = await signed_in(door, "filer")
    correct, fill = f"/months/versions/{version_id}/correct", f"/months/month/{mine.months[1]}/fill"
    assert 'value="begin"' in (await filer.get(fill)).text
    assert (await filer.post(fill, {"then": "begin"})).status_code == 303
    for path in (
        *(f"{correct}?sheet={sheet.key}" for sheet in WORKBOOK),
        f"{fill}?sheet=fuels",
        f"/months/month/{mine.months[1]}",
    ):
        with statements() as asked:
            answer = await filer.get(path)
        assert answer.status_code == 200
        assert len(asked) <= MOST_STATEMENTS, asked
        assert int(answer.headers.get("content-length", "0")) < MOST_COMPRESSED
        assert " style=" not in answer.text
    for typed in ({"then": "planted"}, {}, {"then": "save", "revision": "x", "99999.quantity": "1", "remove": "-1"}):
        for query in ("?sheet=enterprise", "?sheet=planted&page=abc"):
            assert (await filer.post(f"{correct}{query}", typed)).status_code in (303, 404, 422)
    assert (await filer.get("/months/versions/999999/correct")).status_code == 404
    assert (await filer.get("/months/month/999999/fill")).status_code == 404


async def test_only_the_own_filer_types_while_it_is_owed_and_on_the_newest(
    door: AsyncTestClient[Litestar], plant: Plant, mine: Plant
) -> None:
    first = await plant.upload(plant.filled(wrong_oxidation))
    for by, code in ((OFFICER, "PEOPLE-DUTY"), (mine.filer, "MONTH-UNKNOWN")):
        with pytest.raises(Refused) as caught:
            await acts.save_typed(plant.month_id, first, "fuels", {}, revision=0, actor=by, at=IN_TIME)
        assert codes(caught) == {code}
    filer = await signed_in(door, "filer")
    assert (await filer.get(f"/months/versions/{first}/correct")).status_code == 404
    assert (await filer.get(f"/months/month/{plant.month_id}/fill")).status_code == 404
    with pytest.raises(Refused) as nothing:
        await acts.send_typed(plant.month_id, first, actor=plant.filer, at=IN_TIME)
    assert codes(nothing) == {"DRAFT-NOTHING"}
    with pytest.raises(Stale):
        await acts.save_typed(plant.month_id, 0, "fuels", {}, revision=0, actor=plant.filer, at=IN_TIME)
    later = IN_TIME + timedelta(hours=1)
    await plant.upload(plant.filled(), later)
    with pytest.raises(Stale):
        await acts.save_typed(plant.month_id, first, "enterprise", {}, revision=0, actor=plant.filer, at=later)
    await acts.submit(plant.month_id, actor=plant.filer, at=later)
    with pytest.raises(Stale):
        await acts.begin_typing(plant.month_id, actor=plant.filer, at=later)


async def test_the_officer_sets_aside_and_the_enterprise_reads_why(
    door: AsyncTestClient[Litestar], mine: Plant
) -> None:
    card = await mine.card(1)
    (one,) = [each for each in await queries.findings(card.version_id or 0, actor=OFFICER) if each.finding.stops]
    officer = await signed_in(door, "verification_officer")
    shown = (await officer.get(f"/months/versions/{card.version_id}")).text
    assert f"/months/findings/{one.id}/waive" in shown
    refused = await officer.post(f"/months/findings/{one.id}/waive", {"reason": " "})
    assert (refused.status_code, "MONTH-REASON" in refused.text) == (422, True)
    assert (await officer.post("/months/findings/999999/waive", {"reason": "x"})).status_code == 404
    done = await officer.post(f"/months/findings/{one.id}/waive", {"reason": "台账核对无误<b>"})
    assert done.status_code == 303
    filer = await signed_in(door, "filer")
    seen = (await filer.get(f"/months/versions/{card.version_id}")).text
    assert "台账核对无误&lt;b&gt;" in seen
    assert f"/months/findings/{one.id}/waive" not in seen
    month = f"/months/month/{mine.months[1]}"
    assert (await filer.post(f"{month}/submit", {"version_id": str(card.version_id)})).status_code == 303
