"""Accounts as lists: exported as seen, locked and let in again many at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.records.database import ask
from portal.people import ACCOUNTS, LOCKS
from tests.doors import Browser, Town, opened_portal, people_the_town
from tests.rolls import act_on, exports_what_is_seen, over, parted
from tests.statements import statements


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    return await people_the_town()


@pytest.fixture
async def browsers(town: Town, tmp_path: Path) -> AsyncIterator[dict[str, Browser]]:
    async with opened_portal(tmp_path) as client:
        found = {name: Browser(client) for name in ("system_administrator", "security_administrator")}
        for name, browser in found.items():
            await browser.sign_in(name)
        yield found


async def account(name: str) -> int:
    rows = await ask("SELECT id FROM account WHERE sign_in_name = {}", name)
    return int(rows[0]["id"])


@pytest.mark.parametrize("query", ["", "post=filer", "search=示例&sort=-organisation&columns=state"])
async def test_the_exports_are_what_is_seen(browsers: dict[str, Browser], query: str) -> None:
    await exports_what_is_seen(browsers["system_administrator"], "/accounts", ACCOUNTS, over(ACCOUNTS, "TRUE"), query)
    await exports_what_is_seen(browsers["security_administrator"], "/security", LOCKS, over(LOCKS, "TRUE"), query)


async def test_lists_cost_little(browsers: dict[str, Browser]) -> None:
    for name, path in (("system_administrator", "/accounts"), ("security_administrator", "/security")):
        with statements() as asked:
            assert (await browsers[name].get(f"{path}?state=")).status_code == 200
        assert len(asked) <= 3, asked


async def test_chosen_accounts_are_locked_and_let_in_again_each_by_itself(browsers: dict[str, Browser]) -> None:
    guardian = browsers["security_administrator"]
    ids = [await account("filer"), await account("signatory"), await account("security_administrator")]
    assert (await act_on(guardian, "/security/chosen", "disable", ids, sure="yes")).status_code == 422
    told = (await act_on(guardian, "/security/chosen", "disable", ids, sure="yes", reason="离职")).text
    assert "已办理 2 家，共 3 家" in told
    assert "PEOPLE-SELF" in told
    affected, others = parted((await act_on(guardian, "/security/chosen", "enable", ids)).text)
    assert "filer" in affected
    assert "security_administrator" in others
    assert (await act_on(guardian, "/security/chosen", "enable", ids[:2], sure="yes", reason="复职")).status_code == 303
    again = await act_on(guardian, "/security/chosen", "enable", ids[:2], sure="yes", reason="复职")
    assert "已办理 0 家" in again.text
    assert (await act_on(browsers["system_administrator"], "/security/chosen", "enable", ids)).status_code == 403
