"""Uploads through two workers at once: each is read, once, and none is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.records.database import ask
from seed.embedded import EmbeddedServers
from tests.bench.workers import through
from tests.cast import enact_the_law

MANY = 30


@pytest.mark.slow
@pytest.mark.usefixtures("database")
async def test_thirty_reports_through_two_workers(broker: EmbeddedServers, database_url: str, tmp_path: Path) -> None:
    await enact_the_law()
    found = await through(database_url, broker.broker_url, tmp_path, MANY)
    assert (found.sent, found.read, found.silent) == (MANY, MANY, 0)
    twice = await ask(
        "SELECT subject FROM journal_entry WHERE tag LIKE 'emission_report:version:%' AND before = 'received' "
        "GROUP BY subject HAVING count(*) > 1"
    )
    assert twice == []
