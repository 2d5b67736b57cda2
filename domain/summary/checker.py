#!/usr/bin/env python3
"""检查一个汇总上报数据包 / Check a package of the national summary, away from the portal that made it.

    python checker.py package.zip public.pem

It needs this one file, the package, the authority's public key and Python 3.10 or later; nothing is installed and
nothing is written. Checked are: the folders of the disc (环办气候函〔2019〕71号), the manifest against the files in
both directions, SHA-256 and SM3 of every file, and the RS256 signature over the manifest. Every fault is printed with
the name of its file.

Exit code: 0 the package holds, 1 it does not, 2 the check could not be made.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import json
import struct
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any, Protocol

MANIFEST, SIGNATURE = "manifest.json", "manifest.jws"
FORMAT = "carbon-portal-package/1"
# First level of the disc, and what may lie in it; the second level is the sector.
FOLDERS = {
    "碳排放汇总表": (".xlsx", ".xls"),
    "核查报告结论页": (".pdf",),
    "排放报告": (".pdf",),
    "补充数据表": (".xlsx", ".xls"),
    "监测计划": (".pdf",),
}
# More than any province's year holds: a hostile file shall not fill the memory.
MOST_FILES, MOST_BYTES, MOST_META = 100_000, 8 * 1024**3, 64 * 1024**2

FAULTS = {
    "NOT_A_ZIP": ("不是可读的 zip 文件", "is not a readable zip file"),
    "TOO_LARGE": ("超出可检查的大小", "is larger than can be checked"),
    "DAMAGED": ("已损坏, 无法读出", "is damaged and cannot be read"),
    "TWICE": ("同一名称出现两次", "occurs twice"),
    "PLACE": ("不在规定的目录结构之内", "lies outside the prescribed folders"),
    "KIND": ("文件类型与目录不符", "is not of the kind its folder holds"),
    "FOLDER_EMPTY": ("规定的一级目录缺失或为空", "is prescribed as a folder and is missing or empty"),
    "NO_MANIFEST": ("清单缺失", "is missing: there is no manifest"),
    "BAD_MANIFEST": ("清单无法解读", "cannot be understood as a manifest"),
    "NO_SIGNATURE": ("签名缺失, 数据包未签发", "is missing: the package has not been signed"),
    "BAD_SIGNATURE": ("签名与该公钥不符", "was not made by the holder of this public key"),
    "FORGED": ("签名所指的清单不是这一份", "is not the manifest that was signed"),
    "MISSING": ("清单列有, 包内没有", "is listed in the manifest and is not in the package"),
    "EXTRA": ("包内有, 清单未列", "is in the package and not in the manifest"),
    "SIZE": ("大小与清单不符", "differs in size from the manifest"),
    "SHA256": ("SHA-256 与清单不符", "differs in SHA-256 from the manifest"),
    "SM3": ("SM3 与清单不符", "differs in SM3 from the manifest"),
}


class CannotCheckError(Exception):
    """The check cannot be made at all: a wrong call, an unreadable key."""


class Running(Protocol):
    """A digest under way."""

    def update(self, data: bytes, /) -> None: ...

    def hexdigest(self) -> str: ...


# --- SM3 (GB/T 32905-2016), for a Python whose hashlib lacks it -------------------------------------------------------

_SM3_START = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)
_WORD = 0xFFFFFFFF


def _turn(word: int, places: int) -> int:
    places %= 32
    return ((word << places) | (word >> (32 - places))) & _WORD


_SM3_ROUND = [_turn(0x79CC4519 if number < 16 else 0x7A879D8A, number) for number in range(64)]


class PlainSm3:
    """SM3 in plain Python: slow, and the same digest."""

    def __init__(self) -> None:
        self._state: tuple[int, ...] = _SM3_START
        self._rest, self._length = b"", 0

    def update(self, data: bytes) -> None:
        self._length += len(data)
        data = self._rest + data
        whole = len(data) - len(data) % 64
        for start in range(0, whole, 64):
            self._state = _sm3_block(self._state, data[start : start + 64])
        self._rest = data[whole:]

    def hexdigest(self) -> str:
        closing = b"\x80" + b"\x00" * ((55 - self._length) % 64) + struct.pack(">Q", 8 * self._length)
        state, data = self._state, self._rest + closing
        for start in range(0, len(data), 64):
            state = _sm3_block(state, data[start : start + 64])
        return "".join(f"{word:08x}" for word in state)


def _sm3_words(block: bytes) -> list[int]:
    words = list(struct.unpack(">16I", block))
    for number in range(16, 68):
        mixed = words[number - 16] ^ words[number - 9] ^ _turn(words[number - 3], 15)
        mixed ^= _turn(mixed, 15) ^ _turn(mixed, 23)
        words.append(mixed ^ _turn(words[number - 13], 7) ^ words[number - 6])
    return words


def _sm3_block(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    words = _sm3_words(block)
    a, b, c, d, e, f, g, h = state
    for number in range(64):
        turned = _turn(a, 12)
        first = _turn((turned + e + _SM3_ROUND[number]) & _WORD, 7)
        second = first ^ turned
        choice_a = a ^ b ^ c if number < 16 else (a & b) | (a & c) | (b & c)
        choice_e = e ^ f ^ g if number < 16 else (e & f) | (~e & g)
        new_a = (choice_a + d + second + (words[number] ^ words[number + 4])) & _WORD
        mixed = (choice_e + h + first + words[number]) & _WORD
        a, b, c, d = new_a, a, _turn(b, 9), c
        e, f, g, h = mixed ^ _turn(mixed, 9) ^ _turn(mixed, 17), e, _turn(f, 19), g
    return tuple(old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h), strict=True))


def sm3() -> Running:
    """A running SM3: hashlib's where it has one."""
    try:
        return hashlib.new("sm3")
    except ValueError:
        return PlainSm3()


