"""Months of steel, cement and aluminium, which the law asks of 2025 too; the other sectors owe none.

The officer opens the second half of the year for the three that came late, and they file it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from domain.core.law import last_day_of
from domain.core.workbook import Workbook
from domain.emission_report.rules import form_of
from domain.monthly_evidence import acts, queries
from domain.monthly_evidence.workbook import workbook_of
from domain.records.lawbook.queries import as_of
from domain.records.people import queries as people
from domain.records.people.queries import EnterpriseCard
from seed.cast import IndustryFact, the_industry
from seed.play.monthly_evidence import KINDS, RECORD, YEAR, expect_clean
from seed.play.scene import OutOfScript, Scene
from seed.play.workbooks import BANNER, Entries, Form, filled_together

OPENED_ON, UNTIL, FILED_ON, JUDGED_ON = date(2026, 3, 16), date(2026, 3, 31), date(2026, 3, 16), date(2026, 4, 7)
MONTHS = range(7, 13)
REASON = "新纳入全国碳市场的行业，单独开放下半年各月补报(演示)"
BACK = "十二月电解电量与抄表记录不一致，请核对后重新提交(演示)"
RETURNED, DECEMBER = "silver-pot", 12
# By sheet: what tells a line apart and stays the same, and its figures in the seventh month with what each month adds.
Fixed = dict[str, str]
Figures = dict[str, tuple[str, str]]
Described = dict[str, tuple[tuple[Fixed, Figures], ...]]


def _fuel(place: Fixed, fuel: str, carbon: str, quantity: tuple[str, str]) -> tuple[Fixed, Figures]:
    told = {**place, "fuel": fuel, "method": "measured"}
    return told, {"quantity": quantity, "carbon": (carbon, "0.0001")}


def _output(line: str, product: str, output: tuple[str, str], **more: tuple[str, str]) -> tuple[Fixed, Figures]:
    return {"line": line, "product": product}, {"output": output, **more}


def _bought(mwh: tuple[str, str]) -> tuple[tuple[Fixed, Figures], ...]:
    nothing = ("0", "0")
    return (({}, {"mwh": mwh, "exported_mwh": nothing, "gj": nothing, "exported_gj": nothing}),)


STEEL: Described = {
    "fuels": (
        _fuel({"facility": "ironmaking"}, "coke", "0.8402", ("34210.4", "131.7")),
        _fuel({"facility": "ironmaking"}, "bituminous", "0.6907", ("12544.2", "84.3")),
        _fuel({"facility": "sintering"}, "coke", "0.8411", ("4231.6", "57.9")),
    ),
    "materials": (
        ({"process": "sintering", "role": "carbonate", "material": "limestone"}, {"tonnes": ("10230", "61")}),
        ({"process": "sintering", "role": "carbonate", "material": "dolomite"}, {"tonnes": ("5118", "43")}),
        ({"process": "steelmaking", "role": "product", "material": "crude_steel"}, {"tonnes": ("80420", "215")}),
    ),
    "products": (
        _output("S1", "sinter", ("104350", "310")),
        _output("BF1", "pig_iron", ("72150", "190")),
        _output("LD1", "converter_steel", ("80420", "215")),
    ),
    "energy": _bought(("42815.6", "127.3")),
}
CEMENT: Described = {
    "fuels": (_fuel({"line": "1", "facility": "kiln"}, "bituminous", "0.6013", ("14512.3", "96.4")),),
    "products": (
        _output("1", "portland", ("113420", "740"), raw_meal_t=("170130", "1110"), hours=("684.5", "3.2")),
        _output("M1", "cement", ("131260", "880")),
    ),
    "energy": _bought(("11204.8", "88.1")),
}
ALUMINIUM: Described = {
    "products": (_output("1", "liquid_aluminium", ("42110", "95")),),
    "anodes": (
        (
            {"line": "1", "method": "measured"},
            {"net_carbon": ("0.4047", "0.0003"), "cf4_kg_per_t": ("0.031", "0.001"), "c2f6_kg_per_t": ("0.003", "0")},
        ),
    ),
    "fuels": (_fuel({"facility": "anode_baking"}, "natural_gas", "5.0210", ("214.6", "2.3")),),
    "uses": (
        (
            {"line": "1"},
            {"ac_mwh": ("568485", "1283"), "dc_mwh": ("555852", "1254"), "auxiliary_mwh": ("6120", "14")},
        ),
    ),
    "energy": _bought(("574605", "1297")),
}
DESCRIBED = {"iron-river": STEEL, "white-kiln": CEMENT, "silver-pot": ALUMINIUM}


def entries_of(slug: str, month: int) -> Entries:
    """What one of the three fills in for a month, every figure a little different from the month before."""
    filer = {"contact": "演示填报人", "telephone": "027-00000000"}
    lines = {sheet: [_line(*told, month) for told in lines] for sheet, lines in DESCRIBED[slug].items()}
    return {"enterprise": [filer], **lines}


def _line(fixed: Fixed, figures: Figures, month: int) -> dict[str, object]:
    since = month - MONTHS.start
    told = {key: Decimal(at) + since * Decimal(more) for key, (at, more) in figures.items()}
    return {**fixed, "month": month, **told}


def form_of_month(workbook: Workbook, card: EnterpriseCard, slug: str, month: int) -> Form:
    """The month's workbook with as many lines as there are entries; sheets that stay empty are left away."""
    entries = entries_of(slug, month)
    kept = [sheet for sheet in workbook if sheet.required or sheet.key in entries]
    sheets = tuple(replace(sheet, most_rows=max(1, len(entries.get(sheet.key, ())))) for sheet in kept)
    head = {"name": card.name, "credit_code": card.credit_code, "year": YEAR, "month": month}
    return Form(replace(workbook, sheets=sheets), {"enterprise": [head]}, BANNER, entries)


