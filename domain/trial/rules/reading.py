"""Facts as written (in a worked case, a form, on the command line) read into facts a rule takes. Pure.

A number that is not a plain count is written as text and read as `Decimal`; a binary fraction is refused, for it is not
what was written. Digits and signs may be full-width (１２．５), as Chinese keyboards write them; the separators of
thousands are not read. Everything wrong is told at once, each at its field: `units[2].class`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from numbers import Real
from typing import TypeVar

from domain.core.findings import Finding, Place, Severity, stop_on
from domain.trial.rules.question import Facts, Field, Kind, Question

_NUMBER = re.compile(r"[+-]?[0-9]{1,20}(\.[0-9]{1,30})?")
_MONTH = re.compile(r"([12][0-9]{3})-(0[1-9]|1[0-2])")
_YEAR = re.compile(r"[12][0-9]{3}")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－＋：，；　", "0123456789.-+:,; ")
# A count counts days, persons or rows: more than four digits is a slip, and a clock would run for centuries.
LONGEST_COUNT = 4
LONGEST_TEXT = 200
# Of what is told back about something unreadable.
MOST_SHOWN = 60
MOST_UNKNOWN = 20
Read = TypeVar("Read")


class _Unreadable(Exception):
    """The text is not of its kind; `code` says how."""

    def __init__(self, code: str, **facts: str) -> None:
        self.code, self.facts = code, facts
        super().__init__(code)


def read_question(
    question: Question, given: Mapping[str, object], year: object = None, on: object = None
) -> tuple[Facts, int | None, date | None]:
    """Facts, compliance year and legal day of a question as written. Refused with every fault of all three at once."""
    findings: list[Finding] = []
    facts = _read_row(question.fields, given, "", findings)
    compliance_year = _read_or_none(_year, year, "year", findings)
    day = _read_or_none(_day, on, "on", findings)
    if question.yearly and year in (None, ""):
        findings.append(_finding("TRIAL-YEAR", "year", fact="year", written=""))
    stop_on(findings)
    return facts, compliance_year, day


def read(question: Question, given: Mapping[str, object]) -> Facts:
    """The facts of a question. Refused with every fault: TRIAL-UNKNOWN, TRIAL-MISSING, TRIAL-NUMBER, TRIAL-FLOAT, …"""
    findings: list[Finding] = []
    facts = _read_row(question.fields, given, "", findings)
    stop_on(findings)
    return facts


def _read_or_none(
    reader: Callable[[object], Read], written: object, place: str, findings: list[Finding]
) -> Read | None:
    """What was written, read; None when nothing was, or when it cannot be read, which is then told."""
    if written is None or written == "":
        return None
    try:
        return reader(written)
    except _Unreadable as trouble:
        findings.append(_finding(trouble.code, place, fact=place, written=shown(written), **trouble.facts))
        return None


def _read_row(fields: Sequence[Field], given: Mapping[str, object], path: str, findings: list[Finding]) -> Facts:
    findings += _unknown(fields, given, path)
    values: dict[str, object] = {}
    for one in fields:
        place = f"{path}{one.name}"
        written = given.get(one.name)
        if written is None or (isinstance(written, str) and not written.strip()):
            findings += [_finding("TRIAL-MISSING", place, fact=place)] if one.needed else []
        elif (value := _read_or_none(_reader(one, place, findings), written, place, findings)) is not None:
            values[one.name] = value
    return Facts(values)


def _unknown(fields: Sequence[Field], given: Mapping[str, object], path: str) -> Iterator[Finding]:
    """Facts that the question does not take, each with the nearest name that it does."""
    names = [one.name for one in fields]
    unknown = [str(name)[:MOST_SHOWN] for name in given if name not in names]
    for name in unknown[:MOST_UNKNOWN]:
        nearest = get_close_matches(name, names, 1, 0) or [""]
        yield _finding("TRIAL-UNKNOWN", f"{path}{name}", fact=f"{path}{name}", nearest=nearest[0])


def _reader(one: Field, place: str, findings: list[Finding]) -> Callable[[object], object]:
    """How a field is read; the rows of a table tell their faults each at its own place."""
    if one.kind is Kind.ROWS:
        return lambda written: _rows(one, written, place, findings)
    if one.kind is Kind.CHOICE:
        return lambda written: _choice(one, written)
    return _READERS[one.kind]


def _rows(one: Field, written: object, place: str, findings: list[Finding]) -> list[Facts]:
    if not isinstance(written, list) or not all(isinstance(row, Mapping) for row in written):
        raise _Unreadable("TRIAL-ROWS")
    return [_read_row(one.rows, row, f"{place}[{number}].", findings) for number, row in enumerate(written, 1)]


def _choice(one: Field, written: object) -> str:
    _refuse_unquoted(written)
    text = shown(written).strip() if isinstance(written, str | int) else ""
    if text not in one.choices:
        raise _Unreadable("TRIAL-CHOICE", choices=", ".join(one.choices))
    return text


def plain(written: str) -> str:
    """Text with full-width digits and signs made ordinary, without blanks around it.

    >>> plain(" １２．５ ")
    '12.5'
    """
    return written.translate(_FULL_WIDTH).strip()


def is_unquoted(written: object) -> bool:
    """Whether it is a number with a point that was written without quotation marks, and so is not kept as written."""
    return isinstance(written, Real) and not isinstance(written, int)


def _refuse_unquoted(written: object) -> None:
    """`false`, `4411.0` and `2024-01-01` without quotation marks are no text in a file of cases."""
    if isinstance(written, bool | date) or is_unquoted(written):
        raise _Unreadable("TRIAL-UNQUOTED")


def amount(written: object) -> Decimal:
    """A number as written: text, or a plain count. 1,234.5 with its comma is not a number here."""
    if is_unquoted(written):
        raise _Unreadable("TRIAL-FLOAT")
    if isinstance(written, bool) or not _NUMBER.fullmatch(_figures(written)):
        raise _Unreadable("TRIAL-NUMBER")
    return Decimal(_figures(written))


def _figures(written: object) -> str:
    """The digits of a number or year, whether it came as text or as a plain count."""
    if isinstance(written, str):
        return plain(written)
    return shown(written) if type(written) is int else ""


def _count(written: object) -> int:
    number = amount(written)
    if number != number.to_integral_value() or number < 0 or len(str(int(number))) > LONGEST_COUNT:
        raise _Unreadable("TRIAL-COUNT")
    return int(number)


def _text(written: object) -> str:
    _refuse_unquoted(written)
    if not isinstance(written, str | int) or len(shown(written, LONGEST_TEXT + 1)) > LONGEST_TEXT:
        raise _Unreadable("TRIAL-TEXT")
    return str(written).strip()


def _yes(written: object) -> bool:
    """True and false as such; a form's choice comes as `yes` or `no`."""
    if isinstance(written, bool):
        return written
    if written in ("yes", "true", "no", "false"):
        return written in ("yes", "true")
    raise _Unreadable("TRIAL-YES")


