"""What the room's pages share: the shapes of numbers, days and choices that come from outside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from litestar import Request
from litestar.exceptions import NotFoundException

from domain.core.actors import Actor
from domain.core.findings import refuse
from domain.core.workings import Explanation
from portal.page import typed_text, whole_number

Ask = Request[Actor, str, Any]
Form = Mapping[str, Any]
MOST_ID = 2**31 - 1


def row_id(value: int) -> int:
    """Numbers that no row can have are no page, rather than trouble."""
    if not 0 < value <= MOST_ID:
        raise NotFoundException
    return value


def known_year(value: int) -> int:
    if not 2000 < value < 2100:
        raise NotFoundException
    return value


def typed_day(form: Form, name: str) -> date | None:
    text = typed_text(form, name, 10)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise refuse("VERIFICATION-DAY", field_name=name, text=text) from None


def typed_choice(form: Form, name: str) -> int:
    """A choice by number; 0 when nothing was chosen."""
    return whole_number(typed_text(form, name))


def one_of(kind: type[Any], value: str, otherwise: Any) -> Any:
    """A choice of a list; anything that was not offered is the default."""
    return next((one for one in kind if one.value == value), otherwise)


# Where an input of an explanation may have come from, and its page.
PAGES = {
    "report": "/reports/report/{}",
    "report_version": "/reports/versions/{}",
    "report_unit": "/reports/units/{}/explanation",
    "verification_task": "/verification/tasks/{}",
    "recheck_task": "/recheck/tasks/{}",
    "objection": "/recheck/objections/{}",
}


def origins(told: Explanation) -> list[tuple[str, str]]:
    """The pages that the inputs of an explanation came from, each once: (name of the input, path)."""
    found: dict[str, str] = {}
    for given in told.inputs:
        kind, _, number = given.origin.partition(":")
        if kind in PAGES and number.isdigit():
            found.setdefault(PAGES[kind].format(number), given.name)
    return [(name, path) for path, name in found.items()]
