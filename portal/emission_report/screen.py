"""A report on screen: a version corrected, or the first one filled in, without a spreadsheet program."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.duties import Duty
from domain.core.findings import Finding, Place, Refused
from domain.core.law import last_day_of
from domain.core.workbook import Content, Workbook
from domain.emission_report import acts, queries, rules
from domain.emission_report.queries import DraftCard, FindingCard, ReportCard
from domain.emission_report.rules import drafting
from domain.emission_report.states import OWED
from domain.records.lawbook.queries import as_of
from portal.clock import now
from portal.emission_report.views import Ask, known_id, report_card
from portal.page import done, language_of, page, typed_text, whole_number
from portal.screens import Screen

BLANK = 0
# A field is named by the number of its line and the key of its column.
_FIELD = re.compile(r"(\d{1,5})\.([a-z0-9_]{1,60})")
DOINGS = ("save", "next", "send", "discard", "begin")


@dataclass(frozen=True, slots=True)
class Typing:
    """What is being typed: on top of which version (0: the blank), where, and what stands there."""

    card: ReportCard
    version_id: int
    path: str
    workbook: Workbook
    content: Content
    draft: DraftCard | None
    found: Sequence[FindingCard] = ()
    base: Content | None = None

    @property
    def revision(self) -> int:
        return self.draft.revision if self.draft else 0

    def wrong(self) -> dict[tuple[str, int, str], tuple[Finding, ...]]:
        """What is wrong with each field: what was found in the version, unless it has been changed since, and what is
        no value of its column.
        """
        told: dict[tuple[str, int, str], tuple[Finding, ...]] = {}
        by_cell: dict[tuple[str, str], list[Finding]] = {}
        for each in self.found:
            if each.waived_at is None:
                by_cell.setdefault((each.finding.place.sheet, each.finding.place.cell), []).append(each.finding)
        was = {
            (sheet, cell): line.values.get(key, "")
            for sheet, lines in (self.base or {}).items()
            for line in lines
            for key, cell in line.cells.items()
        }
        for sheet in self.workbook:
            for number, line in enumerate(self.content.get(sheet.key, ())):
                for column in sheet.columns:
                    text, cell = line.values.get(column.key, ""), line.cells.get(column.key, "")
                    same = was.get((sheet.key, cell), "") == text
                    found = by_cell.get((sheet.title_zh, cell), []) if cell and same else []
                    if not found:
                        found = [
                            Finding(one.code, one.severity, Place(sheet.title_zh, cell), _facts(column, one))
                            for one in drafting.troubles(column, text)
                        ]
                    if found:
                        told[sheet.key, number, column.key] = tuple(found)
        return told


def _facts(column: Any, trouble: Any) -> dict[str, str]:
    return {"column": column.title_zh, "column_en": column.title_en, **trouble.facts}


async def _of_version(request: Ask, version_id: int) -> Typing:
    """On top of a version: the newest one, while the report is owed."""
    file = await queries.version_file(known_id(version_id), actor=request.user)
    if file is None:
        raise NotFoundException
    card = await report_card(request, file.card.report_id)
    if card.state not in OWED or card.version_id != version_id or not file.lines:
        raise NotFoundException
    draft = await queries.draft(card.id, version_id, actor=request.user)
    found = await queries.findings(version_id, actor=request.user)
    workbook = rules.FORMS[file.card.form].workbook
    path = f"/reports/versions/{version_id}/correct"
    return Typing(card, version_id, path, workbook, draft.lines if draft else file.lines, draft, found, file.lines)


async def _of_blank(request: Ask, report_id: int) -> Typing:
    """On top of the blank, while the report is owed."""
    card = await report_card(request, report_id)
    if card.state not in OWED:
        raise NotFoundException
    law = await as_of(last_day_of(card.year))
    form = rules.form_of(law, card.sector, card.sector_code)
    draft = await queries.draft(report_id, BLANK, actor=request.user)
    path = f"/reports/report/{report_id}/fill"
    return Typing(card, BLANK, path, form.workbook, draft.lines if draft else {}, draft)


@get("/reports/versions/{version_id:int}/correct", duty=Duty.REPORT_FILE)
async def correct_page(request: Ask, version_id: FromPath[int]) -> Response[Any]:
    """One page of a sheet of the version as a form; `sheet` and `page` in the address say which."""
    return _shown(request, await _of_version(request, version_id))


@post("/reports/versions/{version_id:int}/correct", duty=Duty.REPORT_FILE)
async def correct(request: Ask, version_id: FromPath[int]) -> Response[Any]:
    """Keep what was typed, or send the whole as the next version."""
    return await _done(request, await _of_version(request, version_id))


@get("/reports/report/{report_id:int}/fill", duty=Duty.REPORT_FILE)
async def fill_page(request: Ask, report_id: FromPath[int]) -> Response[Any]:
    """The pre-filled blank as a form."""
    return _shown(request, await _of_blank(request, report_id))


@post("/reports/report/{report_id:int}/fill", duty=Duty.REPORT_FILE)
async def fill(request: Ask, report_id: FromPath[int]) -> Response[Any]:
    return await _done(request, await _of_blank(request, report_id))


def _shown(request: Ask, typing: Typing, status: int = 200, refused: Sequence[Finding] = ()) -> Response[Any]:
    """The page asked for; after a refusal with what was typed."""
    screen = Screen(typing.workbook, typing.content, typing.wrong(), language_of(request))
    key, number = _place(request, typing)
    content = dict(typing.content)
    # What formulas give is shown for the lines of this page alone.
    sheet = typing.workbook.sheet(key)
    if any(column.formula for column in sheet.columns):
        lines = range(len(content.get(key, ())))
        content[key] = tuple(drafting.calculated_line(typing.workbook, typing.content, sheet, each) for each in lines)
        screen = replace(screen, content=content)
    view = screen.page(key, number)
    general = [each.finding for each in typing.found if not each.finding.place.cell and each.waived_at is None]
    return page(
        request,
        "emission_report/screen.html",
        status,
        card=typing.card,
        typing=typing,
        view=view,
        sheets=screen.sheets(),
        following=screen.next_of(key, view.page),
        general=general,
        findings=refused,
        begun=typing.version_id != BLANK or typing.draft is not None,
    )


def _place(request: Ask, typing: Typing) -> tuple[str, int]:
    """The sheet and page that the address names; the first ones when it names none that there is."""
    keys = [sheet.key for sheet in typing.workbook]
    key = request.query_params.get("sheet", "")
    return (key if key in keys else keys[0]), whole_number(request.query_params.get("page", "1"))


async def _done(request: Ask, typing: Typing) -> Response[Any]:
    form = await request.form()
    doing = typed_text(form, "then", 10)
    if doing not in DOINGS:
        raise NotFoundException
    report_id, key = typing.card.id, _place(request, typing)[0]
    if doing == "begin":
        await acts.begin_typing(report_id, actor=request.user, at=now())
        return done(request, typing.path)
    if doing == "discard":
        await acts.discard_typed(report_id, typing.version_id, actor=request.user, at=now())
        return done(request, f"/reports/report/{report_id}", "emission_report:discarded")
    edits, removed = _typed(form, typing.workbook.sheet(key)), _removed(form)
    try:
        revision = whole_number(typed_text(form, "revision", 9))
        await acts.save_typed(
            report_id, typing.version_id, key, edits, removed, revision=revision, actor=request.user, at=now()
        )
        if doing == "send":
            sent = await acts.send_typed(report_id, typing.version_id, actor=request.user, at=now())
            return done(request, f"/reports/versions/{sent}", "emission_report:received")
    except Refused as refused:
        return _shown(request, _with(typing, key, edits, removed), 422, refused.findings)
    return done(request, _next(request, typing, doing), "emission_report:saved")


def _with(typing: Typing, key: str, edits: Mapping[int, Mapping[str, str]], removed: Sequence[int]) -> Typing:
    """What was typed, on top of what stands there now: nothing typed is lost on a refusal."""
    sheet = typing.workbook.sheet(key)
    lines = drafting.edited(sheet, typing.content.get(key, ()), edits, removed)
    return replace(typing, content={**typing.content, key: lines})


def _typed(form: Mapping[str, Any], sheet: Any) -> dict[int, dict[str, str]]:
    """The fields of the form by line and column; what the sheet does not have, or computes, is left out."""
    known = {column.key for column in sheet.columns if not column.formula}
    edits: dict[int, dict[str, str]] = {}
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
    following = (
        Screen(typing.workbook, typing.content, {}, language_of(request)).next_of(key, max(1, number))
        if doing == "next"
        else None
    )
    key, number = following or (key, max(1, number))
    return f"{typing.path}?sheet={key}&page={number}"


routes = [correct_page, correct, fill_page, fill]
