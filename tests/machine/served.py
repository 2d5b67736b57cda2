"""The portal as it is run: processes of their own over the database and the Redis of the test, ended with it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx
import psutil

PORTAL = str(Path(sys.executable).with_name("portal"))
READY_SECONDS = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(words: Sequence[str], environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """`portal …` at the head of a process group; whoever is left of it is ended."""
    process = subprocess.Popen(
        [PORTAL, *words],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    family = psutil.Process(process.pid)
    try:
        yield process
    finally:
        left = [family, *family.children(recursive=True)] if family.is_running() else []
        for each in left:
            if each.is_running():
                each.send_signal(signal.SIGKILL)
        process.wait()


@asynccontextmanager
async def served(workers: int, environment: Mapping[str, str]) -> AsyncIterator[httpx.AsyncClient]:
    """A web server with so many workers, once it answers."""
    port = free_port()
    with started(["serve", "--workers", str(workers), "--port", str(port)], environment) as process:
        # A connection for each request, so that the kernel gives them to all workers.
        limits = httpx.Limits(max_keepalive_connections=0)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", limits=limits, timeout=30) as client:
            await _answering(client, process)
            client.headers["x-process"] = str(process.pid)
            yield client


async def _answering(client: httpx.AsyncClient, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, "the web server has ended"
        try:
            if (await client.get("/machine")).status_code == 200:
                return
        except httpx.TransportError:
            await asyncio.sleep(0.2)
    raise TimeoutError("the web server does not answer")