# --- RSA: reading the public key and checking RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017) ------------------------------

_SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
_RSA_ALGORITHM = bytes.fromhex("06092a864886f70d010101")
_SEQUENCE, _BITS, _INTEGER = 0x30, 0x03, 0x02
LEAST_BITS = 2048


def _element(der: bytes, at: int, kind: int) -> tuple[bytes, int]:
    """One DER element: its content and where the next begins."""
    if at + 2 > len(der) or der[at] != kind:
        raise CannotCheckError("公钥无法解读 / the public key cannot be read")
    length, at = der[at + 1], at + 2
    if length & 0x80:
        count = length & 0x7F
        length, at = int.from_bytes(der[at : at + count], "big"), at + count
    if at + length > len(der):
        raise CannotCheckError("公钥无法解读 / the public key cannot be read")
    return der[at : at + length], at + length


def public_numbers(pem: bytes) -> tuple[int, int]:
    """Modulus and exponent of an RSA key in a `BEGIN PUBLIC KEY` block."""
    lines = [line.strip() for line in pem.decode("ascii", "replace").splitlines()]
    try:
        begin, end = lines.index("-----BEGIN PUBLIC KEY-----"), lines.index("-----END PUBLIC KEY-----")
        der = base64.b64decode("".join(lines[begin + 1 : end]), validate=True)
    except (ValueError, binascii.Error):
        raise CannotCheckError("不是 PEM 公钥 / is not a public key in PEM") from None
    whole, _ = _element(der, 0, _SEQUENCE)
    algorithm, after = _element(whole, 0, _SEQUENCE)
    if not algorithm.startswith(_RSA_ALGORITHM):
        raise CannotCheckError("不是 RSA 公钥 / is not an RSA key")
    bits, _ = _element(whole, after, _BITS)
    numbers, _ = _element(bits, 1, _SEQUENCE)
    modulus, after = _element(numbers, 0, _INTEGER)
    exponent, _ = _element(numbers, after, _INTEGER)
    found = int.from_bytes(modulus, "big"), int.from_bytes(exponent, "big")
    if found[0].bit_length() < LEAST_BITS or found[1] < 3:
        raise CannotCheckError("公钥过弱 / the public key is too weak")
    return found


