"""The language that a program asks for: `Accept-Language`, Chinese when it asks for none that the portal speaks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Request

from portal.words import LANGUAGES

USUAL = "zh"
MOST_ASKED = 20


def asked_language(request: Request[Any, Any, Any]) -> str:
    """The first language by weight that the portal speaks; `zh-CN;q=0.8, en` is English."""
    asked: list[tuple[int, int, str]] = []
    for place, part in enumerate(request.headers.get("accept-language", "").split(",")[:MOST_ASKED]):
        name, _, weight = part.strip().partition(";")
        language = name.strip().partition("-")[0].lower()
        if language in LANGUAGES:
            asked.append((-_thousandths(weight), place, language))
    return min(asked)[2] if asked else USUAL


def _thousandths(weight: str) -> int:
    """`q=0.8` as 800; a weight that is none counts as the least."""
    name, _, value = weight.strip().partition("=")
    if not name:
        return 1000
    whole, _, part = value.strip().partition(".")
    digits = f"{whole}{part:0<3}"[:4]
    return min(int(digits), 1000) if digits.isascii() and digits.isdigit() else 0


def said_in(language: str) -> Mapping[str, str]:
    return {"Content-Language": language, "Vary": "Accept-Language, Authorization"}
