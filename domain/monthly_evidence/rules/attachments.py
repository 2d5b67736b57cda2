"""Original records (原始凭证): which kinds there are, which files are taken, and which kind proves what. Pure."""

from __future__ import annotations

from enum import StrEnum

from domain.core.law import Law

# These protect the portal and are no part of the law.
MOST_BYTES = 8 * 1024 * 1024
MOST_FILES = 60

PDF, XLSX, JPEG, PNG = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "image/jpeg",
    "image/png",
)
# A file is what its first bytes say, whatever it is called.
STARTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", PDF),
    (b"PK\x03\x04", XLSX),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
)


class EvidenceKind(StrEnum):
    """What an original record is."""

    METER_READING = "meter_reading"
    PRODUCTION_REPORT = "production_report"
    BILL = "bill"
    LABORATORY_REPORT = "laboratory_report"
    OTHER = "other"


class Proved(StrEnum):
    """What of a month has to be proved."""

    FUEL = "fuel"
    QUALITY = "quality"
    PRODUCTION = "production"


def sniffed(content: bytes) -> str:
    """The media type of a file by its first bytes; empty when it is none that is taken.

    >>> sniffed(b"%PDF-1.7"), sniffed(b"MZ")
    ('application/pdf', '')
    """
    return next((media_type for start, media_type in STARTS if content.startswith(start)), "")


def proof_key(proved: Proved) -> str:
    """The provision that names the kinds of record of which one proves this."""
    return f"monthly.evidence.{proved.value}"


def proofs(law: Law, proved: Proved) -> tuple[str, ...]:
    """The kinds of record of which one is enough; none where the law of the year asks for none."""
    key = proof_key(proved)
    return tuple(law.text(key).split(",")) if law.has(key) else ()
