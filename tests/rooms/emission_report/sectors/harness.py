"""What the samples of all sectors share: an enterprise, lines as the reader would give them, and ways to spoil."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from domain.core.findings import Finding, Place, Severity
from domain.core.law import Law, last_day_of
from domain.core.workbook import Layout, Line, Lines, Sheet, Value, cell_name
from domain.emission_report.checks import Examined, examine
from domain.emission_report.rules import FORMS, Form, Known
from tests.law import edition

CODE, NAME = "91420000000000001R", "示例工业企业"
STOP, WARN, NOTE = Severity.STOP, Severity.WARN, Severity.NOTE
Entries = dict[str, list[dict[str, Any]]]
Spoil = Callable[[Entries], object]
Fail = tuple[str, Severity, str, Spoil, dict[str, Any]]


def law_of(year: int) -> Law:
    return edition.law(last_day_of(year))


def head(year: int) -> dict[str, Any]:
    """The first sheet, as it is pre-filled."""
    return {"name": NAME, "credit_code": CODE, "year": year, "plan_version": "1", "contact": "张三"}


def known_of(form: Form, year: int, **changes: Any) -> Known:
    facts: dict[str, Any] = {"name": NAME, "credit_code": CODE, "year": year, "units": (), "plan_version": 1}
    return Known(**(facts | {"sector": form.sector} | changes))


def lines_of(form: Form, filled: Entries) -> Lines:
    """What the reader would make of the entries, written where the blank has them."""
    return Lines({sheet.key: tuple(_lines(sheet, filled.get(sheet.key, []))) for sheet in form.workbook})


def _lines(sheet: Sheet, rows: list[dict[str, Any]]) -> list[Line]:
    if sheet.layout is Layout.FIELDS:
        cells = {
            column.key: (sheet.FIRST_FIELD + number, sheet.FIELD_VALUE) for number, column in enumerate(sheet.columns)
        }
        return [_line(sheet, rows[0] if rows else {}, cells)]
    columns = {column.key: sheet.index(column.key) for column in sheet.columns}
    return [
        _line(sheet, row, {key: (number, index) for key, index in columns.items()})
        for number, row in enumerate(rows, start=sheet.FIRST_LINE)
    ]


def _line(sheet: Sheet, row: dict[str, Any], cells: dict[str, tuple[int, int]]) -> Line:
    filled = {key: value for key, value in row.items() if value is not None}
    values = {key: Value(value, Place(sheet.title_zh, cell_name(*cells[key]))) for key, value in filled.items()}
    return Line(sheet.title_zh, values, cells)


def examined(code: str, year: int, filled: Entries, **changes: Any) -> Examined:
    form = FORMS[code]
    return examine(form, lines_of(form, filled), known_of(form, year, **changes), law_of(year))


def found(code: str, year: int, filled: Entries, **changes: Any) -> list[Finding]:
    return list(examined(code, year, filled, **changes).findings)


def put(sheet: str, row: int, **values: Any) -> Spoil:
    """Overwrite cells of one line; None empties one."""
    return lambda filled: filled[sheet][row].update(values)


def drop(sheet: str, row: int) -> Spoil:
    return lambda filled: filled[sheet].pop(row)


def empty(sheet: str) -> Spoil:
    return lambda filled: filled.update({sheet: []})


def repeat(sheet: str, row: int) -> Spoil:
    return lambda filled: filled[sheet].append(dict(filled[sheet][row]))


def both(*spoils: Spoil) -> Spoil:
    def spoil(filled: Entries) -> None:
        for one in spoils:
            one(filled)

    return spoil


def energy_line(**values: str) -> dict[str, Any]:
    """The year's electricity and heat: what is not named is nought."""
    names = ("mwh", "exported_mwh", "gj", "exported_gj", "recovered_t")
    return {name: Decimal(values.get(name, "0")) for name in names}


def totals_line(fuel: str, process: str, electricity: str, heat: str, emissions: str, out: str = "0") -> dict[str, Any]:
    """The emissions as the filer states them, part by part."""
    names = ("fuel_tco2", "process_tco2", "electricity_tco2", "heat_tco2", "exported_tco2", "emissions_tonnes")
    return dict(zip(names, map(Decimal, (fuel, process, electricity, heat, out, emissions)), strict=True))


def table_line(line: str, product: str, **values: str) -> dict[str, Any]:
    """A line of the supplementary table."""
    return {"line": line, "product": product} | {name: Decimal(value) for name, value in values.items()}


MONTHS = range(1, 13)


def each_month(*, step: str = "100", **columns: Any) -> list[dict[str, Any]]:
    """A line for each month; a figure given as `Base` grows by the step from month to month (January: base + step).

    `each_month(line="1", output=Base("10000"))` gives 10,100, 10,200 … 11,200: in all 12 × base + 78 × step.
    """
    return [{"month": month} | {key: _grown(value, month, step) for key, value in columns.items()} for month in MONTHS]


class Base(str):
    """The base of a figure that grows from month to month."""


def _grown(value: Any, month: int, step: str) -> Any:
    return Decimal(value) + Decimal(step) * month if isinstance(value, Base) else value


def add(sheet: str, **values: Any) -> Spoil:
    """One more line."""
    return lambda filled: filled[sheet].append(values)


def put_all(sheet: str, **values: Any) -> Spoil:
    """Overwrite cells of every line."""
    return lambda filled: [line.update(values) for line in filled[sheet]]


def drop_where(sheet: str, **values: Any) -> Spoil:
    """Leave out the lines that say so."""
    return lambda filled: filled.update(
        {sheet: [line for line in filled[sheet] if any(line.get(key) != value for key, value in values.items())]}
    )


def put_where(sheet: str, where: dict[str, Any], **values: Any) -> Spoil:
    """Overwrite cells of the lines that say so."""
    return lambda filled: [
        line.update(values) for line in filled[sheet] if all(line.get(key) == value for key, value in where.items())
    ]
