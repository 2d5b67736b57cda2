"""Questions and answers told in words: labels of facts and figures, values as text, a derivation as plain lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from domain.core.findings import Finding
from domain.core.law import REVIEW, Confidence
from domain.core.workings import Explanation, Step, Used
from domain.trial.rules import Answer, told
from portal import words
from portal.words_law import provision_value

_PLACE = re.compile(r"(\w+)(?:\[(\d+)\])?")
# Facts of a finding that name codes of the fact it is about.
CODES = ("choices", "known")
LISTED = ", "


def first_words(*keys: str, otherwise: str = "") -> str:
    """The words of the first of these codes that has any."""
    for key in keys:
        found = words.say(key)
        found = words.of_family(key) if found == key else found
        if found:
            return found
    return otherwise


def fact(name: str) -> str:
    """What a fact of a question is called."""
    return first_words(f"fact:{name}", f"figure:{name}", otherwise=name)


def figure(name: str) -> str:
    """What a figure of an answer is called."""
    return first_words(f"answer:{name}", f"figure:{name}", f"fact:{name}", otherwise=name)


def choice(name: str, code: str) -> str:
    """What a choice of a fact is called."""
    return first_words(f"choice:{name}:{code}", f"{name}:{code}", otherwise=code)


def unit(code: str) -> str:
    return first_words(f"unit:{code}", otherwise=code) if code else ""


def review(code: str) -> str:
    """What an open legal question is called."""
    return first_words(f"review:{code}", f"provision:{REVIEW}{code}", otherwise=code)


def value(name: str, of_figure: object, unit_of: str = "") -> str:
    """A value of an answer as its reader sees it: numbers grouped (years not), days in the language, codes in words."""
    if isinstance(of_figure, bool):
        return words.say("value:yes" if of_figure else "value:no")
    if of_figure is None:
        return words.say("value:none")
    if isinstance(of_figure, date):
        return words.day(of_figure)
    if isinstance(of_figure, Decimal | int):
        return words.grouped(f"{of_figure:f}" if isinstance(of_figure, Decimal) else str(of_figure), unit_of)
    if isinstance(of_figure, list | tuple):
        return LISTED.join(value(name, one, unit_of) for one in of_figure) or words.say("value:none")
    if isinstance(of_figure, Mapping):
        return LISTED.join(f"{figure(str(key))} {value(str(key), one)}" for key, one in of_figure.items())
    code = str(of_figure)
    known = (f"value:{name}:{code}", f"choice:{name}:{code}", f"{name}:{code}", f"edition:{code}", f"value:{code}")
    return first_words(*known, otherwise=code)


def place(written: str) -> str:
    """Where a finding points, in words: `units[2].class` is unit 2, class."""
    parts = [_PLACE.fullmatch(part) for part in written.split(".")]
    if not all(parts):
        return written
    return " · ".join(f"{fact(part[1])} {part[2] or ''}".strip() for part in parts if part)


def in_words(finding: Finding) -> Finding:
    """The finding with the codes among its facts put into the reader's words."""
    facts = dict(finding.facts)
    if "fact" in facts:
        name = facts["fact"].rpartition(".")[2]
        facts |= {
            key: LISTED.join(choice(name, code) for code in facts[key].split(LISTED)) for key in CODES & facts.keys()
        }
        facts["fact"] = place(facts["fact"])
    return replace(finding, facts=facts)


def finding_line(finding: Finding) -> str:
    """A finding as a line of the command line: its code, its place, and what to do."""
    where = str(finding.place)
    return " ".join(filter(None, (finding.code, where and f"({where})", words.finding_sentence(finding))))


def marks(used: tuple[Used, ...]) -> tuple[str, ...]:
    """The marks of confidence that provisions bring to a figure, weakest first, each once."""
    weakest_first = (Confidence.DRAFT, Confidence.INFERRED, Confidence.MEMORY)
    found = {one.confidence for one in used}
    return tuple(mark.value for mark in weakest_first if mark in found)


def behind(name: str, answer: Answer) -> tuple[Explanation, ...]:
    """The derivations that a figure of an answer comes from; all of them where its name does not tell."""
    results = tuple(one for one in answer.explanations if one.result.name == name)
    steps = tuple(one for one in answer.explanations if any(step.name == name for step in one.steps))
    return results or steps or answer.explanations


