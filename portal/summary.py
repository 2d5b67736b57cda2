"""The summary room at the front door: completeness, packages, and what anyone needs to check one."""

from __future__ import annotations

import hashlib
from asyncio import to_thread
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Stream

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Finding, Refused
from domain.records.documents import queries as documents
from domain.records.evidence import queries as evidence
from domain.records.journal import queries as journal
from domain.summary import acts, checker, queries
from domain.summary.rules import lacking_counts
from domain.summary.states import HAS_FILE, MOVES, UNDER_WAY, Part, State
from portal import lists
from portal.clock import current_year, now
from portal.keys import signing_key
from portal.page import done, download, page, typed_text
from portal.settings import settings

Ask = Request[Actor, str, Any]
SLICE = 256 * 1024
CHECKER = Path(checker.__file__)
PEM = "application/x-pem-file"


@get("/summary", duty=Duty.SUMMARY_SEE)
async def this_year(request: Ask) -> Response[Any]:
    return done(request, f"/summary/{current_year()}")


@get("/summary/{year:int}", duty=Duty.SUMMARY_SEE)
async def year_page(request: Ask, year: FromPath[int]) -> Response[Any]:
    return await _year(request, year)


async def _year(
    request: Ask, year: int, status: int = 200, findings: tuple[Finding, ...] = (), typed: dict[str, str] | None = None
) -> Response[Any]:
    """One year's packages, and the order for the next."""
    packages = await queries.packages(year, actor=request.user)
    bounded = queries.of_year(year, actor=request.user)
    view = await lists.view_of(request, queries.ROLL, f"/summary/{year}", *bounded)
    return lists.list_page(
        request,
        "summary/year.html",
        view,
        status,
        year=year,
        may_order=request.user.holds(Duty.SUMMARY_PREPARE) and not any(card.state in UNDER_WAY for card in packages),
        handed_over=next((card for card in packages if card.state == State.HANDED_OVER), None),
        findings=findings,
        typed=typed or {},
    )


@get("/summary/{year:int}/export", duty=Duty.SUMMARY_SEE)
async def export(request: Ask, year: FromPath[int]) -> Response[Any]:
    """The packages as the page shows them, as xlsx."""
    name = lists.file_name(request, "room:summary", year)
    return await lists.export(request, queries.ROLL, name, *queries.of_year(year, actor=request.user))


@get("/summary/{year:int}/completeness", duty=Duty.SUMMARY_SEE)
async def completeness_page(request: Ask, year: FromPath[int]) -> Response[Any]:
    """What each published enterprise has and lacks: the same questions to every room, whatever the length."""
    rows = await queries.completeness(year, actor=request.user)
    lines = queries.completeness_lines(rows)
    view = lists.view_over(request, queries.COMPLETENESS, f"/summary/{year}/completeness", lines)
    return lists.list_page(
        request,
        "summary/completeness.html",
        view,
        year=year,
        complete=sum(row.complete for row in rows),
        total=len(rows),
        counts=lacking_counts(rows),
        parts_of_year=[part.value for part in Part],
    )


@get("/summary/{year:int}/completeness/export", duty=Duty.SUMMARY_SEE)
async def completeness_export(request: Ask, year: FromPath[int]) -> Response[Any]:
    """The completeness report as xlsx: as the page shows it, every part of every enterprise."""
    lines = queries.completeness_lines(await queries.completeness(year, actor=request.user))
    name = lists.file_name(request, "Completeness", year)
    return await lists.export_over(request, queries.COMPLETENESS, name, lines)


