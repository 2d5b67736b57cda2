"""The stand-alone checker: run as whoever receives a package runs it, on a whole package and on damaged ones."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.summary import checker
from domain.summary.acts.signing import SigningKey, key_in, key_of, new_private_pem, sign
from domain.summary.acts.steps import with_signature
from domain.summary.rules import MANIFEST, SIGNATURE, listed, manifest, to_be_signed
from tests.rooms.summary.sample import AT, built, heading

REPORT = "排放报告/发电/"


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return key_in(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
async def whole(key: SigningKey) -> bytes:
    """A signed package of the sample year."""
    return signed((await built()).content, key)


def signed(unsigned: bytes, key: SigningKey) -> bytes:
    with zipfile.ZipFile(io.BytesIO(unsigned)) as kept:
        told = to_be_signed(kept.read(MANIFEST), "2024-1", "领导", AT)
    return with_signature(unsigned, sign(told, key), AT)


@pytest.fixture
def check(tmp_path: Path, key: SigningKey) -> Callable[..., tuple[int, str]]:
    """Run the file alone, isolated from everything that is installed; answers exit code and what it printed."""
    shutil.copy(str(checker.__file__), tmp_path / "checker.py")

    def run(content: bytes, pem: str = key.public_pem) -> tuple[int, str]:
        (tmp_path / "package.zip").write_bytes(content)
        (tmp_path / "public.pem").write_text(pem)
        words = [sys.executable, "-I", "-S", "checker.py", "package.zip", "public.pem"]
        ended = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
        return ended.returncode, ended.stdout + ended.stderr

    return run


Files = dict[str, bytes]


def changed(content: bytes, change: Callable[[Files], None]) -> bytes:
    """The package with its files changed, zipped anew."""
    with zipfile.ZipFile(io.BytesIO(content)) as kept:
        files = {name: kept.read(name) for name in kept.namelist()}
    change(files)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in files.items():
            new.writestr(name, data)
    return made.getvalue()


def first(files: Files, start: str) -> str:
    return next(name for name in files if name.startswith(start))


def test_a_whole_package_holds(check: Callable[..., tuple[int, str]], whole: bytes) -> None:
    code, told = check(whole)
    assert (code, told.strip()) == (0, "通过: 17 个文件与签名相符 / holds: 17 files as signed")


def test_one_changed_byte_is_found_by_both_digests(check: Callable[..., tuple[int, str]], whole: bytes) -> None:
    names: list[str] = []

    def change(files: Files) -> None:
        names.append(first(files, REPORT))
        data = bytearray(files[names[0]])
        data[len(data) // 2] ^= 1
        files[names[0]] = bytes(data)

    code, told = check(changed(whole, change))
    assert code == 1
    assert f"SHA256\t{names[0]}" in told
    assert f"SM3\t{names[0]}" in told
    assert "SIZE\t" not in told


def test_a_byte_changed_inside_the_zip_is_found(check: Callable[..., tuple[int, str]], whole: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(whole)) as kept:
        info = kept.infolist()[3]
    data = bytearray(whole)
    data[info.header_offset + 30 + len(info.filename.encode()) + info.compress_size // 2] ^= 0x10
    code, told = check(bytes(data))
    assert code == 1
    assert info.filename in told


def test_a_missing_file_is_named(check: Callable[..., tuple[int, str]], whole: bytes) -> None:
    names: list[str] = []

    def change(files: Files) -> None:
        names.append(first(files, REPORT))
        del files[names[0]]

    code, told = check(changed(whole, change))
    assert code == 1
    assert f"MISSING\t{names[0]}" in told


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        (f"{REPORT}more.pdf", "EXTRA"),
        (f"{REPORT}more.exe", "KIND"),
        ("more.pdf", "PLACE"),
        ("排放报告/more.pdf", "PLACE"),
        ("别的/发电/more.pdf", "PLACE"),
        ("排放报告/../more.pdf", "PLACE"),
    ],
)
def test_a_file_too_many_is_named(check: Callable[..., tuple[int, str]], whole: bytes, name: str, fault: str) -> None:
    code, told = check(changed(whole, lambda files: files.update({name: b"x"})))
    assert code == 1
    assert f"{fault}\t{name}" in told
    assert f"EXTRA\t{name}" in told


def test_a_name_that_steers_the_terminal_is_printed_harmless(
    check: Callable[..., tuple[int, str]], whole: bytes
) -> None:
    code, told = check(changed(whole, lambda files: files.update({"\x1b[2J": b"x"})))
    assert code == 1
    assert "\x1b" not in told


def test_an_empty_folder_is_named(check: Callable[..., tuple[int, str]], whole: bytes) -> None:
    def change(files: Files) -> None:
        for name in [name for name in files if name.startswith("监测计划/")]:
            del files[name]

    assert "FOLDER_EMPTY\t监测计划/" in check(changed(whole, change))[1]


def test_the_wrong_key_proves_nothing(check: Callable[..., tuple[int, str]], whole: bytes) -> None:
    code, told = check(whole, key_of(new_private_pem()).public_pem)
    assert code == 1
    assert f"BAD_SIGNATURE\t{SIGNATURE}" in told


def test_a_forged_manifest_is_found(check: Callable[..., tuple[int, str]], whole: bytes) -> None:
    """Someone alters a report and writes a manifest that fits it: files agree, the signature does not."""

    def change(files: Files) -> None:
        files[first(files, REPORT)] = b"%PDF-1.4 another"
        rows = [listed(name, data) for name, data in files.items() if name not in (MANIFEST, SIGNATURE)]
        files[MANIFEST] = manifest(heading(), rows)

    code, told = check(changed(whole, change))
    assert code == 1
    assert told.splitlines()[:-1] == [line for line in told.splitlines() if line.startswith(f"FORGED\t{MANIFEST}")]


def test_a_signature_of_another_kind_is_not_accepted(
    check: Callable[..., tuple[int, str]], whole: bytes, key: SigningKey
) -> None:
    from jose import jws

    with zipfile.ZipFile(io.BytesIO(whole)) as kept:
        told = to_be_signed(kept.read(MANIFEST), "2024-1", "领导", AT)
    other = jws.sign(json.dumps(told).encode(), "a secret that everyone knows", algorithm="HS256")
    none = "eyJhbGciOiJub25lIn0." + other.split(".")[1] + "."
    for token in (other, none, "", "x.y.z", key.public_pem):
        code, printed = check(changed(whole, lambda files, token=token: files.update({SIGNATURE: token.encode()})))  # type: ignore[misc]
        assert code == 1
        assert "BAD_SIGNATURE" in printed


def test_without_signature_or_manifest_it_does_not_hold(check: Callable[..., tuple[int, str]], whole: bytes) -> None:
    assert "NO_SIGNATURE" in check(changed(whole, lambda files: files.pop(SIGNATURE)))[1]  # type: ignore[arg-type, return-value]
    assert "NO_MANIFEST" in check(changed(whole, lambda files: files.pop(MANIFEST)))[1]  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize("content", [b"", b"{}", b"[" * 100_000, b"\xff", b'{"files": [{}]}', b'{"files": 3}'])
def test_a_manifest_that_is_none(check: Callable[..., tuple[int, str]], whole: bytes, content: bytes) -> None:
    code, told = check(changed(whole, lambda files: files.update({MANIFEST: content})))
    assert code == 1
    assert "BAD_MANIFEST" in told
    assert "Traceback" not in told


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + b"\x00" * 18])
def test_what_is_no_package(check: Callable[..., tuple[int, str]], content: bytes) -> None:
    code, told = check(content)
    assert code == 1
    assert "Traceback" not in told


@pytest.mark.parametrize("cut", [1, 100, 5_000])
def test_a_package_cut_short(check: Callable[..., tuple[int, str]], whole: bytes, cut: int) -> None:
    code, told = check(whole[:-cut])
    assert code == 1
    assert "Traceback" not in told


def test_a_file_named_twice_is_found(check: Callable[..., tuple[int, str]], whole: bytes) -> None:
    made = io.BytesIO(whole)
    with zipfile.ZipFile(made, "a") as kept:
        name = first(dict.fromkeys(kept.namelist(), b""), REPORT)
        with pytest.warns(UserWarning, match="Duplicate"):
            kept.writestr(name, b"another")
    code, told = check(made.getvalue())
    assert code == 1
    assert f"TWICE\t{name}" in told


@pytest.mark.parametrize("pem", ["", "no key", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"])
def test_an_unreadable_key_ends_the_check(check: Callable[..., tuple[int, str]], whole: bytes, pem: str) -> None:
    code, told = check(whole, pem)
    assert code == 2
    assert "Traceback" not in told


def test_a_wrong_call_says_how() -> None:
    ended = subprocess.run([sys.executable, "-I", str(checker.__file__)], capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "package.zip public.pem" in ended.stderr


@pytest.mark.parametrize("length", [0, 1, 3, 55, 56, 63, 64, 65, 119, 120, 1000])
def test_the_plain_sm3_is_the_standards(length: int) -> None:
    data = bytes(number % 251 for number in range(length))
    plain = checker.PlainSm3()
    for start in range(0, length, 37):
        plain.update(data[start : start + 37])
    assert plain.hexdigest() == hashlib.new("sm3", data).hexdigest()


def test_sm3_of_the_standards_own_example() -> None:
    """GB/T 32905-2016, appendix A."""
    plain = checker.PlainSm3()
    plain.update(b"abc")
    assert plain.hexdigest() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_the_checker_agrees_with_the_package_it_checks() -> None:
    from domain.summary import rules
    from domain.summary.states import Folder

    assert tuple(checker.FOLDERS) == tuple(folder.value for folder in Folder)
    assert (checker.MANIFEST, checker.SIGNATURE, checker.FORMAT) == (rules.MANIFEST, rules.SIGNATURE, rules.FORMAT)


def test_the_checker_imports_the_standard_library_alone() -> None:
    import ast

    tree = ast.parse(Path(str(checker.__file__)).read_text(encoding="utf-8"))
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in named} <= sys.stdlib_module_names
