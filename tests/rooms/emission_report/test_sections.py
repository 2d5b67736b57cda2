"""A report sent back for named sheets: nothing else may differ in what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.core.findings import Refused
from domain.core.workbook import Content, KeptLine, content_of
from domain.emission_report import acts, queries
from domain.emission_report.rules.sections import MOST_FINDINGS, elsewhere
from domain.emission_report.workbook.power import WORKBOOK
from tests.cast import codes
from tests.rooms.emission_report.ground import IN_TIME, OFFICER, Enterprise, settle
from tests.rooms.emission_report.sample import Entries, emissions_of, entries, lines

AFTER = IN_TIME + timedelta(days=1)
THEN = IN_TIME + timedelta(days=2)


def content(spoil: object = None) -> Content:
    filled = entries()
    if callable(spoil):
        spoil(filled)
    return content_of(lines(filled))


def more_fuel(filled: Entries) -> None:
    filled["fuels"][0]["quantity"] += 100
    filled["totals"][0]["emissions_tonnes"] = emissions_of(filled["fuels"][:12])


def test_a_difference_elsewhere_stops_at_its_cell() -> None:
    found = elsewhere(WORKBOOK, content(), content(more_fuel), ("totals",))
    assert [(one.code, str(one.place)) for one in found] == [("RS-001", "化石燃料!D6")]
    assert found[0].facts["line"].startswith("1 · 1")
    assert found[0].stops


def test_within_the_sections_and_without_any_nothing_is_found() -> None:
    assert elsewhere(WORKBOOK, content(), content(more_fuel), ("fuels", "totals")) == []
    assert elsewhere(WORKBOOK, content(), content(more_fuel), ()) == []


def test_whom_to_ask_and_what_a_formula_gives_may_differ() -> None:
    def others(filled: Entries) -> None:
        filled["enterprise"][0]["contact"] = "李四"
        filled["totals"][0]["generation_mwh"] += 1

    assert elsewhere(WORKBOOK, content(), content(others), ("fuels",)) == []

    def name(filled: Entries) -> None:
        filled["enterprise"][0]["name"] = "另一家"

    assert len(elsewhere(WORKBOOK, content(), content(name), ("fuels",))) == 1


def test_a_line_gone_is_told_at_its_sheet_and_many_are_counted() -> None:
    before = content()
    gone = {**before, "production": before["production"][1:]}
    assert {str(one.place) for one in elsewhere(WORKBOOK, before, gone, ("fuels",))} == {"生产数据"}
    many = {**before, "production": tuple(KeptLine({"unit_number": str(each)}) for each in range(300))}
    found = elsewhere(WORKBOOK, before, many, ("fuels",))
    assert len(found) == MOST_FINDINGS + 1
    assert found[-1].code == "RS-002"


@pytest.fixture(scope="module")
async def ground(database: object) -> list[Enterprise]:
    return await settle(4)


async def test_the_next_version_is_held_to_the_sections(ground: list[Enterprise]) -> None:
    plant = ground[0]
    await plant.submitted()
    await acts.return_(plant.report_id, "核对年度汇总", actor=OFFICER, at=IN_TIME, sections=["totals"])
    assert (await plant.card()).sections == ("totals",)
    version_id = await plant.upload(plant.filled(more_fuel), AFTER)
    (found,) = await queries.findings(version_id, actor=OFFICER)
    assert (found.finding.code, found.waivable) == ("RS-001", True)
    assert (await plant.card()).version_state == "stopped"
    again = await plant.upload(plant.filled(lambda filled: filled["enterprise"][0].update(contact="李四")), AFTER)
    assert await queries.findings(again, actor=OFFICER) == []
    await acts.submit(plant.report_id, actor=plant.signatory, at=AFTER)


async def test_a_return_without_sections_opens_all_again(ground: list[Enterprise]) -> None:
    plant = ground[1]
    await plant.submitted()
    await acts.return_(plant.report_id, "一", actor=OFFICER, at=IN_TIME, sections=["totals"])
    await plant.upload(plant.filled(lambda filled: filled["enterprise"][0].update(contact="李四")), AFTER)
    await acts.submit(plant.report_id, actor=plant.signatory, at=AFTER)
    await acts.return_(plant.report_id, "二", actor=OFFICER, at=AFTER)
    assert (await plant.card()).sections == ()
    version_id = await plant.upload(plant.filled(more_fuel), THEN)
    assert await queries.findings(version_id, actor=OFFICER) == []


async def test_only_sheets_of_the_form_are_named_and_all_of_them_are_none(ground: list[Enterprise]) -> None:
    plant = ground[2]
    await plant.submitted()
    with pytest.raises(Refused) as caught:
        await acts.return_(plant.report_id, "更正", actor=OFFICER, at=IN_TIME, sections=["fuels", "planted"])
    assert codes(caught) == {"REPORT-SECTION"}
    assert (await plant.card()).state == "submitted"
    every = [sheet.key for sheet in WORKBOOK]
    await acts.return_(plant.report_id, "更正", actor=OFFICER, at=IN_TIME, sections=every)
    assert (await plant.card()).sections == ()
