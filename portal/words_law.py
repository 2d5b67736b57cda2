"""Values of the law in words: a code that a provision holds is never shown as it is written in the edition."""

from __future__ import annotations

import re
from collections.abc import Iterable

from portal import words

# Where words of a code are sought, the narrowest meaning first. `choice:law` has those that no question or paper uses.
VOCABULARIES = (
    "choice:law",
    "choice:reason",
    "choice:condition",
    "choice:composition",
    "choice:special",
    "choice:treatment",
    "choice:update_triggers",
    "choice:template",
    "choice:data_kind",
    "choice:stages",
    "choice:level",
    "choice:reporting_scope",
    "choice:route",
    "choice:class",
    "edition",
    "measure",
    "law",
    "fuel",
    "sector",
    "process",
    "offset_kind",
    "material",
    "market",
    "fact",
    "value",
)
# What begins with a small letter is a code; numbers of trades, classes of units, gases and parts of a form are written
# alike in both languages.
CODE = re.compile(r"[a-z].*")


def provision_value(key: str, value: str, unit: str) -> str:
    """The value of a provision as its reader sees it, without its unit.

    Codes of unit `text` come in words, each of several; days in the language; numbers grouped, years not.
    """
    if unit == "text":
        return _joined(in_words(key, code.strip()) for code in value.split(","))
    if unit == "keys":
        return _joined(_key(one.strip()) for one in value.split(","))
    if unit == "rounding":
        way, _, places = value.partition(":")
        return words.sentence(f"rounding:{way}", {"places": places})
    if unit == "date":
        return words.dated(value)
    return words.grouped(value, unit)


def in_words(key: str, code: str) -> str:
    """The words of one code in a value of `key`: its own there before those of any vocabulary; itself without any."""
    for vocabulary in (f"choice:{key}", *VOCABULARIES):
        if found := words.worded(f"{vocabulary}:{code}"):
            return found
    return code


def _key(key: str) -> str:
    """What a provision is called, or those that begin alike: `power.balance.` stands for them all."""
    return words.worded(f"provision:{key}") or words.of_family(f"provision:{key}") or words.label("many", key)


def _joined(parts: Iterable[str]) -> str:
    return ("、" if words.speaking.get() == "zh" else ", ").join(parts)
