"""`portal migrate`: bring the database to this version's schema."""

from __future__ import annotations

import asyncio
import contextlib
import io

from piccolo.apps.migrations.commands.forwards import run_forwards


def command(argv: list[str]) -> int:
    """Run the missing migrations; says how it went in one line."""
    if argv:
        print("portal migrate takes no words")
        return 2
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        outcome = asyncio.run(run_forwards(app_name="domain"))
    if not outcome.success:
        print(told.getvalue() + (outcome.message or ""))
        return 1
    print("database is up to date")
    return 0
