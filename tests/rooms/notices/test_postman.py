"""The postman: rounds into files and by SMTP, trouble in words, settings that cannot be meant."""

from __future__ import annotations

import asyncio
import os
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from domain.core.duties import Duty
from domain.records.database import ask
from domain.records.notices import queries
from portal.postman import FRESH, Round, UndeliverableError, by_smtp, go_round, into_files
from portal.settings import MailSettings, SettingsError, mail_settings
from tests.doors import Town
from tests.rooms.notices.conftest import MAIL, MORNING, PORTAL, address, empty, told


@pytest.fixture(autouse=True)
async def fresh(town: Town) -> None:
    await empty()


class Server(socketserver.ThreadingTCPServer):
    """A mail server of a few lines: answers by a table, keeps what it is given."""

    allow_reuse_address = True

    def __init__(self, **answers: str) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.answers, self.kept = answers, []


class Conversation(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(":")[0].split()[0].upper()
            answer = self.server.answers.get(verb.lower(), "250 fine")
            if verb == "DATA" and answer == "250 fine":
                self._say("354 go on")
                self.server.kept.append(b"".join(iter(self.rfile.readline, b".\r\n")))
            self._say(answer)
            if verb == "QUIT":
                return

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@contextmanager
def serving(**answers: str) -> Iterator[tuple[Server, MailSettings]]:
    with Server(**answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        yield server, MailSettings(MAIL.address, MAIL.sender, "127.0.0.1", port, "none", "", "")
        server.shutdown()


async def one_waits(town: Town) -> None:
    await address("filer", "filer@example.cn")
    await told(enterprise_id=town.enterprise_id)


async def trouble() -> str:
    (card,) = await queries.letters(("waiting", "failed"))
    return f"{card.state} {card.trouble}"


async def test_a_round_into_files(town: Town, tmp_path: Path) -> None:
    await address("filer", "filer@example.cn")
    await address("signatory", "signatory@example.cn", "en")
    await told("plan.filed", enterprise_id=town.enterprise_id, version="2")
    await told("plan.returned", enterprise_id=town.enterprise_id, version="3", reason="重做")
    send = into_files(tmp_path / "letters")
    assert await go_round(PORTAL, MAIL, send, at=MORNING) == Round(written=4, sent=4, kept_back=0)
    assert await go_round(PORTAL, MAIL, send, at=MORNING + timedelta(days=1)) == Round(0, 0, 0)
    files = sorted((tmp_path / "letters").iterdir())
    assert len(files) == 2, "all of one account in one message"
    assert {path.suffix for path in files} == {".eml"}
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    letters = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
    assert {letter["To"].addresses[0].addr_spec for letter in letters} == {"filer@example.cn", "signatory@example.cn"}
    assert {letter["Content-Language"] for letter in letters} == {"zh-CN", "en"}


async def test_old_news_is_not_sent(town: Town, tmp_path: Path) -> None:
    await address("filer", "filer@example.cn")
    await told(enterprise_id=town.enterprise_id, at=MORNING - FRESH - timedelta(minutes=1))
    assert (await go_round(PORTAL, MAIL, into_files(tmp_path), at=MORNING)).written == 0


async def test_a_round_by_smtp(town: Town) -> None:
    await one_waits(town)
    with serving() as (server, mail):
        assert (await go_round(PORTAL, mail, by_smtp(mail), at=MORNING)).sent == 1
    (letter,) = [message_from_bytes(one, policy=policy.default) for one in server.kept]
    assert "2025 年度重点排放单位名录" in letter["Subject"]
    assert letter.get_body(("html",)) is not None


@pytest.mark.parametrize(
    ("answers", "told_trouble"),
    [
        ({"rcpt": "550 no such user"}, "failed recipient: 550 no such user"),
        ({"rcpt": "451 try later"}, "waiting recipient: 451 try later"),
        ({"mail": "554 go away"}, "waiting answer: 554 go away"),
        ({"data": "452 full"}, "waiting answer: 452 full"),
    ],
)
async def test_what_the_server_says_is_kept(town: Town, answers: dict[str, str], told_trouble: str) -> None:
    await one_waits(town)
    with serving(**answers) as (_, mail):
        assert await go_round(PORTAL, mail, by_smtp(mail), at=MORNING) == Round(1, 0, 1)
    assert await trouble() == told_trouble


async def test_a_server_that_is_away_or_not_encrypted_keeps_letters_waiting(town: Town) -> None:
    await one_waits(town)
    nobody = MailSettings(MAIL.address, MAIL.sender, "127.0.0.1", 9, "none", "", "")
    await go_round(PORTAL, nobody, by_smtp(nobody), at=MORNING)
    assert (await trouble()).startswith("waiting connection: ")
    with serving() as (server, plain):
        asking = MailSettings(MAIL.address, MAIL.sender, plain.host, plain.port, "starttls", "me", "secret")
        await go_round(PORTAL, asking, by_smtp(asking), at=MORNING + timedelta(hours=1))
        assert server.kept == [], "never sent in the open when encryption was asked for"
    assert (await trouble()).startswith("waiting not_supported: ")
    with serving() as (_, mail):
        assert (await go_round(PORTAL, mail, by_smtp(mail), at=MORNING + timedelta(days=1))).sent == 1


async def test_an_address_that_is_none_fails_at_once_and_holds_up_nobody(town: Town, tmp_path: Path) -> None:
    await address("filer", "filer@example.cn\r\nBcc: x@example.cn")
    await address("signatory", "signatory@example.cn")
    await told(enterprise_id=town.enterprise_id)
    assert await go_round(PORTAL, MAIL, into_files(tmp_path), at=MORNING) == Round(2, 1, 1)
    (card,) = await queries.letters(("failed",))
    assert card.trouble.startswith("recipient: ")


async def test_two_postmen_send_nothing_twice(town: Town) -> None:
    for name in ("filer", "signatory", "verification_officer"):
        await address(name, f"{name}@example.cn")
    for _ in range(10):
        await told(enterprise_id=town.enterprise_id)
        await told(duty=Duty.REPORT_ACCEPT)
    sent: list[str] = []

    def send(message: Any, key: str) -> None:
        sent.append(key)

    rounds = await asyncio.gather(*[go_round(PORTAL, MAIL, send, at=MORNING) for _ in range(4)])
    assert sum(one.sent for one in rounds) == 30
    assert len(sent) == len(set(sent))
    assert (await ask("SELECT count(*) AS n FROM letter WHERE state = 'sent'"))[0]["n"] == 30


async def test_a_postman_that_dies_between_sending_and_marking_sends_once_more(town: Town, tmp_path: Path) -> None:
    """Better twice than never; the second has the same Message-ID."""
    await one_waits(town)
    kept: list[str] = []

    def dying(message: Any, key: str) -> None:
        kept.append(str(message["Message-ID"]))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await go_round(PORTAL, MAIL, dying, at=MORNING)

    def send(message: Any, key: str) -> None:
        kept.append(str(message["Message-ID"]))

    assert (await go_round(PORTAL, MAIL, send, at=MORNING + timedelta(minutes=1))).sent == 0
    assert (await go_round(PORTAL, MAIL, send, at=MORNING + timedelta(hours=1))).sent == 1
    assert kept[0] == kept[1]


def test_a_folder_that_cannot_be_written_is_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UndeliverableError, match="file"):
        into_files(tmp_path / "file")(None, "key")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORTAL_SMTP_SECURITY", "maybe"),
        ("PORTAL_SMTP_PORT", "many"),
        ("PORTAL_MAIL_FROM", "portal at home"),
        ("PORTAL_ADDRESS", "portal.example.cn"),
    ],
)
def test_a_setting_that_cannot_be_meant(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        mail_settings()


def test_the_password_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_SMTP_PASSWORD", "very secret")
    assert "very secret" not in repr(mail_settings())


async def test_the_command_goes_one_round(town: Town, database_url: str, tmp_path: Path) -> None:
    await one_waits(town)
    await ask("UPDATE notice SET told_at = now()")
    environment = {**os.environ, "DATABASE_URL": database_url, "PORTAL_DATA_DIR": str(tmp_path)}
    program = "import sys; from portal.post_command import command; sys.exit(command(['--once']))"

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=120
        )

    ended = await asyncio.to_thread(run)
    assert ended.returncode == 0, ended.stderr
    assert "1 sent" in ended.stdout
    assert len(list((tmp_path / "letters").glob("*.eml"))) == 1
