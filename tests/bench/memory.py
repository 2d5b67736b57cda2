"""(5): the memory of two web workers that made pages and one Celery worker that read reports."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psutil

from domain.emission_report import acts
from domain.records.follow_ups import queries as follow_ups
from tests.bench import upload
from tests.bench.ground import Report

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 600
REQUESTS, UPLOADS = 60, 4
READY_SECONDS = 60


async def measure(report: Report, database_url: str, broker_url: str, data_dir: Path) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "BROKER_URL": broker_url,
        "PORTAL_DATA_DIR": str(data_dir),
    }
    port = _free_port()
    portal = str(Path(sys.executable).with_name("portal"))
    web = _start([portal, "serve", "--workers", "2", "--port", str(port)], environment)
    worker = _start([portal, "worker"], environment)
    try:
        await _visit(f"http://127.0.0.1:{port}/")
        await _read_reports(database_url)
        shared = _megabytes(web) + _megabytes(worker)
        report.say(
            f"{'memory of two web workers and one Celery worker':<58} {shared:>9.1f} MB   at most {MOST_MEGABYTES}"
        )
    finally:
        for process in (web, worker):
            process.terminate()
        for process in (web, worker):
            process.wait(30)


async def _read_reports(database_url: str) -> None:
    """Uploads that the worker is sent by the pump; not before they are read is the measurement made."""
    known, card, filer = await upload.owing(database_url)
    for number in range(UPLOADS):
        content = await upload.workbook(known, card, filer, number)
        await acts.receive(card.id, content, "bench.xlsx", actor=filer, at=datetime.now(UTC))
    until = time.monotonic() + READY_SECONDS
    while await follow_ups.owed_count():
        if time.monotonic() > until:
            raise TimeoutError("the worker has not read the reports")
        await asyncio.sleep(0.3)


def _start(arguments: Sequence[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(arguments, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


async def _visit(address: str) -> None:
    """Wait until it answers, then ask for enough pages that both workers have made some."""
    until = time.monotonic() + READY_SECONDS
    async with httpx.AsyncClient(timeout=10, follow_redirects=True) as client:
        while True:
            try:
                await client.get(address)
                break
            except httpx.HTTPError:
                if time.monotonic() > until:
                    raise
                await asyncio.sleep(0.3)
    for _ in range(REQUESTS):
        async with httpx.AsyncClient(
            timeout=10, follow_redirects=True
        ) as client:  # a connection each, so that both workers get some
            await client.get(address)


def _megabytes(process: subprocess.Popen[bytes]) -> float:
    """What the process and its children hold, shared pages counted once among those who share them."""
    parent = psutil.Process(process.pid)
    family = [parent, *parent.children(recursive=True)]
    return sum(_held(one) for one in family) / MEGABYTE


def _held(process: psutil.Process) -> int:
    full = process.memory_full_info()
    return int(getattr(full, "pss", 0) or full.rss)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
