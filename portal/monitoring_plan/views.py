"""Who asks the plan room, and for what: what its pages share."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Request, Response
from litestar.exceptions import NotFoundException

from domain.core.actors import Actor
from domain.core.workbook import Workbook
from domain.monitoring_plan import queries
from domain.monitoring_plan.queries import MeterCard, VersionCard
from domain.monitoring_plan.rules import FORMS, Form
from domain.monitoring_plan.workbook import titles
from domain.records.people import queries as people
from portal.page import page

Ask = Request[Actor, str, Any]
MOST_ID = 2**31 - 1


def own(request: Ask) -> int:
    """The reader's own enterprise, or no page."""
    if request.user.enterprise_id is None:
        raise NotFoundException
    return request.user.enterprise_id


async def year_form(request: Ask, year: int) -> Form | None:
    """The form of the reader's own plan of a year; None where the law has none for the sector."""
    enterprise = await people.enterprise(own(request), actor=request.user)
    if enterprise is None:
        raise NotFoundException
    return await queries.form_if_any(enterprise, year)


def no_form_page(request: Ask, year: int, status: int = 200) -> Response[Any]:
    """What is said to an enterprise of whose sector the law asks no plan; 422 when it sends one all the same."""
    return page(request, "monitoring_plan/no_form.html", status, year=year)


def known_id(number: int) -> int:
    if not 0 < number <= MOST_ID:
        raise NotFoundException
    return number


async def version_card(request: Ask, plan_id: int) -> VersionCard:
    """The version, or no page: one that the reader may not see is like one that does not exist."""
    card = await queries.plan(known_id(plan_id), actor=request.user)
    if card is None:
        raise NotFoundException
    return card


def workbook_of(form: str) -> Workbook:
    return FORMS[form].workbook


def parameter_said(card: MeterCard, language: str) -> str:
    """A meter's parameter in the words of the form that named it, with the fuel or material before it."""
    form = FORMS[card.form]
    for key in form.data:
        named = titles("parameter", form.workbook.sheet(key).column("parameter").choices, card.parameter)
        if named["parameter"] != card.parameter:
            return f"{card.item} {named['parameter' if language == 'zh' else 'parameter_en']}".strip()
    return card.parameter


def typed_day(text: str) -> date | None:
    """A day as a form sends it; None for whatever is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
