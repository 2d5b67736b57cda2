"""A package from its order to the ministry's receipt, and everything that is refused on the way."""

from __future__ import annotations

import asyncio
import io
import json
import stat
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from domain.core.actors import THE_CLOCK
from domain.core.findings import Refused, Stale
from domain.records import database as db
from domain.records.database import ask
from domain.records.evidence.queries import fetch
from domain.summary import acts, checker, queries
from domain.summary.acts import SigningKey, building
from domain.summary.queries import PackageCard
from domain.summary.rules import MANIFEST, SIGNATURE
from tests.cast import actor, codes, entries_for
from tests.rooms.summary.sample import AT, LEADER, OFFICER, ORIGINAL, YEAR, Record, complete, year

LATER = AT + timedelta(hours=1)


@pytest.fixture(autouse=True)
async def fresh(record: Record) -> None:
    """Each test begins without a package; the journal keeps what was."""
    record.bundles, record.originals = year(), {"original": ORIGINAL}
    await ask("DELETE FROM package")


async def card_of(package_id: int) -> PackageCard:
    found = await queries.package(package_id, actor=OFFICER)
    assert found is not None
    return found


async def made(key: SigningKey | None = None, reason: str = "") -> int:
    package_id = await acts.order(YEAR, actor=OFFICER, at=AT, reason=reason, authority="湖北省")
    await acts.build(package_id, actor=THE_CLOCK, at=LATER)
    if key is not None:
        await acts.sign(package_id, key, actor=LEADER, at=LATER)
    return package_id


async def zip_of(package_id: int) -> bytes:
    content = await fetch((await card_of(package_id)).sha256)
    assert content is not None
    return content


async def test_a_package_goes_its_way_to_the_receipt(signing_key: SigningKey, tmp_path: Path) -> None:
    package_id = await made(signing_key)
    await acts.hand_over(package_id, "环气候收〔2026〕7号", actor=OFFICER, at=LATER)
    card = await card_of(package_id)
    assert (card.state, card.number, card.receipt) == ("handed_over", "2024-1", "环气候收〔2026〕7号")
    assert (card.done, card.total, card.lacking) == (17, 17, {})
    moves = ["order", "start", "finish", "sign", "hand_over"]
    assert await entries_for(f"package:{package_id}") == [f"summary:package:{name}" for name in moves]
    path = tmp_path / "package.zip"
    path.write_bytes(await zip_of(package_id))
    faults = checker.Faults()
    assert checker.check(str(path), card.public_key.encode(), faults) == 17
    assert faults.found == []
    told = await ask("SELECT code FROM notice WHERE link = {} ORDER BY id", f"/summary/packages/{package_id}")
    assert [row["code"] for row in told] == ["summary.built", "summary.signed"]


async def test_the_package_has_the_folders_of_the_disc(signing_key: SigningKey) -> None:
    package_id = await made(signing_key)
    with zipfile.ZipFile(io.BytesIO(await zip_of(package_id))) as kept:
        names = kept.namelist()
        manifest = json.loads(kept.read(MANIFEST))
        supplements = {name: kept.read(name) for name in names if name.startswith("补充数据表/")}
    folders = {name.split("/")[0] for name in names if "/" in name}
    assert folders == {"碳排放汇总表", "核查报告结论页", "排放报告", "补充数据表", "监测计划"}
    assert {name.split("/")[1] for name in names if "/" in name} == {"发电"}
    assert {name for name in names if "/" not in name} == {MANIFEST, SIGNATURE}
    assert names[-1] == SIGNATURE
    assert [row["name"] for row in manifest["files"]] == sorted(set(names) - {MANIFEST, SIGNATURE})
    # Filed workbooks go in byte for byte; where nothing was filed, the authority's own table stands.
    filed = [content for content in supplements.values() if content == ORIGINAL]
    assert (len(supplements), len(filed)) == (4, 3)
    assert (manifest["authority"], manifest["synthetic"]) == ("湖北省", True)


async def test_the_same_data_give_the_same_bytes_but_for_the_signing(signing_key: SigningKey) -> None:
    first = await made()
    first_zip = await zip_of(first)
    await ask("DELETE FROM package")
    second = await made()
    assert await zip_of(second) == first_zip
    await acts.sign(second, signing_key, actor=LEADER, at=LATER)
    signed = await zip_of(second)
    with zipfile.ZipFile(io.BytesIO(first_zip)) as one, zipfile.ZipFile(io.BytesIO(signed)) as two:
        assert two.namelist() == [*one.namelist(), SIGNATURE]
        assert all(one.read(name) == two.read(name) for name in one.namelist())


