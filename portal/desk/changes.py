"""What has just changed, as far as the reader may know it: the newest acts of the journal, in words."""

from __future__ import annotations

from domain.core.actors import Actor
from domain.core.duties import Duty, Kind
from domain.records.journal import queries as journal
from domain.records.journal.queries import Change
from domain.verification import queries as verification
from portal.desk.reach import rooms_of_the_year

SHOWN = 8
# Comings and goings at the door are no change.
ABOUT_PEOPLE = ("people:account:", "people:access:", "people:body:")
# What enterprises, cities and bodies learn of a room: what was told to them, never what is still being prepared.
TOLD_OUTSIDE: dict[str, tuple[str, ...]] = {
    "listing": ("listing:entry:notice", "listing:entry:publish"),
    "monitoring_plan": ("monitoring_plan:",),
    "monthly_evidence": ("monthly_evidence:",),
    "emission_report": ("emission_report:",),
    "verification": (
        "verification:task:assign",
        "verification:task:accept",
        "verification:task:send_findings",
        "verification:task:correct",
        "verification:task:deliver",
        "verification:task:withdraw",
    ),
    "recheck": (
        "recheck:confirmation:notify",
        "recheck:confirmation:finalise",
        "recheck:objection:",
    ),
    "allocation": ("allocation:allocation:issue_pre", "allocation:allocation:issue_final"),
    "surrender": ("surrender:obligation:open_year", "surrender:obligation:publish", "surrender:offset:propose"),
    "penalty": (
        "penalty:case:order",
        "penalty:case:notice",
        "penalty:case:state",
        "penalty:case:serve",
        "penalty:case:execute",
        "penalty:case:close",
        "penalty:case:publish",
    ),
}


def tags_for(actor: Actor) -> tuple[str, ...]:
    """Beginnings of the tags that the actor may read of."""
    if actor.holds(Duty.JOURNAL_SEE):
        return (*(f"{room}:" for room in ("law", "market", *TOLD_OUTSIDE, "summary")), *ABOUT_PEOPLE)
    if actor.kind is Kind.ADMINISTRATOR:
        return ABOUT_PEOPLE
    rooms = rooms_of_the_year(actor)
    if actor.sees_province:
        law = ("law:",) if actor.duties & {Duty.LAW_ENACT, Duty.LAW_CONFIRM} else ()
        return (*(f"{room}:" for room in rooms), *law)
    inside = ("verification",) if actor.kind is Kind.BODY else ()
    return tuple(tag for room in rooms for tag in ((f"{room}:",) if room in inside else TOLD_OUTSIDE.get(room, ())))


def may_read(actor: Actor, tag: str) -> bool:
    """Whether the actor may read of an act with this tag."""
    return tag.startswith((*tags_for(actor), *TOLD_OUTSIDE["listing"]))


async def changes_for(actor: Actor) -> list[Change]:
    """The newest changes. A body reads of its own tasks alone. One statement."""
    tags = tags_for(actor)
    if not tags:
        return []
    within = {"verification:": verification.journalled(actor)} if actor.kind is Kind.BODY else None
    return await journal.latest_for(actor, tags, limit=SHOWN, within=within)
