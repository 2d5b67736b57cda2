"""The pre-filled form of the next version. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from domain.core.workbook import Content, Layout, Sheet, by_position, typed
from domain.monitoring_plan.rules.forms import Family, Form
from domain.monitoring_plan.rules.known import Known, RegisterUnit, required_of_sector, required_parameters

Filled = dict[str, list[dict[str, object]]]
Rows = Sequence[tuple[tuple[str, ...], dict[str, object]]]


def prefill(
    form: Form,
    known: Known,
    enterprise: Mapping[str, str],
    previous: Content,
    revision: Mapping[str, str] | None = None,
) -> Filled:
    """The form of the next version: register facts first, everything else as the previous version had it.

    The revision's reasons and the day are always asked anew, unless a granted application gives them.
    """
    old = {sheet.key: by_position(sheet, previous) for sheet in form.workbook}
    begun = form.family is not Family.POWER and any(previous.get(key) for key in form.data)
    wanted = {} if begun else _WANTED[form.family](form, known)
    wanted["version"] = [((), _identity(known, revision or {}))]
    wanted["enterprise"] = [((), dict(enterprise))]
    return {sheet.key: _rows(sheet, old[sheet.key], wanted) for sheet in form.workbook}


def _identity(known: Known, revision: Mapping[str, str]) -> dict[str, object]:
    asked_anew = {"change": revision.get("change"), "reason": revision.get("reason"), "made_on": None}
    return {"year": known.year, "version": known.filed_version + 1, **asked_anew}


def _rows(
    sheet: Sheet, old: Mapping[tuple[str, ...], Mapping[str, str]], wanted: Mapping[str, Rows]
) -> list[dict[str, object]]:
    """The lines that the register and the law want, else those of the version before."""
    if sheet.key in wanted:
        return [{**typed(sheet.columns, old.get(position, {})), **facts} for position, facts in wanted[sheet.key]]
    if sheet.layout is Layout.FIELDS:
        return [typed(sheet.columns, old.get((), {}))]
    return [typed(sheet.columns, values) for values in old.values()]


def _of_units(form: Form, known: Known) -> dict[str, Rows]:
    """Units of the register, and every parameter that the law requires of each."""
    return {
        "units": [((unit.number,), _unit_facts(unit)) for unit in known.units],
        "parameters": [
            ((unit.number, parameter), {"unit": unit.number, "parameter": parameter})
            for unit in known.units
            for parameter in required_parameters(unit.cogeneration, known.law)
        ],
    }


def _of_sector(form: Form, known: Known) -> dict[str, Rows]:
    """The parameters that the law requires at least once: which fuels and materials there are, the filer knows."""
    wanted = required_of_sector(form.sector, known.law)
    return {key: [(("", "", code), {"parameter": code}) for code in _offered(form, key, wanted)] for key in form.data}


def _offered(form: Form, key: str, wanted: Sequence[str]) -> list[str]:
    offered = {choice.code for choice in form.workbook.sheet(key).column("parameter").choices}
    return [code for code in wanted if code in offered]


_WANTED: Mapping[Family, Callable[[Form, Known], dict[str, Rows]]] = {
    Family.POWER: _of_units,
    Family.INDUSTRY: _of_sector,
    Family.TEMPLATE: _of_sector,
}


def _unit_facts(unit: RegisterUnit) -> dict[str, object]:
    return {
        "number": unit.number,
        "capacity_mw": unit.capacity_mw,
        "unit_class": unit.unit_class,
        "fuel": unit.fuel,
        "cogeneration": "yes" if unit.cogeneration else "no",
    }
