"""A form that was sent when the session had ended: what it held is kept in the page, and shown again after signing in.

The fields travel only inside the page of the browser that sent them, as hidden fields of the sign-in form; the portal
stores nothing. Whoever signs in there next sees what stood in that window anyway, so they are not tied to an account:
whether that person may do the act is asked, as ever, when it is sent. Where they go to is sealed, so that a page can
only bring them to an address that the portal itself was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from jose import JWTError, jwt
from litestar import Request
from litestar.datastructures import UploadFile
from litestar.exceptions import NotAuthorizedException

from portal import words
from portal.settings import settings

ALGORITHM = "HS256"
PREFIX = "kept."
SEAL = "kept"
MOST_FIELDS = 200
MOST_BYTES = 64 * 1024
# Longer texts, and those of several lines, are shown in a larger field.
ONE_LINE = 60
_NUMBERED = re.compile(r"(.+?)[-_.]?(\d+)")


@dataclass(frozen=True, slots=True)
class Field:
    """A field as it is shown again."""

    id: str
    name: str
    label: str
    value: str

    @property
    def long(self) -> bool:
        return len(self.value) > ONE_LINE or "\n" in self.value


@dataclass(frozen=True, slots=True)
class Kept:
    """What was about to be sent: where to, from which page, the fields, the names of chosen files.

    Not `whole` when there was too much to keep: then nothing is, for half a form is worse than none.
    """

    to: str
    back: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    whole: bool = True

    @property
    def seal(self) -> str:
        claims = {"to": self.to, "back": self.back, "files": list(self.files), "whole": self.whole}
        return jwt.encode(claims, settings().cookie_key, algorithm=ALGORITHM)

    @property
    def shown(self) -> list[Field]:
        return [Field(f"field-{at}", name, field_words(name), value) for at, (name, value) in enumerate(self.fields, 1)]


class SessionEnded(NotAuthorizedException):
    """A form was sent by nobody to a page that asks for a sign-in."""

    def __init__(self, kept: Kept) -> None:
        super().__init__("sign in first")
        self.kept = kept


async def kept_of(request: Request[Any, Any, Any]) -> Kept:
    """What a refused form was about to send. Passwords, tokens and files are not kept."""
    form = list((await request.form()).items())
    files = tuple(dict.fromkeys(name for name, value in form if isinstance(value, UploadFile)))
    fields = tuple((name, value) for name, value in form if isinstance(value, str) and _may_be_kept(name))
    whole = len(fields) <= MOST_FIELDS and sum(len((name + value).encode()) for name, value in fields) <= MOST_BYTES
    return Kept(request.url.path, own_referer(request), fields if whole else (), files, whole)


def _may_be_kept(name: str) -> bool:
    return name != "_csrf_token" and "password" not in name


def own_referer(request: Request[Any, Any, Any]) -> str:
    """The page of this portal that the reader comes from, with what it asked; empty when it is another's or unknown."""
    came_from = urlsplit(request.headers.get("referer", ""))
    if came_from.netloc != request.headers.get("host", "") or not came_from.path.startswith("/"):
        return ""
    return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path


def kept_again(form: Mapping[str, Any]) -> Kept | None:
    """What the sign-in form carried along; None when it carried nothing, or nothing that the portal has sealed."""
    try:
        claims = jwt.decode(str(form.get(SEAL, "")), settings().cookie_key, algorithms=[ALGORITHM])
        to, back, files, whole = claims["to"], claims["back"], tuple(claims["files"]), claims["whole"]
    except (JWTError, KeyError, TypeError):
        return None
    fields = tuple(_carried(form))
    whole = whole and len(fields) <= MOST_FIELDS
    return Kept(str(to), str(back), fields if whole else (), files, bool(whole))


def _carried(form: Any) -> Iterator[tuple[str, str]]:
    for name, value in form.items():
        if name.startswith(PREFIX) and isinstance(value, str):
            yield name.removeprefix(PREFIX), value


def field_words(name: str) -> str:
    """What a field is called: by its name, by that of its row (`answer-3`), or the name itself."""
    if found := words.worded(f"typed:{name}"):
        return found
    row = _NUMBERED.fullmatch(name)
    return f"{words.label('typed', row[1])} {row[2]}" if row else name
