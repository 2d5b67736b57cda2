"""Which version ruled on which day."""

from __future__ import annotations

from datetime import date

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.monitoring_plan import rules
from domain.monitoring_plan.queries.cards import ReignCard
from domain.monitoring_plan.states import ONCE_FILED
from domain.records.database import ask
from domain.records.people.bounds import bound


async def reigns(enterprise_id: int, *, actor: Actor) -> list[ReignCard]:
    """Every version that was ever filed with the days on which it ruled, newest first."""
    rows = await ask(
        "SELECT id, year, version, form, filing_number, filed_at, state, rules_from FROM plan "
        f"WHERE enterprise_id = {{}} AND state = ANY({{}}) AND filed_at IS NOT NULL AND {bound(actor)} "
        "ORDER BY year, version",
        enterprise_id,
        [state.value for state in ONCE_FILED],
    )
    filed = [
        rules.Filed(row["id"], row["year"], row["version"], _from(row["rules_from"], row["year"], row["filed_at"]))
        for row in rows
    ]
    of_plan = {reign.plan_id: reign for reign in rules.reigns(filed)}
    cards = [
        ReignCard(
            **{name: row[name] for name in ReignCard.__slots__ if name != "reign"},
            reign=of_plan[row["id"]],
        )
        for row in rows
    ]
    return cards[::-1]


def _from(rules_from: date | None, year: int, filed_at: object) -> date:
    """A version filed before days of ruling were kept rules from its year, or from its filing."""
    if rules_from is not None:
        return rules_from
    return rules.rules_from(year, legal_day(filed_at), None, None)  # type: ignore[arg-type]


async def ruling_on(enterprise_id: int, day: date, *, actor: Actor) -> ReignCard | None:
    """The version that ruled on a day; None when none did, or the actor may not see it."""
    cards = await reigns(enterprise_id, actor=actor)
    return next((card for card in cards if card.reign.rules_on(day)), None)
