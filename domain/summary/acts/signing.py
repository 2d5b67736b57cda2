"""The authority's key and its signature. The private key lives in a file at the door and is only ever handed in."""

from __future__ import annotations

import json
import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jose import jws

# The checker proves this algorithm with the standard library alone.
ALGORITHM = "RS256"
KEY_LENGTHS = {"key_size": 3072, "public_exponent": 65537}
KEY_FILE = "summary-signing-key.pem"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key in PEM, with the public half that goes to whoever checks."""

    private_pem: str
    public_pem: str

    def __repr__(self) -> str:
        return "SigningKey(…)"


def new_private_pem() -> str:
    key = rsa.generate_private_key(**KEY_LENGTHS)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return pem.decode()


def key_of(private_pem: str) -> SigningKey:
    """The pair of a private key. ValueError when the text is no RSA key."""
    key = serialization.load_pem_private_key(private_pem.encode(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError("the signing key is not an RSA key")
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return SigningKey(private_pem, public.decode())


def key_in(folder: Path) -> SigningKey:
    """The key kept in `folder`, made at first use and readable by its owner alone. Two makers at once agree on one."""
    path = folder / KEY_FILE
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{KEY_FILE}.{os.getpid()}"
        draft.touch(mode=stat.S_IRUSR | stat.S_IWUSR)
        draft.write_text(new_private_pem())
        with suppress(FileExistsError):
            # A link appears whole or not at all, and never over another.
            path.hardlink_to(draft)
        draft.unlink()
    return key_of(path.read_text())


def sign(told: dict[str, Any], key: SigningKey) -> str:
    """A compact JWS over what is told."""
    payload = json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
    return str(jws.sign(payload, key.private_pem, algorithm=ALGORITHM))
