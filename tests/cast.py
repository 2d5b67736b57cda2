"""A named cast for tests: one actor per post, and the first edition of the law."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.core.actors import THE_CLOCK, Actor
from domain.core.duties import POSTS, post
from domain.core.findings import Refused
from domain.records.database import ask
from domain.records.lawbook import acts as lawbook
from tests.law import edition

AT = datetime(2023, 10, 9, 2, 0, tzinfo=UTC)


def actor(post_code: str, *, number: int = 0, enterprise_id: int | None = None, body_id: int | None = None) -> Actor:
    """An actor of that post; `number` tells two of the same post apart."""
    held = post(post_code)
    place = [each.code for each in POSTS].index(post_code)
    account_id = 1000 + 100 * place + number
    return Actor(
        account_id, f"{post_code} {number}", held.kind, held.duties, held.code, held.code, enterprise_id, body_id
    )


async def enact_the_law() -> None:
    """The first edition, as the set-up loads it."""
    await lawbook.load_edition(edition.files(), actor=THE_CLOCK, at=AT)
    await lawbook.load_instruments(edition.instruments_file(), actor=THE_CLOCK, at=AT)


async def entries_for(subject: str) -> list[str]:
    """Tags in the journal of one subject, oldest first."""
    rows = await ask("SELECT tag FROM journal_entry WHERE subject = {} ORDER BY number", subject)
    return [row["tag"] for row in rows]


def codes(caught: pytest.ExceptionInfo[Refused]) -> set[str]:
    """The codes of a refusal."""
    return {finding.code for finding in caught.value.findings}
