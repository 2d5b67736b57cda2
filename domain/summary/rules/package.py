"""What the package says of itself: every file with its digests, and what is signed. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.core.calendar import legal_day

MANIFEST, SIGNATURE = "manifest.json", "manifest.jws"
FORMAT = "carbon-portal-package/1"


@dataclass(frozen=True, slots=True)
class Listed:
    """One file of the manifest."""

    name: str
    size: int
    sha256: str
    sm3: str


def listed(name: str, content: bytes) -> Listed:
    """A file with both digests. SM3 is GB/T 32905, asked for where a national algorithm is."""
    sm3 = hashlib.new("sm3", content).hexdigest()
    return Listed(name, len(content), hashlib.sha256(content).hexdigest(), sm3)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a manifest says about the package as a whole."""

    number: str
    year: int
    authority: str
    made_at: datetime
    replaces: str = ""
    lacking: Mapping[str, int] = field(default_factory=dict)
    synthetic: bool = False
    reason: str = ""


def manifest(heading: Heading, files: Iterable[Listed]) -> bytes:
    """The manifest (清单): what the package is and every file with its digests, in fixed order and form."""
    told = {
        "format": FORMAT,
        "package": heading.number,
        "year": heading.year,
        "authority": heading.authority,
        "structure": "环办气候函〔2019〕71号",
        "made_at": heading.made_at.isoformat(),
        "made_on": legal_day(heading.made_at).isoformat(),
        "replaces": heading.replaces,
        "lacking": dict(heading.lacking),
        "reason": heading.reason,
        "synthetic": heading.synthetic,
        "sealed": False,
        "files": [
            {"name": row.name, "size": row.size, "sha256": row.sha256, "sm3": row.sm3}
            for row in sorted(files, key=lambda row: row.name)
        ],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def to_be_signed(manifest_bytes: bytes, number: str, signer: str, signed_at: datetime) -> dict[str, Any]:
    """What the signature covers: the manifest by both digests, who signed it for which package, and when."""
    row = listed(MANIFEST, manifest_bytes)
    return {
        "name": row.name,
        "sha256": row.sha256,
        "sm3": row.sm3,
        "package": number,
        "signer": signer,
        "signed_at": signed_at.isoformat(),
    }
