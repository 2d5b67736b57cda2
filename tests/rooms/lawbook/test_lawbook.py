"""The lawbook: an edition is loaded, one person enacts, another confirms, the past stands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import asyncpg
import pytest

from domain.core.actors import THE_CLOCK, THE_PUBLIC, Actor
from domain.core.duties import Duty, Kind
from domain.core.findings import Refused, Stale
from domain.core.law import Confidence, NotInForce, Provision, last_day_of
from domain.records import database as db
from domain.records.journal import queries as journal
from domain.records.lawbook import acts, queries
from tests.law import edition

pytestmark = pytest.mark.usefixtures("book")
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
EDITOR = Actor(7, "editor", Kind.PROVINCE, frozenset((Duty.LAW_ENACT, Duty.SIGNED_IN)))
JURIST = Actor(8, "jurist", Kind.PROVINCE, frozenset((Duty.LAW_CONFIRM, Duty.SIGNED_IN)))
BOTH = Actor(9, "both", Kind.PROVINCE, frozenset((Duty.LAW_ENACT, Duty.LAW_CONFIRM)))
TOMORROW = date(2026, 11, 21)


@pytest.fixture(scope="module")
async def book(database: object) -> None:
    await acts.load_edition(edition.files(), actor=THE_CLOCK, at=AT)


def provision(key: str = "surrender.offset.share", value: str = "0.10", **changes: object) -> Provision:
    one = Provision(key, value, "share", TOMORROW, None, "某通知 第一条", Confidence.FOUND, "某通知")
    return replace(one, **changes)  # type: ignore[arg-type]


async def enact(one: Provision, corrects: int | None = None, *, fresh: bool = False) -> int:
    subject = next((name for name, text in edition.files().items() if f"- key: {one.key}\n" in text), "surrender")
    return await acts.enact(one, subject, reason="新规定", actor=EDITOR, at=AT, corrects=corrects, new_key=fresh)


@asynccontextmanager
async def refused(*codes: str) -> AsyncIterator[None]:
    with pytest.raises(Refused) as caught:
        yield
    assert {finding.code for finding in caught.value.findings} == set(codes)


async def test_the_edition_comes_back_as_the_same_bytes() -> None:
    assert await queries.edition() == edition.files()


async def test_loading_it_again_adds_nothing() -> None:
    again = await acts.load_edition(edition.files(), actor=THE_CLOCK, at=AT)
    assert (again.added, again.kept) == (0, len(edition.provisions()))


async def test_the_law_of_a_day_is_the_editions() -> None:
    law = await queries.as_of(last_day_of(2024))
    assert str(law.value("power.benchmark.I")) == "0.7910"
    with pytest.raises(NotInForce):
        (await queries.as_of(date(2012, 1, 1))).value("power.benchmark.I")


async def test_the_law_costs_one_statement_once_read(monkeypatch: pytest.MonkeyPatch) -> None:
    await queries.as_of(last_day_of(2024))
    asked: list[str] = []

    async def counting(sql: str, *values: object) -> list[dict[str, object]]:
        asked.append(sql)
        return await db.ask(sql, *values)

    monkeypatch.setattr(queries, "ask", counting)
    await queries.as_of(last_day_of(2023))
    assert len(asked) == 1


async def test_a_value_is_law_only_when_a_second_person_confirms_it() -> None:
    provision_id = await enact(provision())
    assert (await queries.as_of(TOMORROW)).text("surrender.offset.share") == "0.05"
    await acts.confirm(provision_id, actor=JURIST, at=AT)
    assert (await queries.as_of(TOMORROW)).text("surrender.offset.share") == "0.10"
    assert (await queries.as_of(date(2026, 11, 20))).text("surrender.offset.share") == "0.05"
    entries = await journal.of_subject(f"provision:{provision_id}")
    assert [entry.tag for entry in entries] == ["law:provision:enact", "law:provision:confirm"]
    known = await queries.as_of(TOMORROW, known_at=AT - timedelta(seconds=1))
    assert not known.has("surrender.offset.share")


async def test_confirming_twice_is_stale() -> None:
    provision_id = await enact(provision(key="urging.ahead", unit="calendar_days", value="5"), fresh=True)
    await acts.confirm(provision_id, actor=JURIST, at=AT)
    with pytest.raises(Stale):
        await acts.confirm(provision_id, actor=JURIST, at=AT)


async def test_nobody_confirms_what_they_enacted() -> None:
    provision_id = await acts.enact(
        provision(key="urging.alone"), "clocks", reason="试", actor=BOTH, at=AT, new_key=True
    )
    async with refused("LAW-SAME-PERSON"):
        await acts.confirm(provision_id, actor=BOTH, at=AT)


async def test_duties_are_asked_for() -> None:
    async with refused("PEOPLE-DUTY"):
        await acts.enact(provision(), "surrender", reason="x", actor=JURIST, at=AT)
    async with refused("PEOPLE-DUTY"):
        await acts.confirm(1, actor=EDITOR, at=AT)
    async with refused("PEOPLE-DUTY"):
        await acts.load_edition({}, actor=THE_PUBLIC, at=AT)


async def test_a_declined_value_never_becomes_law() -> None:
    provision_id = await enact(provision(key="urging.declined"), fresh=True)
    async with refused("LAW-REASON"):
        await acts.decline(provision_id, reason=" ", actor=JURIST, at=AT)
    await acts.decline(provision_id, reason="录入有误", actor=JURIST, at=AT)
    with pytest.raises(Stale):
        await acts.confirm(provision_id, actor=JURIST, at=AT)
    assert not (await queries.as_of(TOMORROW)).has("urging.declined")


@pytest.mark.parametrize(
    ("one", "codes"),
    [
        (provision(value="five"), {"LAW-VALUE"}),
        (provision(value="NaN"), {"LAW-VALUE"}),
        (provision(citation=" "), {"LAW-CITATION"}),
        (provision(key="no key"), {"LAW-KEY", "LAW-KEY-UNKNOWN"}),
        (provision(key="surrender.ofset.share"), {"LAW-KEY-UNKNOWN"}),
        (provision(unit="percent"), {"LAW-UNIT-UNKNOWN"}),
        (provision(citation="文" * 241), {"LAW-TOO-LONG"}),
        (provision(in_force_until=date(2026, 11, 1)), {"LAW-WINDOW"}),
        (provision(key="clock.objection", unit="share"), {"LAW-UNIT"}),
        (
            provision(key="clock.objection", unit="working_days", value="5", in_force_from=date(2025, 1, 1)),
            {"LAW-PAST"},
        ),
        (
            provision("power.benchmark.I", "0.7", unit="t/MWh", in_force_from=date(2024, 6, 1)),
            {"LAW-OVERLAP", "LAW-PAST"},
        ),
    ],
)
async def test_what_is_wrong_with_a_proposal_is_named(one: Provision, codes: set[str]) -> None:
    async with refused(*codes):
        await enact(one)


async def test_a_key_stays_in_its_subject() -> None:
    for subject, code in (("clocks", "LAW-SUBJECT-OTHER"), ("surender", "LAW-SUBJECT")):
        async with refused(code):
            await acts.enact(provision(), subject, reason="x", actor=EDITOR, at=AT)


async def test_the_same_proposal_is_not_made_twice() -> None:
    one = provision(in_force_from=date(2990, 1, 1))
    await enact(one)
    async with refused("LAW-ALREADY-PROPOSED"):
        await enact(replace(one, note="typed again"))
    await enact(replace(one, value="0.11"))


async def test_a_typo_in_a_key_is_told_with_the_nearest() -> None:
    with pytest.raises(Refused) as caught:
        await enact(provision(key="surrender.offset.shar"))
    assert caught.value.findings[0].facts["nearest"] == "surrender.offset.share"


async def test_a_draft_gives_way_to_the_text_that_was_found() -> None:
    known = await queries.history("power.benchmark.II")
    draft = next(card for card in known if card.in_force_from == date(2025, 1, 1))
    final = provision(
        "power.benchmark.II", "0.8015", unit="t/MWh", in_force_from=date(2025, 1, 1), in_force_until=date(2025, 12, 31)
    )
    async with refused("LAW-OVERLAP", "LAW-PAST"):
        await enact(final)
    provision_id = await enact(final, corrects=draft.id)
    await acts.confirm(provision_id, actor=JURIST, at=AT + timedelta(hours=1))
    law = await queries.as_of(last_day_of(2025))
    assert law.text("power.benchmark.II") == "0.8015"
    then = await queries.as_of(last_day_of(2025), known_at=AT)
    assert then.text("power.benchmark.II") == "0.8017"


async def test_a_certain_value_is_not_corrected() -> None:
    known = await queries.history("power.benchmark.I")
    certain = next(card for card in known if card.in_force_from == date(2023, 1, 1))
    other = provision(
        "power.benchmark.I", "0.9", unit="t/MWh", in_force_from=date(2023, 1, 1), in_force_until=date(2023, 12, 31)
    )
    async with refused("LAW-CERTAIN"):
        await enact(other, corrects=certain.id)
    async with refused("LAW-CORRECTS"):
        await enact(other, corrects=987654)


async def test_the_database_itself_refuses_a_change() -> None:
    for statement in (
        "UPDATE provision SET value = '1' WHERE key = 'clock.objection'",
        "DELETE FROM provision",
        "UPDATE provision SET confirmed_at = now() WHERE key = 'clock.objection'",
    ):
        with pytest.raises(asyncpg.PostgresError):
            await db.ask(statement)


async def test_working_days_know_the_packaged_holidays() -> None:
    calendar = await queries.working_calendar()
    assert not calendar.is_working_day(date(2024, 10, 1))
    assert calendar.is_working_day(date(2024, 10, 12))
    assert calendar.after(date(2026, 3, 2), 7).on == date(2026, 3, 11)
    assert calendar.after(date(2026, 12, 30), 7).provisional


async def test_pages_list_what_is_in_force_and_what_waits() -> None:
    listed = await queries.provisions(last_day_of(2024))
    assert {card.key for card in listed} >= {"power.benchmark.I", "deadline.report"}
    assert all(card.in_force_from <= last_day_of(2024) for card in listed)
    assert {card.state for card in await queries.proposed()} == {"proposed"}
