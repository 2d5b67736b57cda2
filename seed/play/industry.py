"""The other sectors report for 2025 too: their enterprises are entered, and the officer opens their reports one by one.

What they file is left to the reader: each has a filer who downloads the blank of its sector, and a signatory.
"""

from __future__ import annotations

from datetime import date

from domain.emission_report import acts as reports
from domain.listing import acts as listing
from domain.listing.workbook import WORKBOOK
from domain.records.people import queries as people
from seed.cast import IndustryFact, the_industry
from seed.play.founding import create_account
from seed.play.open_year import YEAR
from seed.play.scene import Scene
from seed.play.workbooks import BANNER, Form, filled

ON = date(2026, 3, 16)
# They stay open, so that whoever tries the demonstration can file for each sector.
UNTIL = date(2027, 3, 31)
REASON = "其他行业重点排放单位按年度通知报送(演示)"


async def play(scene: Scene) -> str:
    """Enter them, give them accounts, open their reports."""
    industry = the_industry()
    officer = await scene.holder("listing_officer")
    content = filled(Form(WORKBOOK, None, BANNER, {"enterprises": [_candidate(known) for known in industry]}))
    await listing.import_candidates(content, "其他行业单位.xlsx", actor=officer, at=scene.on_day(ON))
    for known in industry:
        await _open(scene, known)
    return f"{len(industry)} enterprises of other sectors entered, their reports of {YEAR} open"


async def _open(scene: Scene, known: IndustryFact) -> None:
    officer = await scene.holder("verification_officer")
    card = await people.enterprise_by_code(known.credit_code, actor=officer)
    assert card is not None
    for person in known.people:
        await create_account(scene, person, ON.year, ON.month, ON.day, enterprise_id=card.id)
    await reports.open_one(YEAR, known.credit_code, REASON, actor=officer, at=scene.on_day(ON), until=UNTIL)


def _candidate(known: IndustryFact) -> dict[str, object]:
    return {
        "credit_code": known.credit_code,
        "name": known.name,
        "name_en": known.name_en,
        "city": known.city,
        "address": f"湖北省{known.city}(演示地址)",
        "legal_person": "演示法定代表人",
        "sector_code": known.sector_code,
        "year": YEAR - 1,
        "emissions_tonnes": known.known_tonnes,
        "fictional": "yes",
        "synthetic": "yes",
    }
