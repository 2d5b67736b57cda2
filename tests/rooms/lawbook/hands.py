"""What tests of making the law share: two persons, values to propose, and how a refusal is looked at."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.core.actors import Actor
from domain.core.duties import Duty, Kind
from domain.core.findings import Refused
from domain.core.law import Confidence, Provision
from domain.records.lawbook.rules import Entry

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
EDITOR = Actor(7, "editor", Kind.PROVINCE, frozenset((Duty.LAW_ENACT, Duty.SIGNED_IN)))
JURIST = Actor(8, "jurist", Kind.PROVINCE, frozenset((Duty.LAW_CONFIRM, Duty.SIGNED_IN)))
BOTH = Actor(9, "both", Kind.PROVINCE, frozenset((Duty.LAW_ENACT, Duty.LAW_CONFIRM)))
NEXT_YEAR = date(2027, 1, 1)


def entry(key: str, value: str, unit: str = "share", subject: str = "surrender", **changes: Any) -> Entry:
    """A value of next year, to be proposed."""
    until = NEXT_YEAR.replace(month=12, day=31)
    one = Provision(key, value, unit, NEXT_YEAR, until, "某通知 第一条", Confidence.FOUND, "某通知")
    corrects = changes.pop("corrects", None)
    return Entry(subject, replace(one, **changes), corrects)


@asynccontextmanager
async def refused(*codes: str) -> AsyncIterator[None]:
    """The body is refused with exactly these codes."""
    with pytest.raises(Refused) as caught:
        yield
    assert sorted({finding.code for finding in caught.value.findings}) == sorted(set(codes))
