"""`portal demo`: the whole portal on one machine, with a year already played; Ctrl-C stops all that was started.

The steps: servers (embedded, or those of DATABASE_URL and BROKER_URL) → schema → a played year, if the database holds
none → worker, postman and web server → the address and the sign-ins. The parts are children of this process, started
through the `portal` command like anybody else would; they log to `<dir>/logs`.

How far the demonstration has come is written on the database itself (`COMMENT ON DATABASE`), so the note goes where the
rows go: nothing (a database that is not ours: it must be empty), "begun" (a play that was interrupted), "played".
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

import asyncpg
import psutil

from seed.embedded import EmbeddedError, EmbeddedServers, end_with_parent

BEGUN = "carbon-portal demonstration: begun"
PLAYED = "carbon-portal demonstration: played"
ANSWER_SECONDS = 90.0
STOP_SECONDS = 20.0
# What ends sooner than this has not worked at all: starting it again would only hide why.
FAULTY_SECONDS = 10.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class DemonstrationError(Exception):
    """What keeps the demonstration from running, in words for the person at the terminal."""


class StopRequestedError(Exception):
    """Ctrl-C, SIGTERM or a closed terminal."""


def command(argv: list[str]) -> int:
    """Run the demonstration until it is stopped. 0: its user stopped it; 1: a failure, told in words."""
    parser = argparse.ArgumentParser(prog="portal demo", description="A demonstration province on this machine.")
    parser.add_argument("--dir", type=Path, default=Path("var/demo"), help="where it keeps everything (var/demo)")
    parser.add_argument("--port", type=int, default=8000, help="port of the web server (8000)")
    chosen = parser.parse_args(argv)
    demonstration = Demonstration(folder=chosen.dir.expanduser().resolve(), port=chosen.port)
    with _signals_stop_us():
        try:
            demonstration.run()
        except StopRequestedError:
            demonstration.say("stopped")
            return 0
        except (DemonstrationError, EmbeddedError) as trouble:
            print(f"\nportal demo: {trouble}", file=sys.stderr, flush=True)
            return 1
    return 0


@contextmanager
def _signals_stop_us() -> Iterator[None]:
    """A terminal that closes and a supervisor that says SIGTERM are as good as Ctrl-C.

    Ctrl-C is named too: a shell script that starts us in the background would have us ignore it.
    """

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise StopRequestedError

    before = {number: signal.signal(number, stop) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """While we stop our children a second Ctrl-C must not make orphans of the rest."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass(slots=True)
