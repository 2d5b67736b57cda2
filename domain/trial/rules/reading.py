"""Facts as written (in a worked case, a form, on the command line) read into facts a rule takes. Pure.

A number that is not a plain count is written as text and read as `Decimal`; a binary fraction is refused, for it is not
what was written. Everything wrong is told at once, each at its field: `units[2].class`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import TypeVar

from domain.core.findings import Finding, Place, Refused, Severity, stop_on
from domain.trial.rules.question import Facts, Field, Kind, Question

_NUMBER = re.compile(r"[+-]?\d{1,20}(\.\d{1,20})?")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_YEAR = re.compile(r"[12]\d{3}")
Read = TypeVar("Read")


class _Unreadable(Exception):
    """The text is not of its kind; `code` says how."""

    def __init__(self, code: str, **facts: str) -> None:
        self.code, self.facts = code, facts
        super().__init__(code)


def read(question: Question, given: Mapping[str, object]) -> Facts:
    """The facts of a question. Refused with every fault: TRIAL-UNKNOWN, TRIAL-MISSING, TRIAL-NUMBER, TRIAL-FLOAT, …"""
    findings: list[Finding] = []
    facts = _read_row(question.fields, given, "", findings)
    stop_on(findings)
    return facts


def _read_row(fields: Sequence[Field], given: Mapping[str, object], path: str, findings: list[Finding]) -> Facts:
    findings += _unknown(fields, given, path)
    values: dict[str, object] = {}
    for one in fields:
        place = f"{path}{one.name}"
        written = given.get(one.name)
        if written is None or written == "":
            findings += [_finding("TRIAL-MISSING", place, fact=place)] if one.needed else []
            continue
        try:
            values[one.name] = _read_one(one, written, place, findings)
        except _Unreadable as trouble:
            findings.append(_finding(trouble.code, place, fact=place, written=str(written)[:60], **trouble.facts))
    return Facts(values)


def _unknown(fields: Sequence[Field], given: Mapping[str, object], path: str) -> Iterator[Finding]:
    """Facts that the question does not take, each with the nearest name that it does."""
    names = [one.name for one in fields]
    for name in given:
        if name not in names:
            nearest = get_close_matches(str(name), names, 1, 0) or [""]
            yield _finding("TRIAL-UNKNOWN", f"{path}{name}", fact=f"{path}{name}", nearest=nearest[0])


def _read_one(one: Field, written: object, place: str, findings: list[Finding]) -> object:
    if one.kind is Kind.ROWS:
        return _rows(one, written, place, findings)
    if one.kind is Kind.CHOICE:
        return _choice(one, written)
    return _READERS[one.kind](written)


def _rows(one: Field, written: object, place: str, findings: list[Finding]) -> list[Facts]:
    if not isinstance(written, list) or not all(isinstance(row, Mapping) for row in written):
        raise _Unreadable("TRIAL-ROWS")
    return [_read_row(one.rows, row, f"{place}[{number}].", findings) for number, row in enumerate(written, 1)]


def _choice(one: Field, written: object) -> str:
    if not isinstance(written, str) or written not in one.choices:
        raise _Unreadable("TRIAL-CHOICE", choices=", ".join(one.choices))
    return written


def amount(written: object) -> Decimal:
    """A number as written: text, or a plain count. 1,234.5 with its comma is not a number here."""
    if isinstance(written, float):
        raise _Unreadable("TRIAL-FLOAT")
    text = str(written) if type(written) is int else written
    if not isinstance(text, str) or not _NUMBER.fullmatch(text.strip()):
        raise _Unreadable("TRIAL-NUMBER")
    return Decimal(text.strip())


def _count(written: object) -> int:
    number = amount(written)
    if number != number.to_integral_value():
        raise _Unreadable("TRIAL-COUNT")
    return int(number)


def _text(written: object) -> str:
    if not isinstance(written, str | int) or isinstance(written, bool):
        raise _Unreadable("TRIAL-TEXT")
    return str(written).strip()


def _yes(written: object) -> bool:
    """True and false as such; a form's tick comes as `yes`."""
    if isinstance(written, bool):
        return written
    if written in ("yes", "true", "no", "false"):
        return written in ("yes", "true")
    raise _Unreadable("TRIAL-YES")


def day(written: object) -> date:
    """A day as such or in ISO form."""
    if isinstance(written, date):
        return written
    try:
        return date.fromisoformat(str(written).strip())
    except ValueError:
        raise _Unreadable("TRIAL-DAY") from None


def _month(written: object) -> date:
    """The first day of a month written as 2026-01."""
    found = _MONTH.fullmatch(str(written).strip())
    if not found:
        raise _Unreadable("TRIAL-MONTH")
    return date(int(found[1]), int(found[2]), 1)


def year(written: object) -> int:
    """A year of four digits."""
    if isinstance(written, bool) or not _YEAR.fullmatch(str(written).strip()):
        raise _Unreadable("TRIAL-YEAR")
    return int(str(written))


def _years(written: object) -> tuple[int, ...]:
    """Years as a list, or as text with spaces or commas between them."""
    parts = re.split(r"[\s,，、]+", written.strip()) if isinstance(written, str) else written
    if not isinstance(parts, list):
        raise _Unreadable("TRIAL-YEARS")
    return tuple(year(part) for part in parts if part != "")


def _by_year(written: object) -> dict[int, Decimal]:
    """Amounts by year: a mapping, or text such as `2024: 25000, 2025: 26000`."""
    if isinstance(written, str):
        pairs = [part.partition(":") for part in re.split(r"[,，;\n]+", written) if part.strip()]
        written = {name.strip(): amount_.strip() for name, _, amount_ in pairs}
    if not isinstance(written, Mapping):
        raise _Unreadable("TRIAL-BY-YEAR")
    return {year(name): amount(number) for name, number in written.items()}


_READERS: Mapping[Kind, Callable[[object], object]] = {
    Kind.AMOUNT: amount,
    Kind.COUNT: _count,
    Kind.TEXT: _text,
    Kind.YES: _yes,
    Kind.DAY: day,
    Kind.MONTH: _month,
    Kind.YEARS: _years,
    Kind.BY_YEAR: _by_year,
}


def on_day(written: object, place: str) -> date:
    """The legal day as written; refused (TRIAL-DAY) at its place."""
    return _or_refused(day, written, place)


def of_year(written: object, place: str) -> int:
    """The compliance year as written; refused (TRIAL-YEAR, TRIAL-NUMBER) at its place."""
    return _or_refused(year, written, place)


def _or_refused(reader: Callable[[object], Read], written: object, place: str) -> Read:
    try:
        return reader(written)
    except _Unreadable as trouble:
        finding = _finding(trouble.code, place, fact=place, written=str(written)[:60])
        raise Refused(finding) from None


def _finding(code: str, place: str, **facts: str) -> Finding:
    return Finding(code, Severity.STOP, Place(field=place), facts)
