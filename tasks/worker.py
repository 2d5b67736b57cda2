"""`portal worker`: the Celery worker with the pump beside it."""

from __future__ import annotations

import argparse
import asyncio
import threading

from tasks.follow_ups import application
from tasks.pump import pump_for_ever


def command(argv: list[str]) -> int:
    """Run pump and worker until stopped."""
    parser = argparse.ArgumentParser(prog="portal worker")
    parser.add_argument("--concurrency", type=int, default=1)
    chosen = parser.parse_args(argv)
    threading.Thread(target=lambda: asyncio.run(pump_for_ever()), name="pump", daemon=True).start()
    application.worker_main(
        ["worker", "--loglevel=WARNING", "--pool=prefork", f"--concurrency={chosen.concurrency}", "--without-gossip"]
    )
