"""What the room's pages share: the shape of what comes in by their forms."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from litestar import Request

from domain.core.actors import Actor
from domain.core.findings import refuse
from portal.page import typed_text

Ask = Request[Actor, str, Any]
Form = dict[str, str]
# Yuan and fen as people write them, the thousands already taken together.
YUAN = re.compile(r"[0-9]{1,13}(\.[0-9]{1,2})?", re.ASCII)


def texts(form: Any) -> Form:
    """The text fields of a form as they were typed, without the token."""
    return {name: typed_text(form, name) for name in form if not name.startswith("_")}


def typed_day(typed: Form, field: str) -> date:
    try:
        return date.fromisoformat(typed.get(field, ""))
    except ValueError:
        raise refuse("PENALTY-DAY-TEXT", field_name=field, text=typed.get(field, "")) from None


def typed_yuan(typed: Form, field: str) -> Decimal:
    text = typed.get(field, "").replace(",", "")
    if not YUAN.fullmatch(text):
        raise refuse("PENALTY-AMOUNT-TEXT", field_name=field, text=text[:40])
    return Decimal(text)


def typed_tonnes(typed: Form, field: str) -> int:
    text = typed.get(field, "").replace(",", "")
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise refuse("PENALTY-AMOUNT-TEXT", field_name=field, text=text)
    return int(text)
