"""`portal year`: plays a compliance year from the list to the ministry's package.

portal year --year 2024 --out DIR     into a database of its own that is gone afterwards; the package goes to DIR
portal year --demo                    into the database of DATABASE_URL, with the next year left open at --today
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import io
import os
import sys
import tempfile
import time
from datetime import date, datetime
from pathlib import Path

from piccolo.apps.migrations.commands.forwards import run_forwards

import piccolo_conf
from seed.cast import the_cast
from seed.embedded import EmbeddedError, EmbeddedServers
from seed.play.programme import DEMONSTRATION, YEAR
from seed.play.scene import CHINA, OutOfScript, Scene, Stage, ensure_empty, entries_in_unbroken_journal
from seed.play.today import EARLIEST, UNREVEALED_SEED, desks
from seed.play.workbooks import end_processes
from seed.sign_ins import sign_ins

PLAYED_YEAR = 2024
# The days on which the open year can be told: after its summer, before its surrender.
FIRST_DAY, LAST_DAY = EARLIEST, date(2026, 12, 18)
DATA_FOLDER = "PORTAL_DATA_DIR"


def command(argv: list[str]) -> int:
    """0: played to the end; 1: not, and the message says why; 2: asked for what there is not."""
    parser = argparse.ArgumentParser(prog="portal year", description="Plays a compliance year through the rooms' acts.")
    parser.add_argument("--year", type=int, default=PLAYED_YEAR, help="compliance year (2024)")
    parser.add_argument("--out", type=Path, help="folder for the ministry's package")
    parser.add_argument("--demo", action="store_true", help="play into DATABASE_URL and leave the next year open")
    parser.add_argument("--today", type=date.fromisoformat, default=_today(), help="how far the open year has come")
    chosen = parser.parse_args(argv)
    if chosen.year != PLAYED_YEAR:
        print(f"portal year: only {PLAYED_YEAR} has a story so far", file=sys.stderr)
        return 2
    if not chosen.demo and chosen.out is None:
        parser.error("--out DIR says where the package shall go")
    try:
        if chosen.demo:
            data_dir = Path(os.environ.get(DATA_FOLDER, "var/demo"))
            data_dir.mkdir(parents=True, exist_ok=True)
            told = asyncio.run(_play_demonstration(Scene(the_cast(), chosen.today, data_dir)))
            (data_dir / "sign-ins.txt").write_text(told, encoding="utf-8")
        else:
            _play_headless(chosen.out)
    except (OutOfScript, EmbeddedError) as trouble:
        print(f"portal year: {trouble}", file=sys.stderr)
        return 1
    return 0


def _today() -> date:
    """Today, as far as the open year can be told."""
    return min(max(datetime.now(CHINA).date(), FIRST_DAY), LAST_DAY)


async def _play_demonstration(scene: Scene) -> str:
    """Into the database of the environment, whose schema stands already; answers the table of sign-ins."""
    await _play(DEMONSTRATION, scene)
    return sign_ins(scene.cast, await desks(scene), UNREVEALED_SEED)


def _play_headless(out: Path) -> None:
    """Into servers of its own. The package is written and then checked by the checker that goes with it."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="portal-year-") as folder:
        Path(folder).chmod(0o755)  # the database runs as another user when we are root
        with EmbeddedServers(Path(folder) / "servers", durable=False) as servers:
            piccolo_conf.DB.config = {"dsn": servers.database_url}
            scene = Scene(the_cast(), LAST_DAY, Path(folder) / "data", out)
            asyncio.run(_migrate_and_play(scene))


async def _migrate_and_play(scene: Scene) -> None:
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        migrated = await run_forwards("domain")
    if not migrated.success:
        raise OutOfScript(f"the schema could not be made: {migrated.message}\n{told.getvalue()}")
    await _play(YEAR, scene)


async def _play(stages: tuple[Stage, ...], scene: Scene) -> None:
    await piccolo_conf.DB.start_connection_pool(min_size=1, max_size=4)
    try:
        await ensure_empty()
        began = time.monotonic()
        for stage in stages:
            line = await stage.play(scene)
            print(f"{time.monotonic() - began:6.1f} s  {stage.name:<22} {line}", flush=True)
        print(f"{await entries_in_unbroken_journal():,} entries in the journal, its chain unbroken", flush=True)
    finally:
        end_processes()
        await piccolo_conf.DB.close_connection_pool()
