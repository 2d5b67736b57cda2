"""Lists at the front door: what the address asks for, the page, the export. Acts on many lines are in `acting`.

What a reader asked of a list is remembered on the reader's machine (a cookie a list) and shown as such, with the way
back to everything. A list takes from an address only what it knows; the rest is as if it were not there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

from litestar import Request, Response
from litestar.datastructures import Cookie

from domain.records import lists
from domain.records.computed import among_lines, found_in
from domain.records.lists import Asked, Column, Found, Kind, Line, Roll
from domain.records.sheets.writer import Heading, table_in_thread
from portal import words
from portal.page import XLSX, done, download, language_of, page
from portal.settings import settings

LONGEST_SEARCH = 60
LONGEST_VALUE = 60
LONGEST_MEMORY = 600
REMEMBERED_SECONDS = 90 * 86_400

Ask = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class View:
    """A list as its page shows it. `choices` are the values that each filter offers."""

    roll: Roll
    path: str
    asked: Asked
    lines: tuple[Line, ...]
    after: str
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    remembered: bool = False

    @property
    def columns(self) -> tuple[Column, ...]:
        return columns_of(self.roll, self.asked)

    @property
    def filters(self) -> tuple[Column, ...]:
        """What the list can be narrowed by: by a choice where there is one, by a day, by what a value begins with."""
        chosen = self.asked.filters
        filtered = (one for one in self.roll.visible if one.filtered and (not one.quiet or chosen.get(one.code)))
        return tuple(one for one in filtered if self.choices.get(one.code) or not one.offered)

    @property
    def narrowed(self) -> bool:
        """Whether something was asked for that hides lines."""
        return bool(self.asked.search or self.asked.filters)

    @property
    def further(self) -> str:
        return address(self.path, replace(self.asked, after=self.after)) if self.after else ""

    @property
    def export(self) -> str:
        return address(f"{self.path}/export", replace(self.asked, after=""))

    @property
    def everything(self) -> str:
        return f"{self.path}?reset=1"

    def narrowed_to(self, code: str, value: str) -> str:
        """The address that narrows to a value of one filter, all else as it is; back again where it is narrowed so."""
        filters = {**self.asked.filters, code: "" if self.asked.filters.get(code) == value else value}
        asked = address(self.path, replace(self.asked, filters=filters, after=""))
        # Without a query the list would show what was last asked of it.
        return asked if "?" in asked else f"{asked}?{code}="

    def sorted(self, column: Column) -> str:
        """`ascending` or `descending` when the list is sorted by this column."""
        by, last_first = lists.sorted_by(self.roll, self.asked.sort)
        return ("descending" if last_first else "ascending") if by.code == column.code else ""

    def sorting(self, column: Column) -> str:
        """The address that sorts by a column; once more, the other way round."""
        sort = f"-{column.code}" if self.sorted(column) == "ascending" else column.code
        return address(self.path, replace(self.asked, sort=sort, after=""))


def columns_of(roll: Roll, asked: Asked) -> tuple[Column, ...]:
    """The columns shown: those chosen, and the first always, for it names the line."""
    first, *others = roll.visible
    return (first, *(one for one in others if (one.code in asked.columns if asked.columns else one.shown)))


def address(path: str, asked: Asked) -> str:
    """The address that asks this of the list at `path`."""
    query = _query(asked)
    return f"{path}?{query}" if query else path


def _query(asked: Asked) -> str:
    pairs = [("search", asked.search), *asked.filters.items(), ("sort", asked.sort)]
    pairs += [("columns", code) for code in asked.columns]
    pairs.append(("after", asked.after))
    return urlencode([(name, value) for name, value in pairs if value])


def asked_of(request: Ask, roll: Roll) -> Asked:
    """What this request asks of the list, or what was asked last when it asks for nothing."""
    return _read(roll, list(request.query_params.multi_items()) or _memory(request, roll))


def _read(roll: Roll, pairs: Sequence[tuple[str, str]]) -> Asked:
    given = {name: value.replace("\0", "").strip() for name, value in pairs}
    known = {one.code for one in roll.visible}
    filters = {
        one.code: value
        for one in roll.visible
        if one.filtered and (value := (given.get(one.code) or given.get(one.formerly, ""))[:LONGEST_VALUE])
    }
    sort = given.get("sort", "")
    return Asked(
        given.get("search", "")[:LONGEST_SEARCH],
        filters,
        sort if sort.removeprefix("-") in known else "",
        tuple(dict.fromkeys(value for name, value in pairs if name == "columns" and value in known)),
        given.get("after", "")[:200],
    )


def _cookie_name(roll: Roll) -> str:
    return f"list-{roll.code}"


def _memory(request: Ask, roll: Roll) -> list[tuple[str, str]]:
    return parse_qsl(unquote(request.cookies.get(_cookie_name(roll), "")))


async def view_of(request: Ask, roll: Roll, path: str, where: str, *values: object, **choices: Sequence[str]) -> View:
    """One page of the list at `path`, in two statements: the lines, and what the filters offer.

    `choices` are those of filters whose values are known to whoever asks; the others offer what the lines have.
    """
    asked = asked_of(request, roll)
    found = await lists.found(roll, asked, where, *values)
    unknown = [one.code for one in roll.visible if one.offered and one.code not in choices]
    return _view(request, roll, path, asked, found, {**choices, **await lists.among_all(roll, unknown, where, *values)})


def view_over(request: Ask, roll: Roll, path: str, lines: Sequence[Line], limit: int = lists.PAGE) -> View:
    """One page of a list whose lines are computed."""
    asked = replace(asked_of(request, roll), limit=limit)
    choices = {one.code: among_lines(lines, one.code) for one in roll.visible if one.offered}
    return _view(request, roll, path, asked, found_in(roll, lines, asked), choices)


def _view(
    request: Ask, roll: Roll, path: str, asked: Asked, found: Found, choices: Mapping[str, Sequence[str]]
) -> View:
    offered = {one.code: one.choices for one in roll.visible if one.choices}
    offered |= {code: tuple(given) for code, given in choices.items()}
    remembered = not request.query_params and asked != Asked(limit=asked.limit)
    return View(roll, path, asked, found.lines, found.after, offered, remembered)


def list_page(request: Ask, template: str, view: View, status: int = 200, /, **context: Any) -> Response[Any]:
    """Answer the page of a list (`list` in the template), and remember what was asked of it."""
    if "reset" in request.query_params:
        answer: Response[Any] = done(request, view.path)
        answer.delete_cookie(_cookie_name(view.roll))
        return answer
    answer = page(request, template, status, list=view, **context)
    if request.query_params:
        kept = quote(_query(replace(view.asked, after="")))
        value = kept if len(kept) <= LONGEST_MEMORY else ""
        answer.set_cookie(
            Cookie(
                _cookie_name(view.roll),
                value=value,
                httponly=True,
                samesite="lax",
                secure=settings().secure_cookies,
                max_age=REMEMBERED_SECONDS,
                path="/",
            )
        )
    return answer


async def export(request: Ask, roll: Roll, file_name: str, where: str, *values: object) -> Response[bytes]:
    """What is seen, whole: the same search, filters, order and columns, as xlsx."""
    asked = _whole(request, roll)
    return await _sheet(request, roll, file_name, asked, (await lists.found(roll, asked, where, *values)).lines)


async def export_over(request: Ask, roll: Roll, file_name: str, lines: Sequence[Line]) -> Response[bytes]:
    """The same of a list whose lines are computed."""
    asked = _whole(request, roll)
    return await _sheet(request, roll, file_name, asked, found_in(roll, lines, asked).lines)


def file_name(request: Ask, title: str, *more: object) -> str:
    """What an export is called, in the reader's language: the words of a code, and what follows."""
    words.speaking.set(language_of(request))
    return "-".join([words.say(title), *(str(one) for one in more)])


def _whole(request: Ask, roll: Roll) -> Asked:
    return replace(_read(roll, list(request.query_params.multi_items())), after="", limit=lists.MOST)


async def _sheet(request: Ask, roll: Roll, file_name: str, asked: Asked, lines: Sequence[Line]) -> Response[bytes]:
    words.speaking.set(language_of(request))
    columns = columns_of(roll, asked)
    headings = [Heading(words.label("column", roll.code, one.code), width=_width(one)) for one in columns]
    rows = [[told(line[one.code], one) for one in columns] for line in lines]
    return download(await table_in_thread(headings, rows, title=file_name), f"{file_name}.xlsx", XLSX)


def _width(column: Column) -> int:
    return {Kind.TEXT: 28, Kind.CODE: 18, Kind.FLAG: 8}.get(column.kind, 16)


def told(value: object, column: Column) -> object:
    """A value as a spreadsheet takes it: codes in words, instants as China's clocks show them, figures as they are."""
    if value is None:
        return ""
    match column.kind:
        case Kind.CODE:
            return words.label(column.words, value) if column.words and value else value
        case Kind.FLAG:
            return words.say("yes") if value else ""
        case Kind.INSTANT:
            return words.minute(value)  # type: ignore[arg-type]
    return value
