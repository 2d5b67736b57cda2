"""What kind of file an upload is, asked of its bytes and of the zip's directory before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from domain.core.findings import Refused, refuse

ZIP_START = b"PK\x03\x04"
# Archives other than zip, as people send them: RAR, 7z, gzip.
ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
PDF_START = b"%PDF-"
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Word that a password-protected workbook carries in its outer, older container.
OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Word by which WPS marks the older container as its own, .et above all.
OLE_WPS = "ETExtData".encode("utf-16-le")
ENCRYPTED_BIT = 0x1
NEEDED = ("[Content_Types].xml", "xl/workbook.xml")
# Parts that make a workbook more than figures: code-bearing controls, embedded files, connections.
ACTIVE = ("xl/activex/", "xl/ctrlprops/", "xl/embeddings/", "customui/", "xl/connections.xml", "xl/macrosheets/")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an upload may be. These protect the portal and are no part of the law."""

    most_bytes: int = 10 * 1024 * 1024
    most_unpacked_bytes: int = 80 * 1024 * 1024
    most_ratio: int = 200
    most_members: int = 400
    most_sheets: int = 60
    most_rows: int = 20_000
    most_columns: int = 400
    most_cells: int = 200_000


@contextmanager
def opened(original: bytes, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """The zip of a harmless-looking workbook; `Refused` otherwise."""
    _check_bytes(original, limits)
    try:
        archive = zipfile.ZipFile(io.BytesIO(original))
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError) as trouble:
        raise refuse("SHEET-TRUNCATED") from trouble
    with archive:
        _check_directory(archive, limits)
        yield archive


def _check_bytes(original: bytes, limits: Limits) -> None:
    if not original:
        raise refuse("SHEET-EMPTY")
    if len(original) > limits.most_bytes:
        raise refuse("SHEET-TOO-LARGE", bytes=len(original), most=limits.most_bytes)
    if original.startswith(ZIP_START):
        return
    if original.startswith(OLE_START):
        raise refuse(_ole_code(original))
    raise _not_a_workbook(original)


def _ole_code(original: bytes) -> str:
    if OLE_ENCRYPTED in original:
        return "SHEET-ENCRYPTED"
    return "SHEET-WPS-FORMAT" if OLE_WPS in original else "SHEET-OLD-FORMAT"


def _not_a_workbook(original: bytes) -> Refused:
    """Text with a workbook's name is the most frequent case and deserves its own advice."""
    if original.startswith(ARCHIVES):
        return refuse("SHEET-ZIPPED")
    if original.startswith(PDF_START):
        return refuse("SHEET-PDF")
    head = original[:4096]
    for encoding in ("utf-8", "gb18030"):
        try:
            text = head.decode(encoding)
        except UnicodeDecodeError as trouble:
            if trouble.start < len(head) - 4:
                continue
            text = head[: trouble.start].decode(encoding)
        if not any(ord(sign) < 32 and sign not in "\t\r\n" for sign in text):
            return refuse("SHEET-TEXT-FILE")
    return refuse("SHEET-NOT-WORKBOOK")


def _check_directory(archive: zipfile.ZipFile, limits: Limits) -> None:
    members = archive.infolist()
    if any(member.flag_bits & ENCRYPTED_BIT for member in members):
        raise refuse("SHEET-ENCRYPTED")
    _check_size(members, limits)
    names = {member.filename.lower() for member in members}
    if not {name.lower() for name in NEEDED} <= names:
        raise refuse(_other_zip(names))
    if any("vbaproject" in name for name in names):
        raise refuse("SHEET-MACROS")
    if any(name.startswith("xl/externallinks/") for name in names):
        raise refuse("SHEET-EXTERNAL-LINKS")
    for name in sorted(names):
        if name.startswith(ACTIVE):
            raise refuse("SHEET-ACTIVE-CONTENT", part=name)


def _other_zip(names: set[str]) -> str:
    """What a zip is that is no .xlsx: a workbook packed once more, one of another program, or something else."""
    if any(name.endswith((".xlsx", ".xls", ".xlsm", ".et")) for name in names):
        return "SHEET-ZIPPED"
    return "SHEET-OTHER-OFFICE" if names & {"content.xml", "xl/workbook.bin"} else "SHEET-NOT-WORKBOOK"


def _check_size(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Unpacked size as the directory states it; a directory that lies is caught by the checksum on reading."""
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    bomb = unpacked > limits.most_unpacked_bytes or unpacked > packed * limits.most_ratio
    if bomb or len(members) > limits.most_members:
        raise refuse("SHEET-BOMB", unpacked=unpacked, packed=packed, members=len(members))
