"""The grid tells what it settled: one year is imported, the next one waits to be looked at."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

from domain.outside_data import acts
from domain.outside_data.workbook import SHEET, WORKBOOKS, Source
from seed.cast import EnterpriseFact
from seed.figures import enterprise_year
from seed.play.scene import Scene

YEAR = 2024
IMPORTED_ON = date(2025, 4, 18)
# Two whose figures do not fit: settled more than was generated, and far less.
MORE, LESS = "two_versions", "late_filer"
SHARES = {MORE: Decimal("1.12"), LESS: Decimal("0.84")}
# The grid's table tells of customers that the register does not know.
A_CUSTOMER = ("91420000MA0000000R", "演示食品厂(虚构)")


async def play(scene: Scene) -> str:
    """What the grid settled of last year is imported, and a first file with a wrong unit is dropped."""
    officer = await scene.holder("verification_officer")
    first = await acts.receive(
        "grid", _table(scene, YEAR, "万元"), "2024年电网结算(单位有误).csv", actor=officer, at=scene.on_day(IMPORTED_ON)
    )
    await acts.drop(first, actor=officer, at=scene.on_day(IMPORTED_ON))
    second = await acts.receive(
        "grid", _table(scene, YEAR, "万kWh"), "2024年电网结算.csv", actor=officer, at=scene.on_day(IMPORTED_ON)
    )
    lines = await acts.import_(second, actor=officer, at=scene.on_day(IMPORTED_ON))
    return f"{lines} figures of the grid imported"


async def play_today(scene: Scene) -> str:
    """The next year's file has come in and waits on the officer's desk."""
    officer, year = await scene.holder("verification_officer"), YEAR + 1
    name, at = f"{year}年电网结算.csv", scene.on_day(scene.today)
    await acts.receive("grid", _table(scene, year, "万kWh"), name, actor=officer, at=at)
    return "a file of the grid waits to be imported"


def _table(scene: Scene, year: int, unit: str) -> bytes:
    """The grid's own table, as its system writes it: GB 18030, in 10⁴ kWh."""
    sheet = WORKBOOKS[Source.GRID].sheet(SHEET)
    sent = sheet.column("figure").choices[0].title_zh
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(column.title_zh for column in sheet.columns)
    for known in scene.cast.enterprises:
        if (settled := _sent(known, year)) > 0:
            writer.writerow((known.credit_code, known.name, year, "", sent, settled, unit))
    writer.writerow((*A_CUSTOMER, year, "", sheet.column("figure").choices[1].title_zh, "35.2", unit))
    return out.getvalue().encode("gb18030")


def _sent(known: EnterpriseFact, year: int) -> Decimal:
    """What an enterprise sent to the grid, in 10⁴ kWh."""
    supplied = sum((month.supplied_mwh for unit in enterprise_year(known, year) for month in unit.months), Decimal())
    return (supplied * SHARES.get(known.role, Decimal(1)) / 10).quantize(Decimal("0.0001"))
