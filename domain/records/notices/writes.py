"""Telling, inside an act's transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from domain.core.duties import Duty
from domain.records.notices.tables import Notice


async def tell(
    code: str,
    *,
    at: datetime,
    facts: Mapping[str, str],
    enterprise_id: int | None = None,
    body_id: int | None = None,
    duty: Duty | None = None,
    link: str = "",
) -> None:
    """Tell one addressee. Exactly one of enterprise, body and duty names it."""
    if [enterprise_id is None, body_id is None, duty is None].count(False) != 1:
        raise ValueError("a notice has exactly one addressee")
    await Notice.insert(
        Notice(
            code=code,
            facts=json.dumps(dict(facts), ensure_ascii=False),
            enterprise_id=enterprise_id,
            body_id=body_id,
            duty=duty.value if duty else "",
            link=link,
            told_at=at,
        )
    )
