"""`portal serve`: the web server."""

from __future__ import annotations

import argparse

import uvicorn


def command(argv: list[str]) -> int:
    """Serve until stopped. The number of workers and the address are the operator's."""
    parser = argparse.ArgumentParser(prog="portal serve")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args(argv)
    uvicorn.run(
        "portal.application:application",
        factory=True,
        host=chosen.host,
        port=chosen.port,
        workers=chosen.workers,
        log_level="warning",
        server_header=False,
        # Streams of progress would keep a server that is told to stop; browsers come back by themselves.
        timeout_graceful_shutdown=5,
    )
    return 0
