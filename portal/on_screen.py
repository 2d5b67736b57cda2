"""A workbook filled in on screen: what is wrong with what was typed, the page of a sheet, and what its buttons do.

Every room whose workbook is typed on screen shows and answers it with this; what is made by `portal.screens`.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from litestar import Request, Response
from litestar.exceptions import NotFoundException

from domain.core.actors import Actor
from domain.core.findings import Finding, Place, Refused
from domain.core.workbook import Column, Content, Sheet, Workbook, drafting
from domain.core.workbook.cells import Trouble
from domain.records.drafts.queries import BLANK, DraftCard
from portal.page import done, language_of, page, typed_text, whole_number
from portal.screens import Screen, Wrong

Ask = Request[Actor, str, Any]
# A field is named by the number of its line and the key of its column.
_FIELD = re.compile(r"(\d{1,5})\.([a-z0-9_]{1,60})")
DOINGS = ("save", "next", "send", "discard", "begin")
Edits = dict[int, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Typing:
    """What is being typed: at which address, on top of which version (`BLANK`), into what, and what stands there.

    `found` are the findings of the version that were not set aside, `base` is what was read from it; `only` are the
    sheets that alone may be changed (none: all).
    """

    path: str
    version_id: int
    workbook: Workbook
    content: Content
    draft: DraftCard | None
    found: Sequence[Finding] = ()
    base: Content | None = None
    only: Sequence[str] = ()

    @property
    def revision(self) -> int:
        return self.draft.revision if self.draft else 0

    @property
    def begun(self) -> bool:
        return self.version_id != BLANK or self.draft is not None

    @property
    def general(self) -> list[Finding]:
        """What was found in the version as a whole, at no cell."""
        return [finding for finding in self.found if not finding.place.cell]

    def wrong(self) -> Wrong:
        """What is wrong with each field: what was found in the version, unless it has been changed since, and what is
        no value of its column.
        """
        by_cell: dict[tuple[str, str], list[Finding]] = {}
        for finding in self.found:
            by_cell.setdefault((finding.place.sheet, finding.place.cell), []).append(finding)
        was = {
            (sheet, cell): line.values.get(key, "")
            for sheet, lines in (self.base or {}).items()
            for line in lines
            for key, cell in line.cells.items()
        }
        told: dict[tuple[str, int, str], tuple[Finding, ...]] = {}
        for sheet in self.workbook:
            for number, line in enumerate(self.content.get(sheet.key, ())):
                for column in sheet.columns:
                    text, cell = line.values.get(column.key, ""), line.cells.get(column.key, "")
                    same = cell and was.get((sheet.key, cell), "") == text
                    found = by_cell.get((sheet.title_zh, cell), []) if same else []
                    if found := found or _troubles(sheet, column, text, cell):
                        told[sheet.key, number, column.key] = tuple(found)
        return told


def _troubles(sheet: Sheet, column: Column, text: str, cell: str) -> list[Finding]:
    place = Place(sheet.title_zh, cell)
    return [Finding(one.code, one.severity, place, _facts(column, one)) for one in drafting.troubles(column, text)]


def _facts(column: Column, trouble: Trouble) -> dict[str, str]:
    return {"column": column.title_zh, "column_en": column.title_en, **trouble.facts}


@dataclass(frozen=True, slots=True)
class Doings:
    """What the room's buttons do with what is typed, and where it goes on afterwards.

    `save` takes sheet, edits, lines to remove and the revision that was shown; `send` answers the number of the new
    version, whose page is at `versions` and that number. `messages` is the word under which the room's `saved`,
    `received` and `discarded` are said. Without `begin` there is no blank to begin with.
    """

    save: Callable[[str, Edits, list[int], int], Awaitable[object]]
    send: Callable[[], Awaitable[int]]
    discard: Callable[[], Awaitable[object]]
    versions: str
    home: str
    messages: str
    begin: Callable[[], Awaitable[object]] | None = None

    @property
    def saved(self) -> str:
        return f"{self.messages}:saved"

    @property
    def received(self) -> str:
        return f"{self.messages}:received"

    @property
    def discarded(self) -> str:
        return f"{self.messages}:discarded"


def shown(
    request: Ask, typing: Typing, template: str, status: int = 200, refused: Sequence[Finding] = (), **context: Any
) -> Response[Any]:
    """The page of a sheet that the address names (`sheet`, `page`); after a refusal with what was typed.

    `template` extends `parts/screen.html`; `context` is what it says of its own.
    """
    screen = Screen(typing.workbook, typing.content, typing.wrong(), language_of(request))
    key, number = _place(request, typing)
    # What formulas give is shown for the lines of this sheet alone.
    sheet = typing.workbook.sheet(key)
    if any(column.formula for column in sheet.columns):
        lines = range(len(typing.content.get(key, ())))
        told = tuple(drafting.calculated_line(typing.workbook, typing.content, sheet, each) for each in lines)
        screen = replace(screen, content={**typing.content, key: told})
    view = screen.page(key, number)
    form = {"typing": typing, "view": view, "sheets": screen.sheets(), "following": screen.next_of(key, view.page)}
    return page(request, template, status, **form, findings=refused, **context)


def _place(request: Ask, typing: Typing) -> tuple[str, int]:
    """The sheet and page that the address names; the first ones when it names none that there is."""
    keys = [sheet.key for sheet in typing.workbook]
    key = request.query_params.get("sheet", "")
    return (key if key in keys else keys[0]), whole_number(request.query_params.get("page", "1"))


async def answered(
    request: Ask, typing: Typing, doings: Doings, again: Callable[[Typing, Sequence[Finding]], Response[Any]]
) -> Response[Any]:
    """Do what the button says; `again` shows the form after a refusal, with all that was typed."""
    form = await request.form()
    doing = typed_text(form, "then", 10)
    if doing not in DOINGS or (doing == "begin" and doings.begin is None):
        raise NotFoundException
    if doing == "begin" and doings.begin is not None:
        await doings.begin()
        return done(request, typing.path)
    if doing == "discard":
        await doings.discard()
        return done(request, doings.home, doings.discarded)
    key = _place(request, typing)[0]
    edits, removed = _typed(form, typing.workbook.sheet(key)), _removed(form)
    try:
        await doings.save(key, edits, removed, whole_number(typed_text(form, "revision", 9)))
        if doing == "send":
            return done(request, f"{doings.versions}/{await doings.send()}", doings.received)
    except Refused as refused:
        return again(_with(typing, key, edits, removed), refused.findings)
    return done(request, _next(request, typing, doing), doings.saved)


def _with(typing: Typing, key: str, edits: Mapping[int, Mapping[str, str]], removed: Sequence[int]) -> Typing:
    """What was typed, on top of what stands there now: nothing typed is lost on a refusal."""
    sheet = typing.workbook.sheet(key)
    lines = drafting.edited(sheet, typing.content.get(key, ()), edits, removed)
    return replace(typing, content={**typing.content, key: lines})


def _typed(form: Mapping[str, Any], sheet: Sheet) -> Edits:
    """The fields of the form by line and column; what the sheet does not have, or computes, is left out."""
    known = {column.key for column in sheet.columns if not column.formula}
    edits: Edits = {}
    for name in form:
        found = _FIELD.fullmatch(name)
        if found and found[2] in known:
            edits.setdefault(int(found[1]), {})[found[2]] = typed_text(form, name, drafting.MOST_TEXT)
    return edits


def _removed(form: Any) -> list[int]:
    return [whole_number(text) for text in form.getall("remove", []) if isinstance(text, str) and text.isdecimal()]


def _next(request: Ask, typing: Typing, doing: str) -> str:
    """Where to go on: the same page, or the one that follows."""
    key, number = _place(request, typing)
    screen = Screen(typing.workbook, typing.content, {}, language_of(request))
    following = screen.next_of(key, max(1, number)) if doing == "next" else None
    key, number = following or (key, max(1, number))
    return f"{typing.path}?sheet={key}&page={number}"
