"""What the blank of an industry knows: the lines of the plan in force or of last year, and the values in force. Pure.

Both are read by the description of the form, so that every sector and edition is pre-filled by the same rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from domain.core.law import Law
from domain.core.workbook import Column, KeptLine, Kind, Layout, Sheet, Workbook, typed
from domain.emission_report.rules.accounting import FuelFacts
from domain.emission_report.rules.accounting.aluminium import FAMILY as ALUMINIUM
from domain.emission_report.rules.accounting.fuel import default_keys
from domain.emission_report.rules.accounting.steel import MATERIAL as STEEL_MATERIAL
from domain.emission_report.rules.facts import DEFAULT, Known
from domain.emission_report.rules.industry import WHOLE
from domain.emission_report.rules.planned import plan_of
from domain.emission_report.rules.planned_lines import USUAL_PRODUCT, planned_lines
from domain.emission_report.workbook.common import MONTHS

Line = dict[str, object]
Prefilled = dict[str, list[Line]]
MONTH, PERCENT = "month", Decimal(100)
# What rarely changes from year to year, beside what tells the lines of a sheet apart.
LASTING: Mapping[str, tuple[str, ...]] = {
    "fuels": ("method",),
    "carbon": ("measured_in",),
    "kilns": ("capacity", "kind", "altitude_m"),
    "anodes": ("method",),
    "oxides": ("high_carbon",),
    "supplement": ("altitude_m",),
}
# Of the first sheet.
PERSON = ("legal_person", "contact", "telephone")


def prefill(book: Workbook, sector: str) -> Callable[[Known, Law], Prefilled]:
    """Who reports, the plan's facilities and lines (else last year's), the months, and what counts unmeasured.

    Plan: 2号窑 burns 烟煤, carbon 缺省值 → twelve lines 2号窑, 烟煤, 缺省值 with the guide's heat value and carbon.
    """

    def filled(known: Known, law: Law) -> Prefilled:
        planned = planned_lines(book, plan_of(known.plan)) if known.plan else _of_units(book, known)
        lines: Prefilled = {"enterprise": [_head(known)]}
        for sheet in (sheet for sheet in book if sheet.layout is Layout.ROWS):
            stable = _joined(sheet, planned.get(sheet.key, []), _last(sheet, known.last.get(sheet.key, ())))
            with_values = [_columns(sheet, _valued(sheet, line, law, sector)) for line in stable]
            lines[sheet.key] = [*_by_month(sheet, with_values)][: sheet.most_rows]
        return lines if "energy" in lines else lines | {"energy": [{}]}

    return filled


def _head(known: Known) -> Line:
    """Who reports; whom to ask as last year."""
    last, planned = (dict(lines[0].values) if lines else {} for lines in _first_sheets(known))
    person = {key: last.get(key) or planned.get(key) for key in PERSON}
    return {
        **{key: text for key, text in person.items() if text},
        "name": known.name,
        "credit_code": known.credit_code,
        "year": known.year,
        "plan_version": "" if known.plan_version is None else str(known.plan_version),
    }


def _first_sheets(known: Known) -> tuple[Sequence[KeptLine], Sequence[KeptLine]]:
    return known.last.get("enterprise", ()), known.plan.get("enterprise", ())


def _of_units(book: Workbook, known: Known) -> Prefilled:
    """The lines of sectors of one product, where of the plan only their numbers are known."""
    product = USUAL_PRODUCT.get(book.key, "")
    numbers = [unit.number for unit in known.units if unit.number != WHOLE] if product else []
    of_product: list[Line] = [{"line": number, "product": product} for number in numbers]
    alone = {
        sheet.key: [dict[str, object](line=number) for number in numbers]
        for sheet in book
        if _keys(sheet) == ("line",) and sheet.required
    }
    return {"products": of_product, **alone}


def _keys(sheet: Sheet) -> tuple[str, ...]:
    return tuple(key for key in sheet.keys if key != MONTH)


def _last(sheet: Sheet, lines: Sequence[KeptLine]) -> list[Line]:
    """Last year's lines without their figures, each once; a code that the form no longer has stays open."""
    names = (*_keys(sheet), *LASTING.get(sheet.key, ()))
    columns = [column for column in sheet.columns if column.key in names]
    found: dict[tuple[str, ...], Line] = {}
    for line in lines:
        told = {column.key: text for column in columns if (text := _still(column, line.values.get(column.key, "")))}
        position = tuple(told.get(key, "") for key in _keys(sheet))
        if any(position):
            found.setdefault(position, typed(columns, told))
    return list(found.values())


