"""A year's confirmations and rechecks as lists, and who can be confirmed."""

from __future__ import annotations

from dataclasses import dataclass

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.emission_report import queries as reports
from domain.emission_report.states import State as Reported
from domain.recheck.queries.confirmations import confirmation_bound
from domain.recheck.queries.draws import INSPECTORS, drawn_frame, tasks
from domain.recheck.states import Basis, ConfirmationState, DrawState, Group, TaskState
from domain.records.computed import computed
from domain.records.database import ask, ask_one
from domain.records.lists import ENTERPRISE_BRIEF, ENTERPRISE_MARKS, ENTERPRISE_SEARCHED, Column, Kind, Line, Roll
from domain.records.people.bounds import bound
from domain.verification import queries as verification
from domain.verification.states import TaskState as Verified

ROLL = Roll(
    "recheck",
    "confirmation c JOIN enterprise e ON e.id = c.enterprise_id LEFT JOIN objection o ON o.confirmation_id = c.id",
    "c.id",
    (
        *ENTERPRISE_BRIEF,
        Column(
            "state",
            "c.state",
            Kind.CODE,
            "state:recheck:confirmation",
            filtered=True,
            choices=tuple(ConfirmationState),
        ),
        Column("basis", "c.basis", Kind.CODE, "basis:recheck", filtered=True, choices=tuple(Basis)),
        Column("verified_tonnes", "c.verified_tonnes", Kind.TONNES),
        Column("emissions_tonnes", "c.emissions_tonnes", Kind.TONNES),
        Column("notified_on", "c.notified_on", Kind.DAY, shown=False),
        Column("objection_until", "c.objection_until", Kind.DAY),
        Column("finalised_on", "c.finalised_on", Kind.DAY, shown=False),
        *ENTERPRISE_MARKS,
        Column("notice_until", "c.notice_until", Kind.HIDDEN),
        Column("decide_until", "o.decide_until", Kind.HIDDEN),
    ),
    ENTERPRISE_SEARCHED,
    "credit_code",
)


def of_year(year: int, *, actor: Actor) -> tuple[str, int]:
    """The condition of a year's confirmations, bounded by what the actor may see, and what fills it."""
    return f"c.year = {{}} AND {confirmation_bound(actor)}", year


def task_roll(actor: Actor) -> Roll:
    """The rechecks; an inspector finds the own ones among them."""
    mine: tuple[Column, ...] = ()
    if actor.holds(Duty.RECHECK_PERFORM):
        drawn = "SELECT 1 FROM recheck_task_inspector i WHERE i.task_id = t.id AND i.account_id ="
        own = f"EXISTS ({drawn} {int(actor.account_id)})"
        mine = (Column("mine", own, Kind.FLAG, filtered=True, choices=("true", "false")),)
    return Roll(
        "recheck_tasks",
        "recheck_task t JOIN enterprise e ON e.id = t.enterprise_id",
        "t.id",
        (
            *ENTERPRISE_BRIEF,
            Column("grouped", "t.grouped", Kind.CODE, "group:recheck", filtered=True, choices=tuple(Group)),
            Column("inspectors", f"array_to_string({INSPECTORS}, '、')"),
            *mine,
            Column("state", "t.state", Kind.CODE, "state:recheck:task", filtered=True, choices=tuple(TaskState)),
            Column("done_on", "t.done_on", Kind.DAY),
            *ENTERPRISE_MARKS,
        ),
        (*ENTERPRISE_SEARCHED, f"array_to_string({INSPECTORS}, ' ')"),
        "credit_code",
    )


def tasks_in(year: int, *, actor: Actor) -> tuple[str, int]:
    """The condition of a year's rechecks, bounded by what the actor may see, and what fills it."""
    return f"t.year = {{}} AND {bound(actor, 't.enterprise_id')}", year


