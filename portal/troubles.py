"""What is answered when something is in the way: always a page that says what it is and what to do."""

from __future__ import annotations

import logging
import traceback
from typing import Any
from urllib.parse import quote

from asyncpg.exceptions import (
    DataError,
    DeadlockDetectedError,
    SerializationError,
    StringDataRightTruncationError,
    UniqueViolationError,
)
from litestar import Request, Response
from litestar.exceptions import HTTPException, NotAuthorizedException
from litestar.status_codes import HTTP_500_INTERNAL_SERVER_ERROR

from domain.core.findings import Refused, Stale, refuse
from domain.core.law import NotInForce
from portal.page import done, page
from portal.words import finding_sentence

log = logging.getLogger("portal")
FORM_READER = "litestar._multipart"


def _machine(request: Request[Any, Any, Any]) -> bool:
    return request.headers.get("authorization", "").lower().startswith("bearer ")


def refused(request: Request[Any, Any, Any], trouble: Refused) -> Response[Any]:
    """422: the findings, and the way back to what was typed."""
    if _machine(request):
        found = [
            {"code": finding.code, "place": str(finding.place), "severity": finding.severity.value, "text": text}
            for finding in trouble.findings
            for text in [finding_sentence(finding)]
        ]
        return Response({"findings": found}, status_code=422)
    return page(request, "house/refused.html", 422, findings=trouble.findings)


def stale(request: Request[Any, Any, Any], trouble: Stale) -> Response[Any]:
    """409: someone has moved this on."""
    if _machine(request):
        return Response({"stale": trouble.subject}, status_code=409)
    return page(request, "house/stale.html", 409)


def lost_race(request: Request[Any, Any, Any], trouble: Exception) -> Response[Any]:
    """409: of two acts at once the database let one through. Nothing of the other was done."""
    log.warning("lost race at %s: %s", request.url.path, trouble)
    return stale(request, Stale(request.url.path, ""))


def not_in_force(request: Request[Any, Any, Any], trouble: NotInForce) -> Response[Any]:
    """422: the law of that day has not been enacted."""
    return page(request, "house/not_in_force.html", 422, key=trouble.key, day=trouble.day)


def http(request: Request[Any, Any, Any], trouble: HTTPException) -> Response[Any]:
    """Everything the framework refuses: unknown pages, missing duties, uploads over the limit."""
    if _machine(request):
        return Response({"status": trouble.status_code}, status_code=trouble.status_code)
    if isinstance(trouble, NotAuthorizedException):
        return done(request, f"/sign-in?next={quote(request.url.path)}", "sign_in_first")
    if trouble.status_code >= HTTP_500_INTERNAL_SERVER_ERROR:
        log.error("trouble at %s", request.url.path, exc_info=trouble)
    return page(request, "house/trouble.html", trouble.status_code, status=trouble.status_code)


def out_of_range(request: Request[Any, Any, Any], trouble: DataError) -> Response[Any]:
    """404: somebody asked for a number that no column could hold. Any other trouble with data is a bug."""
    if "out of int" not in str(trouble):
        return unexpected(request, trouble)
    return page(request, "house/trouble.html", 404, status=404)


def too_long(request: Request[Any, Any, Any], trouble: StringDataRightTruncationError) -> Response[Any]:
    """422: a text longer than its column. The form should have said so first; the log has which."""
    log.warning("text too long at %s: %s", request.url.path, trouble)
    return refused(request, refuse("HOUSE-TOO-LONG"))


def unexpected(request: Request[Any, Any, Any], trouble: Exception) -> Response[Any]:
    """500: a bug. The log has it; the page says that nothing was changed."""
    if _of_the_form(trouble):
        return page(request, "house/trouble.html", 400, status=400)
    log.error("trouble at %s", request.url.path, exc_info=trouble)
    return page(request, "house/trouble.html", 500, status=500)


def _of_the_form(trouble: Exception) -> bool:
    """Whether a form came in an encoding other than it says, or in one that does not exist: the sender's mistake."""
    frames = traceback.walk_tb(trouble.__traceback__)
    return isinstance(trouble, UnicodeError | LookupError) and any(
        frame.f_globals.get("__name__") == FORM_READER for frame, _ in frames
    )


HANDLERS = {
    Refused: refused,
    Stale: stale,
    NotInForce: not_in_force,
    HTTPException: http,
    DataError: out_of_range,
    StringDataRightTruncationError: too_long,
    UniqueViolationError: lost_race,
    DeadlockDetectedError: lost_race,
    SerializationError: lost_race,
    Exception: unexpected,
}
