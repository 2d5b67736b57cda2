"""What others ask of the cases: their figures by enterprise and year, and what rests on which provision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.core.actors import Actor
from domain.core.duties import Kind
from domain.penalty.queries.cases import visible
from domain.penalty.states import State
from domain.records.facts import EVERY, Facts, Span
from domain.records.resting import Kept, Resting, resting_on

_KEPT = tuple(
    Kept("penalty_case", f"penalty_case x JOIN enterprise e ON e.id = x.enterprise_id{more}", told=told)
    for told, more in (
        ("x.price", ""),
        ("x.late_fine", ""),
        ("f.option -> 'explanation'", " CROSS JOIN LATERAL jsonb_array_elements(x.options) AS f (option)"),
    )
)


async def figures_resting_on(provisions: Sequence[tuple[str, date]], *, actor: Actor) -> Resting:
    """Prices, fines and additional fines of cases that rest on these provisions (key, first day)."""
    return await resting_on(_KEPT, provisions, actor=actor)


def year_facts(actor: Actor, span: Span = EVERY) -> Facts:
    """The cases of each enterprise and year that were not withdrawn: how many, the newest, the fines decided, in yuan.

    An enterprise hears of its case with the order, and of its decision once that is served.
    """
    own = actor.kind is Kind.ENTERPRISE
    decided = f"'{State.DECIDED.value}'"
    state = f"CASE c.state WHEN {decided} THEN '{State.REVIEWED.value}' ELSE c.state END" if own else "c.state"
    told = f"c.decided_on IS NOT NULL AND c.state <> {decided}" if own else "c.decided_on IS NOT NULL"
    return Facts(
        ("cases", "case_id", "case_state", "fine_yuan"),
        "SELECT c.enterprise_id, c.year, count(*) AS cases, max(c.id) AS case_id, "
        f"(array_agg({state} ORDER BY c.id DESC))[1] AS case_state, "
        f"sum(c.fine_yuan) FILTER (WHERE {told}) AS fine_yuan "
        f"FROM penalty_case c WHERE c.state <> '{State.WITHDRAWN.value}' AND {visible(actor)} AND {span.of('c')} "
        "GROUP BY c.enterprise_id, c.year",
    )