async def task_counts(year: int, *, actor: Actor) -> dict[str, int]:
    """How many rechecks of the year stand in each state."""
    rows = await ask(
        f"SELECT t.state, count(*) AS found FROM recheck_task t WHERE t.year = {{}} "
        f"AND {bound(actor, 't.enterprise_id')} GROUP BY t.state",
        year,
    )
    return {row["state"]: row["found"] for row in rows}


@dataclass(frozen=True, slots=True)
class Ready:
    """What stands in the way of confirming an enterprise's emissions: one question, for the act and for its preview."""

    fallen: set[int]
    rechecks: dict[int, str]
    confirmed: set[int]

    def hindrance(self, enterprise_id: int, basis: Basis) -> str:
        """`prepared`, `undrawn`, `rechecked` while a recheck is open; empty when it can be confirmed."""
        if enterprise_id in self.confirmed:
            return "prepared"
        if basis is Basis.VERIFIED and enterprise_id not in self.fallen:
            return "undrawn"
        if basis is Basis.VERIFIED and self.rechecks.get(enterprise_id, TaskState.DONE) != TaskState.DONE:
            return "recheck_open"
        return ""


async def ready(year: int, *, actor: Actor) -> Ready:
    rows = await ask("SELECT enterprise_id FROM confirmation WHERE year = {}", year)
    rechecks = {card.enterprise_id: card.state for card in await tasks(year, actor=actor)}
    return Ready(await drawn_frame(year), rechecks, {row["enterprise_id"] for row in rows})


# Whose emissions are known, by verification or determined, and what stands in the way of confirming them.
READINESS = computed(
    "recheck_readiness",
    (Column("name", ""), Column("emissions_tonnes", "", Kind.TONNES)),
    ("name",),
    "name",
)


async def readiness(year: int, *, actor: Actor) -> list[Line]:
    """Every enterprise whose emissions could be confirmed, with the `hindrance` that keeps it from it."""
    way = await ready(year, actor=actor)
    known = [
        (card.enterprise_id, card.name, card.emissions_tonnes, Basis.VERIFIED)
        for card in await verification.delivered(year, actor=actor)
    ]
    known += [
        (card.enterprise_id, card.name, card.emissions_tonnes, Basis.DETERMINED)
        for card in await reports.in_states(year, (Reported.DETERMINED.value,), actor=actor)
        if card.emissions_tonnes is not None
    ]
    return [
        Line(number, {"name": name, "emissions_tonnes": tonnes, "hindrance": way.hindrance(number, basis)})
        for number, name, tonnes, basis in known
    ]


async def preparable(year: int, *, actor: Actor) -> int:
    """How many confirmations can be prepared now. One statement."""
    verified, _ = verification.of_year(year, actor=actor)
    determined, _ = reports.of_year(year, actor=actor)
    drawn = (
        "SELECT f.enterprise_id FROM recheck_frame_entry f JOIN recheck_draw d ON d.id = f.draw_id "
        f"WHERE d.year = {{}} AND d.state = '{DrawState.DRAWN.value}'"
    )
    still_open = (
        f"SELECT k.enterprise_id FROM recheck_task k WHERE k.year = {{}} AND k.state <> '{TaskState.DONE.value}'"
    )
    row = await ask_one(
        "SELECT count(*) AS found FROM ("
        f"SELECT t.enterprise_id FROM {verification.roll(actor).source} WHERE {verified} "
        f"AND t.state = '{Verified.DELIVERED.value}' AND t.enterprise_id IN ({drawn}) "
        f"AND t.enterprise_id NOT IN ({still_open}) "
        f"UNION SELECT r.enterprise_id FROM {reports.ROLL.source} WHERE {determined} "
        f"AND r.state = '{Reported.DETERMINED.value}' AND r.emissions_tonnes IS NOT NULL"
        ") x WHERE x.enterprise_id NOT IN (SELECT c.enterprise_id FROM confirmation c WHERE c.year = {})",
        *[year] * 5,
    )
    return int(row["found"]) if row else 0
