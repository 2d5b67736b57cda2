"""Answering pages: one template engine, one context, messages carried to the next page."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.response import Redirect
from litestar.utils.scope.state import ScopeState
from markupsafe import escape

from domain.core.actors import THE_PUBLIC
from portal import charts, words
from portal.clock import current_year, today
from portal.navigation import groups_for, place_of, years_beside
from portal.settings import settings
from portal.words_law import provision_value

TEMPLATES = Path(__file__).parent.parent / "templates"
STATIC = Path(__file__).parent / "static"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MESSAGE_COOKIE = "message"
LANGUAGE_COOKIE = "language"
LOOK_COOKIE = "look"
# The looks of the style sheet; the first is the usual one.
LOOKS = ("light", "contrast")
# Nine digits fit every column that holds a number.
LONGEST_NUMBER = 9


@cache
def templates() -> Environment:
    """The one Jinja2 environment: autoescape on, undefined names are errors."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    found.install_gettext_callables(words.say, words.say_many, newstyle=True)  # type: ignore[attr-defined]
    found.globals |= {
        "label": words.label,
        "sentence": words.sentence,
        "finding_sentence": words.finding_sentence,
        "notice_sentence": words.notice_sentence,
        "provision_value": provision_value,
        "languages": words.LANGUAGES,
        "asset": asset,
        "portal_version": _version(),
        "svg_of": charts.svg_of,
    }
    found.filters |= words.FILTERS
    return found


def asset(name: str) -> str:
    """The address of a static file. It changes with the content, so that a browser may keep the file for ever."""
    return f"/static/{name}?v={digest_of(name)}"


@cache
def digest_of(name: str) -> str:
    """The beginning of the SHA-256 of a static file as it was when this process started; empty when there is none."""
    path = STATIC / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else ""


def _version() -> str:
    try:
        return version("carbon-portal")
    except PackageNotFoundError:
        return ""


def look_of(request: Request[Any, Any, Any]) -> str:
    chosen = request.cookies.get(LOOK_COOKIE, LOOKS[0])
    return chosen if chosen in LOOKS else LOOKS[0]


def language_of(request: Request[Any, Any, Any]) -> str:
    chosen = request.cookies.get(LANGUAGE_COOKIE, "zh")
    return chosen if chosen in words.LANGUAGES else "zh"


def render(request: Request[Any, Any, Any], template: str, **context: Any) -> str:
    """The page as text, in the reader's language."""
    words.speaking.set(language_of(request))
    chosen = settings()
    user = request.scope.get("user", THE_PUBLIC)  # refused before anyone was recognised: a page for the public
    frame: dict[str, Any] = {
        "user": user,
        "language": language_of(request),
        "look": look_of(request),
        "path": request.url.path,
        "here": _here(request),
        "page_code": template.removesuffix(".html").replace("/", "."),
        "groups": groups_for(user),
        "place": place_of(request.url.path),
        "years_beside": _years_beside(request, context.get("year")),
        "current_year": current_year(),
        "today": today(),
        "province": chosen.province if language_of(request) == "zh" else chosen.province_en,
        "demo": chosen.demo,
        "upload_limit": chosen.upload_limit_bytes,
        "message": _message(request),
        "csrf_input": _csrf_input(request),
        "findings": (),
        "typed": {},
        "answered": 200,
        "unread": 0,
    }
    return templates().get_template(template).render(**(frame | context))


def page(request: Request[Any, Any, Any], template: str, status_code: int = 200, **context: Any) -> Response[str]:
    """Answer a page. A message that waited for it is shown once."""
    answer = Response(
        render(request, template, **{"answered": status_code, **context}),
        status_code=status_code,
        media_type="text/html",
        headers={"Cache-Control": "no-store"},
    )
    if MESSAGE_COOKIE in request.cookies:
        answer.delete_cookie(MESSAGE_COOKIE)
    return answer


def done(request: Request[Any, Any, Any], path: str, code: str = "", **facts: object) -> Redirect:
    """Answer 303 to `path`, with the message `done:<code>` waiting on the next page."""
    answer = Redirect(path, status_code=303)
    if code:
        carried = json.dumps([code, {name: str(value) for name, value in facts.items()}])
        answer.set_cookie(
            Cookie(
                MESSAGE_COOKIE,
                value=base64.urlsafe_b64encode(carried.encode()).decode(),
                httponly=True,
                samesite="lax",
                secure=settings().secure_cookies,
                max_age=60,
            )
        )
    return answer


def _years_beside(request: Request[Any, Any, Any], year: object) -> tuple[str, str] | None:
    """Where this page is for the year before and the year after; None when it is not the page of a year."""
    if request.method != "GET" or not isinstance(year, int):
        return None
    return years_beside(request.url.path, year, current_year() + 1)


def _here(request: Request[Any, Any, Any]) -> str:
    """The address of this page, to come back to in another language. What a form sent is not part of it."""
    asked = request.url.query if request.method == "GET" else ""
    return f"{request.url.path}?{asked}" if asked else request.url.path


def _message(request: Request[Any, Any, Any]) -> str:
    """The waiting message in words. It comes back from the browser: anything unreadable is no message."""
    carried = request.cookies.get(MESSAGE_COOKIE, "")
    try:
        code, facts = json.loads(base64.urlsafe_b64decode(carried)) if carried else ("", {})
        return words.sentence(f"done:{code}", dict(facts)) if code else ""
    except (ValueError, TypeError):
        return ""


def _csrf_input(request: Request[Any, Any, Any]) -> str:
    token = ScopeState.from_scope(request.scope).csrf_token
    return f'<input type="hidden" name="_csrf_token" value="{escape(token)}">' if isinstance(token, str) else ""


def download(content: bytes, file_name: str, media_type: str) -> Response[bytes]:
    """Answer a file to be saved; its Chinese name goes by RFC 5987."""
    disposition = f"attachment; filename*=UTF-8''{quote(file_name)}"
    # What one reader may see is kept by no cache on the way.
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)


def typed_text(form: Mapping[str, Any], name: str, most: int = 4000) -> str:
    """A text field of a form: trimmed, never longer than `most`."""
    value = form.get(name, "")
    return value.replace("\0", "").strip()[:most] if isinstance(value, str) else ""


def whole_number(text: object) -> int:
    """A number of a row or a year as a form sends it; 0 for whatever no column could hold.

    >>> whole_number("42"), whole_number("²"), whole_number("9" * 5000), whole_number("-1")
    (42, 0, 0, 0)
    """
    if not isinstance(text, str) or len(text) > LONGEST_NUMBER:
        return 0
    return int(text) if text.isascii() and text.isdigit() else 0
