"""What the law of a day knows: the members of a family of provisions. Pure."""

from __future__ import annotations

from domain.core.law import Law


def members(law: Law, family: str, ending: str = "") -> tuple[str, ...]:
    """Codes between the beginning and the ending of the keys of a family that are in force, in their order.

    `accounting.cement.clinker` → portland, white, …
    """
    begin, end = f"{family}.", f".{ending}" if ending else ""
    keys = (one.key for one in law if one.key.startswith(begin) and one.key.endswith(end))
    return tuple(key.removeprefix(begin).removesuffix(end) for key in keys)
