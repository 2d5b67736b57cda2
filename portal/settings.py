"""The one place at the front door that reads the environment."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path

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


@cache
def settings() -> Settings:
    data_dir = Path(os.environ.get("PORTAL_DATA_DIR", "var/portal"))
    return Settings(
        data_dir,
        os.environ.get("PORTAL_PROVINCE", "湖北省"),
        os.environ.get("PORTAL_PROVINCE_EN", "Hubei"),
        os.environ.get("PORTAL_DEMO", "") == "1",
        os.environ.get("PORTAL_SECURE_COOKIES", "") == "1",
        int(os.environ.get("PORTAL_UPLOAD_LIMIT_MB", "10")) * MEGABYTE,
        _kept_secret(data_dir / "cookie.key"),
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
