"""What is answered when something is in the way: always a page that says what happened, that nothing was changed, what
to do, and whom to ask."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable
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
from litestar.exceptions import HTTPException, NotAuthorizedException, PermissionDeniedException
from litestar.status_codes import HTTP_500_INTERNAL_SERVER_ERROR
from litestar.types import Receive, Scope, Send

from domain.core.actors import THE_PUBLIC, Actor
from domain.core.findings import Refused, Stale, refuse
from domain.core.law import NotInForce
from domain.records.journal import queries as journal
from domain.records.journal.queries import EntryCard
from portal.clock import now
from portal.machine.problems import asked_by_a_program, problem
from portal.page import done, page
from portal.returning import SessionEnded, own_referer
from portal.subjects import path_of

log = logging.getLogger("portal")
FORM_READER = "litestar._multipart"
# Troubles with a page of their own; any other is told as the first of its hundred.
TOLD = ("400", "403", "404", "405", "409", "413", "422", "429", "500")
# How the framework refuses a form without its token.
NO_TOKEN = "CSRF"

Ask = Request[Any, Any, Any]


class Asked(Response[Any]):
    """An answer that the database is asked for first; the framework itself waits for no handler of a trouble."""

    def __init__(self, answer: Callable[[], Awaitable[Response[Any]]]) -> None:
        super().__init__(None)
        self.answer = answer

    def to_asgi_response(self, *args: Any, **options: Any) -> Any:
        async def send_it(scope: Scope, receive: Receive, send: Send) -> None:
            answer = await self.answer()
            await answer.to_asgi_response(*args, **options)(scope, receive, send)

        return send_it


def trouble_page(request: Ask, status: int, kind: str = "", **context: Any) -> Response[Any]:
    """The page of one trouble, or what a program is told. `kind` names its words where the status tells too little."""
    if asked_by_a_program(request):
        return problem(request, status, context.get("findings", ()))
    kind = kind or (str(status) if str(status) in TOLD else f"{status // 100}00")
    return page(request, "house/trouble.html", status, kind=kind, back=_back(request), happened_at=now(), **context)


def _back(request: Ask) -> str:
    """The page the reader comes from, unless it is the address that has just been refused."""
    came_from = own_referer(request)
    return "" if came_from.partition("?")[0] == request.url.path else came_from


def refused(request: Ask, trouble: Refused) -> Response[Any]:
    """422: the findings, and the way back to what was typed."""
    return trouble_page(request, 422, findings=trouble.findings)


def stale(request: Ask, trouble: Stale) -> Response[Any]:
    """409: someone has moved this on. Who and how is said where the journal knows and the reader may."""
    if asked_by_a_program(request):
        return problem(request, 409, refuse("MACHINE-STALE").findings)

    async def answer() -> Response[Any]:
        actor = request.scope.get("user", THE_PUBLIC)
        moved = await _moved(trouble.subject, actor)
        return trouble_page(request, 409, subject_page=path_of(trouble.subject, actor), moved=moved)

    return Asked(answer)


async def _moved(subject: str, actor: Actor) -> EntryCard | None:
    """The last entry about a subject, for the province's people and for whoever made it (twice the same button)."""
    entries = await journal.of_subject(subject)
    last = entries[-1] if entries else None
    return last if last and (actor.sees_province or last.actor_id == actor.account_id) else None


def lost_race(request: Ask, trouble: Exception) -> Response[Any]:
    """409: of two acts at once the database let one through. Nothing of the other was done."""
    log.warning("lost race at %s: %s", request.url.path, trouble)
    return stale(request, Stale(request.url.path, ""))


def not_in_force(request: Ask, trouble: NotInForce) -> Response[Any]:
    """422: the law of that day has not been enacted."""
    if asked_by_a_program(request):
        return problem(request, 422, refuse("MACHINE-LAW", key=trouble.key, day=trouble.day.isoformat()).findings)
    return trouble_page(request, 422, "law", key=trouble.key, day=trouble.day)


def session_ended(request: Ask, trouble: SessionEnded) -> Response[Any]:
    """401: a form came after the session had ended. Its content waits in the page until somebody has signed in."""
    if request.url.path == "/sign-out":
        return done(request, "/sign-in", "signed_out")
    return page(request, "house/sign_in.html", 401, next=trouble.kept.back or "/desk", kept=trouble.kept)


def http(request: Ask, trouble: HTTPException) -> Response[Any]:
    """Everything the framework refuses: unknown pages, missing duties, uploads over the limit."""
    if asked_by_a_program(request):
        if trouble.status_code >= HTTP_500_INTERNAL_SERVER_ERROR:
            log.error("trouble at %s", request.url.path, exc_info=trouble)
        return problem(request, trouble.status_code, headers=trouble.headers)
    if isinstance(trouble, SessionEnded):
        return session_ended(request, trouble)
    if isinstance(trouble, NotAuthorizedException):
        asked = f"?{request.url.query}" if request.url.query else ""
        return done(request, f"/sign-in?next={quote(request.url.path + asked)}", "sign_in_first")
    if trouble.status_code >= HTTP_500_INTERNAL_SERVER_ERROR:
        log.error("trouble at %s", request.url.path, exc_info=trouble)
    expired = isinstance(trouble, PermissionDeniedException) and trouble.detail.startswith(NO_TOKEN)
    answer = trouble_page(request, trouble.status_code, "expired" if expired else "")
    answer.headers.update(trouble.headers or {})
    return answer


def out_of_range(request: Ask, trouble: DataError) -> Response[Any]:
    """404: somebody asked for a number that no column could hold. Any other trouble with data is a bug."""
    if "out of int" not in str(trouble):
        return unexpected(request, trouble)
    return trouble_page(request, 404)


def too_long(request: Ask, trouble: StringDataRightTruncationError) -> Response[Any]:
    """422: a text longer than its column. The form should have said so first; the log has which."""
    log.warning("text too long at %s: %s", request.url.path, trouble)
    return refused(request, refuse("HOUSE-TOO-LONG"))


def unexpected(request: Ask, trouble: Exception) -> Response[Any]:
    """500: a bug. The log has it; the page says that nothing was changed."""
    if _of_the_form(trouble):
        return trouble_page(request, 400)
    log.error("trouble at %s", request.url.path, exc_info=trouble)
    return trouble_page(request, 500)


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
