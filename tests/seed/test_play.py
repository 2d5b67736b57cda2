"""What the play stands on: time goes forward, forms are filled where they should be, sign-ins are told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from domain.core.calendar import WorkingCalendar
from domain.core.duties import POSTS
from domain.core.findings import refuse
from domain.core.workbook import read
from domain.listing.workbook import WORKBOOK as LISTING
from domain.monitoring_plan.workbook import WORKBOOK as PLAN
from domain.records.sheets.reader import USUAL, grid_of
from seed.cast import the_cast
from seed.play.listing import _candidates
from seed.play.monitoring_plan import entries
from seed.play.scene import OutOfScript, Scene, refused
from seed.play.today import SCRIPT, Days
from seed.play.workbooks import BANNER, Form, filled
from seed.sign_ins import WHAT, sign_ins

MONDAYS_OFF = WorkingCalendar(frozenset((date(2026, 11, 16),)), frozenset(), date(2026, 12, 31))


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(the_cast(), date(2026, 11, 20), tmp_path)


def test_time_only_goes_forward(scene: Scene) -> None:
    first, second = scene.on(2025, 3, 1), scene.on(2025, 3, 1)
    assert first < second
    scene.on(2025, 3, 2)
    with pytest.raises(OutOfScript):
        scene.on(2025, 3, 1)


def test_working_days_are_counted_back() -> None:
    days = Days(date(2026, 11, 21), MONDAYS_OFF)  # a Saturday
    assert days.before(0) == date(2026, 11, 20)
    assert days.before(3) == date(2026, 11, 17)
    assert days.before(4) == date(2026, 11, 13)  # over the holiday and the weekend


def test_the_script_of_the_open_year_is_in_order() -> None:
    befores = [before for before, _ in SCRIPT]
    assert befores == sorted(befores, reverse=True)


async def test_a_refusal_that_does_not_come_is_out_of_script() -> None:
    async def does_it() -> None:
        return None

    async def refuses() -> None:
        raise refuse("ROOM-CODE")

    await refused("ROOM-CODE", refuses())
    with pytest.raises(OutOfScript):
        await refused("ROOM-CODE", does_it())


def test_the_workbook_of_candidates_reads_back_clean() -> None:
    from seed.figures import enterprise_year

    known = the_cast().enterprises
    figures = {each.slug: enterprise_year(each, 2022) for each in known}
    content = filled(Form(LISTING, None, BANNER, _candidates(known, figures, 2022)))
    lines, findings = read(LISTING, grid_of(content, limits=USUAL))
    assert [finding.code for finding in findings if finding.stops] == []
    assert len(lines.rows("enterprises")) == len(known)
    assert len(lines.rows("units")) == sum(len(each.units) for each in known)


def test_a_pre_filled_line_is_found_by_its_locked_cells() -> None:
    known = the_cast().enterprise("ezhou")
    written = entries(known, 2024)
    backwards = {"units": [{"number": unit.number} for unit in reversed(known.units)]}
    lines, _ = read(PLAN, grid_of(filled(Form(PLAN, backwards, BANNER, {"units": written["units"]})), limits=USUAL))
    told = {row.text("number"): row.text("permit_code") for row in lines.rows("units")}
    assert told == {unit.number: f"MF{number:04}" for number, unit in enumerate(known.units, 1)}


def test_a_line_that_is_not_on_the_form_is_out_of_script() -> None:
    written = {"units": [{"number": "99#", "boiler": "?"}]}
    with pytest.raises(OutOfScript):
        filled(Form(PLAN, {"units": [{"number": "1#"}]}, BANNER, written))


def test_the_table_of_sign_ins_names_every_kind_of_user_and_everybody() -> None:
    text = sign_ins(the_cast(), {"inspector": "inspector3"}, "a-seed")
    assert set(WHAT) == {post.code for post in POSTS}
    for person in the_cast().people:
        assert person.sign_in in text
        assert person.password in text
    assert "a-seed" in text
    assert text.index("inspector3") < text.index("inspector1")
