"""The one place at the front door that reads the environment."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from domain.records.people.rules import is_address

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """How this portal is set up. One deployment serves one province."""

    data_dir: Path
    province: str
    province_en: str
    demo: bool
    secure_cookies: bool
    upload_limit_bytes: int
    cookie_key: str
    attempts_a_minute: int
    # 发文机关 of the documents, and the address at which everybody verifies one; empty says where on the site.
    authority: str = ""
    authority_en: str = ""
    address: str = ""
    # Certificates that vouch for the signers of sealed PDFs; without the folder every signer is unknown.
    seal_roots: Path | None = None
    # Of programs that file: for how many days a key is remembered, and how many requests an account may make.
    machine_key_days: int = 7
    machine_requests_a_minute: int = 120
    # Where the web workers count together who comes how often; empty: each by itself.
    broker_url: str = field(default="", repr=False)


class SettingsError(Exception):
    """A setting that cannot be meant, in words for the operator."""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How letters go out. Without a `host` they are kept as files in the data directory.

    `address` is where readers find the portal, for the links; `security` is `starttls`, `tls` or `none`.
    """

    address: str
    sender: str
    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)


SECURITIES = {"starttls": 587, "tls": 465, "none": 25}


def mail_settings() -> MailSettings:
    """Read by the postman alone. SettingsError where they cannot be meant."""
    security = os.environ.get("PORTAL_SMTP_SECURITY", "starttls")
    if security not in SECURITIES:
        raise SettingsError(f"PORTAL_SMTP_SECURITY is one of {', '.join(SECURITIES)}, not {security!r}")
    port = os.environ.get("PORTAL_SMTP_PORT", str(SECURITIES[security]))
    if not (port.isascii() and port.isdigit()):
        raise SettingsError(f"PORTAL_SMTP_PORT is a number, not {port!r}")
    sender = os.environ.get("PORTAL_MAIL_FROM", "portal@example.invalid")
    if not is_address(sender):
        raise SettingsError(f"PORTAL_MAIL_FROM is an e-mail address, not {sender!r}")
    address = os.environ.get("PORTAL_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
    if not re.fullmatch(r"https?://[^\s/]+(/[^\s]*)?", address):
        raise SettingsError(f"PORTAL_ADDRESS begins with https:// and names the portal, not {address!r}")
    host, user = os.environ.get("PORTAL_SMTP_HOST", ""), os.environ.get("PORTAL_SMTP_USER", "")
    return MailSettings(address, sender, host, int(port), security, user, os.environ.get("PORTAL_SMTP_PASSWORD", ""))


@cache
def settings() -> Settings:
    data_dir = Path(os.environ.get("PORTAL_DATA_DIR", "var/portal"))
    province, province_en = os.environ.get("PORTAL_PROVINCE", "湖北省"), os.environ.get("PORTAL_PROVINCE_EN", "Hubei")
    return Settings(
        data_dir,
        province,
        province_en,
        os.environ.get("PORTAL_DEMO", "") == "1",
        os.environ.get("PORTAL_SECURE_COOKIES", "") == "1",
        int(os.environ.get("PORTAL_UPLOAD_LIMIT_MB", "10")) * MEGABYTE,
        _kept_secret(data_dir / "cookie.key"),
        int(os.environ.get("PORTAL_ATTEMPTS_A_MINUTE", "60")),
        os.environ.get("PORTAL_AUTHORITY", f"{province}生态环境厅"),
        os.environ.get("PORTAL_AUTHORITY_EN", f"Department of Ecology and Environment, {province_en}"),
        os.environ.get("PORTAL_ADDRESS", "").rstrip("/"),
        Path(roots) if (roots := os.environ.get("PORTAL_SEAL_ROOTS", "")) else None,
        int(os.environ.get("PORTAL_MACHINE_KEY_DAYS", "7")),
        int(os.environ.get("PORTAL_MACHINE_REQUESTS_A_MINUTE", "120")),
        os.environ.get("BROKER_URL", ""),
    )


def _kept_secret(path: Path) -> str:
    """A random secret made at first use and kept readable by the owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text()


def terminal_language() -> str:
    """The language of a reader at the command line: Chinese where the terminal speaks it, otherwise English."""
    named = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh" if next(filter(None, named), "").lower().startswith("zh") else "en"
