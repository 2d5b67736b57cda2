"""Looks into one sealed PDF and goes away: run as a process of its own, with memory and time bounded.

    python pdf.py < (one line of JSON: {"roots": [certificates in base64]}) + (the PDF)

It answers one line of JSON: `{"refused": code, "facts": {…}}`, or `{"signatures": […]}` with signer, issuer, signed_at
and state of each.
A file that is made to exhaust whoever reads it takes only this process with it. It imports nothing of the house.
"""

from __future__ import annotations

import base64
import io
import json
import logging
import re
import resource
import sys
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

MOST_MEMORY_BYTES = 1024 * 1024 * 1024
MOST_SECONDS = 20
MOST_OBJECTS = 200_000
MOST_DEPTH = 40
MOST_NAME = 200
# What makes a document do something, or carries another file.
ACTIVE = (
    "JavaScript",
    "JS",
    "Launch",
    "EmbeddedFile",
    "EmbeddedFiles",
    "Filespec",
    "RichMedia",
    "XFA",
    "GoToE",
    "GoToR",
    "ImportData",
    "SubmitForm",
    "Rendition",
    "Movie",
    "Sound",
    "3D",
)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb">>\s*stream\r?\n.*?endstream", re.DOTALL)
_NAME = re.compile(rb"/([^\s/<>\[\](){}%]+)")


class RefusedPdf(Exception):
    """The file is not taken: a code of the house, and its facts."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def looked_into(content: bytes, roots: list[bytes]) -> list[dict[str, str]]:
    """The digital signatures of a harmless PDF; `RefusedPdf` (SEAL-ENCRYPTED, -ACTIVE, -UNREADABLE) otherwise."""
    _refuse_names(_names_of(content))
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import enumerate_sig_fields

    # What the parts underneath raise on a damaged file: they promise no exception of their own.
    broken = (
        PdfError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        AssertionError,
        OverflowError,
        RuntimeError,
    )
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        if reader.encrypted:
            raise RefusedPdf("SEAL-ENCRYPTED")
        _refuse_names(_names_within(reader))
        fields = list(enumerate_sig_fields(reader, filled_status=True))
    except (*broken, EOFError, OSError) as trouble:
        raise RefusedPdf("SEAL-UNREADABLE", trouble=type(trouble).__name__) from trouble
    return [_signed(reader, name, field, roots, broken) for name, _, field in fields]


def _refuse_names(names: Iterable[str]) -> None:
    for name in names:
        if name in ACTIVE:
            raise RefusedPdf("SEAL-ACTIVE", part=name)
        if name == "Encrypt":
            raise RefusedPdf("SEAL-ENCRYPTED")


def _names_of(content: bytes) -> Iterator[str]:
    """Names as they stand in the file, outside streams, with their escapes undone."""
    for found in _NAME.finditer(_STREAM.sub(b" ", content)):
        name = _ESCAPED.sub(lambda code: bytes.fromhex(code[1].decode()), found[1])
        yield name.decode("latin-1")


def _names_within(reader: Any) -> Iterator[str]:
    """Names of every object that the file leads to, those in compressed objects too."""
    from pyhanko.pdf_utils import generic

    waiting: list[tuple[Any, int]] = [(reader.trailer_view, 0)]
    seen: set[tuple[int, int]] = set()
    while waiting:
        one, depth = waiting.pop()
        if depth > MOST_DEPTH or len(seen) > MOST_OBJECTS:
            raise RefusedPdf("SEAL-UNREADABLE", trouble="depth")
        if isinstance(one, generic.IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            waiting.append((reader.get_object(one.reference), 0))
        elif isinstance(one, generic.NameObject):
            yield str(one).lstrip("/")
        elif isinstance(one, generic.DictionaryObject):
            for key in one:
                yield str(key).lstrip("/")
                waiting.append((one.raw_get(key), depth + 1))
        elif isinstance(one, list):
            waiting += [(each, depth + 1) for each in one]


def _signed(
    reader: Any, name: str, field: Any, roots: list[bytes], broken: tuple[type[BaseException], ...]
) -> dict[str, str]:
    """What one signature says. A root that vouches for its signer makes it valid; an unknown one's may be intact."""
    from asn1crypto.x509 import Certificate  # type: ignore[import-untyped]
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko_certvalidator import ValidationContext

    told = {"signer": "", "issuer": "", "signed_at": "", "state": "broken"}
    try:
        one = EmbeddedPdfSignature(reader, field.get_object(), name)
        certificate = one.signer_cert
        told["signer"], told["issuer"] = _called(certificate.subject), _called(certificate.issuer)
        context = ValidationContext(trust_roots=[Certificate.load(root) for root in roots], allow_fetching=False)
        status = validate_pdf_signature(one, context)
    except SignatureValidationError:
        return told
    except broken:
        return told
    at = status.signer_reported_dt
    told["signed_at"] = at.isoformat() if at else ""
    told["state"] = _state(status)
    return told


def _state(status: Any) -> str:
    if not status.intact or not status.docmdp_ok:
        return "altered"
    if not status.valid:
        return "broken"
    return "valid" if status.trusted else "unknown_signer"


def _called(name: Any) -> str:
    """The name of a person or an authority in a certificate."""
    native = name.native
    told = native.get("common_name") or native.get("organization_name") or name.human_friendly
    return str(told)[:MOST_NAME]


def main() -> None:
    """Answer what is asked on the standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    roots = [base64.b64decode(each) for each in json.loads(sys.stdin.buffer.readline())["roots"]]
    try:
        answer: dict[str, Any] = {"signatures": looked_into(sys.stdin.buffer.read(), roots)}
    except RefusedPdf as refused:
        answer = {"refused": refused.code, "facts": refused.facts}
    except MemoryError:
        answer = {"refused": "SEAL-UNREADABLE", "facts": {"trouble": "MemoryError"}}
    sys.stdout.write(json.dumps(answer, ensure_ascii=True))


if __name__ == "__main__":
    main()
