"""On top of what a plan may be typed on screen."""

from __future__ import annotations

from dataclasses import dataclass

from domain.core.actors import Actor
from domain.core.workbook import Content
from domain.monitoring_plan import rules
from domain.monitoring_plan.queries.cards import ChangeCard
from domain.monitoring_plan.queries.changes import CHANGES_OF_YEAR, granted
from domain.monitoring_plan.queries.ground import form_for
from domain.monitoring_plan.queries.versions import content, versions
from domain.monitoring_plan.rules import Form
from domain.records.database import ask
from domain.records.drafts.queries import BLANK
from domain.records.people import queries as people
from domain.records.people.bounds import bound


@dataclass(frozen=True, slots=True)
class Beside:
    """What is told beside the versions of a year: applications, newest first, and the versions (`BLANK`: the
    pre-filled form) on top of which something has been typed and not sent.
    """

    changes: tuple[ChangeCard, ...]
    typed_on: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What is typed on: a version that is to be corrected with what it says, or the pre-filled form (`BLANK`).

    `change_id` is the granted application that the next version will answer.
    """

    subject: str
    enterprise_id: int
    year: int
    version_id: int
    form: Form
    content: Content
    change_id: int | None


def typing_subject(enterprise_id: int, year: int) -> str:
    """Under what typing of an enterprise's plan of a year is kept."""
    return f"plan_year:{enterprise_id}:{year}"


async def beside(enterprise_id: int, year: int, *, actor: Actor) -> Beside:
    """Applications and what is being typed of an enterprise's year, in one statement."""
    rows = await ask(
        "SELECT d.typed_on, x.* FROM (SELECT coalesce(array_agg(version_id), ARRAY[]::int[]) AS typed_on "
        f"FROM typed_draft WHERE subject = {{}} AND {bound(actor)}) d LEFT JOIN ({CHANGES_OF_YEAR} AND "
        f"{bound(actor, 'c.enterprise_id')}) x ON TRUE ORDER BY x.id DESC",
        typing_subject(enterprise_id, year),
        enterprise_id,
        year,
    )
    asked = (row for row in rows if row["id"] is not None)
    cards = tuple(ChangeCard(**{name: row[name] for name in ChangeCard.__slots__}) for row in asked)
    return Beside(cards, tuple(rows[0]["typed_on"]))


async def typed(enterprise_id: int, year: int, version_id: int, *, actor: Actor) -> Typed | None:
    """What may be typed on now; None when the version is not the newest, waits, or the next form may not be begun.

    NotInForce: the sector has no form for the year.
    """
    enterprise = await people.enterprise(enterprise_id, actor=actor)
    if enterprise is None:
        return None
    form = await form_for(enterprise, year)
    newest = next(iter(await versions(enterprise_id, year, actor=actor)), None)
    state, readable = (newest.state, newest.readable) if newest else ("", False)
    open_changes = [card.id for card in await granted(enterprise_id, year, actor=actor)]
    subject = typing_subject(enterprise_id, year)
    if version_id == BLANK:
        change_id = open_changes[0] if open_changes else None
        begun = rules.may_begin(state, readable)
        return Typed(subject, enterprise_id, year, BLANK, form, {}, change_id) if begun else None
    if newest is None or newest.id != version_id or newest.form != form.code or not rules.may_correct(state, readable):
        return None
    change_id = newest.change_id if newest.change_id in open_changes else None
    said = await content(version_id, actor=actor)
    return Typed(subject, enterprise_id, year, version_id, form, said, change_id)
