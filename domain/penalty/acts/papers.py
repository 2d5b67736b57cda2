"""The papers of a case: what its documents say, beside what each act adds."""

from __future__ import annotations

from datetime import datetime

from domain.core.actors import Actor
from domain.penalty.queries import CaseFile
from domain.records.documents import writes as documents
from domain.records.documents.rules import about
from domain.records.people import queries as people


async def issue_paper(kind: str, case: CaseFile, *, actor: Actor, at: datetime, **facts: object) -> str:
    """Issue a document of the case to its enterprise, inside the caller's transaction; answers its number."""
    party = await people.enterprise(case.enterprise_id, actor=actor)
    told = about(
        case,
        case_number=case.number,
        year=case.year,
        ground=case.ground,
        conduct_on=case.conduct_on,
        deadline_on=case.deadline_on,
        due_tonnes=case.due,
        surrendered_tonnes=case.surrendered,
        shortfall_tonnes=case.shortfall,
        found=case.facts,
        address=party.address if party else "",
        legal_person=party.legal_person if party else "",
        **facts,
    )
    subject, whose = f"penalty_case:{case.id}", case.enterprise_id
    return await documents.issue(kind, subject=subject, facts=told, enterprise_id=whose, actor=actor, at=at)
