"""How far a desk looks: the rooms that an actor may see, acts in and follows, and who holds a duty, in words."""

from __future__ import annotations

from domain.core.actors import Actor
from domain.core.duties import POSTS, Duty, Kind
from portal.desk.lacks import LACKS
from portal.desk.waits import WAITS

SEEN: dict[str, Duty] = {
    "listing": Duty.LISTING_SEE,
    "monitoring_plan": Duty.PLAN_SEE,
    "monthly_evidence": Duty.MONTH_SEE,
    "emission_report": Duty.REPORT_SEE,
    "verification": Duty.VERIFICATION_SEE,
    "recheck": Duty.RECHECK_SEE,
    "allocation": Duty.ALLOCATION_SEE,
    "surrender": Duty.SURRENDER_SEE,
    "penalty": Duty.PENALTY_SEE,
    "summary": Duty.SUMMARY_SEE,
}
# Rooms outside the compliance year, for whoever acts in them or is waiting for those who do.
OUTSIDE: dict[str, frozenset[Duty]] = {
    "bulletin": frozenset((Duty.BULLETIN_PREPARE, Duty.BULLETIN_PUBLISH)),
    "help_desk": frozenset((Duty.HELP_ASK, Duty.HELP_ANSWER)),
    "lawbook": frozenset((Duty.LAW_CONFIRM, Duty.LAW_ENACT)),
    "notices": frozenset((Duty.PEOPLE_MANAGE,)),
    "people": frozenset((Duty.SECURITY_LOCK,)),
    "outside_data": frozenset((Duty.OUTSIDE_IMPORT,)),
}


def rooms_of_the_year(actor: Actor) -> tuple[str, ...]:
    """The rooms of the year whose subjects the actor may look at, in its order."""
    return tuple(room for room, duty in SEEN.items() if duty in actor.duties)


def rooms_seen(actor: Actor) -> tuple[str, ...]:
    return (*rooms_of_the_year(actor), *(room for room, duties in OUTSIDE.items() if duties & actor.duties))


def rooms_acted_in(actor: Actor) -> frozenset[str]:
    """The rooms in which something can wait for the actor."""
    waits = {wait.room for wait in WAITS if wait.is_for(actor)}
    return frozenset(waits | {lack.room for lack in LACKS if lack.duty in actor.duties})


def rooms_followed(actor: Actor) -> frozenset[str]:
    """The rooms in which the actor follows what waits for others: an officer and a body those they act in.

    An enterprise follows its whole year; whoever acts nowhere in the year follows all that may be seen.
    """
    acted = rooms_acted_in(actor)
    if actor.kind in (Kind.PROVINCE, Kind.BODY) and acted.intersection(SEEN):
        return acted | {room for room in rooms_seen(actor) if room in OUTSIDE}
    return frozenset(rooms_seen(actor))


def waited_for(duty: Duty, actor: Actor) -> tuple[str, ...]:
    """Who holds a duty, as codes of words: posts for the actor's own kind of user, the kind for all others."""
    posts = [post for post in POSTS if duty in post.duties]
    told = (f"post:{post.code}" if post.kind is actor.kind else f"kind:{post.kind.value}" for post in posts)
    return tuple(dict.fromkeys(told))