def holds_rs256(signed: bytes, signature: bytes, numbers: tuple[int, int]) -> bool:
    """Whether the signature was made over `signed` with the private half of this key."""
    modulus, exponent = numbers
    size = (modulus.bit_length() + 7) // 8
    number = int.from_bytes(signature, "big")
    if len(signature) != size or number >= modulus:
        return False
    info = _SHA256_INFO + hashlib.sha256(signed).digest()
    expected = b"\x00\x01" + b"\xff" * (size - len(info) - 3) + b"\x00" + info
    return pow(number, exponent, modulus).to_bytes(size, "big") == expected


def _unpacked(part: bytes) -> bytes:
    return base64.b64decode(part + b"=" * (-len(part) % 4), altchars=b"-_", validate=True)


def signed_payload(token: bytes, numbers: tuple[int, int]) -> dict[str, Any] | None:
    """The payload of a compact JWS when its signature holds; None otherwise. No algorithm but RS256 is accepted."""
    try:
        head, body, signature = token.strip().split(b".")
        if json.loads(_unpacked(head)).get("alg") != "RS256":
            return None
        if not holds_rs256(head + b"." + body, _unpacked(signature), numbers):
            return None
        payload = json.loads(_unpacked(body))
    except (ValueError, AttributeError, RecursionError, binascii.Error):
        return None
    return payload if isinstance(payload, dict) else None


Names = dict[str, zipfile.ZipInfo]
Listed = dict[str, tuple[int, str, str]]

# --- The package ------------------------------------------------------------------------------------------------------


