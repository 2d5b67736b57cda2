"""What a program sends: its kind, told by the header and by its first bytes, and once under a key."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.serialization import encode_json

from domain.core.actors import Actor
from domain.core.findings import refuse
from domain.core.workbook import Workbook, is_json
from domain.records.evidence.writes import JSON, XLSX, clean_name
from domain.records.idempotency import queries, writes
from domain.records.sheets.reader import grid_for_in_thread
from portal.clock import now
from portal.machine.answers import answered
from portal.machine.doors import KEY_PATTERN
from portal.machine.problems import problem
from portal.settings import settings

Ask = Request[Actor, str, Any]
# What programs call a workbook: `curl --data-binary` says that it sends a form.
BINARY = (XLSX, "application/octet-stream", "application/x-www-form-urlencoded", "")
RECORDS = ("application/pdf", "image/jpeg", "image/png", *BINARY)
_KEY = re.compile(KEY_PATTERN)
# So long does a second request under a key wait for the first one's answer.
WAIT_SECONDS, LOOK_SECONDS = 5.0, 0.1


class UnsupportedMediaType(HTTPException):
    """415."""

    status_code = 415


@dataclass(frozen=True, slots=True)
class Sent:
    """The bytes as they came, what they are called, and what else the address says of them."""

    original: bytes
    file_name: str
    told: str = ""

    def digest(self, path: str) -> str:
        """What tells one request under a key from another."""
        content = hashlib.sha256(self.original).hexdigest()
        return hashlib.sha256(f"{path}\n{self.told}{content}".encode()).hexdigest()


async def sent(request: Ask, workbook: Workbook, file_name: str) -> Sent:
    """What was sent, if it is of a kind that the portal takes.

    A workbook is taken whatever is in it, and read later. JSON of another shape than the form's is refused at once:
    SHEET-JSON, SHEET-JSON-SHAPE, SHEET-JSON-UNKNOWN; the place is a pointer.
    """
    media_type = _media_type(request, (JSON, *BINARY))
    original = await request.body()
    if media_type == JSON or is_json(original):
        if not is_json(original):
            raise refuse("SHEET-JSON", field_name="/", line=1, column=1)
        await grid_for_in_thread(workbook, original)
        return Sent(original, clean_name(file_name or f"{workbook.key}.json"))
    return Sent(original, clean_name(file_name or f"{workbook.key}.xlsx"))


async def sent_record(request: Ask, kind: str, file_name: str) -> Sent:
    """An original record that was sent under its kind; what it is, its first bytes say."""
    _media_type(request, RECORDS)
    return Sent(await request.body(), clean_name(file_name or kind), kind)


def _media_type(request: Ask, taken: Sequence[str]) -> str:
    found = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if found not in taken:
        raise UnsupportedMediaType
    return found


async def once(request: Ask, content: Sent, act: Callable[[], Awaitable[object]]) -> Response[Any]:
    """201 with what the act answers; under an `Idempotency-Key` the act is done once, however often it is asked for.

    Act and answer are one transaction: whoever sends again after a crash gets the first answer, or is the first.
    422 MACHINE-KEY for a key that is none, MACHINE-KEY-REUSED for one under which something else was sent; 409
    MACHINE-KEY-BUSY while the first request is still under way. A refusal gives the key back.
    """
    key = request.headers.get("idempotency-key", "")
    if not key:
        return answered(request, await act(), 201)
    if not _KEY.fullmatch(key):
        raise refuse("MACHINE-KEY", field_name="Idempotency-Key")
    await writes.forget(now())
    for _ in range(int(WAIT_SECONDS / LOOK_SECONDS)):
        async with writes.held(key, actor=request.user) as alone:
            if alone:
                return await _done_or_told(request, key, content, act)
        await asyncio.sleep(LOOK_SECONDS)
    findings = refuse("MACHINE-KEY-BUSY", field_name="Idempotency-Key").findings
    return problem(request, 409, findings, headers={"Retry-After": "5"})


async def _done_or_told(request: Ask, key: str, content: Sent, act: Callable[[], Awaitable[object]]) -> Response[Any]:
    """What was answered the first time, or the act done now and its answer kept, while the key is held."""
    digest = content.digest(request.url.path)
    found = await queries.key(key, now(), actor=request.user)
    if found is None:
        body = encode_json(await act())
        kept = timedelta(days=settings().machine_key_days)
        await writes.keep(key, digest, 201, body.decode(), actor=request.user, at=now(), kept=kept)
        return Response(body, status_code=201, media_type=JSON)
    if found.digest != digest:
        raise refuse("MACHINE-KEY-REUSED", field_name="Idempotency-Key")
    headers = {"Idempotency-Replayed": "true"}
    return Response(found.answer.encode(), status_code=found.status, media_type=JSON, headers=headers)
