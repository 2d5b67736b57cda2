"""A portal whose rooms answer the sample year."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from domain.summary import queries
from domain.summary.acts import SigningKey, building, key_in
from tests.cast import enact_the_law
from tests.rooms.summary.sample import Record, explained


@pytest.fixture(scope="module")
async def record(database: object) -> AsyncIterator[Record]:
    await enact_the_law()
    sample = Record()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "bundles", sample.all)
        patch.setattr(queries, "explained", explained)
        patch.setattr(building, "fetch", sample.fetch)
        yield sample


@pytest.fixture(scope="session")
def signing_key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return key_in(tmp_path_factory.mktemp("keys"))