class Demonstration:
    """One run over one folder."""

    folder: Path
    port: int
    started: float = field(default_factory=time.monotonic)
    children: list[Child] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def say(self, step: str) -> None:
        """One progress line with the seconds since the start."""
        print(f"[{time.monotonic() - self.started:6.1f} s] {step}", flush=True)

    def run(self) -> None:
        _ensure_port_is_free(self.port)
        (self.folder / "logs").mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            servers = self._servers(stack)
            stack.callback(self._stop_children)
            self._end_leftover_children()
            self._prepare_database(servers)
            self._start("worker", "worker")
            self._start("postman", "post")
            web = self._start("web server", "serve", "--workers", "2", "--port", str(self.port))
            self._wait_for_answer(web)
            self._announce()
            self._watch()

    def _servers(self, stack: ExitStack) -> EmbeddedServers | None:
        """The servers of the environment, or embedded ones of this folder; fills the environment of the children."""
        database_url, broker_url = os.environ.get("DATABASE_URL"), os.environ.get("BROKER_URL")
        if bool(database_url) != bool(broker_url):
            raise DemonstrationError("set both DATABASE_URL and BROKER_URL, or neither (then both are embedded)")
        servers = None
        if database_url and broker_url:
            self.say(f"using the database at {_without_password(database_url)}")
        else:
            self.say("starting PostgreSQL and Redis")
            servers = EmbeddedServers(self.folder)
            stack.callback(self._stop_servers, servers)
            servers.start()
            database_url, broker_url = servers.database_url, servers.broker_url
        self.environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            "BROKER_URL": broker_url,
            "PORTAL_DATA_DIR": str(self.folder),
            "PORTAL_DEMO": "1",
            "PORTAL_ADDRESS": os.environ.get("PORTAL_ADDRESS", self.address),
            "PYTHONUNBUFFERED": "1",
        }
        return servers

    def _stop_servers(self, servers: EmbeddedServers) -> None:
        with _undisturbed():
            servers.stop()

    def _prepare_database(self, servers: EmbeddedServers | None) -> None:
        """The schema of today, and a played year in it."""
        url = self.environment["DATABASE_URL"]
        note = asyncio.run(_note_on(url))
        if note == BEGUN:
            self._clear_interrupted_play(servers)
        if note != PLAYED:
            asyncio.run(_claim_empty_database(url))
        self.say("bringing the database up to date")
        self._run_to_its_end("migrate")
        if note != PLAYED:
            self.say("playing compliance year 2024 for the demonstration province (once, a few minutes)")
            self._run_to_its_end("year", "--demo")
            asyncio.run(_write_note(url, PLAYED))

    def _clear_interrupted_play(self, servers: EmbeddedServers | None) -> None:
        if servers is None:
            raise DemonstrationError(
                "this database holds a play that was interrupted: drop it, create it empty, and start again"
            )
        self.say("the last play was interrupted: starting it afresh")
        servers.start_afresh()

    def _run_to_its_end(self, *arguments: str) -> None:
        """A sub-command whose own lines go to this terminal."""
        child = Child.start(f"portal {arguments[0]}", _portal_command(*arguments), self.environment, log=None)
        self._remember(child)
        code = child.process.wait()
        self.children.remove(child)
        if code != 0:
            raise DemonstrationError(f"`portal {' '.join(arguments)}` failed (exit code {code})")

    def _start(self, name: str, *arguments: str) -> Child:
        self.say(f"starting the {name}")
        log = self.folder / "logs" / f"{arguments[0]}.log"
        child = Child.start(name, _portal_command(*arguments), self.environment, log)
        self._remember(child)
        return child

    def _wait_for_answer(self, web: Child) -> None:
        until = time.monotonic() + ANSWER_SECONDS
        while not _answers(self.address):
            self._ensure_all_alive()
            if time.monotonic() > until:
                raise DemonstrationError(f"the web server does not answer at {self.address}{web.last_words()}")
            time.sleep(0.1)

    def _announce(self) -> None:
        self.say(f"the portal is open at {self.address}  (Ctrl-C stops it)")
        sign_ins = self.folder / "sign-ins.txt"
        if sign_ins.exists():
            print("\n" + sign_ins.read_text(encoding="utf-8").rstrip() + "\n", flush=True)
        else:
            print(f"(no table of sign-ins: {sign_ins} is missing)", flush=True)

    def _watch(self) -> None:
        while True:
            self._keep_alive()
            time.sleep(0.5)

    def _keep_alive(self) -> None:
        """As a supervisor would: what ends after it has worked is started again, what ends at once has a fault."""
        for place, child in enumerate(self.children):
            if child.process.poll() is None:
                continue
            if child.lived_seconds < FAULTY_SECONDS:
                raise child.ended()
            self.say(f"the {child.name} has ended by itself; starting it again")
            child.stop()
            self.children[place] = child.again(self.environment)
            self._note_children()

    def _ensure_all_alive(self) -> None:
        for child in self.children:
            if child.process.poll() is not None:
                raise child.ended()

    def _remember(self, child: Child) -> None:
        self.children.append(child)
        self._note_children()

    def _note_children(self) -> None:
        """On disk too: a run that is killed outright leaves the next one a list of whom to look for."""
        numbers = [{"number": each.process.pid, "born": each.born} for each in self.children]
        (self.folder / "children.json").write_text(json.dumps(numbers))

    def _stop_children(self) -> None:
        """Last started, first stopped: the web server before the worker, so nothing new comes in."""
        with _undisturbed():
            if self.children:
                self.say("stopping")
            while self.children:
                self.children.pop().stop()
            (self.folder / "children.json").unlink(missing_ok=True)

    def _end_leftover_children(self) -> None:
        """Children of a killed run and their own children, if any still live."""
        with suppress(OSError, ValueError):
            for entry in json.loads((self.folder / "children.json").read_text()):
                left = _group(entry["number"], entry["born"])
                if left:
                    self.say("ending what a killed run has left")
                    _end_all(left)


