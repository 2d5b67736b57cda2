"""Questions about suppressions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.core.actors import Actor
from domain.records.database import ask, ask_one
from domain.records.people.bounds import bound
from domain.records.suppressions.rules import Scope, Suppression

MOST = 500


@dataclass(frozen=True, slots=True)
class SuppressionCard:
    """A suppression as pages show it. The enterprise's name is empty for whoever may not see that enterprise."""

    id: int
    code: str
    sector: str
    enterprise_id: int | None
    enterprise_name: str
    from_on: date
    until_on: date
    document: str
    reason: str
    made_at: datetime
    made_by: str
    ended_at: datetime | None
    ended_by: str
    end_reason: str

    @property
    def scope(self) -> Scope:
        if self.enterprise_id is not None:
            return Scope.ENTERPRISE
        return Scope.SECTOR if self.sector else Scope.ALL

    def rules_on(self, day: date) -> bool:
        return self.from_on <= day <= self.until_on

    def is_open(self, day: date) -> bool:
        """Whether there is a day left to end it on."""
        return self.ended_at is None and day <= self.until_on


_CARD = (
    "SELECT s.id, s.code, s.sector, s.enterprise_id, CASE WHEN {seen} THEN coalesce(e.name, '') ELSE '' END "
    "AS enterprise_name, s.from_on, s.until_on, s.document, s.reason, s.made_at, s.made_by, s.ended_at, s.ended_by, "
    "s.end_reason FROM check_suppression s LEFT JOIN enterprise e ON e.id = s.enterprise_id"
)


def _card(actor: Actor) -> str:
    return _CARD.replace("{seen}", bound(actor, "s.enterprise_id"))


async def ruling(sector: str, enterprise_id: int, on: date) -> list[Suppression]:
    """What is suppressed for an enterprise on a day: for it alone, for its sector, for all. Asked by readers of files.

    What is narrowest comes first, for `rules.apply` takes the first.
    """
    rows = await ask(
        "SELECT code, document, from_on, until_on, sector, enterprise_id FROM check_suppression "
        "WHERE from_on <= {} AND until_on >= {} AND (enterprise_id = {} OR (enterprise_id IS NULL "
        "AND sector IN ('', {}))) ORDER BY (enterprise_id IS NULL), (sector = ''), id DESC",
        on,
        on,
        enterprise_id,
        sector,
    )
    return [Suppression(**row) for row in rows]


async def suppressions(*, actor: Actor, code: str = "") -> list[SuppressionCard]:
    """Every suppression that was ever made, or those of one check; the newest first."""
    which, values = ("s.code = {}", (code,)) if code else ("TRUE", ())
    rows = await ask(f"{_card(actor)} WHERE {which} ORDER BY s.id DESC LIMIT {MOST}", *values)
    return [SuppressionCard(**row) for row in rows]


async def suppression(suppression_id: int, *, actor: Actor) -> SuppressionCard | None:
    row = await ask_one(f"{_card(actor)} WHERE s.id = {{}}", suppression_id)
    return SuppressionCard(**row) if row else None
