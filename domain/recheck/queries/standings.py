"""What waits in the room, counted for the desk."""

from __future__ import annotations

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.recheck.queries.confirmations import confirmation_bound
from domain.records.people.bounds import bound
from domain.records.standing import Subjects


def standing_subjects(actor: Actor) -> tuple[Subjects, ...]:
    """Draws, rechecks, confirmations and objections by year and state. An inspector's rechecks are the drawn ones."""
    mine = bound(actor, "x.enterprise_id")
    if Duty.RECHECK_PERFORM in actor.duties:
        drawn = "SELECT 1 FROM recheck_task_inspector i WHERE i.task_id = x.id AND i.account_id ="
        mine = f"{mine} AND EXISTS ({drawn} {int(actor.account_id)})"
    until = "CASE x.state WHEN 'prepared' THEN x.notice_until WHEN 'notified' THEN x.objection_until END"
    return (
        Subjects("draw", "recheck_draw x", "TRUE" if actor.sees_province else "FALSE"),
        Subjects("task", "recheck_task x", mine),
        Subjects("confirmation", "confirmation x", confirmation_bound(actor, "x"), due=until),
        Subjects(
            # An objection is decided on the page of its confirmation, so that is what it is found by.
            "objection",
            "confirmation x JOIN objection o ON o.confirmation_id = x.id",
            confirmation_bound(actor, "x"),
            due="CASE o.state WHEN 'filed' THEN o.decide_until END",
            state="o.state",
        ),
    )
