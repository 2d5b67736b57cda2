"""Words: every sentence and label in Chinese and English, from the .po files beside this module.

Sentences of templates are their own English; codes (`state:listing:proposed`) have words in both languages. A code may
have words for one kind of reader besides, `state:listing:proposed@enterprise`. Days, numbers, tonnes and yuan are
written here too, and nowhere else.
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
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Facts of notices that are amounts; the house tells them as digits.
AMOUNTS = ("tonnes", "due", "shortfall", "emissions", "count")
NOTHING = "—"
PERCENT = Decimal(100)
FEN = Decimal("0.01")
YEAR = "year"
# More decimals than these nobody reads on a page; the whole value stands with the result and in the file of the case.
MOST_DECIMALS = 8
speaking: ContextVar[str] = ContextVar("speaking", default="zh")
# The kind of the reader, `enterprise`, `body`, `province`, …: the same state is called by what it means to each.
reading: ContextVar[str] = ContextVar("reading", default="public")


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
    """The words of a code for its reader: `label("state", "listing", entry.state)`; the last code when it has none."""
    key = ":".join(str(code) for code in codes)
    return worded(key) or of_family(key) or _numbered(key, str(codes[-1]))


def worded(key: str) -> str:
    """The words of a code, those for the reader's kind first; empty when it has none."""
    for one in (f"{key}@{reading.get()}", key):
        if (words := say(one)) != one:
            return words
    return ""


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
        return NOTHING


def sentence(key: str, facts: Mapping[str, str]) -> str:
    """A coded sentence with its facts filled in; the key itself when it has no words."""
    return say(key) % _Facts(facts) if say(key) != key else key


@cache
def notice_words(language: str) -> Mapping[str, str]:
    """Code of every notice → its words, to search in."""
    found = ((str(message.id), str(message.string)) for _, catalog in catalogs(language) for message in catalog)
    return {code.removeprefix("notice:"): words for code, words in found if code.startswith("notice:")}


def notice_sentence(code: str, facts: Mapping[str, str]) -> str:
    """A notice in words: its days as the reader writes them, its amounts grouped."""
    return sentence(f"notice:{code}", fact_words(facts))


def fact_words(facts: Mapping[str, str]) -> dict[str, str]:
    """The facts of a notice as its reader writes them: days in the language, amounts grouped."""
    return {name: _told(name, str(value)) for name, value in facts.items()}


def _told(name: str, value: str) -> str:
    return grouped(value) if name in AMOUNTS else dated(value)


def dated(text: str) -> str:
    """Each day in a text, `2025-12-31`, as the reader writes days; of two, `2025-12-01/2025-12-31`, from the first to
    the last. Anything else stays as it is."""
    days = [_day_of(one) for one in text.split("/")]
    return text if None in days else " – ".join(map(day, days))


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else None
    except ValueError:
        return None


# Facts of findings that are codes with words of their own.
CODED = {"figure": "told_figure", "per": "told_figure", "source": "choice:outside_source"}


def finding_sentence(finding: Finding) -> str:
    """The finding in words. A fact that a form names in both languages comes as `column` and `column_en`.

    One whose check is suppressed says so.
    """
    facts = dict(finding.facts)
    facts |= {name: label(family, facts[name]) for name, family in CODED.items() if name in facts}
    if speaking.get() == "en":
        facts |= {name.removesuffix("_en"): value for name, value in facts.items() if name.endswith("_en")}
    told = sentence(f"finding:{finding.code}", facts)
    return f"{told} {sentence('suppressed:finding', fact_words(facts))}" if "suppressed" in facts else told


def _amount(value: Decimal | int) -> str:
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def tonnes(value: Decimal | int | None) -> str:
    """1,234,567.89: grouped, with the decimals the value has; the unit stands beside it."""
    return NOTHING if value is None else _amount(value)


def tonnage(value: Decimal | int | None) -> str:
    """1,234,567 吨 in Chinese, 1,234,567 t in English."""
    return NOTHING if value is None else f"{_amount(value)} {label('unit', 't')}"


def yuan(value: Decimal | int | None) -> str:
    """4,678,560.00 元 in Chinese, CNY 4,678,560.00 in English: always with fen."""
    if value is None:
        return NOTHING
    amount = _amount(Decimal(value).quantize(FEN))
    return f"{amount} 元" if speaking.get() == "zh" else f"CNY {amount}"


def percent(value: Decimal | None, places: int = 2) -> str:
    """A share as percent: 0.0312 is 3.12%."""
    return NOTHING if value is None else f"{(value * PERCENT).quantize(Decimal(1).scaleb(-places)):,f}%"


def working_days(count: int) -> str:
    """7 个工作日, 7 working days."""
    return say_many("%(num)s working day", "%(num)s working days", count) % {"num": f"{count:,}"}


def grouped(text: str, unit: str = "") -> str:
    """A number kept as text with its thousands grouped; a year, and anything else, as it is."""
    return f"{Decimal(text):,}" if unit != YEAR and _NUMBER.fullmatch(text) else text


def figured(text: str, unit: str) -> str:
    """What stands in a derivation: a number with its thousands grouped and as many decimals as a reader can take in,
    the rest as dots; what has no unit, a code or a day, in the reader's words.

    >>> figured("1566698.999", "MWh"), figured("0.628744295266568", "share"), figured("4411", "")
    ('1,566,698.999', '0.62874429…', '4411')
    """
    if not unit:
        return dated(text)
    whole, point, decimals = grouped(text, unit).partition(".")
    return f"{whole}{point}{decimals[:MOST_DECIMALS]}{'…' if len(decimals) > MOST_DECIMALS else ''}"


def formula(text: str) -> str:
    """A formula with the names of figures and provisions in the reader's words; what has none stays a code."""

    def worded(found: re.Match[str]) -> str:
        code = found.group()
        for kind in ("figure", "provision"):
            if (words := say(f"{kind}:{code}")) != f"{kind}:{code}":
                return words
        return of_family(f"provision:{code}") or _numbered(f"figure:{code}", code)

    return _NAME.sub(worded, text)


def day(value: date | None) -> str:
    """A day in the reader's language; an instant by its day in China."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        value = legal_day(value)
    return str(format_date(value, "long" if speaking.get() == "zh" else "medium", locale=speaking.get()))


def instant(value: datetime | None) -> str:
    """Day and minute in China Standard Time, the day as `day` writes it."""
    return NOTHING if value is None else f"{day(value)} {value.astimezone(CHINA):%H:%M}"


def minute(value: datetime) -> str:
    """Day and minute in China Standard Time as files hold them, to be sorted and compared: 2025-12-31 17:30."""
    return value.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


# How templates write what stands in a card.
FILTERS = {
    "tonnes": tonnes,
    "tonnage": tonnage,
    "yuan": yuan,
    "percent": percent,
    "working_days": working_days,
    "grouped": grouped,
    "figured": figured,
    "dated": dated,
    "formula": formula,
    "day": day,
    "instant": instant,
    "note": note,
}