async def test_what_lacks_needs_a_reason(record: Record) -> None:
    record.bundles = [replace(complete(), plan=None), complete(2)]
    with pytest.raises(Refused) as caught:
        await acts.order(YEAR, actor=OFFICER, at=AT)
    assert codes(caught) == {"SUMMARY-INCOMPLETE"}
    assert caught.value.findings[0].facts["enterprises"] == "1"
    package_id = await made(reason="计划正在备案")
    card = await card_of(package_id)
    assert card.lacking == {"plan": 1}
    with zipfile.ZipFile(io.BytesIO(await zip_of(package_id))) as kept:
        manifest = json.loads(kept.read(MANIFEST))
    assert (manifest["lacking"], manifest["reason"]) == ({"plan": 1}, "计划正在备案")


async def test_without_a_list_there_is_nothing_to_sum_up() -> None:
    with pytest.raises(Refused) as caught:
        await acts.order(YEAR + 1, actor=OFFICER, at=AT)
    assert codes(caught) == {"SUMMARY-NOTHING"}


async def test_one_package_is_under_way_at_a_time() -> None:
    first = await acts.order(YEAR, actor=OFFICER, at=AT)
    with pytest.raises(Refused) as caught:
        await acts.order(YEAR, actor=OFFICER, at=AT)
    assert codes(caught) == {"SUMMARY-UNDER-WAY"}
    await acts.build(first, actor=THE_CLOCK, at=LATER)
    await acts.order(YEAR, actor=OFFICER, at=AT)


async def test_two_officers_at_once_order_once() -> None:
    officers = [OFFICER, actor("summary_officer", number=1)]
    ended = await asyncio.gather(
        *(acts.order(YEAR, actor=officer, at=AT) for officer in officers), return_exceptions=True
    )
    assert sorted(type(end).__name__ for end in ended) == ["Refused", "int"]


async def test_a_resubmission_names_what_it_replaces(signing_key: SigningKey) -> None:
    first = await made(signing_key)
    await acts.hand_over(first, "收1号", actor=OFFICER, at=LATER)
    with pytest.raises(Refused) as caught:
        await acts.order(YEAR, actor=OFFICER, at=LATER)
    assert codes(caught) == {"SUMMARY-REPLACES"}
    second = await made(signing_key, reason="更正一家的产量")
    card = await card_of(second)
    assert (card.number, card.replaces) == ("2024-2", "2024-1")
    with pytest.raises(Refused) as taken:
        await acts.hand_over(second, "收1号", actor=OFFICER, at=LATER)
    assert codes(taken) == {"SUMMARY-RECEIPT-TAKEN"}
    await acts.hand_over(second, "收2号", actor=OFFICER, at=LATER)


class PowerCut(BaseException):
    """What no handler catches."""


async def test_a_building_that_was_interrupted_begins_again(monkeypatch: pytest.MonkeyPatch) -> None:
    package_id = await acts.order(YEAR, actor=OFFICER, at=AT, authority="湖北省")
    whole = building.zip_of

    async def interrupted(*arguments: object, **more: object) -> object:
        await whole(*arguments, **more)  # type: ignore[arg-type]
        raise PowerCut

    monkeypatch.setattr(building, "zip_of", interrupted)
    with pytest.raises(PowerCut):
        await acts.build(package_id, actor=THE_CLOCK, at=LATER)
    monkeypatch.setattr(building, "zip_of", whole)
    card = await card_of(package_id)
    assert (card.state, card.sha256) == ("building", "")
    await acts.build(package_id, actor=THE_CLOCK, at=LATER + timedelta(hours=1))
    resumed = await zip_of(package_id)
    assert (await card_of(package_id)).state == "built"
    await ask("DELETE FROM package")
    assert await zip_of(await made()) == resumed


