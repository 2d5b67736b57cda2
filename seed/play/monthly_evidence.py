"""Two months of the year under way: most are filed in time, one late, one never, one comes back; and today's months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain.core.actors import THE_CLOCK
from domain.core.law import Law, last_day_of
from domain.core.workbook import Workbook
from domain.emission_report.rules import form_of
from domain.emission_report.rules.forms import Form as ReportForm
from domain.monthly_evidence import acts, queries, rules
from domain.monthly_evidence.states import State, VersionState
from domain.monthly_evidence.workbook import workbook_of
from domain.records.lawbook.queries import as_of
from seed.cast import EnterpriseFact
from seed.play.emission_report import entries
from seed.play.scene import OutOfScript, Scene
from seed.play.workbooks import BANNER, Entries, Form, filled_together

YEAR = 2025
JUNE, JULY = 6, 7
# Roles of those who tell the story; everybody else files in time and is accepted.
SILENT, LATE, RETURNED, UNUSUAL = "refuser", "late_filer", "two_versions", "gas_long"
JUNE_ON, JULY_OPENED_ON, JULY_ON, LOOKED_ON, JUDGED_ON, CORRECTED_ON, URGED_ON = (
    date(2025, 7, 21),
    date(2025, 8, 19),
    date(2025, 8, 26),
    date(2025, 8, 28),
    date(2025, 9, 3),
    date(2025, 9, 8),
    date(2025, 9, 12),
)
RECORD = b"%PDF-1.7\n% demonstration record, synthetic figures: "
KINDS = ("meter_reading", "laboratory_report")


async def play_june(scene: Scene) -> str:
    """June: opened by the clock and filed at once by all but the one who is late and the one who never files."""
    opened = await acts.open_months(YEAR - 1, actor=THE_CLOCK, at=scene.on_day(JUNE_ON))
    filing = [known for known in scene.cast.enterprises if known.role not in (SILENT, LATE)]
    await _file(scene, filing, JUNE, JUNE_ON)
    return f"{opened} months opened, {len(filing)} of June filed in time"


async def play_july(scene: Scene) -> str:
    """July beside the late June; a city looks, the province accepts most and sends one back, who is silent is urged."""
    await acts.open_months(YEAR - 1, actor=THE_CLOCK, at=scene.on_day(JULY_OPENED_ON))
    filing = [known for known in scene.cast.enterprises if not known.plays(SILENT)]
    await _file(scene, [scene.cast.with_role(LATE)], JUNE, JULY_OPENED_ON)
    await _file(scene, filing, JULY, JULY_ON)
    await _look(scene, LOOKED_ON)
    accepted = await _judge(scene, JUDGED_ON)
    await _correct(scene, CORRECTED_ON)
    urged = await acts.urge(YEAR, actor=await scene.holder("verification_officer"), at=scene.on_day(URGED_ON))
    return f"{len(filing)} of July filed, {accepted} months accepted, 1 sent back, {urged} urged"


async def play_today(scene: Scene) -> str:
    """The months that ended last and can still come in time are open."""
    opened = await acts.open_months(scene.today.year - 1, actor=THE_CLOCK, at=scene.on_day(scene.today))
    return f"{opened} months open to be filed"


async def _file(scene: Scene, those: Sequence[EnterpriseFact], month: int, day: date) -> None:
    """Fill, upload, attach and submit a month for each of these enterprises."""
    law = await as_of(last_day_of(YEAR))
    months = {known: await _month(scene, known, month) for known in those}
    form = form_of(law, "power")
    forms = [await _form(scene, known, months[known], form, law) for known in those]
    contents = await filled_together(forms)
    versions: dict[EnterpriseFact, int] = {}
    for known, content in zip(those, contents, strict=True):
        filer, at = await scene.actor(known.filer), scene.on_day(day)
        await _attach(scene, known, months[known], day)
        name = f"{known.name}-{YEAR}年{month}月存证.xlsx"
        versions[known] = await acts.receive(months[known].id, content, name, actor=filer, at=at)
    await scene.do_what_is_owed(scene.on_day(day))
    for known, version_id in versions.items():
        await expect_clean(scene, known.slug, version_id)
        filer = await scene.actor(known.filer)
        await acts.submit(months[known].id, actor=filer, at=scene.on_day(day), version_id=version_id)


async def _correct(scene: Scene, day: date) -> None:
    """The one whose July came back uploads it again, with somebody else to ask, and has not submitted it yet."""
    known, law = scene.cast.with_role(RETURNED), await as_of(last_day_of(YEAR))
    card = await _month(scene, known, JULY)
    form = await _form(scene, known, card, form_of(law, "power"), law)
    head = form.description.sheets[0].key
    corrected = replace(form, entries={**form.entries, head: [{"contact": "演示复核人", "telephone": "027-00000001"}]})
    (content,) = await filled_together([corrected])
    filer, name = await scene.actor(known.filer), f"{known.name}-{YEAR}年{JULY}月存证(更正).xlsx"
    version_id = await acts.receive(card.id, content, name, actor=filer, at=scene.on_day(day))
    await scene.do_what_is_owed(scene.on_day(day))
    await expect_clean(scene, known.slug, version_id)


async def _month(scene: Scene, known: EnterpriseFact, month: int) -> queries.MonthCard:
    cards = await queries.months_of(await scene.enterprise_id(known), YEAR, actor=await scene.actor(known.filer))
    found = next((card for card in cards if card.month == month), None)
    if found is None:
        raise OutOfScript(f"{known.slug} has no month {month} of {YEAR}")
    return found


async def _form(scene: Scene, known: EnterpriseFact, card: queries.MonthCard, form: ReportForm, law: Law) -> Form:
    """The blank as the portal hands it out, without the sheets that may be left away and without empty lines below."""
    whole = workbook_of(form.code)
    if whole is None:
        raise OutOfScript(f"{form.code} asks for no months")
    facts = await queries.known(card, actor=await scene.actor(known.filer))
    prefill = rules.prefill(form, whole, facts, card.month, law)
    sheets = (replace(sheet, most_rows=max(1, len(prefill[sheet.key]))) for sheet in whole if sheet.required)
    workbook = replace(whole, sheets=tuple(sheets))
    return Form(
        workbook, {sheet.key: prefill[sheet.key] for sheet in workbook}, BANNER, _entries(known, workbook, card)
    )


def _entries(known: EnterpriseFact, workbook: Workbook, card: queries.MonthCard) -> Entries:
    """The month's lines of what the enterprise will report for the year."""
    year = entries(known, YEAR)
    lines: Mapping[str, list[Mapping[str, object]]] = {
        sheet.key: [line for line in year.get(sheet.key, ()) if line.get("month") == card.month]
        for sheet in workbook
        if "month" in sheet.keys
    }
    filer = {"contact": "演示填报人", "telephone": "027-00000000"}
    return {workbook.sheets[0].key: [filer], **lines}