def _day(written: object) -> date:
    """A day as such or in ISO form, of a year of four digits; an instant is no day."""
    if type(written) is date:
        day: date | None = written
    else:
        try:
            day = date.fromisoformat(plain(written)) if isinstance(written, str) else None
        except ValueError:
            day = None
    if day is None or not _YEAR.fullmatch(str(day.year)):
        raise _Unreadable("TRIAL-DAY")
    return day


def _month(written: object) -> date:
    """The first day of a month written as 2026-01."""
    found = _MONTH.fullmatch(plain(written)) if isinstance(written, str) else None
    if not found:
        raise _Unreadable("TRIAL-MONTH")
    return date(int(found[1]), int(found[2]), 1)


def _year(written: object) -> int:
    """A year of four digits."""
    if not _YEAR.fullmatch(_figures(written)):
        raise _Unreadable("TRIAL-YEAR")
    return int(_figures(written))


def _years(written: object) -> tuple[int, ...]:
    """Years as a list, or as text with spaces or commas between them."""
    parts = re.split(r"[\s,、]+", plain(written)) if isinstance(written, str) else written
    if type(parts) is int:
        parts = [parts]
    if not isinstance(parts, list):
        raise _Unreadable("TRIAL-YEARS")
    return tuple(_year(part) for part in parts if part != "")


def _by_year(written: object) -> dict[int, Decimal]:
    """Amounts by year: a mapping, or text such as `2024: 25000, 2025: 26000`. A year stands once."""
    if isinstance(written, str):
        parted = [part.partition(":") for part in re.split(r"[,;\n]+", plain(written)) if part.strip()]
        pairs: list[tuple[object, object]] = [(name.strip(), number.strip()) for name, _, number in parted]
    elif isinstance(written, Mapping):
        pairs = list(written.items())
    else:
        raise _Unreadable("TRIAL-BY-YEAR")
    read = [(_year(name), amount(number)) for name, number in pairs]
    if len({name for name, _ in read}) < len(read):
        raise _Unreadable("TRIAL-BY-YEAR")
    return dict(read)


_READERS: Mapping[Kind, Callable[[object], object]] = {
    Kind.AMOUNT: amount,
    Kind.COUNT: _count,
    Kind.TEXT: _text,
    Kind.YES: _yes,
    Kind.DAY: _day,
    Kind.MONTH: _month,
    Kind.YEARS: _years,
    Kind.BY_YEAR: _by_year,
}


def shown(written: object, most: int = MOST_SHOWN) -> str:
    """What was written, cut short to be told back; a number of thousands of digits has no text at all."""
    try:
        return (str(written).lower() if isinstance(written, bool) else str(written))[:most]
    except ValueError:
        return "…" * most


def _finding(code: str, place: str, **facts: str) -> Finding:
    return Finding(code, Severity.STOP, Place(field=place), facts)
