"""The front door over the shipped law, as the public and as an official see it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cast import enact_the_law
from tests.doors import Browser, opened_portal, people_the_town


@pytest.fixture(scope="module")
async def browsers(database: object, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, Browser]]:
    await enact_the_law()
    await people_the_town()
    async with opened_portal(Path(tmp_path_factory.mktemp("portal"))) as client:
        found = {"": Browser(client)}
        for name in ("allocation_officer", "filer"):
            found[name] = Browser(client)
            await found[name].sign_in(name)
        yield found
