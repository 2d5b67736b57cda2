"""Which plan ruled on which day: every filed version of an enterprise with its days."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.duties import Duty
from domain.monitoring_plan import queries
from domain.records.people import queries as people
from portal.monitoring_plan.views import Ask, known_id, typed_day
from portal.page import page


@get("/plans/of/{enterprise_id:int}", duty=Duty.PLAN_SEE)
async def ruling_page(request: Ask, enterprise_id: FromPath[int]) -> Response[Any]:
    """Every version that was filed, its number and its days; asked for a day, the one that ruled then."""
    enterprise = await people.enterprise(known_id(enterprise_id), actor=request.user)
    if enterprise is None:
        raise NotFoundException
    cards = await queries.reigns(enterprise_id, actor=request.user)
    typed = request.query_params.get("day", "")
    day = typed_day(typed)
    ruling = next((card for card in cards if day and card.reign.rules_on(day)), None)
    return page(
        request,
        "monitoring_plan/ruling.html",
        enterprise=enterprise,
        cards=cards,
        day=day,
        asked=bool(typed),
        ruling=ruling,
        typed={"day": typed[:10]},
    )


routes = [ruling_page]
