"""The city's first look (初审) at what its units have submitted: a remark for the province, which blocks nothing."""

from __future__ import annotations

from datetime import datetime

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Stale, refuse
from domain.emission_report import queries
from domain.emission_report.states import LOOK_TAG, State
from domain.emission_report.tables import ReportLook
from domain.records.database import ask, transaction
from domain.records.journal.writes import Note, record, require
from domain.records.notices.writes import tell


async def first_look(
    report_id: int, conforms: bool, remark: str, *, actor: Actor, at: datetime, version_id: int | None = None
) -> None:
    """Say what the first look at the submitted version came to; a later look at the same version counts instead.

    `version_id` is the version that was looked at; `Stale` when another stands, or none. Refused: REPORT-UNKNOWN (not
    of this city), REPORT-REMARK (who asks says what), REPORT-LOOKED (the same was said already).
    """
    require(actor, Duty.FIRST_LOOK)
    remark = remark.strip()
    if not conforms and not remark:
        raise refuse("REPORT-REMARK", field_name="remark")
    async with transaction():
        await ask("SELECT id FROM report WHERE id = {} FOR UPDATE", report_id)
        file = await queries.report_file(report_id, actor=actor)
        if file is None:
            raise refuse("REPORT-UNKNOWN")
        card = file.card
        if card.state != State.SUBMITTED or (version_id is not None and card.version_id != version_id):
            raise Stale(f"report:{report_id}", State.SUBMITTED.value)
        last = next((look for look in file.looks if look.version_number == card.version_number), None)
        if last and (last.conforms, last.remark) == (conforms, remark):
            raise refuse("REPORT-LOOKED")
        look = ReportLook(
            report_id=report_id,
            version_id=card.version_id,
            conforms=conforms,
            remark=remark,
            account_id=actor.account_id,
            actor_name=actor.name,
            city=actor.city,
            looked_at=at,
        )
        await ReportLook.insert(look)
        basis = {"version": card.version_number, "conforms": conforms}
        note = Note(reason=remark, basis=basis, enterprise_id=card.enterprise_id)
        await record(LOOK_TAG, f"report:{report_id}", actor=actor, at=at, duty=Duty.FIRST_LOOK, note=note)
        facts = {"name": card.enterprise_name, "year": str(card.year), "city": actor.city, "remark": remark}
        code = "emission_report.conforms" if conforms else "emission_report.asked"
        await tell(code, at=at, facts=facts, duty=Duty.REPORT_ACCEPT, link=f"/reports/report/{report_id}")
