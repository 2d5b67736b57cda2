"""The calculators: anybody asks, everything is shown, nothing is recorded."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from domain.records import database
from domain.trial.rules import QUESTIONS, asking, run
from portal.case_file import cases_in
from portal.trial.form import example_of
from tests.doors import Browser
from tests.law import edition

PRE = "/trial/allocation.pre"
ASKED = f"{PRE}?year=2024&sector=power&prior_verified=1234567"
ENTITY = "/trial/allocation.power_entity"


async def text_of(browser: Browser, path: str, status: int = 200, language: str = "en") -> str:
    browser.cookies["language"] = language
    answer = await browser.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return unescape(answer.text)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_public_question_is_offered_with_a_title_and_a_line(
    browsers: dict[str, Browser], language: str
) -> None:
    text = await text_of(browsers[""], "/trial", language=language)
    offered = re.findall(r'<a href="/trial/([\w.]+)">([^<]+)</a></h3>\s*<p>([^<]*)</p>', text)
    assert {code for code, _, _ in offered} == {one.code for one in QUESTIONS.values() if one.public}
    assert [code for code, title, line in offered if title == code or not line.strip()] == []


@pytest.mark.parametrize("code", sorted(QUESTIONS))
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_example_of_every_question_is_answered(
    browsers: dict[str, Browser], code: str, language: str
) -> None:
    address = example_of(QUESTIONS[code]).address(QUESTIONS[code])
    text = await text_of(browsers["allocation_officer"], f"/trial/{code}?{address}", language=language)
    assert 'class="answer"' in text
    assert f"?{address}" in text, "the example is offered, and is the address of the calculation"


@pytest.mark.parametrize("code", sorted(QUESTIONS))
async def test_a_calculation_is_a_worked_case_that_holds(
    browsers: dict[str, Browser], code: str, tmp_path: Path
) -> None:
    address = example_of(QUESTIONS[code]).address(QUESTIONS[code])
    text = await text_of(browsers["allocation_officer"], f"/trial/{code}?{address}")
    (case,) = re.findall(r"<pre class=\"card\"><code>(.*?)</code></pre>", text, re.DOTALL)
    path = tmp_path / "case.yaml"
    path.write_text(case, encoding="utf-8")
    (read,) = cases_in(path)
    assert read.faults == ()
    outcome = run(read.values, edition.book(), date(2030, 1, 1))
    assert (outcome.faults, outcome.differences) == ((), ())


async def test_an_answer_shows_figures_rounding_day_and_derivation(browsers: dict[str, Browser]) -> None:
    text = await text_of(browsers[""], ASKED)
    assert "864,196" in text
    assert "before rounding 864,196.9" in text
    assert 'datetime="2024-12-31"' in text
    assert 'class="explanation"' in text
    assert 'value="1234567"' in text, "what was typed stays"
    assert '<option value="power" selected>' in text


async def test_how_well_the_law_is_known_stands_beside_the_figure(browsers: dict[str, Browser]) -> None:
    draft = await text_of(
        browsers[""], "/trial/allocation.power_unit?year=2025&class=I&generation_mwh=1&heat_gj=0&load_factor=0.45"
    )
    figures = draft[draft.index('class="answer"') : draft.index('class="explanation"')]
    assert "confidence-draft" in figures


async def test_what_is_wrong_is_said_at_its_field(browsers: dict[str, Browser]) -> None:
    text = await text_of(browsers[""], f"{PRE}?year=24&sector=powr&prior_verified=12,5", 422)
    for field, typed in (("year", "24"), ("sector", "powr"), ("prior_verified", "12,5")):
        assert f'id="{field}-wrong"' in text
        assert f'value="{typed}"' in text
    assert 'class="answer"' not in text


async def test_rows_are_typed_into_a_table(browsers: dict[str, Browser]) -> None:
    empty = await text_of(browsers[""], ENTITY)
    assert 'name="units.3.class"' in empty
    assert 'name="units.4.class"' not in empty
    row = "units.1.class=IV&units.1.initial=327000&units.1.verified=340000"
    # Empty rows between do not count; the form closes them up.
    later = row.replace("units.1", "units.7") + "&units.3.class=&units.3.initial="
    for rows in (row, later):
        answer = await text_of(browsers[""], f"{ENTITY}?year=2024&{rows}")
        assert "340,000" in answer
        assert 'name="units.1.initial" value="327000"' in answer
    wrong = await text_of(browsers[""], f"{ENTITY}?year=2024&{row}&units.2.class=II&units.2.initial=x", 422)
    assert 'id="units.2.initial-wrong"' in wrong
    assert 'id="units.2.verified-wrong"' in wrong


async def test_more_rows_are_added_without_asking(browsers: dict[str, Browser]) -> None:
    row = "units.1.class=IV&units.1.initial=327000&units.1.verified="
    text = await text_of(browsers[""], f"{ENTITY}?{row}&more=units")
    assert 'name="units.9.class"' in text
    assert 'value="327000"' in text
    assert "wrong" not in text
    assert 'name="units.101.class"' not in await text_of(browsers[""], f"{ENTITY}?units.100.class=&more=units")


async def test_amounts_by_year_are_rows_of_year_and_amount(browsers: dict[str, Browser]) -> None:
    facts = "sector_code=4411&captive_power=no&listed=no&year=2025"
    rows = "emissions.1.year=2024&emissions.1.amount=25000&emissions.2.year={}&emissions.2.amount=26000"
    text = await text_of(browsers[""], f"/trial/listing.screen?{facts}&{rows.format(2025)}")
    assert 'class="answer"' in text
    twice = await text_of(browsers[""], f"/trial/listing.screen?{facts}&{rows.format(2024)}", 422)
    assert 'id="emissions-wrong"' in twice


async def test_the_law_of_a_day_that_says_nothing_is_a_helpful_answer(browsers: dict[str, Browser]) -> None:
    text = await text_of(browsers[""], f"{PRE}?year=1999&sector=power&prior_verified=1", 422)
    assert "allocation.pre" in text
    assert 'value="1999"' in text
    instead = re.findall(r'href="(/trial/allocation.pre\?[^"]+)">([12]\d{3})<', text)
    assert instead
    for address, year in instead:
        answered = await text_of(browsers[""], address)
        assert f'datetime="{year}-12-31"' in answered


async def test_full_width_digits_are_read_and_other_numbers_are_not(browsers: dict[str, Browser]) -> None:
    assert "864,196" in await text_of(browsers[""], f"{PRE}?year=２０２４&sector=power&prior_verified=１２３４５６７")
    for typed in ("½", "²", "٣", "NaN", "Infinity", "1e99", "1E5", "0x1F", "1_000", "9" * 400, "--1", "1.", ".5"):
        text = await text_of(browsers[""], f"{PRE}?year=2024&sector=power&prior_verified={typed}", 422)
        assert 'id="prior_verified-wrong"' in text, typed


async def test_a_page_costs_few_statements(browsers: dict[str, Browser], monkeypatch: pytest.MonkeyPatch) -> None:
    engine, asked = database.engine(), list[str]()
    ask = engine._run_in_pool

    async def counted(query: str, *values: Any) -> Any:
        asked.append(query)
        return await ask(query, *values)

    monkeypatch.setattr(engine, "_run_in_pool", counted)
    for path in ("/trial", PRE, ASKED, f"{PRE}?year=1999&sector=power&prior_verified=1"):
        asked.clear()
        await browsers["filer"].get(path)
        assert len(asked) <= 6, (path, asked)


async def test_nothing_is_recorded(browsers: dict[str, Browser]) -> None:
    async def entries() -> int:
        return int((await database.ask("SELECT count(*) AS n FROM journal_entry"))[0]["n"])

    before = await entries()
    for path in ("/trial", ASKED, f"{PRE}?year=x"):
        await browsers["filer"].get(path)
    assert await entries() == before


async def test_a_question_for_officials_is_closed_to_others(
    browsers: dict[str, Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = asking.QUESTIONS
    monkeypatch.setitem(questions, "allocation.pre", replace(questions["allocation.pre"], public=False))
    assert (await browsers[""].get(PRE)).headers["location"].startswith("/sign-in")
    assert (await browsers["filer"].get(PRE)).status_code == 403
    assert (await browsers["allocation_officer"].get(PRE)).status_code == 200
    for name, seen in (("", False), ("filer", False), ("allocation_officer", True)):
        assert ((await browsers[name].get("/trial")).text.count(f'"{PRE}"') == 1) is seen


async def test_an_unknown_question_is_not_found(browsers: dict[str, Browser]) -> None:
    for code in ("allocation.prae", "x", "%00", "x" * 300):
        assert (await browsers[""].get(f"/trial/{code}")).status_code in (400, 404)


async def test_changing_the_language_keeps_the_calculation(browsers: dict[str, Browser]) -> None:
    text = await text_of(browsers[""], ASKED, language="zh")
    (onward,) = re.findall(r'href="(/language/en\?next=[^"]+)"', text)
    answer = await browsers[""].get(onward)
    assert answer.headers["location"] == ASKED
