"""`portal journal verify` on a whole chain and on one that somebody altered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from domain.core.actors import THE_CLOCK
from domain.core.duties import Duty
from domain.records.database import ask, engine, transaction
from domain.records.journal.writes import Note, record
from portal.journal_command import command

AT = datetime(2025, 3, 3, 1, 0, tzinfo=UTC)
ENTRIES = 5


@pytest.fixture(scope="module")
async def history(database: object) -> None:
    async with transaction():
        for number in range(ENTRIES):
            note = Note(reason=f"第{number}条")
            await record("test:thing:do", f"thing:{number}", actor=THE_CLOCK, at=AT, duty=Duty.CLOCK, note=note)


async def run(words: list[str], read: Callable[[], tuple[str, str]]) -> tuple[int, str, str]:
    """The command as the command line runs it: in a thread with a loop of its own."""
    code = await asyncio.to_thread(command, words)
    return code, *read()


@pytest.fixture
def read(capsys: pytest.CaptureFixture[str]) -> Callable[[], tuple[str, str]]:
    return lambda: tuple(capsys.readouterr())


async def tamper(statement: str) -> None:
    """What only the owner of the database can do: switch the trigger off, alter, switch it on again."""
    await engine().run_ddl("ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_is_append_only")
    await ask(statement)
    await engine().run_ddl("ALTER TABLE journal_entry ENABLE TRIGGER journal_entry_is_append_only")


async def test_a_whole_chain_holds(history: None, read: Callable[[], tuple[str, str]]) -> None:
    assert await run(["verify"], read) == (0, f"{ENTRIES} entries hold\n", "")


async def test_the_trigger_stands_before_everyone_else(history: None) -> None:
    with pytest.raises(Exception, match="append-only"):
        await ask("UPDATE journal_entry SET reason = 'another' WHERE number = 3")


async def test_a_chain_that_was_altered_breaks_there(history: None, read: Callable[[], tuple[str, str]]) -> None:
    await tamper("UPDATE journal_entry SET reason = 'another' WHERE number = 3")
    assert await run(["verify"], read) == (1, "2 entries hold; entry 3 is altered\n", "")
    await tamper("UPDATE journal_entry SET reason = '第2条' WHERE number = 3")
    assert (await run(["verify"], read))[0] == 0


async def test_an_entry_that_is_gone_is_missed(history: None, read: Callable[[], tuple[str, str]]) -> None:
    await tamper("DELETE FROM journal_entry WHERE number = 4")
    assert await run(["verify"], read) == (1, "3 entries hold; entry 4 is missing\n", "")


@pytest.mark.parametrize("words", [[], ["prove"], ["verify", "now"]])
async def test_anything_else_says_how(words: list[str], read: Callable[[], tuple[str, str]]) -> None:
    code, out, told = await run(words, read)
    assert (code, out) == (2, "")
    assert "portal journal verify" in told
