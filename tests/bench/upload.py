"""(2): from upload to findings, one report of six units, against openpyxl merely loading the same file."""

from __future__ import annotations

import asyncio
import io
import time
from statistics import median

from openpyxl import load_workbook

from domain.core.actors import THE_CLOCK, Actor
from domain.core.law import last_day_of
from domain.emission_report import acts, queries, rules
from domain.emission_report.workbook.power import WORKBOOK
from domain.records.lawbook.queries import as_of
from seed.cast import EnterpriseFact, the_cast
from seed.play.emission_report import entries
from seed.play.workbooks import BANNER, Form, filled
from tests.bench.ground import AT, Report, connect, officer
from tests.bench.rows import YEAR, enter_known_enterprise

ENTERPRISE = "hanchuan"
TIMES = 7


async def owing(url: str) -> tuple[EnterpriseFact, queries.ReportCard, Actor]:
    """An enterprise of the cast that owes its report, and its filer."""
    known = the_cast().enterprise(ENTERPRISE)
    connection = await connect(url)
    try:
        enterprise_id = await enter_known_enterprise(connection, known)
    finally:
        await connection.close()
    await acts.open_year(YEAR, actor=officer("verification_officer"), at=AT)
    filer = officer("filer", 2, enterprise_id=enterprise_id)
    card = await queries.report_of(enterprise_id, YEAR, actor=filer)
    assert card is not None
    return known, card, filer


async def measure(report: Report, url: str) -> None:
    known, card, filer = await owing(url)
    files = [await workbook(known, card, filer, number) for number in range(TIMES)]
    ours = [await _upload_and_read(card.id, content, filer) for content in files]
    bare = [await asyncio.to_thread(_load, content) for content in files]
    findings = await queries.findings(
        max(version.id for version in await queries.versions(card.id, actor=filer)), actor=filer
    )
    assert not any(found.finding.stops for found in findings)
    size = len(files[0])
    report.ratio(f"upload to findings, 6 units, {size // 1024} KB, against openpyxl", median(ours), median(bare))


async def workbook(known: EnterpriseFact, card: queries.ReportCard, filer: Actor, number: int) -> bytes:
    """The same report every time, but for a telephone number: the same file twice would be refused."""
    prefill = rules.prefill(await queries.known(card, actor=filer), await as_of(last_day_of(YEAR)))
    written = {key: [dict(line) for line in lines] for key, lines in entries(known, YEAR).items()}
    written["enterprise"][0]["telephone"] = f"027-{number:08}"
    return await asyncio.to_thread(filled, Form(WORKBOOK, prefill, BANNER, written))


async def _upload_and_read(report_id: int, content: bytes, filer: Actor) -> float:
    began = time.perf_counter()
    version_id = await acts.receive(report_id, content, "bench.xlsx", actor=filer, at=AT)
    await acts.read(version_id, actor=THE_CLOCK, at=AT)
    return time.perf_counter() - began


def _load(content: bytes) -> float:
    began = time.perf_counter()
    load_workbook(io.BytesIO(content))
    return time.perf_counter() - began
