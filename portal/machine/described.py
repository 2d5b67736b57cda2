"""The OpenAPI description of the addresses for programs, made by the framework from the handlers themselves."""

from __future__ import annotations

from functools import cache
from typing import Any

from litestar import Litestar
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme

ABOUT = """\
File emission reports, monthly evidence and plans by a program: the same workbook that the pages offer, or JSON by the
schema of its form; findings come with the cell, and for JSON with the pointer. A person makes the token on the page
/machine/tokens and signs what was filed. Sentences come in Chinese or English (`Accept-Language`). Every trouble is
answered as `application/problem+json` (RFC 9457) with a code that stays.
"""


@cache
def description() -> dict[str, Any]:
    """The document, once for each process. The handlers are described in an application of their own: no page is."""
    from portal.machine import months, plans, reports  # the pages of this package show the description of the others

    described = Litestar(
        [*reports.routes, *plans.routes, *months.routes],
        openapi_config=OpenAPIConfig(
            title="碳排放权交易履约门户 · 程序接口 / Carbon market portal, filing by programs",
            version="1.0",
            description=ABOUT,
            security=[{"token": []}],
            components=Components(
                security_schemes={
                    "token": SecurityScheme(type="http", scheme="bearer", description="Made on /machine/tokens.")
                }
            ),
            use_handler_docstrings=True,
        ),
    )
    found: dict[str, Any] = described.openapi_schema.to_schema()
    return found


def operations() -> list[dict[str, str]]:
    """Method, path and summary of every operation, by path."""
    return [
        {"method": method.upper(), "path": path, "summary": operation["summary"], "id": operation["operationId"]}
        for path, methods in sorted(description()["paths"].items())
        for method, operation in sorted(methods.items())
    ]
