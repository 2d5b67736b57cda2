"""Whether what was filed is proved by original records (原始凭证): MO-050 to MO-059.

They say which record is missing when the workbook is read; the record that comes after answers the finding.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.core.checks import Hit, Register, hit
from domain.core.workbook import Line
from domain.emission_report.rules import MEASURED
from domain.monthly_evidence.checks.case import MonthCase, burnt, is_figure
from domain.monthly_evidence.rules import Proved, proof_key, proofs

EVIDENCE = "关于做好2022年企业温室气体排放报告管理相关重点工作的通知 信息化存证"
CHECKS = Register[MonthCase](owner="verification_officer", citation=EVIDENCE)
METHODS = ("carbon_method", "ncv_method", "method")


def _unproved(case: MonthCase, proved: Proved, line: Line, key: str) -> Iterator[Hit]:
    wanted = proofs(case.law, proved)
    if wanted and not case.beside.attached.intersection(wanted):
        citation = case.law.provision(proof_key(proved)).citation
        yield hit(line.place(key), citation, proved=proved.value)


@CHECKS.warn("MO-050")
def fuel(case: MonthCase) -> Iterator[Hit]:
    """MO-050: quantities of fuel rest on meter readings or bills, of which a copy is attached to the month.

    81,234.56 t of coal, no reading and no bill attached → warning, once for the month.
    """
    for _, line in burnt(case):
        yield from _unproved(case, Proved.FUEL, line, "quantity")
        return


@CHECKS.warn("MO-051")
def quality(case: MonthCase) -> Iterator[Hit]:
    """MO-051: a heat value or carbon content that was measured rests on a laboratory's report, attached to the month.

    Carbon 实测, no report attached → warning, once for the month.
    """
    for _, line in burnt(case):
        if key := next((each for each in METHODS if line.text(each) == MEASURED), ""):
            yield from _unproved(case, Proved.QUALITY, line, key)
            return


@CHECKS.warn("MO-052")
def production(case: MonthCase) -> Iterator[Hit]:
    """MO-052: what was produced rests on meter readings, the month's production report or bills, attached to the month.

    148,500 MWh, none of them attached → warning, once for the month.
    """
    for sheet, line in case.rows():
        figures = (column.key for column in sheet.columns if is_figure(sheet, column.key))
        key = next((each for each in figures if line.decimal(each)), "")
        if key and sheet.required and "fuel" not in sheet.keys:
            yield from _unproved(case, Proved.PRODUCTION, line, key)
            return
