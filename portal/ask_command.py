"""`portal ask QUESTION name=value …`: a question to the law from the command line, with its whole derivation."""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from collections.abc import Iterator, Sequence

from domain.core.findings import Finding, Refused
from domain.core.law import NotInForce
from domain.trial.rules import QUESTIONS, Answer, Book, Field, Kind, Question, ask, not_in_force, question
from portal import told, words
from portal.clock import today
from portal.settings import terminal_language
from portal.shipped_law import LAWS, SHIPPED, NoLaw, book_of, which

EPILOG = """exit code 0: answered; 1: refused, the findings say why; 2: not understood, or there is no law

examples:
  portal ask                                        the questions there are
  portal ask allocation.pre --help                  the facts that one takes
  portal ask allocation.pre --year 2024 sector=power prior_verified=1234567
  portal ask allocation.power_entity --year 2024 --rows 'units=class:I,initial:100,verified:120'"""


class _Misused(Exception):
    """The words of the command line are not understood."""


def command(argv: list[str]) -> int:
    """Ask one question, or list them. 0: answered. 1: refused. 2: not understood, or there is no law."""
    parser = _parser()
    chosen = parser.parse_intermixed_args(argv)
    words.speaking.set(chosen.language or terminal_language())
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    if not chosen.question:
        return _say([parser.format_help()] if chosen.help else _list_of_questions())
    try:
        asked = question(chosen.question)
        if chosen.help:
            return _say(_facts_of(asked))
        given = _given(asked, chosen.facts, chosen.rows)
        book = book_of(chosen.law)
    except (_Misused, NoLaw) as trouble:
        print(trouble, file=sys.stderr)
        return 2
    except Refused as refused:
        _say_findings(refused.findings)
        return 2
    print(which(chosen.law, book), file=sys.stderr)
    return _asked(asked, given, book, chosen)


def _asked(asked: Question, given: dict[str, object], book: Book, chosen: argparse.Namespace) -> int:
    try:
        answer = ask(asked.code, given, book, today=today(), year=chosen.year, on=chosen.on)
    except Refused as refused:
        return _refused(refused.findings, as_json=chosen.json)
    except NotInForce as trouble:
        return _refused((not_in_force(trouble, book),), as_json=chosen.json)
    if chosen.json:
        return _say([json.dumps(_as_json(asked, answer), ensure_ascii=False, indent=2)])
    return _say(_answer_lines(asked, answer))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="portal ask",
        add_help=False,
        description="Ask the law a question; without one, list them. Nothing is recorded.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("question", nargs="?", metavar="QUESTION", help="its code, such as allocation.pre")
    parser.add_argument("facts", nargs="*", metavar="name=value", help="a fact of the question")
    parser.add_argument("--year", help="compliance year: the year of the emissions")
    parser.add_argument("--on", metavar="DAY", help="the day whose law answers, such as 2025-12-31")
    parser.add_argument("--rows", action="append", default=[], metavar="name=fact:value,…", help="a row of a table")
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    parser.add_argument("--law", choices=LAWS, default=SHIPPED, help="the shipped edition, or the lawbook's database")
    parser.add_argument("--language", choices=words.LANGUAGES, help="of what is said; otherwise that of LANG")
    parser.add_argument("--help", "-h", action="store_true", help="this page, or the facts of the question")
    return parser


def _given(asked: Question, written: Sequence[str], rows: Sequence[str]) -> dict[str, object]:
    """The facts as written; a row of a table comes as `name=fact:value,fact:value`, as often as there are rows."""
    tables = {one.name for one in asked.fields if one.kind is Kind.ROWS}
    given: dict[str, object] = {}
    for name, value in map(_parted, (*written, *rows)):
        if name in tables:
            given.setdefault(name, [])
            _rows_of(given[name]).append(_row(name, value))
        elif name in given:
            raise _Misused(words.sentence("ask:twice", {"name": name}))
        else:
            given[name] = value
    return given


def _rows_of(rows: object) -> list[object]:
    assert isinstance(rows, list)
    return rows


def _parted(written: str) -> tuple[str, str]:
    name, sign, value = written.partition("=")
    if not sign or not name.strip():
        raise _Misused(words.sentence("ask:no_fact", {"written": written[:60]}))
    return name.strip(), value


