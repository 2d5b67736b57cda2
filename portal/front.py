"""The first page, signing in and out, the language and the look."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.actors import THE_PUBLIC, Actor
from domain.core.duties import Duty
from domain.core.findings import Refused
from domain.records.people import acts, queries
from portal import words
from portal.clock import now
from portal.guards import SESSION_COOKIE, token_for
from portal.page import LANGUAGE_COOKIE, LOOK_COOKIE, LOOKS, done, page, typed_text
from portal.returning import Kept, kept_again
from portal.settings import settings

Ask = Request[Actor, str, Any]
LONGEST_ADDRESS = 2000
A_YEAR = 365 * 86_400


def own_path(path: str) -> str:
    """A path of this portal to go on to; anything else becomes the desk.

    Browsers drop control characters from an address, so that one of them may hide a second slash.
    """
    plain = path.isprintable() and "\\" not in path
    return path if plain and path.startswith("/") and not path.startswith("//") else "/desk"


@get("/", duty=Duty.PUBLIC)
async def first_page(request: Ask) -> Response[Any]:
    """The desk for whoever is signed in, the public site for everyone else."""
    return done(request, "/public" if request.user is THE_PUBLIC else "/desk")


@get("/sign-in", duty=Duty.PUBLIC)
async def sign_in_form(request: Ask) -> Response[Any]:
    return page(request, "house/sign_in.html", next=own_path(request.query_params.get("next", "/desk")), kept=None)


@post("/sign-in", duty=Duty.PUBLIC, limited=True)
async def sign_in(request: Ask) -> Response[Any]:
    """Open a session; a refusal shows the form again with the name as typed, and what was about to be sent with it."""
    form = await request.form()
    sign_in_name = typed_text(form, "sign_in_name", 60)
    onward, kept = own_path(typed_text(form, "next", LONGEST_ADDRESS)), kept_again(form)
    try:
        opened = await acts.sign_in(sign_in_name, str(form.get("password", ""))[:200], at=now())
    except Refused as refused:
        typed = {"sign_in_name": sign_in_name}
        return page(request, "house/sign_in.html", 422, next=onward, kept=kept, findings=refused.findings, typed=typed)
    answer = await _to_send(request, kept, opened) if kept else done(request, onward)
    answer.set_cookie(_cookie(SESSION_COOKIE, token_for(opened), 36_000))
    return answer


async def _to_send(request: Ask, kept: Kept, opened: acts.Opened) -> Response[Any]:
    """What was about to be sent when the session had ended, to be looked at and sent now. Signing in sends nothing."""
    user = await queries.session_actor(acts.key_of(opened.secret), now(), machine=False) or THE_PUBLIC
    request.scope["user"] = user
    words.reading.set(user.kind.value)
    return page(request, "house/to_send.html", kept=kept, back=own_path(kept.back or "/desk"))


@post("/sign-out", duty=Duty.SIGNED_IN)
async def sign_out(request: Ask) -> Response[Any]:
    await acts.sign_out(request.auth, actor=request.user, at=now())
    answer = done(request, "/public", "signed_out")
    answer.delete_cookie(SESSION_COOKIE)
    return answer


@get("/language/{code:str}", duty=Duty.PUBLIC)
async def choose_language(request: Ask, code: FromPath[str]) -> Response[Any]:
    """Remember the reader's language on this machine."""
    answer = done(request, own_path(request.query_params.get("next", "/")))
    if code in words.LANGUAGES:
        answer.set_cookie(_cookie(LANGUAGE_COOKIE, code, A_YEAR))
    return answer


@get("/look/{code:str}", duty=Duty.PUBLIC)
async def choose_look(request: Ask, code: FromPath[str]) -> Response[Any]:
    """Remember the look (usual colours or high contrast) on this machine."""
    answer = done(request, own_path(request.query_params.get("next", "/")))
    if code in LOOKS:
        answer.set_cookie(_cookie(LOOK_COOKIE, code, A_YEAR))
    return answer


def _cookie(name: str, value: str, seconds: int) -> Cookie:
    return Cookie(
        name, value=value, httponly=True, samesite="lax", secure=settings().secure_cookies, max_age=seconds, path="/"
    )


@get("/{rest:path}", duty=Duty.PUBLIC)
async def nowhere(request: Ask) -> Response[Any]:
    """Any address that no room knows: answered behind the sign-in, so that the page still knows its reader."""
    raise NotFoundException


routes = [first_page, sign_in_form, sign_in, sign_out, choose_language, choose_look, nowhere]
