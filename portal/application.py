"""The web application: every room's routes behind one guard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import MutableScopeHeaders, State
from litestar.middleware import DefineMiddleware
from litestar.static_files import create_static_files_router
from litestar.status_codes import HTTP_200_OK
from litestar.types import Message, Scope

from domain.core.duties import Duty
from domain.records.database import engine
from portal.guards import SignInMiddleware, duty_guard
from portal.limits import turnstile_of
from portal.page import STATIC, digest_of
from portal.settings import settings
from portal.troubles import HANDLERS

ROOMS = (
    "front",
    "desk",
    "year",
    "inbox",
    "people",
    "journal",
    "listing",
    "monitoring_plan",
    "monthly_evidence",
    "outside_data",
    "checks",
    "emission_report",
    "machine",
    "verification",
    "recheck",
    "allocation",
    "surrender",
    "penalty",
    "summary",
    "evaluation",
    "progress",
    "parts",
    "documents",
    "trial",
    "law",
    "bulletin",
    "help_desk",
    "public",
)

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}

# An address of a static file that names its content never has another; any other is asked for again.
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


def routes() -> list[Any]:
    """Every handler of every room; a room names its own in `routes`."""
    return [handler for room in ROOMS for handler in import_module(f"portal.{room}").routes]


@asynccontextmanager
async def pool(_: Litestar) -> AsyncIterator[None]:
    """One connection pool for the life of a web worker; a loop that has one already keeps it."""
    if engine().pool:
        yield
        return
    await engine().start_connection_pool(min_size=1, max_size=8)
    try:
        yield
    finally:
        await engine().close_connection_pool()


async def _secure(message: Message, scope: Scope) -> None:
    """Put the security headers on every answer, those of unknown addresses and refused bodies too."""
    if message["type"] == "http.response.start":
        headers = MutableScopeHeaders.from_message(message)
        for name, value in SECURITY_HEADERS.items():
            headers.setdefault(name, value)
        if scope["path"].startswith("/static/") and message["status"] == HTTP_200_OK:
            headers["Cache-Control"] = _keeping(scope)


def _keeping(scope: Scope) -> str:
    """How long a browser may keep a static file."""
    asked = scope["query_string"].decode("latin-1")
    name = scope["path"].removeprefix("/static/")
    return FOR_EVER if asked and asked == f"v={digest_of(name)}" else ASK_AGAIN


def application() -> Litestar:
    """Build the application. Settings are read here, once."""
    chosen = settings()
    turnstile = turnstile_of(chosen.broker_url)
    static = create_static_files_router("/static", [STATIC], opt={"duty": Duty.PUBLIC}, include_in_schema=False)
    return Litestar(
        route_handlers=[*routes(), static],
        guards=[duty_guard],
        middleware=[DefineMiddleware(SignInMiddleware, exclude="^/static/")],
        csrf_config=CSRFConfig(
            secret=chosen.cookie_key,
            cookie_name="csrf",
            cookie_httponly=True,
            cookie_samesite="lax",
            cookie_secure=chosen.secure_cookies,
            exclude_from_csrf_key="machine",
            # A file that any cache may keep carries nobody's cookie.
            exclude="^/static/",
        ),
        exception_handlers=HANDLERS,  # type: ignore[arg-type]
        # What is told as it goes on must not wait in a buffer.
        compression_config=CompressionConfig(backend="gzip", minimum_size=1024, exclude="^/progress/"),
        before_send=[_secure],
        request_max_body_size=chosen.upload_limit_bytes,
        state=State({"turnstile": turnstile}),
        lifespan=[pool, turnstile.opened],
        openapi_config=None,
    )
