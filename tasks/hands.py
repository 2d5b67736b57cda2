"""Celery, the hands of `portal worker`: a process that does nothing else, and that ends with the worker.

python -m tasks.hands CONCURRENCY NUMBER_OF_THE_WORKER
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import Any

from celery.signals import worker_process_init

from tasks.follow_ups import application

SET_PARENT_DEATH_SIGNAL = 1


def end_with(parent: int) -> None:
    """When the parent is killed outright, Linux ends this process too: nobody works on for a worker that is no more."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit("the worker is gone")


@worker_process_init.connect
def _begin(**_: Any) -> None:
    end_with(os.getppid())


def run(concurrency: str, parent: str) -> None:
    """Work off what the broker carries, until told to stop."""
    end_with(int(parent))
    application.worker_main(
        ["worker", "--loglevel=WARNING", "--pool=prefork", f"--concurrency={concurrency}", "--without-gossip"]
    )


if __name__ == "__main__":
    run(*sys.argv[1:])
