"""`portal worker`: the pump, and beside it Celery as a process of its own, which is stopped within bounded time.

Celery forks. A fork copies the locks that other threads hold at that moment and not the threads that would let them go:
a task then waits for ever, and the worker with it. So nothing else lives in Celery's process; the pump lives here.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import os
import signal
import sys
from asyncio.subprocess import Process

from tasks.pump import pump_for_ever

log = logging.getLogger("portal.worker")
# What is under way may be finished; then it is broken off and its message given back; then Celery is ended outright.
FINISH_SECONDS, BREAK_OFF_SECONDS = 7.0, 2.0
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def command(argv: list[str]) -> int:
    """Run pump and Celery until stopped. 0: it was stopped; 1: one of the two has ended by itself."""
    parser = argparse.ArgumentParser(prog="portal worker")
    parser.add_argument("--concurrency", type=int, default=1)
    chosen = parser.parse_args(argv)
    stopped = asyncio.new_event_loop().run_until_complete(_run(chosen.concurrency))
    # `asyncio.run` and the interpreter would wait for a thread of the pump that waits for a broker that is silent.
    logging.shutdown()
    os._exit(0 if stopped else 1)


async def _run(concurrency: int) -> bool:
    """Both side by side, until a signal or until one of them ends; whether it was a signal."""
    told = asyncio.Event()
    for number in STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    celery = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tasks.hands", str(concurrency), str(os.getpid()), process_group=0
    )
    pump = asyncio.create_task(pump_for_ever())
    until = [pump, asyncio.create_task(told.wait()), asyncio.create_task(celery.wait())]
    try:
        await asyncio.wait(until, return_when=asyncio.FIRST_COMPLETED)
        if not told.is_set():
            log.error("the worker ends: %s", "Celery has ended" if celery.returncode is not None else pump)
        return told.is_set()
    finally:
        pump.cancel()
        await _stop(celery)


async def _stop(celery: Process) -> None:
    """Ask, insist, end. What was broken off is done again by whoever comes next: acts are one transaction each."""
    for number, patience in ((signal.SIGTERM, FINISH_SECONDS), (signal.SIGQUIT, BREAK_OFF_SECONDS)):
        if celery.returncode is None:
            celery.send_signal(number)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(celery.wait(), patience)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(celery.pid, signal.SIGKILL)
    await celery.wait()
