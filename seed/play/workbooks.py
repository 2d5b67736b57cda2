"""Filling a form as a person would: the blank is opened, its open cells are written, the file is saved."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from domain.core.workbook import Column, Layout, Sheet, Workbook
from domain.records.sheets.writer import Prefill, blank
from seed.play.scene import OutOfScript

BANNER = "演示数据 synthetic figures"
WORTH_A_PROCESS = 8

# Values by key of the sheet, then line by line by key of the column; a choice by its code.
Entries = Mapping[str, Sequence[Mapping[str, object]]]
Position = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A blank as the portal hands it out, and what somebody writes into it."""

    description: Workbook
    prefill: Prefill | None
    banner: str
    entries: Entries


async def filled_together(forms: Sequence[Form]) -> list[bytes]:
    """Fill many forms on every processor there is: filling is what takes the time of a play."""
    if len(forms) < WORTH_A_PROCESS:
        return [filled(form) for form in forms]
    loop, pool = asyncio.get_running_loop(), _processes()
    return await asyncio.gather(*(loop.run_in_executor(pool, filled, form) for form in forms))


@cache
def _processes() -> ProcessPoolExecutor:
    # Started afresh rather than forked: the running loop and its database connections stay here.
    return ProcessPoolExecutor(os.cpu_count() or 1, mp_context=get_context("spawn"))


def end_processes() -> None:
    """Let the helpers go; the next forms would start new ones."""
    if _processes.cache_info().currsize:
        _processes().shutdown()
        _processes.cache_clear()


def filled(form: Form) -> bytes:
    """The blank with the entries. A line of a pre-filled sheet goes where its locked cells say."""
    book = load_workbook(io.BytesIO(blank(form.description, form.prefill, banner=form.banner)))
    for key, lines in form.entries.items():
        sheet = form.description.sheet(key)
        page = book[sheet.title_zh]
        if sheet.layout is Layout.FIELDS:
            _fill_fields(page, sheet, lines[0])
        else:
            _fill_rows(page, sheet, lines)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _fill_fields(page: Worksheet, sheet: Sheet, values: Mapping[str, object]) -> None:
    for row, column in enumerate(sheet.columns, start=sheet.FIRST_FIELD):
        if column.key in values and not column.locked:
            _write(page, row, sheet.FIELD_VALUE, column, values[column.key])


def _fill_rows(page: Worksheet, sheet: Sheet, lines: Sequence[Mapping[str, object]]) -> None:
    locked = [column for column in sheet.columns if column.locked and not column.formula]
    known = _known_lines(page, sheet, locked)
    for number, line in enumerate(lines):
        row = known.get(_position(locked, line)) if known else sheet.FIRST_LINE + number
        if row is None:
            raise OutOfScript(f"{sheet.key} has no line for {_position(locked, line)}")
        for index, column in enumerate(sheet.columns, start=1):
            if column.key in line and not (known and column.locked):
                _write(page, row, index, column, line[column.key])


def _known_lines(page: Worksheet, sheet: Sheet, locked: Sequence[Column]) -> dict[Position, int]:
    """Where the portal has pre-filled lines: what their locked cells say, and their row."""
    known: dict[Position, int] = {}
    for row in range(sheet.FIRST_LINE, page.max_row + 1):
        texts = tuple(str(page.cell(row, sheet.index(column.key)).value or "") for column in locked)
        if any(texts):
            known[texts] = row
    return known


def _position(locked: Sequence[Column], line: Mapping[str, object]) -> Position:
    return tuple(str(_shown(column, line.get(column.key, ""))) for column in locked)


def _write(page: Worksheet, row: int, index: int, column: Column, value: object) -> None:
    cell: Any = page.cell(row, index)
    cell.value = _shown(column, value)


def _shown(column: Column, value: object) -> object:
    for choice in column.choices:
        if value == choice.code:
            return choice.title_zh
    return value
