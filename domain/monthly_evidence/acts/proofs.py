"""Which findings the original records of a month answer, written within the act that brings one or the other."""

from __future__ import annotations

from domain.core.law import Law
from domain.monthly_evidence import rules
from domain.monthly_evidence.checks import ANSWERED
from domain.records.database import ask


async def answer(month_id: int, version_id: int, law: Law) -> None:
    """Findings of a version that ask for a record which is there are answered by it; they stay beside it.

    Called with the month's row held, by whoever comes last: the record or the reading of the workbook.
    """
    for code, proved in ANSWERED.items():
        await ask(
            "UPDATE month_finding f SET answered_by = a.id FROM month_attachment a WHERE f.version_id = {} "
            "AND f.code = {} AND f.answered_by IS NULL AND a.month_id = {} AND a.kind = ANY({})",
            version_id,
            code,
            month_id,
            list(rules.proofs(law, proved)),
        )
    await ask(
        "UPDATE month_version v SET warns = (SELECT count(*) FROM month_finding f WHERE f.version_id = v.id "
        "AND f.severity = 'warn' AND f.answered_by IS NULL) WHERE v.id = {}",
        version_id,
    )
