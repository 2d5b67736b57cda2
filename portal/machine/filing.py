"""What is the same for every room that programs file to: whose it is, the form, the blank, how a finding is told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from litestar import Request, Response
from litestar.exceptions import NotFoundException

from domain.core.actors import Actor
from domain.core.findings import Finding
from domain.core.workbook import Reference, Workbook, data_from, pointer_of, schema
from domain.records.evidence import queries as evidence
from domain.records.evidence.writes import JSON, XLSX
from domain.records.people import queries as people
from domain.records.people.queries import EnterpriseCard
from domain.records.sheets.writer import SYNTHETIC, Prefill, blank_in_thread
from portal.machine.answers import answered, tagged
from portal.machine.problems import remarks
from portal.machine.shapes import Form, Remark

Ask = Request[Actor, str, Any]


async def own_enterprise(request: Ask) -> EnterpriseCard:
    """The enterprise whose program asks."""
    user = request.user
    card = await people.enterprise(user.enterprise_id, actor=user) if user.enterprise_id else None
    if card is None:
        raise NotFoundException
    return card


def form_answer(request: Ask, book: Workbook, year: int, filled: Prefill | None) -> Response[Any]:
    """The schema of a form, bounds as numbers, and what is filled in already as the JSON that would be sent."""
    described: dict[str, Any] = json.loads(json.dumps(schema(book), default=float))
    data = None if filled is None else data_from(book, filled)
    return answered(request, Form(book.key, book.edition, year, described, data))


async def blank_answer(
    request: Ask,
    book: Workbook,
    filled: Prefill | None,
    name: str,
    *,
    synthetic: bool,
    references: Sequence[Reference] = (),
) -> Response[Any]:
    """The pre-filled workbook as a file of that name."""
    content = await blank_in_thread(book, filled, banner=SYNTHETIC if synthetic else "", references=references)
    return tagged(request, content, XLSX, headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'})


async def sent_as_json(sha256: str) -> bool:
    """Whether an original came as JSON: its findings are then pointed to."""
    original = await evidence.card(sha256)
    return original is not None and original.media_type == JSON


def told(finding: Finding, book: Workbook | None, *, set_aside: bool = False) -> Remark:
    """A finding as a remark; `book` is the form of what came as JSON, into which is pointed."""
    (one,) = remarks([finding])
    return replace(one, pointer=pointer_of(book, finding.place) if book else "", set_aside=set_aside)


def text_of(value: object) -> str | None:
    """A figure as a text, which keeps every digit."""
    return None if value is None else str(value)
