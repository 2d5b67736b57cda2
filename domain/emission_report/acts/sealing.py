"""The report as a PDF with the enterprise's seal (盖章扫描件): looked into, its signature verified, kept."""

from __future__ import annotations

import asyncio
import base64
import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Stale, refuse
from domain.emission_report import queries
from domain.emission_report.states import ATTACHABLE, SEAL_TAG, SealState
from domain.emission_report.tables import ReportSeal
from domain.records.database import ask, transaction
from domain.records.evidence.writes import clean_name, keep
from domain.records.journal.writes import Note, record, require

PDF = "application/pdf"
MOST_BYTES = 10 * 1024 * 1024
# Readers find the mark within the first kilobyte; whoever writes it later wants to be taken for something else.
HEAD_BYTES = 1024
MARK, END = b"%PDF-", b"%%EOF"
MOST_SECONDS = 40
LOOKER = Path(__file__).with_name("pdf.py")
WORST = (SealState.ALTERED, SealState.BROKEN, SealState.UNKNOWN_SIGNER, SealState.VALID)


async def attach_seal(
    report_id: int, original: bytes, file_name: str, *, actor: Actor, at: datetime, roots: Sequence[bytes] = ()
) -> int:
    """Attach a sealed PDF to a report; answers the seal. `roots` are the certificates (DER) that vouch for signers.

    Refused before it is parsed: SEAL-EMPTY, SEAL-TOO-LARGE, SEAL-NOT-PDF, SEAL-TRUNCATED; then SEAL-ENCRYPTED,
    SEAL-ACTIVE (scripts, launching, files within), SEAL-UNREADABLE, SEAL-SAME. `Stale` once the report is accepted.
    A signature that is altered or broken is no refusal: its state is kept and shown.
    """
    require(actor, Duty.REPORT_FILE)
    _check_bytes(original)
    signatures = await _signatures(original, roots)
    async with transaction():
        await ask("SELECT id FROM report WHERE id = {} FOR UPDATE", report_id)
        file = await queries.report_file(report_id, actor=actor)
        if file is None:
            raise refuse("REPORT-UNKNOWN")
        if file.card.state not in ATTACHABLE:
            raise Stale(f"report:{report_id}", "|".join(ATTACHABLE))
        digest = await keep(original, file_name=file_name, media_type=PDF, at=at)
        if file.seals and file.seals[0].evidence == digest:
            raise refuse("SEAL-SAME", field_name="seal")
        state = _worst([one["state"] for one in signatures])
        seal = ReportSeal(
            report_id=report_id,
            version_number=file.versions[0].number if file.versions else None,
            evidence=digest,
            file_name=clean_name(file_name),
            size=len(original),
            received_at=at,
            received_from=actor.name,
            state=state.value,
            signatures=json.dumps(signatures, ensure_ascii=False),
        )
        seal_id = int((await ReportSeal.insert(seal))[0]["id"])
        basis = {"state": state.value, "signers": [one["signer"] for one in signatures]}
        note = Note(basis=basis, evidence=digest, enterprise_id=file.card.enterprise_id)
        await record(SEAL_TAG, f"report:{report_id}", actor=actor, at=at, duty=Duty.REPORT_FILE, note=note)
    return seal_id


def _check_bytes(original: bytes) -> None:
    """Type and size, asked of the bytes alone."""
    if not original:
        raise refuse("SEAL-EMPTY", field_name="seal")
    if len(original) > MOST_BYTES:
        raise refuse("SEAL-TOO-LARGE", field_name="seal", bytes=len(original), most=MOST_BYTES)
    if MARK not in original[:HEAD_BYTES]:
        raise refuse("SEAL-NOT-PDF", field_name="seal")
    if END not in original[-HEAD_BYTES:]:
        raise refuse("SEAL-TRUNCATED", field_name="seal")


async def _signatures(original: bytes, roots: Sequence[bytes]) -> list[dict[str, str]]:
    """What a process of its own finds in the file; one that does not come back has found it unreadable."""
    head = json.dumps({"roots": [base64.b64encode(root).decode() for root in roots]}).encode() + b"\n"
    looking = await asyncio.create_subprocess_exec(
        sys.executable,
        str(LOOKER),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        told, _ = await asyncio.wait_for(looking.communicate(head + original), MOST_SECONDS)
        answer: dict[str, Any] = json.loads(told)
    except (TimeoutError, json.JSONDecodeError, UnicodeDecodeError, BrokenPipeError, ConnectionResetError) as trouble:
        raise refuse("SEAL-UNREADABLE", field_name="seal", trouble=type(trouble).__name__) from trouble
    finally:
        if looking.returncode is None:
            looking.kill()
            await looking.wait()
    if "refused" in answer:
        raise refuse(answer["refused"], field_name="seal", **answer["facts"])
    signatures: list[dict[str, str]] = answer["signatures"]
    return signatures


def _worst(states: Sequence[str]) -> SealState:
    """The state of the whole: that of its worst signature; without any it is for human eyes."""
    return next((state for state in WORST if state.value in states), SealState.UNSIGNED)
