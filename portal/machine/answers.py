"""Answers to programs: JSON with a tag of its content, so that what has not changed is not sent again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from litestar import Request, Response
from litestar.serialization import encode_json

from portal import words
from portal.machine.languages import asked_language, said_in

Ask = Request[Any, Any, Any]
JSON = "application/json"
# Kept by the program that asked alone, and asked for again each time: the tag tells whether anything has changed.
KEEPING = {"Cache-Control": "private, no-cache"}


def speak(request: Ask) -> str:
    """Speak the language asked for from here on."""
    language = asked_language(request)
    words.speaking.set(language)
    return language


def answered(
    request: Ask, content: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response[Any]:
    """The content as JSON; 304 without a body where the program has it already."""
    return tagged(request, encode_json(content), JSON, status, headers)


def tagged(
    request: Ask, body: bytes, media_type: str, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response[Any]:
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    more = {"ETag": tag, **KEEPING, **said_in(asked_language(request)), **(headers or {})}
    if status == 200 and _has(request, tag):
        return Response(None, status_code=304, headers=more)
    return Response(body, status_code=status, media_type=media_type, headers=more)


def _has(request: Ask, tag: str) -> bool:
    """Whether the program names the tag; a proxy may have marked it as weak, or as compressed on the way."""
    named = {each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")}
    return tag in named or "*" in named