def rounded(name: str, answer: Answer) -> Step | None:
    """The step that rounds a figure, where there is just one and it changed something."""
    steps = [step for one in answer.explanations for step in (*one.steps, one.result) if step.name == name]
    if len(steps) == 1 and steps[0].rounding and steps[0].unrounded != steps[0].value:
        return steps[0]
    return None


def answer_lines(figures: Mapping[str, str], answer: Answer) -> Iterator[str]:
    """The figures of an answer, one a line; tables row by row."""
    names = {name: figure(name) for name in answer.values}
    widest = max((_width(label) for label in names.values()), default=0)
    for name, one in answer.values.items():
        doubts = "".join(f" [{words.label('confidence', mark)}]" for mark in _marks_behind(name, answer))
        if isinstance(one, list) and one and isinstance(one[0], Mapping):
            yield f"  {names[name]}:{doubts}"
            for number, row in enumerate(one, 1):
                yield f"    {number}. " + LISTED.join(f"{figure(key)} {value(key, cell)}" for key, cell in row.items())
        else:
            unit_of = figures.get(name, "")
            told_value = f"{value(name, one, unit_of)} {unit(unit_of)}"
            yield f"  {_padded(names[name], widest)}  {told_value}".rstrip() + doubts


def _marks_behind(name: str, answer: Answer) -> tuple[str, ...]:
    return marks(tuple(used for one in behind(name, answer) for used in one.provisions))


def explanation_lines(one: Explanation) -> Iterator[str]:
    """A whole derivation: inputs, provisions with citations and marks, steps, rounding, open questions."""
    edition = f" · {words.say('Formula edition')}: {words.label('edition', one.edition)}" if one.edition else ""
    yield f"{words.label('question', one.question)}{edition} · {words.say('Law as of')} {one.law_day}"
    for code in one.reviews:
        yield f"  ! {words.say('Open legal question')}: {review(code)} ({REVIEW}{code})"
    yield f"  {words.say('Inputs')}"
    for given in one.inputs:
        origin = f"  ({given.origin})" if given.origin else ""
        told_value = f"{words.grouped(given.value, given.unit)} {unit(given.unit)}"
        yield f"    {_named(given.name, given.index)} = {told_value}".rstrip() + origin
    if one.provisions:
        yield f"  {words.say('Provisions')}"
    for used in one.provisions:
        mark = "" if used.confidence == Confidence.FOUND else f" [{words.label('confidence', used.confidence)}]"
        yield (
            f"    {words.label('provision', used.key)} ({used.key}) = {_value_of(used)} {_unit_of(used)}".rstrip()
            + mark
        )
        yield f"      {used.citation}, {words.say('In force from')} {used.in_force_from}"
    yield f"  {words.say('Steps')}"
    for step in (*one.steps, one.result):
        yield from _step_lines(step)


def _step_lines(step: Step) -> Iterator[str]:
    yield f"    {_named(step.name, step.index)} = {words.grouped(step.value, step.unit)} {unit(step.unit)}".rstrip()
    yield f"      = {words.formula(step.formula)}"
    if step.rounding:
        rule = words.label("provision", step.rounding)
        yield f"      {words.say('before rounding')} {words.grouped(step.unrounded)} · {rule}"


def _named(name: str, index: str) -> str:
    return words.label("figure", name) + (f" [{index}]" if index else "")


def _value_of(used: Used) -> str:
    return provision_value(used.key, used.value, used.unit)


def _unit_of(used: Used) -> str:
    return "" if used.unit in ("text", "date", "rounding", "number") else unit(used.unit)


def _width(text: str) -> int:
    """How many columns of a terminal a text takes; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - _width(text))


def as_plain(of_figure: object) -> object:
    """A value for JSON: numbers and days as text, tables as they are."""
    if isinstance(of_figure, bool) or of_figure is None:
        return of_figure
    if isinstance(of_figure, Mapping):
        return {str(name): as_plain(one) for name, one in of_figure.items()}
    if isinstance(of_figure, list | tuple):
        return [as_plain(one) for one in of_figure]
    return told(of_figure)


def as_typed(fact_value: object) -> str:
    """A value of an example as somebody would type it."""
    return {True: "yes", False: "no"}[fact_value] if isinstance(fact_value, bool) else str(fact_value)
