"""Over a whole played year: every act that a document belongs to has made exactly one, with one journal entry."""

from __future__ import annotations

import pytest

from domain.records.database import ask
from domain.records.documents import queries
from domain.records.documents.rules import Kind
from portal.documents.layout import docx_of
from portal.documents.text import paper_of
from seed.play.scene import Scene
from tests.rooms.documents.test_text import PLACEHOLDER, all_of

# The journal's tag of the act, by kind of document; an act on a whole year is journalled once for each subject.
ACTS = {
    Kind.PLAN_FILING: "monitoring_plan:plan:file",
    Kind.REPORT_RECEIPT: "emission_report:report:submit",
    Kind.VERIFICATION_TASK: "verification:task:assign",
    Kind.VERIFICATION_CONCLUSION: "verification:task:deliver",
    Kind.EMISSIONS_NOTICE: "recheck:confirmation:notify",
    Kind.OBJECTION_DECISION: "recheck:objection:decide",
    Kind.PRE_ALLOCATION: "allocation:allocation:issue_pre",
    Kind.FINAL_ALLOCATION: "allocation:allocation:issue_final",
    Kind.CORRECTION_ORDER: "penalty:case:order",
    Kind.PENALTY_NOTICE: "penalty:case:notice",
    Kind.PENALTY_DECISION: "penalty:case:decide",
    Kind.SERVICE_RECORD: "penalty:case:serve",
    Kind.HAND_OVER: "summary:package:hand_over",
}


async def count(where: str, *values: object) -> int:
    return int((await ask(f"SELECT count(*) AS count FROM {where}", *values))[0]["count"])


@pytest.mark.parametrize("kind", ACTS)
async def test_an_act_makes_one_document(scene: Scene, kind: Kind) -> None:
    made = await count("document WHERE kind = {}", kind.value)
    assert made == await count("journal_entry WHERE tag = {}", ACTS[kind])
    assert made > 0


UPLOADS = {
    "monitoring_plan": "monitoring_plan:plan:receive",
    "emission_report": "emission_report:version:receive",
    "monthly_evidence": "monthly_evidence:version:receive",
}


@pytest.mark.parametrize("room", UPLOADS)
async def test_every_upload_has_one_receipt(scene: Scene, room: str) -> None:
    made = await count("document WHERE kind = {} AND facts->>'what' = {}", Kind.UPLOAD_RECEIPT.value, room)
    assert made == await count("journal_entry WHERE tag = {}", UPLOADS[room])
    assert made > 0


async def test_who_surrendered_gets_a_certificate_and_who_did_not_a_notice(scene: Scene) -> None:
    certificates = await count("document WHERE kind = {}", Kind.SURRENDER_CERTIFICATE.value)
    notices = await count("document WHERE kind = {}", Kind.SURRENDER_SHORTFALL.value)
    published = await count("journal_entry WHERE tag = {}", "surrender:obligation:publish")
    assert certificates > 0
    assert notices > 0
    assert certificates + notices == published


async def test_a_list_published_is_announced_once(scene: Scene) -> None:
    years = await count("(SELECT DISTINCT year FROM list_entry WHERE state = 'published') AS years")
    assert await count("document WHERE kind = {} AND public", Kind.LISTING_NOTICE.value) == years


async def test_every_document_has_one_entry_and_its_number(scene: Scene) -> None:
    assert await count("document") == await count("journal_entry WHERE tag = {}", "records:document:issue")
    gaps = await ask("SELECT kind, year FROM document GROUP BY kind, year HAVING max(serial) <> count(*)")
    assert gaps == []


async def test_every_document_of_the_year_can_be_made(scene: Scene) -> None:
    """Of what the acts have given, nothing is missing in any text, in either language."""
    leader = await scene.holder("leader")
    rows = await ask("SELECT max(id) AS id FROM document GROUP BY kind, body_id, public")
    for row in rows:
        found = await queries.document(row["id"], actor=leader)
        assert found is not None
        for language in ("zh", "en"):
            paper = paper_of(found, language)
            assert not PLACEHOLDER.search(all_of(paper).replace(" — ", "")), (found.kind, all_of(paper))
        assert docx_of(paper_of(found)) == docx_of(paper_of(found))
