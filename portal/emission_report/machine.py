"""The same upload for a machine: a bearer token, a workbook as the body, findings as JSON."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from domain.core.duties import Duty
from domain.emission_report import acts, queries
from portal import words
from portal.clock import now
from portal.emission_report.views import Ask, known_year, version_card
from portal.page import language_of
from portal.words import finding_sentence


@post("/machine/reports/{year:int}", duty=Duty.REPORT_FILE, machine=True)
async def upload(request: Ask, year: FromPath[int], file_name: FromQuery[str] = "report.xlsx") -> Response[Any]:
    """Take in the enterprise's workbook of the year. 201 with the version, whose reading is then owed.

    422 with findings, 409 when the report is no longer owed, 404 when none is open for that year.
    """
    enterprise_id = request.user.enterprise_id
    card = (
        await queries.report_of(enterprise_id, known_year(year), actor=request.user)
        if enterprise_id is not None
        else None
    )
    if card is None:
        raise NotFoundException
    version_id = await acts.receive(card.id, await request.body(), file_name, actor=request.user, at=now())
    return Response({"version": version_id, "findings_at": f"/machine/versions/{version_id}"}, status_code=201)


@get("/machine/versions/{version_id:int}", duty=Duty.REPORT_FILE, machine=True)
async def findings(request: Ask, version_id: FromPath[int]) -> Response[Any]:
    """Where a version stands, its emissions, and its findings by cell."""
    version = await version_card(request, version_id)
    words.speaking.set(language_of(request))
    found = await queries.findings(version_id, actor=request.user)
    told = [
        {
            "code": card.finding.code,
            "severity": card.finding.severity.value,
            "sheet": card.finding.place.sheet,
            "cell": card.finding.place.cell,
            "text": finding_sentence(card.finding),
            "set_aside": card.waived_at is not None,
        }
        for card in found
    ]
    emissions = None if version.emissions_tonnes is None else str(version.emissions_tonnes)
    return Response({"number": version.number, "state": version.state, "emissions_tonnes": emissions, "findings": told})


routes = [upload, findings]
