"""Codes of a form as facts of a finding, by the titles that the form prints. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from domain.core.workbook import Choice
from domain.emission_report.workbook import WORKBOOKS


def titles(column: str, code: str, name: str = "") -> dict[str, str]:
    """What a choice of a column is called in both languages, as the facts `name` and `name_en`; else its code.

    >>> titles("fuel", "coke")
    {'fuel': '焦炭', 'fuel_en': 'coke'}
    """
    name = name or column
    choice = _choices().get((column, code), Choice(code, code, code))
    return {name: choice.title_zh, f"{name}_en": choice.title_en}


@cache
def _choices() -> Mapping[tuple[str, str], Choice]:
    """Every choice of every form, by the key of its column and its code; of several titles the first."""
    found: dict[tuple[str, str], Choice] = {}
    for workbook in WORKBOOKS.values():
        for sheet in workbook:
            for column in sheet.columns:
                for choice in column.choices:
                    found.setdefault((column.key, choice.code), choice)
    return found
