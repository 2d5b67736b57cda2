"""Spring after the year: real workbooks are filled, uploaded, checked, corrected, signed, submitted, accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from domain.core.actors import THE_CLOCK
from domain.core.law import last_day_of
from domain.emission_report import acts, queries, rules
from domain.emission_report.states import State, VersionState
from domain.emission_report.workbook.power import WORKBOOK
from domain.records.lawbook.queries import as_of
from seed.cast import EnterpriseFact
from seed.figures import Month, UnitYear, enterprise_year
from seed.play.scene import OutOfScript, Scene
from seed.play.workbooks import BANNER, Entries, Form, filled_together

MEASURED, DEFAULT = "measured", "default"
OXIDATION_PERCENT = Decimal(99)
FUEL_CODES = {"gas": "natural_gas"}
# What the authority adds to what a plant of that size would have emitted, when it has to determine (conservatively).
DETERMINED_SHARE = Decimal("1.08")


@dataclass(frozen=True, slots=True)
class Plot:
    """Who does what in a reporting season, by role. Whoever is not named files in time and is accepted.

    `broken` uploads a workbook that is stopped, and corrects it; `late` comes after the last day; `silent` never
    comes and is determined, when there is a day for that; `returned` are sent back instead of being accepted.
    """

    year: int
    opened_on: date
    urged_on: tuple[date, date]
    uploaded_on: date
    corrected_on: date
    submitted_on: date
    accepted_on: date
    silent: str
    broken: str = ""
    late: str = ""
    late_on: date | None = None
    determined_on: date | None = None
    returned: frozenset[str] = frozenset()


PLOT_2024 = Plot(
    2024,
    opened_on=date(2025, 1, 8),
    urged_on=(date(2025, 3, 1), date(2025, 3, 24)),
    uploaded_on=date(2025, 3, 12),
    corrected_on=date(2025, 3, 18),
    submitted_on=date(2025, 3, 26),
    accepted_on=date(2025, 4, 3),
    silent="refuser",
    broken="two_versions",
    late="late_filer",
    late_on=date(2025, 4, 9),
    determined_on=date(2025, 4, 16),
)


async def play(scene: Scene) -> str:
    return await report(scene, PLOT_2024)


async def report(scene: Scene, plot: Plot) -> str:
    """One reporting season, from opening the reports to their acceptance."""
    year, officer = plot.year, await scene.holder("verification_officer")
    opened = await acts.open_year(year, actor=officer, at=scene.on_day(plot.opened_on))
    contents = await _filled(scene, plot)
    first_urging, second_urging = plot.urged_on
    await acts.urge(year, actor=THE_CLOCK, at=scene.on_day(first_urging))
    punctual = {known: content for known, content in contents.items() if not known.plays(plot.late)}
    await _first_uploads(scene, plot, punctual)
    await acts.urge(year, actor=THE_CLOCK, at=scene.on_day(second_urging))
    await submit(scene, year, list(punctual), plot.submitted_on)
    await _judge(scene, plot, plot.accepted_on)
    await _late(scene, plot, contents)
    if plot.determined_on is not None:
        await _determine(scene, plot, plot.determined_on)
    return await _told(scene, plot, opened)


async def _told(scene: Scene, plot: Plot, opened: int) -> str:
    officer = await scene.holder("verification_officer")
    cards = await queries.in_states(plot.year, tuple(state.value for state in State), actor=officer)
    count = {state: sum(card.state == state for card in cards) for state in State}
    settled = [card for card in cards if card.state in (State.ACCEPTED, State.DETERMINED)]
    tonnes = sum((card.emissions_tonnes or Decimal() for card in settled), Decimal())
    late = sum(card.late and card.state == State.ACCEPTED for card in cards)
    more = sum((card.version_number or 0) > 1 for card in cards)
    return (
        f"{opened} reports opened, {count[State.ACCEPTED]} accepted ({late} late, {more} in a second version), "
        f"{count[State.DETERMINED]} determined, {tonnes:,.0f} t"
    )


async def _filled(scene: Scene, plot: Plot) -> dict[EnterpriseFact, bytes]:
    """The workbook of everybody who will ever upload one."""
    filing = [known for known in scene.cast.enterprises if not known.plays(plot.silent)]
    forms = [await form(scene, known, plot.year, entries(known, plot.year)) for known in filing]
    return dict(zip(filing, await filled_together(forms), strict=True))


async def form(scene: Scene, known: EnterpriseFact, year: int, written: Entries) -> Form:
    """The blank as the portal would hand it to the enterprise, and what the enterprise writes."""
    filer, card = await scene.actor(known.filer), await _report_of(scene, known, year)
    prefill = rules.prefill(await queries.known(card, actor=filer), await as_of(last_day_of(year)))
    return Form(WORKBOOK, prefill, BANNER, written)


async def _first_uploads(scene: Scene, plot: Plot, contents: Mapping[EnterpriseFact, bytes]) -> None:
    """Most upload once; one of them a workbook full of mistakes, and then the right one."""
    broken = [known for known in contents if known.plays(plot.broken)]
    for known in broken:
        await upload_spoilt(scene, plot.year, known, plot.uploaded_on)
    await upload(scene, plot.year, {k: content for k, content in contents.items() if k not in broken}, plot.uploaded_on)
    await upload(scene, plot.year, {known: contents[known] for known in broken}, plot.corrected_on)


async def upload_spoilt(scene: Scene, year: int, known: EnterpriseFact, day: date) -> None:
    """A workbook that the checks stop."""
    (content,) = await filled_together([await form(scene, known, year, spoilt(entries(known, year)))])
    await upload(scene, year, {known: content}, day, VersionState.STOPPED)


async def upload(
    scene: Scene,
    year: int,
    contents: Mapping[EnterpriseFact, bytes],
    day: date,
    expected: VersionState = VersionState.CLEAN,
) -> None:
    """Upload these workbooks and let the portal read them."""
    versions = {}
    for known, content in contents.items():
        filer = await scene.actor(known.filer)
        card = await _report_of(scene, known, year)
        name = f"{known.name}-{year}年度排放报告.xlsx"
        versions[known] = await acts.receive(card.id, content, name, actor=filer, at=scene.on_day(day))
    await scene.do_what_is_owed(scene.on_day(day))
    for known, version_id in versions.items():
        await _expect(scene, known, version_id, expected)


async def _late(scene: Scene, plot: Plot, contents: Mapping[EnterpriseFact, bytes]) -> None:
    """One comes after the last day, urged: it is taken, and marked late."""
    if plot.late_on is None:
        return
    officer, known = await scene.holder("verification_officer"), scene.cast.with_role(plot.late)
    await acts.urge(plot.year, actor=officer, at=scene.on_day(plot.late_on))
    await upload(scene, plot.year, {known: contents[known]}, plot.late_on)
    await submit(scene, plot.year, [known], plot.late_on)
    await _judge(scene, plot, plot.late_on)


async def _report_of(scene: Scene, known: EnterpriseFact, year: int) -> queries.ReportCard:
    card = await queries.report_of(await scene.enterprise_id(known), year, actor=await scene.actor(known.filer))
    if card is None:
        raise OutOfScript(f"{known.slug} has no report for {year}")
    return card


async def _expect(scene: Scene, known: EnterpriseFact, version_id: int, state: VersionState) -> None:
    officer = await scene.holder("verification_officer")
    card = await queries.version(version_id, actor=officer)
    if card is None or card.state != state:
        found = await queries.findings(version_id, actor=officer)
        codes = [(each.finding.code, str(each.finding.place)) for each in found][:9]
        raise OutOfScript(f"the report of {known.slug} is not {state.value}: {codes}")


async def submit(scene: Scene, year: int, those: Sequence[EnterpriseFact], day: date) -> None:
    """The signatories sign and submit the newest version."""
    for known in those:
        card = await _report_of(scene, known, year)
        signatory = await scene.actor(known.signatory)
        await acts.submit(card.id, actor=signatory, at=scene.on_day(day), version_id=card.version_id)


async def _judge(scene: Scene, plot: Plot, day: date) -> None:
    """The officer accepts what was submitted, or returns it."""
    officer = await scene.holder("verification_officer")
    for card in await queries.in_states(plot.year, (State.SUBMITTED.value,), actor=officer):
        if (await scene.fact_of(card.enterprise_id)).role in plot.returned:
            reason = "发电量与电网结算电量不一致，请核实后重新报送(演示)"
            await acts.return_(card.id, reason, actor=officer, at=scene.on_day(day))
        else:
            await acts.accept(card.id, actor=officer, at=scene.on_day(day))


async def accept(scene: Scene, year: int, those: Sequence[EnterpriseFact], day: date) -> None:
    officer = await scene.holder("verification_officer")
    for known in those:
        await acts.accept((await _report_of(scene, known, year)).id, actor=officer, at=scene.on_day(day))


async def _determine(scene: Scene, plot: Plot, day: date) -> None:
    """Who never reports is determined by the authority, unit by unit, on the safe side."""
    known = scene.cast.with_role(plot.silent)
    officer, card = await scene.holder("verification_officer"), await _report_of(scene, known, plot.year)
    units = [
        rules.DeterminedUnit(
            unit.unit.number,
            _places(unit.emissions_tonnes * DETERMINED_SHARE, 2),
            unit.generation_mwh,
            unit.heat_gj,
            unit.hours,
        )
        for unit in enterprise_year(known, plot.year)
    ]
    reason = "多次催办拒不报送；按电网上网电量、供热结算量和同类机组最不利排放强度测算(演示)"
    await acts.determine(card.id, units, reason, actor=officer, at=scene.on_day(day))


def spoilt(written: Entries) -> Entries:
    """The same report with the mistakes of a hurried filer: kJ for MJ, text for a number, a total that is none."""
    fuels = [dict(line) for line in written["fuels"]]
    fuels[1]["ncv"] = Decimal(str(fuels[1]["ncv"])) * 1000
    fuels[4]["quantity"] = -Decimal(str(fuels[4]["quantity"]))
    fuels[7]["carbon"] = "见附件"
    production = [dict(line) for line in written["production"]]
    production[5]["hours"] = Decimal(800)
    totals = [dict(line) for line in written["totals"]]
    totals[0]["generation_mwh"] = Decimal(str(totals[0]["generation_mwh"])) + 5000
    return {**written, "fuels": fuels, "production": production, "totals": totals}


def entries(enterprise: EnterpriseFact, year: int) -> Entries:
    """What an enterprise writes into its report of the year."""
    units = enterprise_year(enterprise, year)
    return {
        "enterprise": [
            {
                "legal_person": "演示法定代表人",
                "contact": "演示填报人",
                "telephone": "027-00000000",
                "filled_on": date(year + 1, 3, 10),
            }
        ],
        "fuels": [_fuel(unit, month) for unit in units for month in unit.months],
        "production": [_production(unit, month) for unit in units for month in unit.months],
        "totals": [_total(unit) for unit in units],
    }


def _fuel(unit: UnitYear, month: Month) -> dict[str, object]:
    carbon = {"carbon": month.carbon} if month.measured else {"carbon_per_heat": month.carbon_per_gigajoule}
    return {
        "unit_number": unit.unit.number,
        "month": month.month,
        "fuel": FUEL_CODES.get(unit.unit.fuel, unit.unit.fuel),
        "quantity": month.fuel_quantity,
        "ncv": month.heat_value,
        "ncv_method": MEASURED,
        **carbon,
        "carbon_method": MEASURED if month.measured else DEFAULT,
        "oxidation": OXIDATION_PERCENT,
    }


def _production(unit: UnitYear, month: Month) -> dict[str, object]:
    return {
        "unit_number": unit.unit.number,
        "month": month.month,
        "generation_mwh": month.generation_mwh,
        "heat_gj": month.heat_gj,
        "hours": month.hours,
        "load_factor": _percent(month.generation_mwh / (unit.unit.capacity_mw * month.hours)),
    }


def _total(unit: UnitYear) -> dict[str, object]:
    return {
        "unit_number": unit.unit.number,
        "unit_class": unit.unit.unit_class,
        "capacity_mw": unit.unit.capacity_mw,
        "fuel": unit.unit.fuel,
        "cogeneration": "yes" if unit.unit.cogeneration else "no",
        "emissions_tonnes": unit.emissions_tonnes,
        "generation_mwh": unit.generation_mwh,
        "heat_gj": unit.heat_gj,
        "hours": unit.hours,
        "load_factor": _percent(unit.load_factor),
    }


def _percent(share: Decimal) -> Decimal:
    return _places(share * 100, 2)


def _places(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
