"""A sealed PDF: what is refused before it is looked into, and what its digital signature says."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import keys as asn_keys
from asn1crypto import x509 as asn_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore
from reportlab.lib import pdfencrypt
from reportlab.pdfgen import canvas

from domain.core.findings import Refused, Stale
from domain.emission_report import acts, queries
from domain.records.evidence import queries as evidence
from portal.emission_report.seals import roots_in
from tests.cast import codes, entries_for
from tests.rooms.emission_report.ground import IN_TIME, OFFICER, Enterprise, settle


def pdf(text: str = "sealed report", **options: Any) -> bytes:
    kept = io.BytesIO()
    page = canvas.Canvas(kept, **options)
    page.drawString(100, 700, text)
    page.save()
    return kept.getvalue()


class Signer:
    """A key with a certificate that it has signed itself."""

    def __init__(self, name: str = "示例电厂公章") -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        since = datetime.now(UTC) - timedelta(days=1)
        made = x509.CertificateBuilder().subject_name(called).issuer_name(called).public_key(self.key.public_key())
        made = made.serial_number(7).not_valid_before(since).not_valid_after(since + timedelta(days=99))
        usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
        self.certificate = made.add_extension(usage, True).sign(self.key, hashes.SHA256())

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    def signed(self, content: bytes, field: str = "Seal") -> bytes:
        plain, pkcs8 = serialization.NoEncryption(), serialization.PrivateFormat.PKCS8
        key = self.key.private_bytes(serialization.Encoding.DER, pkcs8, plain)
        signer = signers.SimpleSigner(
            signing_cert=asn_x509.Certificate.load(self.der),
            signing_key=asn_keys.PrivateKeyInfo.load(key),
            cert_registry=SimpleCertificateStore(),
        )
        writer = IncrementalPdfFileWriter(io.BytesIO(content))
        meta = signers.PdfSignatureMetadata(field_name=field)
        # It runs a loop of its own, which the loop of the tests does not allow beside it.
        with ThreadPoolExecutor() as threads:
            return bytes(threads.submit(signers.sign_pdf, writer, meta, signer=signer).result().getvalue())


def altered(content: bytes) -> bytes:
    """The same with one byte of what is printed changed."""
    changed = bytearray(content)
    changed[content.index(b"opensource")] ^= 1
    return bytes(changed)


@pytest.fixture(scope="module")
def signer() -> Signer:
    return Signer()


@pytest.fixture(scope="module")
async def ground(database: object) -> list[Enterprise]:
    return await settle(12)


@pytest.fixture
def plant(ground: list[Enterprise]) -> Enterprise:
    return ground.pop()


async def attached(plant: Enterprise, content: bytes, **more: Any) -> queries.SealCard:
    seal_id = await acts.attach_seal(plant.report_id, content, "盖章.pdf", actor=plant.filer, at=IN_TIME, **more)
    card = await queries.seal(seal_id, actor=OFFICER)
    assert card is not None
    return card


async def test_a_seal_without_a_signature_is_for_human_eyes(plant: Enterprise) -> None:
    card = await attached(plant, pdf())
    assert (card.state, card.signatures, card.version_number) == ("unsigned", (), None)
    assert await evidence.fetch(card.evidence) == pdf() or card.size > 0
    assert (await entries_for(f"report:{plant.report_id}"))[-1] == "emission_report:report:seal"
    assert await queries.seal(card.id, actor=plant.signatory) is not None


async def test_a_signature_is_verified_and_its_signer_named(plant: Enterprise, signer: Signer) -> None:
    unknown = await attached(plant, signer.signed(pdf("one")))
    assert unknown.state == "unknown_signer"
    assert unknown.signatures[0].signer == "示例电厂公章"
    assert unknown.signatures[0].signed_at
    valid = await attached(plant, signer.signed(pdf("two")), roots=[signer.der])
    assert valid.state == "valid"
    other = await attached(plant, signer.signed(pdf("three")), roots=[Signer("另一家").der])
    assert other.state == "unknown_signer"


async def test_one_byte_changed_after_signing_is_seen(plant: Enterprise, signer: Signer) -> None:
    card = await attached(plant, altered(signer.signed(pdf())), roots=[signer.der])
    assert (card.state, card.signatures[0].state) == ("altered", "altered")


async def test_a_signature_that_cannot_be_read_is_broken(plant: Enterprise, signer: Signer) -> None:
    content = signer.signed(pdf())
    start = content.index(b"/Contents <") + len(b"/Contents <")
    broken = content[:start] + b"00" * 40 + content[start + 80 :]
    assert (await attached(plant, broken)).state == "broken"


async def test_what_was_written_behind_the_signature_is_an_alteration(plant: Enterprise, signer: Signer) -> None:
    from pyhanko.pdf_utils import generic

    writer = IncrementalPdfFileWriter(io.BytesIO(signer.signed(pdf())))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = generic.NumberObject(180)
    writer.update_container(page)
    kept = io.BytesIO()
    writer.write(kept)
    assert (await attached(plant, kept.getvalue(), roots=[signer.der])).state == "altered"


async def test_the_worst_signature_is_that_of_the_whole(plant: Enterprise, signer: Signer) -> None:
    twice = Signer("未知").signed(signer.signed(pdf(), "One"), "Two")
    card = await attached(plant, twice, roots=[signer.der])
    assert (card.state, [one.state for one in card.signatures]) == ("unknown_signer", ["valid", "unknown_signer"])


ACTIVE = b"""%%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >> endobj
4 0 obj << /S %s >> endobj
trailer << /Root 1 0 R >>
%%%%EOF"""


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "SEAL-EMPTY"),
        (b"PK\x03\x04 no pdf", "SEAL-NOT-PDF"),
        (b" " * 2000 + b"%PDF-1.4 %%EOF", "SEAL-NOT-PDF"),
        (b"%PDF-1.4\nhalf of it", "SEAL-TRUNCATED"),
        (b"%PDF-1.4\n" + bytes(10 * 1024 * 1024) + b"%%EOF", "SEAL-TOO-LARGE"),
        (b"%PDF-1.4\nnothing in it\n%%EOF", "SEAL-UNREADABLE"),
        (ACTIVE % b"/JavaScript /JS (app.alert(1))", "SEAL-ACTIVE"),
        (ACTIVE % b"/Java#53cript", "SEAL-ACTIVE"),
        (ACTIVE % b"/Launch /F (cmd.exe)", "SEAL-ACTIVE"),
        (ACTIVE % b"/GoToE", "SEAL-ACTIVE"),
        (ACTIVE % b"/X /EmbeddedFiles 4 0 R", "SEAL-ACTIVE"),
        (pdf(encrypt=pdfencrypt.StandardEncryption("secret")), "SEAL-ENCRYPTED"),
    ],
)
async def test_what_is_no_plain_pdf_is_refused_with_its_code(
    ground: list[Enterprise], content: bytes, code: str
) -> None:
    with pytest.raises(Refused) as caught:
        await attached(ground[0], content)
    assert codes(caught) == {code}
    file = await queries.report_file(ground[0].report_id, actor=OFFICER)
    assert file is not None
    assert file.seals == ()


async def test_a_script_within_compressed_objects_is_found(ground: list[Enterprise]) -> None:
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.writer import PdfFileWriter

    writer = PdfFileWriter(stream_xrefs=True)
    objects = writer.prepare_object_stream()
    action = generic.DictionaryObject({generic.pdf_name("/S"): generic.pdf_name("/JavaScript")})
    writer.root["/OpenAction"] = writer.add_object(action, obj_stream=objects)
    kept = io.BytesIO()
    writer.write(kept)
    assert b"JavaScript" not in kept.getvalue()
    with pytest.raises(Refused) as caught:
        await attached(ground[0], kept.getvalue())
    assert codes(caught) == {"SEAL-ACTIVE"}


async def test_the_same_file_again_another_enterprise_and_a_settled_report(plant: Enterprise, signer: Signer) -> None:
    content = signer.signed(pdf())
    await attached(plant, content)
    with pytest.raises(Refused) as same:
        await attached(plant, content)
    assert codes(same) == {"SEAL-SAME"}
    stranger = Enterprise(-1, "", "", plant.report_id)
    with pytest.raises(Refused) as foreign:
        await attached(stranger, pdf("else"))
    assert codes(foreign) == {"REPORT-UNKNOWN"}
    with pytest.raises(Refused) as duty:
        await acts.attach_seal(plant.report_id, content, "x.pdf", actor=plant.signatory, at=IN_TIME)
    assert codes(duty) == {"PEOPLE-DUTY"}
    await plant.submitted()
    assert (await attached(plant, pdf("after"))).version_number == 1
    await acts.accept(plant.report_id, actor=OFFICER, at=IN_TIME)
    with pytest.raises(Stale):
        await attached(plant, pdf("late"))


def test_roots_come_from_a_folder_in_either_form(tmp_path: Path, signer: Signer) -> None:
    pem = signer.certificate.public_bytes(serialization.Encoding.PEM)
    (tmp_path / "a.pem").write_bytes(pem + pem)
    (tmp_path / "b.der").write_bytes(signer.der)
    (tmp_path / "notes.txt").write_text("no certificate")
    assert roots_in(tmp_path) == [signer.der] * 3
    assert roots_in(None) == roots_in(tmp_path / "nowhere") == []
