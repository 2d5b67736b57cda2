"""Keeping an original, inside the transaction of the act that received it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import PurePosixPath

from domain.core.workbook import is_json
from domain.records.database import ask

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON = "application/json"
_MOST_NAME = 200


async def keep(content: bytes, *, file_name: str, media_type: str, at: datetime) -> str:
    """Keep the bytes unaltered and answer their SHA-256. Content that is known already is not kept twice."""
    sha256 = hashlib.sha256(content).hexdigest()
    await ask(
        "INSERT INTO evidence (sha256, media_type, file_name, size, content, received_at) "
        "VALUES ({}, {}, {}, {}, {}, {}) ON CONFLICT (sha256) DO NOTHING",
        sha256,
        media_type[:120],
        clean_name(file_name),
        len(content),
        content,
        at,
    )
    return sha256


def media_type_of(original: bytes) -> str:
    """What a report, plan or month came as: the workbook, or the same as JSON."""
    return JSON if is_json(original) else XLSX


def clean_name(file_name: str) -> str:
    """The last part of a name, without control characters: it comes back in headers and lists.

    >>> clean_name("C:\\\\temp\\\\report.xlsx")
    'report.xlsx'
    """
    name = PurePosixPath(file_name.replace("\\", "/")).name
    name = "".join(sign for sign in name if sign.isprintable())
    return name[-_MOST_NAME:] or "original"