async def test_a_second_builder_waits_for_the_first_and_finds_it_done(monkeypatch: pytest.MonkeyPatch) -> None:
    package_id = await acts.order(YEAR, actor=OFFICER, at=AT)
    whole, inside, go_on = building.zip_of, asyncio.Event(), asyncio.Event()

    async def held(*arguments: object, **more: object) -> object:
        inside.set()
        await go_on.wait()
        return await whole(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(building, "zip_of", held)
    first = asyncio.create_task(acts.build(package_id, actor=THE_CLOCK, at=LATER))
    await inside.wait()
    second = asyncio.create_task(acts.build(package_id, actor=THE_CLOCK, at=LATER))
    await asyncio.sleep(0.3)
    go_on.set()
    ended = await asyncio.gather(first, second, return_exceptions=True)
    assert [type(end).__name__ for end in ended] == ["NoneType", "Stale"]
    assert await entries_for(f"package:{package_id}") == [
        f"summary:package:{name}" for name in ("order", "start", "finish")
    ]


async def test_progress_is_seen_while_it_is_built(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    record.bundles = [complete(number) for number in range(1, 21)]
    seen: list[tuple[int, int, str]] = []
    package_id = await acts.order(YEAR, actor=OFFICER, at=AT)
    fetch_one = record.fetch

    async def looked(sha256: str) -> bytes | None:
        card = await card_of(package_id)
        seen.append((card.done, card.total, card.state))
        return await fetch_one(sha256)

    monkeypatch.setattr(building, "fetch", looked)
    await acts.build(package_id, actor=THE_CLOCK, at=LATER)
    assert (25, 82, "building") in seen
    assert (await card_of(package_id)).done == 82


async def test_a_package_too_large_fails_with_its_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "MOST_BYTES", 20_000)
    package_id = await acts.order(YEAR, actor=OFFICER, at=AT)
    await acts.build(package_id, actor=THE_CLOCK, at=LATER)
    card = await card_of(package_id)
    assert (card.state, card.trouble["code"], card.sha256) == ("failed", "SUMMARY-TOO-LARGE", "")
    assert (await entries_for(f"package:{package_id}"))[-1] == "summary:package:fail"
    monkeypatch.undo()
    await acts.order(YEAR, actor=OFFICER, at=LATER)


async def test_an_original_that_is_gone_fails_the_package(record: Record) -> None:
    record.originals = {}
    package_id = await acts.order(YEAR, actor=OFFICER, at=AT)
    await acts.build(package_id, actor=THE_CLOCK, at=LATER)
    assert (await card_of(package_id)).trouble["code"] == "SUMMARY-ORIGINAL"


async def test_each_step_belongs_to_its_duty(signing_key: SigningKey) -> None:
    package_id = await made()
    for attempt in (
        acts.order(YEAR, actor=LEADER, at=AT),
        acts.build(package_id, actor=OFFICER, at=AT),
        acts.sign(package_id, signing_key, actor=OFFICER, at=AT),
        acts.hand_over(package_id, "收1号", actor=LEADER, at=AT),
    ):
        with pytest.raises(Refused) as caught:
            await attempt
        assert codes(caught) == {"PEOPLE-DUTY"}


async def test_nobody_signs_what_they_ordered(signing_key: SigningKey) -> None:
    package_id = await made()
    same = replace(LEADER, account_id=OFFICER.account_id)
    with pytest.raises(Refused) as caught:
        await acts.sign(package_id, signing_key, actor=same, at=LATER)
    assert codes(caught) == {"SUMMARY-OWN"}


async def test_a_step_out_of_turn_or_twice_is_stale(signing_key: SigningKey) -> None:
    package_id = await acts.order(YEAR, actor=OFFICER, at=AT)
    with pytest.raises(Stale):
        await acts.sign(package_id, signing_key, actor=LEADER, at=LATER)
    await acts.build(package_id, actor=THE_CLOCK, at=LATER)
    with pytest.raises(Stale):
        await acts.build(package_id, actor=THE_CLOCK, at=LATER)
    with pytest.raises(Stale):
        await acts.hand_over(package_id, "收1号", actor=OFFICER, at=LATER)
    await acts.sign(package_id, signing_key, actor=LEADER, at=LATER)
    with pytest.raises(Stale):
        await acts.sign(package_id, signing_key, actor=LEADER, at=LATER)
    tags = await entries_for(f"package:{package_id}")
    assert tags == [f"summary:package:{name}" for name in ("order", "start", "finish", "sign")]


async def test_a_handing_over_has_its_receipt(signing_key: SigningKey) -> None:
    package_id = await made(signing_key)
    with pytest.raises(Refused) as caught:
        await acts.hand_over(package_id, " ", actor=OFFICER, at=LATER)
    assert codes(caught) == {"SUMMARY-RECEIPT"}
    assert (await card_of(package_id)).state == "signed"


async def test_an_enterprise_sees_no_package(signing_key: SigningKey) -> None:
    package_id = await made(signing_key)
    stranger = actor("signatory", enterprise_id=1)
    assert await queries.package(package_id, actor=stranger) is None
    assert await queries.packages(YEAR, actor=stranger) == []
    assert await queries.public_keys() == [signing_key.public_pem]


async def test_the_private_key_stays_out_of_the_database(signing_key: SigningKey) -> None:
    await made(signing_key)
    rows = await db.ask("SELECT p::text AS whole FROM package p UNION ALL SELECT j::text FROM journal_entry j")
    assert not any("PRIVATE" in row["whole"] for row in rows)
    assert "PRIVATE" not in repr(signing_key)


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    key = acts.key_in(tmp_path / "new")
    assert acts.key_in(tmp_path / "new") == key
    (path,) = (tmp_path / "new").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.name == acts.KEY_FILE


async def test_ordering_owes_the_building() -> None:
    package_id = await acts.order(YEAR, actor=OFFICER, at=AT)
    rows = await ask("SELECT act FROM follow_up WHERE subject = {}", f"package:{package_id}")
    assert [row["act"] for row in rows] == ["summary.build"]
