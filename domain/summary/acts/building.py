"""Building a package: every document of the year into one zip, in an order and with times that never vary."""

from __future__ import annotations

import json
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from domain.core.actors import Actor
from domain.core.duties import CLOCK, Duty
from domain.core.findings import Refused, Stale, refuse
from domain.records.database import ask, engine, transaction
from domain.records.evidence.queries import fetch
from domain.records.evidence.writes import keep
from domain.records.journal.writes import Note, move, require
from domain.records.notices.writes import tell
from domain.summary import queries
from domain.summary.acts import documents
from domain.summary.acts.workbooks import completion_book, entry, summary_book, supplement_book
from domain.summary.rules import (
    DETERMINED,
    MANIFEST,
    Bundle,
    Explained,
    Heading,
    Listed,
    by_sector,
    file_name,
    lacking_counts,
    listed,
    manifest,
    place,
    sector_folder,
)
from domain.summary.rules import completeness as completeness_of
from domain.summary.states import MOVES, NOTICE_71, Folder, State
from domain.summary.tables import Package

ZIP = "application/zip"
# One package of the deployment is built at a time: two would only take each other's memory.
BUILD_LOCK = "summary.build"
# How often the page that waits hears of progress.
CHUNK = 25
# The package lies in the evidence table as one value: beyond this it would burden every backup and every reader.
MOST_BYTES = 50 * 1024 * 1024

Fetch = Callable[[str], Awaitable[bytes | None]]
Explain = Callable[[Bundle], Awaitable[Explained]]
File = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Built:
    """A finished zip that nobody has signed yet."""

    content: bytes
    manifest_sha256: str
    files: int


async def build(package_id: int, *, actor: Actor, at: datetime) -> None:
    """Build an ordered package. Interrupted, it starts again from the beginning and gives the same bytes.

    Two transactions: the first says that building has begun, the second keeps the zip and says that it is built.
    Whoever comes second finds it done (`Stale`). A package over the limit ends as failed with its finding.
    """
    require(actor, CLOCK)
    connection = await engine().get_new_connection()
    try:
        # The lock goes with the connection, so a builder that died leaves none behind.
        await connection.fetch("SELECT pg_advisory_lock(hashtext($1))", BUILD_LOCK)
        await _build(package_id, actor=actor, at=at)
    finally:
        await connection.close()


async def _build(package_id: int, *, actor: Actor, at: datetime) -> None:
    async with transaction():
        await move(Package, package_id, MOVES, "start", actor=actor, at=at)
        await ask("UPDATE package SET done = 0, total = 0, progress_at = {} WHERE id = {}", at, package_id)
    card = await queries.package(package_id, actor=actor)
    if card is None:
        raise Stale(f"package:{package_id}", State.BUILDING.value)
    bundles = await queries.bundles(card.year, actor=actor)

    async def told(done: int, total: int) -> None:
        await ask("UPDATE package SET done = {}, total = {} WHERE id = {}", done, total, package_id)

    async def explained(bundle: Bundle) -> Explained:
        return await queries.explained(bundle, actor=actor)

    try:
        built = await zip_of(heading_of(card, bundles), bundles, Source(fetch, explained), told)
    except Refused as refused:
        await _fail(card, refused, actor=actor, at=at)
        return
    await _finish(card, built, actor=actor, at=at)


async def _finish(card: queries.PackageCard, built: Built, *, actor: Actor, at: datetime) -> None:
    async with transaction():
        sha256 = await keep(built.content, file_name=f"{card.number}.zip", media_type=ZIP, at=at)
        basis = {"files": built.files, "size": len(built.content), "manifest_sha256": built.manifest_sha256}
        await move(Package, card.id, MOVES, "finish", actor=actor, at=at, note=Note(basis=basis, evidence=sha256))
        await ask(
            "UPDATE package SET done = {}, total = {}, sha256 = {}, size = {}, manifest_sha256 = {}, built_at = {}, "
            "progress_at = {} WHERE id = {}",
            built.files,
            built.files,
            sha256,
            len(built.content),
            built.manifest_sha256,
            at,
            at,
            card.id,
        )
        await tell("summary.built", at=at, **_to(card, Duty.SUMMARY_SIGN))


async def _fail(card: queries.PackageCard, refused: Refused, *, actor: Actor, at: datetime) -> None:
    finding = refused.findings[0]
    trouble = {"code": finding.code, "facts": dict(finding.facts)}
    async with transaction():
        await move(Package, card.id, MOVES, "fail", actor=actor, at=at, note=Note(reason=finding.code, basis=trouble))
        await ask("UPDATE package SET trouble = {} WHERE id = {}", json.dumps(trouble, ensure_ascii=False), card.id)
        await tell("summary.failed", at=at, **_to(card, Duty.SUMMARY_PREPARE))


