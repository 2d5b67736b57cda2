"""Values proposed together: all or none, confirmed by a second person in one step, one journal entry for each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.core.actors import THE_CLOCK, THE_PUBLIC
from domain.core.findings import Stale
from domain.core.law import Confidence, last_day_of
from domain.records.database import ask
from domain.records.lawbook import acts, queries
from domain.records.lawbook.rules import Entry
from domain.records.lawbook.states import State
from tests.cast import entries_for
from tests.law import edition
from tests.rooms.lawbook.hands import AT, BOTH, EDITOR, JURIST, entry, refused

pytestmark = pytest.mark.usefixtures("book")
FIRST, SECOND, THIRD = (f"power.benchmark.{name}" for name in ("I", "II", "III"))


@pytest.fixture(scope="module")
async def book(database: object) -> None:
    await acts.load_edition(edition.files(), actor=THE_CLOCK, at=AT)


def benchmark(key: str, value: str, year: int = 2031, **changes: object) -> Entry:
    days = {"in_force_from": date(year, 1, 1), "in_force_until": date(year, 12, 31)}
    return entry(key, value, "t/MWh", "power_benchmarks", **{**days, **changes})


async def propose(*entries: Entry) -> str:
    return await acts.enact_together(entries, reason="新方案", actor=EDITOR, at=AT)


async def counted() -> int:
    return int((await ask("SELECT count(*) AS found FROM journal_entry"))[0]["found"])


async def test_a_batch_is_law_when_a_second_person_confirms_it() -> None:
    batch = await propose(benchmark(FIRST, "0.7800"), benchmark(SECOND, "0.7900"))
    cards = await queries.batch_cards(batch)
    assert [(card.key, card.state) for card in cards] == [(FIRST, "proposed"), (SECOND, "proposed")]
    assert not (await queries.as_of(last_day_of(2031))).has(FIRST)
    before = await counted()
    assert await acts.confirm_batch(batch, 2, actor=JURIST, at=AT) == 2
    assert await counted() == before + 2
    law = await queries.as_of(last_day_of(2031))
    assert (law.text(FIRST), law.text(SECOND)) == ("0.7800", "0.7900")
    for card in cards:
        assert await entries_for(f"provision:{card.id}") == ["law:provision:enact", "law:provision:confirm"]
    rows = await ask("SELECT enacted_by, confirmed_by, confirmed_at FROM provision WHERE batch = {}", batch)
    assert {(row["enacted_by"], row["confirmed_by"], row["confirmed_at"]) for row in rows} == {(7, 8, AT)}


async def test_everything_wrong_in_a_batch_is_named_and_nothing_is_proposed() -> None:
    waiting, entries = len(await queries.proposed()), await counted()
    async with refused("LAW-VALUE", "LAW-KEY-UNKNOWN", "LAW-OVERLAP"):
        await propose(
            benchmark(FIRST, "five", 2032),
            benchmark("power.benchmrk.I", "0.7", 2032),
            benchmark(SECOND, "0.78", 2033),
            benchmark(SECOND, "0.77", 2033),
        )
    async with refused("LAW-REASON"):
        await acts.enact_together([benchmark(THIRD, "0.8", 2032)], reason=" ", actor=EDITOR, at=AT)
    async with refused("LAW-NOTHING"):
        await propose()
    assert (len(await queries.proposed()), await counted()) == (waiting, entries)


async def test_the_same_batch_twice_is_refused_whole() -> None:
    entries = [benchmark(FIRST, "0.7700", 2034), benchmark(SECOND, "0.7800", 2034)]
    await propose(*entries)
    async with refused("LAW-ALREADY-PROPOSED"):
        await propose(*entries)


async def test_confirming_twice_or_after_it_changed_is_stale() -> None:
    batch = await propose(
        benchmark(FIRST, "0.7600", 2035), benchmark(SECOND, "0.7700", 2035), benchmark(THIRD, "0.7", 2035)
    )
    first = (await queries.batch_cards(batch))[0]
    with pytest.raises(Stale):  # somebody looked at another number of values
        await acts.confirm_batch(batch, 2, actor=JURIST, at=AT)
    await acts.decline(first.id, reason="录入有误", actor=JURIST, at=AT)
    with pytest.raises(Stale):
        await acts.confirm_batch(batch, 3, actor=JURIST, at=AT)
    assert await acts.confirm_batch(batch, 2, actor=JURIST, at=AT) == 2
    for again in (acts.confirm_batch(batch, 2, actor=JURIST, at=AT), acts.confirm_batch(batch, 0, actor=JURIST, at=AT)):
        with pytest.raises(Stale):
            await again
    assert not (await queries.as_of(last_day_of(2035))).has(FIRST)


async def test_a_declined_batch_never_becomes_law() -> None:
    batch = await propose(benchmark(FIRST, "0.7500", 2036), benchmark(SECOND, "0.7600", 2036))
    async with refused("LAW-REASON"):
        await acts.decline_batch(batch, 2, reason="", actor=JURIST, at=AT)
    assert await acts.decline_batch(batch, 2, reason="文件未见", actor=JURIST, at=AT) == 2
    assert {card.state for card in await queries.batch_cards(batch)} == {State.DECLINED}
    with pytest.raises(Stale):
        await acts.confirm_batch(batch, 2, actor=JURIST, at=AT)
    await propose(benchmark(FIRST, "0.7500", 2036))


async def test_duties_and_persons() -> None:
    async with refused("PEOPLE-DUTY"):
        await acts.enact_together([benchmark(FIRST, "0.7", 2037)], reason="x", actor=JURIST, at=AT)
    batch = await acts.enact_together([benchmark(FIRST, "0.7", 2037)], reason="x", actor=BOTH, at=AT)
    for actor in (EDITOR, THE_PUBLIC):
        async with refused("PEOPLE-DUTY"):
            await acts.confirm_batch(batch, 1, actor=actor, at=AT)
        async with refused("PEOPLE-DUTY"):
            await acts.decline_batch(batch, 1, reason="x", actor=actor, at=AT)
    async with refused("LAW-SAME-PERSON"):
        await acts.confirm_batch(batch, 1, actor=BOTH, at=AT)
    for unknown in ("", "nothing", "0" * 32):
        async with refused("LAW-UNKNOWN"):
            await acts.confirm_batch(unknown, 1, actor=JURIST, at=AT)


async def test_a_batch_is_judged_by_the_book_of_now_all_or_nothing() -> None:
    batch = await propose(benchmark(SECOND, "0.7500", 2038), benchmark(FIRST, "0.7400", 2038))
    rival = await acts.enact(
        benchmark(FIRST, "0.7300", 2038).provision, "power_benchmarks", reason="x", actor=EDITOR, at=AT
    )
    await acts.confirm(rival, actor=JURIST, at=AT)
    async with refused("LAW-OVERLAP"):
        await acts.confirm_batch(batch, 2, actor=JURIST, at=AT)
    law = await queries.as_of(last_day_of(2038))
    assert (law.text(FIRST), law.has(SECOND)) == ("0.7300", False)


async def test_the_passing_of_days_is_seen_by_the_second_person() -> None:
    one = entry("clock.evidence", "30", "calendar_days", "clocks", in_force_from=date(2027, 3, 1), in_force_until=None)
    batch = await propose(one)
    async with refused("LAW-PAST"):
        await acts.confirm_batch(batch, 1, actor=JURIST, at=datetime(2027, 3, 2, tzinfo=UTC))
    assert await acts.confirm_batch(batch, 1, actor=JURIST, at=datetime(2027, 2, 27, tzinfo=UTC)) == 1


async def test_values_of_one_batch_follow_each_other() -> None:
    """An open one is closed by the next of the same batch; the end of one is not cut short."""
    key, rest = "records.keep_years", {"unit": "years", "subject": "clocks", "in_force_until": None}
    subject = next(name for name, text in edition.files().items() if f"- key: {key}\n" in text)
    rest["subject"] = subject
    batch = await propose(
        entry(key, "6", **rest, in_force_from=date(2040, 1, 1)), entry(key, "7", **rest, in_force_from=date(2041, 1, 1))
    )
    await acts.confirm_batch(batch, 2, actor=JURIST, at=AT)
    assert [(await queries.as_of(date(year, 6, 1))).text(key) for year in (2040, 2041)] == ["6", "7"]


async def test_one_row_is_corrected_once_in_a_batch() -> None:
    draft = next(
        row for row in await queries.standing() if row.provision.key == THIRD and _is_draft(row.provision, 2025)
    )
    final = replace(draft.provision, confidence=Confidence.FOUND)
    one, other = (Entry("power_benchmarks", replace(final, value=value), draft.id) for value in ("0.8160", "0.8161"))
    async with refused("LAW-CORRECTS"):
        await propose(one, other)
    first, second = await propose(one), await propose(other)
    await acts.confirm_batch(first, 1, actor=JURIST, at=AT + timedelta(minutes=1))
    async with refused("LAW-CORRECTS"):
        await acts.confirm_batch(second, 1, actor=JURIST, at=AT + timedelta(minutes=2))
    assert (await queries.as_of(last_day_of(2025))).text(THIRD) == "0.8160"


def _is_draft(provision: object, year: int) -> bool:
    return provision.confidence is Confidence.DRAFT and provision.in_force_from.year == year  # type: ignore[attr-defined]


async def test_the_book_with_batches_and_corrections_comes_back_as_the_same_bytes(database_url: str) -> None:
    """Exported, loaded into an empty book and exported again. Past days read the same by either book."""
    written = await queries.edition()
    assert "0.8160" in written["power_benchmarks"]
    days = [last_day_of(year) for year in (2019, 2023, 2024, 2025, 2031, 2041)]
    digests = [(await queries.as_of(day)).digest() for day in days]
    keys = [line for line in written["power_benchmarks"].splitlines() if line.startswith("- key")]
    assert keys == [line for line in edition.files()["power_benchmarks"].splitlines() if line.startswith("- key")]
    await ask("ALTER TABLE provision DISABLE TRIGGER ALL")
    await ask("DELETE FROM provision")
    await ask("ALTER TABLE provision ENABLE TRIGGER ALL")
    await acts.load_edition(written, actor=THE_CLOCK, at=AT)
    assert await queries.edition() == written
    assert [(await queries.as_of(day)).digest() for day in days] == digests
    assert (await acts.load_edition(written, actor=THE_CLOCK, at=AT)).added == 0