async def play(scene: Scene) -> str:
    """Open the second half of 2025 for the three, and file it with its original records."""
    those = [known for known in the_industry() if known.slug in DESCRIBED]
    officer = await scene.holder("verification_officer")
    for known in those:
        at = scene.on_day(OPENED_ON)
        card = await _card(scene, known)
        await acts.open_one(card.id, YEAR, MONTHS, REASON, actor=officer, at=at, until=UNTIL)
    versions = await _received(scene, those)
    await scene.do_what_is_owed(scene.on_day(FILED_ON))
    for known, month_id, version_id in versions:
        await expect_clean(scene, known.slug, version_id)
        filer, at = await scene.actor(known.filer.sign_in), scene.on_day(FILED_ON)
        await acts.submit(month_id, actor=filer, at=at, version_id=version_id)
    return f"{len(versions)} months of {len(those)} enterprises of industry filed"


async def _received(scene: Scene, those: Iterable[IndustryFact]) -> list[tuple[IndustryFact, int, int]]:
    """Upload every month with its records: whose, which month, which version."""
    law, wanted, forms = await as_of(last_day_of(YEAR)), [], []
    for known in those:
        card, filer = await _card(scene, known), await scene.actor(known.filer.sign_in)
        workbook = workbook_of(form_of(law, card.sector, card.sector_code).code)
        if workbook is None:
            raise OutOfScript(f"{card.sector} asks for no months")
        for month in await queries.months_of(card.id, YEAR, actor=filer):
            wanted.append((known, month, filer))
            forms.append(form_of_month(workbook, card, known.slug, month.month))
    found = []
    for (known, month, filer), content in zip(wanted, await filled_together(forms), strict=True):
        for kind in KINDS:
            record = RECORD + f"{known.slug} {month.month} {kind}\n%%EOF\n".encode()
            name, at = f"{kind}-{month.month}月.pdf", scene.on_day(FILED_ON)
            await acts.attach(month.id, kind, record, name, actor=filer, at=at)
        name, at = f"{known.name}-{YEAR}年{month.month}月存证.xlsx", scene.on_day(FILED_ON)
        found.append((known, month.id, await acts.receive(month.id, content, name, actor=filer, at=at)))
    return found


async def play_judgement(scene: Scene) -> str:
    """The officer accepts all but December, which waits, and of the smelter comes back."""
    officer, accepted = await scene.holder("verification_officer"), 0
    for known in the_industry():
        for card in await queries.months_of((await _card(scene, known)).id, YEAR, actor=officer):
            if card.month < DECEMBER:
                await acts.accept(card.id, actor=officer, at=scene.on_day(JUDGED_ON))
                accepted += 1
            elif known.slug == RETURNED:
                await acts.return_(card.id, BACK, actor=officer, at=scene.on_day(JUDGED_ON))
    return f"{accepted} months of industry accepted, 1 sent back"


async def _card(scene: Scene, known: IndustryFact) -> EnterpriseCard:
    card = await people.enterprise_by_code(known.credit_code, actor=await scene.holder("verification_officer"))
    if card is None:
        raise OutOfScript(f"{known.slug} is not entered")
    return card
