"""Files of outside data as sources send them, and an import through the acts."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from domain.outside_data import acts, queries
from domain.outside_data.workbook import SHEET, WORKBOOKS, Source
from domain.records.sheets.writer import blank
from tests.cast import actor
from tests.doors import credit_code

AT = datetime(2026, 5, 20, 2, 0, tzinfo=UTC)
OFFICER = actor("verification_officer")
PLANT, OTHER, STRANGER = credit_code(1), credit_code(2), credit_code(77)
HEADINGS = ("统一社会信用代码", "单位名称", "年度", "月份", "指标", "数值", "计量单位")
KEYS = ("credit_code", "name", "year", "month", "figure", "value", "unit")
Row = tuple[Any, ...]


def bought(
    value: object, code: str = PLANT, *, year: int = 2025, month: object = None, unit: str = "MWh", name: str = ""
) -> Row:
    """A line of electricity bought."""
    return code, name, year, month, "electricity_mwh", value, unit


def workbook(*rows: Row, source: Source = Source.GRID) -> bytes:
    lines = [{key: value for key, value in zip(KEYS, row, strict=True) if value not in (None, "")} for row in rows]
    return blank(WORKBOOKS[source], {SHEET: lines})


def text(*rows: Row, encoding: str = "utf-8", separator: str = ",", headings: Sequence[str] = HEADINGS) -> bytes:
    """The same as a table of text; the figure by its Chinese title, as people write it."""
    titles = {choice.code: choice.title_zh for choice in WORKBOOKS[Source.GRID].sheet(SHEET).column("figure").choices}
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(headings)
    for code, name, year, month, figure, *rest in rows:
        writer.writerow([code, name, year, "" if month is None else month, titles.get(figure, figure), *rest])
    return out.getvalue().encode(encoding)


async def received(content: bytes, source: str = "grid", name: str = "电网结算.xlsx") -> queries.ImportCard:
    import_id = await acts.receive(source, content, name, actor=OFFICER, at=AT)
    return await card(import_id)


async def imported(content: bytes, source: str = "grid") -> queries.ImportCard:
    found = await received(content, source)
    await acts.import_(found.id, actor=OFFICER, at=AT)
    return await card(found.id)


async def card(import_id: int) -> queries.ImportCard:
    found = await queries.import_card(import_id, actor=OFFICER)
    assert found is not None
    return found


async def told(year: int = 2025) -> dict[tuple[str, str, int], str]:
    """What stands: (credit code, figure, month) → value with its unit."""
    return {
        (one.credit_code, each.code, each.month): f"{each.value} {each.unit}"
        for one in await queries.told_in(year, actor=OFFICER)
        for each in one.told
    }