def _row(name: str, written: str) -> dict[str, str]:
    cells = [cell.partition(":") for cell in written.split(",") if cell.strip()]
    if not all(sign for _, sign, _ in cells):
        raise _Misused(words.sentence("ask:no_row", {"name": name, "written": written[:60]}))
    return {fact.strip(): value.strip() for fact, _, value in cells}


def _list_of_questions() -> Iterator[str]:
    room = ""
    for one in sorted(QUESTIONS.values(), key=lambda one: one.code.partition(".")[0]):
        if room != (room := one.code.partition(".")[0]):
            yield f"{room}"
        yield f"  {one.code:<32} {words.label('question', one.code)}"
    yield ""
    yield words.say("ask:further")


def _facts_of(asked: Question) -> Iterator[str]:
    yield f"{asked.code}: {words.label('question', asked.code)}"
    yield told.first_words(f"about:{asked.code}")
    yield ""
    optional = f" ({words.say('ask:optional')})"
    yield f"  {'--year Y':<28} {words.say('ask:year')}{'' if asked.yearly else optional}"
    yield f"  {'--on DAY':<28} {words.say('ask:on')}{optional}"
    for one in asked.fields:
        yield from _fact_lines(one, "")
    yield ""
    yield f"{words.say('ask:answers')} " + ", ".join(f"{name} ({told.figure(name)})" for name in asked.figures)
    if asked.example:
        yield f"{words.say('ask:example')} {_example(asked)}"


def _fact_lines(one: Field, indent: str) -> Iterator[str]:
    needed = "" if one.needed else f" ({words.say('ask:optional')})"
    unit = f", {told.unit(one.unit)}" if one.unit else ""
    kind = words.say(f"kind:{one.kind.value}")
    yield f"  {indent}{one.name:<28} {told.fact(one.name)}{unit}: {kind}{needed}"
    for code in one.choices:
        yield f"  {indent}  {code:<26} {told.choice(one.name, code)}".rstrip()
    for column in one.rows:
        yield from _fact_lines(column, indent + "  ")


def _example(asked: Question) -> str:
    """The example of a question as one would type it."""
    parts = (part for name, value in asked.example.items() for part in _typed(name, value))
    return shlex.join(("portal", "ask", asked.code, *parts))


def _typed(name: str, value: object) -> Iterator[str]:
    """A fact of an example as words of the command line."""
    if name in ("year", "on"):
        yield from (f"--{name}", str(value))
    elif isinstance(value, dict):
        yield f"{name}={_pairs(value)}"
    elif not isinstance(value, list):
        yield f"{name}={told.as_typed(value)}"
    elif any(isinstance(row, dict) for row in value):
        yield from (part for row in value for part in ("--rows", f"{name}={_pairs(row)}"))
    else:
        yield f"{name}=" + ",".join(map(told.as_typed, value))


def _pairs(cells: dict[str, object]) -> str:
    return ",".join(f"{name}:{told.as_typed(cell)}" for name, cell in cells.items())


def _answer_lines(asked: Question, answer: Answer) -> Iterator[str]:
    yield words.label("question", asked.code)
    yield f"{words.say('Law as of')} {answer.law_day}"
    for code in answer.reviews:
        yield f"! {words.say('Open legal question')}: {told.review(code)}"
    yield from told.answer_lines(asked.figures, answer)
    for one in answer.explanations:
        yield ""
        yield from told.explanation_lines(one)


def _as_json(asked: Question, answer: Answer) -> dict[str, object]:
    return {
        "question": asked.code,
        "law_day": str(answer.law_day),
        "figures": told.as_plain(answer.values),
        "units": dict(asked.figures),
        "open_questions": list(answer.reviews),
        "explanations": [one.as_json() for one in answer.explanations],
    }


def _refused(findings: tuple[Finding, ...], *, as_json: bool) -> int:
    if as_json:
        found = [{"code": one.code, "place": str(one.place), "text": words.finding_sentence(one)} for one in findings]
        _say([json.dumps({"refused": found}, ensure_ascii=False, indent=2)])
    else:
        _say_findings(findings)
    return 1


def _say_findings(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        print(told.finding_line(finding), file=sys.stderr)


def _say(lines: Iterator[str] | Sequence[str]) -> int:
    for line in lines:
        print(line)
    return 0
