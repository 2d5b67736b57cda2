"""(8): two thousand reports through two workers, with none lost; `measure` for the bench, `through` for the test."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from domain.emission_report import acts
from domain.records.database import ask
from domain.records.follow_ups import queries as follow_ups
from tests.bench.ground import AT, MANY, Report, connect, credit_code, officer
from tests.bench.reading import workbook
from tests.bench.rows import YEAR, enter_enterprises, publish_list
from tests.sheets.files import lean, members_of, zipped

WORKERS = 2
MOST_SECONDS, PATIENCE_SECONDS = 1800, 20
WHO = "xl/worksheets/sheet2.xml"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of so many uploads: how many were read, how many of them say nothing, and the time it took."""

    sent: int
    read: int
    silent: int
    seconds: float


async def measure(report: Report, database_url: str, broker_url: str, data_dir: Path, count: int = MANY) -> None:
    found = await through(database_url, broker_url, data_dir, count)
    lost = found.sent - found.read
    each = found.seconds / max(1, found.read) * 1000
    report.say(
        f"{found.sent} reports through {WORKERS} workers: {found.seconds:.0f} s, {each:.0f} ms each, {lost} lost"
    )
    assert (lost, found.silent) == (0, 0)


async def through(database_url: str, broker_url: str, data_dir: Path, count: int) -> Outcome:
    """File one report for each of so many enterprises, start the workers, and wait until nothing is owed any more."""
    reports = await _owing(database_url, count)
    for number, (report_id, enterprise_id, content) in enumerate(reports, start=1):
        filer = officer("filer", number, enterprise_id=enterprise_id)
        await acts.receive(report_id, content, "bench.xlsx", actor=filer, at=datetime.now(UTC))
    began = time.monotonic()
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "BROKER_URL": broker_url,
        "PORTAL_DATA_DIR": str(data_dir),
    }
    portal = str(Path(sys.executable).with_name("portal"))
    workers = [_start([portal, "worker"], environment) for _ in range(WORKERS)]
    try:
        await _until_nothing_is_owed(began)
        taken = time.monotonic() - began
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            _end(worker)
    rows = await ask(
        "SELECT count(*) FILTER (WHERE state <> 'received') AS read, "
        "count(*) FILTER (WHERE state = 'clean' AND emissions_tonnes IS NULL) AS silent FROM report_version"
    )
    return Outcome(len(reports), rows[0]["read"], rows[0]["silent"], taken)


async def _owing(database_url: str, count: int) -> list[tuple[int, int, bytes]]:
    """Enterprises of one unit that owe their reports, each with its own workbook."""
    connection = await connect(database_url)
    try:
        ids = await enter_enterprises(connection, count)
        await publish_list(connection, ids)
    finally:
        await connection.close()
    await acts.open_year(YEAR, actor=officer("verification_officer"), at=AT)
    rows = await ask(
        "SELECT r.id, r.enterprise_id, e.credit_code, e.name FROM report r JOIN enterprise e ON e.id = r.enterprise_id "
        "ORDER BY r.id"
    )
    members = members_of(lean(workbook(1)))
    head = members[WHO].decode()
    made = []
    for row in rows:
        own = head.replace(credit_code(1), row["credit_code"]).replace("示例0001电厂", row["name"])
        made.append((row["id"], row["enterprise_id"], zipped({**members, WHO: own.encode()})))
    return made


def _start(arguments: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen(arguments, env=environment, stdout=quiet, stderr=quiet, start_new_session=True)


def _end(worker: subprocess.Popen[bytes]) -> None:
    """A worker finishes what it holds; one that takes too long is ended with the processes that it started."""
    try:
        worker.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


async def _until_nothing_is_owed(began: float) -> None:
    while await follow_ups.owed_count():
        if time.monotonic() - began > MOST_SECONDS:
            raise TimeoutError("the workers have not read the reports")
        await asyncio.sleep(0.5)
