"""Documents at the front door: the list, the page that prints, the file, and the public's question about a copy."""

from __future__ import annotations

import asyncio
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.records.documents import queries
from domain.records.documents.queries import ROLL, DocumentFile
from domain.records.documents.rules import FORMS
from portal import lists
from portal.documents.layout import docx_of
from portal.documents.text import CHINESE, paper_of
from portal.page import download, language_of, page, typed_text
from portal.words import say

Ask = Request[Actor, str, Any]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LONGEST_NUMBER = 60
LONGEST_CODE = 30


@get("/documents", duty=Duty.SIGNED_IN)
async def documents_page(request: Ask) -> Response[Any]:
    """Every document that the reader may see, the newest first."""
    condition, kinds = queries.seen_by(request.user)
    offered = tuple(kind.value for kind, form in FORMS.items() if request.user.holds(form.see))
    view = await lists.view_of(request, ROLL, "/documents", condition, kinds, kind=offered)
    return lists.list_page(request, "documents/list.html", view)


@get("/documents/export", duty=Duty.SIGNED_IN)
async def export(request: Ask) -> Response[Any]:
    """What is seen, as xlsx."""
    condition, kinds = queries.seen_by(request.user)
    return await lists.export(request, ROLL, say("room:documents"), condition, kinds)


@get("/documents/{document_id:int}", duty=Duty.SIGNED_IN)
async def document_page(request: Ask, document_id: FromPath[int]) -> Response[Any]:
    """One document as it prints; for readers of English with a rendering under it."""
    found = await _found(request, document_id)
    return page(request, "documents/document.html", document=found, **_papers(request, found))


@get("/documents/{document_id:int}/file", duty=Duty.SIGNED_IN)
async def document_file(request: Ask, document_id: FromPath[int]) -> Response[Any]:
    """The same document as .docx, in Chinese: the one that gets the seal."""
    found = await _found(request, document_id)
    paper = paper_of(found)
    content = await asyncio.to_thread(docx_of, paper)
    return download(content, f"{found.number} {paper.title}.docx", DOCX)


async def _found(request: Ask, document_id: int) -> DocumentFile:
    found = await queries.document(document_id, actor=request.user) if document_id < 10**9 else None
    if found is None:
        raise NotFoundException
    return found


def _papers(request: Ask, found: DocumentFile) -> dict[str, Any]:
    """The text in Chinese and, for other readers, in their language beside it."""
    language = language_of(request)
    rendering = paper_of(found, language) if language != CHINESE else None
    return {"paper": paper_of(found), "rendering": rendering}


@get("/public/verify", duty=Duty.PUBLIC)
async def verify_form(request: Ask) -> Response[Any]:
    return page(request, "documents/verify.html", found=None, unknown=False)


@post("/public/verify", duty=Duty.PUBLIC, limited=True)
async def verify(request: Ask) -> Response[Any]:
    """Whether there is a document with this number and this code, and what it says in essence."""
    form = await request.form()
    typed = {
        "number": typed_text(form, "number", LONGEST_NUMBER),
        "check_code": typed_text(form, "check_code", LONGEST_CODE),
    }
    found = await queries.verified(typed["number"], typed["check_code"])
    if found is None:
        return page(request, "documents/verify.html", 422, found=None, unknown=True, typed=typed)
    told = paper_of(found, language_of(request)).told
    whole = _papers(request, found) if found.public else {"paper": None, "rendering": None}
    return page(request, "documents/verify.html", found=found, unknown=False, typed=typed, told=told, **whole)


routes = [documents_page, export, document_page, document_file, verify_form, verify]
