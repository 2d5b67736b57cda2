"""The desk (stub)."""
from __future__ import annotations
from typing import Any
from litestar import Request, Response, get
from domain.core.actors import Actor
from domain.core.duties import Duty
from portal.page import page
@get("/desk", duty=Duty.SIGNED_IN)
async def desk(request: Request[Actor, str, Any]) -> Response[Any]:
    return page(request, "journal/verified.html", holding=1, broken=None)
routes = [desk]
