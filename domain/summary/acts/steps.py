"""What people do with a package: order, sign, hand over."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime

from asyncpg.exceptions import UniqueViolationError

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Stale, refuse
from domain.records.database import ask, ask_one, transaction
from domain.records.documents import writes as documents
from domain.records.documents.rules import texts
from domain.records.evidence.queries import fetch
from domain.records.evidence.writes import keep
from domain.records.journal.writes import Note, begin, move, require
from domain.records.notices.writes import tell
from domain.records.people import queries as people
from domain.summary import queries
from domain.summary.acts.building import ZIP
from domain.summary.acts.signing import SigningKey
from domain.summary.acts.signing import sign as signature_over
from domain.summary.acts.workbooks import entry
from domain.summary.rules import MANIFEST, SIGNATURE, lacking_counts, to_be_signed
from domain.summary.states import MOVES, NOTICE_71, UNDER_WAY, State
from domain.summary.tables import Package


async def order(year: int, *, actor: Actor, at: datetime, reason: str = "", authority: str = "") -> int:
    """Order the package of a year; the worker builds it. Answers its id.

    Refused: SUMMARY-NOTHING without a published list, SUMMARY-INCOMPLETE when something lacks and no reason is given,
    SUMMARY-REPLACES when a package was handed over already and no reason is given, SUMMARY-UNDER-WAY while another is
    being built.
    """
    require(actor, Duty.SUMMARY_PREPARE)
    rows = await queries.completeness(year, actor=actor)
    if not rows:
        raise refuse("SUMMARY-NOTHING", citation=NOTICE_71)
    lacking = lacking_counts(rows)
    if lacking and not reason.strip():
        incomplete = sum(not row.complete for row in rows)
        raise refuse("SUMMARY-INCOMPLETE", field_name="reason", citation=NOTICE_71, enterprises=incomplete)
    try:
        async with transaction():
            return await _order(year, lacking, reason.strip(), authority, actor=actor, at=at)
    except UniqueViolationError:
        raise refuse("SUMMARY-UNDER-WAY", year=year) from None


async def _order(year: int, lacking: dict[str, int], reason: str, authority: str, *, actor: Actor, at: datetime) -> int:
    earlier = await ask("SELECT number, serial, state FROM package WHERE year = {} ORDER BY serial DESC", year)
    if any(row["state"] in UNDER_WAY for row in earlier):
        raise refuse("SUMMARY-UNDER-WAY", year=year)
    replaces = next((row["number"] for row in earlier if row["state"] == State.HANDED_OVER), "")
    if replaces and not reason:
        raise refuse("SUMMARY-REPLACES", field_name="reason", number=replaces)
    serial = earlier[0]["serial"] + 1 if earlier else 1
    package = Package(
        number=f"{year}-{serial}",
        year=year,
        serial=serial,
        state=State.ORDERED.value,
        reason=reason,
        replaces=replaces,
        lacking=json.dumps(lacking),
        authority=authority,
        ordered_by=actor.account_id,
        ordered_at=at,
    )
    package_id = int((await Package.insert(package))[0]["id"])
    note = Note(reason=reason, basis={"year": year, "lacking": lacking, "replaces": replaces})
    await begin(Package, package_id, MOVES, "order", actor=actor, at=at, note=note)
    return package_id


async def sign(package_id: int, key: SigningKey, *, actor: Actor, at: datetime) -> None:
    """Sign a built package: the manifest's digests are signed and the signature joins the zip. The key is handed in.

    Refused: SUMMARY-OWN to whoever ordered the package.
    """
    require(actor, Duty.SUMMARY_SIGN)
    card = await _built(package_id, actor=actor)
    if card.ordered_by == actor.account_id:
        raise refuse("SUMMARY-OWN")
    unsigned = await fetch(card.sha256)
    if unsigned is None:
        raise refuse("SUMMARY-ORIGINAL", credit_code=card.number, sha256=card.sha256)
    with zipfile.ZipFile(io.BytesIO(unsigned)) as kept:
        told = to_be_signed(kept.read(MANIFEST), card.number, actor.name, at)
    token = signature_over(told, key)
    signed = with_signature(unsigned, token, card.ordered_at)
    async with transaction():
        sha256 = await keep(signed, file_name=f"{card.number}.zip", media_type=ZIP, at=at)
        note = Note(basis={"manifest_sha256": told["sha256"], "manifest_sm3": told["sm3"]}, evidence=sha256)
        await move(Package, package_id, MOVES, "sign", actor=actor, at=at, note=note)
        await ask(
            "UPDATE package SET sha256 = {}, size = {}, signature = {}, public_key = {}, signed_by = {}, "
            "signed_at = {} WHERE id = {}",
            sha256,
            len(signed),
            token,
            key.public_pem,
            actor.account_id,
            at,
            package_id,
        )
        facts = {"number": card.number, "year": str(card.year)}
        link = f"/summary/packages/{package_id}"
        await tell("summary.signed", at=at, facts=facts, duty=Duty.SUMMARY_PREPARE, link=link)


async def _built(package_id: int, *, actor: Actor) -> queries.PackageCard:
    card = await queries.package(package_id, actor=actor)
    if card is None:
        raise refuse("SUMMARY-UNKNOWN")
    if card.state != State.BUILT:
        raise Stale(f"package:{package_id}", State.BUILT.value)
    return card


def with_signature(unsigned: bytes, token: str, at: datetime) -> bytes:
    """The zip with the signature as its last file; everything before it stays as it was."""
    kept = io.BytesIO()
    kept.write(unsigned)
    with zipfile.ZipFile(kept, "a") as grown:
        grown.writestr(entry(SIGNATURE, at), token + "\n")
    return kept.getvalue()


async def hand_over(package_id: int, receipt: str, *, actor: Actor, at: datetime) -> None:
    """Record that the ministry received the signed package, by its receipt number.

    Refused: SUMMARY-RECEIPT without a number or with one that another package has.
    """
    require(actor, Duty.SUMMARY_PREPARE)
    number = receipt.strip()[:60]
    if not number:
        raise refuse("SUMMARY-RECEIPT", field_name="receipt", citation=NOTICE_71)
    async with transaction():
        taken = await ask_one("SELECT number FROM package WHERE receipt = {} AND id <> {}", number, package_id)
        if taken is not None:
            raise refuse("SUMMARY-RECEIPT-TAKEN", field_name="receipt", number=taken["number"])
        await move(Package, package_id, MOVES, "hand_over", actor=actor, at=at, note=Note(basis={"receipt": number}))
        await ask("UPDATE package SET receipt = {}, handed_over_at = {} WHERE id = {}", number, at, package_id)
        await _issue_slip(package_id, number, actor=actor, at=at)


async def _issue_slip(package_id: int, receipt: str, *, actor: Actor, at: datetime) -> None:
    """The slip of the hand-over (交接单): which file the ministry received, and under which number."""
    card = await queries.package(package_id, actor=actor)
    if card is None:
        raise refuse("SUMMARY-UNKNOWN")
    invented = await ask_one("SELECT EXISTS (SELECT 1 FROM enterprise WHERE synthetic) AS synthetic")
    signers = {person.id: person.name for person in await people.holders(["leader"])}
    facts = texts(
        year=card.year,
        package=card.number,
        replaces=card.replaces,
        reason=card.reason,
        files=card.total,
        size=card.size,
        sha256=card.sha256,
        manifest_sha256=card.manifest_sha256,
        signer=signers.get(card.signed_by or 0, ""),
        signed_at=card.signed_at,
        receipt=receipt,
        handed_over_at=at,
        citation=NOTICE_71,
        synthetic=bool(invented and invented["synthetic"]),
    )
    await documents.issue("hand_over", subject=f"package:{package_id}", facts=facts, actor=actor, at=at)
