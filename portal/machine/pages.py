"""The page about filing by programs, and the OpenAPI document. Both are public."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get

from domain.core.duties import Duty
from portal.clock import current_year
from portal.machine.answers import tagged
from portal.machine.described import description, operations
from portal.machine.problems import TOLD
from portal.page import page
from portal.settings import settings

Ask = Request[Any, Any, Any]


@get("/machine", duty=Duty.PUBLIC)
async def about(request: Ask) -> Response[Any]:
    """What a programmer of an enterprise has to know, with commands to copy."""
    chosen = settings()
    return page(
        request,
        "machine/about.html",
        operations=operations(),
        troubles=TOLD,
        reported=current_year() - 1,
        key_days=chosen.machine_key_days,
        requests=chosen.machine_requests_a_minute,
        megabytes=chosen.upload_limit_bytes // (1024 * 1024),
        address=chosen.address or "https://…",
    )


@get("/machine/openapi.json", duty=Duty.PUBLIC)
async def openapi(request: Ask) -> Response[Any]:
    """The OpenAPI 3.1 document."""
    from litestar.serialization import encode_json

    return tagged(request, encode_json(description()), "application/json")


routes = [about, openapi]