@dataclass(slots=True)
class Child:
    """A process of ours, at the head of a process group of its own, so that Ctrl-C reaches it only through us."""

    name: str
    arguments: list[str]
    process: subprocess.Popen[bytes]
    log: Path | None
    born: float | None
    started: float = field(default_factory=time.monotonic)

    @classmethod
    def start(
        cls, name: str, arguments: list[str], environment: dict[str, str], log: Path | None, mode: str = "wb"
    ) -> Child:
        with log.open(mode) if log else nullcontext() as output:
            process = subprocess.Popen(
                arguments,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=True,
                preexec_fn=end_with_parent(signal.SIGTERM),
            )
        return cls(name, arguments, process, log, _born(process.pid))

    def again(self, environment: dict[str, str]) -> Child:
        """Another process in place of this one, which has ended; its words follow in the same log."""
        return Child.start(self.name, self.arguments, environment, self.log, "ab")

    @property
    def lived_seconds(self) -> float:
        """Since it was started, as of now."""
        return time.monotonic() - self.started

    def ended(self) -> DemonstrationError:
        """What is told of a process that has ended and should not have."""
        code = self.process.poll()
        return DemonstrationError(f"the {self.name} has ended by itself (exit code {code}){self.last_words()}")

    def stop(self) -> None:
        _end_group(self.process.pid, lambda: self.process.poll() is not None)
        self.process.wait()

    def last_words(self) -> str:
        if self.log is None:
            return ""
        lines = self.log.read_text(errors="replace").splitlines()[-15:]
        return "\n  ".join([f"; the end of {self.log}:", *lines])


def _end_group(leader: int, ended: Callable[[], bool]) -> None:
    """Ask the leader to stop and give it time; then end whoever is left of its group."""
    with suppress(ProcessLookupError):
        os.kill(leader, signal.SIGTERM)
    until = time.monotonic() + STOP_SECONDS
    while not ended() and time.monotonic() < until:
        time.sleep(0.05)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _born(number: int) -> float | None:
    """When the process began, which tells it from a later one of the same number; None when there is none."""
    try:
        return float(psutil.Process(number).create_time())
    except psutil.Error:
        return None


def _group(number: int, born: float) -> list[psutil.Process]:
    """Who lives of a process group. The kernel gives a group's number to no one else while a member lives; a younger
    group of the same number is told by the leader's birth."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, ProcessLookupError):
            if os.getpgid(process.pid) == number and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    leader = next((process for process in found if process.pid == number), None)
    return [] if leader is not None and leader.create_time() != born else found


def _end_all(processes: list[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    for process in psutil.wait_procs(processes, timeout=STOP_SECONDS)[1]:
        with suppress(psutil.NoSuchProcess):
            process.kill()


def _portal_command(*arguments: str) -> list[str]:
    """The `portal` script that stands beside this interpreter."""
    return [str(Path(sys.executable).with_name("portal")), *arguments]


def _ensure_port_is_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as refusal:
            raise DemonstrationError(
                f"port {port} is in use; choose another: `portal demo --port {port + 1}` or `make demo PORT={port + 1}`"
            ) from refusal


def _answers(address: str) -> bool:
    """Any answer but a failure of the server itself."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own http address
            return bool(answer.status < 500)
    except urllib.error.HTTPError as refusal:
        return refusal.code < 500
    except OSError:
        return False


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


async def _note_on(url: str) -> str | None:
    connection = await _connect(url)
    try:
        note: str | None = await connection.fetchval(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        return note
    finally:
        await connection.close()


async def _claim_empty_database(url: str) -> None:
    """Never play into a database that holds somebody's work."""
    connection = await _connect(url)
    try:
        tables = await connection.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
    finally:
        await connection.close()
    if tables:
        raise DemonstrationError(
            "this database holds tables that no demonstration has made; give an empty database in DATABASE_URL"
        )
    await _write_note(url, BEGUN)


async def _write_note(url: str, note: str) -> None:
    connection = await _connect(url)
    try:
        name = await connection.fetchval("SELECT quote_ident(current_database())")
        await connection.execute(f"COMMENT ON DATABASE {name} IS '{note}'")
    finally:
        await connection.close()


async def _connect(url: str) -> asyncpg.Connection:
    try:
        return await asyncpg.connect(dsn=url, timeout=20)
    except (OSError, asyncpg.PostgresError) as refusal:
        raise DemonstrationError(f"the database at {_without_password(url)} does not answer: {refusal}") from refusal
