"""The ledger: what leaves one account enters another, nothing is overdrawn, nothing is rewritten."""

from __future__ import annotations

from datetime import UTC, date, datetime

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.core.actors import THE_CLOCK, THE_PUBLIC
from domain.core.findings import Refused
from domain.records.account import queries
from domain.records.account.rules import MARKET, POOL, Entry, Ledger, cancelled, holding, legs, movement, surrendered
from domain.records.account.writes import post
from domain.records.database import ask, transaction

AT = datetime(2025, 8, 20, 2, 0, tzinfo=UTC)
DAY = date(2025, 8, 20)
LEDGERS = st.sampled_from((POOL, MARKET, holding(1), holding(2), surrendered(1), cancelled(2)))


def entry(source: Ledger, target: Ledger, tonnes: int, reference: str = "", vintage: int = 2024) -> Entry:
    return Entry(vintage, source, target, tonnes, DAY, "test", "allocation:1", reference)


async def posted(*entries: Entry) -> None:
    async with transaction():
        await post(entries, at=AT)


@given(st.lists(st.tuples(LEDGERS, LEDGERS, st.integers(1, 10**9), st.sampled_from((2023, 2024))), max_size=20))
def test_any_entries_add_up_to_zero(drawn: list[tuple[Ledger, Ledger, int, int]]) -> None:
    entries = [entry(one, other, tonnes, "", vintage) for one, other, tonnes, vintage in drawn if one != other]
    assert sum(legs(entries).values()) == 0


@pytest.mark.parametrize("wrong", [entry(POOL, POOL, 1), entry(POOL, MARKET, 0), entry(POOL, MARKET, -1)])
def test_an_entry_that_moves_nothing_is_a_mistake(wrong: Entry) -> None:
    with pytest.raises(ValueError):
        legs([wrong])


def test_what_is_taken_back_goes_the_other_way() -> None:
    back = movement(2024, POOL, holding(1), -5, DAY, "take_back", "allocation:1")
    assert (back.source, back.target, back.tonnes) == (holding(1), POOL, 5)


@pytest.mark.usefixtures("database")
async def test_postings_change_balances_and_agree_with_them() -> None:
    await posted(entry(POOL, holding(11), 700), entry(POOL, holding(12), 50), entry(holding(11), MARKET, 100))
    await posted(entry(holding(11), surrendered(11), 600))
    assert await queries.balance(holding(11)) == 0
    assert await queries.balance(surrendered(11), 2024) == 600
    assert await queries.balance(surrendered(11), 2023) == 0
    assert await queries.differences() == []
    assert sum(row["tonnes"] for row in await ask("SELECT tonnes FROM ledger_balance")) == 0
    cards = await queries.balances([11, 12], actor=THE_CLOCK)
    assert [(card.kind, card.tonnes) for card in cards] == [("holding", 0), ("surrendered", 600), ("holding", 50)]
    assert await queries.balances([11], actor=THE_PUBLIC) == []
    assert [card.tonnes for card in await queries.postings(11, actor=THE_CLOCK)] == [600, 100, 700]


@pytest.mark.usefixtures("database")
async def test_nothing_is_overdrawn_and_nothing_posted_when_it_would_be() -> None:
    await posted(entry(POOL, holding(21), 10))
    with pytest.raises(Refused) as refused:
        await posted(entry(POOL, holding(22), 10), entry(holding(21), MARKET, 11))
    assert refused.value.findings[0].facts == {"account": "holding:21", "vintage": "2024", "held": "10", "asked": "11"}
    assert await queries.balance(holding(22)) == 0
    with pytest.raises(Refused):
        await posted(entry(holding(21), MARKET, 1, vintage=2023))


@pytest.mark.usefixtures("database")
async def test_a_registry_number_is_posted_once() -> None:
    await posted(entry(MARKET, holding(31), 5, "R-1"))
    assert await queries.known_references(["R-1", "R-2"]) == {"R-1"}
    with pytest.raises(asyncpg.UniqueViolationError):
        await posted(entry(MARKET, holding(31), 5, "R-1"))
    assert await queries.balance(holding(31)) == 5


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE posting SET tonnes = 1",
        "DELETE FROM posting",
        "TRUNCATE posting",
        "UPDATE ledger_balance SET tonnes = tonnes + 1 WHERE kind = 'holding'",
        "INSERT INTO ledger_balance (account, kind, enterprise_id, vintage, tonnes) "
        "VALUES ('holding:99', 'holding', 99, 2024, 1)",
    ],
)
async def test_the_database_refuses_allowances_from_nothing(statement: str) -> None:
    await posted(entry(POOL, holding(41), 5))
    with pytest.raises(asyncpg.PostgresError):
        await ask(statement)
    assert await queries.differences() == []
