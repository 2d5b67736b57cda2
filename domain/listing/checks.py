"""Coded findings over the facts of a list. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from domain.core.findings import Finding, Severity
from domain.core.workbook import Line

CITATION = "碳排放权交易管理办法（试行） 第八条"


def credit_codes(rows: Sequence[Line], is_credit_code: Callable[[str], bool]) -> Iterator[Finding]:
    """LISTING-CODE: a unified social credit code has 18 signs and its check digit fits (GB 32100)."""
    for row in rows:
        if not is_credit_code(row.text("credit_code")):
            facts = {"credit_code": row.text("credit_code")}
            yield Finding("LISTING-CODE", Severity.STOP, row.place("credit_code"), facts, "GB 32100-2015")


def repeated(rows: Sequence[Line]) -> Iterator[Finding]:
    """LISTING-REPEATED: an enterprise stands once for each year in one workbook."""
    counted = Counter((row.text("credit_code"), row.text("year")) for row in rows)
    seen: set[tuple[str, str]] = set()
    for row in rows:
        key = (row.text("credit_code"), row.text("year"))
        if counted[key] > 1 and key in seen:
            yield Finding(
                "LISTING-REPEATED", Severity.STOP, row.place("credit_code"), {"credit_code": key[0]}, CITATION
            )
        seen.add(key)


def orphan_units(units: Sequence[Line], enterprises: Sequence[Line]) -> Iterator[Finding]:
    """LISTING-ORPHAN: a generating unit belongs to an enterprise of the same workbook."""
    known = {row.text("credit_code") for row in enterprises}
    for unit in units:
        if unit.text("credit_code") not in known:
            facts = {"credit_code": unit.text("credit_code"), "number": unit.text("number")}
            yield Finding("LISTING-ORPHAN", Severity.STOP, unit.place("credit_code"), facts, CITATION)


def notice_over(noticed_until: Sequence[date], today: date) -> Iterator[Finding]:
    """LISTING-NOTICE: the list goes to the ministry only when the days of public notice are over."""
    running = [day for day in noticed_until if day >= today]
    if running:
        yield Finding("LISTING-NOTICE", facts={"until": max(running).isoformat()}, citation=CITATION)
