"""Words: every sentence and label in Chinese and English, from the .po files beside this module.

Sentences of templates are their own English; codes (`state:listing:proposed`) have words in both languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from domain.core.calendar import CHINA, legal_day
from domain.core.findings import Finding

LANGUAGES = {"zh": "中文", "en": "English"}
FOLDER = Path(__file__).parent / "words"
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
# An index stays as it is written; everything else that looks like a name may have words.
_NAME = re.compile(r"\[[^\]]*\]|[a-z]\w*(?:\.\w+)*")
_MEMBER = re.compile(r"\{(\w+)\}")
speaking: ContextVar[str] = ContextVar("speaking", default="zh")


def catalogs(language: str) -> Iterator[tuple[Path, Catalog]]:
    """The rooms' catalogs of one language, in name order."""
    for path in sorted((FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            yield path, read_po(file, locale=language)


@cache
def translations(language: str) -> Translations:
    """All rooms' words of a language as one catalog, compiled in memory."""
    merged = Catalog(locale=language)
    for _, catalog in catalogs(language):
        for message in catalog:
            if message.id and message.string:
                merged.add(message.id, message.string)
    buffer = BytesIO()
    write_mo(buffer, merged)
    buffer.seek(0)
    return Translations(buffer)


def say(message: str) -> str:
    """The message in the language being spoken; itself when there is none."""
    return str(translations(speaking.get()).ugettext(message))


def note(text: str) -> str:
    """The note of a provision or a document, which is kept in English, in the reader's language."""
    words = say(f"note:{text}")
    return text if words.startswith("note:") else words


def say_many(singular: str, plural: str, count: int) -> str:
    return str(translations(speaking.get()).ungettext(singular, plural, count))


def label(*codes: object) -> str:
    """The words of a code: `label("state", "listing", entry.state)`; the last code when it has none."""
    key = ":".join(str(code) for code in codes)
    words = say(key)
    if words != key:
        return words
    return of_family(key) or _numbered(key, str(codes[-1]))


def of_family(key: str) -> str:
    """The words of a code by those of its family, empty when it has none.

    `provision:accounting.fuel.{fuel}.ncv` with "Heat value of {fuel}" says `provision:accounting.fuel.coke.ncv`, the
    words of `fuel:coke` in the place of `{fuel}`.
    """
    for family, beginning, expression in families(speaking.get()):
        if key.startswith(beginning) and (found := expression.fullmatch(key)):
            members = {name: label(name, code) for name, code in found.groupdict().items()}
            return say(family).format(**members)
    return ""


@cache
def families(language: str) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Codes that stand for a whole family, each with its beginning and the expression that a member fits."""
    codes = [str(message.id) for _, catalog in catalogs(language) for message in catalog if _is_family(message.id)]
    expressions = (re.compile(_MEMBER.sub(r"(?P<\1>\\w+)", code.replace(".", r"\."))) for code in codes)
    return tuple((code, code.partition("{")[0], one) for code, one in zip(codes, expressions, strict=True))


def _is_family(message: object) -> bool:
    return isinstance(message, str) and " " not in message and bool(_MEMBER.search(message))


def _numbered(key: str, code: str) -> str:
    """The words of a code that ends in a number, such as a figure of one year, from those of `…_*` and the number."""
    stem, _, number = key.rpartition("_")
    words = say(f"{stem}_*") if number.isdecimal() else ""
    return f"{words} {number}" if words and words != f"{stem}_*" else code


class _Facts(dict[str, str]):
    """Facts for a sentence; a missing one shows as a dash instead of breaking the page."""

    def __missing__(self, key: str) -> str:
        return "—"


def sentence(key: str, facts: Mapping[str, str]) -> str:
    """A coded sentence with its facts filled in; the key itself when it has no words."""
    return say(key) % _Facts(facts) if say(key) != key else key


def finding_sentence(finding: Finding) -> str:
    """The finding in words. A fact that a form names in both languages comes as `column` and `column_en`."""
    facts = dict(finding.facts)
    if speaking.get() == "en":
        facts |= {name.removesuffix("_en"): value for name, value in facts.items() if name.endswith("_en")}
    return sentence(f"finding:{finding.code}", facts)


def tonnes(value: Decimal | int | None) -> str:
    """1,234,567.89: grouped, with the decimals the value has."""
    return "—" if value is None else f"{value:,}"


def grouped(text: str) -> str:
    """A number kept as text with its thousands grouped; anything else as it is."""
    return f"{Decimal(text):,}" if _NUMBER.fullmatch(text) else text


def formula(text: str) -> str:
    """A formula with the names of figures and provisions in the reader's words; what has none stays a code."""

    def worded(found: re.Match[str]) -> str:
        code = found.group()
        for kind in ("figure", "provision"):
            if (words := say(f"{kind}:{code}")) != f"{kind}:{code}":
                return words
        return of_family(f"provision:{code}") or code

    return _NAME.sub(worded, text)


def day(value: date | None) -> str:
    """A day in the reader's language; an instant by its day in China."""
    if value is None:
        return "—"
    if isinstance(value, datetime):
        value = legal_day(value)
    return str(format_date(value, "long" if speaking.get() == "zh" else "medium", locale=speaking.get()))


def instant(value: datetime | None) -> str:
    """Day and minute in China Standard Time."""
    return "—" if value is None else value.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
