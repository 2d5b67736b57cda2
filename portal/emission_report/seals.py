"""The sealed PDF of a report: attached, and taken away again."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path
from typing import Any

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.duties import Duty
from domain.core.findings import Refused
from domain.emission_report import acts, queries
from domain.records.evidence import queries as evidence
from portal.clock import now
from portal.emission_report.pages import show_report
from portal.emission_report.views import Ask, known_id
from portal.page import done, download
from portal.settings import settings


@post("/reports/report/{report_id:int}/seal", duty=Duty.REPORT_FILE)
async def attach(request: Ask, report_id: FromPath[int]) -> Response[Any]:
    """Take in the PDF; a refusal shows the report again."""
    sent = (await request.form()).get("seal")
    content = await sent.read() if isinstance(sent, UploadFile) else b""
    name = (sent.filename or "") if isinstance(sent, UploadFile) else ""
    roots = await asyncio.to_thread(roots_in, settings().seal_roots)
    try:
        await acts.attach_seal(known_id(report_id), content, name, actor=request.user, at=now(), roots=roots)
    except Refused as refused:
        return await show_report(request, report_id, 422, refused.findings)
    return done(request, f"/reports/report/{report_id}", "emission_report:sealed")


def roots_in(folder: Path | None) -> list[bytes]:
    """The certificates (DER) of a folder of .pem, .crt, .cer and .der files; none without a folder."""
    if folder is None or not folder.is_dir():
        return []
    files = sorted(path for path in folder.iterdir() if path.suffix in (".pem", ".crt", ".cer", ".der"))
    return [root for path in files for root in _certificates(path.read_bytes())]


BEGIN, END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"


def _certificates(content: bytes) -> list[bytes]:
    text = content.decode("latin-1")
    if BEGIN not in text:
        return [content]
    return [ssl.PEM_cert_to_DER_cert(f"{BEGIN}{one.partition(END)[0]}{END}") for one in text.split(BEGIN)[1:]]


@get("/reports/seals/{seal_id:int}/original", duty=Duty.REPORT_SEE)
async def original(request: Ask, seal_id: FromPath[int]) -> Response[Any]:
    """The PDF as it was received."""
    card = await queries.seal(known_id(seal_id), actor=request.user)
    content = await evidence.fetch(card.evidence) if card else None
    if card is None or content is None:
        raise NotFoundException
    # Whatever was uploaded goes back as a file to be saved, never as something a browser opens.
    return download(content, card.file_name, "application/octet-stream")


routes = [attach, original]