def _still(column: Column, text: str) -> str:
    known = column.kind is not Kind.CHOICE or text in {choice.code for choice in column.choices}
    return text if known else ""


def _joined(sheet: Sheet, planned: Sequence[Line], last: Sequence[Line]) -> list[Line]:
    """The plan's lines, each completed by last year's that agree with it; last year's where the plan has none.

    Plan: 烟煤, of no facility in particular; last year 烟煤 of the boiler and of the kiln → these two lines.
    """
    if not planned:
        return list(last)
    found: dict[tuple[object, ...], Line] = {}
    for line in planned:
        same = [each for each in last if all(line.get(key, each.get(key)) == each.get(key) for key in _keys(sheet))]
        for each in same or [{}]:
            whole = {**each, **line}
            found.setdefault(tuple(whole.get(key, "") for key in _keys(sheet)), whole)
    return list(found.values())


def _columns(sheet: Sheet, line: Line) -> Line:
    keys = {column.key for column in sheet.columns}
    return {key: value for key, value in line.items() if key in keys and value not in (None, "")}


def _by_month(sheet: Sheet, lines: Sequence[Line]) -> Iterator[Line]:
    """Each line in every month, where the form asks for months."""
    if MONTH not in sheet.keys:
        yield from lines
        return
    for line in lines or ([] if _keys(sheet) else [{}]):
        for month in MONTHS:
            yield {**line, MONTH: month}


# ------------------------------------------------------------------------------------------ values in force


def _valued(sheet: Sheet, line: Line, law: Law, sector: str) -> Line:
    """A line with the values that count where nothing is measured; of those the year has no value for, none."""
    if line.get("method") != DEFAULT:
        return line
    keys = _values_of.get(sheet.key, _no_values)(line, law, sector)
    shares = {column.key for column in sheet.columns if column.unit == "%"}
    values = {name: law.value(key) * (PERCENT if name in shares else 1) for name, key in keys.items() if law.has(key)}
    return {**line, **values}


def _no_values(line: Line, law: Law, sector: str) -> dict[str, str]:
    return {}


def _of_fuel(line: Line, law: Law, sector: str) -> dict[str, str]:
    facts = FuelFacts(str(line["fuel"]), Decimal(), facility=str(line.get("facility", "")))
    keys = default_keys(law, facts, sector)
    return {"ncv": keys.ncv, "carbon_per_heat": keys.carbon_per_heat, "oxidation": keys.oxidation}


def _of_material(line: Line, law: Law, sector: str) -> dict[str, str]:
    return {"factor": f"{STEEL_MATERIAL}.{line['material']}"}


def _of_process(line: Line, law: Law, sector: str) -> dict[str, str]:
    family = f"accounting.process.{sector}.{line['material']}"
    return {name: f"{family}.{name}" for name in ("factor", "share", "oxidation", "gas_kg")}


def _of_anode(line: Line, law: Law, sector: str) -> dict[str, str]:
    gases = {f"{gas}_kg_per_t": f"{ALUMINIUM}.{gas}.default" for gas in ("cf4", "c2f6")}
    return {"net_carbon": f"{ALUMINIUM}.anode.net_carbon", **gases}


_values_of: Mapping[str, Callable[[Line, Law, str], dict[str, str]]] = {
    "fuels": _of_fuel,
    "own_fuels": _of_fuel,
    "materials": _of_material,
    "processes": _of_process,
    "anodes": _of_anode,
}