@post("/summary/{year:int}/order", duty=Duty.SUMMARY_PREPARE)
async def order(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Order the year's package; the worker builds it and the page follows."""
    reason = typed_text(await request.form(), "reason")
    try:
        package_id = await acts.order(year, actor=request.user, at=now(), reason=reason, authority=settings().province)
    except Refused as refused:
        return await _year(request, year, 422, refused.findings, {"reason": reason})
    return done(request, f"/summary/packages/{package_id}", "summary:ordered")


@get("/summary/packages/{package_id:int}", duty=Duty.SUMMARY_SEE)
async def package_page(request: Ask, package_id: FromPath[int]) -> Response[Any]:
    return await _package(request, package_id)


async def _package(
    request: Ask, package_id: int, status: int = 200, findings: tuple[Finding, ...] = (), receipt: str = ""
) -> Response[Any]:
    """One package: how far it is built, what may be done, how to check it, its history."""
    card = await _card(request, package_id)
    trouble = [Finding(card.trouble["code"], facts=card.trouble["facts"])] if card.trouble else []
    return page(
        request,
        "summary/package.html",
        status,
        card=card,
        moves=[move.name for move in MOVES.open_to(card.state, request.user.duties)],
        building=card.state in UNDER_WAY,
        has_file=card.state in HAS_FILE,
        trouble=trouble,
        fingerprint=_fingerprint(card.public_key) if card.public_key else "",
        papers=await documents.of_subjects([f"package:{package_id}"], actor=request.user),
        history=await journal.of_subject(f"package:{package_id}"),
        findings=findings,
        typed={"receipt": receipt},
    )


async def _card(request: Ask, package_id: int) -> queries.PackageCard:
    card = await queries.package(package_id, actor=request.user)
    if card is None:
        raise NotFoundException
    return card


@post("/summary/packages/{package_id:int}/sign", duty=Duty.SUMMARY_SIGN)
async def sign(request: Ask, package_id: FromPath[int]) -> Response[Any]:
    """Sign a built package with the authority's key, which never leaves the door but into this act."""
    await acts.sign(package_id, signing_key(), actor=request.user, at=now())
    return done(request, f"/summary/packages/{package_id}", "summary:signed")


@post("/summary/packages/{package_id:int}/hand_over", duty=Duty.SUMMARY_PREPARE)
async def hand_over(request: Ask, package_id: FromPath[int]) -> Response[Any]:
    receipt = typed_text(await request.form(), "receipt", 60)
    try:
        await acts.hand_over(package_id, receipt, actor=request.user, at=now())
    except Refused as refused:
        return await _package(request, package_id, 422, refused.findings, receipt)
    return done(request, f"/summary/packages/{package_id}", "summary:handed_over")


@get("/summary/packages/{package_id:int}/zip", duty=Duty.SUMMARY_SEE)
async def fetch_zip(request: Ask, package_id: FromPath[int]) -> Stream:
    """The package itself, streamed in slices."""
    card = await _card(request, package_id)
    if card.state not in HAS_FILE:
        raise NotFoundException
    name = quote(f"{card.number}.zip" if card.signature else f"{card.number}-unsigned.zip")
    disposition = f"attachment; filename*=UTF-8''{name}"
    headers = {"Content-Disposition": disposition, "Content-Length": str(card.size), "Cache-Control": "no-store"}
    return Stream(_slices(card.sha256), media_type="application/zip", headers=headers)


async def _slices(sha256: str) -> AsyncIterator[bytes]:
    content = memoryview(await evidence.fetch(sha256) or b"")
    for start in range(0, len(content), SLICE):
        yield bytes(content[start : start + SLICE])


@get("/summary/packages/{package_id:int}/key", duty=Duty.SUMMARY_SEE)
async def fetch_key(request: Ask, package_id: FromPath[int]) -> Response[Any]:
    """The public key under which this package was signed."""
    card = await _card(request, package_id)
    if not card.public_key:
        raise NotFoundException
    return download(card.public_key.encode(), "public.pem", PEM)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key for everyone, recognised by its fingerprint."""

    fingerprint: str
    pem: str


def _fingerprint(pem: str) -> str:
    """SHA-256 over the key as printed, by which two people compare it over the telephone."""
    return hashlib.sha256(pem.encode()).hexdigest()


async def _keys() -> Iterator[PublicKey]:
    return (PublicKey(_fingerprint(pem), pem) for pem in await queries.public_keys())


@get("/public/package-checker", duty=Duty.PUBLIC)
async def checker_page(request: Ask) -> Response[Any]:
    """How to check a package without the portal: the tool, the keys, the words of its faults."""
    return page(request, "summary/checker.html", keys=list(await _keys()), faults=checker.FAULTS)


@get("/public/package-checker/checker.py", duty=Duty.PUBLIC)
async def fetch_checker(request: Ask) -> Response[Any]:
    """The stand-alone checker: the very file that the project tests."""
    return download(await to_thread(CHECKER.read_bytes), "checker.py", "text/x-python; charset=utf-8")


@get("/public/package-checker/keys/{fingerprint:str}", duty=Duty.PUBLIC)
async def fetch_public_key(request: Ask, fingerprint: FromPath[str]) -> Response[Any]:
    for key in await _keys():
        if key.fingerprint == fingerprint:
            return download(key.pem.encode(), "public.pem", PEM)
    raise NotFoundException


routes = [
    this_year,
    year_page,
    export,
    completeness_page,
    completeness_export,
    order,
    package_page,
    sign,
    hand_over,
    fetch_zip,
    fetch_key,
    checker_page,
    fetch_checker,
    fetch_public_key,
]
