"""The demonstration with a small cast, played once for a run of the tests; each module gets a copy of it.

A folder whose tests want it imports `package_folder` and `template_database` into its conftest.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from argon2 import PasswordHasher

import piccolo_conf
from domain.records.people import acts as people
from seed.cast import the_cast
from seed.embedded import EmbeddedServers
from seed.play.programme import DEMONSTRATION
from seed.play.scene import Scene
from seed.play.workbooks import end_processes
from tests.conftest import bound_to, exists, tell

TODAY = date(2026, 11, 20)
REAL_PLANTS = 4
PLAYED = "template_played"


@pytest.fixture(scope="session")
def package_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for the process, as the played template is: whichever folder's fixture plays first, all find what it left."""
    folder = tmp_path_factory.getbasetemp() / "package"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
async def template_database(
    template_database: str, servers: EmbeddedServers, package_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """In place of the empty template: one in which the whole demonstration has happened.

    Each folder that wants it has this fixture of its own; the first that is asked plays, the others find it played.
    """
    if await exists(servers, PLAYED):
        return PLAYED
    await tell(servers, f"CREATE DATABASE {PLAYED} TEMPLATE {template_database} STRATEGY file_copy")
    scene = Scene(the_cast().smaller(REAL_PLANTS), TODAY, tmp_path_factory.mktemp("data"), package_folder)
    async with bound_to(servers.url_of(PLAYED)):
        await piccolo_conf.DB.start_connection_pool(min_size=1, max_size=4)
        try:
            with cheap_passwords():
                for stage in DEMONSTRATION:
                    await stage.play(scene)
        finally:
            end_processes()
            await piccolo_conf.DB.close_connection_pool()
    return PLAYED


@contextmanager
def cheap_passwords() -> Iterator[None]:
    """Nobody guesses at these: what a password costs is another test's business."""
    before = people._hasher
    people._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    try:
        yield
    finally:
        people._hasher = before
