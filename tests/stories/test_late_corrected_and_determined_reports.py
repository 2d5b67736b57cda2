"""One files late after urging, one corrects a report full of mistakes, one refuses and is determined."""

from __future__ import annotations

from domain.core.findings import Severity
from domain.core.workbook import differences
from domain.emission_report import queries
from domain.emission_report.queries import ReportCard
from domain.emission_report.states import VersionState
from domain.emission_report.workbook.power import WORKBOOK
from domain.records.notices.queries import notices_for
from seed.play.scene import Scene

YEAR = 2024


async def report_of(scene: Scene, role: str) -> ReportCard:
    leader = await scene.holder("leader")
    card = await queries.report_of(await scene.enterprise_id(scene.cast.with_role(role)), YEAR, actor=leader)
    assert card is not None
    return card


async def test_the_late_one_was_urged_and_its_report_is_marked_late(scene: Scene) -> None:
    card = await report_of(scene, "late_filer")
    assert card.state == "accepted"
    assert card.late
    told = [notice.code for notice in await notices_for(await scene.actor(scene.cast.with_role("late_filer").filer))]
    assert "emission_report.urged" in told
    assert "emission_report.overdue" in told


async def test_the_two_versions_stand_side_by_side(scene: Scene) -> None:
    leader, card = await scene.holder("leader"), await report_of(scene, "two_versions")
    second, first = await queries.versions(card.id, actor=leader)
    assert (first.state, second.state) == (VersionState.STOPPED, VersionState.CLEAN)
    assert card.version_id == second.id
    codes = {found.finding.code for found in await queries.findings(first.id, actor=leader) if found.finding.stops}
    assert {"SHEET-NEGATIVE", "SHEET-NOT-A-NUMBER", "ER-038", "ER-042"} <= codes
    old, new = [await queries.lines(version.id, actor=leader) for version in (first, second)]
    found = differences(WORKBOOK, old, new)
    assert {difference.column for difference in found} >= {"ncv", "quantity", "carbon", "hours"}


async def test_every_finding_names_its_cell(scene: Scene) -> None:
    leader, card = await scene.holder("leader"), await report_of(scene, "two_versions")
    first = (await queries.versions(card.id, actor=leader))[-1]
    for found in await queries.findings(first.id, actor=leader):
        assert found.finding.place.sheet
        # A sheet that may be left out has no cell to point at.
        assert found.finding.place.cell or found.finding.severity is Severity.NOTE


async def test_the_refuser_is_determined_with_reasons(scene: Scene) -> None:
    card = await report_of(scene, "refuser")
    assert card.state == "determined"
    assert card.version_id is None
    told = await queries.explanation(card.id, actor=await scene.holder("leader"))
    assert told is not None
    assert told.value == card.emissions_tonnes


async def test_nobody_else_is_late_or_determined(scene: Scene) -> None:
    cards = await queries.accepted(YEAR, actor=await scene.holder("leader"))
    odd = {(await scene.fact_of(card.enterprise_id)).role for card in cards if card.late or card.state != "accepted"}
    assert odd == {"late_filer", "refuser"}
