"""Autumn before the year: candidates and what they emitted, screening, notice, confirmation, publication."""

from __future__ import annotations

from datetime import date

from domain.listing import acts, queries
from domain.listing.workbook import WORKBOOK
from domain.records.lawbook.queries import as_of
from seed.cast import EnterpriseFact
from seed.figures import UnitYear, enterprise_year
from seed.play.founding import create_account
from seed.play.scene import Scene
from seed.play.workbooks import BANNER, Form, filled


async def play(scene: Scene) -> str:
    """The list of 2024, from the emissions of 2022."""
    tonnes = await import_history(scene, 2022, (2023, 9, 11))
    await _create_accounts(scene)
    listed = await publish_list(scene, 2024)
    return f"{listed} enterprises on the list of 2024, which emitted {tonnes:,} t in 2022"


async def import_history(scene: Scene, year: int, on: tuple[int, int, int]) -> int:
    """Enter known emissions of a past year through the officer's workbook; answers tonnes."""
    enterprises = scene.cast.enterprises
    figures = {known.slug: enterprise_year(known, year) for known in enterprises}
    content = filled(Form(WORKBOOK, None, BANNER, _candidates(enterprises, figures, year)))
    officer = await scene.holder("listing_officer")
    await acts.preview_import(content, actor=officer)
    await acts.import_candidates(content, f"{year}年度排放量.xlsx", actor=officer, at=scene.on(*on))
    return int(sum(unit.emissions_tonnes for units in figures.values() for unit in units))


async def publish_list(scene: Scene, year: int) -> int:
    """The list of a year from screening to publication; answers how many."""
    before = year - 1
    listed = await propose(scene, year, date(before, 9, 20))
    await report_and_confirm(scene, year, date(before, 10, 16), date(before, 10, 24))
    await acts.publish(year, actor=await scene.holder("leader"), at=scene.on(before, 10, 27))
    return listed


async def propose(scene: Scene, year: int, day: date) -> int:
    """Screen, propose, give public notice; answers how many."""
    officer = await scene.holder("listing_officer")
    found = await queries.candidates(year, await as_of(day), actor=officer)
    chosen = [candidate.enterprise.id for candidate in found if queries.proposable(candidate)]
    await acts.propose(year, chosen, actor=officer, at=scene.on_day(day))
    await acts.notice(year, actor=officer, at=scene.on_day(day))
    return len(chosen)


async def report_and_confirm(scene: Scene, year: int, reported_on: date, confirmed_on: date) -> None:
    """Report the list to the ministry and enter its confirmation."""
    officer = await scene.holder("listing_officer")
    await acts.report(year, actor=officer, at=scene.on_day(reported_on))
    await acts.confirm(year, f"演示确认〔{year - 1}〕1号", actor=officer, at=scene.on_day(confirmed_on))


async def _create_accounts(scene: Scene) -> None:
    by_slug = {known.slug: known for known in scene.cast.enterprises}
    for person in scene.cast.people:
        if person.enterprise:
            enterprise_id = await scene.enterprise_id(by_slug[person.enterprise])
            await create_account(scene, person, 2023, 9, 12, enterprise_id=enterprise_id)


def _candidates(
    enterprises: tuple[EnterpriseFact, ...], figures: dict[str, tuple[UnitYear, ...]], year: int
) -> dict[str, list[dict[str, object]]]:
    units = [
        {**_unit(unit), "credit_code": known.credit_code, "year": year}
        for known in enterprises
        for unit in figures[known.slug]
    ]
    return {"enterprises": [_enterprise(known, figures[known.slug], year) for known in enterprises], "units": units}


def _enterprise(known: EnterpriseFact, units: tuple[UnitYear, ...], year: int) -> dict[str, object]:
    facts = dict(known.facts)
    emitted = sum(unit.emissions_tonnes for unit in units)
    flags = {name: _yes(facts[name]) for name in ("fictional", "synthetic")}
    return {**facts, **flags, "year": year, "emissions_tonnes": emitted}


def _unit(figures: UnitYear) -> dict[str, object]:
    unit = figures.unit
    return {
        "number": unit.number,
        "capacity_mw": unit.capacity_mw,
        "technology": unit.technology,
        "fuel": unit.fuel,
        "unit_class": unit.unit_class,
        "cogeneration": _yes(unit.cogeneration),
        "commissioned_year": unit.commissioned_year,
        "emissions_tonnes": figures.emissions_tonnes,
        "generation_mwh": figures.generation_mwh,
        "heat_gj": figures.heat_gj,
    }


def _yes(value: object) -> str:
    return "yes" if value else "no"
