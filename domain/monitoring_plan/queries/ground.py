"""What a plan is held against, what is due, and what the next form begins with."""

from __future__ import annotations

from datetime import date

from domain.core.actors import Actor
from domain.core.law import last_day_of
from domain.listing import queries as listing
from domain.monitoring_plan import rules
from domain.monitoring_plan.queries.cards import Due
from domain.monitoring_plan.queries.changes import granted
from domain.monitoring_plan.queries.versions import content, filed_version
from domain.monitoring_plan.rules import Form, Known, RegisterUnit
from domain.monitoring_plan.states import State
from domain.records.database import ask_one
from domain.records.lawbook.queries import as_of
from domain.records.people import queries as people
from domain.records.people.bounds import bound
from domain.records.people.queries import EnterpriseCard


async def known(enterprise: EnterpriseCard, year: int, today: date, *, actor: Actor) -> Known:
    """Register, filed versions and the law of the year. Class, required parameters and deadline go by that year."""
    units = await people.units_of([enterprise.id], actor=actor)
    return Known(
        year,
        enterprise.credit_code,
        enterprise.name,
        tuple(
            RegisterUnit(unit.number, unit.capacity_mw, unit.unit_class, unit.fuel, unit.cogeneration) for unit in units
        ),
        await filed_version(enterprise.id, year, actor=actor),
        today,
        await as_of(last_day_of(year)),
        enterprise.sector,
    )


async def form_for(enterprise: EnterpriseCard, year: int) -> Form:
    """The form that the enterprise's sector uses for the year; NotInForce when there is none."""
    return rules.form_of(await as_of(last_day_of(year)), enterprise.sector, enterprise.sector_code)


async def form_if_any(enterprise: EnterpriseCard, year: int) -> Form | None:
    """The form that the enterprise's sector uses for the year; None when there is none."""
    law, whose = await as_of(last_day_of(year)), (enterprise.sector, enterprise.sector_code)
    return rules.form_of(law, *whose) if rules.has_form(law, *whose) else None


async def due(enterprise_id: int, year: int, newest_state: str, today: date, *, actor: Actor) -> Due:
    """What is due of an enterprise for the year, and what it does next; only who is listed and has a form is late."""
    listed = any(card.enterprise_id == enterprise_id for card in await listing.published(year, actor=actor))
    enterprise = await people.enterprise(enterprise_id, actor=actor)
    form = await form_if_any(enterprise, year) if enterprise else None
    by = await deadline(year, enterprise.sector if enterprise else "")
    step = rules.next_step(newest_state)
    with_us = step in (rules.Next.WAIT_FOR_REVIEW, rules.Next.FOLLOW)
    overdue = listed and form is not None and by is not None and today > by and not with_us
    return Due(year, listed, form, by, step, overdue)


async def deadline(year: int, sector: str = "") -> date | None:
    """The day by which the first plan for the year is filed; None while no provision says so."""
    law = await as_of(last_day_of(year))
    key = rules.deadline_key(sector, law)
    return law.on(key) if law.has(key) else None


async def prefill(enterprise_id: int, year: int, today: date, *, actor: Actor) -> rules.Filled | None:
    """The next version's form with all that is known: register, then the newest plan of this or the year before."""
    enterprise = await people.enterprise(enterprise_id, actor=actor)
    if enterprise is None:
        return None
    row = await ask_one(
        f"SELECT id FROM plan WHERE enterprise_id = {{}} AND year IN ({{}}, {{}}) AND state = ANY({{}}) "
        f"AND {bound(actor)} ORDER BY year DESC, id DESC LIMIT 1",
        enterprise_id,
        year,
        year - 1,
        [state.value for state in State if state is not State.RECEIVED],
    )
    previous = await content(row["id"], actor=actor) if row else {}
    names = ("name", "credit_code", "address", "sector_code", "legal_person")
    facts = {name: getattr(enterprise, name) for name in names if getattr(enterprise, name)}
    asked = await granted(enterprise_id, year, actor=actor)
    revision = {"change": asked[0].what, "reason": asked[0].why} if asked else {}
    held = await known(enterprise, year, today, actor=actor)
    return rules.prefill(
        rules.form_of(held.law, enterprise.sector, enterprise.sector_code), held, facts, previous, revision
    )
