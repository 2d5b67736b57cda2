"""`portal journal verify`: walk the whole chain and say how much of it holds."""

from __future__ import annotations

import asyncio
import sys

from domain.records.journal import queries

USAGE = """portal journal verify    prove the chain from the first entry to the last; exit code 1 where it breaks"""


def command(argv: list[str]) -> int:
    """Run it. 0: every entry holds. 1: the first that does not is named. 2: not understood."""
    if argv != ["verify"]:
        print(USAGE, file=sys.stderr)
        return 2
    holding, broken = asyncio.run(queries.verify())
    if broken is None:
        print(f"{holding} entries hold")
        return 0
    print(f"{holding} entries hold; entry {broken.number} is {broken.what}")
    return 1
