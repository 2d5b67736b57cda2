"""A document as text: its facts put into the words of one language, ready to be laid out on a page or in a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.core.calendar import legal_day
from domain.records.documents.queries import DocumentFile
from domain.records.documents.rules import rows_of
from portal import words
from portal.documents import amounts
from portal.documents.kinds import LAYOUTS, Block, Layout, Shape
from portal.settings import settings

CHINESE = "zh"
# Codes among the facts, with the words that say them.
CODED = {
    "basis": ("basis", "recheck"),
    "ground": ("ground", "penalty"),
    "method": ("service", "penalty"),
    "what": ("room",),
    "month": ("month_name",),
    "status": ("status", "surrender"),
}
FLAGS = ("late", "upheld", "hearing_offered", "on_screen")
DIGESTS = ("sha256", "manifest_sha256")
FEN = "0.01"
DIGEST_SHOWN = 16
# What neither a page nor a file can hold.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_FIGURES = ("_tonnes", "_mwh", "_gj", "count", "files", "size", "initial", "topup", "final", "due")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header; without one, labels with their values."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    # Columns of figures, which stand to the right.
    figures: tuple[bool, ...] = ()
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the text: a heading, a paragraph, or a table."""

    shape: Shape
    text: str = ""
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A document in one language, piece by piece in the order of GB/T 9704."""

    language: str
    mark: str
    masthead: str
    number: str
    signer: str
    title: str
    addressee: str
    parts: tuple[Part, ...]
    annex: Part | None
    signature: str
    issued_on: date
    day: str
    copies: str
    printing: str
    check: str
    told: tuple[tuple[str, str], ...]
    file: bool
    seal: str
    annex_word: str


def paper_of(document: DocumentFile, language: str = CHINESE) -> Paper:
    """The document in words. The same facts give the same text on any day."""
    before, reader = words.speaking.set(language), words.reading.set("")
    try:
        return _paper(document, LAYOUTS[document.kind], language)
    finally:
        words.speaking.reset(before)
        words.reading.reset(reader)


def _paper(document: DocumentFile, layout: Layout, language: str) -> Paper:
    kind, told = document.kind, told_facts(document)
    parts = [part for block in layout.blocks if _stands(block, document.facts) for part in _parts(kind, block, told)]
    issued_on = legal_day(document.issued_at)
    return Paper(
        language,
        _mark(document),
        _masthead(layout, told),
        document.number,
        words.sentence("paper:signer", told) if layout.upward else "",
        words.sentence(f"paper:{kind}:title", told),
        _addressee(layout, told),
        tuple(part for part in parts if part.shape is not Shape.ANNEX),
        next((part for part in parts if part.shape is Shape.ANNEX), None),
        told["authority"],
        issued_on,
        words.day(issued_on),
        _copies(layout, told),
        "" if layout.slip else words.sentence("paper:printed", told),
        words.sentence("paper:check", told),
        tuple((words.label("paper_fact", name), told.get(name) or "—") for name in layout.told if told.get(name)),
        layout.file,
        words.say("paper:seal"),
        words.say("paper:annex"),
    )


def _mark(document: DocumentFile) -> str:
    """What says that nothing of this is real, where that is so."""
    return words.say("paper:synthetic") if document.synthetic or document.fictional else ""


def _masthead(layout: Layout, told: Mapping[str, str]) -> str:
    if layout.file:
        return words.sentence("paper_masthead:file", told)
    return words.sentence("paper_masthead:plain", told)


def _addressee(layout: Layout, told: Mapping[str, str]) -> str:
    """主送机关. A certificate and a record of service speak about somebody, not to somebody."""
    if layout.upward:
        return words.say("paper:ministry")
    return words.sentence("paper:addressee", told) if layout.spoken_to and told.get("addressee") else ""


def _copies(layout: Layout, told: Mapping[str, str]) -> str:
    """抄送: who else gets a copy."""
    if layout.everybody:
        return words.say("paper:copies_all")
    return words.sentence("paper:copies", told) if told.get("city") and not layout.slip else ""


def _stands(block: Block, facts: Mapping[str, str]) -> bool:
    if block.equals:
        return facts.get(block.needs, "") == block.equals
    return (not block.needs or bool(facts.get(block.needs))) and (not block.lacks or not facts.get(block.lacks))


def _parts(kind: str, block: Block, told: Mapping[str, str]) -> Iterator[Part]:
    match block.shape:
        case Shape.FACTS:
            rows = tuple((words.label("paper_fact", name), told[name]) for name in block.names if told.get(name))
            yield Part(block.shape, table=Table((), rows))
        case Shape.BLANKS:
            blanks = tuple((words.label("paper_blank", name), "") for name in block.names)
            yield Part(block.shape, table=Table((), blanks, blank=True))
        case Shape.TABLE | Shape.ANNEX:
            yield Part(block.shape, words.sentence(f"paper:{kind}:{block.code}", told), _units(block, told))
        case Shape.HEADING:
            yield Part(block.shape, words.sentence(f"paper:{kind}:{block.code}", told))
        case Shape.PARAGRAPH:
            said = words.sentence(f"paper:{kind}:{block.code}", told)
            yield from (Part(block.shape, line.strip()) for line in said.splitlines() if line.strip())


def _units(block: Block, told: Mapping[str, str]) -> Table:
    header = ("paper_column:place", *(f"paper_column:{name}" for name in block.names))
    rows = tuple(
        (str(place), *(_shown(name, row.get(name, "")) or "—" for name in block.names))
        for place, row in enumerate(rows_of(told.get("units", "")), 1)
    )
    figures = (False, *(name.endswith(_FIGURES) for name in block.names))
    return Table(tuple(words.say(code) for code in header), rows, figures)


def told_facts(document: DocumentFile) -> dict[str, str]:
    """The facts as a text takes them, with what follows from them and from the house that issues the document."""
    told = {name: _shown(name, _CONTROLS.sub("", value)) for name, value in document.facts.items()}
    told["units"] = document.facts.get("units", "")
    facts = document.facts
    for name in [name.removesuffix("_length") for name in facts if name.endswith("_length")]:
        told[f"{name}_time"] = amounts.length(facts[f"{name}_length"], facts.get(f"{name}_unit", ""))
    if facts.get("late_length"):
        told["late_share"] = amounts.percent(facts["late_length"])
    if facts.get("fine_yuan"):
        told["fine_capital"] = amounts.capital_yuan(Decimal(facts["fine_yuan"]))
    told |= _house(document)
    told["papers"] = words.sentence("paper:served", told) if facts.get("decision_number") else ""
    return told


def _house(document: DocumentFile) -> dict[str, str]:
    """What the text says of the authority, and how a copy is checked."""
    chosen, chinese = settings(), words.speaking.get() == CHINESE
    return {
        "authority": chosen.authority if chinese else chosen.authority_en,
        "province": chosen.province if chinese else chosen.province_en,
        "number": document.number,
        "issued_on": words.day(legal_day(document.issued_at)),
        "check_code": document.check_code,
        "check_address": f"{chosen.address}/public/verify" if chosen.address else words.say("paper:check_place"),
        "digest": amounts.digest(document.digest[:DIGEST_SHOWN]),
    }


def _shown(name: str, value: str) -> str:
    """One fact as its name says it is to be read: names end in their units."""
    if not value:
        return ""
    if name in CODED:
        return words.label(*CODED[name], value)
    if name == "factors":
        return words.say("paper:between").join(words.label("factor", "penalty", code) for code in value.split(","))
    if name in FLAGS:
        return words.say("yes")
    if name.endswith("_yuan"):
        return amounts.figure(value, FEN)
    if name.endswith("_on"):
        return amounts.day(value)
    if name.endswith("_at"):
        return amounts.instant(value)
    if name == "citation" or name.endswith("_citation"):
        return amounts.citation(value)
    if name in DIGESTS:
        return amounts.digest(value)
    return amounts.figure(value) if name.endswith(_FIGURES) else value
