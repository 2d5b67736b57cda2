"""(7): reading, checking and storing the power report of four units, part by part, against openpyxl's bare load."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Callable
from decimal import Decimal
from statistics import median

from openpyxl import load_workbook

from domain.core.actors import THE_CLOCK, Actor
from domain.core.law import last_day_of
from domain.core.workbook import read
from domain.emission_report import acts, queries
from domain.emission_report.checks import examine
from domain.emission_report.rules import FORMS, KnownUnit
from domain.records.lawbook.queries import as_of
from domain.records.sheets.reader import USUAL, grid_of
from domain.records.sheets.writer import blank
from tests.bench.ground import AT, Report, connect, credit_code, officer
from tests.bench.rows import YEAR, enter_enterprises, publish_list
from tests.rooms.emission_report import sample

TIMES, UNITS = 15, 4
FORM = FORMS["power.A22"]


def units(count: int) -> tuple[KnownUnit, ...]:
    """As the register of the measurements has them."""
    return tuple(
        KnownUnit(f"{number}#", Decimal(300), "II", "bituminous", False, "measured", "measured")
        for number in range(1, count + 1)
    )


def workbook(count: int, number: int = 0, name: str = "示例0001电厂") -> bytes:
    """The honest report of so many units; another telephone number makes another file."""
    filled = sample.entries(code=credit_code(1), name=name, units=units(count))
    filled["enterprise"][0]["telephone"] = f"027-{number:08}"
    return blank(FORM.workbook, filled)


async def measure(report: Report, url: str) -> None:
    connection = await connect(url)
    try:
        ids = await enter_enterprises(connection, 1, units_each=UNITS)
        await publish_list(connection, ids)
    finally:
        await connection.close()
    await acts.open_year(YEAR, actor=officer("verification_officer"), at=AT)
    filer = officer("filer", 2, enterprise_id=ids[0])
    card = await queries.report_of(ids[0], YEAR, actor=filer)
    assert card is not None
    files = [await asyncio.to_thread(workbook, UNITS, number) for number in range(TIMES)]
    # One after the other, so that what else the machine does falls on both.
    ours, loads = [], []
    for content in files:
        ours.append(await _stored(card.id, content, filer))
        loads.append(_taken(lambda content=content: load_workbook(io.BytesIO(content))))  # type: ignore[misc]
    bare = median(loads)
    size = f"{UNITS} units × 12 months, {len(files[0]) // 1024} KB"
    report.ratio(f"read + check + store, {size}", median(ours), bare)
    await _by_part(report, card, files, filer, bare)


async def _stored(report_id: int, content: bytes, filer: Actor) -> float:
    """Seconds from a received version to its findings."""
    version_id = await acts.receive(report_id, content, "bench.xlsx", actor=filer, at=AT)
    began = time.perf_counter()
    await acts.read(version_id, actor=THE_CLOCK, at=AT)
    return time.perf_counter() - began


async def _by_part(report: Report, card: queries.ReportCard, files: list[bytes], filer: Actor, bare: float) -> None:
    known, law = await queries.known(card, actor=filer), await as_of(last_day_of(YEAR))
    grids = [grid_of(content, limits=USUAL) for content in files]
    lines = [read(FORM.workbook, grid)[0] for grid in grids]
    parts: tuple[tuple[str, Callable[[int], object]], ...] = (
        ("  of it: file to grid", lambda n: grid_of(files[n], limits=USUAL)),
        ("  of it: grid to lines", lambda n: read(FORM.workbook, grids[n])),
        ("  of it: accounting and checks", lambda n: examine(FORM, lines[n], known, law)),
    )
    for what, part in parts:
        taken = [_taken(lambda n=n, part=part: part(n)) for n in range(len(files))]  # type: ignore[misc]
        report.ratio(what, median(taken), bare)


def _taken(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