async def _attach(scene: Scene, known: EnterpriseFact, card: queries.MonthCard, day: date) -> None:
    """Those of the story attach their original records; of the others the portal asks for them."""
    for kind in KINDS if known.role else ():
        content = RECORD + f"{known.slug} {card.month} {kind}\n%%EOF\n".encode()
        filer = await scene.actor(known.filer)
        await acts.attach(card.id, kind, content, f"{kind}-{card.month}月.pdf", actor=filer, at=scene.on_day(day))


async def expect_clean(scene: Scene, slug: str, version_id: int) -> None:
    """The month that was uploaded has nothing that stops it."""
    officer = await scene.holder("verification_officer")
    version = await queries.version(version_id, actor=officer)
    if version is None or version.state != VersionState.CLEAN:
        found = await queries.findings(version_id, actor=officer)
        codes = [(each.finding.code, str(each.finding.place)) for each in found if each.finding.stops][:9]
        raise OutOfScript(f"the month of {slug} is not clean: {codes}")


async def _look(scene: Scene, day: date) -> None:
    """The officer of the city where one stands out looks at its months first."""
    known = scene.cast.with_role(UNUSUAL)
    officers = scene.cast.holding("city_officer")
    city = await scene.actor(next(person.sign_in for person in officers if person.city == known.city))
    for month in (JUNE, JULY):
        card = await _month(scene, known, month)
        remark = "用气量较上月偏低，请核实流量计校准记录(演示)" if month == JULY else ""
        await acts.first_look(card.id, remark, unusual=bool(remark), actor=city, at=scene.on_day(day))


async def _judge(scene: Scene, day: date) -> int:
    """The officer accepts June and most of July; one July goes back, those of the story wait."""
    officer = await scene.holder("verification_officer")
    accepted = 0
    for known in scene.cast.enterprises:
        for card in await queries.months_of(await scene.enterprise_id(known), YEAR, actor=officer):
            if card.state != State.SUBMITTED:
                continue
            if card.month == JULY and known.plays(RETURNED):
                reason = "检测报告未加盖CMA章，请更换后重新提交(演示)"
                await acts.return_(card.id, reason, actor=officer, at=scene.on_day(day))
            elif card.month == JUNE or not known.role:
                await acts.accept(card.id, actor=officer, at=scene.on_day(day))
                accepted += 1
    return accepted
