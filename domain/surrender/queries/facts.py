"""What this room tells of an enterprise's year."""

from __future__ import annotations

from domain.core.actors import Actor
from domain.records.facts import EVERY, Facts, Span
from domain.records.people.bounds import bound
from domain.surrender.rules import Status


def year_facts(actor: Actor, span: Span = EVERY) -> Facts:
    """The obligation of each enterprise and year. Whole tonnes.

    `missing` is what is still to be handed in today; `shortfall` what was missing at the deadline, also when it was
    handed in later, and None before there is a result.
    """
    return Facts(
        (
            "obligation_id",
            "obligation_state",
            "due",
            "surrendered",
            "offsets",
            "missing",
            "status",
            "shortfall",
            "completed_on",
            "result_id",
        ),
        "SELECT o.enterprise_id, o.year, o.id AS obligation_id, o.state AS obligation_state, o.due, o.surrendered, "
        "o.offsets, greatest(o.due - o.surrendered - o.offsets, 0) AS missing, "
        f"coalesce(r.status, '{Status.OPEN.value}') AS status, r.deadline_shortfall AS shortfall, r.completed_on, "
        "o.result_id FROM obligation o LEFT JOIN surrender_result r ON r.id = o.result_id "
        f"WHERE {bound(actor, 'o.enterprise_id')} AND {span.of('o')}",
    )
