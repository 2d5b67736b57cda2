"""Who is at the door, and whether the door is theirs. Every route declares exactly one duty."""

from __future__ import annotations

from typing import Any

from jose import JWTError, jwt
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.exceptions import (
    ClientException,
    ImproperlyConfiguredException,
    NotAuthorizedException,
    NotFoundException,
    PermissionDeniedException,
    TooManyRequestsException,
)
from litestar.handlers import BaseRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult

from domain.core.actors import THE_PUBLIC, Actor
from domain.core.duties import Duty
from domain.records.people import acts as people_acts
from domain.records.people import queries as people
from portal import words
from portal.clock import now
from portal.limits import Turnstile
from portal.returning import SessionEnded, kept_of
from portal.settings import settings

SESSION_COOKIE = "session"
ALGORITHM = "HS256"
LARGEST_NUMBER = 2**31 - 1
LAST_YEAR = 9999
# In bytes, as for a file.
LONGEST_NAME = 255


def token_for(opened: people_acts.Opened) -> str:
    """The signed token that carries a session's secret."""
    claims = {"sub": str(opened.account_id), "key": opened.secret, "exp": int(opened.expires_at.timestamp())}
    return jwt.encode(claims, settings().cookie_key, algorithm=ALGORITHM)


def session_key(token: str) -> str:
    """The stored key of the session a token carries; empty when the token is not ours or has run out."""
    try:
        claims = jwt.decode(token, settings().cookie_key, algorithms=[ALGORITHM])
    except JWTError:
        return ""
    secret = claims.get("key")
    return people_acts.key_of(secret) if isinstance(secret, str) else ""


class SignInMiddleware(AbstractAuthenticationMiddleware):
    """Puts the actor on the request: from the cookie, or for machine routes from a bearer token alone."""

    async def authenticate_request(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
        bearer = connection.headers.get("authorization", "")
        machine = bearer.lower().startswith("bearer ")
        token = bearer[7:].strip() if machine else connection.cookies.get(SESSION_COOKIE, "")
        key = session_key(token) if token else ""
        actor = await people.session_actor(key, now(), machine=machine) if key else None
        words.reading.set((actor or THE_PUBLIC).kind.value)
        return AuthenticationResult(user=actor or THE_PUBLIC, auth=key if actor else "")


def _may_exist(name: str, value: object) -> bool:
    """Whether a part of the address is one that a row, a file or a year can have; nothing could hold larger ones."""
    if not isinstance(value, int):
        return "\0" not in str(value) and len(str(value).encode(errors="replace")) <= LONGEST_NAME
    return 1 <= value <= LAST_YEAR if name == "year" else 0 <= value <= LARGEST_NUMBER


async def turn_away(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let nobody's sign-ins and searches through only so often; routes ask for it with `limited=True`."""
    # Static files are served without asking who is there.
    if connection.scope.get("user", THE_PUBLIC) is not THE_PUBLIC or not _limited(connection, handler):
        return
    turnstile: Turnstile = connection.app.state.turnstile
    address = connection.client.host if connection.client else ""
    most = settings().attempts_a_minute
    if seconds := await turnstile.wait(sorted(handler.paths)[0], address, most, now()):
        raise TooManyRequestsException(headers={"Retry-After": str(seconds)})


def _limited(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> bool:
    return bool(handler.opt.get("limited") or connection.query_params.get("search"))


async def duty_guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let through whoever holds the route's duty. A refusal to a signed-in person is journalled."""
    if connection.scope.get("method") == "OPTIONS":
        return  # the framework's own answer: which methods an address takes
    if b"%00" in connection.scope["query_string"]:
        raise ClientException("no text holds a NUL")
    if not all(_may_exist(name, value) for name, value in connection.path_params.items()):
        raise NotFoundException
    duty = handler.opt.get("duty")
    if not isinstance(duty, Duty):
        raise ImproperlyConfiguredException(f"{handler} declares no duty")
    await turn_away(connection, handler)
    if duty is Duty.PUBLIC:
        return
    bearer = connection.headers.get("authorization", "").lower().startswith("bearer ")
    if bearer != bool(handler.opt.get("machine")):
        raise NotAuthorizedException("machine routes take a bearer token, all others do not")
    actor: Actor = connection.user
    if actor.holds(duty):
        return
    if actor is THE_PUBLIC:
        if isinstance(connection, Request) and connection.method == "POST" and not handler.opt.get("machine"):
            raise SessionEnded(await kept_of(connection))
        raise NotAuthorizedException("sign in first")
    await people_acts.refuse_access(connection.url.path, duty.value, actor=actor, at=now())
    raise PermissionDeniedException("the account does not hold the duty of this page")
