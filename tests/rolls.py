"""What holds of every list: its orders page through all lines once, its export is what is seen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl

import openpyxl

from domain.records.computed import found_in
from domain.records.lists import Asked, Found, Line, Roll, found
from portal.lists import columns_of, told
from tests.doors import Browser

Question = Callable[[Asked], Awaitable[Found]]


def over(roll: Roll, where: str, *values: object) -> Question:
    """The list as it is asked of the database."""

    async def question(asked: Asked) -> Found:
        return await found(roll, asked, where, *values)

    return question


def among(roll: Roll, lines: Sequence[Line]) -> Question:
    """The list over computed lines."""

    async def question(asked: Asked) -> Found:
        return found_in(roll, lines, asked)

    return question


async def every(question: Question, **asked: Any) -> list[Line]:
    """Every line, page by page."""
    gathered: list[Line] = []
    after = ""
    while True:
        one = await question(Asked(**{**asked, "after": after}))
        gathered += one.lines
        after = one.after
        if not after:
            return gathered


async def pages_through_every_order(roll: Roll, question: Question, count: int) -> None:
    """Each column, either way round, in pages of one and of three: all lines once, and the order of the whole."""
    for column in roll.visible:
        if not column.sortable:
            continue
        orders: list[list[int]] = []
        for sort in (column.code, f"-{column.code}"):
            whole = [line.id for line in await every(question, sort=sort)]
            assert len(set(whole)) == len(whole) == count, sort
            for limit in (1, 3):
                paged = [line.id for line in await every(question, sort=sort, limit=limit)]
                assert paged == whole, (sort, limit)
            orders.append(whole)
        assert orders[0] == orders[1][::-1], column.code


async def exports_what_is_seen(browser: Browser, path: str, roll: Roll, question: Question, query: str = "") -> None:
    """The workbook under `<path>/export` has the lines and columns that the page shows for the same query."""
    answer = await browser.get(f"{path}/export?{query}")
    assert answer.status_code == 200, answer.text
    asked = _asked(roll, query)
    lines = await every(question, search=asked.search, filters=asked.filters, sort=asked.sort)
    columns = columns_of(roll, asked)
    heading, *rows = exported(answer.content)
    assert len(heading) == len(columns)
    assert len(rows) == len(lines)
    first = columns[0]
    assert [str(row[0] or "") for row in rows] == [str(told(line[first.code], first) or "") for line in lines]


def _asked(roll: Roll, query: str) -> Asked:
    given = dict(parse_qsl(query))
    filters = {one.code: given[one.code] for one in roll.visible if one.filtered and one.code in given}
    columns = tuple(value for name, value in parse_qsl(query) if name == "columns" and roll.column(value))
    return Asked(given.get("search", ""), filters, given.get("sort", ""), columns)


def exported(content: bytes) -> list[tuple[Any, ...]]:
    """The rows of an exported workbook, headings first."""
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


async def act_on(browser: Browser, path: str, act: str, ids: Sequence[int], **typed: str) -> Any:
    """Choose lines and press the button of an act; `sure="yes"` presses it on the page that follows."""
    return await browser.post(path, {"act": act, "chosen": [str(one) for one in ids], **typed})


def parted(page: str) -> tuple[str, str]:
    """What a preview says of those affected, and of those not."""
    before, _, after = page.partition("不涉及")
    return before, after
