"""A workbook as a form on screen, made from its description: page by page, with findings at their fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.core.findings import Finding
from domain.core.workbook import Column, Content, KeptLine, Kind, Layout, Sheet, Workbook
from portal.workbooks import WEIGHTS, SheetView, heading, said, title

# How many lines of a sheet a page of the form holds, and how many of one unit stay together on it.
LINES_A_PAGE, MOST_A_PAGE, FRESH_LINES = 12, 24, 2
# Signs of a text that a single line of the form still shows.
ONE_LINE = 60
# Findings by sheet, number of the line and column.
Wrong = Mapping[tuple[str, int, str], tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of the form on screen.

    `kind` is `shown` (not to be changed), `number`, `date`, `text`, `prose` (a text of several lines) or `select`.
    """

    name: str
    label: str
    text: str
    kind: str
    said: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    required: bool = False
    wrong: tuple[Finding, ...] = ()

    @property
    def severity(self) -> str:
        """The gravest of what is wrong with it."""
        found = [WEIGHTS.index(finding.severity.value) for finding in self.wrong]
        return WEIGHTS[max(found)] if found else ""


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of the form: its number, what tells it apart, its fields; a fresh one is not there yet."""

    number: int
    title: str
    fields: tuple[FieldView, ...]
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class PageView:
    """A page of a sheet: its number from 1, what stands on it, and whether a finding does."""

    number: int
    title: str
    severity: str = ""


@dataclass(frozen=True, slots=True)
class ScreenView:
    """A page of a sheet as a form."""

    sheet: SheetView
    notes: tuple[str, ...]
    lines: tuple[LineView, ...]
    page: int
    pages: tuple[PageView, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """What a form on screen is made of: the form, what stands in it, what was found, and in which language."""

    workbook: Workbook
    content: Content
    wrong: Wrong
    language: str

    def page(self, key: str, number: int) -> ScreenView:
        """One page of a sheet; the nearest one where there is none of that number."""
        sheet = self.workbook.sheet(key)
        parts = self._parts(sheet)
        number = min(max(number, 1), len(parts))
        lines = [self._line(sheet, each) for each in parts[number - 1]]
        count = len(self.content.get(key, ()))
        if sheet.layout is Layout.ROWS and number == len(parts):
            room = min(FRESH_LINES, sheet.most_rows - count)
            lines += [self._fresh(sheet, each) for each in range(count, count + max(0, room))]
        headings = tuple(heading(column, self.language) for column in sheet.columns)
        view = SheetView(sheet.key, title(sheet, self.language), sheet.layout is Layout.FIELDS, headings, ())
        pages = tuple(self._page(sheet, place, part) for place, part in enumerate(parts, 1))
        notes = tuple(note.en or note.zh if self.language == "en" else note.zh for note in sheet.notes)
        return ScreenView(view, notes, tuple(lines), number, pages)

    def sheets(self) -> tuple[tuple[str, str, str], ...]:
        """Key, title and gravest finding of every sheet."""
        return tuple((sheet.key, title(sheet, self.language), self._gravest(sheet.key)) for sheet in self.workbook)

    def next_of(self, key: str, number: int) -> tuple[str, int] | None:
        """The page that follows: of the same sheet, or the first of the next one."""
        if number < len(self._parts(self.workbook.sheet(key))):
            return key, number + 1
        keys = [sheet.key for sheet in self.workbook]
        place = keys.index(key) + 1
        return (keys[place], 1) if place < len(keys) else None

    def _parts(self, sheet: Sheet) -> list[list[int]]:
        """The lines of a sheet page by page: a unit's months stay together, as far as they go on a page."""
        lines = self.content.get(sheet.key, ())
        if sheet.layout is Layout.FIELDS:
            return [[0]]
        parts: list[list[int]] = []
        for number, line in enumerate(lines):
            if parts and self._joins(sheet, lines[parts[-1][0]], line, len(parts[-1])):
                parts[-1].append(number)
            else:
                parts.append([number])
        return parts or [[]]

    @staticmethod
    def _monthly(sheet: Sheet) -> bool:
        return "month" in sheet.keys and sheet.keys[0] != "month"

    def _joins(self, sheet: Sheet, first: KeptLine, line: KeptLine, count: int) -> bool:
        """Whether a line belongs to the page that begins with `first` and has so many lines already."""
        if not self._monthly(sheet):
            return count < LINES_A_PAGE
        key = sheet.keys[0]
        return first.values.get(key, "") == line.values.get(key, "") and count < MOST_A_PAGE

    def _page(self, sheet: Sheet, number: int, part: list[int]) -> PageView:
        lines = self.content.get(sheet.key, ())
        if part and self._monthly(sheet):
            column = sheet.column(sheet.keys[0])
            told = f"{heading(column, self.language)} {lines[part[0]].values.get(column.key, '')}"
        else:
            told = f"{part[0] + 1}–{part[-1] + 1}" if part else "1"
        grave = [self._gravest(sheet.key, line) for line in part]
        return PageView(number, told, max(grave, key=lambda one: WEIGHTS.index(one) if one else -1, default=""))

    def _gravest(self, key: str, line: int | None = None) -> str:
        found = [
            WEIGHTS.index(finding.severity.value)
            for (sheet, number, _), findings in self.wrong.items()
            if sheet == key and line in (None, number)
            for finding in findings
        ]
        return WEIGHTS[max(found)] if found else ""

    def _line(self, sheet: Sheet, number: int) -> LineView:
        lines = self.content.get(sheet.key, ())
        line = lines[number] if number < len(lines) else KeptLine()
        fields = tuple(self._field(sheet, column, number, line) for column in sheet.columns)
        keys = [sheet.column(key) for key in sheet.keys]
        told = (said(column, line.values.get(column.key, ""), self.language) for column in keys)
        return LineView(number, " · ".join(part for part in told if part) or str(number + 1), fields)

    def _fresh(self, sheet: Sheet, number: int) -> LineView:
        fields = tuple(self._field(sheet, column, number, None) for column in sheet.columns)
        return LineView(number, str(number + 1), fields, fresh=True)

    def _field(self, sheet: Sheet, column: Column, number: int, line: KeptLine | None) -> FieldView:
        text = line.values.get(column.key, "") if line else ""
        wrong = self.wrong.get((sheet.key, number, column.key), ())
        locked = column.locked and bool(text) and not any(finding.stops for finding in wrong)
        kind = "shown" if column.formula or locked else _KINDS.get(column.kind, "text")
        if kind == "text" and (_of_prose(sheet) or len(text) > ONE_LINE or "\n" in text):
            kind = "prose"
        hint = ""
        if column.note:
            hint = column.note.zh if self.language == "zh" else column.note.en
        choices = (("", ""), *((one.code, said(column, one.code, self.language)) for one in column.choices))
        if kind == "select" and text and text not in dict(choices):
            choices = (*choices, (text, text))
        return FieldView(
            f"{number}.{column.key}",
            heading(column, self.language),
            text,
            kind,
            said(column, text, self.language),
            choices if kind == "select" else (),
            hint,
            column.required,
            wrong,
        )


_KINDS = {Kind.DECIMAL: "number", Kind.INTEGER: "number", Kind.DATE: "date", Kind.CHOICE: "select"}


def _of_prose(sheet: Sheet) -> bool:
    """Whether a sheet of fields asks for descriptions only: a boundary, a procedure."""
    return sheet.layout is Layout.FIELDS and all(one.kind is Kind.TEXT and not one.locked for one in sheet.columns)
