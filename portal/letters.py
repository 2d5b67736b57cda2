"""Notices as letters: put into the reader's words, packed for the post."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from domain.core.calendar import CHINA
from domain.records.notices.acts import Envelope
from portal import words
from portal.page import templates
from portal.settings import MailSettings, Settings

LONGEST_SUBJECT = 78
MOST_LINES = 20
# A line may not break where a header or a sentence of one line stands.
BREAKS = ("Cc", "Zl", "Zp")


@dataclass(frozen=True, slots=True)
class Line:
    """A notice in a letter."""

    sentence: str
    day: str
    address: str


def one_line(text: str) -> str:
    """A text without line breaks and control characters, whatever was typed into it.

    >>> one_line("plan\\\\r\\\\nBcc: everyone".encode().decode("unicode_escape"))
    'plan Bcc: everyone'
    """
    plain = "".join(" " if unicodedata.category(sign) in BREAKS else sign for sign in text)
    return " ".join(plain.split())


def subject_of(letters: Sequence[Envelope]) -> str:
    """What the letter is about in at most 78 characters: the notice's own short words, or how many there are."""
    if len(letters) > 1:
        told = words.say_many("%(num)s notice for you", "%(num)s notices for you", len(letters)) % {"num": len(letters)}
        return told + _first_of(letters[0])
    return shortened(_short(letters[0]))


def _first_of(letter: Envelope) -> str:
    separator = "：" if words.speaking.get() == "zh" else ": "
    ending = " 等" if words.speaking.get() == "zh" else " and others"
    return separator + shortened(_short(letter), LONGEST_SUBJECT - 30) + ending


def _short(letter: Envelope) -> str:
    key = f"letter:{letter.code}"
    told = words.fact_words(letter.facts)
    short = words.sentence(key, told)
    return one_line(short if short != key else words.notice_sentence(letter.code, letter.facts))


def shortened(text: str, most: int = LONGEST_SUBJECT) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def compose(letters: Sequence[Envelope], portal: Settings, mail: MailSettings, at: datetime) -> EmailMessage:
    """One message to one account with all its letters, as plain text and as simple HTML.

    The same letters make the same Message-ID, so that what goes out twice can be known as one.
    """
    first = letters[0]
    speaking, reading = words.speaking.set(first.language), words.reading.set(first.kind.value)
    try:
        return _composed(letters, portal, mail, at)
    finally:
        words.speaking.reset(speaking)
        words.reading.reset(reading)


def _composed(letters: Sequence[Envelope], portal: Settings, mail: MailSettings, at: datetime) -> EmailMessage:
    first, subject = letters[0], subject_of(letters)
    province = portal.province if first.language == "zh" else portal.province_en
    name = f"{words.say('Carbon market portal')} · {province}"
    context = {
        "addressee": _addressee(first),
        "language": first.language,
        "subject": subject,
        "lines": [_line(letter, mail) for letter in letters[:MOST_LINES]],
        "more": max(0, len(letters) - MOST_LINES),
        "inbox": f"{mail.address}/inbox",
        "portal": name,
        "stop": f"{mail.address}/inbox/settings",
        "demo": portal.demo,
    }
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject
    message["From"] = Address(display_name=name, addr_spec=mail.sender)
    message["To"] = Address(display_name=one_line(first.name), addr_spec=first.address)
    message["Date"] = format_datetime(at.astimezone(CHINA))
    message["Message-ID"] = f"<{key_of(letters)}@{mail.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<{mail.address}/inbox/settings>"
    message.set_content(templates().get_template("letters/letter.txt").render(context))
    message.add_alternative(templates().get_template("letters/letter.html").render(context), subtype="html")
    message["Content-Language"] = "zh-CN" if first.language == "zh" else "en"
    return message


def _addressee(letter: Envelope) -> str:
    parts = (letter.name, letter.organisation)
    chinese = letter.language == "zh"
    return one_line((" " if chinese else ", ").join(filter(None, reversed(parts) if chinese else parts)))


def key_of(letters: Sequence[Envelope]) -> str:
    """What tells these letters from all others: the notices' numbers and the account's."""
    numbers = sorted(letter.notice_id for letter in letters)
    digest = hashlib.sha256(",".join(map(str, numbers)).encode()).hexdigest()[:12]
    return f"notice-{numbers[0]}-{digest}-account-{letters[0].account_id}"


def _line(letter: Envelope, mail: MailSettings) -> Line:
    return Line(
        one_line(words.notice_sentence(letter.code, letter.facts)),
        words.day(letter.told_at),
        f"{mail.address}/inbox/{letter.notice_id}",
    )