def _to(card: queries.PackageCard, duty: Duty) -> dict[str, Any]:
    """Addressee, facts and link of a notice about the package."""
    facts = {"number": card.number, "year": str(card.year)}
    return {"facts": facts, "duty": duty, "link": f"/summary/packages/{card.id}"}


def heading_of(card: queries.PackageCard, bundles: Sequence[Bundle]) -> Heading:
    """The package's own facts. Its time is that of the order, so that a second building gives the same bytes."""
    return Heading(
        card.number,
        card.year,
        card.authority,
        card.ordered_at,
        card.replaces,
        lacking_counts(completeness_of(bundle) for bundle in bundles),
        any(bundle.synthetic for bundle in bundles),
        card.reason,
    )


@dataclass(frozen=True, slots=True)
class Source:
    """Where the builder finds what a bundle only names: originals by digest, derivations by enterprise."""

    original: Fetch
    explained: Explain


async def zip_of(
    heading: Heading, bundles: Sequence[Bundle], source: Source, told: Callable[[int, int], Awaitable[None]]
) -> Built:
    """The zip with its manifest. It grows in a file of its own and is whole or not there at all.

    Refused: SUMMARY-NOTHING without an enterprise, SUMMARY-TOO-LARGE above the limit.
    """
    if not bundles:
        raise refuse("SUMMARY-NOTHING", citation=NOTICE_71)
    total, rows = count_of(bundles), list[Listed]()
    with TemporaryDirectory(prefix="package-") as folder:
        path = Path(folder) / "package.zip"
        with zipfile.ZipFile(path, "w") as kept:
            async for name, content in files_of(heading, bundles, source):
                kept.writestr(entry(name, heading.made_at), content)
                rows.append(listed(name, content))
                if path.stat().st_size > MOST_BYTES:
                    raise refuse("SUMMARY-TOO-LARGE", most=MOST_BYTES // 1024**2, files=total)
                if len(rows) % CHUNK == 0:
                    await told(len(rows), total)
            written = manifest(heading, rows)
            kept.writestr(entry(MANIFEST, heading.made_at), written)
        return Built(path.read_bytes(), listed(MANIFEST, written).sha256, len(rows))


def count_of(bundles: Sequence[Bundle]) -> int:
    """How many files the package will hold, the manifest not counted."""
    sectors = {sector_folder(bundle.sector) for bundle in bundles}
    singles = sum(
        (bundle.report is not None)
        + (bundle.original is not None or (bundle.report is not None and bundle.report.state == DETERMINED))
        + (bundle.plan is not None)
        + (bundle.conclusion is not None)
        for bundle in bundles
    )
    return 2 * len(sectors) + singles


async def files_of(heading: Heading, bundles: Sequence[Bundle], source: Source) -> AsyncIterator[File]:
    """Every file with its place: the tables of each sector, then enterprise by enterprise."""
    year, at = heading.year, heading.made_at
    for sector, mine in by_sector(bundles):
        stem = f"{Folder.TABLES.value}/{sector}/{year}年"
        explained = {bundle.enterprise_id: await source.explained(bundle) for bundle in mine}
        yield f"{stem}碳排放汇总表_{sector}.xlsx", summary_book(mine, explained, year, at)
        yield f"{stem}碳排放配额清缴完成和处理情况汇总表_{sector}.xlsx", completion_book(mine, at)
        for bundle in mine:
            for file in _renderings(bundle, year):
                yield file
            supplement = await _supplement(bundle, at, source.original)
            if supplement is not None:
                yield supplement


def _renderings(bundle: Bundle, year: int) -> list[File]:
    found: list[tuple[Folder, str, documents.Document]] = []
    if bundle.conclusion is not None:
        told = documents.conclusion(bundle, bundle.conclusion, year)
        found.append((Folder.CONCLUSIONS, "核查报告结论页", told))
    if bundle.report is not None:
        found.append((Folder.REPORTS, "排放报告", documents.report(bundle, bundle.report, year)))
    if bundle.plan is not None:
        found.append((Folder.PLANS, "监测计划", documents.plan(bundle, bundle.plan, year)))
    return [
        (place(folder, bundle.sector, file_name(bundle, title, "pdf")), documents.pdf(document))
        for folder, title, document in found
    ]


async def _supplement(bundle: Bundle, at: datetime, original: Fetch) -> File | None:
    """The workbook as it was filed, byte for byte; where there is none, the table of what was determined."""
    name = place(Folder.SUPPLEMENTS, bundle.sector, file_name(bundle, "补充数据表", "xlsx"))
    if bundle.original is not None:
        content = await original(bundle.original.sha256)
        if content is None:
            raise refuse("SUMMARY-ORIGINAL", credit_code=bundle.credit_code, sha256=bundle.original.sha256)
        return name, content
    if bundle.report is not None and bundle.report.state == DETERMINED:
        return name, supplement_book(bundle, bundle.report, at)
    return None
