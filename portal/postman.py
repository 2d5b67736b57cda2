"""The postman: writes letters for new notices, claims them, sends them, says what became of each."""

from __future__ import annotations

import logging
import smtplib
import ssl
from asyncio import to_thread
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from itertools import groupby
from pathlib import Path

from domain.core.findings import Stale
from domain.records.notices import acts
from domain.records.notices.acts import Envelope
from domain.records.people.rules import is_address
from portal.letters import compose, key_of
from portal.settings import MailSettings, Settings

log = logging.getLogger("portal.post")
# Notices older than this go out no more: a postman started late, or an address entered today, brings no old news.
FRESH = timedelta(days=3)
# Accounts in one round, and patience with the mail server: a round ends well within the lease of its letters.
AT_ONCE = 10
TIMEOUT_SECONDS = 10
PERMANENT = 500
# Files of letters are for their reader alone.
OWN = 0o600


class UndeliverableError(Exception):
    """A letter did not go out. `code` has its words under `post_trouble:`; what is `permanent` is not tried again."""

    def __init__(self, code: str, told: str = "", *, permanent: bool = False) -> None:
        super().__init__(f"{code}: {told}" if told else code)
        self.permanent = permanent


Send = Callable[[EmailMessage, str], None]


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did, in letters."""

    written: int
    sent: int
    kept_back: int

    @property
    def claimed(self) -> int:
        return self.sent + self.kept_back


async def go_round(portal: Settings, mail: MailSettings, send: Send, *, at: datetime) -> Round:
    """One round: what is new becomes letters; what is due of some accounts is sent, all of one account in one message.

    There may be more to do at once when anything was claimed.
    """
    written = await acts.write_letters(since=at - FRESH, at=at)
    sent = kept_back = 0
    for _, group in groupby(await acts.claim(at=at, accounts=AT_ONCE), key=lambda letter: letter.account_id):
        letters = list(group)
        if await _deliver(letters, portal, mail, send, at):
            sent += len(letters)
        else:
            kept_back += len(letters)
    return Round(written, sent, kept_back)


async def _deliver(letters: Sequence[Envelope], portal: Settings, mail: MailSettings, send: Send, at: datetime) -> bool:
    try:
        if not is_address(letters[0].address):
            raise UndeliverableError("recipient", letters[0].address, permanent=True)
        await to_thread(send, compose(letters, portal, mail, at), key_of(letters))
    except UndeliverableError as trouble:
        log.warning("letter %s kept back: %s", key_of(letters), trouble)
        await acts.mark_trouble(letters, str(trouble), at=at, for_good=trouble.permanent)
        return False
    try:
        await acts.mark_sent(letters, at=at)
    except Stale:
        log.warning("letter %s was sent by two: this one took longer than its lease", key_of(letters))
    return True


def into_files(folder: Path) -> Send:
    """Letters as files, one a message: for a portal without a mail server, and to look at them."""

    def send(message: EmailMessage, key: str) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"{key}.eml"
            begun = path.with_suffix(".begun")
            begun.touch(OWN)
            begun.write_bytes(message.as_bytes())
            begun.replace(path)
        except OSError as trouble:
            raise UndeliverableError("file", str(trouble)) from trouble

    return send


def by_smtp(mail: MailSettings) -> Send:
    """Letters to the mail server, one connection each; encrypted unless the operator says `none`."""

    def send(message: EmailMessage, _key: str) -> None:
        try:
            server = _connected(mail)
            try:
                if mail.user:
                    server.login(mail.user, mail.password)
                server.send_message(message)
            finally:
                _leave(server)
        except smtplib.SMTPRecipientsRefused as trouble:
            code, told = next(iter(trouble.recipients.values()))
            raise UndeliverableError("recipient", _said(code, told), permanent=code >= PERMANENT) from trouble
        except smtplib.SMTPAuthenticationError as trouble:
            raise UndeliverableError("sign_in", _said(trouble.smtp_code, trouble.smtp_error)) from trouble
        except smtplib.SMTPNotSupportedError as trouble:
            raise UndeliverableError("not_supported", str(trouble)) from trouble
        except smtplib.SMTPResponseException as trouble:
            raise UndeliverableError("answer", _said(trouble.smtp_code, trouble.smtp_error)) from trouble
        except ssl.SSLError as trouble:
            raise UndeliverableError("encryption", str(trouble)) from trouble
        except (OSError, smtplib.SMTPException) as trouble:
            raise UndeliverableError("connection", str(trouble)) from trouble

    return send


def _connected(mail: MailSettings) -> smtplib.SMTP:
    safe = ssl.create_default_context()
    if mail.security == "tls":
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=TIMEOUT_SECONDS, context=safe)
    server = smtplib.SMTP(mail.host, mail.port, timeout=TIMEOUT_SECONDS)
    try:
        if mail.security == "starttls":
            server.starttls(context=safe)
    except (OSError, smtplib.SMTPException):
        server.close()
        raise
    return server


def _leave(server: smtplib.SMTP) -> None:
    """Say good-bye. However the server takes it, a letter that it has accepted has gone out."""
    with suppress(OSError, smtplib.SMTPException):
        server.quit()
    server.close()


def _said(code: int, told: bytes | str) -> str:
    return f"{code} {told.decode(errors='replace') if isinstance(told, bytes) else told}"