class Faults:
    """What was found wrong, each with the file it was found in."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []

    def add(self, code: str, name: str) -> None:
        self.found.append((code, name))


def check(package: str, pem: bytes, faults: Faults) -> int:
    """Check the package at `package`; faults are added to `faults`. Returns how many files were checked."""
    numbers = public_numbers(pem)
    try:
        opened = zipfile.ZipFile(package)
    except (zipfile.BadZipFile, OSError, ValueError):
        faults.add("NOT_A_ZIP", Path(package).name)
        return 0
    with opened:
        names = _names(opened, faults)
        if names is None:
            return 0
        _check_folders(names, faults)
        manifest = _manifest(opened, names, numbers, faults)
        return _check_files(opened, names, manifest, faults)


def _names(opened: zipfile.ZipFile, faults: Faults) -> Names | None:
    """File entries by name; folders as such are not counted. None when there is too much to look at."""
    entries = [entry for entry in opened.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        faults.add("TOO_LARGE", Path(opened.filename or "").name)
        return None
    names: Names = {}
    for entry in entries:
        if entry.filename in names:
            faults.add("TWICE", entry.filename)
        names[entry.filename] = entry
    return names


def _check_folders(names: Names, faults: Faults) -> None:
    filled: set[str] = set()
    for name in names:
        if name in (MANIFEST, SIGNATURE):
            continue
        parts = name.split("/")
        if len(parts) != 3 or parts[0] not in FOLDERS or not all(_plain_name(part) for part in parts):
            faults.add("PLACE", name)
            continue
        filled.add(parts[0])
        if not parts[2].lower().endswith(FOLDERS[parts[0]]):
            faults.add("KIND", name)
    for folder in FOLDERS:
        if folder not in filled:
            faults.add("FOLDER_EMPTY", folder + "/")


def _plain_name(part: str) -> bool:
    return part not in ("", ".", "..") and "\\" not in part and part.isprintable()


def _read(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, faults: Faults) -> bytes | None:
    """A small file as a whole; None when it cannot be read."""
    if entry.file_size > MOST_META:
        faults.add("TOO_LARGE", entry.filename)
        return None
    try:
        return opened.read(entry)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        faults.add("DAMAGED", entry.filename)
        return None


def _manifest(opened: zipfile.ZipFile, names: Names, numbers: tuple[int, int], faults: Faults) -> Listed:
    """The listed files by name, as far as the manifest can be read, whoever signed it."""
    if SIGNATURE not in names:
        faults.add("NO_SIGNATURE", SIGNATURE)
    if MANIFEST not in names:
        faults.add("NO_MANIFEST", MANIFEST)
        return {}
    content = _read(opened, names[MANIFEST], faults)
    token = _read(opened, names[SIGNATURE], faults) if SIGNATURE in names else None
    if content is None:
        return {}
    if token is not None:
        _check_signature(content, token, numbers, faults)
    try:
        manifest = json.loads(content)
        listed = {row["name"]: row for row in manifest["files"]}
        if manifest["format"] != FORMAT or len(listed) != len(manifest["files"]):
            raise ValueError
        return {name: (int(row["size"]), str(row["sha256"]), str(row["sm3"])) for name, row in listed.items()}
    except (ValueError, KeyError, TypeError, RecursionError):
        faults.add("BAD_MANIFEST", MANIFEST)
        return {}


def _check_signature(content: bytes, token: bytes, numbers: tuple[int, int], faults: Faults) -> None:
    payload = signed_payload(token, numbers)
    if payload is None:
        faults.add("BAD_SIGNATURE", SIGNATURE)
        return
    running = sm3()
    running.update(content)
    found = (hashlib.sha256(content).hexdigest(), running.hexdigest())
    if (payload.get("sha256"), payload.get("sm3")) != found or payload.get("name") != MANIFEST:
        faults.add("FORGED", MANIFEST)


def _check_files(opened: zipfile.ZipFile, names: Names, manifest: Listed, faults: Faults) -> int:
    checked = 0
    for name in sorted(set(manifest) - set(names)):
        faults.add("MISSING", name)
    for name in sorted(set(names) - {MANIFEST, SIGNATURE}):
        if name not in manifest:
            faults.add("EXTRA", name)
            continue
        checked += 1
        for code in _differences(opened, names[name], manifest[name]):
            faults.add(code, name)
    return checked


def _differences(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, listed: tuple[int, str, str]) -> list[str]:
    """Codes of what differs. The file is read in slices and never held as a whole."""
    size, sha256, running_sm3 = 0, hashlib.sha256(), sm3()
    try:
        with opened.open(entry) as file:
            while slice_ := file.read(1 << 20):
                size += len(slice_)
                sha256.update(slice_)
                running_sm3.update(slice_)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return ["DAMAGED"]
    found = (size, sha256.hexdigest(), running_sm3.hexdigest())
    return [code for code, have, want in zip(("SIZE", "SHA256", "SM3"), found, listed, strict=True) if have != want]


def main(words: list[str]) -> int:
    """Run as a command; answers the exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    if len(words) != 2:
        print("python checker.py package.zip public.pem", file=sys.stderr)
        return 2
    faults = Faults()
    try:
        checked = check(words[0], Path(words[1]).read_bytes(), faults)
    except (CannotCheckError, OSError) as trouble:
        print(f"无法检查 / cannot check: {trouble}", file=sys.stderr)
        return 2
    for code, name in faults.found:
        chinese, english = FAULTS[code]
        # The name comes from the file under check: nothing in it may steer the terminal.
        shown = name if name.isprintable() else ascii(name)
        print(f"{code}\t{shown}\t{chinese} / {english}")
    if faults.found:
        count = len(faults.found)
        print(f"不通过: {count} 个问题 / does not hold: {count} faults, {checked} files checked")
        return 1
    print(f"通过: {checked} 个文件与签名相符 / holds: {checked} files as signed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
