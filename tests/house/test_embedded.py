"""The servers out of wheels: they start, keep what they hold, survive a kill, and mind their own folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import asyncpg
import psutil
import pytest
import redis
from piccolo.engine.postgres import PostgresEngine
from piccolo.querystring import QueryString

import piccolo_conf
from seed.embedded import EmbeddedError, EmbeddedServers


async def fetch(url: str, sql: str) -> object:
    connection = await asyncpg.connect(dsn=url)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


async def test_asyncpg_and_piccolo_take_the_address(servers: EmbeddedServers) -> None:
    assert await fetch(servers.database_url, "SHOW server_encoding") == "UTF8"
    engine = PostgresEngine(config={"dsn": servers.database_url})
    (row,) = await engine.run_querystring(QueryString("SELECT 1 AS one"))
    assert row["one"] == 1


def test_nothing_listens_on_the_network_without_a_password(servers: EmbeddedServers) -> None:
    address = servers.broker_url.rpartition("@")[2]
    with redis.Redis.from_url(f"redis://{address}") as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()


async def test_a_second_start_finds_what_the_first_left(tmp_path: Path) -> None:
    with EmbeddedServers(tmp_path, durable=False) as first:
        await fetch(first.database_url, "CREATE TABLE kept AS SELECT 7 AS number")
        with redis.Redis.from_url(first.broker_url) as client:
            client.set("kept", "7")
    with EmbeddedServers(tmp_path, durable=False) as second:
        assert await fetch(second.database_url, "SELECT number FROM kept") == 7
        assert second.broker_url == first.broker_url
        with redis.Redis.from_url(second.broker_url) as client:
            assert client.get("kept") == b"7"


async def test_the_broker_stops_alone_and_comes_back_under_its_address(tmp_path: Path) -> None:
    with EmbeddedServers(tmp_path, durable=False) as servers:
        url = servers.broker_url
        with redis.Redis.from_url(url) as client:
            client.lpush("waiting", "letter")
            servers.stop_broker()
            with pytest.raises(redis.ConnectionError):
                client.ping()
            assert await fetch(servers.database_url, "SELECT 1") == 1
            servers.start_broker()
            assert servers.broker_url == url
            assert client.rpop("waiting") == b"letter"


async def test_start_afresh_leaves_nothing(tmp_path: Path) -> None:
    with EmbeddedServers(tmp_path, durable=False) as servers:
        await fetch(servers.database_url, "CREATE TABLE gone (number int)")
        with redis.Redis.from_url(servers.broker_url) as client:
            client.set("gone", "1")
            servers.start_afresh()
            assert client.get("gone") is None
        assert await fetch(servers.database_url, "SELECT to_regclass('gone')") is None


async def test_a_long_folder_is_no_obstacle(tmp_path: Path) -> None:
    """A socket's path may have 107 bytes; a folder's may have more."""
    with EmbeddedServers(tmp_path / ("深" * 30) / ("x" * 60), durable=False) as servers:
        assert await fetch(servers.database_url, "SELECT 1") == 1


def test_a_folder_in_use_is_refused(servers: EmbeddedServers) -> None:
    with pytest.raises(EmbeddedError, match="in use"):
        EmbeddedServers(servers.folder, durable=False).start()


def leave_killed_run(folder: Path) -> None:
    """A run of its own, killed outright once its servers are up."""
    program = f"""
        from pathlib import Path
        from seed.embedded import EmbeddedServers
        EmbeddedServers(Path({str(folder)!r}), durable=False).start()
        print("up", flush=True)
        input()
    """
    command = [sys.executable, "-c", textwrap.dedent(program)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"up\n"
        run.send_signal(signal.SIGKILL)


def at_work_in(folder: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter(["cwd"]):
        if (process.info["cwd"] or "").startswith(str(folder)):
            found.append(process)
    return found


async def test_a_killed_run_is_resumed(tmp_path: Path) -> None:
    leave_killed_run(tmp_path)
    with EmbeddedServers(tmp_path, durable=False) as servers:
        assert await fetch(servers.database_url, "SELECT 1") == 1
    assert at_work_in(tmp_path) == []


async def test_a_killed_postmaster_is_resumed(tmp_path: Path) -> None:
    """The server itself is killed: its lock file and perhaps a session or two stay behind."""
    with EmbeddedServers(tmp_path, durable=False) as servers:
        os.kill(int((tmp_path / "postgresql" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    with EmbeddedServers(tmp_path, durable=False) as servers:
        assert await fetch(servers.database_url, "SELECT 1") == 1


async def test_the_database_of_a_module_is_bound_to_piccolo(database: piccolo_conf.EnginePerLoop) -> None:
    assert database.pool is not None
    (row,) = await database.run_querystring(QueryString("SELECT current_database() AS name"))
    assert row["name"].endswith("test_embedded")
